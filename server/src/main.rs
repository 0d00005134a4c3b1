//! The Lectern server: settings, embedded parts, routes; started by `./lectern up`.

#![recursion_limit = "512"]

mod compose;
mod config;
mod embedded;
mod listen;
mod log;
mod serve;
mod signals;
mod steps;
mod verify;
mod web;

use std::path::PathBuf;
use std::sync::Arc;
use std::{ffi::OsString, net::SocketAddr, process::ExitCode, time::Duration};

use app::caller::Demo;
use app::model::sign_in::DemoPerson;
use classroom::ports::nodes::Nodes as _;
use leptos::config::LeptosOptions;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio_util::sync::CancellationToken;
use worker::speech::model;

use config::{Config, Listen, Part};

/// How long the worker may take to send what it holds when the server ends.
const LONGEST_GOODBYE: Duration = Duration::from_secs(10);
/// How often the machine's time zone rules are looked at.
const ZONES_LOOK: Duration = Duration::from_secs(60 * 60);
/// How long notifying the other servers may take.
const LONGEST_FAREWELL: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    // A child that draws slides has no settings, and nothing that could be told to a file.
    if std::env::args_os().nth(1).is_some_and(|word| word == compose::DRAW_DECK) {
        return decks::child::main(&std::env::args().skip(2).collect::<Vec<_>>());
    }
    // Two implementations are compiled in, and who finds none chosen panics. Nothing has chosen before this line.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let config = match Config::from_env() {
        Ok(config) => config,
        Err(error) => return fail(&error),
    };
    log::write(&config.log);
    for name in &config.unknown {
        tracing::warn!("{name} is no setting of Lectern (see .env.example) and has no effect");
    }
    let args = std::env::args_os().skip(1).collect::<Vec<_>>();
    // A word's own arguments may be a program and its arguments, which say themselves what they take.
    if args.iter().take(2).any(|arg| arg == "--help" || arg == "-h")
        || args.first().is_some_and(|arg| arg == "help")
    {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error),
    };
    match args.first().and_then(|arg| arg.to_str()) {
        None => runtime.block_on(run(config)),
        Some("forget") => {
            embedded::forget(&config.state).map_or_else(|error| fail(&error), |()| ExitCode::SUCCESS)
        }
        Some("healthy") => runtime.block_on(healthy(&config)),
        Some(word @ ("verify" | "sign")) => {
            let task = if word == "sign" { verify::Task::Sign } else { verify::Task::Verify };
            let host = args.get(1).map_or("localhost".into(), |host| host.to_string_lossy());
            runtime.block_on(verify::run(task, &config, &host))
        }
        Some("speech-model") => runtime.block_on(speech_model(&config, args.get(1))),
        Some("with-postgres") => runtime.block_on(with_postgres(&config, &args[1..])),
        Some(other) => fail(&format!("unknown command {other}\n\n{USAGE}")),
    }
}

/// What the program can be asked to do. Its settings are environment variables (.env.example).
const USAGE: &str = "\
lectern-server                    serves, works or both (LECTERN_PART), until it is told to end
lectern-server verify [HOST]      reads every log of a school and names the first event that isn't as it was signed
lectern-server sign [HOST]        signs the heads of logs that have no signature yet
lectern-server speech-model [NAME] fetches a speech model
lectern-server healthy            whether a server answers at this machine's address
lectern-server with-postgres ..   runs a program with a database of its own
lectern-server forget             deletes the embedded database and its files";

async fn run(config: Config) -> ExitCode {
    raise_open_files();
    say_zones(&zones::refresh(&config.zoneinfo));
    let listener = match listen::bind(config.listen).await {
        Ok(listener) => listener,
        Err(error) => return fail(&error),
    };
    let services = match embedded::start(&config, listener.address).await {
        Ok(services) => services,
        Err(error) => return fail(&error),
    };
    let composed = match compose::compose(&config, &services, listener.address.port()).await {
        Ok(composed) => composed,
        Err(error) => {
            services.running.stop().await;
            return fail(&error);
        }
    };
    let meters = match web::Meters::install() {
        Ok(meters) => meters,
        Err(error) => return fail(&error),
    };
    let stopping = CancellationToken::new();
    let working = compose::worker(&config, &composed, listener.address)
        .map(|parts| tokio::spawn(worker::run(parts, stopping.clone())));
    let effects = worker::effects::Effects::new(composed.classroom.clone(), composed.store.clone());
    let doing = tokio::spawn(Arc::new(effects).run(stopping.clone()));
    let (nodes, node) = (composed.store.clone(), composed.classroom.classes.node().to_owned());
    let web = web::Web {
        classroom: composed.classroom,
        leptos: leptos_options(&config, listener.address),
        built: web::names_of_built(&config.site),
        public_url: config.public_url.as_deref().map(Into::into),
        trusted_proxies: config.trusted_proxies.as_slice().into(),
        meters,
        demo: config.demo.then(demo_people).unwrap_or_default(),
        store: composed.store,
        tabs: web::OpenTabs::default(),
        stopping: stopping.clone(),
    };
    tokio::spawn(web.tabs.clone().watch(web.classroom.clone()));
    tokio::spawn(web.tabs.clone().hear(web.store.clone()));
    tokio::spawn(keep_zones_new(config.zoneinfo.clone()));
    let objects = services
        .embedded_objects
        .map(|objects| web::kept_behind_tls(web.clone(), embedded::object_routes(objects)));
    let mut router = match config.part {
        Part::All | Part::Server => web::routes(web),
        Part::Worker => web::watched(web),
    };
    if let Some(objects) = objects {
        router = router.merge(objects);
    }
    say_where(&config, listener.address);
    // Recordings under way are sent through our own address: we listen until the worker is done.
    let ended = async move {
        signals::asked_to_end().await;
        stopping.cancel();
        if let Some(working) = working
            && tokio::time::timeout(LONGEST_GOODBYE, working).await.is_err()
        {
            tracing::warn!("a recording is still being sent; it goes on at the next start");
        }
        // What is cut off in the middle is done by another process, or at the next start.
        let _ = tokio::time::timeout(LONGEST_GOODBYE, doing).await;
    };
    serve::serve(listener.listener, router, ended).await;
    // With the database away the others find out by the silence.
    let _ = tokio::time::timeout(LONGEST_FAREWELL, nodes.gone(&node)).await;
    services.running.stop().await;
    ExitCode::SUCCESS
}

/// The machine's updates bring new rules of time zones while we run.
async fn keep_zones_new(folder: PathBuf) {
    let mut looks = tokio::time::interval(ZONES_LOOK);
    loop {
        looks.tick().await;
        let before = zones::rules();
        let now = zones::refresh(&folder);
        if now.version() != before.version() {
            say_zones(&now);
        }
    }
}

fn say_zones(rules: &zones::Rules) {
    tracing::info!("time zone rules of {}, {}", rules.version(), rules.source());
}

/// Each tab is an open file, and the usual limit is far below what a server bears.
fn raise_open_files() {
    let most = getrlimit(Resource::Nofile).maximum;
    // Where it isn't allowed, the usual number has to do.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: most, maximum: most });
}

fn leptos_options(config: &Config, address: SocketAddr) -> LeptosOptions {
    LeptosOptions::builder()
        .output_name("lectern")
        .site_root(config.site.to_string_lossy().into_owned())
        .site_pkg_dir("pkg")
        .site_addr(address)
        .build()
}

/// Those who sign in with one press where the demo school is on.
fn demo_people() -> Demo {
    let people = store::seed::PEOPLE.iter().map(|person| DemoPerson {
        name: person.name.to_owned(),
        role: capitalised(person.role.word()),
        email: person.email.to_owned(),
        password: store::seed::PASSWORD.to_owned(),
    });
    Demo(people.collect())
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The one address, and who can sign in there at once.
fn say_where(config: &Config, address: SocketAddr) {
    let own = format!("http://{address}");
    println!("\n  Lectern is at {}\n", config.public_url.as_deref().unwrap_or(&own));
    if config.demo {
        for person in demo_people().0.iter() {
            println!("    {:<10} {:<28} {}", person.role, person.email, person.password);
        }
        println!();
    }
}

/// `healthy`: whether the server on this machine answers, for whoever watches its container.
async fn healthy(config: &Config) -> ExitCode {
    let (Listen::At(addr) | Listen::From(addr)) = config.listen;
    match listen::answers(addr.port(), "/healthz").await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

/// `speech-model [NAME]`: fetches a model, by default the one that is set, and prints its path.
async fn speech_model(config: &Config, name: Option<&OsString>) -> ExitCode {
    let set = || config.speech_model.clone().unwrap_or_else(|| model::DEFAULT.to_owned());
    let name = name.map_or_else(set, |name| name.to_string_lossy().into_owned());
    match model::fetch_cli(&name, &config.models).await {
        Ok(path) => {
            println!("{}", path.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// `with-postgres [--durable] COMMAND…`: see [`embedded::lend_postgres`]. The cluster lies in the state folder.
async fn with_postgres(config: &Config, args: &[OsString]) -> ExitCode {
    let (durability, command) = match args.split_first() {
        Some((first, rest)) if first == "--durable" => (embedded::Durability::Full, rest),
        _ => (embedded::Durability::None, args),
    };
    match embedded::lend_postgres(&config.state, &config.programs, durability, command).await {
        Ok(Some(status)) => {
            ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
        }
        Ok(None) => ExitCode::from(130),
        Err(error) => fail(&error),
    }
}

fn fail(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("Lectern can't start: {error}");
    ExitCode::FAILURE
}

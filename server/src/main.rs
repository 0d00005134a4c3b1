//! The Lectern server: settings, embedded parts, routes; started by `./lectern up`.

mod config;
mod embedded;
mod listen;
mod signals;
mod steps;

use std::{ffi::OsString, process::ExitCode};

use axum::{Router, routing::get};

use config::{Config, Listen, Log};

fn main() -> ExitCode {
    let config = match Config::from_env() {
        Ok(config) => config,
        Err(error) => return fail(&error),
    };
    watch(&config.log);
    for name in &config.unknown {
        tracing::warn!("{name} is no setting of Lectern (see .env.example) and has no effect");
    }
    let args = std::env::args_os().skip(1).collect::<Vec<_>>();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error),
    };
    match args.first().and_then(|arg| arg.to_str()) {
        None => runtime.block_on(serve(config)),
        Some("forget") => embedded::forget(&config.state).map_or_else(|error| fail(&error), |()| ExitCode::SUCCESS),
        Some("healthy") => runtime.block_on(healthy(&config)),
        Some("with-postgres") => runtime.block_on(with_postgres(&config, &args[1..])),
        Some(other) => fail(&format!("unknown command {other}")),
    }
}

async fn serve(config: Config) -> ExitCode {
    let listener = match listen::bind(config.listen).await {
        Ok(listener) => listener,
        Err(error) => return fail(&error),
    };
    let services = match embedded::start(&config, listener.address).await {
        Ok(services) => services,
        Err(error) => return fail(&error),
    };
    let mut router = Router::new().route("/healthz", get(|| async { "ok" }));
    if let Some(objects) = services.embedded_objects {
        router = router.merge(embedded::object_routes(objects));
    }
    println!("\n  Lectern is at http://{}\n", listener.address);
    let served = axum::serve(listener.listener, router).with_graceful_shutdown(signals::asked_to_end()).await;
    services.running.stop().await;
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
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

/// `with-postgres [--durable] COMMAND…`: see [`embedded::lend_postgres`]. The cluster lies in the state folder.
async fn with_postgres(config: &Config, args: &[OsString]) -> ExitCode {
    let (durability, command) = match args.split_first() {
        Some((first, rest)) if first == "--durable" => (embedded::Durability::Full, rest),
        _ => (embedded::Durability::None, args),
    };
    match embedded::lend_postgres(&config.state, &config.programs, durability, command).await {
        Ok(Some(status)) => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)),
        Ok(None) => ExitCode::from(130),
        Err(error) => fail(&error),
    }
}

/// Logs go to standard error; standard output is for the person at the terminal.
fn watch(log: &Log) {
    let filter = tracing_subscriber::EnvFilter::new(&log.filter);
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if log.json { lines.json().init() } else { lines.init() }
}

fn fail(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("Lectern can't start: {error}");
    ExitCode::FAILURE
}

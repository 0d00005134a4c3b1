//! `./lectern load`: fills a class of a running Lectern with people, and says how it bore them.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use domain::ids::SessionId;
use store::seed;
use testkit::load::{Load, Measured, Outcome, Spread, raise_open_files, run, started_class};
use testkit::visitor::Visitor;

const USAGE: &str = "\
./lectern load [--participants 100] [--minutes 1] [--mix class] [--server http://127.0.0.1:3000 …] [--join-rate 20]
               [--people FILE] [--session ID] [--anywhere]

  --participants  how many tabs come
  --minutes       how long they stay once all are there; 0.5 is half a minute
  --mix           what they do; there is one mix, the class of PlugNmeet's benchmark
  --server        a running Lectern, once for each server of the installation
  --join-rate     how many come a second
  --people FILE   who they are: an e-mail and a password a line, a teacher of the demo course first; without it the four
                  people of the demo school, in many tabs each
  --session ID    a class that has started; without it the first of the people schedules and starts one
  --anywhere      lets it run against other machines than this one: only do that to servers of your own";

/// What was asked for.
struct LoadOptions {
    participants: usize,
    minutes: f64,
    servers: Vec<SocketAddr>,
    join_rate: f64,
    people: Option<PathBuf>,
    session: Option<SessionId>,
    anywhere: bool,
}

fn main() -> ExitCode {
    if std::env::args().any(|arg| arg == "--help") {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    let options = match LoadOptions::read(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(error) => {
            eprintln!("{error:#}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let done = tokio::runtime::Runtime::new()
        .context("a runtime")
        .and_then(|runtime| runtime.block_on(fill(options)));
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

impl LoadOptions {
    fn read(mut args: impl Iterator<Item = String>) -> anyhow::Result<Self> {
        let mut options = Self {
            participants: 100,
            minutes: 1.0,
            servers: Vec::new(),
            join_rate: 20.0,
            people: None,
            session: None,
            anywhere: false,
        };
        while let Some(name) = args.next() {
            if name == "--anywhere" {
                options.anywhere = true;
                continue;
            }
            let value = args.next().with_context(|| format!("{name} needs a value"))?;
            let unreadable = || format!("{name} can't be {value}");
            match name.as_str() {
                "--participants" => options.participants = value.parse().with_context(unreadable)?,
                "--minutes" => options.minutes = value.parse().with_context(unreadable)?,
                "--join-rate" => options.join_rate = value.parse().with_context(unreadable)?,
                "--server" => options.servers.push(address(&value).with_context(unreadable)?),
                "--people" => options.people = Some(value.into()),
                "--session" => options.session = Some(value.parse().with_context(unreadable)?),
                "--mix" if value == "class" => {}
                "--mix" => bail!("there is no mix {value}"),
                _ => bail!("unknown option {name}"),
            }
        }
        if options.servers.is_empty() {
            options.servers.push(SocketAddr::from(([127, 0, 0, 1], 3000)));
        }
        ensure!(
            options.participants > 0 && options.join_rate > 0.0 && options.minutes > 0.0,
            "somebody has to come and stay"
        );
        ensure!(
            options.anywhere || options.servers.iter().all(|server| server.ip().is_loopback()),
            "this is for servers on this machine; see --anywhere"
        );
        Ok(options)
    }
}

/// `http://127.0.0.1:3000`, with or without the scheme.
fn address(url: &str) -> anyhow::Result<SocketAddr> {
    use std::net::ToSocketAddrs as _;
    let place = url.strip_prefix("http://").unwrap_or(url).trim_end_matches('/');
    ensure!(!place.contains("://"), "only http:// can be spoken");
    let port = if place.contains(':') { "" } else { ":80" };
    format!("{place}{port}").to_socket_addrs()?.next().context("no such address")
}

/// Whether all came and none was lost.
async fn fill(options: LoadOptions) -> anyhow::Result<bool> {
    let files = raise_open_files();
    let needed = options.participants as u64 + 100;
    ensure!(
        files.is_none_or(|files| files >= needed),
        "{needed} files have to be open at once, and this machine lets a program open {}: see ulimit -n",
        files.unwrap_or_default()
    );
    let accounts = match &options.people {
        Some(file) => read_people(file)?,
        None => seed::PEOPLE.iter().map(|one| (one.email.to_owned(), seed::PASSWORD.to_owned())).collect(),
    };
    println!("{} people sign in", accounts.len());
    let mut visitors = Vec::new();
    for (email, password) in &accounts {
        let mut visitor = Visitor::new(options.servers[0])?;
        let answer = visitor.sign_in(email, password).await?;
        ensure!(visitor.cookie.is_some(), "{email} can't sign in: {}", answer.status());
        visitors.push(visitor);
    }
    let session = match options.session {
        Some(session) => session,
        None => started_class(visitors.first().context("nobody comes")?).await?,
    };
    println!("{} tabs come to class {session}, {} a second", options.participants, options.join_rate);
    let load = Load {
        servers: options.servers,
        session,
        cookies: visitors.into_iter().filter_map(|visitor| visitor.cookie).collect(),
        participants: options.participants,
        join_rate: options.join_rate,
        length: Duration::from_secs_f64(options.minutes * 60.0),
    };
    let outcome = run(&load).await?;
    report(&outcome);
    let measured = &outcome.measured;
    let [joined, lost, gaps] =
        [&measured.joined, &measured.lost, &measured.gaps].map(|count| count.load(Relaxed));
    Ok(joined == load.participants as u64 && lost == 0 && gaps == 0)
}

fn read_people(file: &std::path::Path) -> anyhow::Result<Vec<(String, String)>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{} can't be read", file.display()))?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let pair = |line: &str| {
        let (email, password) = line.split_once(char::is_whitespace)?;
        Some((email.to_owned(), password.trim().to_owned()))
    };
    lines.map(|line| pair(line).with_context(|| format!("no password: {line}"))).collect()
}

fn report(outcome: &Outcome) {
    let Measured { joined, lost, refused, gaps, rejected, missed, owed, delivered, .. } =
        outcome.measured.as_ref();
    let count = |count: &std::sync::atomic::AtomicU64| count.load(Relaxed);
    println!(
        "\n  joined          {}/{} in {:.1} s",
        count(joined),
        outcome.participants,
        outcome.joining.as_secs_f64()
    );
    println!("  lost            {} sockets, {} refused, {} gaps", count(lost), count(refused), count(gaps));
    println!("  heartbeats      {} missed", count(missed));
    println!("  commands        {} refused", count(rejected));
    let reached = 100.0 * count(delivered) as f64 / count(owed).max(1) as f64;
    println!(
        "  chat            reached {reached:.2} % of the screens it should have (those on their way at the end are missing)"
    );
    println!("  a second        {:.0} frames, {:.1} MB", outcome.traffic.0, outcome.traffic.1 / 1e6);
    println!("\n  ms                     p50      p95      p99    count");
    let line = |name: &str, spread: &Spread| {
        let [p50, p95, p99] = [50, 95, 99].map(|percent| spread.percentile(percent));
        println!("  {name:<18} {p50:>8.2} {p95:>8.2} {p99:>8.2} {:>8}", spread.count());
    };
    line("heartbeat", &outcome.measured.heartbeat);
    line("command → answer", &outcome.measured.answered);
    line("command → screens", &outcome.measured.event);
    line("pointer → screens", &outcome.measured.pointer);
    if let (Some((empty, full)), Some(cores)) = (outcome.memory, outcome.cores) {
        let each = full.saturating_sub(empty) / outcome.participants as u64;
        println!(
            "\n  the server      {:.0} MB ({:.1} KiB a participant), {cores:.2} cores",
            full as f64 / 1e6,
            each as f64 / 1_024.0
        );
    }
}

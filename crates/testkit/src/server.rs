//! A Lectern server as a process of its own, which a test may kill.

use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context as _, bail};
use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// How long a start may take: with an embedded Postgres it makes a cluster first.
const LONGEST_START: Duration = Duration::from_secs(60);
/// How long an end may take.
const LONGEST_END: Duration = Duration::from_secs(30);

/// A running server; killed when dropped.
#[derive(Debug)]
pub struct Server {
    program: PathBuf,
    settings: Vec<(String, String)>,
    log: Option<PathBuf>,
    child: Child,
    address: SocketAddr,
}

impl Server {
    /// Starts the server, on a free port unless `LECTERN_ADDR` is set, and waits until it listens. `settings` are
    /// environment variables as in `.env.example`; none of the caller's own are passed on but those that find programs.
    ///
    /// # Errors
    /// Where it doesn't start; what it said is on the caller's standard error.
    pub async fn start(program: &Path, settings: &[(&str, &str)]) -> anyhow::Result<Self> {
        Self::start_logging(program, settings, None).await
    }

    /// As [`Server::start`], with what it logs in a file.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub async fn start_logging(
        program: &Path,
        settings: &[(&str, &str)],
        log: Option<&Path>,
    ) -> anyhow::Result<Self> {
        let free = [("LECTERN_ADDR", "127.0.0.1:0")];
        let settings = free.iter().chain(settings);
        let settings: Vec<_> =
            settings.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let log = log.map(Path::to_owned);
        let (child, address) = spawn(program, &settings, log.as_deref()).await?;
        Ok(Self { program: program.to_owned(), settings, log, child, address })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its process.
    ///
    /// # Errors
    /// Where it has ended.
    pub fn pid(&self) -> anyhow::Result<Pid> {
        let id = self.child.id().context("the server has ended")?;
        Pid::from_raw(i32::try_from(id)?).context("no such process")
    }

    /// Kills it without a word, as a crash would.
    ///
    /// # Errors
    /// Where it can't be killed.
    pub async fn kill(&mut self) -> anyhow::Result<()> {
        Ok(self.child.kill().await?)
    }

    /// Starts it again where it was.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub async fn start_again(&mut self) -> anyhow::Result<()> {
        let mut settings = self.settings.clone();
        settings.push(("LECTERN_ADDR".to_owned(), self.address.to_string()));
        (self.child, self.address) = spawn(&self.program, &settings, self.log.as_deref()).await?;
        Ok(())
    }

    /// Asks it to end and waits until it has.
    ///
    /// # Errors
    /// Where it doesn't end in time.
    pub async fn stop(&mut self, signal: Signal) -> anyhow::Result<ExitStatus> {
        kill_process(self.pid()?, signal)?;
        timeout(LONGEST_END, self.child.wait()).await.context("the server doesn't end")?.map_err(Into::into)
    }
}

async fn spawn(
    program: &Path,
    settings: &[(String, String)],
    log: Option<&Path>,
) -> anyhow::Result<(Child, SocketAddr)> {
    let log = match log {
        Some(log) => File::options().create(true).append(true).open(log)?.into(),
        None => Stdio::inherit(),
    };
    let kept = ["PATH", "HOME", "XDG_CACHE_HOME", "LECTERN_LIVEKIT_SERVER", "LECTERN_POSTGRES_BIN"];
    let mut child = Command::new(program)
        .env_clear()
        .envs(kept.iter().filter_map(|name| Some((*name, std::env::var_os(name)?))))
        .envs(settings.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log)
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("{} can't be started", program.display()))?;
    let mut lines = BufReader::new(child.stdout.take().context("its standard output")?).lines();
    let listening = async {
        while let Some(line) = lines.next_line().await? {
            if let Some(address) = line.trim().strip_prefix("Lectern is at http://") {
                return Ok(address.parse()?);
            }
        }
        bail!("the server ended at its start: {}", child.wait().await?)
    };
    let address = timeout(LONGEST_START, listening).await.context("the server doesn't start")??;
    // Whatever else it says is read, so that it never waits for us.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    Ok((child, address))
}

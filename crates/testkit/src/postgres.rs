//! A Postgres of a test's own, which it may kill: on a free port, durable, its data gone when the value is dropped.

use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::str::FromStr as _;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use rustix::process::{Pid, Signal, geteuid, kill_process};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};
use uuid::Uuid;

use crate::livekit::free_tcp_port;

/// With a crash to recover from.
const START_TIMEOUT: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(50);
/// Who it runs as where we are root, which it refuses to be.
const OWNER: &str = "postgres";

/// A running Postgres.
#[derive(Debug)]
pub struct PostgresServer {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    child: Child,
}

impl PostgresServer {
    /// Makes a cluster, starts it and waits until it answers.
    ///
    /// # Errors
    /// Where Postgres isn't installed, or doesn't start.
    pub async fn start() -> anyhow::Result<Self> {
        let programs = programs().context("Postgres isn't installed (apt-get install postgresql)")?;
        // Where its owner may go, wherever the workspace is.
        let folder = std::env::temp_dir().join(format!("lectern-postgres-{}", Uuid::now_v7().simple()));
        let mut making = Command::new("install");
        making.args(["-d", "-m", "700"]);
        if geteuid().is_root() {
            making.args(["-o", OWNER]);
        }
        run(making.arg(&folder))?;
        let data = folder.join("data");
        let cluster = ["-U", OWNER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-D"];
        run(as_owner(&programs.join("initdb")).args(cluster).arg(&data))?;
        let port = free_tcp_port()?;
        let child = spawn(&programs, &folder, port)?;
        let mut server = Self { programs, folder, port, child };
        server.wait_until_up().await?;
        Ok(server)
    }

    /// Its address, as a superuser.
    #[must_use]
    pub fn admin_url(&self) -> String {
        format!("postgres://{OWNER}@127.0.0.1:{}/postgres", self.port)
    }

    /// Kills it without a word, as a crash would: what was acknowledged is on the disk, the rest is gone.
    ///
    /// # Errors
    /// Where it can't be killed.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        let ended = self.child.wait()?;
        ensure!(ended.signal() == Some(Signal::KILL.as_raw()), "Postgres ended before: {ended}");
        Ok(())
    }

    /// Starts a killed one again on its data, and waits until it has recovered.
    ///
    /// # Errors
    /// Where it doesn't start.
    pub async fn start_again(&mut self) -> anyhow::Result<()> {
        self.child = spawn(&self.programs, &self.folder, self.port)?;
        self.wait_until_up().await
    }

    async fn wait_until_up(&mut self) -> anyhow::Result<()> {
        let address = PgConnectOptions::from_str(&self.admin_url())?.disable_statement_logging();
        let since = Instant::now();
        loop {
            let error = match address.connect().await {
                Ok(connection) => return Ok(connection.close().await?),
                Err(error) => error,
            };
            ensure!(since.elapsed() < START_TIMEOUT, "Postgres does not answer: {error}");
            // The last of a killed one's processes hold its memory for a moment, and keep the next from starting.
            if self.child.try_wait()?.is_some() {
                self.child = spawn(&self.programs, &self.folder, self.port)?;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        // SIGINT: it ends its connections and stops. It may have stopped already.
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        if let (Ok(None), Some(pid)) = (self.child.try_wait(), pid) {
            let _ = kill_process(pid, Signal::INT);
            let _ = self.child.wait();
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn spawn(programs: &Path, folder: &Path, port: u16) -> anyhow::Result<Child> {
    let settings = [
        "listen_addresses=127.0.0.1".to_owned(),
        format!("port={port}"),
        "unix_socket_directories=".to_owned(),
        "jit=off".to_owned(),
    ];
    as_owner(&programs.join("postgres"))
        .arg("-D")
        .arg(folder.join("data"))
        .args(settings.iter().flat_map(|setting| ["-c", setting]))
        .stderr(Stdio::null())
        .spawn()
        .context("Postgres can't be started")
}

/// A program that runs as Postgres's owner, and ends with the thread that starts it, where the system knows how.
fn as_owner(program: &Path) -> Command {
    let setpriv = Path::new("/usr/bin/setpriv");
    let mut command = if setpriv.exists() {
        let mut command = Command::new(setpriv);
        command.args(["--pdeathsig", "INT"]);
        if geteuid().is_root() {
            command.args(["--reuid", OWNER, "--regid", OWNER, "--init-groups"]);
        }
        command.arg("--").arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir("/").env("LC_ALL", "C").stdin(Stdio::null()).stdout(Stdio::null());
    command
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let output = command.output()?;
    ensure!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

/// The folder of Postgres's programs: as set, or the newest of Debian's, or on PATH.
fn programs() -> Option<PathBuf> {
    let set = std::env::var_os("LECTERN_POSTGRES_BIN").map(PathBuf::from);
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions.max_by_key(|entry| entry.file_name().to_string_lossy().parse::<u32>().ok());
    let path = std::env::var_os("PATH").unwrap_or_default();
    set.into_iter()
        .chain(newest.map(|entry| entry.path().join("bin")))
        .chain(std::env::split_paths(&path))
        .find(|folder| folder.join("initdb").exists())
}

//! A private Postgres cluster in the state folder.

mod cluster;

use std::{
    collections::VecDeque,
    path::{Path, PathBuf},
    process::Stdio,
    sync::Arc,
    time::Duration,
};

use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWriteExt as _, BufReader};

use super::{EmbeddedError, child::Process, secret, supervise::Supervised};
use crate::config::Programs;
use cluster::Cluster;

/// The application's role and its database. It owns the database and is bound by row-level security.
const ROLE: &str = "lectern";
/// May do everything in the private cluster.
const ADMIN: &str = "lectern_admin";

/// What a commit waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// The disk.
    Full,
    /// Nothing: for tests, whose data nobody wants back after a power cut.
    None,
}

/// The running cluster.
pub(super) struct Postgres {
    supervised: Supervised,
    url: String,
    admin_url: String,
}

impl Postgres {
    /// Makes the cluster where it isn't there yet, and starts it on a free port of this machine.
    ///
    /// # Errors
    /// Where Postgres isn't installed, or with what it said.
    pub async fn start(
        state: &Path,
        programs: &Programs,
        durability: Durability,
    ) -> Result<Self, EmbeddedError> {
        let cluster = Arc::new(Cluster::open(state, programs).await?);
        cluster.end_orphan().await?;
        let [port] = free_ports()?;
        // It has no TLS, whatever the environment wants of a Postgres (PGSSLMODE).
        let address = |role, password: &str| {
            format!("postgres://{role}:{password}@127.0.0.1:{port}/{ROLE}?sslmode=disable")
        };
        let url = address(ROLE, &cluster.role_password);
        let admin_url = address(ADMIN, &cluster.admin_password);
        let log = Arc::new(secret::private_file(&state.join("postgres.log"))?);
        let supervised = Supervised::begin("postgres", Duration::from_secs(60), move || {
            let (cluster, log) = (Arc::clone(&cluster), Arc::clone(&log));
            async move { spawn(&cluster, port, durability, &log).await }
        })
        .await?;
        Ok(Self { supervised, url, admin_url })
    }

    /// The database as the application's role.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The database as the cluster's superuser: for tests, which make a database each.
    pub fn admin_url(&self) -> &str {
        &self.admin_url
    }

    /// Ends connections and transactions, writes a checkpoint and stops.
    pub async fn stop(self) {
        self.supervised.stop().await;
    }
}

/// Starts the server and waits until it takes connections.
async fn spawn(
    cluster: &Cluster,
    port: u16,
    durability: Durability,
    log: &std::fs::File,
) -> Result<Process, EmbeddedError> {
    let mut settings = vec![
        "listen_addresses=127.0.0.1".to_owned(),
        format!("port={port}"),
        "unix_socket_directories=".to_owned(),
        "max_connections=200".to_owned(),
        "jit=off".to_owned(),
    ];
    if durability == Durability::None {
        settings.extend(["fsync=off", "synchronous_commit=off", "full_page_writes=off"].map(str::to_owned));
    }
    let mut args = vec!["-D".to_owned(), cluster.data.display().to_string()];
    args.extend(settings.into_iter().flat_map(|setting| ["-c".to_owned(), setting]));

    let mut process = cluster.program("postgres").spawn(args, Stdio::null(), Stdio::piped()).await?;
    let failed = |reason: String| EmbeddedError::Failed { program: "postgres", reason };
    let Some(stderr) = process.stderr() else {
        return Err(failed("its messages can't be read".to_owned()));
    };
    let log = log.try_clone().map_err(|error| failed(error.to_string()))?;
    match follow(stderr, log.into()).await {
        Ok(()) => Ok(process),
        Err(last_words) => Err(failed(last_words)),
    }
}

/// Copies Postgres's messages into its log for as long as there are any. Returns once it is ready, or with its last words.
async fn follow(
    messages: impl AsyncRead + Send + Unpin + 'static,
    mut log: tokio::fs::File,
) -> Result<(), String> {
    let (ready, is_ready) = tokio::sync::oneshot::channel();
    tokio::spawn(async move {
        let mut ready = Some(ready);
        let mut last = VecDeque::new();
        let mut lines = BufReader::new(messages).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            if line.contains("database system is ready to accept connections")
                && let Some(ready) = ready.take()
            {
                ready.send(Ok(())).ok();
            }
            // A full disk must not stop Postgres by a full pipe.
            log.write_all(format!("{line}\n").as_bytes()).await.ok();
            last.push_back(line);
            if last.len() > 8 {
                last.pop_front();
            }
        }
        log.flush().await.ok();
        if let Some(ready) = ready {
            ready.send(Err(Vec::from(last).join("\n"))).ok();
        }
    });
    is_ready.await.unwrap_or_else(|_| Err("its messages broke off".to_owned()))
}

/// Ports that were free a moment ago.
pub(super) fn free_ports<const N: usize>() -> Result<[u16; N], EmbeddedError> {
    let failed = |source| EmbeddedError::State { path: PathBuf::from("a free port"), source };
    let mut ports = [0; N];
    // Held together, so that they differ.
    let mut held = Vec::new();
    for port in &mut ports {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).map_err(failed)?;
        *port = listener.local_addr().map_err(failed)?.port();
        held.push(listener);
    }
    Ok(ports)
}

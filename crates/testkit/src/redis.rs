//! A real Redis for a test: on a free port of this machine, with nothing in it, stopped when the value is dropped.

use std::net::{Ipv4Addr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use uuid::Uuid;

use crate::livekit::free_tcp_port;

const START_TIMEOUT: Duration = Duration::from_secs(20);

/// A running Redis.
#[derive(Debug)]
pub struct RedisServer {
    child: Child,
    port: u16,
    tls: Option<Certified>,
}

/// A folder with a key and the certificate that goes with it; gone with this value.
#[derive(Debug)]
struct Certified(PathBuf);

impl RedisServer {
    /// Starts one and waits until it answers.
    ///
    /// # Errors
    /// Where `redis-server` isn't on the PATH, or doesn't start.
    pub fn start() -> anyhow::Result<Self> {
        Self::start_on(None)
    }

    /// Starts one that is reached through TLS alone. Beside it, the certificate that vouches for it, in PEM form.
    ///
    /// # Errors
    /// As [`RedisServer::start`].
    pub fn start_with_tls() -> anyhow::Result<(Self, String)> {
        let (tls, authority) = Certified::make()?;
        Ok((Self::start_on(Some(tls))?, authority))
    }

    fn start_on(tls: Option<Certified>) -> anyhow::Result<Self> {
        let port = free_tcp_port()?;
        let mut server = Self { child: spawn(port, tls.as_ref())?, port, tls };
        server.wait_until_up()?;
        Ok(server)
    }

    /// As `REDIS_URL` names it.
    #[must_use]
    pub fn url(&self) -> String {
        let scheme = if self.tls.is_some() { "rediss" } else { "redis" };
        format!("{scheme}://127.0.0.1:{}", self.port)
    }

    /// Kills it without a word, as a crash would.
    ///
    /// # Errors
    /// Where it can't be killed.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Starts a killed one again where it was.
    ///
    /// # Errors
    /// As [`RedisServer::start`].
    pub fn start_again(&mut self) -> anyhow::Result<()> {
        self.child = spawn(self.port, self.tls.as_ref())?;
        self.wait_until_up()
    }

    fn wait_until_up(&mut self) -> anyhow::Result<()> {
        let since = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            if let Some(status) = self.child.try_wait()? {
                bail!("Redis stopped at its start: {status}");
            }
            ensure!(since.elapsed() < START_TIMEOUT, "Redis does not answer");
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        // Nothing to do where it has stopped already.
        let _ = self.kill();
    }
}

impl Certified {
    fn make() -> anyhow::Result<(Self, String)> {
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()])?;
        let pem = |what: &str, bytes: &[u8]| {
            format!("-----BEGIN {what}-----\n{}\n-----END {what}-----\n", STANDARD.encode(bytes))
        };
        let folder = Self(std::env::temp_dir().join(format!("lectern-redis-{}", Uuid::now_v7())));
        std::fs::create_dir_all(&folder.0)?;
        let certificate = pem("CERTIFICATE", made.cert.der());
        std::fs::write(folder.0.join("certificate.pem"), &certificate)?;
        std::fs::write(folder.0.join("key.pem"), pem("PRIVATE KEY", &made.signing_key.serialize_der()))?;
        Ok((folder, certificate))
    }
}

impl Drop for Certified {
    fn drop(&mut self) {
        // What can't be removed is left to the system.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn spawn(port: u16, tls: Option<&Certified>) -> anyhow::Result<Child> {
    let port = port.to_string();
    let mut command = Command::new("redis-server");
    command.args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
    match tls {
        None => command.args(["--port", &port]),
        Some(Certified(folder)) => command
            .args(["--port", "0", "--tls-port", &port, "--tls-auth-clients", "no"])
            .arg("--tls-cert-file")
            .arg(folder.join("certificate.pem"))
            .arg("--tls-key-file")
            .arg(folder.join("key.pem")),
    };
    command
        .stdout(Stdio::null())
        .spawn()
        .context("redis-server can't be started: install it (apt-get install redis-server)")
}

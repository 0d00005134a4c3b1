//! A real Redis for a test: on a free port of this machine, with nothing in it, stopped when the value is dropped.

use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};

use crate::livekit::free_tcp_port;

const START_TIMEOUT: Duration = Duration::from_secs(20);

/// A running Redis.
#[derive(Debug)]
pub struct RedisServer {
    child: Child,
    port: u16,
}

impl RedisServer {
    /// Starts one and waits until it answers.
    ///
    /// # Errors
    /// Where `redis-server` isn't on the PATH, or doesn't start.
    pub fn start() -> anyhow::Result<Self> {
        let port = free_tcp_port()?;
        let mut server = Self { child: spawn(port)?, port };
        server.wait_until_up()?;
        Ok(server)
    }

    /// As `REDIS_URL` names it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
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
        self.child = spawn(self.port)?;
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

fn spawn(port: u16) -> anyhow::Result<Child> {
    let port = port.to_string();
    Command::new("redis-server")
        .args(["--port", &port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
        .stdout(Stdio::null())
        .spawn()
        .context("redis-server can't be started: install it (apt-get install redis-server)")
}

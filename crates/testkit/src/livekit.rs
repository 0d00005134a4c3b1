//! A real LiveKit server for a test: on free ports of this machine, stopped when the value is dropped.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener, TcpStream, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};

/// The key that tests sign tokens with.
pub const API_KEY: &str = "testkey";
/// Its secret; LiveKit wants 32 characters and more.
pub const API_SECRET: &str = "a-secret-for-tests-of-thirty-two-characters";

/// The version that the launcher builds.
const VERSION: &str = "1.13.5";
const START_TIMEOUT: Duration = Duration::from_secs(20);

/// A running LiveKit server.
#[derive(Debug)]
pub struct LiveKitServer {
    child: Child,
    folder: PathBuf,
    port: u16,
}

impl LiveKitServer {
    /// Starts a server and waits until it answers.
    pub fn start() -> anyhow::Result<Self> {
        Self::start_with("")
    }

    /// The same, with an address that it reports to.
    pub fn start_reporting_to(url: &str) -> anyhow::Result<Self> {
        Self::start_with(&format!("webhook:\n  api_key: {API_KEY}\n  urls: ['{url}']\n"))
    }

    fn start_with(settings: &str) -> anyhow::Result<Self> {
        let folder = std::env::temp_dir().join(format!("lectern-livekit-{}", uuid::Uuid::new_v4()));
        fs::create_dir_all(&folder)?;
        let port = free_tcp_port()?;
        fs::write(folder.join("livekit.yaml"), config(port, settings)?)?;
        let child = spawn(&folder)?;
        let mut server = Self { child, folder, port };
        server.wait_until_up()?;
        Ok(server)
    }

    /// Where clients connect.
    pub fn url(&self) -> String {
        format!("ws://127.0.0.1:{}", self.port)
    }

    /// Where the room service and probes connect.
    pub fn http_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Kills the server without a word to anybody, as a crash would.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Starts a killed server again on its old ports. It remembers no room.
    pub fn start_again(&mut self) -> anyhow::Result<()> {
        self.child = spawn(&self.folder)?;
        self.wait_until_up()
    }

    fn wait_until_up(&mut self) -> anyhow::Result<()> {
        let since = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            let log = || fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            if let Some(status) = self.child.try_wait()? {
                bail!("the LiveKit server stopped at its start ({status}):\n{}", log());
            }
            ensure!(since.elapsed() < START_TIMEOUT, "the LiveKit server does not answer:\n{}", log());
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for LiveKitServer {
    fn drop(&mut self) {
        // Nothing to do where it has stopped already.
        let _ = self.kill();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn spawn(folder: &Path) -> anyhow::Result<Child> {
    let binary = binary()?;
    let log = File::create(folder.join("log"))?;
    Command::new(&binary)
        .arg("--config")
        .arg(folder.join("livekit.yaml"))
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()
        .with_context(|| format!("{} can't be started", binary.display()))
}

/// `LECTERN_LIVEKIT_SERVER`, `livekit-server` on the PATH, or the one that the launcher has built.
fn binary() -> anyhow::Result<PathBuf> {
    if let Some(given) = std::env::var_os("LECTERN_LIVEKIT_SERVER") {
        return Ok(given.into());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path =
        std::env::split_paths(&path).map(|folder| folder.join("livekit-server")).find(|file| file.is_file());
    let cache = match std::env::var_os("XDG_CACHE_HOME") {
        Some(cache) => PathBuf::from(cache),
        None => PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache"),
    };
    let built = cache.join(format!("lectern/tools/livekit-server-{VERSION}/bin/server"));
    on_path.or_else(|| built.is_file().then_some(built)).context(
        "no LiveKit server found: run `./lectern doctor`, put livekit-server on the PATH, or name one in LECTERN_LIVEKIT_SERVER",
    )
}

fn config(port: u16, settings: &str) -> anyhow::Result<String> {
    let rtc_tcp = free_tcp_port()?;
    let rtc_udp = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    Ok(format!(
        "port: {port}\nbind_addresses: ['127.0.0.1']\nkeys:\n  {API_KEY}: {API_SECRET}\n\
         rtc:\n  tcp_port: {rtc_tcp}\n  udp_port: {rtc_udp}\n  node_ip: 127.0.0.1\n  use_external_ip: false\n\
         logging:\n  level: info\n{settings}"
    ))
}

/// A port that nobody listens on at the moment.
pub(crate) fn free_tcp_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

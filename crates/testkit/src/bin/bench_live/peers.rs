//! The servers that our fan-out stands beside, each with the usual settings and nothing to do but pass messages on.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use serde_json::json;
use testkit::load::{Process, Socket};
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

/// How long a start may take.
const LONGEST_START: Duration = Duration::from_secs(20);

/// A peer's process; killed when dropped.
pub struct Peer {
    pub address: SocketAddr,
    child: Child,
}

impl Peer {
    /// Every message that comes goes to everybody.
    pub async fn socket_io() -> Self {
        let modules = PathBuf::from(setting("LECTERN_SOCKET_IO")).join("node_modules/socket.io/wrapper.mjs");
        let address = free_address();
        let (modules, port) = (json!(modules), address.port());
        let program = format!(
            "import {{ Server }} from {modules};\
             const all = new Server({port}, {{ transports: ['websocket'] }});\
             all.on('connection', (one) => one.on('m', (text) => all.emit('m', text)));"
        );
        let mut command = Command::new("node");
        command.args(["--input-type=module", "--eval", &program]);
        Self::start(command, address).await
    }

    /// Clients may publish to a channel and subscribe to it.
    pub async fn centrifugo(folder: &std::path::Path) -> Self {
        let address = free_address();
        let config = folder.join("centrifugo.json");
        let settings = json!({
            "address": address.ip(),
            "port": address.port().to_string(),
            "log_level": "error",
            "allow_anonymous_connect_without_token": true,
            "allow_subscribe_for_client": true,
            "allow_subscribe_for_anonymous": true,
            "allow_publish_for_client": true,
            "allow_publish_for_anonymous": true,
        });
        std::fs::write(&config, settings.to_string()).expect("its settings are written");
        let mut command = Command::new(setting("LECTERN_CENTRIFUGO"));
        command.arg("--config").arg(config);
        Self::start(command, address).await
    }

    /// This program itself, as a server that passes every message on to everybody, on that layer of frames.
    pub async fn frames(layer: &str) -> Self {
        let address = free_address();
        let mut command = Command::new(std::env::current_exe().expect("our own place"));
        command.args([layer, &address.to_string()]);
        Self::start(command, address).await
    }

    async fn start(mut command: Command, address: SocketAddr) -> Self {
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true).spawn();
        let peer = Self { address, child: child.expect("the peer starts") };
        let deadline = Instant::now() + LONGEST_START;
        while tokio::net::TcpStream::connect(address).await.is_err() {
            assert!(Instant::now() < deadline, "{command:?} doesn't listen");
            sleep(Duration::from_millis(50)).await;
        }
        peer
    }

    pub fn process(&self) -> Process {
        Process::new(self.child.id().expect("it runs"))
    }
}

fn setting(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: `./lectern bench live` sets it"))
}

fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address")
}

/// A tab of Socket.IO that is connected (protocol 5 of Engine.IO's 4).
pub async fn at_socket_io(server: SocketAddr) -> Socket {
    let mut socket =
        Socket::open(server, "/socket.io/?EIO=4&transport=websocket", None).await.expect("Socket.IO");
    socket.say(b"40").await.expect("Socket.IO");
    socket.wait_for(|text| text.starts_with(b"40")).await.expect("Socket.IO");
    socket
}

/// A tab of Centrifugo that is subscribed to the channel.
pub async fn at_centrifugo(server: SocketAddr) -> Socket {
    let mut socket = Socket::open(server, "/connection/websocket", None).await.expect("Centrifugo");
    for (question, answer) in [
        (br#"{"id":1,"connect":{}}"#.as_slice(), b"{\"id\":1,\"connect\"".as_slice()),
        (br#"{"id":2,"subscribe":{"channel":"class"}}"#, b"{\"id\":2,\"subscribe\""),
    ] {
        socket.say(question).await.expect("Centrifugo");
        let answered = socket.wait_for(|text| text.starts_with(b"{\"id\"")).await.expect("Centrifugo");
        assert!(answered.starts_with(answer), "{}", String::from_utf8_lossy(&answered));
    }
    socket
}

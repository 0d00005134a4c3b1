//! Our frames beside fastwebsockets', in servers that do nothing else: docs/decisions/005 is decided by this.

use std::time::Duration;

use testkit::bench::{Better, Figure, Report};
use testkit::load::Socket;
use tokio::time::sleep;

use super::echo::{FAST, OURS};
use super::fanout::{Kind, Passed, RECEIVERS, pass};
use super::peers::Peer;

/// Tabs that only listen, whose memory is looked at.
const SILENT: usize = 2_000;
/// What coming stirred up settles.
const SETTLING: Duration = Duration::from_secs(2);

/// What a layer of frames takes.
struct Layer {
    /// Memory of a silent tab, in KiB.
    memory: f64,
    passed: Passed,
}

pub async fn measure(report: &mut Report) {
    let (ours, fast) = (layer(OURS).await, layer(FAST).await);
    let figure = |key: &str, ours: f64, fast: f64, unit: &str, better| {
        Figure::new(&format!("frames alone, {key}"), ours, unit, better).beside(FAST, fast)
    };
    report.push(figure("memory of a tab", ours.memory, fast.memory, "KiB", Better::Lower));
    let (one, other) = (ours.passed, fast.passed);
    report.push(figure("fan-out, per core", one.per_core, other.per_core, "messages/s", Better::Higher));
    report.push(figure("fan-out", one.rate, other.rate, "messages/s", Better::Higher));
    report.push(figure("and back p95", one.back, other.back, "ms", Better::Lower));
}

async fn layer(name: &str) -> Layer {
    let peer = Peer::frames(name).await;
    let process = peer.process();
    let empty = process.memory().expect("the server runs");
    let silent = tabs(&peer, SILENT).await;
    sleep(SETTLING).await;
    let more = process.memory().expect("the server runs") - empty;
    drop(silent);
    sleep(SETTLING).await;
    let passed = pass(Kind::Frames, tabs(&peer, RECEIVERS).await, process).await;
    Layer { memory: more as f64 / SILENT as f64 / 1_024.0, passed }
}

async fn tabs(peer: &Peer, count: usize) -> Vec<Socket> {
    let mut tabs = Vec::new();
    for _ in 0..count {
        tabs.push(Socket::open(peer.address, "/", None).await.expect("the server lets everybody in"));
    }
    tabs
}

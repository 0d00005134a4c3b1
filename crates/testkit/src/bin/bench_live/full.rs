//! One class with more and more people, who do what PlugNmeet's load tester has them do.

use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use testkit::bench::{Better, Figure, Report};
use testkit::load::{Load, run, started_class};

use super::school::School;

/// How many people, and PlugNmeet's heartbeats at p50 and p95 with as many on one laptop (14 cores), where it has any.
type Size = (usize, Option<(f64, f64)>);
pub const SMALL: &[Size] = &[(100, Some((5.1, 9.7)))];
pub const LARGE: &[Size] = &[(500, Some((4.4, 27.9))), (1_000, Some((9.2, 2_719.0))), (2_000, None)];
/// How many come a second.
const JOIN_RATE: f64 = 250.0;
/// How long they stay: each heart beats once or twice.
const LENGTH: Duration = Duration::from_secs(15);

pub async fn measure(school: &School, report: &mut Report, sizes: &[Size]) {
    for &(participants, peer) in sizes {
        let session = started_class(&school.teacher).await.expect("the class starts");
        let load = Load {
            servers: vec![school.server.address()],
            session,
            cookies: school.students[..participants].to_vec(),
            participants,
            join_rate: JOIN_RATE,
            length: LENGTH,
        };
        let outcome = run(&load).await.expect("the load");
        let measured = &outcome.measured;
        eprintln!(
            "  {participants} people: {:.1} s to join, {:.0} frames/s, {:.1} MB/s, {:.2} cores, memory {:?}, {} refused, {} missed, {} gaps, heartbeats {} answered p95 {:.1} p99 {:.1}",
            outcome.joining.as_secs_f64(),
            outcome.traffic.0,
            outcome.traffic.1 / 1e6,
            outcome.cores.unwrap_or_default(),
            outcome.memory,
            measured.refused.load(Relaxed),
            measured.missed.load(Relaxed),
            measured.gaps.load(Relaxed),
            measured.heartbeat.count(),
            measured.answered.percentile(95),
            measured.heartbeat.percentile(99),
        );
        let key = |what: &str| format!("{participants} people, {what}");
        let count = |what: &str, value: u64, better| Figure::new(&key(what), value as f64, "people", better);
        let joined = count("joined", measured.joined.load(Relaxed), Better::Higher).aim(participants as f64);
        let joined = if participants == 1_000 { joined.beside("PlugNmeet", 795.0) } else { joined };
        report.push(joined);
        report.push(count("lost", measured.lost.load(Relaxed), Better::Lower).aim(0.0));
        let p50 = Figure::new(&key("heartbeat p50"), measured.heartbeat.percentile(50), "ms", Better::Lower);
        let p95 = Figure::new(&key("heartbeat p95"), measured.heartbeat.percentile(95), "ms", Better::Lower)
            .aim(28.0);
        let (p50, p95) = match peer {
            Some((half, most)) => (p50.beside("PlugNmeet", half), p95.beside("PlugNmeet", most)),
            None => (p50, p95),
        };
        report.push(p50);
        report.push(p95);
        report.push(Figure::new(
            &key("chat to screens p95"),
            measured.event.percentile(95),
            "ms",
            Better::Lower,
        ));
        report.push(Figure::new(
            &key("pointer to screens p95"),
            measured.pointer.percentile(95),
            "ms",
            Better::Lower,
        ));
    }
}

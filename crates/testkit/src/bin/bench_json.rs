//! `./lectern bench json`: what reading the live channel's frames weighs in a page and takes, with `lean` and with serde.
//! Arguments: the two programs as they are shipped, lean's first.
#![expect(clippy::expect_used, reason = "a bench ends at the first thing that goes wrong")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use domain::ids::{Offset, UserId};
use domain::wire::ServerFrame;
use domain::{ClassView, chat};
use testkit::bench::{Better, Figure, Report};
use uuid::Uuid;

/// How long each reads the snapshot again and again.
const MEASURED: Duration = Duration::from_secs(2);
/// Messages in the snapshot.
const MESSAGES: usize = 500;

fn main() {
    let mut programs = std::env::args().skip(1);
    let mut weigh = || {
        let path = programs.next().expect("two programs to weigh");
        std::fs::metadata(&path).expect("the program is there").len() as f64 / 1_000.0
    };
    let (lean, serde) = (weigh(), weigh());
    let mut report = Report::new("json");
    let size = Figure::new("program that reads frames (brotli)", lean, "kB", Better::Lower);
    report.push(size.beside("serde", serde));
    let text = snapshot();
    let lean = time(|| drop(black_box(lean::from_str::<ServerFrame>(&text).expect("a frame"))));
    let serde = time(|| drop(black_box(serde_json::from_str::<ServerFrame>(&text).expect("a frame"))));
    let key = format!("snapshot of {MESSAGES} messages, {} kB, read natively", text.len() / 1_000);
    report.push(Figure::new(&key, lean, "ms", Better::Lower).beside("serde", serde));
    report.publish().expect("the report is written");
}

/// Milliseconds that it takes, at the median.
fn time(read: impl Fn()) -> f64 {
    let began = Instant::now();
    let mut took = Vec::new();
    while began.elapsed() < MEASURED {
        let one = Instant::now();
        read();
        took.push(one.elapsed());
    }
    took.sort_unstable();
    took[took.len() / 2].as_secs_f64() * 1_000.0
}

fn snapshot() -> String {
    let mut view = ClassView::default();
    for n in 0..MESSAGES {
        let (id, from) = (Uuid::from_u128(n as u128), UserId(Uuid::from_u128(n as u128 % 30)));
        let text = "So the period doesn't depend on how far we pull it, only on the mass?".to_owned();
        let message = chat::Message::new(id.into(), from, Offset(n as i64 * 1_000), text.into());
        view.chat.messages.push(message.into());
    }
    serde_json::to_string(&ServerFrame::Snapshot { view: Box::new(view) }).expect("JSON")
}

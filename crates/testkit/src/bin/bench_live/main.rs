//! `./lectern bench live`: one class with up to 2,000 people, what a screen costs, and how they come back.
#![expect(clippy::expect_used, reason = "a bench ends at the first thing that goes wrong")]

mod coming;
mod echo;
mod fanout;
mod frames;
mod full;
mod peers;
mod school;

use std::net::SocketAddr;

use domain::ids::{Sequence, SessionId};
use domain::wire::ClientFrame;
use testkit::bench::Report;
use testkit::load::{Socket, raise_open_files};

fn main() {
    raise_open_files();
    if let Some(layer) = std::env::args().nth(1) {
        return echo::serve(&layer);
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let report = runtime.block_on(async {
        let mut school = school::School::open().await;
        let mut report = Report::new("live");
        full::measure(&school, &mut report, full::SMALL).await;
        coming::memory(&school, &mut report).await;
        full::measure(&school, &mut report, full::LARGE).await;
        fanout::measure(&school, &mut report).await;
        frames::measure(&mut report).await;
        coming::restart(&mut school, &mut report).await;
        school.close().await;
        report
    });
    report.publish().expect("the report is written");
}

/// Opens a tab with the class and waits until it shows it.
async fn come(
    server: SocketAddr,
    session: SessionId,
    cookie: &str,
    resume_after: Option<Sequence>,
) -> anyhow::Result<Socket> {
    let mut socket = Socket::open(server, &format!("/live/{session}"), Some(cookie)).await?;
    socket.say(&serde_json::to_vec(&ClientFrame::Hello { resume_after })?).await?;
    let shows = |text: &[u8]| {
        text.starts_with(b"{\"type\":\"events\"") || text.starts_with(b"{\"type\":\"snapshot\"")
    };
    socket.wait_for(shows).await?;
    Ok(socket)
}

//! `./lectern bench recorder`: what the room bot costs, and whether it misses anything, in a real room.
//!
//! The bot runs in a process of its own (this program again), so that its processor time and memory are its own; the
//! publishers and the LiveKit server run beside it on the same machine.

mod bot;
mod folder_objects;
mod process;

use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use testkit::bench::{Better, Figure, Report};
use testkit::livekit::LiveKitServer;
use testkit::room::{Clip, Publisher, Source, publisher_token};

use process::BotProcess;

/// How long each class is measured.
const MEASURED: Duration = Duration::from_secs(30);

/// Percent of a core that LiveKit egress (1.14, TrackComposite) took for one audio and one video track on a machine of
/// this kind.
const EGRESS_CPU: f64 = 50.0;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some(process::AS_BOT) {
        let url = arguments.next().context("the room's address is missing")?;
        let folder = arguments.next().context("the folder is missing")?;
        return bot::run(url, Path::new(&folder)).await;
    }

    let server = LiveKitServer::start()?;
    let tone = Clip::tone(440, 10)?;
    let picture = Clip::picture(1280, 720, 30, 10)?;
    let both = || vec![(Source::Microphone, tone.clone()), (Source::Camera, picture.clone())];
    let sound = || vec![(Source::Microphone, tone.clone())];

    let small = class(&server, "small", vec![both()]).await?;
    let people = (0..4).map(|_| both()).chain((0..6).map(|_| sound())).collect();
    let large = class(&server, "large", people).await?;

    let mut report = Report::new("recorder");
    let cpu = Figure::new("1 audio + 1 video: processor", small.cpu_percent, "% of a core", Better::Lower);
    report.push(cpu.aim(2.0).beside("LiveKit egress", EGRESS_CPU));
    report.push(Figure::new("1 audio + 1 video: memory", small.peak_mb, "MB", Better::Lower).aim(30.0));
    report.push(Figure::new("1 audio + 1 video: gaps", small.gaps, "gaps", Better::Lower).aim(0.0));
    report.push(
        Figure::new("1 audio + 1 video: finishing", small.finishing_ms, "ms", Better::Lower).aim(3_000.0),
    );
    report.push(Figure::new(
        "10 audio + 4 video: processor",
        large.cpu_percent,
        "% of a core",
        Better::Lower,
    ));
    report.push(Figure::new("10 audio + 4 video: memory", large.peak_mb, "MB", Better::Lower));
    report.push(Figure::new("10 audio + 4 video: gaps", large.gaps, "gaps", Better::Lower).aim(0.0));
    report.push(
        Figure::new("10 audio + 4 video: finishing", large.finishing_ms, "ms", Better::Lower).aim(3_000.0),
    );
    report.publish()?;
    Ok(())
}

/// What a class showed.
struct Measured {
    cpu_percent: f64,
    peak_mb: f64,
    gaps: f64,
    finishing_ms: f64,
}

/// Runs a class with these people and measures the bot in it.
async fn class(
    server: &LiveKitServer,
    room: &str,
    people: Vec<Vec<(Source, Clip)>>,
) -> anyhow::Result<Measured> {
    let tracks: usize = people.iter().map(Vec::len).sum();
    let mut bot = BotProcess::start(&server.url(), room)?;
    let mut publishers = Vec::new();
    for (index, clips) in people.into_iter().enumerate() {
        let token = publisher_token(room, &format!("person-{index}"))?;
        publishers.push(Publisher::join(&server.url(), &token, clips).await?);
    }
    bot.wait_for_tracks(tracks).await?;
    let before = bot.cpu_seconds()?;
    tokio::time::sleep(MEASURED).await;
    let used = bot.cpu_seconds()? - before;
    let peak_mb = bot.peak_megabytes()?;
    let outcome = bot.finish().await?;
    drop(publishers);
    anyhow::ensure!(outcome.tracks == tracks, "{} of {tracks} tracks were recorded", outcome.tracks);
    Ok(Measured {
        cpu_percent: 100.0 * used / MEASURED.as_secs_f64(),
        peak_mb,
        gaps: outcome.gaps as f64,
        finishing_ms: outcome.finishing_ms as f64,
    })
}

//! A room with a recorder in it, and ways to look at what was recorded.

use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use classroom::ports::object_store::ObjectStore;
use domain::ids::{RecordingId, SessionId, TenantId};
use testkit::livekit::LiveKitServer;
use testkit::objects::FakeObjects;
use testkit::room::{Clip, Publisher, Source, publisher_token, recorder_token};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use worker::bot::webm::Frames;
use worker::bot::{
    BotError, FinishedTrack, RecordedTrack, RecordingSink, RoomConfig, Spool, Summary, record,
};

pub const ROOM: &str = "algebra";

/// What the recorder reported.
#[derive(Default)]
pub struct Reports {
    pub started: Mutex<Vec<RecordedTrack>>,
    pub finished: Mutex<Vec<FinishedTrack>>,
    pub presence: Mutex<Vec<bool>>,
}

#[async_trait]
impl RecordingSink for Reports {
    async fn track_started(&self, track: RecordedTrack) -> anyhow::Result<()> {
        self.started.lock().unwrap().push(track);
        Ok(())
    }

    async fn track_finished(&self, finished: FinishedTrack) -> anyhow::Result<()> {
        self.finished.lock().unwrap().push(finished);
        Ok(())
    }

    async fn presence(&self, _session: SessionId, in_room: bool) -> anyhow::Result<()> {
        self.presence.lock().unwrap().push(in_room);
        Ok(())
    }
}

/// A LiveKit server, storage and a spool.
pub struct Stage {
    pub server: LiveKitServer,
    pub objects: Arc<FakeObjects>,
    pub reports: Arc<Reports>,
    pub spool_path: PathBuf,
    pub spool: Spool,
    pub class_started_ms: i64,
}

/// A recorder at work.
pub struct Bot {
    task: JoinHandle<Result<Summary, BotError>>,
    cancel: CancellationToken,
}

impl Bot {
    /// Ends the recording. Returns what came of it and how long finishing took.
    pub async fn stop(self) -> (Summary, Duration) {
        let since = Instant::now();
        self.cancel.cancel();
        let summary = self.task.await.unwrap().unwrap();
        (summary, since.elapsed())
    }

    /// Waits until the recording ends by itself.
    pub async fn ended(self) -> Result<Summary, BotError> {
        self.task.await.unwrap()
    }
}

impl Stage {
    pub fn new() -> Self {
        let server = LiveKitServer::start().unwrap();
        let spool_path = std::env::temp_dir().join(format!("lectern-room-bot-{}", Uuid::new_v4()));
        let objects = Arc::new(FakeObjects::default());
        let reports = Arc::new(Reports::default());
        let spool = Spool::new(&spool_path, objects.clone(), reports.clone());
        Self { server, objects, reports, spool_path, spool, class_started_ms: unix_ms() }
    }

    pub fn record(&self) -> Bot {
        let cancel = CancellationToken::new();
        let config = room_config(&self.server.url(), self.class_started_ms);
        let tokens = Arc::new(|| async { recorder_token(ROOM) });
        let recording = record(config, tokens, self.spool.clone(), self.reports.clone(), cancel.clone());
        Bot { task: tokio::spawn(recording), cancel }
    }

    pub async fn publisher(&self, identity: &str, tracks: Vec<(Source, Clip)>) -> Publisher {
        let token = publisher_token(ROOM, identity).unwrap();
        Publisher::join(&self.server.url(), &token, tracks).await.unwrap()
    }

    /// Waits until so many tracks have begun.
    pub async fn started(&self, count: usize) {
        let begun = || self.reports.started.lock().unwrap().len() >= count;
        eventually(&format!("{count} tracks begin"), Duration::from_secs(15), begun).await;
    }

    pub async fn object(&self, key: &str) -> Vec<u8> {
        self.objects.get(key).await.unwrap().unwrap_or_else(|| panic!("{key} is in storage")).to_vec()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.spool_path);
    }
}

pub fn room_config(url: &str, class_started_ms: i64) -> RoomConfig {
    RoomConfig {
        url: url.to_owned(),
        tenant: TenantId(Uuid::now_v7()),
        session: SessionId(Uuid::now_v7()),
        recording: RecordingId(Uuid::now_v7()),
        class_started_at_unix_ms: class_started_ms,
        key_prefix: "tenant/class/tracks".to_owned(),
        audio_tap: None,
    }
}

pub fn unix_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64
}

/// Clips are encoded once for all tests.
pub fn tone() -> Clip {
    static TONE: OnceLock<Clip> = OnceLock::new();
    TONE.get_or_init(|| Clip::tone(440, 4).unwrap()).clone()
}

pub fn picture() -> Clip {
    static PICTURE: OnceLock<Clip> = OnceLock::new();
    PICTURE.get_or_init(|| Clip::picture(640, 360, 30, 4).unwrap()).clone()
}

/// The one finished track of a kind.
pub fn only(finished: &[FinishedTrack], source: domain::media::Source) -> &FinishedTrack {
    let found: Vec<_> = finished.iter().filter(|track| track.track.source == source).collect();
    assert_eq!(found.len(), 1, "one track of {source:?} in {finished:#?}");
    found[0]
}

/// What a decoder other than ours makes of a file.
#[derive(Debug)]
pub struct Decoded {
    pub seconds: f64,
    pub frames: usize,
}

/// Decodes a file with ffmpeg, which must find nothing to complain about.
pub fn decode(file: &[u8]) -> Decoded {
    let path = std::env::temp_dir().join(format!("lectern-decode-{}.webm", Uuid::new_v4()));
    std::fs::write(&path, file).unwrap();
    let name = path.to_str().unwrap();
    let decoding = run("ffmpeg", &["-v", "warning", "-xerror", "-i", name, "-f", "null", "-"]);
    assert_eq!(decoding, "", "ffmpeg complains");
    let count = [
        "-count_frames",
        "-show_entries",
        "stream=nb_read_frames:format=duration",
        "-of",
        "default=nw=1:nk=1",
    ];
    let output = run("ffprobe", &[&["-v", "error"], &count[..], &[name]].concat());
    std::fs::remove_file(&path).unwrap();
    let mut lines = output.lines();
    let frames = lines.next().unwrap().parse().unwrap();
    Decoded { frames, seconds: lines.next().unwrap().parse().unwrap() }
}

fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    format!("{}{said}", String::from_utf8_lossy(&output.stdout))
}

/// Where a track ends on the class's clock.
pub fn end_ms(track: &FinishedTrack) -> i64 {
    track.track.offset.0 + track.duration_ms as i64
}

/// Where in its clip a recorded file begins, in milliseconds.
pub fn place_in_clip_ms(file: &[u8], clip: &Clip) -> i64 {
    let known = |frame: worker::bot::webm::Frame<'_>| {
        let when = clip.when(frame.data)?;
        Some(when.as_millis() as i64 - frame.time_ms as i64)
    };
    Frames::new(file).unwrap().find_map(known).expect("the clip's frames are in the file")
}

/// The longest step between two frames, in milliseconds.
pub fn longest_step_ms(file: &[u8]) -> u64 {
    let times: Vec<u64> = Frames::new(file).unwrap().map(|frame| frame.time_ms).collect();
    times.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap()
}

/// Looks again until it is so.
pub async fn eventually(what: &str, patience: Duration, mut so: impl FnMut() -> bool) {
    let since = Instant::now();
    while !so() {
        assert!(since.elapsed() < patience, "waited {patience:?} until {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Lets the class go on for a while: what is tested here is what real time does.
pub async fn teach(seconds: f64) {
    tokio::time::sleep(Duration::from_secs_f64(seconds)).await;
}

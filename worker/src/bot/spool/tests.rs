//! Tracks reach storage whole: while it is up, when it comes back, and after their writer died at any byte.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Mutex;

use async_trait::async_trait;
use domain::ids::{Offset, RecordingId, SessionId, TenantId, TrackId};
use domain::media::Source;
use testkit::objects::FakeObjects;
use tokio::runtime::Handle;
use uuid::Uuid;

use super::*;
use crate::bot::report::{FinishedTrack, RecordedTrack};
use crate::bot::webm::{ClusterBuilder, Codec, Frames, info};

#[derive(Default)]
struct Reports {
    started: Mutex<Vec<TrackId>>,
    finished: Mutex<Vec<FinishedTrack>>,
}

#[async_trait]
impl RecordingSink for Reports {
    async fn track_started(&self, track: RecordedTrack) -> anyhow::Result<()> {
        self.started.lock().unwrap().push(track.id);
        Ok(())
    }

    async fn track_finished(&self, finished: FinishedTrack) -> anyhow::Result<()> {
        self.finished.lock().unwrap().push(finished);
        Ok(())
    }
}

struct Fixture {
    path: PathBuf,
    objects: Arc<FakeObjects>,
    reports: Arc<Reports>,
    spool: Spool,
}

impl Fixture {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("lectern-spool-{}", Uuid::new_v4()));
        let objects = Arc::new(FakeObjects::default());
        let reports = Arc::new(Reports::default());
        let spool = Spool::new(&path, objects.clone(), reports.clone());
        Self { path, objects, reports, spool }
    }

    fn finished(&self) -> Vec<FinishedTrack> {
        self.reports.finished.lock().unwrap().clone()
    }

    fn folders(&self) -> usize {
        fs::read_dir(&self.path).map_or(0, Iterator::count)
    }

    async fn object(&self, key: &str) -> Vec<u8> {
        self.objects.get(key).await.unwrap().expect("the object is there").to_vec()
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

fn track() -> RecordedTrack {
    let id = TrackId(Uuid::now_v7());
    RecordedTrack {
        id,
        tenant: TenantId(Uuid::now_v7()),
        session: SessionId(Uuid::now_v7()),
        recording: RecordingId(Uuid::now_v7()),
        sid: "TR_x".into(),
        identity: "teacher".into(),
        source: Source::Camera,
        codec: Codec::Vp8 { width: 640, height: 360 },
        offset: Offset(1_500),
        key: format!("t/s/tracks/{id}.webm"),
    }
}

/// A second of pictures in one frame of `size` bytes.
fn second(index: u64, size: usize) -> Cluster {
    let first_ms = index * 1_000;
    let mut builder = ClusterBuilder::new(first_ms);
    builder.push(first_ms, true, &vec![index as u8; size]);
    Cluster { bytes: builder.finish(), first_ms, last_ms: first_ms, seekable: true }
}

fn end(duration_ms: u64) -> End {
    End { duration_ms, offset: Some(Offset(1_490)), pauses: Vec::new() }
}

const MEGABYTE: usize = 1_000_000;

/// Nobody else reads a folder of the spool, or anything in it.
fn assert_private(path: &Path) {
    let mode = fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let is_folder = path.is_dir();
    assert_eq!(mode, if is_folder { 0o700 } else { 0o600 }, "{}", path.display());
    if is_folder {
        // What is sent meanwhile goes away.
        let inside: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
        inside
            .iter()
            .filter(|path| path.exists() && path.extension().is_none_or(|e| e != "new"))
            .for_each(|path| assert_private(path));
    }
}

#[tokio::test]
async fn a_short_track_is_put_whole() {
    let fixture = Fixture::new();
    let track = track();
    let (writer, done) = fixture.spool.begin(&Handle::current(), track.clone());
    writer.append(second(0, 100));
    writer.append(second(1, 100));
    writer.end(end(2_000));
    assert!(matches!(done.await.unwrap(), Outcome::Finished(_)));

    let file = fixture.object(&track.key).await;
    let found = info(&file).unwrap();
    assert_eq!((found.duration_ms, found.cues, found.codec), (Some(2_000), 2, track.codec));
    assert_eq!(Frames::new(&file).unwrap().count(), 2);
    assert_eq!(fixture.objects.content_type(&track.key).as_deref(), Some("video/webm"));
    assert_eq!(*fixture.reports.started.lock().unwrap(), [track.id]);
    let finished = fixture.finished();
    assert_eq!(finished[0].track.offset, Offset(1_490), "the refined offset");
    assert_eq!(finished[0].bytes, file.len() as u64);
    assert_eq!(fixture.folders(), 0, "nothing is left on the disk");
}

#[tokio::test]
async fn a_long_track_goes_in_parts_and_leaves_the_disk_meanwhile() {
    let fixture = Fixture::new();
    let track = track();
    let (writer, done) = fixture.spool.begin(&Handle::current(), track.clone());
    for index in 0..17 {
        writer.append(second(index, MEGABYTE));
    }
    let folder = fixture.path.join(track.id.to_string());
    let confirmed = || fs::read_to_string(folder.join("upload.json")).is_ok_and(|note| note.contains("[2,"));
    wait_for("part 2 is confirmed", || confirmed() && !folder.join("00002.part").exists()).await;
    assert!(folder.join("00001.part").exists(), "the first part waits for its head");
    assert_private(&fixture.path);

    writer.end(end(17_000));
    assert!(matches!(done.await.unwrap(), Outcome::Finished(_)));
    let file = fixture.object(&track.key).await;
    assert_eq!(info(&file).unwrap().cues, 17);
    assert_whole(&file, 17);
    assert_eq!(fixture.folders(), 0);
}

#[tokio::test]
async fn storage_that_is_down_loses_nothing() {
    let fixture = Fixture::new();
    fixture.objects.set_down(true);
    let track = track();
    let (writer, done) = fixture.spool.begin(&Handle::current(), track.clone());
    for index in 0..12 {
        writer.append(second(index, MEGABYTE));
    }
    writer.end(end(12_000));
    assert!(matches!(done.await.unwrap(), Outcome::Waiting));
    assert_eq!(fixture.spool.send_leftovers().await.unwrap(), Leftovers { sent: vec![], kept: 1 });

    fixture.objects.set_down(false);
    let round = fixture.spool.send_leftovers().await.unwrap();
    assert_eq!((round.sent.len(), round.kept), (1, 0));
    assert_eq!(round.sent[0].track.offset, Offset(1_490), "what was known at the end is not forgotten");
    assert_whole(&fixture.object(&track.key).await, 12);
    assert_eq!(fixture.folders(), 0);
}

#[tokio::test]
async fn a_track_whose_writer_died_is_mended_and_sent() {
    let fixture = Fixture::new();
    for (seconds, torn) in [(1, 0), (3, 40), (6, MEGABYTE / 2), (13, 7)] {
        let track = track();
        let folder = fixture.path.join(track.id.to_string());
        let mut dying = Folder::create(&fixture.path, track.clone()).unwrap();
        for index in 0..seconds {
            dying.append(&second(index, MEGABYTE)).unwrap();
        }
        drop(dying);
        // Six clusters fill a part; what was being written when the process died went to the next.
        let last = folder.join(format!("{:05}.part", seconds / 6 + 1));
        let torn_off = &second(seconds, MEGABYTE).bytes[..torn];
        let bytes = [&fs::read(&last).unwrap_or_default(), torn_off].concat();
        fs::write(&last, bytes).unwrap();

        let round = fixture.spool.send_leftovers().await.unwrap();
        assert_eq!((round.sent.len(), round.kept), (1, 0), "{seconds} s and {torn} torn bytes");
        let file = fixture.object(&track.key).await;
        assert_whole(&file, seconds as usize);
        let found = info(&file).unwrap();
        assert_eq!(found.cues, seconds as usize);
        assert_eq!(found.duration_ms, Some((seconds - 1) * 1_000 + 33));
    }
    assert_eq!(fixture.folders(), 0);
}

#[tokio::test]
async fn an_upload_goes_on_where_the_dead_process_was() {
    let fixture = Fixture::new();
    let track = track();
    let mut dying = Folder::create(&fixture.path, track.clone()).unwrap();
    for index in 0..14 {
        dying.append(&second(index, MEGABYTE)).unwrap();
    }
    let mut sender = send::Sender::new(&fixture.spool, &dying).unwrap();
    sender.send_part_patiently(2).await.unwrap();
    drop((dying, sender));

    let round = fixture.spool.send_leftovers().await.unwrap();
    assert_eq!(round.sent.len(), 1);
    assert_whole(&fixture.object(&track.key).await, 14);
}

#[tokio::test]
async fn a_track_that_lies_in_storage_but_was_not_reported_is_only_reported() {
    let fixture = Fixture::new();
    let track = track();
    let mut dying = Folder::create(&fixture.path, track.clone()).unwrap();
    for index in 0..7 {
        dying.append(&second(index, MEGABYTE)).unwrap();
    }
    dying.seal(end(7_000)).unwrap();
    send::Sender::new(&fixture.spool, &dying).unwrap().complete(&dying).await.unwrap();
    drop(dying);

    let round = fixture.spool.send_leftovers().await.unwrap();
    assert_eq!((round.sent.len(), round.kept), (1, 0));
    assert_eq!(fixture.finished().len(), 1);
    assert_eq!(fixture.folders(), 0);
}

#[tokio::test]
async fn a_track_that_is_being_written_is_left_alone() {
    let fixture = Fixture::new();
    let living = Folder::create(&fixture.path, track()).unwrap();
    assert_eq!(fixture.spool.send_leftovers().await.unwrap(), Leftovers::default());
    assert!(living.path().exists());
}

#[tokio::test]
async fn a_track_without_a_frame_leaves_nothing() {
    let fixture = Fixture::new();
    let (writer, done) = fixture.spool.begin(&Handle::current(), track());
    writer.end(End::default());
    assert!(matches!(done.await.unwrap(), Outcome::Abandoned));
    assert_eq!(fixture.folders(), 0);
    assert!(fixture.objects.keys().is_empty());
}

fn assert_whole(file: &[u8], seconds: usize) {
    let frames: Vec<_> = Frames::new(file).unwrap().collect();
    assert_eq!(frames.len(), seconds);
    for (index, frame) in frames.iter().enumerate() {
        assert_eq!(frame.time_ms, index as u64 * 1_000);
        assert!(frame.data.iter().all(|byte| *byte == index as u8), "frame {index} is another's");
    }
}

async fn wait_for(what: &str, mut done: impl FnMut() -> bool) {
    let since = std::time::Instant::now();
    while !done() {
        assert!(since.elapsed().as_secs() < 10, "{what}");
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}

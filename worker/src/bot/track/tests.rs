//! What is received lies where it belongs, and what can't be decoded is left out.

use tokio::sync::mpsc::UnboundedReceiver;

use super::*;
use crate::bot::picture::Size;
use crate::bot::report::Pause;
use crate::bot::webm::{Codec, Frames, head};

const PACKET: [u8; 3] = [0xF8, 1, 2];
const SIZE: Size = Size { width: 640, height: 360 };

fn packet(start: Instant, index: u64, after_loss: bool) -> Received<'static> {
    let arrival = start + Duration::from_millis(20 * index);
    Received { rtp: 5_000 + 960 * index, arrival, after_loss, data: &PACKET }
}

fn picture(start: Instant, time_ms: u64, after_loss: bool) -> Received<'static> {
    let arrival = start + Duration::from_millis(time_ms);
    Received { rtp: 7_000 + 90 * time_ms, arrival, after_loss, data: b"picture" }
}

/// Time and length of each frame that was appended.
fn written(mut clusters: UnboundedReceiver<Cluster>) -> Vec<(u64, usize)> {
    let mut file = head(Codec::Opus, None);
    while let Ok(cluster) = clusters.try_recv() {
        file.extend(cluster.bytes);
    }
    Frames::new(&file).unwrap().map(|frame| (frame.time_ms, frame.data.len())).collect()
}

#[test]
fn lost_packets_become_silence_of_the_same_length() {
    let (writer, clusters) = TrackWriter::to_memory();
    let start = Instant::now();
    let mut sound = Sound::begin(packet(start, 0, false), writer);
    sound.receive(packet(start, 1, false));
    sound.receive(packet(start, 5, true));
    assert_eq!(sound.gaps, 1);
    let (_writer, end) = sound.end();
    assert_eq!(end.duration_ms, 120);
    let times: Vec<u64> = written(clusters).iter().map(|(time_ms, _)| *time_ms).collect();
    assert_eq!(times, [0, 20, 40, 60, 80, 100]);
}

#[test]
fn silence_that_was_not_sent_is_no_gap() {
    let (writer, clusters) = TrackWriter::to_memory();
    let start = Instant::now();
    let mut sound = Sound::begin(packet(start, 0, false), writer);
    assert_eq!(sound.receive(packet(start, 20, false)), Some((19_200, 960)));
    assert_eq!(sound.gaps, 0);
    drop(sound.end());
    assert_eq!(written(clusters).len(), 21);
}

#[test]
fn packets_that_come_too_late_are_left_out() {
    let (writer, clusters) = TrackWriter::to_memory();
    let start = Instant::now();
    let mut sound = Sound::begin(packet(start, 0, false), writer);
    sound.receive(packet(start, 2, true));
    assert_eq!(sound.receive(packet(start, 1, false)), None, "silence lies there already");
    drop(sound.end());
    assert_eq!(written(clusters).len(), 3);
}

#[test]
fn pictures_that_cannot_be_decoded_are_left_out_until_a_keyframe() {
    let (writer, clusters) = TrackWriter::to_memory();
    let start = Instant::now();
    let mut video = Picture::begin(picture(start, 0, false), SIZE, writer);
    assert_eq!(video.receive(picture(start, 33, false), None), VideoNeed::Nothing);
    assert_eq!(video.receive(picture(start, 100, true), None), VideoNeed::Keyframe);
    assert_eq!(video.receive(picture(start, 133, false), None), VideoNeed::Keyframe);
    video.receive(picture(start, 166, false), Some(SIZE));
    video.receive(picture(start, 200, false), None);
    assert_eq!(video.gaps, 1);
    let (_writer, end) = video.end();
    assert_eq!(end.duration_ms, 234);
    let times: Vec<u64> = written(clusters).iter().map(|(time_ms, _)| *time_ms).collect();
    assert_eq!(times, [0, 33, 166, 200]);
}

#[test]
fn filler_is_left_out_and_the_pause_reported() {
    let (writer, clusters) = TrackWriter::to_memory();
    let start = Instant::now();
    let filler = Size { width: 8, height: 8 };
    let mut video = Picture::begin(picture(start, 0, false), SIZE, writer);
    video.receive(picture(start, 33, false), Some(filler));
    video.receive(picture(start, 66, false), None);
    video.receive(picture(start, 5_000, false), Some(SIZE));
    let (_writer, end) = video.end();
    assert_eq!(end.pauses, [Pause { from_ms: 0, to_ms: 5_000 }]);
    assert_eq!(written(clusters), [(0, 7), (5_000, 7)]);
}

#[test]
fn clusters_begin_at_keyframes_and_span_a_second_at_most() {
    let (writer, mut clusters) = TrackWriter::to_memory();
    let start = Instant::now();
    let mut video = Picture::begin(picture(start, 0, false), SIZE, writer);
    for frame in 1..=50 {
        let keyframe = (frame == 40).then_some(SIZE);
        video.receive(picture(start, frame * 40, false), keyframe);
    }
    drop(video.end());
    let mut seen = Vec::new();
    while let Ok(cluster) = clusters.try_recv() {
        seen.push((cluster.first_ms, cluster.last_ms, cluster.seekable));
    }
    assert_eq!(seen, [(0, 960, true), (1_000, 1_560, false), (1_600, 2_000, true)]);
}

#[test]
fn an_open_cluster_is_handed_over_when_nothing_follows() {
    let (writer, mut clusters) = TrackWriter::to_memory();
    let start = Instant::now();
    let video = Picture::begin(picture(start, 0, false), SIZE, writer);
    let mut recording = Recording::Picture(video);
    recording.flush_if_old(start + Duration::from_millis(900));
    assert!(clusters.try_recv().is_err());
    recording.flush_if_old(start + Duration::from_millis(1_000));
    assert_eq!(clusters.try_recv().unwrap().last_ms, 0);
}

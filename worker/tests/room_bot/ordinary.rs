//! Classes in which nothing breaks.

use std::time::Duration;

use domain::media::Source as Recorded;
use testkit::room::{Clip, Source, delete_room};
use worker::bot::webm::Codec;

use crate::support::*;

/// A packet of 20 ms, and what is left where silence can't fill the last 2.5 ms.
const PACKET_MS: u64 = 23;

#[tokio::test(flavor = "multi_thread")]
async fn sound_and_picture_are_recorded_without_gaps_and_on_the_class_clock() {
    let stage = Stage::new();
    let bot = stage.record();
    let before = unix_ms() - stage.class_started_ms;
    let teacher =
        stage.publisher("teacher", vec![(Source::Microphone, tone()), (Source::Camera, picture())]).await;
    stage.started(2).await;
    let after = unix_ms() - stage.class_started_ms;
    teach(6.0).await;
    teacher.leave().await.unwrap();
    let (summary, finishing) = bot.stop().await;

    assert!(finishing < Duration::from_secs(3), "finishing took {finishing:?}");
    assert_eq!((summary.finished.len(), summary.waiting.len(), summary.gaps), (2, 0, 0));
    let sound = only(&summary.finished, Recorded::Microphone);
    let video = only(&summary.finished, Recorded::Camera);
    for track in [sound, video] {
        assert_eq!(track.track.identity, "teacher");
        assert!(
            (before..=after).contains(&track.track.offset.0),
            "{} in {before}..={after}",
            track.track.offset
        );
        let file = stage.object(&track.track.key).await;
        assert_eq!(track.bytes, file.len() as u64);
        assert!((5_500..8_500).contains(&track.duration_ms), "{} ms", track.duration_ms);
        let decoded = decode(&file);
        assert!((decoded.seconds * 1_000.0 - track.duration_ms as f64).abs() < 50.0, "{decoded:?}");
    }
    assert_eq!(video.track.codec, Codec::Vp8 { width: 640, height: 360 });
    let sound = stage.object(&sound.track.key).await;
    assert!(longest_step_ms(&sound) <= PACKET_MS, "sound without holes");
    let video = stage.object(&video.track.key).await;
    assert!(longest_step_ms(&video) <= 100, "{} ms between pictures", longest_step_ms(&video));
}

#[tokio::test(flavor = "multi_thread")]
async fn sound_and_picture_of_one_person_fit_together() {
    let stage = Stage::new();
    let bot = stage.record();
    let (noise, keyframes) = (Clip::noise(20).unwrap(), Clip::keyframes(320, 180, 25, 20).unwrap());
    let clips = vec![(Source::Microphone, noise.clone()), (Source::Camera, keyframes.clone())];
    let teacher = stage.publisher("teacher", clips).await;
    stage.started(2).await;
    // Long enough for reports of both senders.
    teach(10.0).await;
    let (summary, _) = bot.stop().await;
    drop(teacher);

    // Both clips began at the same moment: each track tells when, on the class's clock.
    let mut begun_ms = Vec::new();
    for (source, clip) in [(Recorded::Microphone, noise), (Recorded::Camera, keyframes)] {
        let track = only(&summary.finished, source);
        let place_ms = place_in_clip_ms(&stage.object(&track.track.key).await, &clip);
        begun_ms.push(track.track.offset.0 - place_ms);
    }
    let apart_ms = begun_ms[0] - begun_ms[1];
    assert!(apart_ms.abs() <= 45, "sound and picture are {apart_ms} ms apart");
}

#[tokio::test(flavor = "multi_thread")]
async fn all_tracks_of_one_participant_are_told_apart() {
    let stage = Stage::new();
    let bot = stage.record();
    let small = Clip::picture(320, 180, 15, 4).unwrap();
    let page = Clip::picture(480, 270, 15, 4).unwrap();
    let tracks = vec![
        (Source::Microphone, tone()),
        (Source::Camera, picture()),
        (Source::Screen, small),
        (Source::ScreenAudio, tone()),
        (Source::Document, page),
    ];
    let teacher = stage.publisher("teacher", tracks).await;
    stage.started(5).await;
    teach(3.0).await;
    let (summary, _) = bot.stop().await;
    drop(teacher);

    let size = |source| only(&summary.finished, source).track.codec.size();
    assert_eq!(size(Recorded::Camera), Some((640, 360)));
    assert_eq!(size(Recorded::Screen), Some((320, 180)));
    assert_eq!(size(Recorded::Document), Some((480, 270)));
    assert_eq!(size(Recorded::Microphone), None);
    assert_eq!(size(Recorded::ScreenAudio), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_is_recorded_again() {
    let stage = Stage::new();
    let bot = stage.record();
    // LiveKit reuses the media lines of those who left; the rejoiner's picture must not get lost.
    for round in 1..=3 {
        let student =
            stage.publisher("student", vec![(Source::Camera, picture()), (Source::Microphone, tone())]).await;
        stage.started(2 * round).await;
        teach(2.5).await;
        student.leave().await.unwrap();
    }
    let (summary, _) = bot.stop().await;
    assert_eq!(summary.finished.len(), 6);
    for track in &summary.finished {
        assert!(track.duration_ms > 2_000, "{track:#?}");
        decode(&stage.object(&track.track.key).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mute_keeps_its_length() {
    let stage = Stage::new();
    let bot = stage.record();
    let teacher =
        stage.publisher("teacher", vec![(Source::Microphone, tone()), (Source::Camera, picture())]).await;
    stage.started(2).await;
    teach(2.0).await;
    teacher.mute(0, true);
    teacher.mute(1, true);
    teach(4.0).await;
    teacher.mute(0, false);
    teacher.mute(1, false);
    teach(3.0).await;
    let (summary, _) = bot.stop().await;

    let sound = only(&summary.finished, Recorded::Microphone);
    let video = only(&summary.finished, Recorded::Camera);
    assert!((8_500..10_500).contains(&sound.duration_ms), "{} ms", sound.duration_ms);
    assert!(end_ms(sound).abs_diff(end_ms(video)) < 300, "{} and {}", end_ms(sound), end_ms(video));
    let step_ms = longest_step_ms(&stage.object(&sound.track.key).await);
    assert!(step_ms <= PACKET_MS, "the mute is filled with silence: {step_ms} ms");
    assert_eq!(video.pauses.len(), 1, "{:?}", video.pauses);
    let pause = video.pauses[0].to_ms - video.pauses[0].from_ms;
    assert!((3_000..6_000).contains(&pause), "{pause} ms");
    decode(&stage.object(&video.track.key).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_packets_are_repeated_or_filled() {
    let stage = Stage::new();
    let bot = stage.record();
    let teacher =
        stage.publisher("teacher", vec![(Source::Microphone, tone()), (Source::Camera, picture())]).await;
    teacher.lose_every(20);
    stage.started(2).await;
    teach(8.0).await;
    let (summary, _) = bot.stop().await;
    drop(teacher);

    let sound = only(&summary.finished, Recorded::Microphone);
    let video = only(&summary.finished, Recorded::Camera);
    let file = stage.object(&sound.track.key).await;
    assert!(longest_step_ms(&file) <= PACKET_MS);
    assert!(end_ms(sound).abs_diff(end_ms(video)) < 300, "{} and {}", end_ms(sound), end_ms(video));
    assert!(summary.gaps <= 8, "{} gaps in 400 packets of sound and 240 pictures", summary.gaps);
    decode(&file);
    decode(&stage.object(&video.track.key).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn vp9_is_recorded_too() {
    let stage = Stage::new();
    let bot = stage.record();
    let clip = Clip::picture_vp9(640, 360, 15, 4).unwrap();
    let teacher = stage.publisher("teacher", vec![(Source::Camera, clip)]).await;
    stage.started(1).await;
    teach(3.0).await;
    let (summary, _) = bot.stop().await;
    drop(teacher);
    let video = only(&summary.finished, Recorded::Camera);
    assert_eq!(video.track.codec, Codec::Vp9 { width: 640, height: 360 });
    let decoded = decode(&stage.object(&video.track.key).await);
    assert!(decoded.frames > 30, "{decoded:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recording_ends_with_its_room() {
    let stage = Stage::new();
    let bot = stage.record();
    let teacher = stage.publisher("teacher", vec![(Source::Microphone, tone())]).await;
    stage.started(1).await;
    teach(1.0).await;
    delete_room(&stage.server, ROOM).await.unwrap();
    let summary = bot.ended().await.unwrap();
    drop(teacher);
    assert_eq!((summary.finished.len(), summary.reconnects), (1, 0));
    assert_eq!(*stage.reports.presence.lock().unwrap(), [true, false]);
}

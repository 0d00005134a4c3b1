//! Real speech through the real model: the words are right, and so are their times.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "tests may panic"))]

mod sounds;

use std::sync::OnceLock;

use domain::ids::Offset;
use domain::transcript::{Word, cues, word_errors};
use worker::derive::{Grain, Material, derive};
use worker::speech::audio::Sound;
use worker::speech::{Transcriber, listen, model, transcribe};

const LECTURE: &[u8] = include_bytes!("../../../crates/testkit/fixtures/lecture.ogg");
const LECTURE_TEXT: &str = include_str!("../../../crates/testkit/fixtures/lecture.txt");
const READING: &[u8] = include_bytes!("../../../crates/testkit/fixtures/reading.ogg");
const READING_TEXT: &str = include_str!("../../../crates/testkit/fixtures/reading.txt");
const AGAIN: &[u8] = include_bytes!("../../../crates/testkit/fixtures/again.ogg");
const AGAIN_TEXT: &str = include_str!("../../../crates/testkit/fixtures/again.txt");

/// The model, loaded once for all tests; fetched where it isn't there yet.
fn transcriber() -> &'static Transcriber {
    static LOADED: OnceLock<Transcriber> = OnceLock::new();
    LOADED.get_or_init(|| {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let path = runtime.block_on(model::fetch_cli(model::DEFAULT, &model::folder())).unwrap();
        Transcriber::open(&path, 1).unwrap()
    })
}

fn text(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

fn in_order(words: &[Word], length_ms: i64) -> bool {
    let times: Vec<i64> = words.iter().flat_map(|word| [word.start_ms, word.end_ms]).collect();
    times.is_sorted() && times.iter().all(|time| (0..=length_ms).contains(time))
}

#[test]
fn a_lecture_is_written_down_and_its_second_topic_found() {
    let mut done = Vec::new();
    let words = listen(transcriber(), LECTURE, |now| done.push(now)).unwrap();
    let errors = word_errors(LECTURE_TEXT, &text(&words));
    println!("lecture: {errors:?}, {:.1} %\n{}", errors.rate() * 100.0, text(&words));
    assert!(errors.rate() <= 0.04, "{errors:?}");
    assert!(in_order(&words, 92_200));
    assert!(done.is_sorted() && done.last() == Some(&1.0) && done.len() > 2, "{done:?}");

    let cues = cues(&words, None);
    assert!(cues.iter().all(|cue| cue.end_ms <= 92_200 + 1_200));
    let material = Material { cues: &cues, length_ms: 92_200, ..Material::default() };
    let found = derive(&material, Grain::Coarse);
    println!("{found:#?}");
    let second = cues.iter().find(|cue| cue.text.contains("second topic")).unwrap();
    assert!(
        found.chapters.iter().any(|chapter| (chapter.offset.0 - second.start_ms).abs() < 15_000),
        "{:?}",
        found.chapters
    );
    assert!(
        found
            .highlights
            .iter()
            .all(|highlight| highlight.until > highlight.offset && highlight.offset >= Offset(0))
    );
}

#[test]
fn a_persons_reading_is_written_down_with_its_times() {
    let words = listen(transcriber(), READING, |_| ()).unwrap();
    let errors = word_errors(READING_TEXT, &text(&words));
    println!("reading: {errors:?}, {:.1} %\n{}", errors.rate() * 100.0, text(&words));
    assert!(errors.rate() <= 0.04, "{errors:?}");
    assert!(in_order(&words, 24_800));

    // Where these words begin by the forced alignment that comes with the clips, in ms.
    let known = [
        ("John", 630),
        ("Dashwood", 980),
        ("leisure", 2_250),
        ("prudently", 4_940),
        ("young", 9_210),
        ("cold-hearted", 11_310),
        ("selfish,", 12_870),
        ("married", 15_930),
        ("woman,", 17_400),
        ("respectable", 19_640),
        ("himself.", 23_710),
    ];
    let mut off: Vec<i64> = known
        .iter()
        .map(|(text, start_ms)| {
            let nearest =
                words.iter().filter(|word| word.text == *text).map(|word| (word.start_ms - start_ms).abs());
            nearest.min().unwrap_or(i64::MAX)
        })
        .collect();
    off.sort_unstable();
    println!("word starts are off by {off:?} ms");
    assert!(off[off.len() / 2] <= 100 && off[off.len() - 1] <= 400, "{off:?}");
}

#[test]
fn where_nobody_speaks_nothing_is_made_up() {
    for (name, sound) in sounds::all() {
        let words = transcribe(transcriber(), &sound, |_| ()).unwrap();
        assert_eq!(text(&words), "", "{name}");
    }
}

/// Beeps, music and noise before, between and after what a person reads change none of its words and add none.
#[test]
fn sounds_around_speech_make_no_words() {
    let read: Vec<f32> = Sound::open(READING).unwrap().flatten().collect();
    let said = text(&transcribe(transcriber(), &read, |_| ()).unwrap());
    // Between two sentences.
    let (first, second) = read.split_at(10 * 16_000 + 1_600);
    for (name, sound) in sounds::all() {
        if !["beeps", "busy tone", "melody", "chords", "drums", "wind"].contains(&name) {
            continue;
        }
        let sound = &sound[..4 * 16_000];
        let around = [sound, first, sound, second, sound].concat();
        let words = transcribe(transcriber(), &around, |_| ()).unwrap();
        let errors = word_errors(&said, &text(&words));
        println!("{name}: {errors:?} {}", text(&words));
        assert_eq!(errors.insertions, 0, "{name}: {}", text(&words));
        assert!(errors.rate() <= 0.04, "{name}: {errors:?} {}", text(&words));
    }
}

#[test]
fn what_is_said_again_and_again_is_written_as_often_as_it_was_said() {
    let words = listen(transcriber(), AGAIN, |_| ()).unwrap();
    println!("{}", text(&words));
    let errors = word_errors(AGAIN_TEXT, &text(&words));
    assert_eq!((errors.insertions, errors.deletions, errors.substitutions), (0, 0, 0), "{}", text(&words));
}

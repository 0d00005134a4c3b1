//! Chapters of whole lectures whose headings we know.

use domain::transcript::{Word, cues};

use super::measure::{even, window_diff};
use super::*;

/// A lecture as a transcript at 150 words a minute, and before which cues its headings stand.
struct Lecture {
    name: &'static str,
    cues: Vec<Cue>,
    truth: Vec<usize>,
    headings: Vec<String>,
}

fn lecture(name: &'static str, text: &str) -> Lecture {
    let (mut all, mut truth, mut headings) = (Vec::new(), Vec::new(), Vec::new());
    let mut at = 0;
    for section in text.split("# ").skip(1) {
        let (heading, body) = section.split_once('\n').unwrap();
        headings.push(heading.to_owned());
        if !all.is_empty() {
            truth.push(all.len());
        }
        let words: Vec<Word> = body
            .split_whitespace()
            .map(|word| {
                at += 400;
                Word { text: word.into(), start_ms: at - 400, end_ms: at }
            })
            .collect();
        all.extend(cues(&words, None));
    }
    Lecture { name, cues: all, truth, headings }
}

fn lectures() -> Vec<Lecture> {
    vec![
        lecture("oscillations", include_str!("lectures/oscillations.txt")),
        lecture("cell", include_str!("lectures/cell.txt")),
        lecture("hashing", include_str!("lectures/hashing.txt")),
    ]
}

fn material(lecture: &Lecture) -> Material<'_> {
    Material { cues: &lecture.cues, length_ms: lecture.cues.last().unwrap().end_ms, ..Material::default() }
}

/// The cues before which chapters begin, the first left out.
fn starts(lecture: &Lecture, found: &[FoundChapter]) -> Vec<usize> {
    let cue = |chapter: &FoundChapter| {
        lecture.cues.iter().position(|cue| cue.start_ms == chapter.offset.0).unwrap()
    };
    found.iter().map(cue).filter(|&start| start > 0).collect()
}

#[test]
fn chapters_are_found_far_better_than_by_even_spacing() {
    let (mut ours, mut spaced) = (0.0, 0.0);
    for lecture in lectures() {
        let found = derive(&material(&lecture), Grain::Coarse).chapters;
        let starts = starts(&lecture, &found);
        let units = lecture.cues.len();
        let (we, even) = (
            window_diff(&lecture.truth, &starts, units),
            window_diff(&lecture.truth, &even(starts.len() + 1, units), units),
        );
        println!(
            "{}: WindowDiff {we:.2} (even spacing {even:.2}); {starts:?} for {:?}",
            lecture.name, lecture.truth
        );
        for chapter in &found {
            println!("    {} {}", chapter.offset, chapter.title);
        }
        println!("    headings: {}", lecture.headings.join(" | "));
        ours += we / 3.0;
        spaced += even / 3.0;
    }
    println!("mean WindowDiff {ours:.2} (even spacing {spaced:.2})");
    assert!(ours < 0.2 && ours < spaced * 0.5, "{ours} against {spaced}");
}

#[test]
fn titles_are_readable() {
    for lecture in lectures() {
        for grain in [Grain::Coarse, Grain::Fine] {
            for chapter in derive(&material(&lecture), grain).chapters {
                let words: Vec<&str> = chapter.title.split(' ').collect();
                assert!(chapter.title.chars().count() <= 48, "{}", chapter.title);
                assert!(
                    words.iter().all(|word| *word == "and" || !word.starts_with(char::is_lowercase)),
                    "{}",
                    chapter.title
                );
                let last = words.last().unwrap().to_lowercase();
                assert!(!terms::is_stop_word(&last), "{}", chapter.title);
            }
        }
    }
}

#[test]
fn the_teachers_markers_stand_and_nothing_is_found_beside_them() {
    let lecture = &lectures()[0];
    let marker = Offset(lecture.cues[lecture.truth[1]].start_ms + 1_000);
    let markers = [Offset(0), marker];
    let found = derive(&Material { markers: &markers, ..material(lecture) }, Grain::Coarse).chapters;
    assert!(!found.is_empty());
    for chapter in &found {
        for marker in markers {
            assert!((chapter.offset.0 - marker.0).abs() >= LEAST_MS, "{chapter:?}");
        }
    }
}

#[test]
fn silence_has_no_chapters_and_an_hour_is_quick() {
    assert_eq!(
        derive(&Material { length_ms: 60_000, ..Material::default() }, Grain::Coarse),
        Derived::default()
    );
    let lecture = &lectures()[1];
    let length = lecture.cues.last().unwrap().end_ms;
    let repeated: Vec<Cue> = (0..14)
        .flat_map(|i| {
            lecture.cues.iter().map(move |cue| Cue {
                start_ms: cue.start_ms + i * length,
                end_ms: cue.end_ms + i * length,
                ..cue.clone()
            })
        })
        .collect();
    let begun = std::time::Instant::now();
    let found =
        derive(&Material { cues: &repeated, length_ms: 14 * length, ..Material::default() }, Grain::Coarse);
    println!("{} minutes: {:?}", 14 * length / 60_000, begun.elapsed());
    assert!(begun.elapsed().as_secs() < 10);
    assert!(!found.chapters.is_empty());
}

//! Chapters of whole lectures whose headings we know.

use domain::transcript::{Word, cues};

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

/// A title is a phrase that was said there, or the first words: never words put together.
#[test]
fn titles_are_phrases_that_were_said() {
    let plain = |text: &str| {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
    };
    for lecture in lectures() {
        let said = plain(&lecture.cues.iter().map(|cue| cue.text.as_str()).collect::<Vec<_>>().join(" "));
        for grain in [Grain::Coarse, Grain::Fine] {
            for FoundChapter { title, .. } in derive(&material(&lecture), grain).chapters {
                assert!(title.chars().count() <= 49, "{title}");
                assert!(format!(" {said} ").contains(&format!(" {} ", plain(&title))), "{title}");
                assert!(!title.starts_with(char::is_lowercase), "{title}");
                let last = title.trim_end_matches('…').rsplit(' ').next().unwrap().to_lowercase();
                assert!(!language::Language::English.is_stop_word(&last), "{title}");
            }
        }
    }
}

/// What comes out, judged by hand: each of these is what a teacher could have written, or what was said first.
#[test]
fn titles_are_what_a_teacher_would_write() {
    let reading = concat!("# reading\n", include_str!("../../../crates/testkit/fixtures/reading.txt"));
    let lecture_text = concat!("# lecture\n", include_str!("../../../crates/testkit/fixtures/lecture.txt"));
    let known: [(&str, &[&str]); 10] = [
        (
            include_str!("lectures/oscillations.txt"),
            &["Kinetic energy", "Natural frequency", "Coupled pendulums"],
        ),
        (include_str!("lectures/cell.txt"), &["Lipids", "Gene", "Amino acids"]),
        (include_str!("lectures/hashing.txt"), &["List", "Hash function", "Load factor"]),
        (include_str!("lectures/versailles.txt"), &["Treaty of Versailles", "League of Nations"]),
        (include_str!("lectures/python.txt"), &["List comprehension"]),
        (include_str!("lectures/photosynthese.txt"), &["Photosynthese"]),
        (include_str!("lectures/celula.txt"), &["Célula"]),
        (include_str!("lectures/kougousei.txt"), &["今日は光合成について話します"]),
        (lecture_text, &["Potential energy", "Natural frequency"]),
        (reading, &["And Mr. John Dashwood had then leisure…"]),
    ];
    for (text, titles) in known {
        let lecture = lecture("", text);
        let found = derive(&material(&lecture), Grain::Coarse).chapters;
        let found: Vec<&str> = found.iter().map(|chapter| chapter.title.as_str()).collect();
        assert_eq!(found, titles);
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

/// WindowDiff (L. Pevzner, M. Hearst, Computational Linguistics 28, 2002): the share of windows, half an average
/// stretch long, in which the two segmentations have a different number of boundaries. 0 is perfect.
/// Boundaries are numbers of units among `units`.
fn window_diff(truth: &[usize], found: &[usize], units: usize) -> f64 {
    let window = (units / (2 * (truth.len() + 1))).max(1);
    let inside = |boundaries: &[usize], from: usize| {
        boundaries.iter().filter(|&&b| b > from && b <= from + window).count()
    };
    let windows = units.saturating_sub(window).max(1);
    let wrong = (0..windows).filter(|&from| inside(truth, from) != inside(found, from)).count();
    wrong as f64 / windows as f64
}

/// Boundaries at even distances, for comparison.
fn even(stretches: usize, units: usize) -> Vec<usize> {
    (1..stretches).map(|i| i * units / stretches).collect()
}

#[test]
fn the_measure_knows_right_near_and_wrong() {
    let truth = [25, 50, 75];
    let near = window_diff(&truth, &[26, 50, 75], 100);
    let far = window_diff(&truth, &[10, 60, 90], 100);
    assert!(window_diff(&truth, &truth, 100).abs() < 1e-9);
    assert!(near > 0.0 && near < far && far <= 1.0, "{near} {far}");
    assert!(window_diff(&truth, &even(4, 100), 100).abs() < 1e-9);
}

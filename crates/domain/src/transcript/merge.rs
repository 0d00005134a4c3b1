//! One transcript out of several microphones.

use super::{Cue, word_errors};

/// What a microphone picks up of another person's loudspeaker comes this much earlier or later at most, in ms.
const APART_MS: i64 = 2_000;
/// Fewer words than this prove nothing: two people may both say "yes".
const LEAST_WORDS: usize = 4;
/// An echo is heard less well: up to this share of its words may be others.
const MOST_OTHER_WORDS: f64 = 0.3;

/// Puts the cues of several tracks into the order of the class; equal starts keep the order given. Where a student
/// listens without headphones, the student's microphone hears the teacher too: a cue that only repeats what another
/// speaker, who speaks more, says at that moment is left out.
#[must_use]
pub fn merge(tracks: impl IntoIterator<Item = Vec<Cue>>) -> Vec<Cue> {
    let mut tracks: Vec<Vec<Cue>> = tracks.into_iter().collect();
    tracks.sort_by_key(|track| std::cmp::Reverse(track.iter().map(|cue| cue.text.len()).sum::<usize>()));
    let mut merged: Vec<Cue> = Vec::new();
    for track in tracks {
        let own: Vec<Cue> = track.into_iter().filter(|cue| !is_echo(cue, &merged)).collect();
        merged.extend(own);
        merged.sort_by_key(|cue| (cue.start_ms, cue.end_ms));
    }
    merged
}

/// Whether what other speakers say around `cue` contains its words.
fn is_echo(cue: &Cue, merged: &[Cue]) -> bool {
    let first =
        merged.partition_point(|other| other.start_ms < cue.start_ms - APART_MS - super::cues::MOST_MS);
    let around: Vec<&str> = merged[first..]
        .iter()
        .take_while(|other| other.start_ms < cue.end_ms + APART_MS)
        .filter(|other| other.end_ms > cue.start_ms - APART_MS && other.speaker != cue.speaker)
        .map(|other| other.text.as_str())
        .collect();
    // Whatever else is said around it counts as insertions, which don't matter here.
    let errors = word_errors(&cue.text, &around.join(" "));
    let other = (errors.substitutions + errors.deletions) as f64;
    errors.words >= LEAST_WORDS && other <= errors.words as f64 * MOST_OTHER_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::UserId;

    fn cue(speaker: u128, start_ms: i64, text: &str) -> Cue {
        let speaker = Some(UserId(uuid::Uuid::from_u128(speaker)));
        Cue { start_ms, end_ms: start_ms + 3_000, text: text.into(), speaker }
    }

    fn texts(cues: &[Cue]) -> Vec<&str> {
        cues.iter().map(|cue| cue.text.as_str()).collect()
    }

    #[test]
    fn speakers_are_merged_by_time() {
        let merged = merge([vec![cue(1, 0, "a"), cue(1, 20, "c")], vec![cue(2, 10, "b")]]);
        assert_eq!(texts(&merged), ["a", "b", "c"]);
    }

    #[test]
    fn the_loudspeaker_in_a_students_microphone_is_left_out() {
        let teacher = vec![
            cue(1, 0, "Pull the mass to one side and let it go."),
            cue(1, 4_000, "At the turning point the mass stands still."),
            cue(
                1,
                8_000,
                "We call this the potential energy of the spring, and on the way back it becomes less.",
            ),
        ];
        let student = vec![
            cue(2, 900, "Bull the mass to one side and let it go. At the"),
            cue(2, 4_500, "Is the energy in the spring then?"),
            cue(2, 60_000, "Pull the mass to one side and let it go."),
        ];
        for tracks in [[teacher.clone(), student.clone()], [student, teacher]] {
            let merged = merge(tracks);
            assert_eq!(
                merged.iter().filter(|cue| cue.text.contains("one side")).count(),
                2,
                "said again later is said"
            );
            assert!(merged.iter().any(|cue| cue.text.starts_with("Is the energy")));
            assert!(!merged.iter().any(|cue| cue.text.starts_with("Bull")));
        }
    }

    #[test]
    fn two_people_may_agree() {
        let merged = merge([vec![cue(1, 0, "Yes, I do.")], vec![cue(2, 100, "Yes, I do.")]]);
        assert_eq!(merged.len(), 2);
    }
}

//! The transcript as the page uses it: the line that is spoken, sentences to step by, lines under their chapters.

use domain::transcript::Cue;

use super::timeline::Segment;

/// Going back within this many ms of a sentence's beginning goes to the sentence before.
const JUST_BEGUN: i64 = 1_500;
/// A line stays the spoken one for this many ms of silence.
const ECHO: i64 = 4_000;

/// The line that is spoken at `at` ms.
pub(crate) fn spoken_at(cues: &[Cue], at: i64) -> Option<usize> {
    let last = cues.partition_point(|cue| cue.start_ms <= at).checked_sub(1)?;
    (at < cues[last].end_ms + ECHO).then_some(last)
}

/// Where the next sentence begins; `None` after the last.
pub(crate) fn next_sentence(cues: &[Cue], at: i64) -> Option<i64> {
    cues.get(cues.partition_point(|cue| cue.start_ms <= at)).map(|cue| cue.start_ms)
}

/// Where this sentence begins, or the one before when it has only just begun.
pub(crate) fn previous_sentence(cues: &[Cue], at: i64) -> Option<i64> {
    let begun = cues.partition_point(|cue| cue.start_ms + JUST_BEGUN <= at);
    begun.checked_sub(1).map(|place| cues[place].start_ms)
}

/// The lines of one chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    /// The chapter's title.
    pub title: Option<String>,
    /// Its lines, by their places.
    pub cues: std::ops::Range<usize>,
}

/// The lines under their chapters' titles. A line belongs where its first half is; a chapter without a line has no group.
pub(crate) fn groups(cues: &[Cue], segments: &[Segment]) -> Vec<Group> {
    let middle = |cue: &Cue| i64::midpoint(cue.start_ms, cue.end_ms);
    let mut from = 0;
    let mut groups = Vec::new();
    for segment in segments {
        let to = from + cues[from..].partition_point(|cue| middle(cue) < segment.to);
        if to > from {
            groups.push(Group { title: segment.title.clone(), cues: from..to });
        }
        from = to;
    }
    if from < cues.len() {
        // What was said in the class's very last moment.
        match groups.last_mut() {
            Some(last) => last.cues.end = cues.len(),
            None => groups.push(Group { title: None, cues: from..cues.len() }),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playback::timeline::segments;
    use domain::ids::Offset;
    use domain::replay::FoundChapter;

    fn cue(start_ms: i64, end_ms: i64, text: &str) -> Cue {
        Cue { start_ms, end_ms, text: text.into(), speaker: None }
    }

    fn three() -> Vec<Cue> {
        vec![
            cue(1_000, 3_000, "The spring pulls."),
            cue(3_000, 5_000, "It lets go."),
            cue(20_000, 22_000, "Again."),
        ]
    }

    #[test]
    fn the_spoken_line_outlasts_a_short_silence_only() {
        let cues = three();
        assert_eq!(spoken_at(&cues, 500), None);
        assert_eq!(spoken_at(&cues, 1_000), Some(0));
        assert_eq!(spoken_at(&cues, 3_000), Some(1));
        assert_eq!(spoken_at(&cues, 8_000), Some(1));
        assert_eq!(spoken_at(&cues, 15_000), None);
    }

    #[test]
    fn steps_go_by_sentences() {
        let cues = three();
        assert_eq!(next_sentence(&cues, 1_000), Some(3_000));
        assert_eq!(next_sentence(&cues, 20_500), None);
        assert_eq!(previous_sentence(&cues, 4_600), Some(3_000), "to its own beginning");
        assert_eq!(previous_sentence(&cues, 3_400), Some(1_000), "it has only just begun");
        assert_eq!(previous_sentence(&cues, 1_200), None);
    }

    #[test]
    fn lines_stand_under_the_chapter_they_mostly_belong_to() {
        let with_chapter_at = |ms| {
            let chapter = FoundChapter { offset: Offset(ms), title: "Going".into() };
            groups(&three(), &segments(30_000, &[], &[chapter]))
        };
        let group = |title: Option<&str>, cues| Group { title: title.map(str::to_owned), cues };
        // The last line is spoken from 20 to 22 s.
        assert_eq!(with_chapter_at(20_500), [group(None, 0..2), group(Some("Going"), 2..3)]);
        assert_eq!(with_chapter_at(21_500), [group(None, 0..3)]);
    }

    #[test]
    fn no_line_is_lost_even_after_the_end() {
        let groups = groups(&three(), &segments(10_000, &[], &[]));
        assert_eq!(groups.iter().map(|group| group.cues.len()).sum::<usize>(), 3);
    }
}

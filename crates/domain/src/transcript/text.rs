//! The transcript as plain text, for reading and for the clipboard.

use std::fmt::Write;

use super::Cue;
use crate::ids::{Offset, UserId};

/// A silence after which the same speaker begins a new paragraph, in ms.
const PARAGRAPH_MS: i64 = 2_000;
/// A paragraph ends at a sentence's end once it is this long, in characters.
const LONG_PARAGRAPH: usize = 500;

/// Writes cues (in order) as paragraphs with class time and speaker: `[24:18] Ada Byron: Good morning. …`.
/// Where `name_of` gives `None`, the name is left out.
#[must_use]
pub fn plain_text(cues: &[Cue], name_of: impl Fn(UserId) -> Option<String>) -> String {
    let mut file = String::new();
    let mut length = 0;
    for (i, cue) in cues.iter().enumerate() {
        let before = i.checked_sub(1).map(|before| &cues[before]);
        if before.is_some_and(|before| !begins_paragraph(before, cue, length)) {
            file.push(' ');
        } else {
            length = 0;
            let gap = if before.is_some() { "\n\n" } else { "" };
            let name = cue.speaker.and_then(&name_of).map_or_else(String::new, |name| format!(" {name}:"));
            // Writing to a string can't fail.
            let _ = write!(file, "{gap}[{}]{name} ", Offset(cue.start_ms));
        }
        file.push_str(&cue.text);
        length += cue.text.chars().count();
    }
    if !file.is_empty() {
        file.push('\n');
    }
    file
}

fn begins_paragraph(before: &Cue, cue: &Cue, length: usize) -> bool {
    before.speaker != cue.speaker
        || cue.start_ms - before.end_ms >= PARAGRAPH_MS
        || (length >= LONG_PARAGRAPH && before.text.ends_with(['.', '?', '!']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cue(start_ms: i64, text: &str, speaker: u128) -> Cue {
        let speaker = Some(UserId(uuid::Uuid::from_u128(speaker)));
        Cue { start_ms, end_ms: start_ms + 1_000, text: text.into(), speaker }
    }

    #[test]
    fn paragraphs_follow_speakers_and_silences() {
        let cues = [
            cue(0, "Good morning.", 1),
            cue(1_000, "We begin.", 1),
            cue(9_000, "So.", 1),
            cue(10_000, "A question!", 2),
        ];
        let name = |id: UserId| (id.0.as_u128() == 1).then(|| "Ada".to_owned());
        assert_eq!(
            plain_text(&cues, name),
            "[0:00] Ada: Good morning. We begin.\n\n[0:09] Ada: So.\n\n[0:10] A question!\n"
        );
    }

    #[test]
    fn nothing_said_is_nothing_written() {
        assert_eq!(plain_text(&[], |_| None), "");
    }

    #[test]
    fn a_long_speech_is_broken_at_a_sentence() {
        let cues: Vec<Cue> =
            (0..20).map(|i| cue(i * 1_000, &format!("{}.", "word ".repeat(10).trim()), 1)).collect();
        let paragraphs = plain_text(&cues, |_| None).split("\n\n").count();
        assert_eq!(paragraphs, 2);
    }
}

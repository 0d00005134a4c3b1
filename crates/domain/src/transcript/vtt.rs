//! WebVTT, the captions a browser shows by itself (<https://www.w3.org/TR/webvtt1/>).

use std::fmt::Write;

use super::Cue;
use crate::ids::UserId;

/// Characters on a caption line; two lines hold a cue.
const LINE: usize = 42;

/// Writes cues (in order) as a WebVTT file. `name_of` gives the name shown for a speaker; where it gives
/// `None`, the cue carries no voice tag.
#[must_use]
pub fn web_vtt(cues: &[Cue], name_of: impl Fn(UserId) -> Option<String>) -> String {
    let mut file = String::from("WEBVTT\n");
    for (i, cue) in cues.iter().enumerate() {
        let number = i + 1;
        let (start, end) = (Timestamp(cue.start_ms), Timestamp(cue.end_ms));
        let voice = cue.speaker.and_then(&name_of).map_or_else(String::new, |name| voice_tag(&name));
        let lines = two_lines(&cue.text);
        // Writing to a string can't fail.
        let _ = write!(file, "\n{number}\n{start} --> {end}\n{voice}{}\n", escape(&lines));
    }
    file
}

/// `HH:MM:SS.mmm`; before the class started is zero.
struct Timestamp(i64);

impl std::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ms = self.0.max(0);
        let (h, m, s, ms) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60, ms % 1_000);
        write!(f, "{h:02}:{m:02}:{s:02}.{ms:03}")
    }
}

fn voice_tag(name: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("<v {}>", escape(&name))
}

/// `&`, `<` and `>` would be read as markup (and `-->` as a timing line).
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Breaks a text that is too long for one line where the two halves come out most alike.
fn two_lines(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let joined = words.join(" ");
    let length = joined.chars().count();
    if length <= LINE {
        return joined;
    }
    let mut first = 0;
    let mut best = (usize::MAX, 0);
    for (i, word) in words.iter().enumerate().take(words.len() - 1) {
        first += word.chars().count() + usize::from(i > 0);
        let second = length - first - 1;
        best = best.min((first.max(second), i + 1));
    }
    match best.1 {
        0 => joined,
        at => format!("{}\n{}", words[..at].join(" "), words[at..].join(" ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cue(start_ms: i64, end_ms: i64, text: &str, speaker: Option<UserId>) -> Cue {
        Cue { start_ms, end_ms, text: text.into(), speaker }
    }

    #[test]
    fn a_file_reads_as_the_standard_says() {
        let teacher = UserId(uuid::Uuid::from_u128(7));
        let cues = [
            cue(0, 1_500, "Good morning.", Some(teacher)),
            cue(3_661_042, 3_663_000, "Is a < b & b > c?", None),
        ];
        assert_eq!(
            web_vtt(&cues, |_| Some("Ada <Byron>".into())),
            "WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.500\n<v Ada &lt;Byron&gt;>Good morning.\n\n\
             2\n01:01:01.042 --> 01:01:03.000\nIs a &lt; b &amp; b &gt; c?\n"
        );
    }

    #[test]
    fn nothing_said_is_an_empty_file() {
        assert_eq!(web_vtt(&[], |_| None), "WEBVTT\n");
    }

    #[test]
    fn text_can_never_end_its_cue_early() {
        let vtt = web_vtt(&[cue(0, 9, "one\n\n00:00 --> 00:09 two", None)], |_| None);
        assert_eq!(vtt.matches("-->").count(), 1);
        assert_eq!(vtt.matches("\n\n").count(), 1);
    }

    #[test]
    fn long_text_stands_on_two_even_lines() {
        let text = "On the way back to the middle the spring relaxes, the mass gets faster";
        assert_eq!(
            two_lines(text),
            "On the way back to the middle the\nspring relaxes, the mass gets faster"
        );
        assert_eq!(two_lines(&"x".repeat(90)), "x".repeat(90), "one word is not broken");
    }
}

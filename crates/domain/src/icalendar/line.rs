//! Content lines of RFC 5545: text escaped (3.3.11), lines of 75 octets at most (3.1).

/// Octets in a line, at most, without its end.
const LONGEST: usize = 75;

/// Lines of a file.
#[derive(Default)]
pub(super) struct ContentLines(String);

impl ContentLines {
    /// A line; where it is too long it goes on in the next one, after a space. No character is cut in two, and none ends the
    /// line: neither those of the RFC nor those that some readers take for an end.
    pub fn put(&mut self, name: &str, value: &str) {
        let mut room = LONGEST;
        let whole = name.chars().chain(std::iter::once(':')).chain(value.chars());
        for character in whole.filter(|c| !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}')) {
            if character.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LONGEST - 1;
            }
            room -= character.len_utf8();
            self.0.push(character);
        }
        self.0.push_str("\r\n");
    }

    pub fn text(self) -> String {
        self.0
    }
}

/// A value of the type TEXT.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' | '\u{2028}' | '\u{2029}' => escaped.push_str("\\n"),
            '\t' => escaped.push(' '),
            other if other.is_control() => {}
            other => escaped.push(other),
        }
    }
    escaped
}

/// A parameter's value, which may hold everything but quotes and control characters (3.2).
pub(super) fn quoted(text: &str) -> String {
    let inside: String =
        text.chars().filter(|c| !c.is_control()).map(|c| if c == '"' { '\'' } else { c }).collect();
    format!("\"{inside}\"")
}

#[cfg(test)]
mod tests {
    use super::{ContentLines, LONGEST};

    fn put(value: &str) -> String {
        let mut lines = ContentLines::default();
        lines.put("SUMMARY", value);
        lines.text()
    }

    #[test]
    fn lines_are_folded_at_75_octets_between_characters() {
        for value in ["a".repeat(67), "a".repeat(68), "ä".repeat(200), "🎓".repeat(100), "a🎓ä€".repeat(60)]
        {
            let file = put(&value);
            let lines: Vec<_> = file.split_terminator("\r\n").collect();
            assert!(lines.iter().all(|line| line.len() <= LONGEST), "{lines:?}");
            assert!(lines[1..].iter().all(|line| line.starts_with(' ')));
            assert_eq!(file.replace("\r\n ", ""), format!("SUMMARY:{value}\r\n"));
        }
    }

    #[test]
    fn nothing_ends_a_line_but_its_end() {
        let value = "a\r\nATTENDEE:b\u{85}c\u{2028}d\u{0}";
        assert_eq!(put(value), "SUMMARY:aATTENDEE:bcd\r\n");
        assert_eq!(super::escaped("a\r\nb\u{2028}c"), "a\\nb\\nc");
    }

    #[test]
    fn a_line_of_75_octets_is_whole() {
        assert_eq!(put(&"a".repeat(67)).matches("\r\n").count(), 1);
        assert_eq!(put(&"a".repeat(68)).matches("\r\n").count(), 2);
    }
}

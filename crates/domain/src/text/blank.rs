//! Texts that show nothing, and the characters they are made of.

/// Whether the character shows nothing and takes no room: what Unicode calls default ignorable, the Hangul fillers, the
/// signs of notation that have no picture. Emoji and scripts need some of them (joiners, variation selectors), so they
/// stay in what is stored.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{13441}'..='\u{13442}'
            | '\u{16fe4}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d159}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether the text shows nothing: white space, control characters, invisible ones and the Braille blank only.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || c == '\u{2800}' || is_invisible(c))
}

/// The text without what stands for nothing at its ends; nothing of a text that is blank. Joiners, variation selectors and
/// marks of direction stay, since they belong to what they stand beside.
#[must_use]
pub fn trimmed(text: &str) -> &str {
    if is_blank(text) {
        return "";
    }
    text.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2060}' | '\u{2800}' | '\u{3164}' | '\u{feff}'
            )
    })
}

#[cfg(test)]
mod tests {
    use super::{is_blank, trimmed};

    #[test]
    fn what_shows_nothing_is_blank() {
        let blank = [
            "",
            " \n\t\r",
            "\u{0}\u{7f}\u{85}",
            "\u{a0}\u{1680}\u{2000}\u{200a}\u{202f}\u{205f}\u{3000}",
            "\u{2028}\u{2029}",
            "\u{ad}",
            "\u{34f}",
            "\u{61c}",
            "\u{115f}\u{1160}",
            "\u{17b4}\u{17b5}",
            "\u{180b}\u{180e}\u{180f}",
            "\u{200b}",
            "\u{200c}\u{200d}",
            "\u{200e}\u{200f}",
            "\u{202a}\u{202e}\u{202c}",
            "\u{2060}",
            "\u{2061}\u{2064}",
            "\u{2066}\u{2069}",
            "\u{206a}\u{206f}",
            "\u{2800}",
            "\u{3164}",
            "\u{fe00}\u{fe0f}",
            "\u{feff}",
            "\u{ffa0}",
            "\u{fff9}\u{fffa}\u{fffb}",
            "\u{1d159}\u{1d173}",
            "\u{e0001}\u{e0041}\u{e007f}",
            "\u{e0100}\u{e01ef}",
            " \u{200b}\u{2800} \u{3164}\n",
        ];
        for text in blank {
            assert!(is_blank(text), "{text:?}");
            assert_eq!(trimmed(text), "", "{text:?}");
        }
    }

    #[test]
    fn what_shows_something_is_not() {
        for text in [
            "a",
            ".",
            "\u{200b}a",
            "👨‍👩‍👧",
            "❤\u{fe0f}",
            "می‌خواهم",
            "한",
            "\u{1100}\u{1160}\u{11a8}",
            "🏴\u{e0067}\u{e007f}",
            "⠁",
            "0",
        ] {
            assert!(!is_blank(text), "{text:?}");
        }
    }

    #[test]
    fn the_ends_lose_what_is_nothing_and_keep_what_joins() {
        assert_eq!(trimmed(" \u{200b}a\u{200b}b\u{feff}\n"), "a\u{200b}b");
        for whole in ["❤\u{fe0f}", "👨‍👩‍👧‍👦", "🏴\u{e0067}\u{e0062}\u{e007f}", "می\u{200c}", "\u{200f}שלום"]
        {
            assert_eq!(trimmed(whole), whole);
        }
    }
}

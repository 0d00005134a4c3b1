//! How long a text is, as people count: the same on the page and on the server.

use super::blank::{is_invisible, trimmed};

/// Bytes in a text, at most, so that what was written fits a frame of the live channel whatever it is made of.
pub const LARGEST_TEXT: usize = 60_000;
/// Characters in a formula, at most: more is text.
pub const LONGEST_FORMULA: usize = 1_000;

/// Code points that count as one character, at most: the longest emoji has ten, and marks on marks are no way to write
/// without end.
const MOST_JOINED: usize = 12;

/// How many characters the text has as people see it: an emoji is one however it is put together, and so is a letter with
/// its marks. Without tables: of the marks those of the scripts that are written most are known, others count. A text
/// above [`LARGEST_TEXT`] counts a character every four bytes at least, which is more than any limit.
#[must_use]
pub fn length(text: &str) -> usize {
    let seen = beginnings(text).count();
    if text.len() > LARGEST_TEXT { seen.max(text.len() / 4) } else { seen }
}

/// Whether the text can be taken where `most` characters can: it shows something and is not longer. As
/// [`crate::words::clean`] has it.
#[must_use]
pub fn fits(text: &str, most: usize) -> bool {
    (1..=most).contains(&length(trimmed(text)))
}

/// The first `most` characters, each whole.
#[must_use]
pub fn cut(text: &str, most: usize) -> &str {
    beginnings(text).nth(most).map_or(text, |end| &text[..end])
}

/// The bytes at which the characters begin.
fn beginnings(text: &str) -> impl Iterator<Item = usize> {
    let (mut joined, mut flags) = (0, 0);
    let mut before = None;
    text.char_indices().filter_map(move |(at, c)| {
        flags = if is_flag_letter(c) { flags + 1 } else { 0 };
        let joins = match before.replace(c) {
            None | Some('\n') => false,
            Some('\u{200d}') if is_picture(c) => true,
            Some(_) => attaches(c) || flags > 0 && flags % 2 == 0,
        };
        let joins = joins && joined < MOST_JOINED;
        joined = if joins { joined + 1 } else { 1 };
        (!joins).then_some(at)
    })
}

/// Two of them are a flag.
fn is_flag_letter(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

fn is_picture(c: char) -> bool {
    c >= '\u{2190}' && !c.is_alphanumeric()
}

/// Whether it belongs to the character before it.
fn attaches(c: char) -> bool {
    // Nearly all that is written in Latin script ends here; the soft hyphen alone is invisible there.
    if c < '\u{300}' {
        return c == '\u{ad}';
    }
    // The blocks of India's scripts and their neighbours have their signs at the same places.
    let indic = |c: char| {
        let place = u32::from(c) % 0x80;
        matches!(place, 0x00..=0x03 | 0x3c | 0x3e..=0x4d | 0x51..=0x57 | 0x62..=0x63)
    };
    match c {
        '\u{900}'..='\u{dff}' => indic(c),
        '\u{300}'..='\u{36f}'
        | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5bd}'
        | '\u{5bf}'
        | '\u{5c1}'..='\u{5c2}'
        | '\u{5c4}'..='\u{5c5}'
        | '\u{5c7}'
        | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{6d6}'..='\u{6dc}'
        | '\u{6df}'..='\u{6e4}'
        | '\u{6e7}'..='\u{6e8}'
        | '\u{6ea}'..='\u{6ed}'
        | '\u{e31}'
        | '\u{e34}'..='\u{e3a}'
        | '\u{e47}'..='\u{e4e}'
        | '\u{eb1}'
        | '\u{eb4}'..='\u{ebc}'
        | '\u{ec8}'..='\u{ece}'
        | '\u{102b}'..='\u{103e}'
        | '\u{1161}'..='\u{11ff}'
        | '\u{17b6}'..='\u{17d3}'
        | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{3099}'..='\u{309a}'
        | '\u{fe20}'..='\u{fe2f}'
        | '\u{1f3fb}'..='\u{1f3ff}' => true,
        _ => is_invisible(c),
    }
}

#[cfg(test)]
mod tests {
    use super::{LARGEST_TEXT, attaches, cut, is_invisible, length};

    #[test]
    fn a_character_is_what_people_see() {
        let table = [
            ("", 0),
            ("abc", 3),
            ("äöü", 3),
            ("a\u{308}o\u{308}", 2),
            ("a\nb", 3),
            ("\n\u{301}", 2),
            ("😀", 1),
            ("👍🏽", 1),
            ("❤\u{fe0f}", 1),
            ("👨‍👩‍👧‍👦", 1),
            ("👩🏽‍❤️‍💋‍👨🏿", 1),
            ("🇩🇪🇫🇷", 2),
            ("🇩🇪🇫", 2),
            ("🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}", 1),
            ("1\u{fe0f}\u{20e3}", 1),
            ("क्षि", 2),
            ("ที่", 1),
            ("می‌خواهم", 7),
            ("שָׁלוֹם", 4),
            ("笨蛋", 2),
            ("한국", 2),
            ("\u{1112}\u{1161}\u{11ab}", 1),
            ("a\u{200b}b", 2),
        ];
        for (text, seen) in table {
            assert_eq!(length(text), seen, "{text:?}");
        }
    }

    #[test]
    fn below_the_first_mark_only_what_is_invisible_attaches() {
        assert!(('\0'..'\u{300}').all(|c| attaches(c) == is_invisible(c)));
        assert!(attaches('\u{300}'));
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        for (text, start) in [("👨‍👩‍👧‍👦ab", "👨‍👩‍👧‍👦a"), ("a\u{308}bc", "a\u{308}b"), ("a", "a"), ("🇩🇪🇫🇷🇪🇸", "🇩🇪🇫🇷")]
        {
            assert_eq!(cut(text, 2), start);
        }
    }

    #[test]
    fn six_hundred_emoji_are_six_hundred() {
        for emoji in ["😀", "👍🏽", "👨‍👩‍👧‍👦", "🇩🇪", "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}"]
        {
            assert_eq!(length(&emoji.repeat(600)), 600, "{emoji}");
        }
    }

    #[test]
    fn nothing_is_written_without_end() {
        assert!(length(&format!("a{}", "\u{301}".repeat(12_000))) >= 1_000, "marks on marks");
        assert!(length(&"👨‍👩‍👧‍👦".repeat(LARGEST_TEXT)) > 4_000, "more than a frame holds");
    }
}

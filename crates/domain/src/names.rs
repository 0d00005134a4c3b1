//! How people's names are shown: so that they turn nothing around, and two people of one name can be told apart.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::text::{is_blank, is_from_right, is_invisible};

/// What somebody is called whose name is gone, or shows nothing.
pub const SOMEBODY: &str = "Somebody";

/// The name as it is shown: in one line, and without the signs that turn what follows around.
#[must_use]
pub fn shown(name: &str) -> String {
    if is_blank(name) {
        return SOMEBODY.to_owned();
    }
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut shown = String::with_capacity(name.len());
    for word in
        name.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.chars().all(turns))
    {
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.extend(word.chars().filter(|c| !turns(*c)));
    }
    shown
}

/// The name within a sentence: one that runs from the right is kept to itself, so that the sentence runs on as its own
/// script does. (Between U+2068 and U+2069: what an element of its own would do, where there can be none.)
#[must_use]
pub fn isolated(name: String) -> String {
    if name.chars().any(is_from_right) { format!("\u{2068}{name}\u{2069}") } else { name }
}

/// The name with the number that tells it apart ([`free`]): "Ada", "Ada (2)".
#[must_use]
pub fn numbered(name: String, number: u16) -> String {
    match number {
        0 => name,
        _ => format!("{name} ({})", u32::from(number) + 1),
    }
}

/// What names that people read as the same have in common: case and spaces don't tell two people apart, nor does what
/// can't be seen. `None` for a name that shows nothing.
#[must_use]
pub fn key(name: &str) -> Option<u64> {
    if is_blank(name) {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    let seen = |c: &char| !c.is_whitespace() && !c.is_control() && !is_invisible(*c);
    for letter in name.chars().filter(seen).flat_map(char::to_lowercase) {
        letter.hash(&mut hasher);
    }
    Some(hasher.finish())
}

/// The least number that none of those has who have the same name.
#[must_use]
pub fn free(taken: &[u16]) -> u16 {
    (0..u16::MAX).find(|number| !taken.contains(number)).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::{free, isolated, key, numbered, shown};

    #[test]
    fn a_name_turns_nothing_around() {
        assert_eq!(shown("Ada\u{202e}gpj"), "Adagpj");
        assert_eq!(shown("\u{2067}Ada\u{2069}\n\t Byron "), "Ada Byron");
        assert_eq!(shown("\u{200b}\u{3164}"), "Somebody");
        assert_eq!(shown("سارا می‌خواهد"), "سارا می‌خواهد", "joiners stay");
        assert_eq!(isolated("עדה".to_owned()), "\u{2068}עדה\u{2069}");
        assert_eq!(isolated("Ada".to_owned()), "Ada");
    }

    #[test]
    fn those_of_one_name_are_numbered() {
        for same in ["ada  byron", "Ada\u{200b} Byron", "ADA BYRON "] {
            assert_eq!(key("Ada Byron"), key(same), "{same}");
        }
        assert_ne!(key("Ada Byron"), key("Ada Byrom"));
        assert_eq!(key("\u{2800}"), None, "who has no name has no namesake");
        assert_eq!((free(&[]), free(&[0, 2]), free(&[1, 0])), (0, 1, 2));
        assert_eq!(numbered("Ada".to_owned(), 0), "Ada");
        assert_eq!(numbered("Ada".to_owned(), 2), "Ada (3)");
    }
}

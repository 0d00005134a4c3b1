//! Keys, as every part of a page reads them: a press that belongs to the writing of a word is nobody else's, and shortcuts
//! are found on keyboards of every script.

use leptos::ev::KeyboardEvent;

use crate::platform;

/// What browsers say of a key that their input method takes. Safari says so of the Enter that has just ended a word, too,
/// after the composition is over.
const COMPOSING: u32 = 229;

/// The key that was pressed, by its name; `None` while a word is being composed.
#[must_use]
pub fn pressed(event: &KeyboardEvent) -> Option<String> {
    (!event.is_composing() && event.key_code() != COMPOSING).then(|| event.key())
}

/// What a shortcut does, as `of` knows keys by their names (letters in lower case); `None` for a key that is none, one
/// that is pressed with others, and one that somebody writes with.
#[must_use]
pub fn shortcut<K>(event: &KeyboardEvent, of: impl Fn(&str) -> Option<K>) -> Option<K> {
    let held = event.ctrl_key()
        || event.meta_key()
        || event.alt_key()
        || event.get_modifier_state("AltGraph")
        || is_writing(event);
    let key = pressed(event).filter(|_| !held)?;
    let (by_key, by_code) = names(&key, &event.code());
    of(&by_key).or_else(|| by_code.and_then(|name| of(&name)))
}

/// The names a key has: what it writes, and, where that is no Latin letter, what stands at its place on a Latin keyboard.
/// Latin layouts that move letters go by what is written alone, and so do digits and signs: there is a comma at the place
/// of M on French keyboards.
fn names(key: &str, code: &str) -> (String, Option<String>) {
    let mut letters = key.chars();
    let (first, only) = (letters.next(), letters.next().is_none());
    let by_code = code.strip_prefix("Key").map(str::to_ascii_lowercase);
    match first {
        Some('؟') if only => ("?".to_owned(), None),
        // As wide as Chinese letters.
        Some(c @ '\u{ff01}'..='\u{ff5e}') if only => {
            let narrow = char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c);
            (narrow.to_ascii_lowercase().to_string(), None)
        }
        // Hebrew and Greek keyboards have signs where others have letters.
        Some('/' | ';') if only && code == "KeyQ" => (key.to_owned(), by_code),
        Some('\'') if only && code == "KeyW" => (key.to_owned(), by_code),
        Some(c) if is_of_another_script(c) => (key.to_owned(), by_code),
        Some(c) if only => (c.to_lowercase().to_string(), None),
        _ => (key.to_owned(), None),
    }
}

fn is_of_another_script(c: char) -> bool {
    let latin = matches!(c, '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}');
    // From Greek on, but for the signs that all scripts share.
    c >= '\u{370}' && !latin && !matches!(c, '\u{2000}'..='\u{2bff}')
}

/// Whether somebody is writing where a key was pressed.
#[must_use]
pub fn is_writing(event: &KeyboardEvent) -> bool {
    platform::is_within(event, "input, textarea, select, [contenteditable]")
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_key_is_what_it_writes_and_in_other_scripts_where_it_stands() {
        let table: &[(&str, &str, &str, Option<&str>)] = &[
            ("m", "KeyM", "m", None),
            ("M", "KeyM", "m", None),
            // French, German and Dvorak keyboards.
            ("m", "Semicolon", "m", None),
            (",", "KeyM", ",", None),
            ("q", "KeyA", "q", None),
            ("z", "KeyY", "z", None),
            (",", "KeyW", ",", None),
            ("'", "KeyQ", "'", None),
            ("w", "Comma", "w", None),
            ("é", "Digit2", "é", None),
            ("ı", "KeyI", "ı", None),
            ("&", "Digit1", "&", None),
            // Russian, Greek, Hebrew, Arabic, Thai, Hindi, Korean, Japanese kana.
            ("ь", "KeyM", "ь", Some("m")),
            ("Ь", "KeyM", "Ь", Some("m")),
            ("б", "Comma", "б", None),
            ("μ", "KeyM", "μ", Some("m")),
            (";", "KeyQ", ";", Some("q")),
            ("צ", "KeyM", "צ", Some("m")),
            ("/", "KeyQ", "/", Some("q")),
            ("'", "KeyW", "'", Some("w")),
            ("لا", "KeyB", "لا", Some("b")),
            ("ท", "KeyM", "ท", Some("m")),
            ("\u{e48}", "KeyJ", "\u{e48}", Some("j")),
            ("स", "KeyM", "स", Some("m")),
            ("ㅡ", "KeyM", "ㅡ", Some("m")),
            ("も", "KeyM", "も", Some("m")),
            // Signs by what they are.
            ("?", "Slash", "?", None),
            ("?", "Digit7", "?", None),
            ("؟", "Slash", "?", None),
            ("？", "Slash", "?", None),
            ("ｍ", "KeyM", "m", None),
            ("/", "Slash", "/", None),
            ("€", "KeyE", "€", None),
            (" ", "Space", " ", None),
            ("ArrowLeft", "ArrowLeft", "ArrowLeft", None),
            ("Enter", "Enter", "Enter", None),
            ("Dead", "KeyM", "Dead", None),
            ("Unidentified", "", "Unidentified", None),
        ];
        for (key, code, by_key, by_code) in table {
            let (named, placed) = names(key, code);
            assert_eq!((named.as_str(), placed.as_deref()), (*by_key, *by_code), "{key} on {code}");
        }
    }
}

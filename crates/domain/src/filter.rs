//! Words that aren't wanted in a class: in what students write in chat, questions and open answers.
//!
//! Only the server decides, so the tables of Unicode that this needs are not in the page.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::core::Core;
use crate::rejection::Rejection;
use crate::text::{is_invisible, is_unspaced};

/// Passes a text without the words that this class doesn't want.
///
/// # Errors
/// [`Rejection::BlockedWord`].
pub(crate) fn must_be_wanted(class: &Core, text: &str) -> Result<(), Rejection> {
    match blocked(text, &class.settings.blocked) {
        Some(word) => Err(Rejection::BlockedWord { word: word.to_owned() }),
        None => Ok(()),
    }
}

/// The first of the `blocked` entries that `text` holds: an entry of one word as a word of its own, so that "ass" leaves
/// "class" alone, one of several words in that order, and anywhere in a script that has no spaces. Case, punctuation, what
/// can't be seen and other widths of a letter don't matter. A letter with a mark is another letter ("año" is not "ano"),
/// except where the mark was put on it by a character of its own.
fn blocked<'a>(text: &str, blocked: &'a [String]) -> Option<&'a str> {
    if blocked.is_empty() {
        return None;
    }
    let (whole, bare) =
        (padded(text), padded(&text.chars().filter(|c| !is_loose_mark(*c)).collect::<String>()));
    let found = |entry: &&String| {
        let entry = padded(entry);
        // An entry without a letter would be found in every text.
        entry != " " && (whole.contains(&entry) || bare.contains(&entry))
    };
    blocked.iter().find(found).map(String::as_str)
}

/// The words in one case and width, one space before, between and after them; letters of scripts without spaces are words.
fn padded(text: &str) -> String {
    let seen = text.chars().filter(|c| !is_invisible(*c)).nfkc();
    // By way of upper case, so that "ß" is "ss" and the Greek sigma one letter.
    let letters = seen
        .filter(|c| !is_invisible(*c) && !is_loose_mark(*c))
        .flat_map(char::to_lowercase)
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        // An upper case letter may take its lower case with a mark: "İ".
        .filter(|c| !is_loose_mark(*c));
    let mut padded = String::with_capacity(text.len() + 2);
    padded.push(' ');
    for c in letters {
        let (alone, ends) = (is_alone(c), padded.ends_with(' '));
        match c.is_alphanumeric() || is_combining_mark(c) {
            true if alone => {
                padded.extend((!ends).then_some(' '));
                padded.extend([c, ' ']);
            }
            true => padded.push(c),
            false => padded.extend((!ends).then_some(' ')),
        }
    }
    if !padded.ends_with(' ') {
        padded.push(' ');
    }
    padded
}

/// Korean has spaces: its words are found as words.
fn is_alone(c: char) -> bool {
    let korean = matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{ac00}'..='\u{d7af}');
    is_unspaced(c) && !korean
}

/// Marks that are put on letters of other scripts to disguise them, and vowel signs that are written or left out.
fn is_loose_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}'
            | '\u{483}'..='\u{489}'
            | '\u{591}'..='\u{5c7}'
            | '\u{610}'..='\u{61a}'
            | '\u{640}'
            | '\u{64b}'..='\u{65f}'
            | '\u{670}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{fe20}'..='\u{fe2f}'
    )
}

#[cfg(test)]
mod tests {
    use super::blocked;

    #[test]
    fn whole_words_in_any_case_are_found_and_parts_are_not() {
        let list = ["ass".to_owned(), "Shut up".to_owned(), "cunt".to_owned()];
        assert_eq!(blocked("What an ASS!", &list), Some("ass"));
        assert_eq!(blocked("oh, shut  up.", &list), Some("Shut up"));
        for fine in ["a class of its own, shut it", "Scunthorpe", "assess", "passé", ""] {
            assert_eq!(blocked(fine, &list), None, "{fine}");
        }
        assert_eq!(blocked("anything", &[]), None);
    }

    #[test]
    fn a_disguise_is_seen_through() {
        let list = ["damn".to_owned(), "straße".to_owned()];
        let disguised = [
            "da\u{200b}mn",
            "d\u{ad}a\u{2060}m\u{feff}n",
            "da\u{3164}mn",
            "da\u{fe0f}mn",
            "d\u{e0061}amn",
            "ｄａｍｎ",
            "ＤＡＭＮ!",
            "𝒹𝒶𝓂𝓃",
            "ⓓⓐⓜⓝ",
            "d\u{336}a\u{336}m\u{336}n\u{336}",
            "da\u{301}mn",
            "d\u{20e3}a\u{20e3}m\u{20e3}n\u{20e3}",
            "oh,damn。",
            "\u{202e}damn\u{202c}",
            "真damn的",
        ];
        for text in disguised {
            assert_eq!(blocked(text, &list), Some("damn"), "{text}");
        }
        for street in ["STRASSE", "Stra\u{200d}ße", "STRAẞE"] {
            assert_eq!(blocked(street, &list), Some("straße"), "{street}");
        }
        for fine in ["damnation", "dam n", "d-a-m-n", "condamné"] {
            assert_eq!(blocked(fine, &list), None, "{fine}");
        }
    }

    #[test]
    fn scripts_without_spaces_are_searched_within() {
        let list = ["笨蛋".to_owned(), "バカ".to_owned(), "โง่".to_owned(), "바보".to_owned()];
        let texts = [
            ("你是笨蛋吗", Some("笨蛋")),
            ("你是笨，蛋", Some("笨蛋")),
            ("你是笨人，他吃蛋", None),
            ("このバカな", Some("バカ")),
            ("ﾊﾞｶ!", Some("バカ")),
            ("คุณโง่มาก", Some("โง่")),
            ("너 바보 아니야", Some("바보")),
            ("산바보다", None),
        ];
        for (text, word) in texts {
            assert_eq!(blocked(text, &list), word, "{text}");
        }
    }

    #[test]
    fn letters_with_marks_are_letters_of_their_own() {
        let list = ["ano".to_owned(), "schön".to_owned(), "كلب".to_owned(), "кот".to_owned()];
        assert_eq!(blocked("feliz año", &list), None);
        assert_eq!(blocked("scho\u{308}n!", &list), Some("schön"), "however it is put together");
        assert_eq!(blocked("schon", &list), None);
        assert_eq!(blocked("كَلْب", &list), Some("كلب"), "with its vowels");
        assert_eq!(blocked("КОТ", &list), Some("кот"));
        assert_eq!(blocked("скотный двор", &list), None);
    }

    #[test]
    fn entries_that_show_nothing_are_found_nowhere() {
        let list = ["\u{3164}".to_owned(), "!!".to_owned(), "\u{301}".to_owned()];
        assert_eq!(blocked("anything !! \u{3164}", &list), None);
    }
}

//! Words that aren't wanted in a class: in what students write in chat, questions and open answers.

use crate::decide::Rejection;
use crate::view::ClassView;

/// Passes a text without the words that this class doesn't want.
///
/// # Errors
/// [`Rejection::BlockedWord`].
pub(crate) fn must_be_wanted(class: &ClassView, text: &str) -> Result<(), Rejection> {
    match blocked(text, &class.settings.blocked) {
        Some(word) => Err(Rejection::BlockedWord { word: word.to_owned() }),
        None => Ok(()),
    }
}

/// The first of the `blocked` entries that `text` holds: an entry of one word as a word of its own, so that "ass" leaves
/// "class" alone, one of several words in that order. Case and punctuation don't matter.
fn blocked<'a>(text: &str, blocked: &'a [String]) -> Option<&'a str> {
    if blocked.is_empty() {
        return None;
    }
    let text = padded(text);
    blocked.iter().find(|entry| text.contains(&padded(entry))).map(String::as_str)
}

/// The words in lower case, one space before, between and after them.
fn padded(text: &str) -> String {
    let lower = text.to_lowercase();
    let mut padded = String::with_capacity(lower.len() + 2);
    padded.push(' ');
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        padded.push_str(word);
        padded.push(' ');
    }
    padded
}

#[cfg(test)]
mod tests {
    use super::blocked;

    #[test]
    fn whole_words_in_any_case_are_found_and_parts_are_not() {
        let list = ["ass".to_owned(), "Shut up".to_owned()];
        assert_eq!(blocked("What an ASS!", &list), Some("ass"));
        assert_eq!(blocked("oh, shut  up.", &list), Some("Shut up"));
        assert_eq!(blocked("a class of its own, shut it", &list), None);
        assert_eq!(blocked("anything", &[]), None);
    }
}

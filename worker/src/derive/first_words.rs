//! The first words that were said, as a title: of a sentence that means something, cut where a clause ends.

use super::language::Language;
use super::titles::MOST_CHARACTERS;

/// The first clause alone is enough if it has this many characters.
const ENOUGH: usize = 16;
/// Scripts without spaces say as much with half the characters.
const MOST_DENSE: usize = 24;

/// The beginning of the first sentence that holds a word which means something; `None` where there is none.
pub(super) fn first_words(texts: &[&str], language: Language) -> Option<String> {
    let text = texts.iter().map(|text| text.trim()).collect::<Vec<_>>().join(" ");
    let sentence = sentences(&text).find(|sentence| means_something(sentence, language))?;
    Some(shortened(sentence.trim(), language)).filter(|title| !title.is_empty())
}

fn means_something(sentence: &str, language: Language) -> bool {
    sentence.split_whitespace().any(|word| {
        let word = word.to_lowercase().replace('’', "'");
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !language.is_stop_word(word)
    })
}

/// A text's sentences without the full stops that end them.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let whole = rest;
        if whole.trim().is_empty() {
            return None;
        }
        let end = ends(whole).next().unwrap_or(whole.len());
        rest = &whole[end..];
        Some(whole[..end].trim().trim_end_matches(['.', '。']))
    })
}

/// Behind which bytes of a text a sentence ends.
fn ends(text: &str) -> impl Iterator<Item = usize> {
    text.char_indices().filter_map(|(at, mark)| {
        let end = at + mark.len_utf8();
        let spaced = text[end..].chars().next().is_none_or(char::is_whitespace);
        let ends = matches!(mark, '。' | '？' | '！')
            || (matches!(mark, '?' | '!' | '…') && spaced)
            || (mark == '.' && spaced && !is_abbreviation(&text[..at]));
        ends.then_some(end)
    })
}

/// Whether the full stop behind this text belongs to a title or an initial: "Mr", "St", "J".
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    word.chars().count() <= 3
        && word.starts_with(char::is_uppercase)
        && word.chars().skip(1).all(char::is_lowercase)
}

/// A sentence that fits, or its beginning: up to the end of a clause, else up to a word that means something, with "…".
fn shortened(sentence: &str, language: Language) -> String {
    let most = if is_dense(sentence) { MOST_DENSE } else { MOST_CHARACTERS };
    if sentence.chars().count() <= most {
        return capitalised(sentence.trim_end_matches([',', ';', ':', '、', '，']));
    }
    let fitting: String = sentence.chars().take(most).collect();
    let enough = if is_dense(sentence) { ENOUGH / 2 } else { ENOUGH };
    let clause = fitting
        .char_indices()
        .filter(|(_, mark)| matches!(mark, ',' | ';' | ':' | '、' | '，' | '；'))
        .map(|(at, _)| &fitting[..at])
        .rfind(|clause| clause.chars().count() >= enough);
    let begun = clause.unwrap_or_else(|| whole_words(&fitting, sentence, language));
    format!("{}…", capitalised(begun.trim_end()))
}

/// The beginning of a sentence without the word that was cut in two and the small words before it.
fn whole_words<'a>(fitting: &'a str, sentence: &str, language: Language) -> &'a str {
    let cut = sentence[fitting.len()..].chars().next().is_some_and(|next| !next.is_whitespace());
    let mut begun = match fitting.rfind(char::is_whitespace) {
        Some(space) if cut => &fitting[..space],
        _ => fitting,
    };
    while let Some((before, last)) = begun.trim_end().rsplit_once(char::is_whitespace) {
        if !language.is_stop_word(&last.to_lowercase().replace('’', "'")) {
            break;
        }
        begun = before;
    }
    begun
}

/// Whether the text is of a script that puts no spaces between words.
fn is_dense(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let spaces = text.split_whitespace().count();
    letters > spaces * 15
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english(texts: &[&str]) -> Option<String> {
        first_words(texts, Language::English)
    }

    #[test]
    fn a_greeting_is_passed_over_and_a_short_sentence_stands_whole() {
        let title = english(&["Good morning, everyone. Pull the mass", "to one side. Then let it go."]);
        assert_eq!(title.as_deref(), Some("Pull the mass to one side"));
        assert_eq!(english(&["why does the bridge fall?"]).as_deref(), Some("Why does the bridge fall?"));
        assert_eq!(english(&["And so it is. You know.", ""]), None);
        assert_eq!(english(&["So Mr. Hooke came. He pulled."]).as_deref(), Some("So Mr. Hooke came"));
    }

    #[test]
    fn a_long_sentence_ends_with_a_clause_or_with_a_word_that_means_something() {
        let clause = english(&[
            "If you double the amplitude, the stored energy becomes four times as large as before.",
        ]);
        assert_eq!(clause.as_deref(), Some("If you double the amplitude…"));
        let words =
            english(&["The energy of the mass and the spring moves back and forth between the two of them."]);
        assert_eq!(words.as_deref(), Some("The energy of the mass and the spring…"));
    }

    #[test]
    fn other_scripts_are_cut_at_their_own_marks() {
        let japanese = ["今日は光合成について話します。", "植物は光を使います。"];
        assert_eq!(first_words(&japanese, Language::Other).as_deref(), Some("今日は光合成について話します"));
        let long = ["植物は太陽の光を受けると、葉の中で水と二酸化炭素から糖を作り出すことができるのです。"];
        assert_eq!(first_words(&long, Language::Other).as_deref(), Some("植物は太陽の光を受けると…"));
        let unbroken = ["植物は太陽の光を受けて葉の中で水と二酸化炭素から糖を作り出すことができるのです"];
        assert_eq!(
            first_words(&unbroken, Language::Other).map(|title| title.chars().count()),
            Some(MOST_DENSE + 1)
        );
    }
}

//! How scripts are written: from which side, and with or without spaces between words.

/// Whether the letter is of a script that puts no space between a word and what goes before or after it: Chinese,
/// Japanese, Korean with its particles, and those of South East Asia.
#[must_use]
pub fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{e00}'..='\u{fff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1100}'..='\u{11ff}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{2e80}'..='\u{2fdf}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3031}'..='\u{3035}'
            | '\u{3040}'..='\u{318f}'
            | '\u{31a0}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7af}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff66}'..='\u{ffdc}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

/// Whether the letter is of a script that runs from the right.
#[must_use]
pub fn is_from_right(c: char) -> bool {
    matches!(
        c,
        '\u{590}'..='\u{8ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}

/// Whether a word can begin after `before`: not within a word of letters and digits that stand together. Prefixes of
/// Arabic and Hebrew are written without a space, and so is everything in scripts that have none.
#[must_use]
pub fn begins_word(before: Option<char>) -> bool {
    before.is_none_or(|c| !c.is_alphanumeric() || is_unspaced(c) || is_from_right(c))
}

/// Whether a word that ends with `last` ends before `after`.
#[must_use]
pub fn ends_word(last: char, after: Option<char>) -> bool {
    is_unspaced(last) || after.is_none_or(|c| !c.is_alphanumeric() || is_unspaced(c))
}

#[cfg(test)]
mod tests {
    use super::{begins_word, ends_word, is_from_right};

    #[test]
    fn words_begin_and_end_as_their_script_is_written() {
        for before in [None, Some(' '), Some('（'), Some('好'), Some('で'), Some('요'), Some('ก'), Some('و')]
        {
            assert!(begins_word(before), "{before:?}");
        }
        for before in ['a', 'é', 'ж', '7'] {
            assert!(!begins_word(Some(before)), "{before}");
        }
        for (last, after) in [
            ('n', None),
            ('n', Some(',')),
            ('n', Some('看')),
            ('n', Some('씨')),
            ('明', Some('你')),
            ('明', Some('a')),
        ] {
            assert!(ends_word(last, after), "{last} {after:?}");
        }
        for (last, after) in [('n', 'a'), ('د', 'ي'), ('n', '7')] {
            assert!(!ends_word(last, Some(after)), "{last} {after}");
        }
        assert!(is_from_right('ש') && is_from_right('ع') && !is_from_right('a') && !is_from_right('笨'));
    }
}

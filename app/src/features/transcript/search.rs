//! Searching in what was said: as it is spoken, not as it is set. Case, punctuation, runs of spaces, full-width letters and
//! the kind of an apostrophe make no difference, accents only where the reader says so, and a phrase may run over several
//! lines.

use std::ops::Range;

use crate::platform::decomposed;

/// Whether é is another letter than e.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Accents {
    /// It is the same letter.
    Folded,
    /// It is another one.
    Distinct,
}

/// A part of a line that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The line's place.
    pub line: usize,
    /// Which of its bytes.
    pub bytes: Range<usize>,
}

/// One place where the query stands: a mark in each line that it runs over.
pub(crate) type Found = Vec<Mark>;

/// Lines made ready to be searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Index {
    accents: Accents,
    letters: Vec<char>,
    /// Where each letter comes from; a gap between words comes from nowhere.
    origins: Vec<Option<Origin>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Origin {
    line: usize,
    start: usize,
    end: usize,
}

impl Index {
    /// Reads the lines, in order.
    pub fn of<'a>(lines: impl Iterator<Item = &'a str>, accents: Accents) -> Self {
        let mut index = Self { accents, letters: Vec::new(), origins: Vec::new() };
        for (line, text) in lines.enumerate() {
            index.read(line, text);
        }
        index
    }

    /// Every place where `query` stands, in order and without overlap; nothing for a query without a letter.
    pub fn find(&self, query: &str) -> Vec<Found> {
        let wanted = Self::of(std::iter::once(query), self.accents).letters;
        let mut all = Vec::new();
        let mut at = 0;
        while let Some(first) = wanted.first()
            && let Some(ahead) = self.letters[at..].iter().position(|letter| letter == first)
        {
            at += ahead;
            let end = at + wanted.len();
            // A letter ends after its accents.
            let whole = self.letters.get(end).is_none_or(|next| !is_accent(*next));
            if whole && self.letters[at..].starts_with(&wanted) {
                all.push(self.marks(at..end));
                at = end;
            } else {
                at += 1;
            }
        }
        all
    }

    fn read(&mut self, line: usize, text: &str) {
        let mut gap = true;
        let mut here = false;
        for (start, letter) in text.char_indices() {
            let end = start + letter.len_utf8();
            match part(letter) {
                Part::Gap => gap = true,
                Part::Nothing => self.widen(here, end),
                Part::Letter => {
                    let folded = folded(letter, self.accents);
                    if folded.is_empty() {
                        self.widen(here && !gap, end);
                    }
                    for letter in folded {
                        self.push(std::mem::take(&mut gap), letter, Origin { line, start, end });
                        here = true;
                    }
                }
            }
        }
    }

    /// What has no letter of its own is marked with the one before it, where that is `here` in the same line.
    fn widen(&mut self, here: bool, end: usize) {
        if let Some(Some(last)) = self.origins.last_mut().filter(|_| here) {
            last.end = end;
        }
    }

    fn push(&mut self, gap: bool, letter: char, origin: Origin) {
        let spaced = self.letters.last().is_some_and(|before| !is_unspaced(*before) && !is_unspaced(letter));
        if gap && spaced {
            self.letters.push(' ');
            self.origins.push(None);
        }
        self.letters.push(letter);
        self.origins.push(Some(origin));
    }

    fn marks(&self, letters: Range<usize>) -> Found {
        let mut marks: Found = Vec::new();
        for origin in self.origins[letters].iter().flatten() {
            match marks.last_mut() {
                Some(mark) if mark.line == origin.line => mark.bytes.end = origin.end,
                _ => marks.push(Mark { line: origin.line, bytes: origin.start..origin.end }),
            }
        }
        marks
    }
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Its words.
    pub text: String,
    /// Whether it is what was searched for.
    pub found: bool,
}

/// The line cut at what is marked in it, in order.
pub(crate) fn pieces(text: &str, marked: &[Range<usize>]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut put = |bytes: Range<usize>, found| {
        // A line that was changed since it was searched shows what fits.
        if let Some(text) = text.get(bytes).filter(|text| !text.is_empty()) {
            pieces.push(Piece { text: text.to_owned(), found });
        }
    };
    let mut plain = 0;
    for bytes in marked {
        put(plain..bytes.start, false);
        put(bytes.clone(), true);
        plain = bytes.end;
    }
    put(plain..text.len(), false);
    pieces
}

/// What a character is to a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Letter,
    /// It stands between words.
    Gap,
    /// It is not there: apostrophes, so that one writes don’t, don't or dont, and what nobody sees.
    Nothing,
}

fn part(letter: char) -> Part {
    match letter {
        '\'' | '`' | '´' | '’' | '‘' | '‛' | 'ʼ' | 'ʻ' | '′' | '＇' | '\u{ad}' => Part::Nothing,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {
            Part::Nothing
        }
        _ if letter.is_alphanumeric() => Part::Letter,
        // What is said as a word stays: C++ is not C.
        '#' | '$' | '%' | '&' | '*' | '+' | '<' | '=' | '>' | '@' | '^' | '|' | '~' => Part::Letter,
        _ if letter.is_ascii() || letter.is_whitespace() || letter.is_control() => Part::Gap,
        '¡' | '§' | '«' | '¶' | '\u{b7}' | '»' | '¿' | '\u{37e}' | '\u{387}' => Part::Gap,
        // Punctuation of Hebrew, Arabic, Devanagari; the world's; of China, Japan and Korea, set upright or wide.
        '\u{5be}' | '\u{5c0}' | '\u{5c3}' | '\u{5f3}' | '\u{5f4}' => Part::Gap,
        '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{66a}'..='\u{66d}' | '\u{6d4}' | '\u{964}' | '\u{965}' => {
            Part::Gap
        }
        '\u{2010}'..='\u{205e}'
        | '\u{2e00}'..='\u{2e7f}'
        | '\u{3000}'..='\u{3004}'
        | '\u{3008}'..='\u{3020}' => Part::Gap,
        '\u{3030}' | '\u{303d}' | '\u{30fb}' | '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe6b}' => Part::Gap,
        '！' | '＂' | '（' | '）' | '，' | '－' | '．' | '／' | '：' | '；' | '？' | '［' | '］' | '＿'
        | '｛' | '｝' => Part::Gap,
        '｟'..='･' => Part::Gap,
        _ => Part::Letter,
    }
}

/// The letters that this one is compared by.
fn folded(letter: char, accents: Accents) -> Vec<char> {
    let mut letters = Vec::new();
    for plain in decomposed(letter).chars() {
        let lower = plain.to_lowercase().flat_map(decompose_lower);
        for lower in lower {
            match (lower, accents) {
                ('ß', _) => letters.extend(['s', 's']),
                ('ς', _) => letters.push('σ'),
                ('æ', Accents::Folded) => letters.extend(['a', 'e']),
                ('œ', Accents::Folded) => letters.extend(['o', 'e']),
                ('ø', Accents::Folded) => letters.push('o'),
                ('đ', Accents::Folded) => letters.push('d'),
                ('ħ', Accents::Folded) => letters.push('h'),
                ('ı', Accents::Folded) => letters.push('i'),
                ('ł', Accents::Folded) => letters.push('l'),
                (accent, Accents::Folded) if is_accent(accent) && !is_voicing(accent) => {}
                (letter, _) => letters.push(letter),
            }
        }
    }
    letters
}

/// A letter in lower case may come with an accent of its own (İ).
fn decompose_lower(lower: char) -> impl Iterator<Item = char> {
    decomposed(lower).chars().collect::<Vec<_>>().into_iter()
}

/// A mark that stands over or under the letter before it.
fn is_accent(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}'
        | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
        || is_voicing(letter)
}

/// The marks that make が of か: another sound, not another way to write it.
fn is_voicing(letter: char) -> bool {
    matches!(letter, '\u{3099}' | '\u{309a}')
}

/// Letters of scripts that set no space between words: beside them a space, or the end of a line, says nothing.
fn is_unspaced(letter: char) -> bool {
    matches!(letter,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `query` marks in the lines, one string a place; parts in several lines are joined by " | ".
    fn found(lines: &[&str], query: &str, accents: Accents) -> Vec<String> {
        let part = |mark: &Mark| lines[mark.line][mark.bytes.clone()].to_owned();
        let index = Index::of(lines.iter().copied(), accents);
        index.find(query).iter().map(|found| found.iter().map(part).collect::<Vec<_>>().join(" | ")).collect()
    }

    #[test]
    fn it_finds_what_was_said_however_it_is_set() {
        let cases: [(&[&str], &str, &[&str]); 28] = [
            (&["Good morning, everyone."], "good morning everyone", &["Good morning, everyone"]),
            (&["Good morning, everyone."], "MORNING   EVERYONE!", &["morning, everyone"]),
            (&["So: the spring", "pulls (hard)."], "spring pulls hard", &["spring | pulls (hard"]),
            (&["one", "two", "three"], "one, two, three", &["one | two | three"]),
            (&["It doesn’t stop."], "doesn't", &["doesn’t"]),
            (&["It doesn't stop."], "doesn’t stop", &["doesn't stop"]),
            (&["It doesn‘t stop."], "doesnt", &["doesn‘t"]),
            (&["Go, go: Ergo."], "go", &["Go", "go", "go"]),
            (&["A mass-spring system"], "mass spring", &["mass-spring"]),
            (&["Ａ ｆｕｌｌ－ｗｉｄｔｈ　ｗｏｒｄ"], "full-width word", &["ｆｕｌｌ－ｗｉｄｔｈ　ｗｏｒｄ"]),
            (&["two  spaces\tand a tab"], "two spaces and", &["two  spaces\tand"]),
            (&["two spaces"], "two\u{a0}  spaces", &["two spaces"]),
            (&["今日はいい天気ですね。"], "いい天気", &["いい天気"]),
            (&["今日は", "いい天気ですね。"], "今日はいい天気", &["今日は | いい天気"]),
            (&["今日は、いい 天気"], "今日はいい天気", &["今日は、いい 天気"]),
            (&["Pythonで書く"], "python で", &["Pythonで"]),
            (&["か、が"], "が", &["が"]),
            (&["か、が"], "か", &["か"]),
            (&["ｶﾞｽ"], "ガス", &["ｶﾞｽ"]),
            (&["Größe"], "GRÖSSE", &["Größe"]),
            (&["İstanbul"], "istanbul", &["İstanbul"]),
            (&["ΟΔΟΣ"], "οδος", &["ΟΔΟΣ"]),
            (&["C++ and C"], "c++", &["C++"]),
            (&["the ﬁrst ﬁle"], "first file", &["ﬁrst ﬁle"]),
            (&["da\u{200b}mping and damp\u{ad}ing"], "damping", &["da\u{200b}mping", "damp\u{ad}ing"]),
            (&["Is it 3.14?"], "3.14", &["3.14"]),
            (&["words", "and words"], "other", &[]),
            (&["words, and more"], " … ", &[]),
        ];
        for (lines, query, wanted) in cases {
            assert_eq!(found(lines, query, Accents::Folded), wanted, "{query} in {lines:?}");
        }
    }

    #[test]
    fn accents_count_where_the_reader_says_so() {
        let cases: [(&str, &str, &[&str], &[&str]); 7] = [
            ("un résumé", "resume", &["résumé"], &[]),
            ("un résumé", "résumé", &["résumé"], &["résumé"]),
            ("a resume", "résumé", &["resume"], &[]),
            ("un re\u{301}sume\u{301}, e", "résumé", &["re\u{301}sume\u{301}"], &["re\u{301}sume\u{301}"]),
            ("é e", "e", &["é", "e"], &["e"]),
            ("smørrebrød", "smorre", &["smørre"], &[]),
            ("ÜBER", "über", &["ÜBER"], &["ÜBER"]),
        ];
        for (line, query, folded, kept) in cases {
            assert_eq!(found(&[line], query, Accents::Folded), folded, "{query} in {line}");
            assert_eq!(found(&[line], query, Accents::Distinct), kept, "{query} in {line}, accents kept");
        }
    }

    #[test]
    fn a_line_is_cut_at_its_marks_and_nothing_is_lost() {
        let text = "Go, go: Ergo.";
        let marks: Vec<_> = Index::of(std::iter::once(text), Accents::Folded).find("go").concat();
        let ranges: Vec<_> = marks.into_iter().map(|mark| mark.bytes).collect();
        let cut = pieces(text, &ranges);
        let found: Vec<_> = cut.iter().filter(|piece| piece.found).map(|piece| piece.text.as_str()).collect();
        assert_eq!(found, ["Go", "go", "go"]);
        assert_eq!(cut.iter().map(|piece| piece.text.as_str()).collect::<String>(), text);
        assert_eq!(
            pieces("short", std::slice::from_ref(&(3..99))),
            [Piece { text: "sho".into(), found: false }]
        );
    }
}

//! Moments worth going back to, from signals that can be told to people: many chat messages at once, and what the
//! speaker called important.

use domain::ids::Offset;
use domain::replay::Highlight;
use domain::transcript::Cue;

use super::language::Language;

/// Messages are counted over this much, in ms.
const BURST_MS: i64 = 30_000;
/// A burst has at least this many messages, and this many times the class's average.
const BURST_LEAST: usize = 4;
const BURST_TIMES: f64 = 3.0;
/// People write about what they have just heard: a burst's highlight begins this much earlier, in ms.
const BEFORE_BURST_MS: i64 = 10_000;
/// How long a highlight of speech is at least, in ms, where the speech goes on.
const SPEECH_MS: i64 = 15_000;
/// The most highlights of a class.
const MOST: usize = 8;
/// The longest title, in characters.
const MOST_CHARACTERS: usize = 70;

/// What speakers say of what matters.
const IMPORTANT: &[&str] = &[
    "exam",
    "in summary",
    "is crucial",
    "is essential",
    "is important",
    "key idea",
    "key point",
    "most important",
    "please remember",
    "remember that",
    "remember this",
    "take away",
    "the main point",
    "the point is",
    "to conclude",
    "to sum up",
    "to summarize",
];

/// Finds highlights, in order, without overlap. `chat` are the messages' offsets in ms, in any order; chat outranks
/// speech where they meet, since more people spoke up.
pub(super) fn highlights(cues: &[Cue], chat: &[i64], length_ms: i64) -> Vec<Highlight> {
    let mut found = bursts(cues, chat, length_ms);
    found.extend(important(cues));
    let mut kept: Vec<Highlight> = Vec::new();
    for highlight in found {
        let apart = |other: &Highlight| highlight.until <= other.offset || other.until <= highlight.offset;
        if kept.len() < MOST && kept.iter().all(apart) {
            kept.push(highlight);
        }
    }
    kept.sort_by_key(|highlight| highlight.offset);
    kept
}

/// The windows with the most messages, densest first.
fn bursts(cues: &[Cue], chat: &[i64], length_ms: i64) -> Vec<Highlight> {
    let mut chat = chat.to_vec();
    chat.sort_unstable();
    let average = chat.len() as f64 * BURST_MS as f64 / length_ms.max(BURST_MS) as f64;
    let mut windows: Vec<(usize, i64)> = chat
        .iter()
        .enumerate()
        .map(|(i, &from)| (chat[i..].iter().take_while(|&&at| at < from + BURST_MS).count(), from))
        .filter(|&(count, _)| count >= BURST_LEAST && count as f64 >= average * BURST_TIMES)
        .collect();
    windows.sort_by_key(|&(count, from)| (std::cmp::Reverse(count), from));
    windows
        .into_iter()
        .map(|(count, from)| {
            let offset = (from - BEFORE_BURST_MS).max(0);
            let heard = cues.iter().rposition(|cue| cue.start_ms <= from);
            let said = heard.map(|i| shortened(&Sentence::around(cues, i, 0).text));
            Highlight {
                offset: Offset(offset),
                until: Offset(from + BURST_MS),
                title: said.unwrap_or_else(|| "Lively chat".to_owned()),
                reason: format!("{count} chat messages in {} seconds", BURST_MS / 1_000),
            }
        })
        .collect()
}

fn important(cues: &[Cue]) -> Vec<Highlight> {
    let mut found = Vec::new();
    for (i, cue) in cues.iter().enumerate() {
        let text = cue.text.to_lowercase();
        let said = IMPORTANT.iter().find_map(|phrase| Some((says(&text, phrase)?, phrase)));
        let Some((at, phrase)) = said else {
            continue;
        };
        let sentence = Sentence::around(cues, i, at);
        let start_ms = cues[sentence.first].start_ms;
        let goes_on = cues[i..]
            .iter()
            .take_while(|later| later.speaker == cue.speaker && later.start_ms < start_ms + SPEECH_MS);
        let until = goes_on.last().map_or(cue.end_ms, |last| last.end_ms);
        found.push(Highlight {
            offset: Offset(start_ms),
            until: Offset(until),
            title: shortened(&sentence.text),
            reason: format!("The speaker said “{phrase}”"),
        });
    }
    found
}

/// Where whole words of `text` are `phrase` ("example" is no "exam"), in characters.
fn says(text: &str, phrase: &str) -> Option<usize> {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let (at, _) = text.match_indices(phrase).find(|(at, _)| {
        edge(text[..*at].chars().next_back()) && edge(text[at + phrase.len()..].chars().next())
    })?;
    Some(text[..at].chars().count())
}

/// A sentence, which may go over several cues.
struct Sentence {
    /// The cue that it begins in.
    first: usize,
    text: String,
}

impl Sentence {
    /// The sentence around the character `at` of the cue `i`; of a long one the part in the cues around it.
    fn around(cues: &[Cue], i: usize, at: usize) -> Self {
        const FURTHEST: usize = 3;
        let same = |near: &usize| cues[*near].speaker == cues[i].speaker;
        let from = (0..i).rev().take(FURTHEST).take_while(same).last().unwrap_or(i);
        let to = (i + 1..cues.len()).take(FURTHEST).take_while(same).last().unwrap_or(i);
        let (mut text, mut begins) = (String::new(), Vec::new());
        for cue in &cues[from..=to] {
            begins.push(text.len());
            text.extend([cue.text.trim(), " "]);
        }
        let here = begins[i - from];
        let at = text[here..].char_indices().nth(at).map_or(here, |(at, _)| here + at);
        let start = ends(&text).take_while(|end| *end <= at).last().unwrap_or(0);
        let end = ends(&text).find(|end| *end > at).unwrap_or(text.len());
        let start = start + (text[start..].len() - text[start..].trim_start().len());
        let first = begins.iter().rposition(|begin| *begin <= start).unwrap_or(0);
        Self { first: from + first, text: text[start..end].trim().trim_end_matches('.').to_owned() }
    }
}

/// Behind which bytes of the text a sentence ends.
fn ends(text: &str) -> impl Iterator<Item = usize> {
    let marks = text.char_indices().zip(text.chars().skip(1));
    marks
        .filter(|((_, mark), next)| matches!(mark, '.' | '?' | '!') && *next == ' ')
        .map(|((at, _), _)| at + 1)
}

/// The beginning of a text, cut between words and not behind a stop word; it begins with a capital.
fn shortened(text: &str) -> String {
    let mut letters = text.chars();
    let text: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    if text.chars().count() <= MOST_CHARACTERS {
        return without_comma(&text).to_owned();
    }
    let mut words: Vec<&str> = Vec::new();
    let mut length = 0;
    for word in text.split(' ') {
        length += word.chars().count() + 1;
        if length > MOST_CHARACTERS {
            break;
        }
        words.push(word);
    }
    while words.len() > 1
        && words.last().is_some_and(|word| Language::English.is_stop_word(&word.to_lowercase()))
    {
        words.pop();
    }
    format!("{}…", without_comma(&words.join(" ")))
}

fn without_comma(text: &str) -> &str {
    text.trim_end_matches([',', ';', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cue(start_ms: i64, text: &str) -> Cue {
        Cue { start_ms, end_ms: start_ms + 4_000, text: text.into(), speaker: None }
    }

    #[test]
    fn a_burst_of_chat_is_a_highlight_and_steady_chat_is_not() {
        let steady: Vec<i64> = (0..120).map(|i| i * 30_000).collect();
        let hour = 3_600_000;
        assert_eq!(highlights(&[], &steady, hour), []);
        let burst = (0..9).map(|i| 1_000_000 + i * 2_000);
        let chat: Vec<i64> = steady.into_iter().chain(burst).collect();
        let found = highlights(&[cue(990_000, "Why does the bridge fall?")], &chat, hour);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].title, "Why does the bridge fall?");
        assert!((980_000..1_000_000).contains(&found[0].offset.0));
        assert!(
            found[0].reason.starts_with("9 chat messages") || found[0].reason.starts_with("10 chat messages")
        );
    }

    #[test]
    fn what_the_speaker_calls_important_is_one_and_an_example_is_none() {
        let cues = [
            cue(0, "For example, an important bridge."),
            cue(60_000, "Remember that the sum stays the same."),
            cue(64_000, "Always."),
        ];
        let found = highlights(&cues, &[], 100_000);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].offset, found[0].until), (Offset(60_000), Offset(68_000)));
        assert_eq!(found[0].reason, "The speaker said “remember that”");
    }

    #[test]
    fn a_highlight_begins_with_its_sentence() {
        let cues = [
            cue(0, "It moves. So what you see here,"),
            cue(4_000, "and please remember that, is"),
            cue(8_000, "energy. Now the bridge."),
        ];
        let found = highlights(&cues, &[], 100_000);
        assert_eq!(
            (found[0].offset, found[0].title.as_str()),
            (Offset(0), "So what you see here, and please remember that, is energy")
        );
        let one = highlights(&[cue(5_000, "It moves. In summary, it swings. Next.")], &[], 100_000);
        assert_eq!(one[0].title, "In summary, it swings");
    }

    #[test]
    fn highlights_never_overlap_and_are_few() {
        let cues: Vec<Cue> = (0..200).map(|i| cue(i * 5_000, "To sum up, this is important.")).collect();
        let found = highlights(&cues, &[], 1_000_000);
        assert_eq!(found.len(), MOST);
        assert!(found.windows(2).all(|pair| pair[0].until <= pair[1].offset));
    }

    #[test]
    fn a_long_title_ends_with_a_word_that_means_something() {
        assert_eq!(shortened("to sum up,"), "To sum up");
        let text = "to sum up, energy moves back and forth in a spring, and the resonance of the bridge needs a push";
        assert_eq!(shortened(text), "To sum up, energy moves back and forth in a spring, and the resonance…");
    }
}

//! What a recogniser makes up: endless repetitions, and more words than anybody can say.

use super::Heard;

/// A run of up to this many words can be a loop.
const LONGEST: usize = 12;
/// One word may come this often in a row ("no, no, no"), a longer run of words twice.
const MOST_OF_ONE: usize = 4;
const MOST_OF_MANY: usize = 2;
/// Faster than anybody speaks: words a second, over the whole of a stretch.
const MOST_WORDS_A_SECOND: u64 = 8;

/// Takes out what can't have been said: repetition loops are cut down to their first rounds, and a stretch with far
/// more words than its voice has room for loses its tail. `voiced_ms` is how long somebody speaks in it.
pub(super) fn believable(heard: Vec<Heard>, voiced_ms: u64) -> Vec<Heard> {
    let mut heard = without_loops(heard);
    let room = usize::try_from(voiced_ms * MOST_WORDS_A_SECOND / 1_000 + 2).unwrap_or(usize::MAX);
    if heard.len() > room {
        tracing::warn!(words = heard.len(), voiced_ms, "more words than can be said: the rest is left out");
        heard.truncate(room);
    }
    heard
}

fn without_loops(heard: Vec<Heard>) -> Vec<Heard> {
    let mut kept: Vec<Heard> = Vec::with_capacity(heard.len());
    for word in heard {
        kept.push(word);
        for length in 1..=LONGEST {
            let most = if length == 1 { MOST_OF_ONE } else { MOST_OF_MANY };
            if rounds(&kept, length) > most {
                kept.truncate(kept.len() - length);
                break;
            }
        }
    }
    kept
}

/// How often the last `length` words stand in a row at the end.
fn rounds(words: &[Heard], length: usize) -> usize {
    let mut backwards = words.rchunks_exact(length);
    let Some(last) = backwards.next() else {
        return 0;
    };
    1 + backwards.take_while(|chunk| chunk.iter().zip(last).all(|(a, b)| same(&a.text, &b.text))).count()
}

fn same(a: &str, b: &str) -> bool {
    let letters = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    letters(a) == letters(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str, voiced_ms: u64) -> String {
        let heard =
            text.split(' ').enumerate().map(|(i, text)| Heard { text: text.into(), until_ms: i as i64 * 10 });
        let words = believable(heard.collect(), voiced_ms);
        words.iter().map(|heard| heard.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_loop_is_cut_to_its_first_rounds() {
        let looped = format!("so {}we end", "thank you very much ".repeat(20));
        assert_eq!(kept(&looped, 60_000), "so thank you very much thank you very much we end");
        assert_eq!(kept("you You you, you. you you", 60_000), "you You you, you.");
    }

    #[test]
    fn people_do_repeat_themselves() {
        let said = "no no no that is the frequency of the push and that is the frequency of the swing";
        assert_eq!(kept(said, 60_000), said);
    }

    #[test]
    fn more_words_than_can_be_said_are_left_out() {
        assert_eq!(kept("one two three four five", 200), "one two three");
    }
}

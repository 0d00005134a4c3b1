//! Which page of a newer file is which of the older one: pages are known by their text.

use std::collections::{BTreeMap, BTreeSet};

use classroom::ports::event_log::ClassKey;
use classroom::slides::{page_key, read_text};
use domain::ids::DeckId;
use domain::rendition::Rendition;

use super::{Decks, NotDrawn};

/// The share of words that two pages have in common from which on one may have become the other.
const ALIKE: f64 = 0.5;

impl Decks {
    /// For each page of the older deck the page of the newer one that it became; nothing where no page of the older was shown.
    pub(super) async fn places(
        &self,
        class: ClassKey,
        old: DeckId,
        new: DeckId,
    ) -> Result<Vec<u16>, NotDrawn> {
        let open = self.classroom.classes.open(class).await?;
        let pages = open.read(|view| {
            let pages = |deck| view.slides.decks.get(&deck).map_or(0, |deck| deck.pages);
            view.slides.turned.get(&old).map(|_| (pages(old), pages(new)))
        });
        let Some((older, newer)) = pages else { return Ok(vec![]) };
        Ok(places(&self.texts(class, old, older).await?, &self.texts(class, new, newer).await?))
    }

    async fn texts(&self, class: ClassKey, deck: DeckId, pages: u16) -> Result<Vec<String>, NotDrawn> {
        let mut texts = vec![];
        for page in 1..=pages {
            let json = self.classroom.objects.get(&page_key(class, deck, page, Rendition::Text)).await?;
            // One that can't be drawn has none.
            texts.push(json.and_then(|json| read_text(&json).ok()).unwrap_or_default());
        }
        Ok(texts)
    }
}

/// For each older page, given as its text, the number of the newer one that it became: the nearest of the same text, else the one
/// with most words in common, else the one of the same number as far as there are pages.
fn places(older: &[String], newer: &[String]) -> Vec<u16> {
    let words: Vec<BTreeSet<&str>> = newer.iter().map(|text| text.split_whitespace().collect()).collect();
    let mut same: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, text) in newer.iter().enumerate() {
        same.entry(text.trim()).or_default().push(at);
    }
    let place = |(at, text): (usize, &String)| {
        let text = text.trim();
        let nearest = |places: &Vec<usize>| places.iter().copied().min_by_key(|place| place.abs_diff(at));
        let found = if text.is_empty() {
            None
        } else {
            same.get(text).and_then(nearest).or_else(|| most_alike(at, text, &words))
        };
        let last = newer.len().saturating_sub(1);
        u16::try_from(found.unwrap_or(at).min(last) + 1).unwrap_or(u16::MAX)
    };
    older.iter().enumerate().map(place).collect()
}

fn most_alike(at: usize, text: &str, words: &[BTreeSet<&str>]) -> Option<usize> {
    let own: BTreeSet<&str> = text.split_whitespace().collect();
    let share = |other: &BTreeSet<&str>| {
        let common = own.intersection(other).count();
        common as f64 / (own.len() + other.len() - common).max(1) as f64
    };
    let shares = words.iter().map(share).enumerate().filter(|(_, share)| *share >= ALIKE);
    // Of equal ones the nearest.
    shares
        .max_by(|(a, of_a), (b, of_b)| of_a.total_cmp(of_b).then(b.abs_diff(at).cmp(&a.abs_diff(at))))
        .map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::places;

    fn of(older: &[&str], newer: &[&str]) -> Vec<u16> {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        places(&owned(older), &owned(newer))
    }

    #[test]
    fn pages_are_found_again_where_they_were_moved_changed_or_joined_by_others() {
        let older = ["Waves", "What is a wave? A thing that moves", "", "Thanks"];
        assert_eq!(of(&older, &older), [1, 2, 3, 4]);
        assert_eq!(
            of(&older, &["New", "Waves", older[1], "", "Thanks"]),
            [2, 3, 3, 5],
            "a page went in before"
        );
        assert_eq!(of(&older, &["Thanks", "Waves"]), [2, 2, 2, 1]);
        assert_eq!(
            of(&older, &["", "", "", "What is a wave? A thing that goes"])[1],
            4,
            "a word was changed"
        );
        assert_eq!(of(&["a", "a", "a"], &["a", "b", "a"]), [1, 1, 3], "the nearest of the same text");
        assert_eq!(of(&older, &[]), [1, 1, 1, 1]);
    }
}

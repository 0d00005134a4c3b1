//! What the facts about slides make of a class.

use crate::core::Stamp;
use crate::slides::{Deck, Described, Fact, Gone, Paced, Slides, Turned, Zoom};

pub(crate) fn fold(own: &mut Slides, fact: &Fact, stamp: Stamp) {
    match fact {
        Fact::Added { deck, name, instead_of } => {
            let there = own.decks.get_or_insert_with(*deck, Deck::default);
            (there.name, there.by) = (name.clone(), stamp.actor);
            there.instead_of = *instead_of;
        }
        Fact::Drawn { deck, pages, drawn, undrawable } => {
            if let Some(there) = own.decks.get_mut(deck) {
                (there.pages, there.drawn) = (*pages, *drawn);
                there.undrawable.clone_from(undrawable);
            }
        }
        Fact::Refused { deck, why } => {
            if let Some(there) = own.decks.get_mut(deck) {
                there.unfit = Some(*why);
            }
        }
        Fact::Renamed { deck, name } => {
            if let Some(there) = own.decks.get_mut(deck) {
                there.name = name.clone();
            }
        }
        Fact::Replaced { deck, page } => {
            if let Some(there) = own.decks.get_mut(deck) {
                (there.instead_of, there.begin) = (None, *page);
            }
        }
        Fact::Removed { deck, kept } => {
            let was = own.decks_gone.get(deck).map_or(0, |gone| gone.pages);
            let pages = own.decks.remove(deck).map_or(was, |there| there.pages);
            own.decks_gone.insert(*deck, Gone { pages, kept: *kept });
            if *kept == 0 {
                own.pages_described.remove(deck);
            }
            if own.last_deck == Some(*deck) {
                own.last_deck = None;
            }
        }
        Fact::Changed { deck, page, pages } => {
            let farthest = own.farthest(*deck).max(*page);
            let turned = Turned { page: *page, farthest, pages: *pages, zoom: Zoom::default() };
            own.turned.insert(*deck, turned);
            own.last_deck = Some(*deck);
        }
        Fact::Zoomed { deck, page, zoom } => {
            if let Some(actor) = stamp.actor {
                own.paces.note(Some(actor.0), Paced::Zoom, stamp.offset);
            }
            if let Some(there) = own.turned.get_mut(deck).filter(|there| there.page == *page) {
                there.zoom = *zoom;
            }
        }
        Fact::Described { deck, page, text, shown } => {
            let pages = own.pages_described.get_or_insert_with(*deck, Vec::new);
            let described = Described { page: *page, text: text.clone(), shown: *shown };
            match pages.binary_search_by_key(page, |there| there.page) {
                Ok(place) => pages[place] = described,
                Err(place) => pages.insert(place, described),
            }
        }
    }
}

//! What becomes of a deck that is there: another name, another file in its place, its end.

use crate::core::Core;
use crate::ids::DeckId;
use crate::rejection::Rejection;
use crate::slides::{Fact, LONGEST_NAME, Slides};
use crate::words::clean;

/// Gives a deck another name.
///
/// # Errors
/// After the class, where there is no such deck, and for a name that can't be taken.
pub fn rename(class: &Core, own: &Slides, deck: DeckId, name: &str) -> Result<Vec<Fact>, Rejection> {
    class.must_not_be_over()?;
    let there = own.decks.get(&deck).ok_or(Rejection::NoSuchDeck)?;
    let name = clean(name, LONGEST_NAME).map_err(Rejection::BadText)?;
    Ok(if there.name.text() == name { vec![] } else { vec![Fact::Renamed { deck, name: name.into() }] })
}

/// Removes a deck. The pages that students may look at stay for the replay; the rest is to be removed.
///
/// # Errors
/// After the class, and where there never was such a deck.
pub fn remove(class: &Core, own: &Slides, deck: DeckId) -> Result<Vec<Fact>, Rejection> {
    class.must_not_be_over()?;
    match (own.decks.contains_key(&deck), own.decks_gone.contains_key(&deck)) {
        (true, _) => Ok(vec![Fact::Removed { deck, kept: own.farthest(deck) }]),
        (false, true) => Ok(vec![]),
        (false, false) => Err(Rejection::NoSuchDeck),
    }
}

/// What a deck that is drawn makes of the one whose place it takes: everybody who looked at that looks at the same page of this.
/// `places` says for each page of the old one which page of the new one it became.
#[must_use]
pub fn replace(class: &Core, own: &Slides, deck: DeckId, places: &[u16]) -> Vec<Fact> {
    let there = own.decks.get(&deck).filter(|there| there.is_done() && there.unfit.is_none());
    let Some((there, old)) = there.and_then(|there| Some((there, there.instead_of?))) else { return vec![] };
    if !own.decks.contains_key(&old) {
        return vec![];
    }
    let place = |page: u16| places.get(usize::from(page).saturating_sub(1)).copied().unwrap_or(page);
    let page = own.turned.get(&old).map_or(1, |turned| place(turned.page)).clamp(1, there.pages);
    let mut facts = vec![Fact::Replaced { deck, page }];
    if own.last_deck == Some(old) && class.must_be_live().is_ok() {
        facts.push(Fact::Changed { deck, page, pages: there.pages });
    }
    facts.push(Fact::Removed { deck: old, kept: own.farthest(old) });
    facts
}

/// What is to go of a deck whose uploader was erased: all of it, also what was shown.
#[must_use]
pub fn erase(own: &Slides, deck: DeckId) -> Vec<Fact> {
    let is_there =
        own.decks.contains_key(&deck) || own.decks_gone.get(&deck).is_some_and(|gone| gone.kept > 0);
    if is_there { vec![Fact::Removed { deck, kept: 0 }] } else { vec![] }
}

#[cfg(test)]
mod tests {
    use crate::command::{Command, SystemCommand, UseCaseCommand};
    use crate::decide::Rejection;
    use crate::event::Fact;
    use crate::ids::DeckId;
    use crate::slides::{self, Gone, MOST_DECKS};
    use crate::testing::{Class, TEACHER, id};

    fn deck(n: u128) -> DeckId {
        DeckId(id(n))
    }

    fn add(n: u128, instead_of: Option<DeckId>) -> UseCaseCommand {
        UseCaseCommand::Slides(slides::UseCaseCommand::Add {
            deck: deck(n),
            name: format!("{n}.pdf"),
            instead_of,
        })
    }

    fn system(class: &mut Class, command: slides::SystemCommand) -> Vec<Fact> {
        class.system(SystemCommand::Slides(command)).unwrap()
    }

    fn draw(class: &mut Class, n: u128, pages: u16) {
        let report = slides::SystemCommand::Draw { deck: deck(n), pages, drawn: pages, undrawable: vec![] };
        system(class, report);
    }

    fn show(n: u128, page: u16) -> Command {
        Command::Slides(slides::Command::Show { deck: deck(n), page })
    }

    fn remove(n: u128) -> Command {
        Command::Slides(slides::Command::Remove { deck: deck(n) })
    }

    /// A class that looks at page 4 of a deck of ten and looked at page 6 before.
    fn shown() -> Class {
        let mut class = Class::live();
        class.does(TEACHER, add(1, None));
        draw(&mut class, 1, 10);
        class.does(TEACHER, show(1, 6));
        class.does(TEACHER, show(1, 4));
        class
    }

    #[test]
    fn a_removed_deck_leaves_the_stage_and_what_was_shown_of_it_stays_to_be_looked_at() {
        let mut class = shown();
        class.does(TEACHER, remove(1));
        let own = &class.view.slides;
        assert_eq!(own.on_stage(None), None);
        assert_eq!(own.on_stage(Some(deck(1))), None);
        assert_eq!(own.decks_gone.get(&deck(1)), Some(&Gone { pages: 10, kept: 6 }));
        assert!(own.may_student_see(deck(1), 6) && !own.may_student_see(deck(1), 7));
        assert!(own.has_page(deck(1), 6) && !own.has_page(deck(1), 7));
        assert_eq!(class.ask(TEACHER, remove(1)), Ok(vec![]), "it is gone already");
        assert_eq!(class.ask(TEACHER, show(1, 1)), Err(Rejection::NoSuchDeck));
        assert_eq!(class.ask(TEACHER, remove(2)), Err(Rejection::NoSuchDeck));
        assert_eq!(class.ask(TEACHER, add(1, None)), Ok(vec![]), "a name is used once");
    }

    #[test]
    fn a_deck_has_the_name_that_it_was_given_last() {
        let mut class = shown();
        let rename =
            |name: &str| Command::Slides(slides::Command::Rename { deck: deck(1), name: name.to_owned() });
        class.does(TEACHER, rename("  Waves  "));
        assert_eq!(class.view.slides.decks.get(&deck(1)).unwrap().name.text(), "Waves");
        assert_eq!(class.ask(TEACHER, rename("Waves")), Ok(vec![]));
        assert!(matches!(class.ask(TEACHER, rename(" ")), Err(Rejection::BadText(_))));
        class.does(TEACHER, remove(1));
        assert_eq!(class.ask(TEACHER, rename("Again")), Err(Rejection::NoSuchDeck));
    }

    #[test]
    fn a_newer_file_takes_the_place_of_a_deck_once_it_is_drawn_and_goes_on_at_the_same_page() {
        let mut class = shown();
        class.does(TEACHER, add(2, Some(deck(1))));
        let replace = || slides::SystemCommand::Replace { deck: deck(2), places: vec![1, 2, 3, 5, 6, 7] };
        assert_eq!(system(&mut class, replace()), vec![], "it isn't drawn");
        assert_eq!(class.view.slides.last_deck, Some(deck(1)));
        draw(&mut class, 2, 12);
        system(&mut class, replace());
        let own = &class.view.slides;
        let (on, turned) = own.on_stage(None).unwrap();
        assert_eq!((on, turned.page, turned.farthest, turned.pages), (deck(2), 5, 5, 12));
        assert_eq!(own.decks_gone.get(&deck(1)), Some(&Gone { pages: 10, kept: 6 }));
        assert_eq!(system(&mut class, replace()), vec![], "once");
    }

    #[test]
    fn a_deck_that_was_not_on_the_stage_is_replaced_without_turning_anybody() {
        let mut class = shown();
        class.does(TEACHER, add(3, None));
        draw(&mut class, 3, 2);
        class.does(TEACHER, show(3, 1));
        class.does(TEACHER, add(2, Some(deck(1))));
        draw(&mut class, 2, 3);
        system(&mut class, slides::SystemCommand::Replace { deck: deck(2), places: vec![] });
        let own = &class.view.slides;
        assert_eq!(own.on_stage(None).unwrap().0, deck(3));
        assert_eq!(own.decks.get(&deck(2)).unwrap().begin, 3, "page 4, as far as there are pages");
        assert!(!own.may_student_see(deck(2), 1), "nobody has seen it");
    }

    #[test]
    fn a_deck_whose_place_is_gone_is_one_as_any_other() {
        let mut class = shown();
        class.does(TEACHER, add(2, Some(deck(1))));
        class.does(TEACHER, remove(1));
        draw(&mut class, 2, 3);
        let replace = slides::SystemCommand::Replace { deck: deck(2), places: vec![] };
        assert_eq!(system(&mut class, replace), vec![]);
        assert!(class.view.slides.decks.contains_key(&deck(2)));
    }

    #[test]
    fn who_is_erased_takes_with_them_what_was_shown() {
        let mut class = shown();
        class.does(TEACHER, remove(1));
        let erase = || slides::SystemCommand::Erase { deck: deck(1) };
        system(&mut class, erase());
        assert_eq!(class.view.slides.decks_gone.get(&deck(1)), Some(&Gone { pages: 10, kept: 0 }));
        assert!(!class.view.slides.may_student_see(deck(1), 1));
        assert_eq!(system(&mut class, erase()), vec![]);
    }

    #[test]
    fn a_class_has_so_many_decks_and_one_more_where_it_takes_the_place_of_another() {
        let mut class = Class::live();
        for n in 1..=MOST_DECKS as u128 {
            class.does(TEACHER, add(n, None));
        }
        let full = Err(Rejection::TooManyDecks { most: MOST_DECKS });
        assert_eq!(class.ask(TEACHER, add(99, None)), full);
        class.does(TEACHER, add(99, Some(deck(1))));
        assert_eq!(class.ask(TEACHER, add(100, Some(deck(2)))), full);
        class.does(TEACHER, remove(3));
        class.does(TEACHER, add(100, Some(deck(2))));
    }
}

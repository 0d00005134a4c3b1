//! A page in words, for who doesn't see it.

use crate::core::Core;
use crate::ids::DeckId;
use crate::rejection::Rejection;
use crate::slides::{Fact, LONGEST_DESCRIPTION, Slides};
use crate::words::clean;

/// Says what is on a page that has no text of its own, or not enough.
///
/// # Errors
/// After the class, where there is no such deck or page, and for a text that can't be taken.
pub fn describe(
    class: &Core,
    own: &Slides,
    (deck, page): (DeckId, u16),
    text: &str,
) -> Result<Vec<Fact>, Rejection> {
    class.must_not_be_over()?;
    let pages = own.decks.get(&deck).ok_or(Rejection::NoSuchDeck)?.pages;
    if page == 0 || page > pages {
        return Err(Rejection::NoSuchPage { pages });
    }
    let text = clean(text, LONGEST_DESCRIPTION).map_err(Rejection::BadText)?;
    if own.description(deck, page).is_some_and(|there| there.text() == text) {
        return Ok(vec![]);
    }
    // Who may look at the page may read of it at once; before that only staff know what will be there.
    let shown = page <= own.farthest(deck);
    Ok(vec![Fact::Described { deck, page, text: text.into(), shown }])
}

#[cfg(test)]
mod tests {
    use crate::command::{Command, SystemCommand, UseCaseCommand};
    use crate::decide::Rejection;
    use crate::ids::DeckId;
    use crate::role::{Role, Viewer};
    use crate::slides;
    use crate::testing::{Class, STUDENT, TEACHER, id, user};

    fn deck() -> DeckId {
        DeckId(id(1))
    }

    fn describe(page: u16, text: &str) -> Command {
        Command::Slides(slides::Command::Describe { deck: deck(), page, text: text.to_owned() })
    }

    #[test]
    fn a_page_is_described_to_students_once_it_was_shown() {
        let mut class = Class::live();
        let add = slides::UseCaseCommand::Add { deck: deck(), name: "a.pdf".to_owned(), instead_of: None };
        class.does(TEACHER, UseCaseCommand::Slides(add));
        let draw = slides::SystemCommand::Draw { deck: deck(), pages: 3, drawn: 3, undrawable: vec![] };
        class.system(SystemCommand::Slides(draw)).unwrap();
        class.does(TEACHER, Command::Slides(slides::Command::Show { deck: deck(), page: 1 }));
        class.does(TEACHER, describe(1, "A wave."));
        class.does(TEACHER, describe(2, "Two waves."));
        assert_eq!(class.ask(TEACHER, describe(2, " Two waves. ")), Ok(vec![]));
        assert_eq!(class.ask(TEACHER, describe(4, "Nothing.")), Err(Rejection::NoSuchPage { pages: 3 }));
        assert!(matches!(class.ask(TEACHER, describe(1, " ")), Err(Rejection::BadText(_))));

        let seen = class.view.for_viewer(&Viewer { user: user(STUDENT), role: Role::Student }).slides;
        assert_eq!(seen.description(deck(), 1).unwrap().text(), "A wave.");
        assert_eq!(seen.description(deck(), 2), None);
        assert_eq!(class.view.slides.description(deck(), 2).unwrap().text(), "Two waves.");
    }
}

//! Turning to a page.

use crate::core::Core;
use crate::ids::DeckId;
use crate::rejection::Rejection;
use crate::slides::{Fact, Slides};

/// Has everybody look at a page, whether it is drawn already or not.
///
/// # Errors
/// Outside a live class; where there is no such deck or page; where the deck can't be shown, or its pages aren't known yet.
pub fn show(class: &Core, own: &Slides, deck: DeckId, page: u16) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    let there = own.decks.get(&deck).ok_or(Rejection::NoSuchDeck)?;
    if there.unfit.is_some() || there.pages == 0 {
        return Err(Rejection::DeckNotReady);
    }
    let pages = there.pages;
    if page == 0 || page > pages {
        return Err(Rejection::NoSuchPage { pages });
    }
    let stays =
        own.last_deck == Some(deck) && own.turned.get(&deck).is_some_and(|turned| turned.page == page);
    Ok(if stays { vec![] } else { vec![Fact::Changed { deck, page, pages }] })
}

#[cfg(test)]
mod tests {
    use crate::command::{Command, SystemCommand, UseCaseCommand};
    use crate::decide::Rejection;
    use crate::ids::DeckId;
    use crate::slides::{self, AHEAD, Unfit};
    use crate::testing::{Class, TEACHER, id};

    fn deck() -> DeckId {
        DeckId(id(1))
    }

    fn added() -> Class {
        let mut class = Class::live();
        let add = slides::UseCaseCommand::Add {
            deck: deck(),
            name: "Übung „1“ 'α' 🎓.pdf".to_owned(),
            instead_of: None,
        };
        class.does(TEACHER, UseCaseCommand::Slides(add));
        class
    }

    fn drawn(class: &mut Class, pages: u16, drawn: u16) {
        let report = slides::SystemCommand::Draw { deck: deck(), pages, drawn, undrawable: vec![] };
        class.system(SystemCommand::Slides(report)).unwrap();
    }

    fn show(page: u16) -> Command {
        Command::Slides(slides::Command::Show { deck: deck(), page })
    }

    #[test]
    fn everybody_follows_and_what_was_shown_may_be_looked_at_again() {
        let mut class = added();
        drawn(&mut class, 15, 3);
        class.does(TEACHER, show(7));
        class.does(TEACHER, show(2));
        let own = &class.view.slides;
        let (on, turned) = own.on_stage(None).unwrap();
        assert_eq!((on, turned.page, turned.farthest, turned.pages), (deck(), 2, 7, 15));
        assert!(own.may_student_see(deck(), 7 + AHEAD) && !own.may_student_see(deck(), 8 + AHEAD));
        assert_eq!(class.ask(TEACHER, show(2)), Ok(vec![]), "it is so already");
    }

    #[test]
    fn what_is_not_there_is_not_shown() {
        let mut class = added();
        assert_eq!(class.ask(TEACHER, show(1)), Err(Rejection::DeckNotReady));
        drawn(&mut class, 15, 0);
        for page in [0, 16] {
            assert_eq!(class.ask(TEACHER, show(page)), Err(Rejection::NoSuchPage { pages: 15 }));
        }
        let other = slides::Command::Show { deck: DeckId(id(2)), page: 1 };
        assert_eq!(class.ask(TEACHER, Command::Slides(other)), Err(Rejection::NoSuchDeck));
    }

    #[test]
    fn reports_of_the_past_change_nothing() {
        let mut class = added();
        drawn(&mut class, 15, 9);
        drawn(&mut class, 15, 4);
        assert_eq!(class.view.slides.decks.get(&deck()).unwrap().drawn, 9);
        drawn(&mut class, 15, 15);
        let refuse = slides::SystemCommand::Refuse { deck: deck(), why: Unfit::TooHeavy };
        class.system(SystemCommand::Slides(refuse)).unwrap();
        assert_eq!(class.view.slides.decks.get(&deck()).unwrap().unfit, None, "it is whole");
    }

    #[test]
    fn a_deck_that_was_refused_says_why_and_is_not_shown() {
        let mut class = added();
        let refuse = slides::SystemCommand::Refuse { deck: deck(), why: Unfit::Locked };
        class.system(SystemCommand::Slides(refuse)).unwrap();
        assert_eq!(class.view.slides.decks.get(&deck()).unwrap().unfit, Some(Unfit::Locked));
        assert_eq!(class.ask(TEACHER, show(1)), Err(Rejection::DeckNotReady));
    }
}

//! Looking closer at a part of a page, all together.

use chrono::{DateTime, Utc};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::DeckId;
use crate::rejection::Rejection;
use crate::slides::{Fact, Paced, Slides};

/// How much larger a page is shown at most, in percent.
pub const CLOSEST: u16 = 800;
/// The whole page, in percent.
const WHOLE: u16 = 100;
/// A page's width and height, in which places on it are counted.
const PAGE: u16 = 10_000;

/// The part of a page that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Zoom {
    /// How much larger than whole, in percent: 100 to [`CLOSEST`].
    pub percent: u16,
    /// Its middle, in parts of 10,000 of the page's width from its left edge.
    pub x: u16,
    /// Its middle, in parts of 10,000 of the page's height from its upper edge.
    pub y: u16,
}

impl Default for Zoom {
    fn default() -> Self {
        Self { percent: WHOLE, x: PAGE / 2, y: PAGE / 2 }
    }
}

impl Zoom {
    /// Whether it is the whole page.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.percent <= WHOLE
    }

    /// The nearest one that shows nothing beside the page.
    #[must_use]
    pub fn within_page(self) -> Self {
        let percent = self.percent.clamp(WHOLE, CLOSEST);
        // Half of what is shown, rounded up: from there on to either edge there is page.
        let half = (u32::from(PAGE) * u32::from(WHOLE)).div_ceil(2 * u32::from(percent));
        let half = u16::try_from(half).unwrap_or(PAGE / 2).min(PAGE / 2);
        let middle = |place: u16| place.clamp(half, PAGE - half);
        Self { percent, x: middle(self.x), y: middle(self.y) }
    }
}

/// Has everybody look at a part of the page that is on the stage. Where another page is there by now nothing happens.
///
/// # Errors
/// Outside a live class, and for who does it too often.
pub fn zoom(
    class: &Core,
    own: &Slides,
    asking: Asking,
    (deck, page): (DeckId, u16),
    wanted: Zoom,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    let zoom = wanted.within_page();
    let there = own.on_stage(Some(deck)).filter(|(on, turned)| (*on, turned.page) == (deck, page));
    if there.is_none_or(|(_, turned)| turned.zoom == zoom) {
        return Ok(vec![]);
    }
    own.paces.must_wait(class, asking.user()?.0, Paced::Zoom, now)?;
    Ok(vec![Fact::Zoomed { deck, page, zoom }])
}

#[cfg(test)]
mod tests {
    use super::{CLOSEST, Zoom};
    use crate::command::{Command, SystemCommand, UseCaseCommand};
    use crate::decide::Rejection;
    use crate::ids::DeckId;
    use crate::slides::{self, ZOOMS};
    use crate::testing::{Class, TEACHER, id};

    fn deck() -> DeckId {
        DeckId(id(1))
    }

    fn shown() -> Class {
        let mut class = Class::live();
        let add = slides::UseCaseCommand::Add { deck: deck(), name: "a.pdf".to_owned(), instead_of: None };
        class.does(TEACHER, UseCaseCommand::Slides(add));
        let draw = slides::SystemCommand::Draw { deck: deck(), pages: 3, drawn: 3, undrawable: vec![] };
        class.system(SystemCommand::Slides(draw)).unwrap();
        class.does(TEACHER, show(1));
        class
    }

    fn show(page: u16) -> Command {
        Command::Slides(slides::Command::Show { deck: deck(), page })
    }

    fn zoom(page: u16, percent: u16, x: u16, y: u16) -> Command {
        Command::Slides(slides::Command::Zoom { deck: deck(), page, zoom: Zoom { percent, x, y } })
    }

    #[test]
    fn everybody_looks_closer_until_the_page_is_turned() {
        let mut class = shown();
        class.does(TEACHER, zoom(1, 200, 2500, 5000));
        let now = |class: &Class| class.view.slides.on_stage(None).unwrap().1.zoom;
        assert_eq!(now(&class), Zoom { percent: 200, x: 2500, y: 5000 });
        assert_eq!(class.ask(TEACHER, zoom(1, 200, 2500, 5000)), Ok(vec![]), "it is so already");
        assert_eq!(class.ask(TEACHER, zoom(2, 300, 5000, 5000)), Ok(vec![]), "that page isn't shown");
        class.does(TEACHER, show(2));
        assert_eq!(now(&class), Zoom::default());
        class.does(TEACHER, show(1));
        assert_eq!(now(&class), Zoom::default(), "a page is whole when it is shown again");
    }

    #[test]
    fn nothing_beside_the_page_is_shown() {
        let of = |percent, x, y| {
            let Zoom { percent, x, y } = Zoom { percent, x, y }.within_page();
            (percent, x, y)
        };
        assert_eq!(of(0, 0, 65_535), (100, 5000, 5000));
        assert_eq!(of(200, 0, 10_000), (200, 2500, 7500));
        assert_eq!(of(u16::MAX, 0, 5000), (CLOSEST, 625, 5000));
        for percent in 100..=CLOSEST {
            let zoom = Zoom { percent, x: 0, y: 0 }.within_page();
            assert!(u32::from(zoom.x) * u32::from(percent) >= 500_000, "{zoom:?}");
        }
    }

    #[test]
    fn it_is_done_so_often_and_then_has_to_wait() {
        let mut class = shown();
        for n in 0..ZOOMS {
            class.does(TEACHER, zoom(1, 101 + u16::try_from(n).unwrap(), 5000, 5000));
        }
        assert_eq!(class.ask(TEACHER, zoom(1, 700, 5000, 5000)), Err(Rejection::TooOften { wait: 60 }));
        class.does(TEACHER, show(2));
        class.pass_ms(60_000);
        class.does(TEACHER, zoom(2, 700, 5000, 5000));
    }
}

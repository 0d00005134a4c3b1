//! The stage: what a class looks at, painted from the scene that is live. The class page and the replay draw the same stage;
//! what differs is where its pictures come from, so each gives it a function that draws a surface.

mod arrange;
mod card;
mod layers;
mod own;

pub(crate) use arrange::{Cast, Part, Placed, Rect, Surface, arrange};
pub(crate) use card::{CardSurface, nothing_yet};
pub(crate) use layers::{Layers, layer_text};
pub(crate) use own::OwnView;

use std::hash::Hash;

use domain::ids::SceneId;
use leptos::prelude::*;

use crate::ui::each;

/// Where a surface stands now, for what draws it. Copied freely.
#[derive(Clone, Copy)]
pub(crate) struct Cell {
    /// What it is on the stage; none while it is kept and not shown.
    pub part: Memo<Option<Part>>,
    /// Its width by its height, as it is shown.
    pub ratio: Memo<f32>,
}

/// Of a person's picture that fills its place at least this much is seen; else it is shown whole.
const SEEN_OF_A_PERSON: f32 = 0.6;

impl Cell {
    /// Whether a camera's picture of this width by its height would lose too much by filling its place, as a phone's that is
    /// held upright does on a wide stage; follows the place.
    pub fn must_be_whole(self, picture: f32) -> bool {
        let ratio = self.ratio.get() / picture.max(0.01);
        ratio.min(1.0 / ratio) < SEEN_OF_A_PERSON
    }

    /// Whether it is on the stage; follows it.
    pub fn is_shown(self) -> bool {
        self.part.get().is_some()
    }

    /// Whether it is what the class looks at; follows it.
    pub fn is_main(self) -> bool {
        self.part.get() == Some(Part::Main)
    }
}

/// Paints surfaces in their places. Each has one element that moves when the scene changes, so that a picture that was there
/// before goes on without a gap.
pub(crate) fn stage<P>(
    kept: Signal<Vec<Surface<P>>>,
    placed: Memo<Vec<Placed<P>>>,
    draw: impl Fn(Surface<P>, Cell) -> AnyView + Send + Sync + 'static,
) -> AnyView
where
    P: Clone + PartialEq + Hash + Send + Sync + 'static,
{
    each(
        move || kept.get(),
        Clone::clone,
        move |surface| {
            let there = surface.clone();
            let place = Memo::new(move |_| {
                placed.with(|placed| {
                    placed
                        .iter()
                        .find(|placed| placed.surface == there)
                        .map(|placed| (placed.part, placed.rect))
                })
            });
            let cell = Cell {
                part: Memo::new(move |_| place.get().map(|(part, _)| part)),
                ratio: Memo::new(move |_| place.get().map_or(1.0, |(_, rect)| rect.ratio())),
            };
            framed(place, cell, draw(surface, cell))
        },
    )
}

/// The element of a surface, of one kind for all that there are.
#[inline(never)]
fn framed(place: Memo<Option<(Part, Rect)>>, cell: Cell, inside: AnyView) -> AnyView {
    let class = move || match cell.part.get() {
        Some(Part::Main) => "stage__cell stage__main",
        Some(Part::Beside) => "stage__cell stage__people",
        Some(Part::Inset(domain::scene::Shape::Circle)) => "stage__cell stage__people stage__cell--circle",
        Some(Part::Inset(_)) => "stage__cell stage__people stage__cell--over",
        None => "stage__cell",
    };
    let style = move || place.get().map(|(_, rect)| rect.style());
    view! { <div class=class style=style hidden=move || !cell.is_shown()>{inside}</div> }.into_any()
}

/// How a stage whose scene fades in does it: not, or in one of two ways that look the same, so that the next fading begins anew.
/// What is there when the page comes doesn't fade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fading {
    Not,
    Once,
    Again,
}

/// Follows the scene that is live; `on_air` is that and whether it fades.
pub(crate) fn fading(on_air: Memo<Option<(SceneId, bool)>>) -> Signal<Fading> {
    let fading = Memo::new(move |before: Option<&(Option<SceneId>, Fading)>| {
        let now = on_air.get();
        let scene = now.map(|(scene, _)| scene);
        let how = match (before, now) {
            (Some((shown, how)), _) if *shown == scene => *how,
            (Some((_, Fading::Once)), Some((_, true))) => Fading::Again,
            (Some(_), Some((_, true))) => Fading::Once,
            (_, _) => Fading::Not,
        };
        (scene, how)
    });
    Signal::derive(move || fading.get().1)
}

/// Whether something stands beside what the class looks at, so that words over it keep to its side; follows it.
pub(crate) fn has_column<P: PartialEq + Send + Sync + 'static>(placed: Memo<Vec<Placed<P>>>) -> bool {
    placed.with(|placed| {
        placed.iter().any(|placed| placed.part == Part::Beside)
            && placed.iter().any(|placed| placed.part == Part::Main)
    })
}

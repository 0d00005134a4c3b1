//! A scene as a small picture: its layout, drawn by what paints the stage.

use domain::scene::{Layout, Wording};
use leptos::prelude::*;

use crate::stage::{Cast, Part, Placed, Surface, arrange};

/// People who stand in for those who will be there.
fn cast(layout: Layout) -> Cast<u8> {
    let others = match layout {
        Layout::TwoSpeakers | Layout::Interview { .. } => 1,
        Layout::Gallery => 5,
        Layout::Camera
        | Layout::Slides { .. }
        | Layout::Board { .. }
        | Layout::Screen { .. }
        | Layout::Card { .. } => 0,
    };
    Cast { speaker: Surface::Camera(0), lit: false, others: (1..=others).collect(), screens: vec![0] }
}

/// The picture. It says nothing to a screen reader: the scene's name stands beside it.
pub(super) fn thumbnail(layout: Layout, wording: &Wording) -> AnyView {
    let title = match layout {
        Layout::Card { .. } if !wording.title.is_empty() => wording.title.clone(),
        _ => wording.name.clone(),
    };
    let part = move |Placed { surface, part, rect }: Placed<u8>| {
        let what = match surface {
            Surface::Camera(_) | Surface::Absent(_) | Surface::Nobody => "scene__part--camera",
            Surface::Screen(_) | Surface::NoScreen => "scene__part--screen",
            Surface::Slides(_) => "scene__part--slides",
            Surface::Board(_) => "scene__part--board",
            Surface::Card => "scene__part--card",
        };
        let shape = match part {
            Part::Inset(domain::scene::Shape::Circle) => " scene__part--circle",
            Part::Main | Part::Beside | Part::Inset(_) => "",
        };
        let title = (surface == Surface::Card).then(|| title.clone());
        view! { <span class=format!("scene__part {what}{shape}") style=rect.style() dir="auto">{title}</span> }
    };
    view! {
        <span class="scene__thumb" aria-hidden="true">
            {arrange(Some(layout), &cast(layout)).into_iter().map(part).collect_view()}
        </span>
    }
    .into_any()
}

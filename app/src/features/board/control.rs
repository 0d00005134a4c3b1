//! The button that puts a whiteboard on the stage, and takes it off again.

use domain::Command;
use domain::ids::SceneId;
use domain::scene::{self, Definition, Inset, Layout, Place, Scene, Shape, Size, Wording};
use leptos::prelude::*;

use super::{make, meant};
use crate::room::Room;
use crate::ui::{Glyph, Icon};

/// The button, for staff.
#[component]
pub(crate) fn BoardControl() -> impl IntoView {
    let room = Room::expect();
    let on = Memo::new(move |_| {
        room.live.view.with(|view| {
            view.scene.on_air.as_ref().is_some_and(|shown| matches!(shown.layout, Layout::Board { .. }))
        })
    });
    let words = move || if on.get() { "Put the whiteboard away" } else { "Whiteboard" };
    view! {
        <button
            class="control"
            class:control--on=move || on.get()
            type="button"
            aria-label=words
            data-hint=words
            aria-pressed=move || on.get().to_string()
            on:click=move |_| toggle(room, on.get_untracked())
        >
            <Icon glyph=Glyph::Pencil/>
        </button>
    }
    .into_any()
}

fn toggle(room: Room, on: bool) {
    let (name, layout) = if on { ("Camera", Layout::Camera) } else { ("Whiteboard", board_layout(room)) };
    let there = room.live.view.with_untracked(|view| {
        let same = |scene: &&_| is_like(AsRef::<Scene>::as_ref(*scene).layout, layout);
        view.scene.scenes.iter().find(same).map(|scene| scene.id)
    });
    let scene = there.unwrap_or_else(|| {
        let scene = SceneId(uuid::Uuid::new_v4());
        let definition =
            Definition { layout, wording: Wording { name: name.to_owned(), ..Wording::default() } };
        room.live.send(Command::Scene(scene::Command::Create { scene, place: u16::MAX, definition }));
        scene
    });
    room.live.send(Command::Scene(scene::Command::Switch { scene, fade: false }));
}

/// The class's board with the camera over its corner; a board is made where there is none.
fn board_layout(room: Room) -> Layout {
    let there = room.live.view.with_untracked(|view| meant(&view.board, None).is_some());
    if !there {
        make(room);
    }
    let camera = Inset { place: Place::TopRight, size: Size::Small, shape: Shape::Rectangle };
    Layout::Board { board: None, camera: Some(camera) }
}

/// Whether a scene shows the same, wherever its camera is.
fn is_like(one: Layout, other: Layout) -> bool {
    matches!(
        (one, other),
        (Layout::Board { board: None, .. }, Layout::Board { .. }) | (Layout::Camera, Layout::Camera)
    )
}

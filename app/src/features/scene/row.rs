//! One scene in the rail.

use domain::ids::SceneId;
use domain::names::isolated;
use leptos::ev::{DragEvent, KeyboardEvent};
use leptos::prelude::*;

use super::program::name_of;
use super::rail::{RailState, row_id};
use super::thumbnail::thumbnail;
use crate::ui::{Glyph, Icon, keys};

/// How a scene stands to the class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Live,
    Next,
    Ready,
}

/// The row of a scene: its picture is the button that shows it.
pub(super) fn row(rail: RailState, scene: SceneId) -> AnyView {
    let desk = rail.program.desk;
    let place = Memo::new(move |_| desk.look(scene, |place, _| place).unwrap_or(0));
    let name = Memo::new(move |_| desk.look(scene, name_of).unwrap_or_default());
    let content = Memo::new(move |_| desk.look(scene, |_, scene| (scene.layout, scene.wording.clone())));
    let standing = Memo::new(move |_| {
        let live = desk.scenes.with(|own| own.on_air.as_ref().map(|shown| shown.scene));
        let next = rail.program.next.get().filter(|_| rail.program.preview.get());
        match (live == Some(scene), next == Some(scene)) {
            (true, _) => Standing::Live,
            (false, true) => Standing::Next,
            (false, false) => Standing::Ready,
        }
    });
    let words = move || match standing.get() {
        Standing::Live => Some("ON AIR"),
        Standing::Next => Some("NEXT"),
        Standing::Ready => None,
    };
    let on_key = move |event: KeyboardEvent| {
        let down = match keys::pressed(&event).as_deref() {
            Some("ArrowDown") if event.alt_key() => true,
            Some("ArrowUp") if event.alt_key() => false,
            _ => return,
        };
        event.prevent_default();
        rail.step(scene, down);
    };
    let over = move |event: DragEvent| {
        if rail.dragged.get_untracked().is_some_and(|dragged| dragged != scene) {
            event.prevent_default();
        }
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        if let Some(dragged) = rail.dragged.get_untracked() {
            rail.put(dragged, place.get_untracked());
        }
        rail.dragged.set(None);
    };
    view! {
        <li
            class="scene"
            class:scene--on=move || standing.get() == Standing::Live
            class:scene--next=move || standing.get() == Standing::Next
            class:scene--dragged=move || rail.dragged.get() == Some(scene)
            draggable="true"
            on:dragstart=move |_| rail.dragged.set(Some(scene))
            on:dragend=move |_| rail.dragged.set(None)
            on:dragover=over
            on:drop=dropped
        >
            <button
                class="scene__pick"
                id=row_id(scene)
                type="button"
                aria-current=move || (standing.get() == Standing::Live).then_some("true")
                aria-keyshortcuts=move || key(place.get())
                on:click=move |_| rail.program.choose(scene)
                on:keydown=on_key
            >
                {move || content.get().map(|(layout, wording)| thumbnail(layout, &wording))}
                <span class="scene__row">
                    {move || key(place.get()).map(|key| view! { <kbd aria-hidden="true">{key}</kbd> })}
                    <span class="scene__name" dir="auto">{name}</span>
                    <span class="scene__state">{words}</span>
                </span>
            </button>
            {more(rail, scene, name)}
        </li>
    }
    .into_any()
}

/// The number key that shows the scene at a place; the first nine have one.
fn key(place: usize) -> Option<String> {
    (place < 9).then(|| (place + 1).to_string())
}

/// What else is done with a scene.
fn more(rail: RailState, scene: SceneId, name: Memo<String>) -> AnyView {
    let menu = format!("scene-more-{scene}");
    let item = |glyph: Glyph, words: &'static str, act: Box<dyn Fn()>| {
        view! {
            <button class="menu__item" type="button" popovertarget=menu.clone() popovertargetaction="hide" on:click=move |_| act()>
                <Icon glyph/>
                {words}
            </button>
        }
    };
    let edit = move || {
        rail.program.edited.set(Some(scene));
        rail.program.desk.editor.set(true);
    };
    view! {
        <button
            class="button button--ghost button--small button--icon scene__more"
            type="button"
            aria-label=move || format!("More for {}", isolated(name.get()))
            popovertarget=menu.clone()
        >
            <Icon glyph=Glyph::Ellipsis/>
        </button>
        <div class="menu__list" id=menu.clone() popover="auto">
            {item(Glyph::Pencil, "Change or rename", Box::new(edit))}
            {item(Glyph::Copy, "Duplicate", Box::new(move || rail.duplicate(scene)))}
            {item(Glyph::ArrowLeft, "Move up (Alt ↑)", Box::new(move || rail.step(scene, false)))}
            {item(Glyph::ArrowRight, "Move down (Alt ↓)", Box::new(move || rail.step(scene, true)))}
            <hr class="menu__separator"/>
            {item(Glyph::Trash, "Delete", Box::new(move || rail.delete(scene)))}
        </div>
    }
    .into_any()
}

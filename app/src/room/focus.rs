//! The focus in lists that change under the person's hands: it stays where it was, or goes to what took that place.
//!
//! A row is an element that can have the focus by program only (`tabindex="-1"`); arrow keys go along the rows of a list.

use leptos::ev::KeyboardEvent;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::ui::keys::is_writing;
use crate::ui::keys::pressed;

/// What to show of `source`: the same a moment later, so that the focus can be put back where the change took it.
pub(crate) fn steady<T>(source: Memo<T>, lists: NodeRef<Div>) -> RwSignal<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let shown = RwSignal::new(source.get_untracked());
    Effect::new(move || {
        let next = source.get();
        if shown.with_untracked(|shown| *shown != next) {
            hold(lists);
            shown.set(next);
        }
    });
    shown
}

/// Goes to the row above or below, where an arrow key was pressed outside of a text.
pub(crate) fn arrows(event: KeyboardEvent) {
    let down = match pressed(&event).as_deref() {
        Some("ArrowDown") => true,
        Some("ArrowUp") => false,
        _ => return,
    };
    if step(&event, down) {
        event.prevent_default();
    }
}

/// Remembers what has the focus in the lists, and puts it back after the change.
fn hold(lists: NodeRef<Div>) {
    let Some((lists, active)) = lists.get_untracked().zip(active()) else { return };
    if !lists.contains(Some(&active)) {
        return;
    }
    let row = row_of(&active);
    let place = row.as_ref().and_then(|row| Some((row.parent_element()?, position(row))));
    request_animation_frame(move || {
        let has = || self::active().is_some_and(|now| now.tag_name() != "BODY");
        if !has() {
            focus(&active);
        }
        if !has()
            && let Some((list, position)) = &place
        {
            let rows = std::iter::successors(list.first_element_child(), Element::next_element_sibling);
            rows.take(position + 1).last().iter().for_each(focus);
        }
        if !has()
            && let Ok(Some(panel)) = lists.closest("[role=tabpanel]")
        {
            focus(&panel);
        }
    });
}

/// Whether there was a row to go to.
fn step(event: &KeyboardEvent, down: bool) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(target) = target.filter(|_| !is_writing(event)) else { return false };
    let next = row_of(&target)
        .and_then(|row| if down { row.next_element_sibling() } else { row.previous_element_sibling() });
    next.iter().for_each(focus);
    next.is_some()
}

/// Gives the focus to the element of that id, as soon as it is there to be seen.
pub(crate) fn give(id: String) {
    request_animation_frame(move || {
        document().get_element_by_id(&id).iter().for_each(focus);
    });
}

fn active() -> Option<Element> {
    document().active_element()
}

fn row_of(element: &Element) -> Option<Element> {
    element.closest("li[tabindex='-1']").ok().flatten()
}

fn position(row: &Element) -> usize {
    std::iter::successors(row.previous_element_sibling(), Element::previous_element_sibling).count()
}

/// Does nothing for what is gone or not to be seen.
fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

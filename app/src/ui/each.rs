//! Lists whose lines keep their state when others come and go.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash};
use std::sync::Arc;

use leptos::prelude::*;

/// A line of a list, drawn when it is new.
struct ListItem {
    key: u64,
    draw: Box<dyn FnOnce() -> AnyView + Send>,
}

/// Draws a list whose lines are known by a key: what [`For`] does, in one kind for every list there is. `For` brings all
/// of its comparing along for each kind of line, several kilobytes of the page's program.
///
/// Two keys of one hash would be taken for one line; among a list's lines that is one in some thousand million lists.
pub fn each<T: Send + 'static, K: Hash>(
    items: impl Fn() -> Vec<T> + Send + 'static,
    key: impl Fn(&T) -> K + Send + 'static,
    view: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let view = Arc::new(view);
    let line = move |item: T| {
        let view = view.clone();
        ListItem { key: hash(key(&item)), draw: Box::new(move || view(item)) }
    };
    list(Box::new(move || {
        let mut lines = Vec::new();
        for item in items() {
            lines.push(line(item));
        }
        lines
    }))
}

fn hash(key: impl Hash) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(key)
}

#[inline(never)]
fn list(lines: Box<dyn Fn() -> Vec<ListItem> + Send>) -> AnyView {
    view! { <For each=lines key=|line| line.key children=|line| (line.draw)()/> }.into_any()
}

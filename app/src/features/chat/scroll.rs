//! The chat's list in the window it is read through: draws what is in sight, measures it, keeps the reader's place, stays
//! at the end while the reader is there, and counts what is new while they read above.

use std::collections::HashMap;
use std::ops::Range;

use leptos::html::Ol;
use leptos::prelude::*;

use super::lines::ChatItem;
use crate::ui::window::{Tops, last};

/// A list and what is known about its lines.
#[derive(Clone, Copy)]
pub(crate) struct Scroll {
    /// The list, inside the `.panel__body` that scrolls.
    pub list: NodeRef<Ol>,
    /// The lines that are drawn.
    pub drawn: RwSignal<Range<usize>>,
    /// How many lines came since the reader left the end.
    pub new: RwSignal<usize>,
    /// The reader is at the end, where new lines are to be read out.
    pub following: RwSignal<bool>,
    /// Measured heights, in CSS pixels.
    heights: StoredValue<HashMap<ChatItem, f64>>,
    tops: StoredValue<Tops>,
}

impl Scroll {
    pub fn new() -> Self {
        Self {
            list: NodeRef::new(),
            drawn: RwSignal::new(0..0),
            new: RwSignal::new(0),
            following: RwSignal::new(true),
            heights: StoredValue::new(HashMap::new()),
            tops: StoredValue::new(Tops::default()),
        }
    }

    /// Follows the lines as long as the component lives; `likely` is a line's height as long as nobody measured it.
    pub fn follow(
        self,
        lines: Memo<Vec<ChatItem>>,
        likely: fn(&domain::ClassView, ChatItem) -> f64,
        view: RwSignal<domain::ClassView>,
    ) {
        self.drawn.set(last(lines.with_untracked(Vec::len)));
        let heights = move |some: &[ChatItem]| {
            view.with_untracked(|view| {
                self.heights.with_value(|known| {
                    let height =
                        |line: &ChatItem| known.get(line).copied().unwrap_or_else(|| likely(view, *line));
                    some.iter().map(height).collect::<Vec<_>>()
                })
            })
        };
        browser::follow(self, lines, heights);
    }

    /// What says that lines came below the reader, and leads there.
    pub fn newer(self) -> AnyView {
        let new = self.new;
        view! {
            <Show when=move || { new.get() > 0 }>
                <button class="chat__new" type="button" on:click=move |_| self.to_end()>
                    {move || match new.get() { 1 => "1 new message".to_owned(), n => format!("{n} new messages") }}
                </button>
            </Show>
        }
        .into_any()
    }

    /// To the newest line.
    fn to_end(self) {
        browser::to_end(self);
    }

    /// The list is seen again after another tab was.
    pub fn shown(self) {
        browser::shown(self);
    }

    /// To a line, in the middle of what is in sight.
    pub fn to_line(self, line: usize) {
        browser::to_line(self, line);
    }
}

mod browser;

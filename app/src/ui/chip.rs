//! A word of state, and a number in a tab.

use leptos::prelude::*;

use super::{Glyph, Icon, classes};

/// What a chip's colour adds to its word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing.
    #[default]
    Plain,
    /// It goes well.
    Good,
    /// Look here.
    Warn,
    /// It is live.
    Live,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Good => "chip--ok",
            Self::Warn => "chip--warn",
            Self::Live => "chip--live",
        }
    }
}

/// A word of state: "Scheduled", "Live 24:18".
#[component]
pub fn Chip(
    /// What its colour adds.
    #[prop(optional)]
    tone: Tone,
    /// An icon before the word.
    #[prop(optional, into)]
    glyph: Option<Glyph>,
    /// The word.
    children: Children,
) -> impl IntoView {
    view! {
        <span class=classes(&["chip", tone.class()])>
            {glyph.map(|glyph| view! { <Icon glyph/> })}
            {children()}
        </span>
    }
}

/// How many there are; nothing at zero. `hot` where somebody waits for an answer.
#[component]
pub fn Count(
    /// How many.
    #[prop(into)]
    of: Signal<usize>,
    /// They want attention.
    #[prop(optional, into)]
    hot: Signal<bool>,
) -> impl IntoView {
    view! {
        <span class="count" class:count--hot=move || hot.get() hidden=move || of.get() == 0>
            {move || if of.get() > 99 { "99+".to_owned() } else { of.get().to_string() }}
        </span>
    }
}

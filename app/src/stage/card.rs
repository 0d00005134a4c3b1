//! Surfaces without a picture: cards, and what stands where there is nothing to show yet.

use domain::scene::{Card, Layout, OnAir};
use leptos::prelude::*;

use crate::ui::{Glyph, Icon, left_in_digits};

/// A card with its title, its text and the time that is left.
#[component]
pub(crate) fn CardSurface(
    /// The scene that is live.
    shown: Signal<Option<OnAir>>,
    /// The class's clock, in ms.
    clock: Signal<i64>,
) -> impl IntoView {
    let card = move || {
        let OnAir { layout, wording, .. } = shown.get()?;
        let Layout::Card { card, .. } = layout else { return None };
        let title = if wording.title.is_empty() { words(card).to_owned() } else { wording.title };
        Some(view! {
            <h2 class="stage__title" dir="auto">{title}</h2>
            {(!wording.text.is_empty()).then(|| view! { <p class="stage__text" dir="auto">{wording.text}</p> })}
        })
    };
    let left = Memo::new(move |_| {
        let shown = shown.get()?;
        let Layout::Card { minutes: Some(minutes), .. } = shown.layout else { return None };
        Some((shown.since.0 + i64::from(minutes) * 60_000 - clock.get() + 999).max(0) / 1_000)
    });
    view! {
        <div class="stage__card">
            {card}
            {move || left.get().map(|left| view! { <p class="stage__left num" role="timer">{left_in_digits(left)}</p> })}
        </div>
    }
    .into_any()
}

/// What a card says by itself.
fn words(card: Card) -> &'static str {
    match card {
        Card::Title => "We begin in a moment",
        Card::Break => "Break",
        Card::Ending => "Thank you for being here",
    }
}

/// What stands on the stage where there is nothing to show yet.
pub(crate) fn nothing_yet(glyph: Glyph, words: impl IntoView + 'static) -> AnyView {
    view! {
        <div class="stage__empty">
            <Icon glyph/>
            <p>{words}</p>
        </div>
    }
    .into_any()
}

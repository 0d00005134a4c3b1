//! Polls in a replay, as they stood at the moment that is played.

use leptos::prelude::*;

use super::card::{Card, cards, order};
use super::read::result;
use crate::markup::with_formulas;
use crate::playback::asked::{AskedUntil, bar, go_to};
use crate::ui::{EmptyState, Glyph};

/// The tab with the polls.
#[component]
pub(crate) fn Polls(asked: AskedUntil) -> impl IntoView {
    let watching = asked.watching;
    let list = Memo::new(move |_| {
        asked.look(|view| {
            let mut cards = cards(view, &[], watching.viewer, &[]);
            let one = |id| {
                let place = cards.iter().position(|(other, _)| *other == id)?;
                Some((view.poll.polls.get(&id)?.opened.0, cards.swap_remove(place).1))
            };
            order(view).into_iter().filter_map(one).collect::<Vec<(i64, Card)>>()
        })
    });
    if asked.counts().1 == 0 {
        return view! { <EmptyState glyph=Glyph::Poll title="No polls" text="Nothing was asked in this class."/> }.into_any();
    }
    let line = move |(at, card): &(i64, Card)| {
        view! {
            <li class="poll">
                <h2 class="poll__question" dir="auto">{with_formulas(&card.question)}</h2>
                <p class="poll__meta">{card.meta.clone()}</p>
                {result(card)}
                {go_to(watching, *at)}
            </li>
        }
    };
    view! {
        {bar(asked, Signal::derive(move || list.with(Vec::len)), asked.counts().1)}
        <ul class="polls__list" aria-label="Polls">
            {move || list.with(|list| list.iter().map(line).collect_view())}
        </ul>
    }
    .into_any()
}

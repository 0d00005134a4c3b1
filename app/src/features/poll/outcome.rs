//! What came out of a poll: bars and numbers, and for staff who chose what.

use domain::ids::PollId;
use leptos::prelude::*;

use super::List;
use super::card::{Bar, Share};
use crate::markup::with_formulas;
use crate::ui::{Glyph, Icon};

/// The result as far as the viewer may see it; nothing where they may not.
pub(super) fn outcome(list: List, id: PollId) -> AnyView {
    let result = list.part(id, |card| card.result.clone());
    let some = Memo::new(move |_| result.with(|result| !result.bars.is_empty()));
    let why = move || result.with(|result| Some(result.explanation.clone()).filter(|why| !why.is_empty()));
    let voters = list.part(id, |card| card.voters.clone());
    let anybody = Memo::new(move |_| voters.with(|voters| !voters.is_empty()));
    view! {
        <Show when=move || some.get()>
            <ul class="poll__results" aria-label="Result">
                {move || result.with(|result| result.bars.iter().map(bar).collect_view())}
            </ul>
            {move || why().map(|why| view! { <p class="poll__explanation"><b>"Why: "</b><bdi>{with_formulas(&why)}</bdi></p> })}
        </Show>
        <Show when=move || anybody.get()>
            <details class="poll__voters">
                <summary>"Who chose what"</summary>
                <dl>
                    {move || voters.get().into_iter().map(|(label, names)| view! {
                        <dt dir="auto">{with_formulas(&label)}</dt>
                        <dd>{names.join(", ")}</dd>
                    }).collect_view()}
                </dl>
            </details>
        </Show>
    }
    .into_any()
}

pub(super) fn bar(bar: &Bar) -> AnyView {
    let Bar { label, now, before, own, right } = bar.clone();
    let of = |share: Share| format!("{} · {} %", share.votes, share.percent);
    view! {
        <li class="poll__result" class:poll__result--own=own class:poll__result--right=right>
            <span>
                <bdi>{with_formulas(&label)}</bdi>
                {right.then(|| view! { <span class="poll__mark"><Icon glyph=Glyph::CircleCheck/>"Right"</span> })}
                {own.then(|| view! { <span class="poll__mark"><Icon glyph=Glyph::User/>"Your vote"</span> })}
            </span>
            <span class="num">{before.map(|_| "Now ")}{of(now)}</span>
            {line(now)}
            {before.map(|before| view! {
                <span class="poll__before num">"Before " {of(before)}</span>
                <span class="poll__bar poll__bar--before">{fill(before)}</span>
            })}
        </li>
    }
    .into_any()
}

fn line(share: Share) -> AnyView {
    view! { <span class="poll__bar">{fill(share)}</span> }.into_any()
}

fn fill(share: Share) -> AnyView {
    view! { <span style=format!("inline-size: {}%", share.percent)></span> }.into_any()
}

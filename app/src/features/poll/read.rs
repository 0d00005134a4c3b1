//! A poll to be read where nothing can be done with it any more: in the class's results, and in its replay.

use leptos::prelude::*;

use super::card::{Card, Written};
use super::outcome::bar;
use crate::markup::with_formulas;
use crate::ui::Chip;

/// What came of a poll, as far as its card says.
pub(crate) fn result(card: &Card) -> AnyView {
    let Card { result, voters, answers, note, .. } = card;
    let bars = (!result.bars.is_empty()).then(|| {
        view! { <ul class="poll__results" aria-label="Result">{result.bars.iter().map(bar).collect_view()}</ul> }
    });
    let why = (!result.explanation.is_empty())
        .then(|| view! { <p class="poll__explanation"><b>"Why: "</b><bdi>{with_formulas(&result.explanation)}</bdi></p> });
    let voters = (!voters.is_empty()).then(|| {
        let line = |(label, names): &(String, Vec<String>)| {
            view! { <dt dir="auto">{with_formulas(label)}</dt><dd>{names.join(", ")}</dd> }
        };
        view! {
            <details class="poll__voters">
                <summary>"Who chose what"</summary>
                <dl>{voters.iter().map(line).collect_view()}</dl>
            </details>
        }
    });
    let answers = (!answers.is_empty()).then(|| {
        view! { <ul class="poll__written" aria-label="Answers">{answers.iter().map(answer).collect_view()}</ul> }
    });
    view! {
        {note.map(|note| view! { <p class="poll__note">{note}</p> })}
        {bars}
        {why}
        {voters}
        {answers}
    }
    .into_any()
}

fn answer(Written { text, who, group, .. }: &Written) -> AnyView {
    view! {
        <li class="poll__answer">
            <span>
                <bdi>{with_formulas(text)}</bdi>
                {who.clone().map(|who| view! { <span class="poll__who" dir="auto">{who}</span> })}
            </span>
            {group.clone().map(|group| view! { <Chip><bdi>{with_formulas(&group)}</bdi></Chip> })}
        </li>
    }
    .into_any()
}

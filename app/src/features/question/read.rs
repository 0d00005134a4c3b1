//! A question to be read where nothing can be done with it any more: in the class's results, and in its replay.

use leptos::prelude::*;

use super::board::{Mark, QuestionCard};
use crate::markup::with_formulas;

/// The question with its votes, and what became of it. What stands in `beside` comes below.
pub(crate) fn question(asked: &QuestionCard, beside: AnyView) -> AnyView {
    let QuestionCard { votes, said, .. } = asked;
    let class = match said.mark {
        Mark::Stage => "question question--stage",
        Mark::Waiting => "question question--waiting",
        Mark::None | Mark::Unsent | Mark::Settled => "question",
    };
    let answer = said.answer.clone().map(|(heading, text)| {
        view! { <div class="question__answer"><b>{heading}</b><p dir="auto">{with_formulas(&text)}</p></div> }
    });
    view! {
        <li class=class>
            <div class="question__votes">
                <b>{votes.count}</b>
                <span>{if votes.count == 1 { "vote" } else { "votes" }}</span>
            </div>
            <p class="question__text" dir="auto">{with_formulas(&said.text)}</p>
            <p class="question__meta">{said.meta.clone()}</p>
            {answer}
            {beside}
        </li>
    }
    .into_any()
}

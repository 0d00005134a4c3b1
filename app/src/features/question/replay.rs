//! Questions in a replay, as they stood at the moment that is played.

use domain::sorted::SortedSet;
use leptos::prelude::*;

use super::board::{Order, QuestionCard, board};
use super::read::question;
use crate::playback::asked::{AskedUntil, bar, go_to};
use crate::ui::{EmptyState, Glyph};

/// The tab with the questions.
#[component]
pub(crate) fn Questions(asked: AskedUntil) -> impl IntoView {
    let watching = asked.watching;
    let list = Memo::new(move |_| {
        asked.look(|view| {
            let gone: SortedSet<_> = view
                .question
                .questions
                .values()
                .filter(|question| question.text.erased())
                .map(|question| question.id)
                .collect();
            let mut board = board(view, &[], watching.viewer, Order::Votes);
            let ids: Vec<_> =
                board.open.iter().chain(&board.settled).filter(|id| !gone.contains(id)).collect();
            let one = |id| Some((view.question.questions.get(id)?.asked.0, board.asked.remove(id)?));
            ids.into_iter().filter_map(one).collect::<Vec<(i64, QuestionCard)>>()
        })
    });
    if asked.counts().0 == 0 {
        return view! { <EmptyState glyph=Glyph::Question title="No questions" text="Nobody asked one in this class."/> }
            .into_any();
    }
    let line = move |(at, asked): &(i64, QuestionCard)| question(asked, go_to(watching, *at));
    view! {
        {bar(asked, Signal::derive(move || list.with(Vec::len)), asked.counts().0)}
        <ul class="questions__list" aria-label="Questions">
            {move || list.with(|list| list.iter().map(line).collect_view())}
        </ul>
    }
    .into_any()
}

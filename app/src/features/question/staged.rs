//! The question on the stage, in the class and in its replay: over the stage's foot.

use domain::names::isolated;
use leptos::prelude::*;

use crate::markup::with_formulas;
use crate::playback::asked::AskedUntil;
use crate::playback::watching::Watching;
use crate::room::{Room, name_in};

/// What everybody sees: who asks, and what.
#[component]
pub(crate) fn StagedQuestion() -> impl IntoView {
    let room = Room::expect();
    let staged = Memo::new(move |_| {
        room.live.view.with(|view| {
            let question = view.question.questions.get(&view.question.on_stage?)?;
            // Without a name on anybody's screen: the stage is looked at over shoulders, and recorded.
            let asker = question.asker.filter(|_| !question.anonymous);
            let by = asker
                .map_or_else(|| "A question".to_owned(), |asker| format!("{} asks", name_in(view, asker)));
            Some((by, question.text.text().to_owned()))
        })
    });
    move || staged.get().map(card)
}

/// The question that was on the stage.
#[component]
pub(crate) fn StagedInReplay() -> impl IntoView {
    let asked = AskedUntil::new(Watching::expect());
    let staged = Memo::new(move |_| {
        asked.look(|view| {
            let question = view.question.questions.get(&view.question.on_stage?)?;
            let asker = question.asker.filter(|_| !question.anonymous);
            let by = asker.map_or_else(
                || "A question".to_owned(),
                |asker| format!("{} asks", isolated(view.core.called(asker))),
            );
            Some((by, question.text.text().to_owned())).filter(|(_, text)| !text.is_empty())
        })
    });
    move || staged.get().map(card)
}

fn card((by, text): (String, String)) -> AnyView {
    view! {
        <div class="staged__card">
            <p class="staged__by" dir="auto">{by}</p>
            <p class="staged__text" dir="auto">{with_formulas(&text)}</p>
        </div>
    }
    .into_any()
}

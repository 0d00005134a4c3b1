//! The poll on the stage, in the class and in its replay: its question, and its options or what came of them, over the stage's foot.

use domain::ClassView;
use leptos::prelude::*;

use super::card::{Bar, shown_to_all};
use crate::markup::with_formulas;
use crate::playback::asked::AskedUntil;
use crate::playback::watching::Watching;
use crate::room::Room;

/// What everybody sees of it.
#[derive(Clone, PartialEq, Eq)]
struct Staged {
    question: String,
    /// Its options, while nothing of the result is shown.
    options: Vec<String>,
    bars: Vec<Bar>,
    open: bool,
}

impl Staged {
    /// The poll that is on the stage. What only some know of it (votes, the staff's numbers) is not on anybody's stage: it is
    /// looked at over shoulders, and recorded.
    fn of(view: &ClassView) -> Option<Self> {
        let poll = view.poll.polls.get(&view.poll.on_stage?)?;
        let question = Some(poll.wording.question.clone()).filter(|question| !question.is_empty())?;
        let bars = shown_to_all(poll);
        let options = if bars.is_empty() { poll.labels() } else { vec![] };
        Some(Self { question, options, bars, open: poll.is_open() })
    }

    fn draw(self) -> AnyView {
        let Self { question, options, bars, open } = self;
        let by = match (open, bars.is_empty()) {
            (true, _) => "Vote now",
            (false, true) => "Voting is closed",
            (false, false) => "What the class thinks",
        };
        let line = |Bar { label, now, right, .. }: Bar| {
            let of = format!("{} %", now.percent);
            let fill = format!("inline-size: {}%", now.percent);
            view! {
                <li class="staged__bar" class:staged__bar--right=right>
                    <span class="staged__fill" style=fill></span>
                    <bdi>{with_formulas(&label)}</bdi>
                    {right.then(|| view! { <span class="visually-hidden">"right"</span> })}
                    <span class="num">{of}</span>
                </li>
            }
        };
        let option =
            |label: String| view! { <li class="staged__bar"><bdi>{with_formulas(&label)}</bdi></li> };
        let listed = !bars.is_empty() || !options.is_empty();
        view! {
            <div class="staged__card staged__card--poll">
                <p class="staged__by" dir="auto">{by}</p>
                <p class="staged__text" dir="auto">{with_formulas(&question)}</p>
                {listed.then(|| view! {
                    <ul class="staged__bars">
                        {bars.into_iter().map(line).collect_view()}
                        {options.into_iter().map(option).collect_view()}
                    </ul>
                })}
            </div>
        }
        .into_any()
    }
}

/// The poll that is on the stage.
#[component]
pub(crate) fn StagedPoll() -> impl IntoView {
    let room = Room::expect();
    let staged = Memo::new(move |_| room.live.view.with(Staged::of));
    move || staged.get().map(Staged::draw)
}

/// The poll that was on the stage.
#[component]
pub(crate) fn StagedInReplay() -> impl IntoView {
    let asked = AskedUntil::new(Watching::expect());
    let staged = Memo::new(move |_| asked.look(Staged::of));
    move || staged.get().map(Staged::draw)
}

//! The polls that were prepared for the lesson: each starts with one press, the next one with a key.

use domain::ids::PollId;
use domain::names::isolated;
use domain::poll::Prepared;
use domain::{Command, poll};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::class::prepared_polls;
use crate::markup::with_formulas;
use crate::room::Room;
use crate::ui::{Button, ButtonSize, Chip, each};

/// What was prepared. Copied freely.
#[derive(Clone, Copy)]
pub(crate) struct PreparedPolls(RwSignal<Vec<Prepared>>);

impl PreparedPolls {
    pub fn new(polls: Vec<Prepared>) -> Self {
        Self(RwSignal::new(polls))
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// Whether there are any.
    pub fn are_there(self) -> bool {
        self.0.with_untracked(|polls| !polls.is_empty())
    }

    /// Starts the first that wasn't asked in this class. While another poll is open nothing is started.
    pub fn start_next(self, room: Room) {
        let next = room.live.view.with_untracked(|view| {
            let asked = |poll: PollId| view.poll.polls.contains_key(&poll);
            self.0
                .with_untracked(|polls| polls.iter().map(|prepared| prepared.poll).find(|poll| !asked(*poll)))
        });
        if let Some(poll) =
            next.filter(|_| room.live.view.with_untracked(|view| view.poll.open_poll().is_none()))
        {
            self.start(room, poll);
        }
    }

    /// Opens a prepared poll, under its own id.
    fn start(self, room: Room, poll: PollId) {
        let known = self.0.with_untracked(|polls| polls.iter().find(|known| known.poll == poll).cloned());
        if let Some(prepared) = known {
            room.live.send(Command::Poll(poll::Command::Open { poll, definition: prepared.definition }));
        }
    }

    /// Asks for them again when the list comes in sight: they may have been written or changed meanwhile, in another tab or
    /// by somebody else.
    fn follow(self, room: Room) {
        let seen = Memo::new(move |_| room.tab.get() == "polls" && room.watched.get());
        Effect::new(move |before: Option<bool>| {
            let seen = seen.get();
            // The page brought them when it came.
            if seen && before.is_some() {
                spawn_local(async move {
                    // Out of reach, what is known goes on.
                    if let Ok(now) = prepared_polls(room.session).await
                        && self.0.try_with_untracked(|known| *known != now) == Some(true)
                    {
                        self.0.try_set(now);
                    }
                });
            }
            seen
        });
    }
}

/// The list; nothing where none are prepared.
pub(super) fn prepared(room: Room) -> AnyView {
    let view = room.live.view;
    let open = Memo::new(move |_| view.with(|view| view.poll.open_poll().is_some()));
    let prepared = PreparedPolls::expect();
    prepared.follow(room);
    let polls = move || {
        let known = |known: &Prepared| (known.poll, known.definition.question.clone());
        prepared.0.with(|polls| polls.iter().map(known).collect::<Vec<_>>())
    };
    let poll = move |(poll, question): (PollId, String)| {
        let asked = Memo::new(move |_| view.with(|view| view.poll.polls.contains_key(&poll)));
        let label = format!("Start: {}", isolated(question.clone()));
        view! {
            <li class="prepared__poll">
                <span dir="auto">{with_formulas(&question)}</span>
                <span hidden=move || !asked.get()><Chip>"Asked"</Chip></span>
                <span hidden=asked>
                    <Button size=ButtonSize::Small disabled=open attr:aria-label=label on:click=move |_| prepared.start(room, poll)>"Start"</Button>
                </span>
            </li>
        }
        .into_any()
    };
    view! {
        <Show when=move || prepared.0.with(|polls| !polls.is_empty())>
            <details class="prepared" open=true>
                <summary>"Prepared"<kbd>"N"</kbd></summary>
                <ol class="prepared__list">{each(polls, Clone::clone, poll)}</ol>
            </details>
        </Show>
    }
    .into_any()
}

//! The polls that were prepared for the lesson: each starts with one press, the next one with a key.

use domain::Command;
use domain::ids::PollId;
use leptos::prelude::*;

use crate::pages::class::room::Room;
use crate::ui::{Button, ButtonSize, Chip};

/// Whether there are any.
pub(in crate::pages::class) fn are_prepared(room: Room) -> bool {
    room.prepared.with_value(|polls| !polls.is_empty())
}

/// Starts the first that wasn't asked in this class. While another poll is open nothing is started.
pub(in crate::pages::class) fn start_next(room: Room) {
    let next = room.live.view.with_untracked(|view| {
        let asked = |poll: PollId| view.polls.contains_key(&poll);
        room.prepared
            .with_value(|polls| polls.iter().map(|prepared| prepared.poll).find(|poll| !asked(*poll)))
    });
    if let Some(poll) = next.filter(|_| room.live.view.with_untracked(|view| view.open_poll().is_none())) {
        start(room, poll);
    }
}

/// Opens a prepared poll, under its own name.
fn start(room: Room, poll: PollId) {
    let known = room.prepared.with_value(|polls| polls.iter().find(|known| known.poll == poll).cloned());
    if let Some(prepared) = known {
        room.live.send(Command::OpenPoll { poll, definition: prepared.definition });
    }
}

/// The list; nothing where none were prepared.
pub(super) fn prepared(room: Room) -> AnyView {
    let view = room.live.view;
    let polls = room.prepared.with_value(|polls| {
        polls.iter().map(|known| (known.poll, known.definition.question.clone())).collect::<Vec<_>>()
    });
    if polls.is_empty() {
        return ().into_any();
    }
    let open = Memo::new(move |_| view.with(|view| view.open_poll().is_some()));
    let poll = |(poll, question): (PollId, String)| {
        let asked = Memo::new(move |_| view.with(|view| view.polls.contains_key(&poll)));
        let label = format!("Start: {question}");
        view! {
            <li class="prepared__poll">
                <span>{question}</span>
                <span hidden=move || !asked.get()><Chip>"Asked"</Chip></span>
                <span hidden=asked>
                    <Button size=ButtonSize::Small disabled=open attr:aria-label=label on:click=move |_| start(room, poll)>"Start"</Button>
                </span>
            </li>
        }
    };
    view! {
        <details class="prepared" open=true>
            <summary>"Prepared"<kbd>"N"</kbd></summary>
            <ol class="prepared__list">{polls.into_iter().map(poll).collect_view()}</ol>
        </details>
    }
    .into_any()
}

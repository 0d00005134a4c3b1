//! A poll that begins is offered to students wherever they are in the panel, and so is its result: in a line that waits for
//! them and takes no focus.

use domain::ClassView;
use domain::ids::PollId;
use domain::permission::Permission;
use domain::role::Viewer;
use leptos::prelude::*;

use super::Polling;
use super::own::{Remembered, own};
use crate::live::Owed;
use crate::markup::with_formulas;
use crate::room::focus;
use crate::ui::{Button, ButtonKind, ButtonSize, Glyph, Icon};

/// What a student is called to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call {
    pub poll: PollId,
    pub question: String,
    /// To see what came out; else to vote.
    pub result: bool,
}

/// What `viewer` is called to now: to vote in the open poll where they haven't, else to a result they haven't `seen`.
pub(super) fn call(
    view: &ClassView,
    owed: &[Owed],
    viewer: Viewer,
    kept: &Remembered,
    seen: &[PollId],
) -> Option<Call> {
    if viewer.role.is_staff() {
        return None;
    }
    let (poll, result) = match view.poll.open_poll() {
        Some(open) => {
            let may = view.core.permits(viewer.user, viewer.role, Permission::Vote);
            let voted = own(open, owed, viewer.user, kept).is_some();
            ((may && !voted).then_some(open), false)
        }
        None => {
            let new = view
                .poll
                .polls
                .values()
                .map(|poll| &**poll)
                .filter(|poll| poll.shown.is_some() && !seen.contains(&poll.id));
            (new.max_by_key(|poll| poll.opened), true)
        }
    };
    poll.map(|poll| Call { poll: poll.id, question: poll.wording.question.clone(), result })
}

/// The polls whose result is shown.
pub(super) fn shown(view: &ClassView) -> Vec<PollId> {
    view.poll
        .polls
        .values()
        .map(|poll| &**poll)
        .filter(|poll| poll.shown.is_some())
        .map(|poll| poll.id)
        .collect()
}

/// The line, below the tabs.
#[component]
pub(crate) fn PollCall(
    /// The class's polls.
    polling: Polling,
) -> impl IntoView {
    let Polling { room, called, .. } = polling;
    let shown = move || called.get().filter(|_| room.tab.get() != "polls");
    let go = move |_| {
        if let Some(call) = called.get_untracked() {
            room.tab.set("polls");
            focus::give(format!("poll-{}", call.poll));
        }
    };
    let line = move |Call { question, result, .. }| {
        let (heading, verb) = if result { ("The result", "See it") } else { ("A poll", "Vote") };
        view! {
            <div class="poll-call">
                <Icon glyph=Glyph::Poll/>
                <p class="poll-call__text"><b>{heading}": "</b><bdi>{with_formulas(&question)}</bdi></p>
                <Button kind=ButtonKind::Primary size=ButtonSize::Small on:click=go>{verb}</Button>
            </div>
        }
    };
    view! { <div role="status">{move || shown().map(line)}</div> }.into_any()
}

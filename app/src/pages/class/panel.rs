//! The right-hand panel: the same tabs for everybody, and a queue for those who run the class.

use leptos::prelude::*;

use super::parts::{ComingParts, Parts};
use super::queue;
use crate::features::chat::Desk;
use crate::features::chat::{Chat, Composer};
use crate::features::poll::{PollCall, Polling};
use crate::features::question;
use crate::features::unheard::{Whose, unheard};
use crate::live::{Link, Unheard, Which};
use crate::mount::later::{here, on_its_way};
use crate::room::Room;
use crate::ui::{Tab, TabPanel, Tabs};

/// The panel.
#[component]
pub(super) fn Panel(
    /// What all tabs but the first show.
    parts: ComingParts,
) -> impl IntoView {
    let room = Room::expect();
    let view = room.live.view;
    let selected = room.tab;
    let polling = Polling::new(room);
    let messages = Memo::new(move |_| view.with(|view| view.chat.messages.len()));
    let people = Memo::new(move |_| view.with(|view| view.core.here()));
    let chapters = Memo::new(move |_| view.with(|view| view.chapter.chapters.len()));
    let read = Desk::expect().read;
    let unread = Signal::derive(move || read.get().unread(messages.get()));
    let waiting = queue::waiting(room);
    let mut tabs = vec![
        Tab::new("chat", "Chat").count(unread).hot(Signal::stored(true)),
        question::tab(room),
        polling.tab(),
        Tab::new("people", "People").count(people),
        Tab::new("chapters", "Chapters").count(chapters),
    ];
    if room.is_staff() {
        tabs.insert(3, Tab::new("queue", "Queue").count(waiting).hot(Signal::stored(true)));
    }
    let part = move |draw: fn(Parts) -> AnyView| tab_part(parts, draw);
    view! {
        <aside class="studio__panel panel" aria-label="People and words">
            <Tabs label="People and words" tabs selected/>
            {here(parts, |parts| (parts.digest)())}
            {here(parts, |parts| (parts.unheard)())}
            <PollCall polling/>
            <TabPanel id="chat" selected><Chat/></TabPanel>
            <div class="panel__footer" hidden=move || selected.get() != "chat">
                <div class="typing__place">{here(parts, |parts| (parts.typing)())}</div>
                <Composer/>
            </div>
            <TabPanel id="questions" selected>{part(|parts| (parts.questions)())}</TabPanel>
            <div class="panel__footer" hidden=move || selected.get() != "questions">{here(parts, |parts| (parts.ask)())}</div>
            <TabPanel id="polls" selected>{tab_part(parts, move |parts| (parts.polls)(polling))}</TabPanel>
            {room.is_staff().then(|| view! { <TabPanel id="queue" selected>{part(|parts| (parts.queue)())}</TabPanel> })}
            <TabPanel id="people" selected>{part(|parts| (parts.people)())}</TabPanel>
            <div hidden=move || selected.get() != "people">{here(parts, |parts| (parts.hands)())}</div>
            <TabPanel id="chapters" selected>{part(|parts| (parts.chapters)())}</TabPanel>
        </aside>
    }
    .into_any()
}

/// What the class did not take of what the viewer wrote, and nobody gave back; all of it once the viewer is out of it.
pub(super) fn not_taken(room: Room) -> AnyView {
    let Room { session, viewer, live, .. } = room;
    let read = move || {
        live.refused.track();
        live.given_back.track();
        let out = live.link.with(|link| matches!(link, Link::Closed { .. })) || !live.phase.get().is_live();
        let which = if out { Which::All } else { Which::Refused };
        live.view.with_untracked(|view| Unheard::of(session, viewer.user, Some(view), which))
    };
    unheard(Whose { session, user: viewer.user, over: false }, read)
}

/// What a tab shows, or that it comes.
fn tab_part(parts: ComingParts, draw: impl Fn(Parts) -> AnyView + Send + 'static) -> AnyView {
    view! { {on_its_way(parts)}{here(parts, draw)} }.into_any()
}

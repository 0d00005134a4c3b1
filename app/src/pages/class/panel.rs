//! The right-hand panel: the same tabs for everybody, and a queue for those who run the class.

use leptos::prelude::*;

use super::chat::{Chat, Composer, with_formulas};
use super::parts::{ComingParts, Parts};
use super::polls::{PollCall, Polling};
use super::room::Room;
use super::{questions, queue};
use crate::live::{Link, Unheard, Which};
use crate::mount::later::{here, on_its_way};
use crate::pages::unheard::{Whose, unheard};
use crate::ui::{Tab, TabPanel, Tabs, each};

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
    let unread = Signal::derive(move || room.desk.read.get().unread(messages.get()));
    let waiting = queue::waiting(room);
    let mut tabs = vec![
        Tab::new("chat", "Chat").count(unread).hot(Signal::stored(true)),
        questions::tab(room),
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

/// The chapters so far; the last one is going on.
#[component]
pub(super) fn Chapters() -> impl IntoView {
    let room = Room::expect();
    let chapters = Memo::new(move |_| {
        room.live.view.with(|view| {
            let titled = view
                .chapter
                .chapters
                .iter()
                .map(|chapter| (chapter.id, chapter.offset.to_string(), chapter.title.text().to_owned()));
            titled.collect::<Vec<_>>()
        })
    });
    let empty = if room.rights.mark_chapter {
        "Press C when something new begins; the replay's timeline shows it."
    } else {
        "The teacher marks them as the class goes."
    };
    view! {
        <div class="panel__section">
            <Show when=move || chapters.with(Vec::is_empty)>
                <p class="muted">"No chapters yet. "{empty}</p>
            </Show>
            <ol class="chapters">
                {each(move || chapters.get(), |(id, ..)| *id, |(_, at, title)| view! {
                    <li class="chapters__line">
                        <span class="chapters__time num">{at}</span>
                        <span dir="auto">{with_formulas(&title)}</span>
                    </li>
                }.into_any())}
            </ol>
        </div>
    }
    .into_any()
}

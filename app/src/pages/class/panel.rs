//! The right-hand panel: the same tabs for everybody, and a queue for those who run the class.

use leptos::prelude::*;

use super::chat::{Chat, Composer};
use super::digest::DigestCard;
use super::people::{Hands, People};
use super::polls::{PollCall, Polling, Polls};
use super::questions::{self, Ask, Questions};
use super::queue::{self, Queue};
use super::room::Room;
use crate::ui::{Tab, TabPanel, Tabs};

/// The panel.
#[component]
pub(super) fn Panel() -> impl IntoView {
    let room = Room::expect();
    let view = room.live.view;
    let selected = room.tab;
    let polling = Polling::new(room);
    let messages = Memo::new(move |_| view.with(|view| view.chat.len()));
    let here = Memo::new(move |_| view.with(domain::ClassView::here));
    let chapters = Memo::new(move |_| view.with(|view| view.chapters.len()));
    let unread = Signal::derive(move || room.desk.read.get().unread(messages.get()));
    let waiting = queue::waiting(room);
    let mut tabs = vec![
        Tab::new("chat", "Chat").count(unread).hot(Signal::stored(true)),
        questions::tab(room),
        polling.tab(),
        Tab::new("people", "People").count(here),
        Tab::new("chapters", "Chapters").count(chapters),
    ];
    if room.is_staff() {
        tabs.insert(3, Tab::new("queue", "Queue").count(waiting).hot(Signal::stored(true)));
    }
    view! {
        <aside class="studio__panel panel" aria-label="People and words">
            <Tabs label="People and words" tabs selected/>
            <DigestCard/>
            <PollCall polling/>
            <TabPanel id="chat" selected><Chat/></TabPanel>
            <div class="panel__footer" hidden=move || selected.get() != "chat"><Composer/></div>
            <TabPanel id="questions" selected><Questions/></TabPanel>
            <div class="panel__footer" hidden=move || selected.get() != "questions"><Ask/></div>
            <TabPanel id="polls" selected><Polls polling/></TabPanel>
            {room.is_staff().then(|| view! { <TabPanel id="queue" selected><Queue/></TabPanel> })}
            <TabPanel id="people" selected><People/></TabPanel>
            <div hidden=move || selected.get() != "people"><Hands/></div>
            <TabPanel id="chapters" selected><Chapters/></TabPanel>
        </aside>
    }
    .into_any()
}

/// The chapters so far; the last one is going on.
#[component]
fn Chapters() -> impl IntoView {
    let room = Room::expect();
    let chapters = Memo::new(move |_| {
        room.live.view.with(|view| {
            let titled = view
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
                <For each=move || chapters.get() key=|(id, ..)| *id let((_, at, title))>
                    <li class="chapters__line">
                        <span class="chapters__time num">{at}</span>
                        <span>{title}</span>
                    </li>
                </For>
            </ol>
        </div>
    }
    .into_any()
}

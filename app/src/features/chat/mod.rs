//! The chat: what was written, and writing.

mod addressee;
mod composer;
mod desk;
mod draft;
mod lines;
mod mention;
mod menu;
mod message;
mod offer;
mod pins;
pub(crate) mod replay;
mod report;
mod scroll;
mod typing;

pub(crate) use composer::Composer;
pub(crate) use desk::Desk;
pub(crate) use menu::{MessageMenu, frame as menu_frame};
pub(crate) use report::{ReportDialog, reason_words};
pub(crate) use typing::TypingLine;

use std::time::Duration;

use domain::text::is_blank;
use leptos::prelude::*;

use self::lines::{ChatItem, likely_height};
use self::lines::{found, lines};
use self::message::{Message, Unsent};
use self::pins::Pins;
use self::scroll::Scroll;
use crate::markup::with_formulas;
use crate::room::Room;
use crate::ui::{EmptyState, Found, Glyph, SearchField, each};

/// How long the list rests at its end before new lines are read out: those that scrolling brought are not new.
const SETTLED: Duration = Duration::from_millis(600);
/// From how many messages on there is something to search.
const WORTH_SEARCHING: usize = 8;

/// What was written.
#[component]
pub(crate) fn Chat() -> impl IntoView {
    let room = Room::expect();
    let live = room.live;
    let desk = Desk::expect();
    let all = Memo::new(move |_| {
        let mark = desk.read.get().mark;
        let query = desk.search.get();
        live.view.with(|view| {
            if is_blank(&query) {
                live.owed.with(|owed| lines(view, owed, mark))
            } else {
                found(view, &query)
            }
        })
    });
    let scroll = Scroll::new();
    scroll.follow(all, likely_height, live.view);
    Effect::new(move || {
        if room.tab.get() == "chat" {
            scroll.shown();
        }
    });
    keep_reading(room, scroll);
    message::open_refused(room);
    go_where_asked(room, scroll, all);
    let said = settled(scroll);
    let drawn =
        move || all.with(|all| all.get(scroll.drawn.get()).map(<[ChatItem]>::to_vec).unwrap_or_default());
    let empty = move || all.with(Vec::is_empty);
    view! {
        <div class="chat__top">
            <SearchField
                query=desk.search
                label="Search the chat"
                found=Signal::derive(move || all.with(Vec::len))
                words=Found { none: "Nothing found", one: "message", many: "messages" }
                worth_it=Signal::derive(move || live.view.with(|view| view.chat.messages.len() >= WORTH_SEARCHING))
            />
            <Pins/>
        </div>
        <div
            class="chat"
            role="log"
            aria-label="Chat"
            aria-relevant="additions"
            aria-live=move || if said.get() { "polite" } else { "off" }
        >
            <Show when=move || empty() && desk.search.with(String::is_empty)>
                <EmptyState glyph=Glyph::Chat title="No messages yet" text="What is written here is in the replay too, at its moment."/>
            </Show>
            <ol class="chat__messages" node_ref=scroll.list>
                {each(drawn, |line| *line, line_view)}
            </ol>
            {scroll.newer()}
        </div>
    }
    .into_any()
}

fn line_view(line: ChatItem) -> AnyView {
    match line {
        ChatItem::Message(id) => view! { <Message id/> }.into_any(),
        ChatItem::Chapter(id) => {
            let view = Room::expect().live.view;
            let title = view.with_untracked(|view| {
                view.chapter
                    .chapters
                    .iter()
                    .find(|chapter| chapter.id == id)
                    .map(|chapter| chapter.title.text().to_owned())
            });
            view! { <li class="chat__marker">"Chapter: "<bdi>{title.map(|title| with_formulas(&title))}</bdi></li> }.into_any()
        }
        ChatItem::New => view! { <li class="chat__marker chat__marker--new">"New"</li> }.into_any(),
        ChatItem::Unsent(id) => view! { <Unsent id/> }.into_any(),
    }
}

/// Notes what is read: what is at the end of the list while it is in sight and the page is looked at.
fn keep_reading(room: Room, scroll: Scroll) {
    let desk = Desk::expect();
    let count = Memo::new(move |_| room.live.view.with(|view| view.chat.messages.len()));
    Effect::new(move || {
        // A memo that nobody reads is not kept up to date.
        let _ = count.get();
        let looking = room.tab.get() == "chat" && scroll.following.get() && room.watched.get();
        room.live.view.with_untracked(|view| {
            desk.read.maybe_update(|read| {
                let then = read.then(&view.chat.messages, looking);
                let changed = *read != then;
                *read = then;
                changed
            });
        });
    });
}

/// Scrolls to the message that was asked for, and puts the focus there.
fn go_where_asked(room: Room, scroll: Scroll, all: Memo<Vec<ChatItem>>) {
    let go_to = Desk::expect().go_to;
    Effect::new(move || {
        let Some(message) = go_to.get() else { return };
        go_to.set(None);
        room.tab.set("chat");
        let Some(line) =
            all.with_untracked(|all| all.iter().position(|line| *line == ChatItem::Message(message)))
        else {
            return;
        };
        // After the search that hid the line is taken away, and once more when the line is drawn.
        request_animation_frame(move || {
            scroll.to_line(line);
            request_animation_frame(move || message::focus(message));
        });
    });
}

/// Whether the list has rested at its end for a moment.
fn settled(scroll: Scroll) -> RwSignal<bool> {
    let said = RwSignal::new(false);
    Effect::new(move || {
        if !scroll.following.get() {
            said.set(false);
            return;
        }
        set_timeout(
            move || {
                if scroll.following.try_get_untracked() == Some(true) {
                    said.try_set(true);
                }
            },
            SETTLED,
        );
    });
    said
}

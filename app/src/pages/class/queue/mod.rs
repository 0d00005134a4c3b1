//! The queue of those who run the class: lobby, hands, questions to approve, reported messages, in one place and by keys.

mod dismiss;
mod items;

use domain::ids::UserId;
use domain::{Command, chat, lobby, question};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use self::dismiss::Dismissing;
use self::items::{Item, Refusal, queue, turned_away};
use crate::features::hand::{ago, give_the_floor};
use crate::features::lobby::in_lobby;
use crate::markup::with_formulas;
use crate::platform;
use crate::room::Room;
use crate::ui::keys::pressed;
use crate::ui::{Button, ButtonSize, EmptyState, Glyph, Icon, each};

/// How many things wait.
pub(super) fn waiting(room: Room) -> Memo<usize> {
    let all = waits(room);
    Memo::new(move |_| all.with(Vec::len))
}

/// What waits.
fn waits(room: Room) -> Memo<Vec<Item>> {
    Memo::new(move |_| {
        let now = room.clock();
        room.live.view.with(|view| queue(view, now))
    })
}

/// Shows the queue, with the focus on what waits longest.
pub(super) fn open(room: Room) {
    room.tab.set("queue");
    request_animation_frame(|| focus_line(0));
}

/// The list. Arrow keys go along it, Enter does the first of its two answers, Backspace or Delete the other.
#[component]
pub(super) fn Queue() -> impl IntoView {
    let room = Room::expect();
    let all = waits(room);
    let lobby = Memo::new(move |_| room.live.view.with(in_lobby));
    let cursor = Cursor::default();
    let place = cursor.place;
    let dismissing = Dismissing::default();
    Effect::new(move || {
        let last = all.with(Vec::len).saturating_sub(1);
        if place.get_untracked() > last {
            place.set(last);
        }
        cursor.follow(all);
    });
    let on_key = move |event: KeyboardEvent| {
        let count = all.with_untracked(Vec::len);
        let here = place.get_untracked();
        let item = all.with_untracked(|all| all.get(here).copied());
        let (Some(item), true) = (item, is_line(&event)) else { return };
        match pressed(&event).unwrap_or_default().as_str() {
            "ArrowDown" => place.set((here + 1).min(count - 1)),
            "ArrowUp" => place.set(here.saturating_sub(1)),
            "Home" => place.set(0),
            "End" => place.set(count - 1),
            "Enter" => {
                accept(room, item);
                cursor.answered(item);
            }
            "Backspace" | "Delete" => refuse(room, item, dismissing, cursor),
            _ => return,
        }
        event.prevent_default();
        if dismissing.get_untracked().is_none() {
            cursor.focus();
        }
    };
    let position = move |item: Item| all.with(|all| all.iter().position(|other| *other == item));
    view! {
        <Show when=move || all.with(Vec::is_empty)>
            <EmptyState
                glyph=Glyph::Inbox
                title="Nothing waits"
                text="Hands, people in the lobby, questions to approve and reported messages come here."
            />
        </Show>
        <Show when=move || { lobby.get() > 1 }>
            <div class="panel__bar">
                <span class="grow">{move || lobby.get()}" in the lobby"</span>
                <Button size=ButtonSize::Small on:click=move |_| { room.live.send(Command::Lobby(lobby::Command::AdmitAll)); }>"Admit all"</Button>
            </div>
        </Show>
        <ol class="queue" aria-label="What waits" on:keydown=on_key>
            {each(move || all.get(), |item| *item, move |item| view! {
                <QueueLine item here=Signal::derive(move || position(item)) cursor dismissing/>
            }.into_any())}
        </ol>
        <Show when=move || all.with(|all| !all.is_empty())>
            <p class="queue__keys faint">
                <kbd>"↑"</kbd>" "<kbd>"↓"</kbd>" go along, "<kbd>"Enter"</kbd>" does the first, "<kbd>"Backspace"</kbd>" the other"
            </p>
        </Show>
        <TurnedAway/>
    }
    .into_any()
}

/// Those who were not let in; nothing where there is nobody.
#[component]
fn TurnedAway() -> impl IntoView {
    let room = Room::expect();
    let all = Memo::new(move |_| room.live.view.with(turned_away));
    let one = move |(user, name): (UserId, String)| {
        view! {
            <li class="turned-away__person">
                <bdi>{name.clone()}</bdi>
                <Button
                    size=ButtonSize::Small
                    attr:aria-label=format!("Let {name} in")
                    on:click=move |_| { room.live.send(Command::Lobby(lobby::Command::Admit { user })); }
                >
                    "Let in"
                </Button>
            </li>
        }
    };
    view! {
        <Show when=move || all.with(|all| !all.is_empty())>
            <section class="turned-away" aria-labelledby="turned-away">
                <h2 class="turned-away__title" id="turned-away">"Not let in"</h2>
                <ul><For each=move || all.get() key=Clone::clone children=one/></ul>
            </section>
        </Show>
    }
    .into_any()
}

#[component]
fn QueueLine(
    item: Item,
    /// Its place in the list.
    here: Signal<Option<usize>>,
    cursor: Cursor,
    dismissing: Dismissing,
) -> impl IntoView {
    let room = Room::expect();
    let place = cursor.place;
    let said = Memo::new(move |_| room.live.view.with(|view| item.said(view)));
    let (accept_words, refuse_words) = item.answers();
    let glyph = match item {
        Item::Lobby(_) => Glyph::User,
        Item::Hand(_) => Glyph::Hand,
        Item::Question(_) => Glyph::Question,
        Item::Report(_) => Glyph::Flag,
    };
    let title = move || said.with(|said| said.as_ref().map(|said| said.title.clone()));
    let text = move || said.with(|said| said.as_ref().and_then(|said| said.text.clone()));
    let since = move || said.with(|said| said.as_ref().map(|said| ago(said.since, room.clock())));
    let is_dismissed =
        Memo::new(move |_| dismissing.get().filter(|question| item == Item::Question(*question)));
    let answers = move || {
        view! {
            <div class="queue__actions">
                <Button size=ButtonSize::Small on:click=move |_| { accept(room, item); cursor.answered(item); }>{accept_words}</Button>
                <Button size=ButtonSize::Small on:click=move |_| refuse(room, item, dismissing, cursor)>{refuse_words}</Button>
            </div>
        }
        .into_any()
    };
    view! {
        <li
            class="queue__item"
            id=move || here.get().map(line_id)
            tabindex=move || if here.get() == Some(place.get()) { "0" } else { "-1" }
            aria-keyshortcuts="Enter Backspace"
            on:focus=move |_| if let Some(here) = here.try_get_untracked().flatten() { place.set(here) }
        >
            <Icon glyph/>
            <div class="queue__words">
                <p><b>{title}</b>" "<span class="faint num">{since}</span></p>
                {move || text().map(|text| view! { <p class="queue__text" dir="auto">{with_formulas(&text)}</p> })}
                {move || match is_dismissed.get() {
                    Some(question) => dismiss::form(room, dismissing, question, cursor),
                    None => answers(),
                }}
            </div>
        </li>
    }
    .into_any()
}

/// The first of an item's answers.
fn accept(room: Room, item: Item) {
    match item {
        Item::Lobby(user) => {
            room.live.send(Command::Lobby(lobby::Command::Admit { user }));
        }
        Item::Hand(user) => give_the_floor(room, user),
        Item::Question(question) => {
            room.live.send(Command::Question(question::Command::Approve { question }));
        }
        Item::Report(message) => {
            room.live.send(Command::Chat(chat::Command::Remove { message }));
        }
    }
}

/// The other of an item's answers.
fn refuse(room: Room, item: Item, dismissing: Dismissing, cursor: Cursor) {
    match item.refusal() {
        Refusal::AtOnce(command) => {
            room.live.send(command);
            cursor.answered(item);
        }
        Refusal::WithReason(question) => dismiss::ask(dismissing, question),
    }
}

fn line_id(place: usize) -> String {
    format!("queue-{place}")
}

/// Where the keys are in the list.
#[derive(Clone, Copy, Default)]
pub(super) struct Cursor {
    /// The place in the list that Tab reaches.
    place: RwSignal<usize>,
    /// What was answered here and is in the list still: when it goes, the focus goes with it.
    leaving: RwSignal<Option<Item>>,
}

impl Cursor {
    /// Puts the focus on the place, once the page is drawn.
    fn focus(self) {
        request_animation_frame(move || {
            if let Some(place) = self.place.try_get_untracked() {
                focus(place);
            }
        });
    }

    /// The item was answered: what then stands in its place gets the focus.
    fn answered(self, item: Item) {
        self.leaving.set(Some(item));
        self.focus();
    }

    /// The list has changed.
    fn follow(self, all: Memo<Vec<Item>>) {
        let left = |item: &Item| all.with_untracked(|all| !all.contains(item));
        if self.leaving.get_untracked().is_some_and(|item| left(&item)) {
            self.leaving.set(None);
            self.focus();
        }
    }
}

fn focus_line(place: usize) {
    platform::focus(&line_id(place));
}

/// Only where the focus was in the list, or got lost with the line that had it.
fn focus(place: usize) {
    if platform::focus_is_free_or_in(".queue") {
        focus_line(place);
    }
}

/// Whether a key was pressed on a line itself, and not on one of its buttons.
fn is_line(event: &KeyboardEvent) -> bool {
    platform::is_on(event, ".queue__item")
}

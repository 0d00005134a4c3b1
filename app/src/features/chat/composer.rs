//! Writing: Enter sends, Shift and Enter begin a new line.

use chrono::{DateTime, Utc};
use domain::chat::{Address, LONGEST_MESSAGE};
use domain::ids::MessageId;
use domain::permission::Permission;
use domain::rejection::each;
use domain::text::{fits, is_blank, trimmed};
use domain::wire::Ephemeral;
use domain::{Command, chat};
use leptos::ev::KeyboardEvent;
use leptos::html::Textarea;
use leptos::prelude::*;
use uuid::Uuid;

use super::addressee::Addressee;
use super::desk::Desk;
use super::draft::{Draft, seconds_to_wait};
use super::lines::{only, quote};
use super::mention::mentioned;
use super::offer::{Names, Offered};
use crate::live::Owed;
use crate::room::Room;
use crate::ui::keys::pressed;
use crate::ui::{Button, ButtonKind, CharactersLeft, Glyph, Icon};

/// The composer, or why there is none.
#[component]
pub(crate) fn Composer() -> impl IntoView {
    let room = Room::expect();
    let writes = Memo::new(move |_| room.permits(Permission::Chat));
    let locked = Memo::new(move |_| room.live.view.with(|view| view.core.locked));
    let why = move || {
        if locked.get() {
            "The class is locked: you can’t write in the chat. A teacher or an assistant unlocks it."
        } else {
            "You can’t write in the chat. A teacher or an assistant can change that."
        }
    };
    let desk = Desk::expect();
    Effect::new(move || {
        if let Some(user) = room.write_to.get() {
            room.write_to.set(None);
            desk.write_to(Address::Person { user });
        }
    });
    view! {
        {move || if writes.get() {
            view! { <Writing/> }.into_any()
        } else {
            view! { <p class="composer__closed" role="status"><Icon glyph=Glyph::Lock/>{why()}</p> }.into_any()
        }}
    }
    .into_any()
}

#[component]
fn Writing() -> impl IntoView {
    let room = Room::expect();
    let live = room.live;
    let desk = Desk::expect();
    let text = desk.text;
    let input = NodeRef::<Textarea>::new();
    let wait = Memo::new(move |_| to_wait(room));
    let fit = Memo::new(move |_| text.with(|text| fits(text, LONGEST_MESSAGE)));
    let sendable = move || fit.get() && wait.get() == 0;
    let names = Names::new(room, text, input);
    let writing = Signs { room, desk, last: StoredValue::new(None) };
    let send = move || {
        if untrack(sendable) {
            let text = trimmed(&std::mem::take(&mut *text.write())).to_owned();
            let mentions = live.view.with_untracked(|view| mentioned(view, &text));
            let reply_to = desk.reply_to.get_untracked();
            // What answers a message has its readers.
            let to = if reply_to.is_some() { Address::Everybody } else { desk.to.get_untracked() };
            writing.rest();
            desk.reply_to.set(None);
            desk.read.update(|read| *read = read.unmarked());
            live.send(Command::Chat(chat::Command::Post {
                message: MessageId(Uuid::new_v4()),
                text,
                reply_to,
                to,
                mentions,
            }));
        }
    };
    bring_back_refused(room);
    Effect::new(move || {
        if desk.write.get() > 0
            && let Some(input) = input.get()
        {
            // The panel may just be changing to the chat.
            room.tab.set("chat");
            request_animation_frame(move || {
                let _ = input.focus();
            });
        }
    });
    let on_key = move |event: KeyboardEvent| {
        if names.key(&event) {
            return;
        }
        match pressed(&event).as_deref() {
            Some("Enter") if !event.shift_key() => {
                event.prevent_default();
                send();
            }
            Some("Escape") => desk.reply_to.set(None),
            _ => {}
        }
    };
    view! {
        <form class="composer" on:submit=move |event| { event.prevent_default(); send(); }>
            <Above/>
            <Offered names/>
            <textarea
                class="composer__input"
                node_ref=input
                rows="1"
                dir="auto"
                placeholder=move || if desk.to.get().everybody() { "Write to everybody" } else { "Write a private message" }
                aria-label="Message"
                aria-autocomplete="list"
                aria-controls="mention-list"
                aria-activedescendant=move || names.active()
                prop:value=move || text.get()
                on:input=move |event| { text.set(event_target_value(&event)); names.look(); writing.show(); }
                on:click=move |_| names.look()
                on:blur=move |_| names.close()
                on:keydown=on_key
            ></textarea>
            <Button
                kind=ButtonKind::Primary
                r#type="submit"
                glyph=Glyph::Send
                attr:aria-label="Send"
                disabled=Signal::derive(move || !sendable())
            />
            <CharactersLeft text most=LONGEST_MESSAGE/>
            <Status wait/>
        </form>
    }
    .into_any()
}

/// Signs of one's writing to everybody, now and then.
#[derive(Clone, Copy)]
struct Signs {
    room: Room,
    desk: Desk,
    last: StoredValue<Option<DateTime<Utc>>>,
}

impl Signs {
    /// Between two of them, in seconds: each is shown a little longer.
    const EVERY: i64 = 2;

    fn show(self) {
        let Self { room: Room { live, .. }, desk, .. } = self;
        let now = live.now.get_untracked();
        let lately = self.last.get_value().is_some_and(|last| (now - last).num_seconds() < Self::EVERY);
        // That somebody writes to a few is nobody else's business.
        let public = match desk.reply_to.get_untracked() {
            None => desk.to.get_untracked().everybody(),
            Some(earlier) => live.view.with_untracked(|view| {
                view.chat.message(earlier).is_some_and(|earlier| earlier.readers.everybody())
            }),
        };
        if public && !lately && !desk.text.with_untracked(|text| is_blank(text)) {
            self.last.set_value(Some(now));
            live.show(Ephemeral::Typing);
        }
    }

    /// What comes next is a new message.
    fn rest(self) {
        self.last.set_value(None);
    }
}

/// What is answered, or to whom one writes.
#[component]
fn Above() -> impl IntoView {
    let room = Room::expect();
    let desk = Desk::expect();
    let answered = Memo::new(move |_| {
        let id = desk.reply_to.get()?;
        room.live.view.with(|view| {
            let readers = view.chat.message(id)?.readers;
            Some((quote(view, id)?, only(view, readers, room.viewer.user)))
        })
    });
    let above = move || match answered.get() {
        None => view! { <Addressee/> }.into_any(),
        Some((quote, private)) => view! {
            <div class="composer__answer">
                <Icon glyph=Glyph::Reply/>
                <p>
                    <bdi><b>{quote.author}</b></bdi>" "<bdi>{quote.text}</bdi>
                    {private.map(|private| view! { <span class="composer__private">{private}</span> })}
                </p>
                <button
                    class="button button--ghost button--small button--icon"
                    type="button"
                    aria-label="Don’t reply to it"
                    on:click=move |_| desk.reply_to.set(None)
                >
                    <Icon glyph=Glyph::X/>
                </button>
            </div>
        }
        .into_any(),
    };
    view! { {above} }.into_any()
}

/// What keeps words back.
#[component]
fn Status(wait: Memo<i64>) -> impl IntoView {
    let room = Room::expect();
    let every = Memo::new(move |_| {
        let every = room.live.view.with(|view| view.core.settings.slow_mode);
        (every > 0 && !room.is_staff()).then_some(every)
    });
    let slow = move || {
        every.get().map(|every| match wait.get() {
            0 => format!("One message {}", each(every)),
            wait => format!("One message {}: {wait} more", each(every)),
        })
    };
    view! {
        {move || slow().map(|slow| view! { <p class="composer__status num">{slow}</p> })}
    }
    .into_any()
}

/// Seconds until slow mode lets the viewer write again.
fn to_wait(room: Room) -> i64 {
    if room.is_staff() {
        return 0;
    }
    let live = room.live;
    let (every, last) =
        live.view.with(|view| (view.core.settings.slow_mode, view.chat.last_message(room.viewer.user)));
    let is_post = |owed: &Owed| matches!(owed.command, Command::Chat(chat::Command::Post { .. }));
    let owed = every > 0 && live.owed.with(|owed| owed.iter().any(is_post));
    seconds_to_wait(every, last, owed, live.class_time())
}

/// Words that the class did not take come back to whoever wrote them, as soon as they fit to what is being written.
fn bring_back_refused(room: Room) {
    let desk = Desk::expect();
    let blank = Memo::new(move |_| desk.text.with(|text| is_blank(text)));
    Effect::new(move || {
        blank.track();
        let now = || Draft {
            text: desk.text.get_untracked(),
            reply_to: desk.reply_to.get_untracked(),
            to: desk.to.get_untracked(),
        };
        let mut draft = now();
        room.back.take(room.live, |command| Draft::of(command).is_some_and(|words| draft.take_back(&words)));
        if draft != now() {
            desk.text.set(draft.text);
            desk.reply_to.set(draft.reply_to);
            desk.to.set(draft.to);
        }
    });
}

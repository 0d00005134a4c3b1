//! One message of the chat, and one's own words on their way.

use domain::chat::LONGEST_MESSAGE;
use domain::emoji::Emoji;
use domain::ids::{CommandId, MessageId};
use domain::permission::Permission;
use domain::text::{fits, trimmed};
use domain::{Command, chat};
use leptos::ev::KeyboardEvent;
use leptos::html::Textarea;
use leptos::prelude::*;

use super::desk::Desk;
use super::lines::{Quote, Reaction, Spoken, spoken};
use super::menu;
use crate::live::Link;
use crate::markup::marked;
use crate::platform;
use crate::room::Room;
use crate::ui::emoji_name;
use crate::ui::keys::pressed;
use crate::ui::{
    Avatar, AvatarSize, Button, ButtonKind, ButtonSize, CharactersLeft, Chip, Glyph, Icon, each,
};

/// A message, with what one may do with it.
#[component]
pub(super) fn Message(id: MessageId) -> impl IntoView {
    let room = Room::expect();
    let desk = Desk::expect();
    let now = Memo::new(move |_| room.live.view.with(|view| spoken(view, id, room.viewer)));
    let Some(first) = now.get_untracked() else { return ().into_any() };
    let get = move |pick: fn(&Spoken) -> bool| now.with(|now| now.as_ref().is_some_and(pick));
    let text =
        Memo::new(move |_| now.with(|now| now.as_ref().map(|now| (now.text.clone(), now.mentions.clone()))));
    let shown = move || match text.get() {
        Some((Some(text), names)) => marked(&text, &names, room.viewer.user),
        _ => "This message was removed.".into_any(),
    };
    let quote = Memo::new(move |_| now.with(|now| now.as_ref().and_then(|now| now.quote.clone())));
    let editing = Memo::new(move |_| desk.editing.get() == Some(id));
    let private = first.private.is_some();
    let answerable = move || get(|now| now.text.is_some()) && room.permits(Permission::Chat);
    view! {
        <li
            class="chat__message"
            class:chat__message--own=first.own
            class:chat__message--removed=move || get(|now| now.text.is_none())
            class:chat__message--private=private
            class:chat__message--to-me=first.to_me
            id=dom_id(id)
            tabindex="-1"
        >
            <Avatar name=first.author.clone() size=AvatarSize::Small own=first.own/>
            <div class="chat__meta">
                <span class="chat__author" dir="auto">{if first.own { "You".to_owned() } else { first.author.clone() }}</span>
                {first.role.map(|role| view! { <Chip>{role}</Chip> })}
                <span class="chat__time num">{first.offset.to_string()}</span>
                <Show when=move || get(|now| now.edited && now.text.is_some())><span class="chat__time">"edited"</span></Show>
                <Show when=move || get(|now| now.pinned)><span class="chat__time">"pinned"</span></Show>
            </div>
            {first.private.map(|private| view! { <p class="chat__private"><Icon glyph=Glyph::Lock/>{private}</p> })}
            {move || quote.get().map(quoted)}
            {move || if editing.get() {
                view! { <Edit id/> }.into_any()
            } else {
                view! { <div class="chat__text" dir="auto">{shown()}</div> }.into_any()
            }}
            <Reactions id now/>
            <Show when=move || get(|now| now.text.is_some())>
                <div class="chat__actions">
                    <Show when=answerable>
                        <button
                            class="button button--ghost button--small button--icon chat__reply"
                            type="button"
                            aria-label="Reply"
                            title="Reply"
                            on:click=move |_| desk.answer(id)
                        >
                            <Icon glyph=Glyph::Reply/>
                        </button>
                    </Show>
                    <button
                        class="button button--ghost button--small button--icon"
                        type="button"
                        popovertarget=menu::ID
                        aria-label="More"
                        title="More"
                        on:click=move |_| desk.menu.set(Some(id))
                    >
                        <Icon glyph=Glyph::Ellipsis/>
                    </button>
                </div>
            </Show>
        </li>
    }
    .into_any()
}

fn quoted(quote: Quote) -> AnyView {
    let desk = Desk::expect();
    let label = format!("Go to the message of {}", quote.author);
    view! {
        <button class="chat__quote" type="button" title=label on:click=move |_| desk.show(quote.id)>
            <bdi><b>{quote.author}</b></bdi>" "<bdi>{quote.text}</bdi>
        </button>
    }
    .into_any()
}

/// What people answered it with; a press adds one's own or takes it back.
#[component]
fn Reactions(id: MessageId, now: Memo<Option<Spoken>>) -> impl IntoView {
    let room = Room::expect();
    let all =
        Memo::new(move |_| now.with(|now| now.as_ref().map(|now| now.reactions.clone()).unwrap_or_default()));
    let one = move |emoji: Emoji| {
        let state =
            Memo::new(move |_| all.with(|all| all.iter().find(|reaction| reaction.emoji == emoji).copied()));
        let own = move || state.get().is_some_and(|state| state.own);
        let count = move || state.get().map_or(0, |state: Reaction| state.count);
        view! {
            <button
                class="reaction"
                type="button"
                aria-pressed=move || if own() { "true" } else { "false" }
                aria-label=move || format!("{} {}, {}", count(), emoji_name(emoji), if own() { "with yours" } else { "add yours" })
                on:click=move |_| react(room, id, emoji, !untrack(own))
            >
                <span aria-hidden="true">{emoji.glyph()}</span>
                <span class="num">{count}</span>
            </button>
        }
        .into_any()
    };
    view! {
        <Show when=move || all.with(|all| !all.is_empty())>
            <div class="chat__reactions">
                {each(move || all.get(), |reaction| reaction.emoji, move |reaction| one(reaction.emoji))}
            </div>
        </Show>
    }
    .into_any()
}

/// Adds one's reaction, or takes it back.
pub(super) fn react(room: Room, message: MessageId, emoji: Emoji, on: bool) {
    room.live.send(Command::Chat(chat::Command::React { message, emoji, on }));
}

/// Changing one's own words where they stand: Enter keeps them, Escape leaves them as they were.
#[component]
fn Edit(id: MessageId) -> impl IntoView {
    let room = Room::expect();
    let desk = Desk::expect();
    let before = room.live.view.with_untracked(|view| {
        view.chat.message(id).map(|message| message.text.text().to_owned()).unwrap_or_default()
    });
    let mut refused = None;
    untrack(|| {
        room.back.take(room.live, |command| {
            let words = edit_of(command).filter(|(message, _)| *message == id).map(|(_, words)| words);
            let found = words.is_some();
            refused = words.or(refused.take());
            found
        });
    });
    let text = RwSignal::new(refused.unwrap_or_else(|| before.clone()));
    let input = NodeRef::<Textarea>::new();
    Effect::new(move || {
        if let Some(input) = input.get() {
            // It has just been drawn for this.
            let _ = input.focus();
        }
    });
    let close = move || {
        desk.editing.set(None);
        request_animation_frame(move || focus(id));
    };
    let keep = move || {
        let words = text.with_untracked(|text| trimmed(text).to_owned());
        if fits(&words, LONGEST_MESSAGE) {
            if words != before {
                room.live.send(Command::Chat(chat::Command::Edit { message: id, text: words }));
            }
            close();
        }
    };
    let unfit = Signal::derive(move || text.with(|text| !fits(text, LONGEST_MESSAGE)));
    let on_submit = keep.clone();
    let on_key = move |event: KeyboardEvent| match pressed(&event).as_deref() {
        Some("Enter") if !event.shift_key() => {
            event.prevent_default();
            keep();
        }
        Some("Escape") => {
            event.prevent_default();
            close();
        }
        _ => {}
    };
    view! {
        <form class="chat__edit" on:submit=move |event| { event.prevent_default(); on_submit(); }>
            <textarea
                class="composer__input"
                node_ref=input
                rows="1"
                dir="auto"
                aria-label="Change the message"
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
                on:keydown=on_key
            ></textarea>
            <CharactersLeft text most=LONGEST_MESSAGE/>
            <div class="chat__edit-actions">
                <Button size=ButtonSize::Small on:click=move |_| close()>"Cancel"</Button>
                <Button size=ButtonSize::Small kind=ButtonKind::Primary r#type="submit" disabled=unfit>"Save"</Button>
            </div>
        </form>
    }
    .into_any()
}

/// A change of one's own message, and the words it would have got.
fn edit_of(command: &Command) -> Option<(MessageId, String)> {
    match command {
        Command::Chat(chat::Command::Edit { message, text }) => Some((*message, text.clone())),
        _ => None,
    }
}

/// A change that the class did not take is open again with its words, once no other one is.
pub(super) fn open_refused(room: Room) {
    let editing = Desk::expect().editing;
    Effect::new(move || {
        if editing.get().is_none()
            && let Some((message, _)) = room.back.find(edit_of)
        {
            editing.set(Some(message));
        }
    });
}

/// One's own message on its way.
#[component]
pub(super) fn Unsent(id: CommandId) -> impl IntoView {
    let room = Room::expect();
    let text = room.live.owed.with_untracked(|owed| {
        owed.iter().find(|owed| owed.id == id).and_then(|owed| match &owed.command {
            Command::Chat(chat::Command::Post { text, .. }) => Some(text.clone()),
            _ => None,
        })
    });
    let state = move || match (room.live.paused.get(), room.live.link.get()) {
        (_, Link::Closed { .. }) => "not sent",
        (true, _) => "waits until the class goes on",
        (false, Link::Open) => "sending",
        (false, _) => "unsent, goes out by itself",
    };
    view! {
        <li class="chat__message chat__message--own chat__message--unsent">
            <Avatar name=room.name.get_value() size=AvatarSize::Small own=true/>
            <div class="chat__meta">
                <span class="chat__author" dir="auto">"You"</span>
                <span class="chat__state">{state}</span>
            </div>
            <div class="chat__text" dir="auto">{text}</div>
        </li>
    }
    .into_any()
}

/// A message's id in the document.
pub(crate) fn dom_id(id: MessageId) -> String {
    format!("message-{id}")
}

/// Gives the focus to a message.
pub(crate) fn focus(id: MessageId) {
    platform::focus(&dom_id(id));
}

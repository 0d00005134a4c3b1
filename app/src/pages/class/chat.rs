//! The chat: what was written, and writing.

use domain::Command;
use domain::chat::LONGEST_MESSAGE;
use domain::ids::MessageId;
use leptos::ev::KeyboardEvent;
use leptos::html::{Ol, Textarea};
use leptos::prelude::*;
use uuid::Uuid;

use super::lines::{Line, Spoken, lines};
use super::room::Room;
use super::scroll::follow_end;
use crate::live::Link;
use crate::ui::{Avatar, AvatarSize, Button, ButtonKind, ButtonSize, Chip, EmptyState, Glyph};

/// From how many characters before the end the composer says how many are left.
const SAY_LEFT_FROM: usize = 200;

/// What was written.
#[component]
pub(super) fn Chat() -> impl IntoView {
    let room = Room::expect();
    let live = room.live;
    let moderates = room.rights.remove_chat;
    let all = Memo::new(move |_| {
        live.view.with(|view| live.owed.with(|owed| lines(view, owed, room.viewer, moderates)))
    });
    let list = NodeRef::<Ol>::new();
    let (new, to_end) = follow_end(list, Signal::derive(move || all.with(Vec::len)));
    view! {
        <div class="chat" role="log" aria-label="Chat">
            <Show when=move || all.with(Vec::is_empty)>
                <EmptyState glyph=Glyph::Chat title="No messages yet" text="What is written here is in the replay too, at its moment."/>
            </Show>
            <ol class="chat__messages" node_ref=list>
                <For each=move || all.get() key=Line::key let:line>
                    {line_view(line)}
                </For>
            </ol>
            <Show when=move || { new.get() > 0 }>
                <button class="chat__new" type="button" on:click=move |_| to_end.run(())>
                    {move || match new.get() { 1 => "1 new message".to_owned(), n => format!("{n} new messages") }}
                </button>
            </Show>
        </div>
    }
    .into_any()
}

fn line_view(line: Line) -> AnyView {
    match line {
        Line::Message(spoken) => view! { <Message spoken/> }.into_any(),
        Line::Chapter { title, .. } => view! { <li class="chat__marker">"Chapter: "{title}</li> }.into_any(),
        Line::Unsent { text, .. } => view! { <Unsent text/> }.into_any(),
    }
}

#[component]
fn Message(spoken: Spoken) -> impl IntoView {
    let room = Room::expect();
    let Spoken { id, author, role, own, offset, text, removable } = spoken;
    let removed = text.is_none();
    let label = format!("Remove the message of {author}");
    let shown = if own { "You".to_owned() } else { author.clone() };
    view! {
        <li class="chat__message" class:chat__message--own=own class:chat__message--removed=removed>
            <Avatar name=author size=AvatarSize::Small own=own/>
            <div class="chat__meta">
                <span class="chat__author">{shown}</span>
                {role.map(|role| view! { <Chip>{role}</Chip> })}
                <time class="chat__time num">{offset.to_string()}</time>
            </div>
            <div class="chat__text">{text.unwrap_or_else(|| "This message was removed.".to_owned())}</div>
            {removable.then(|| view! {
                <div class="chat__actions">
                    <Button
                        kind=ButtonKind::Ghost
                        size=ButtonSize::Small
                        glyph=Glyph::Trash
                        attr:aria-label=label
                        attr:title="Remove"
                        on:click=move |_| { room.live.send(Command::RemoveChat { message: id }); }
                    />
                </div>
            })}
        </li>
    }
    .into_any()
}

/// One's own message on its way.
#[component]
fn Unsent(text: String) -> impl IntoView {
    let room = Room::expect();
    let state = move || match (room.live.paused.get(), room.live.link.get()) {
        (true, _) => "waits until the class goes on",
        (false, Link::Open) => "sending",
        (false, _) => "unsent, goes out by itself",
    };
    view! {
        <li class="chat__message chat__message--own chat__message--unsent">
            <Avatar name=room.name.get_value() size=AvatarSize::Small own=true/>
            <div class="chat__meta">
                <span class="chat__author">"You"</span>
                <span class="chat__state">{move || state()}</span>
            </div>
            <div class="chat__text">{text}</div>
        </li>
    }
    .into_any()
}

/// Writing: Enter sends, Shift and Enter begin a new line.
#[component]
pub(super) fn Composer() -> impl IntoView {
    let room = Room::expect();
    let live = room.live;
    let text = RwSignal::new(String::new());
    let input = NodeRef::<Textarea>::new();
    let length = Memo::new(move |_| text.with(|text| text.trim().chars().count()));
    let sendable = move || (1..=LONGEST_MESSAGE).contains(&length.get());
    let send = move || {
        if untrack(sendable) {
            let text = std::mem::take(&mut *text.write()).trim().to_owned();
            live.send(Command::chat(MessageId(Uuid::new_v4()), text));
        }
    };
    // Words that the class did not take come back to whoever wrote them.
    Effect::new(move || {
        live.refused.with(|refused| {
            if let Some(Command::PostChat { text: back, .. }) =
                refused.as_ref().map(|refused| &refused.command)
                && text.with_untracked(String::is_empty)
            {
                text.set(back.clone());
            }
        });
    });
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
            event.prevent_default();
            send();
        }
    };
    let status = move || match live.unsent() {
        0 => None,
        n if live.paused.get() || live.link.get() != Link::Open => {
            Some(format!("{n} unsent, nothing is lost"))
        }
        n => Some(format!("Sending, {n} unsent")),
    };
    let left = move || {
        (length.get() + SAY_LEFT_FROM > LONGEST_MESSAGE).then(|| match length.get() {
            length if length > LONGEST_MESSAGE => format!("{} characters too many", length - LONGEST_MESSAGE),
            length => format!("{} characters left", LONGEST_MESSAGE - length),
        })
    };
    view! {
        <form class="composer" on:submit=move |event| { event.prevent_default(); send(); }>
            <textarea
                class="composer__input"
                node_ref=input
                rows="1"
                placeholder="Write to everybody"
                aria-label="Message"
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
                on:keydown=on_key
            ></textarea>
            <Button
                kind=ButtonKind::Primary
                r#type="submit"
                glyph=Glyph::Send
                attr:aria-label="Send"
                disabled=Signal::derive(move || !sendable())
            />
            {move || left().map(|left| view! { <p class="composer__status composer__status--warn num">{left}</p> })}
            {move || status().map(|status| view! { <p class="composer__status composer__status--late" role="status">{status}</p> })}
        </form>
    }
    .into_any()
}

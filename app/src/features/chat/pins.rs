//! The pinned messages, at the chat's top: the newest, or all of them.

use domain::ids::MessageId;
use domain::{Command, chat};
use leptos::prelude::*;

use super::desk::Desk;
use super::lines::quote;
use crate::room::Room;
use crate::ui::{Glyph, Icon, each};

/// The bar; nothing where nothing is pinned.
#[component]
pub(super) fn Pins() -> impl IntoView {
    let room = Room::expect();
    let all = Memo::new(move |_| room.live.view.with(|view| view.chat.pins.clone()));
    let open = RwSignal::new(false);
    let shown = move || {
        let mut pins = all.get();
        pins.reverse();
        if !open.get() {
            pins.truncate(1);
        }
        pins
    };
    let count = move || all.with(Vec::len);
    view! {
        <Show when=move || { count() > 0 }>
            <section class="pins" aria-label="Pinned messages">
                <ul class="pins__list">
                    {each(shown, |id| *id, pin)}
                </ul>
                <Show when=move || { count() > 1 }>
                    <button
                        class="pins__all"
                        type="button"
                        aria-expanded=move || if open.get() { "true" } else { "false" }
                        on:click=move |_| open.update(|open| *open = !*open)
                    >
                        {move || if open.get() { "Show the newest only".to_owned() } else { format!("Show all {} pinned", count()) }}
                    </button>
                </Show>
            </section>
        </Show>
    }
    .into_any()
}

fn pin(id: MessageId) -> AnyView {
    let room = Room::expect();
    let desk = Desk::expect();
    let words = Memo::new(move |_| room.live.view.with(|view| quote(view, id)));
    let words =
        move || words.get().map(|quote| view! { <bdi><b>{quote.author}</b></bdi>" "<bdi>{quote.text}</bdi> });
    view! {
        <li class="pins__pin">
            <Icon glyph=Glyph::Pin/>
            <button class="pins__words" type="button" title="Go to the message" on:click=move |_| desk.show(id)>
                {words}
            </button>
            {room.is_staff().then(|| view! {
                <button
                    class="button button--ghost button--small button--icon"
                    type="button"
                    aria-label="Unpin"
                    title="Unpin"
                    on:click=move |_| { room.live.send(Command::Chat(chat::Command::Unpin { message: id })); }
                >
                    <Icon glyph=Glyph::X/>
                </button>
            })}
        </li>
    }
    .into_any()
}

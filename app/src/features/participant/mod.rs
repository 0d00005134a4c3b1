//! Who is here, and who was; what each sends, whose hand is up, and what one may do about them.

mod list;
mod menu;
mod send_out;
mod sight;

pub(crate) use send_out::{SendOutDialog, SendingOut};

use domain::ids::UserId;
use domain::lobby::Out;
use domain::participant::Presence;
use leptos::prelude::*;

use self::list::{Person, found, may, people};
use self::menu::{Chosen, PersonMenu};
use self::sight::Sight;
use crate::room::may_write_to;
use crate::room::{Room, role_word, user_of};
use crate::ui::{Avatar, AvatarSize, Chip, EmptyState, Found, Glyph, Icon, SearchField};

/// From how many people on nobody reads the list.
const WORTH_SEARCHING: usize = 12;

/// The list of people, while it is looked at.
#[component]
pub(crate) fn People() -> impl IntoView {
    let tab = Room::expect().tab;
    view! { <Show when=move || tab.get() == "people"><Listed/></Show> }.into_any()
}

#[component]
fn Listed() -> impl IntoView {
    let room = Room::expect();
    let everybody = Memo::new(move |_| room.live.view.with(|view| people(view, room.viewer)));
    let query = RwSignal::new(String::new());
    let all = Memo::new(move |_| query.with(|query| everybody.with(|everybody| found(everybody, query))));
    let count = Memo::new(move |_| all.with(Vec::len));
    let sight = Sight::of(count);
    let drawn =
        move || all.with(|all| all.get(sight.drawn.get()).map(<[Person]>::to_vec).unwrap_or_default());
    let place = move |user: UserId| {
        all.with(|all| all.iter().position(|person| person.user == user)).map(|place| place + 1)
    };
    let chosen = Chosen::default();
    view! {
        <div class="people__top">
            <SearchField
                query
                label="Find somebody"
                found=count
                words=Found { none: "Nobody found", one: "person", many: "people" }
                worth_it=Signal::derive(move || everybody.with(Vec::len) >= WORTH_SEARCHING)
            />
        </div>
        <Show when=move || everybody.with(Vec::is_empty)>
            <EmptyState glyph=Glyph::Users title="Nobody is here yet" text="People appear as they open the class."/>
        </Show>
        <ul class="people" node_ref=sight.list style=move || sight.style()>
            <For each=drawn key=Clone::clone let:person>
                <PersonLine place=Signal::derive({ let user = person.user; move || place(user) }) of=count person chosen/>
            </For>
        </ul>
        <PersonMenu chosen/>
    }
    .into_any()
}

/// What is said under a name.
fn note(presence: Presence, out: Option<Out>) -> Option<&'static str> {
    match (out, presence) {
        (Some(Out::Banned), _) => Some("Removed for good"),
        (Some(Out::Removed), Presence::Left | Presence::Reconnecting) => Some("Sent out"),
        (_, Presence::Here) => None,
        (_, Presence::Joining) => Some("Joining"),
        (_, Presence::Away) => Some("Away: another window is in front"),
        (_, Presence::Reconnecting) => Some("Reconnecting"),
        (_, Presence::Left) => Some("Not here now"),
    }
}

#[component]
fn PersonLine(
    person: Person,
    chosen: Chosen,
    /// The person's place in the list, from 1 on.
    place: Signal<Option<usize>>,
    /// How many there are.
    of: Memo<usize>,
) -> impl IntoView {
    let room = Room::expect();
    let view = room.live.view;
    let Person { user, name, role, own, .. } = person;
    let presence = Memo::new(move |_| {
        let now = room.clock();
        view.with(|view| view.core.people.get(&user).map_or(Presence::Left, |person| person.presence(now)))
    });
    let out = Memo::new(move |_| view.with(|view| view.core.lobby.out.get(&user).copied()));
    let hand = Memo::new(move |_| {
        let now = room.clock();
        view.with(|view| view.hand.up(&view.core, now).iter().position(|hand| hand.user == user))
    });
    let speaks = Memo::new(move |_| {
        room.media.speakers.with(|speakers| speakers.iter().any(|identity| user_of(identity) == Some(user)))
    });
    let may = Memo::new(move |_| {
        view.with(|view| may(view, room.viewer, user, may_write_to(view, room.viewer, user)).anything())
    });
    let gone = move || matches!(presence.get(), Presence::Reconnecting | Presence::Left);
    let label = format!("What to do about {name}");
    view! {
        <li
            class="person"
            aria-posinset=move || place.get()
            aria-setsize=move || of.get()
            class:person--away=gone
            class:person--speaking=move || speaks.get()
        >
            <Avatar name=name.clone() size=AvatarSize::Small own=own/>
            <span class="person__name">
                <bdi>{name}</bdi>
                {own.then_some(" (you)")}
                {move || note(presence.get(), out.get()).map(|note| view! { <span class="person__note">{note}</span> })}
            </span>
            <span class="person__state">
                {move || speaks.get().then(|| sign(Glyph::Volume, "Speaks"))}
                {move || hand.get().map(|place| view! {
                    <span class="person__hand" title="Hand up">
                        <Icon glyph=Glyph::Hand/>
                        <span class="visually-hidden">"Hand up, number "</span>
                        <span class="num">{place + 1}</span>
                    </span>
                })}
                <Sends user/>
                {role_word(role).map(|word| view! { <Chip>{word}</Chip> })}
            </span>
            <Show when=move || may.get()>
                <button
                    class="button button--ghost button--small button--icon"
                    type="button"
                    popovertarget=menu::ID
                    aria-label=label.clone()
                    on:click=move |_| chosen.0.set(Some(user))
                >
                    <Icon glyph=Glyph::Ellipsis/>
                </button>
            </Show>
        </li>
    }
    .into_any()
}

/// Whose microphone and camera are on.
#[component]
fn Sends(user: domain::ids::UserId) -> impl IntoView {
    let media = Room::expect().media;
    let sends = Memo::new(move |_| {
        media.publishers.with(|publishers| {
            let theirs = publishers.iter().find(|p| user_of(&p.identity) == Some(user));
            theirs.map(|p| (p.microphone, p.camera))
        })
    });
    let signs = move || {
        sends.get().map(|(microphone, camera)| {
            let microphone = if microphone {
                sign(Glyph::Mic, "Microphone on")
            } else {
                sign(Glyph::MicOff, "Microphone off")
            };
            view! { {microphone} {camera.then(|| sign(Glyph::Camera, "Camera on"))} }
        })
    };
    view! { {signs} }.into_any()
}

fn sign(glyph: Glyph, words: &'static str) -> AnyView {
    view! { <span title=words><Icon glyph/><span class="visually-hidden">{words}</span></span> }.into_any()
}

#[cfg(test)]
mod tests {
    use domain::lobby::Out;
    use domain::participant::Presence;

    use super::note;

    #[test]
    fn why_somebody_is_gone_is_said_before_that_they_are() {
        assert_eq!(note(Presence::Left, Some(Out::Banned)), Some("Removed for good"));
        assert_eq!(note(Presence::Reconnecting, Some(Out::Removed)), Some("Sent out"));
        assert_eq!(note(Presence::Left, None), Some("Not here now"));
        assert_eq!(note(Presence::Here, None), None);
    }
}

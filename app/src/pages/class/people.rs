//! Who is here, and who was.

use domain::ClassView;
use domain::ids::UserId;
use domain::role::{Role, Viewer};
use leptos::prelude::*;

use super::room::{Room, name_in, role_word, user_of};
use crate::ui::{Avatar, AvatarSize, Chip, EmptyState, Glyph, Icon};

/// One person in the list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Person {
    user: UserId,
    name: String,
    role: Role,
    here: bool,
    own: bool,
}

/// Those who run the class first, then by name; those who are gone after all who are here.
fn people(view: &ClassView, viewer: Viewer) -> Vec<Person> {
    let mut people: Vec<Person> = view
        .people
        .values()
        .map(|person| Person {
            user: person.user,
            name: name_in(view, person.user),
            role: person.role,
            here: person.is_here(),
            own: person.user == viewer.user,
        })
        .collect();
    people.sort_by_cached_key(|person| (!person.here, person.role, person.name.to_lowercase()));
    people
}

/// The list of people.
#[component]
pub(super) fn People() -> impl IntoView {
    let room = Room::expect();
    let all = Memo::new(move |_| room.live.view.with(|view| people(view, room.viewer)));
    view! {
        <Show when=move || all.with(Vec::is_empty)>
            <EmptyState glyph=Glyph::Users title="Nobody is here yet" text="People appear as they open the class."/>
        </Show>
        <ul class="people">
            <For each=move || all.get() key=Clone::clone let:person>
                <PersonLine person/>
            </For>
        </ul>
    }
    .into_any()
}

#[component]
fn PersonLine(person: Person) -> impl IntoView {
    let media = Room::expect().media;
    let Person { user, name, role, here, own } = person;
    let sends = Memo::new(move |_| {
        media.publishers.with(|publishers| {
            let theirs = publishers.iter().find(|p| user_of(&p.identity) == Some(user));
            theirs.map(|p| (p.microphone, p.camera))
        })
    });
    let state = move || {
        sends.get().map(|(microphone, camera)| {
            let (mic, mic_words) = if microphone { (Glyph::Mic, "Microphone on") } else { (Glyph::MicOff, "Microphone off") };
            view! {
                <span title=mic_words><Icon glyph=mic/><span class="visually-hidden">{mic_words}</span></span>
                {camera.then(|| view! {
                    <span title="Camera on"><Icon glyph=Glyph::Camera/><span class="visually-hidden">"Camera on"</span></span>
                })}
            }
        })
    };
    view! {
        <li class="person" class:person--away=!here>
            <Avatar name=name.clone() size=AvatarSize::Small own=own/>
            <span class="person__name">
                {name}
                {own.then_some(" (you)")}
                {(!here).then(|| view! { <span class="person__note">"Not here now"</span> })}
            </span>
            <span class="person__state">
                {move || state()}
                {role_word(role).map(|word| view! { <Chip>{word}</Chip> })}
            </span>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::ids::{ConnectionId, Offset};
    use domain::participant::Participant;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn staff_come_first_and_those_who_left_last() {
        let person = |n: u128, name: &str, role, here: bool| {
            let user = UserId(Uuid::from_u128(n));
            let connections = here.then(|| (ConnectionId(Uuid::from_u128(n)), String::new()));
            let connections: BTreeMap<_, _> = connections.into_iter().collect();
            (
                user,
                Participant { connections, ..Participant::new(user, role, name.into(), Offset(0)) },
            )
        };
        let mut view = ClassView::default();
        view.people = BTreeMap::from([
            person(1, "bea", Role::Student, true),
            person(2, "Ada", Role::Student, true),
            person(3, "Zoe", Role::Teacher, true),
            person(4, "Abe", Role::Assistant, false),
        ]);
        let viewer = Viewer { user: UserId(Uuid::from_u128(1)), role: Role::Student };
        let names: Vec<_> = people(&view, viewer).into_iter().map(|person| person.name).collect();
        assert_eq!(names, ["Zoe", "Ada", "bea", "Abe"]);
    }
}

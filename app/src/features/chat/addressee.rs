//! To whom one writes: everybody, those who run the class, or one person where the class allows it.

use domain::ClassView;
use domain::chat::Address;
use domain::ids::UserId;
use domain::role::Viewer;
use leptos::prelude::*;

use super::desk::Desk;
use crate::room::{Room, may_write_to, name_in};

/// With more people than this one begins a message to somebody in the list of people: nobody reads such a list.
const MOST_LISTED: usize = 40;

/// The people who can be chosen, by name; `chosen` is among them even where there are too many for a list.
fn choices(view: &ClassView, viewer: Viewer, chosen: Address) -> Vec<(UserId, String)> {
    let here = view.core.people.values().filter(|person| person.is_here());
    let mut list: Vec<_> = here
        .filter(|person| may_write_to(view, viewer, person.user))
        .map(|person| (person.user, name_in(view, person.user)))
        .collect();
    list.sort_by_cached_key(|(_, name)| name.to_lowercase());
    if list.len() > MOST_LISTED {
        list.clear();
    }
    if let Address::Person { user } = chosen
        && !list.iter().any(|(listed, _)| *listed == user)
    {
        list.push((user, name_in(view, user)));
    }
    list
}

/// An address as a select's value, and back.
fn value(address: Address) -> String {
    match address {
        Address::Everybody => String::new(),
        Address::Staff => "staff".to_owned(),
        Address::Person { user } => user.to_string(),
    }
}

fn address(value: &str) -> Address {
    match value.parse() {
        Ok(user) => Address::Person { user },
        Err(_) if value == "staff" => Address::Staff,
        Err(_) => Address::Everybody,
    }
}

/// The choice; its words say who reads what is sent.
#[component]
pub(super) fn Addressee() -> impl IntoView {
    let room = Room::expect();
    let to = Desk::expect().to;
    let people = Memo::new(move |_| {
        let chosen = to.get();
        room.live.view.with(|view| choices(view, room.viewer, chosen))
    });
    let staff = if room.is_staff() { "Those who run the class" } else { "Teacher and assistants only" };
    let option = move |address: Address, words: String| {
        let selected = move || to.get() == address;
        view! { <option value=value(address) selected=selected>{words}</option> }
    };
    view! {
        <label class="composer__to" class:composer__to--private=move || !to.get().everybody()>
            "To "
            <select
                aria-label="To"
                prop:value=move || { people.track(); value(to.get()) }
                on:change=move |event| to.set(address(&event_target_value(&event)))
            >
                {option(Address::Everybody, "Everybody".to_owned())}
                {option(Address::Staff, staff.to_owned())}
                {move || people.get().into_iter().map(|(user, name)| {
                    option(Address::Person { user }, format!("Only {name}"))
                }).collect_view()}
            </select>
        </label>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::sorted::SortedMap;

    use domain::ids::{ConnectionId, Offset};
    use domain::participant::Participant;
    use domain::role::Role;
    use domain::session::PrivateChat;
    use uuid::Uuid;

    use super::*;

    const STUDENT: Viewer = Viewer { user: UserId(Uuid::from_u128(1)), role: Role::Student };

    fn class(students: u128) -> ClassView {
        let mut view = ClassView::default();
        let mut join = |n: u128, role| {
            let user = UserId(Uuid::from_u128(n));
            let mut person = Participant::new(user, role, format!("Person {n}").into(), Offset(0));
            person.connections = SortedMap::from([(ConnectionId(Uuid::from_u128(n)), String::new())]);
            view.core.people.insert(user, person.into());
        };
        (1..=students).for_each(|n| join(n, Role::Student));
        join(1_000, Role::Teacher);
        view
    }

    #[test]
    fn who_can_be_written_to_is_as_the_class_allows() {
        let mut view = class(3);
        let count = |view: &ClassView, viewer| choices(view, viewer, Address::Everybody).len();
        assert_eq!(count(&view, STUDENT), 1, "with staff");
        assert_eq!(count(&view, Viewer { role: Role::Assistant, ..STUDENT }), 3, "anybody but oneself");
        view.core.settings.private_chat = PrivateChat::Everybody;
        assert_eq!(count(&view, STUDENT), 3);
        view.core.settings.private_chat = PrivateChat::Off;
        assert_eq!(count(&view, STUDENT), 0);
    }

    #[test]
    fn of_very_many_only_the_chosen_one_is_listed() {
        let mut view = class(500);
        view.core.settings.private_chat = PrivateChat::Everybody;
        let user = UserId(Uuid::from_u128(77));
        assert!(choices(&view, STUDENT, Address::Everybody).is_empty());
        let chosen = choices(&view, STUDENT, Address::Person { user });
        assert_eq!(chosen, [(user, "Person 77".to_owned())]);
    }

    #[test]
    fn an_address_survives_the_select() {
        for there in [Address::Everybody, Address::Staff, Address::Person { user: STUDENT.user }] {
            assert_eq!(address(&value(there)), there);
        }
    }
}

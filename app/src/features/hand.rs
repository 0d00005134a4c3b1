//! Raised hands: one's own, and the queue of all in the order they went up, at the foot of the list of people.

use domain::ids::{Offset, UserId};
use domain::permission::Permission;
use domain::{Command, hand, permission};
use leptos::prelude::*;

use crate::room::Room;
use crate::ui::{Button, ButtonKind, ButtonSize, Glyph, Icon};

/// "Two hands up"; nothing where there is none.
pub(crate) fn hands_words(count: usize) -> Option<String> {
    const WORDS: [&str; 9] = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
    let hands = if count == 1 { "hand" } else { "hands" };
    match count.checked_sub(1)? {
        n if n < WORDS.len() => Some(format!("{} {hands} up", WORDS[n])),
        _ => Some(format!("{count} {hands} up")),
    }
}

/// "40 s", "3 min".
pub(crate) fn ago(since: Offset, now: Offset) -> String {
    match (now.0 - since.0).max(0) / 1_000 {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds => format!("{} min", seconds / 60),
    }
}

/// Lets somebody be heard, and takes their hand down.
pub(crate) fn give_the_floor(room: Room, user: UserId) {
    let (permission, allowed) = (Permission::Microphone, Some(true));
    room.live.send(Command::Permission(permission::Command::Grant { user, permission, allowed }));
    room.live.send(Command::Hand(hand::Command::Lower { user }));
}

/// The queue, and the way to its first.
#[component]
pub(crate) fn Hands() -> impl IntoView {
    let room = Room::expect();
    let up = Memo::new(move |_| {
        let now = room.clock();
        room.live.view.with(|view| view.hand.up(&view.core, now))
    });
    let first = Memo::new(move |_| up.with(|up| up.first().copied()));
    let count = Memo::new(move |_| up.with(Vec::len));
    let own = Memo::new(move |_| up.with(|up| up.iter().position(|hand| hand.user == room.viewer.user)));
    let when = move || {
        let first = first.get()?;
        Some(format!("{} first, {} ago", room.name_of(first.user), ago(first.since, room.clock())))
    };
    let mine = move || own.get().map(|place| format!(" · you are number {}", place + 1));
    view! {
        <Show when=move || { count.get() > 0 }>
            <div class="panel__footer hands">
                <Icon glyph=Glyph::Hand/>
                <p class="hands__words">
                    <b>{move || hands_words(count.get())}</b>
                    <span class="person__note num">{when}{mine}</span>
                </p>
                <Show when=move || room.is_staff()>
                    <Button
                        size=ButtonSize::Small
                        kind=ButtonKind::Primary
                        on:click=move |_| if let Some(hand) = first.get_untracked() { give_the_floor(room, hand.user) }
                    >
                        "Give the floor"
                    </Button>
                    <Button
                        size=ButtonSize::Small
                        on:click=move |_| if let Some(hand) = first.get_untracked() {
                            room.live.send(Command::Hand(hand::Command::Lower { user: hand.user }));
                        }
                    >
                        "Next"
                    </Button>
                </Show>
            </div>
        </Show>
    }
    .into_any()
}

/// Whether one's own hand is up.
fn hand_is_up(room: Room) -> bool {
    room.live.view.with(|view| view.hand.hands.iter().any(|hand| hand.user == room.viewer.user))
}

/// Raises one's hand, or takes it down.
pub(crate) fn toggle_hand(room: Room) {
    let user = room.viewer.user;
    room.live.send(if untrack(|| hand_is_up(room)) {
        Command::Hand(hand::Command::Lower { user })
    } else {
        Command::Hand(hand::Command::Raise)
    });
}

/// The button that raises one's hand.
#[component]
pub(crate) fn HandControl() -> impl IntoView {
    let room = Room::expect();
    let up = Memo::new(move |_| hand_is_up(room));
    let may = Memo::new(move |_| up.get() || room.permits(Permission::RaiseHand));
    let words = move || if up.get() { "Lower your hand" } else { "Raise your hand" };
    view! {
        <Show when=move || may.get()>
            <button
                class="control"
                class:control--on=move || up.get()
                type="button"
                aria-label=words
                data-hint=words
                data-key="H"
                aria-keyshortcuts="H"
                on:click=move |_| toggle_hand(room)
            >
                <Icon glyph=Glyph::Hand/>
            </button>
        </Show>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::ids::Offset;

    use super::{ago, hands_words};

    #[test]
    fn hands_are_counted_in_words_and_their_time_in_short_ones() {
        let words: Vec<_> = [0, 1, 2, 12].into_iter().map(hands_words).collect();
        let said = |words: &str| Some(words.to_owned());
        assert_eq!(words, [None, said("One hand up"), said("Two hands up"), said("12 hands up")]);
        assert_eq!(ago(Offset(10_000), Offset(50_900)), "40 s");
        assert_eq!(ago(Offset(0), Offset(185_000)), "3 min");
        assert_eq!(ago(Offset(2_000), Offset(1_000)), "0 s", "a clock that is a little behind");
    }
}

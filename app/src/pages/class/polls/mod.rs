//! Polls: voting in them, running them, what came out.

mod answers;
mod ballot;
mod call;
mod card;
mod draft;
mod kept;
mod new;
mod outcome;
mod own;

pub(super) use call::PollCall;
pub(super) use new::NewPoll;

use std::collections::BTreeMap;

use domain::ids::PollId;
use leptos::html::Div;
use leptos::prelude::*;
use uuid::Uuid;

use self::call::{Call, call, shown};
use self::card::{Card, Offer, cards, order};
use self::kept::Kept;
use super::focus::{arrows, steady};
use super::room::Room;
use crate::ui::{Button, ButtonKind, ButtonSize, EmptyState, Glyph, Tab};

/// The class's polls as the panel has them. Copied freely.
#[derive(Clone, Copy)]
pub(super) struct Polling {
    room: Room,
    cards: Memo<BTreeMap<PollId, Card>>,
    kept: Kept,
    called: Memo<Option<Call>>,
}

impl Polling {
    /// Follows them as long as the component that called lives.
    pub fn new(room: Room) -> Self {
        let live = room.live;
        let kept = Kept::open(room);
        let cards = Memo::new(move |_| {
            live.view.with(|view| {
                live.owed.with(|owed| kept.votes.with(|kept| cards(view, owed, room.viewer, kept)))
            })
        });
        // What was shown before one came is no news.
        let seen = RwSignal::new(live.view.with_untracked(shown));
        Effect::new(move || {
            if room.tab.get() == "polls" {
                seen.set(live.view.with(shown));
            }
        });
        let called = Memo::new(move |_| {
            live.view.with(|view| {
                live.owed.with(|owed| {
                    kept.votes.with(|kept| seen.with(|seen| call(view, owed, room.viewer, kept, seen)))
                })
            })
        });
        Self { room, cards, kept, called }
    }

    /// The tab in the panel.
    pub fn tab(self) -> Tab {
        let Self { room, called, .. } = self;
        let open = Memo::new(move |_| room.live.view.with(|view| view.open_poll().is_some()));
        let calls = Signal::derive(move || called.with(Option::is_some));
        Tab::new("polls", "Polls")
            .count(Signal::derive(move || usize::from(open.get() || calls.get())))
            .hot(calls)
    }
}

/// What the parts of the list share.
#[derive(Clone, Copy)]
struct List {
    room: Room,
    cards: RwSignal<BTreeMap<PollId, Card>>,
    kept: Kept,
}

impl List {
    /// A part of a poll that is drawn anew only when it changes.
    fn part<T>(self, id: PollId, part: impl Fn(&Card) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: Default + PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.cards.with(|cards| cards.get(&id).map(&part).unwrap_or_default()))
    }
}

/// The list.
#[component]
pub(super) fn Polls(
    /// The class's polls.
    polling: Polling,
) -> impl IntoView {
    let Polling { room, cards, kept, .. } = polling;
    let staff = room.viewer.role.is_staff();
    let lists = NodeRef::<Div>::new();
    let list = List { room, cards: steady(cards, lists), kept };
    let all = Memo::new(move |_| room.live.view.with(order));
    let empty = if staff {
        "Ask the class something: everybody is offered to vote at once."
    } else {
        "When the teacher asks one, it is offered to you here at once."
    };
    view! {
        <div class="polls" node_ref=lists on:keydown=arrows>
            {staff.then(|| view! {
                <div class="panel__bar">
                    <Button
                        kind=ButtonKind::Primary
                        size=ButtonSize::Small
                        glyph=Glyph::Plus
                        attr:aria-keyshortcuts="P"
                        on:click=move |_| room.dialogs.poll.set(true)
                    >
                        "New poll"
                    </Button>
                </div>
            })}
            <Show when=move || all.with(Vec::is_empty)>
                <EmptyState glyph=Glyph::Poll title="No polls yet" text=empty/>
            </Show>
            <ul class="polls__list" aria-label="Polls">
                <For each=move || all.get() key=|id| *id let:id>{row(list, id)}</For>
            </ul>
        </div>
    }
    .into_any()
}

/// One poll. Each part of it is drawn anew by itself, so that a vote that comes takes nobody's focus.
fn row(list: List, id: PollId) -> AnyView {
    let question = list.part(id, |card| card.question.clone());
    let meta = list.part(id, |card| card.meta.clone());
    let note = list.part(id, |card| card.note);
    let votes = list.part(id, |card| card.ballot);
    let offers = list.part(id, |card| card.offers.clone());
    view! {
        <li class="poll" id=format!("poll-{id}") tabindex="-1">
            <h3 class="poll__question">{question}</h3>
            <p class="poll__meta">{meta}</p>
            {move || note.get().map(|note| view! { <p class="poll__note">{note}</p> })}
            {move || votes.get().then(|| ballot::ballot(list, id))}
            {outcome::outcome(list, id)}
            {answers::answers(list, id)}
            {move || buttons(list.room, id, offers.get())}
        </li>
    }
    .into_any()
}

fn buttons(room: Room, id: PollId, offers: Vec<Offer>) -> AnyView {
    if offers.is_empty() {
        return ().into_any();
    }
    let buttons = offers.into_iter().map(|offer| {
        let press = move |_| {
            room.live.send(offer.wish(id, PollId(Uuid::new_v4())));
        };
        view! { <Button size=ButtonSize::Small on:click=press>{offer.words()}</Button> }
    });
    view! { <div class="poll__actions">{buttons.collect_view()}</div> }.into_any()
}

//! Polls: voting in them, running them, what came out.

mod answers;
mod ballot;
mod call;
pub(crate) mod card;
pub(crate) mod draft;
mod new;
mod outcome;
mod own;
mod prepared;
pub(crate) mod read;
pub(crate) mod replay;
mod staged;
mod tab_votes;

pub(crate) use call::PollCall;
pub(crate) use new::NewPoll;
pub(crate) use prepared::PreparedPolls;
pub(crate) use staged::{StagedInReplay, StagedPoll};
pub(crate) use tab_votes::voted_here;

use domain::ids::PollId;
use leptos::html::Div;
use leptos::prelude::*;
use uuid::Uuid;

use self::call::{Call, call, shown};
use self::card::{Card, Offer, cards, order};
use self::tab_votes::TabVotes;
use crate::markup::with_formulas;
use crate::room::Room;
use crate::room::focus::{arrows, steady};
use crate::ui::{Button, ButtonKind, ButtonSize, EmptyState, Glyph, Tab, each};

/// The class's polls as the panel has them. Copied freely.
#[derive(Clone, Copy)]
pub(crate) struct Polling {
    room: Room,
    kept: TabVotes,
    called: Memo<Option<Call>>,
}

impl Polling {
    /// Follows them as long as the component that called lives.
    pub fn new(room: Room) -> Self {
        let live = room.live;
        let kept = TabVotes::open(room);
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
        Self { room, kept, called }
    }

    /// The tab in the panel.
    pub fn tab(self) -> Tab {
        let Self { room, called, .. } = self;
        let open = Memo::new(move |_| room.live.view.with(|view| view.poll.open_poll().is_some()));
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
    cards: RwSignal<Vec<(PollId, Card)>>,
    kept: TabVotes,
}

impl List {
    /// A part of a poll that is drawn anew only when it changes.
    fn part<T>(self, id: PollId, part: impl Fn(&Card) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: Default + PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| {
            self.cards.with(|cards| {
                cards.iter().find(|(other, _)| *other == id).map(|(_, card)| part(card)).unwrap_or_default()
            })
        })
    }
}

/// The list.
#[component]
pub(crate) fn Polls(
    /// The class's polls.
    polling: Polling,
) -> impl IntoView {
    let Polling { room, kept, .. } = polling;
    let live = room.live;
    let cards = Memo::new(move |_| {
        live.view
            .with(|view| live.owed.with(|owed| kept.votes.with(|kept| cards(view, owed, room.viewer, kept))))
    });
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
                {prepared::prepared(room)}
            })}
            <Show when=move || all.with(Vec::is_empty)>
                <EmptyState glyph=Glyph::Poll title="No polls yet" text=empty/>
            </Show>
            <ul class="polls__list" aria-label="Polls">
                {each(move || all.get(), |id| *id, move |id| row(list, id))}
            </ul>
        </div>
    }
    .into_any()
}

/// One poll. Each part of it is drawn anew by itself, so that a vote that comes takes nobody's focus.
fn row(list: List, id: PollId) -> AnyView {
    let staff = list.room.viewer.role.is_staff();
    let question = list.part(id, |card| card.question.clone());
    let meta = list.part(id, |card| card.meta.clone());
    let note = list.part(id, |card| card.note);
    let votes = list.part(id, |card| card.ballot);
    let offers = list.part(id, |card| card.offers.clone());
    view! {
        <li class="poll" id=format!("poll-{id}") tabindex="-1">
            <h2 class="poll__question" dir="auto">{move || with_formulas(&question.get())}</h2>
            <p class="poll__meta">{meta}</p>
            {move || note.get().map(|note| view! { <p class="poll__note">{note}</p> })}
            {move || votes.get().then(|| ballot::ballot(list, id))}
            {outcome::outcome(list, id)}
            {answers::answers(list, id)}
            {staff.then(|| buttons(list.room, id, offers))}
        </li>
    }
    .into_any()
}

/// What staff may do: at most three things at a time. The buttons stay the same and what they do changes, so that whoever has
/// pressed one still has the focus on it.
fn buttons(room: Room, id: PollId, offers: Memo<Vec<Offer>>) -> AnyView {
    let slot = |place: usize| {
        let offer = move || offers.with(|offers| offers.get(place).copied());
        let press = move |_| {
            if let Some(offer) = untrack(offer) {
                room.live.send(offer.command(id, PollId(Uuid::new_v4())));
            }
        };
        view! {
            <button class="button button--small" type="button" hidden=move || offer().is_none() on:click=press>
                {move || offer().map(Offer::words)}
            </button>
        }
    };
    view! { <div class="poll__actions">{[0, 1, 2].map(slot).collect_view()}</div> }.into_any()
}

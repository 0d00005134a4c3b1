//! Questions: the list, asking, what staff do with them, and the one on the stage.

mod act;
mod ask;
pub(crate) mod board;
mod form;
pub(crate) mod read;
pub(crate) mod replay;
mod row;
mod staged;

pub(crate) use ask::Ask;
pub(crate) use staged::{StagedInReplay, StagedQuestion};

use domain::ids::QuestionId;
use domain::{Command, question};
use leptos::html::Div;
use leptos::prelude::*;

use self::act::Act;
use self::board::{Board, Order, QuestionCard, board};
use crate::room::Room;
use crate::room::focus::{arrows, steady};
use crate::ui::{Button, ButtonSize, EmptyState, Glyph, Tab, each};

/// The tab in the panel.
pub(crate) fn tab(room: Room) -> Tab {
    let count = Memo::new(move |_| room.live.view.with(|view| board::unanswered(view, room.viewer)));
    Tab::new("questions", "Questions")
        .count(Signal::derive(move || count.get().0))
        .hot(Signal::derive(move || count.get().1))
}

/// What the parts of the list share.
#[derive(Clone, Copy)]
struct List {
    room: Room,
    board: RwSignal<Board>,
    /// What somebody is about to say to which question.
    form: RwSignal<Option<(QuestionId, Act)>>,
    /// What they have written so far.
    words: RwSignal<String>,
}

impl List {
    /// A part of a question that is drawn anew only when it changes.
    fn part<T>(self, id: QuestionId, part: impl Fn(&QuestionCard) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: Default + PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.board.with(|board| board.asked.get(&id).map(&part).unwrap_or_default()))
    }
}

/// The list.
#[component]
pub(crate) fn Questions() -> impl IntoView {
    let room = Room::expect();
    let live = room.live;
    let lists = NodeRef::<Div>::new();
    let order = RwSignal::new(Order::default());
    let now = Memo::new(move |_| {
        live.view.with(|view| live.owed.with(|owed| board(view, owed, room.viewer, order.get())))
    });
    let board = steady(now, lists);
    let list = List { room, board, form: RwSignal::default(), words: RwSignal::default() };
    give_back(list);
    let open = Memo::new(move |_| board.with(|board| board.open.clone()));
    let settled = Memo::new(move |_| board.with(|board| board.settled.clone()));
    let waiting = Memo::new(move |_| board.with(|board| board.waiting));
    let none = move || board.with(|board| board.asked.is_empty());
    let empty = if room.viewer.role.is_staff() {
        "What students ask stands here, what most want to know first."
    } else {
        "Ask below. Others can vote for it, and the teacher sees what most want to know."
    };
    let other_order = move |_| {
        order.update(|order| {
            *order = match order {
                Order::Votes => Order::Newest,
                Order::Newest => Order::Votes,
            }
        })
    };
    view! {
        <div class="questions" node_ref=lists on:keydown=arrows>
            <div class="panel__bar" hidden=none>
                <Button size=ButtonSize::Small attr:title="Change the order" on:click=other_order>
                    {move || match order.get() { Order::Votes => "Most votes", Order::Newest => "Newest" }}
                </Button>
                <p class="questions__waiting" role="status">
                    {move || match waiting.get() {
                        0 => String::new(),
                        1 => "1 waits for approval".to_owned(),
                        n => format!("{n} wait for approval"),
                    }}
                </p>
            </div>
            <Show when=none>
                <EmptyState glyph=Glyph::Question title="No questions yet" text=empty/>
            </Show>
            <ul class="questions__list" aria-label="Questions">
                {each(move || open.get(), |id| *id, move |id| row::row(list, id))}
            </ul>
            <details class="questions__settled" hidden=move || settled.with(Vec::is_empty)>
                <summary>"Done with, " {move || settled.with(Vec::len)}</summary>
                <ul class="questions__list" aria-label="Done with">
                    {each(move || settled.get(), |id| *id, move |id| row::row(list, id))}
                </ul>
            </details>
        </div>
    }
    .into_any()
}

/// An answer that the class did not take is there again to be changed.
fn give_back(list: List) {
    Effect::new(move || {
        list.room.live.refused.with(|refused| {
            let Some(refused) = refused else { return };
            let (question, act, text) = match &refused.command {
                Command::Question(question::Command::Answer { question, text }) => {
                    (*question, Act::Write, text)
                }
                Command::Question(question::Command::Dismiss { question, reason }) => {
                    (*question, Act::Dismiss, reason)
                }
                _ => return,
            };
            let is_there = list.board.with_untracked(|board| board.asked.contains_key(&question));
            if is_there && list.form.with_untracked(Option::is_none) {
                list.room.live.gave_back(refused.id);
                list.words.set(text.clone());
                list.form.set(Some((question, act)));
            }
        });
    });
}

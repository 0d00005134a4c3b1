//! Questions and polls as they stood at the moment that is played: the class's own fold, stopped there.

use domain::ClassView;
use domain::event::Event;
use domain::ids::Offset;
use domain::names::isolated;
use domain::question::is_afterwards;
use domain::sorted::SortedSet;
use domain::view::apply;
use leptos::prelude::*;

use super::watching::Watching;
use crate::pages::class::board::{Order, QuestionCard, board};
use crate::pages::class::card::{Card, cards, order};
use crate::pages::class::chat::with_formulas;
use crate::pages::class::read_poll::result;
use crate::pages::class::read_question::question;
use crate::ui::{Button, ButtonKind, ButtonSize, EmptyState, Glyph};

/// The class up to some event.
#[derive(Debug, Clone)]
struct Folded {
    view: ClassView,
    events: usize,
}

impl Folded {
    /// Goes on to the first `count` events, or back to them from the beginning.
    fn go(&mut self, empty: &ClassView, events: &[Event], count: usize) {
        if count < self.events {
            self.view = empty.clone();
            self.events = 0;
        }
        for event in &events[self.events..count] {
            apply(&mut self.view, event);
        }
        self.events = count;
    }
}

/// The questions and polls of a replay. Copied freely; it ends with the page.
#[derive(Clone, Copy)]
pub(super) struct AskedUntil {
    watching: Watching,
    folded: StoredValue<Folded>,
    /// So many of the events have happened.
    count: Memo<usize>,
    /// Whether the end is shown, whatever is played.
    all: RwSignal<bool>,
}

impl AskedUntil {
    /// Follows the moment that is played as long as the component that called lives.
    pub fn new(watching: Watching) -> Self {
        let all = RwSignal::new(false);
        let count = Memo::new(move |_| {
            let at = watching.player.at.get();
            watching.opened.with_value(|replay| match all.get() {
                true => replay.asked.len(),
                false => replay.asked.partition_point(|event| event.offset.0 <= at),
            })
        });
        let view = watching.opened.with_value(|replay| nothing_asked(&replay.view));
        Self { watching, folded: StoredValue::new(Folded { view, events: 0 }), count, all }
    }

    /// Looks at the class as it stood.
    fn look<T>(self, look: impl FnOnce(&ClassView) -> T) -> T {
        let count = self.count.get();
        self.folded.update_value(|folded| {
            self.watching
                .opened
                .with_value(|replay| folded.go(&nothing_asked(&replay.view), &replay.asked, count));
        });
        self.folded.with_value(|folded| look(&folded.view))
    }

    /// How many questions and polls there are at the end.
    pub fn counts(self) -> (usize, usize) {
        self.watching
            .opened
            .with_value(|replay| (replay.view.question.questions.len(), replay.view.poll.polls.len()))
    }
}

/// The class before anything was asked, with its people, so that everybody has a name.
fn nothing_asked(end: &ClassView) -> ClassView {
    let mut view = ClassView::default();
    view.core.phase = end.core.phase;
    view.core.people.clone_from(&end.core.people);
    view.core.names.clone_from(&end.core.names);
    view
}

/// The tab with the questions.
#[component]
pub(super) fn Questions(asked: AskedUntil) -> impl IntoView {
    let watching = asked.watching;
    let list = Memo::new(move |_| {
        asked.look(|view| {
            let gone: SortedSet<_> = view
                .question
                .questions
                .values()
                .filter(|question| question.text.erased())
                .map(|question| question.id)
                .collect();
            let mut board = board(view, &[], watching.viewer, Order::Votes);
            let ids: Vec<_> =
                board.open.iter().chain(&board.settled).filter(|id| !gone.contains(id)).collect();
            let one = |id| Some((view.question.questions.get(id)?.asked.0, board.asked.remove(id)?));
            ids.into_iter().filter_map(one).collect::<Vec<(i64, QuestionCard)>>()
        })
    });
    if asked.counts().0 == 0 {
        return view! { <EmptyState glyph=Glyph::Question title="No questions" text="Nobody asked one in this class."/> }
            .into_any();
    }
    let line = move |(at, asked): &(i64, QuestionCard)| question(asked, go_to(watching, *at));
    view! {
        {bar(asked, Signal::derive(move || list.with(Vec::len)), asked.counts().0)}
        <ul class="questions__list" aria-label="Questions">
            {move || list.with(|list| list.iter().map(line).collect_view())}
        </ul>
    }
    .into_any()
}

/// The tab with the polls.
#[component]
pub(super) fn Polls(asked: AskedUntil) -> impl IntoView {
    let watching = asked.watching;
    let list = Memo::new(move |_| {
        asked.look(|view| {
            let mut cards = cards(view, &[], watching.viewer, &[]);
            let one = |id| {
                let place = cards.iter().position(|(other, _)| *other == id)?;
                Some((view.poll.polls.get(&id)?.opened.0, cards.swap_remove(place).1))
            };
            order(view).into_iter().filter_map(one).collect::<Vec<(i64, Card)>>()
        })
    });
    if asked.counts().1 == 0 {
        return view! { <EmptyState glyph=Glyph::Poll title="No polls" text="Nothing was asked in this class."/> }.into_any();
    }
    let line = move |(at, card): &(i64, Card)| {
        view! {
            <li class="poll">
                <h2 class="poll__question" dir="auto">{with_formulas(&card.question)}</h2>
                <p class="poll__meta">{card.meta.clone()}</p>
                {result(card)}
                {go_to(watching, *at)}
            </li>
        }
    };
    view! {
        {bar(asked, Signal::derive(move || list.with(Vec::len)), asked.counts().1)}
        <ul class="polls__list" aria-label="Polls">
            {move || list.with(|list| list.iter().map(line).collect_view())}
        </ul>
    }
    .into_any()
}

/// How many come later, and all of them at once.
fn bar(asked: AskedUntil, now: Signal<usize>, of: usize) -> AnyView {
    let all = asked.all;
    let words = move || match (all.get(), of.saturating_sub(now.get())) {
        (true, _) => "As it stands now.".to_owned(),
        (false, 0) => "As it stood at this moment.".to_owned(),
        (false, later) => format!("{later} more at a later moment."),
    };
    view! {
        <div class="panel__bar">
            <span class="faint grow">{words}</span>
            <Button kind=ButtonKind::Ghost size=ButtonSize::Small on:click=move |_| all.update(|all| *all = !*all)>
                {move || if all.get() { "At their moments" } else { "Show the end" }}
            </Button>
        </div>
    }
    .into_any()
}

/// The way to the moment it was asked at; none from what was asked after the class.
fn go_to(watching: Watching, at: i64) -> AnyView {
    let moment = Offset(at);
    if watching.opened.with_value(|replay| is_afterwards(&replay.view.core, moment)) {
        return ().into_any();
    }
    let time = moment.to_string();
    view! {
        <div class="asked__go">
            <Button
                kind=ButtonKind::Ghost
                size=ButtonSize::Small
                glyph=Glyph::Play
                on:click=move |_| watching.player.seek(at)
            >
                "Go to "{time}
            </Button>
        </div>
    }
    .into_any()
}

/// The question that was on the stage.
#[component]
pub(super) fn Staged() -> impl IntoView {
    let asked = AskedUntil::new(Watching::expect());
    let staged = Memo::new(move |_| {
        asked.look(|view| {
            let question = view.question.questions.get(&view.question.on_stage?)?;
            let asker = question.asker.filter(|_| !question.anonymous);
            let by = asker.map_or_else(
                || "A question".to_owned(),
                |asker| format!("{} asks", isolated(view.core.called(asker))),
            );
            Some((by, question.text.text().to_owned())).filter(|(_, text)| !text.is_empty())
        })
    });
    move || {
        staged.get().map(|(by, text)| {
            view! {
                <div class="staged">
                    <div class="staged__card">
                        <p class="staged__by" dir="auto">{by}</p>
                        <p class="staged__text" dir="auto">{with_formulas(&text)}</p>
                    </div>
                </div>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domain::event::{Event, Fact};
    use domain::ids::{Offset, Sequence};
    use domain::{ClassView, question};
    use uuid::Uuid;

    use super::Folded;

    fn asked(n: u64) -> Event {
        Event {
            sequence: Sequence(n * 3),
            offset: Offset(n as i64 * 1_000),
            at: DateTime::UNIX_EPOCH,
            actor: Some(Uuid::from_u128(1).into()),
            command: Uuid::from_u128(n.into()).into(),
            fact: Fact::Question(question::Fact::Asked {
                question: Uuid::from_u128(n.into()).into(),
                text: "why?".into(),
                anonymous: false,
                pending: false,
            }),
        }
    }

    #[test]
    fn it_goes_on_and_back() {
        let (empty, events) = (ClassView::default(), [asked(1), asked(2), asked(3)]);
        let mut folded = Folded { view: empty.clone(), events: 0 };
        for count in [0, 2, 3, 1, 3] {
            folded.go(&empty, &events, count);
            assert_eq!((folded.view.question.questions.len(), folded.events), (count, count));
        }
    }
}

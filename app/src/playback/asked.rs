//! Questions and polls as they stood at the moment that is played: the class's own fold, stopped there.

use domain::ClassView;
use domain::event::Event;
use domain::ids::Offset;
use domain::question::is_afterwards;
use domain::view::apply;
use leptos::prelude::*;

use super::watching::Watching;
use crate::ui::{Button, ButtonKind, ButtonSize, Glyph};

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
pub(crate) struct AskedUntil {
    /// The replay.
    pub watching: Watching,
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
    pub fn look<T>(self, look: impl FnOnce(&ClassView) -> T) -> T {
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

/// How many come later, and all of them at once.
pub(crate) fn bar(asked: AskedUntil, now: Signal<usize>, of: usize) -> AnyView {
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
pub(crate) fn go_to(watching: Watching, at: i64) -> AnyView {
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

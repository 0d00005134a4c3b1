//! Properties of the fold and the decisions: whatever happens in a class, every screen agrees.

use chrono::{DateTime, TimeDelta, Utc};
use domain::command::Command;
use domain::event::{Event, Schedule};
use domain::ids::{CommandId, ConnectionId, Offset, UserId};
use domain::role::Role;
use domain::session::EndReason;
use domain::view::{Audience, apply, redact, visible};
use domain::{ClassView, decide};
use proptest::prelude::*;
use uuid::Uuid;

const PEOPLE: u128 = 4;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// A wish of one of a few people about one of a few things, so that wishes meet.
fn wish() -> impl Strategy<Value = (u128, Command)> {
    let command = prop_oneof![
        1 => Just(Command::Start),
        1 => Just(Command::End { reason: EndReason::Ended }),
        8 => (0u128..12, "[a-z ]{0,12}")
            .prop_map(|(n, text)| Command::PostChat { message: id(n).into(), text }),
        3 => (0u128..12).prop_map(|n| Command::RemoveChat { message: id(n).into() }),
        3 => (0u128..4, "[a-z]{0,5}")
            .prop_map(|(n, title)| Command::MarkChapter { chapter: id(n).into(), title }),
        3 => (0..PEOPLE, 0u128..6).prop_map(|(user, tab)| Command::Join {
            user: id(user).into(),
            role: if user == 0 { Role::Teacher } else { Role::Student },
            name: format!("person {user}"),
            connection: id(tab).into(),
            node: "one".into(),
        }),
        2 => (0u128..6).prop_map(|tab| Command::Leave { connection: ConnectionId(id(tab)) }),
        1 => Just(Command::ForgetNode { node: "one".into() }),
        2 => (0..PEOPLE, any::<bool>())
            .prop_map(|(user, connected)| Command::Media { user: id(user).into(), connected }),
        1 => Just(Command::FailStage {
            stage: domain::pipeline::Stage::Extract,
            reason: "no sound".into()
        }),
    ];
    (0..PEOPLE, command)
}

fn scheduled() -> Command {
    Command::Schedule(Schedule {
        session: id(1).into(),
        course: id(2).into(),
        lesson: None,
        title: "Energy".into(),
        starts_at: DateTime::UNIX_EPOCH,
        minutes: 50,
        zone: "Europe/Berlin".into(),
    })
}

/// Runs the wishes as a writer does and gives the log and the state it ended in.
fn run(wishes: &[(u128, Command)]) -> (Vec<Event>, ClassView) {
    let (mut log, mut state) = (Vec::new(), ClassView::default());
    let setup = [(0, scheduled()), (0, Command::Start)];
    for (n, (actor, command)) in setup.iter().chain(wishes).enumerate() {
        let at: DateTime<Utc> = DateTime::UNIX_EPOCH + TimeDelta::milliseconds(n as i64);
        for fact in decide(&state, command).unwrap_or_default() {
            let event = Event {
                sequence: state.sequence.next(),
                offset: Offset(n as i64),
                at,
                actor: Some(UserId(id(*actor))),
                command: CommandId(id(n as u128)),
                fact,
            };
            apply(&mut state, &event);
            log.push(event);
        }
    }
    (log, state)
}

fn fold(events: impl IntoIterator<Item = Event>) -> ClassView {
    let mut view = ClassView::default();
    for event in events {
        apply(&mut view, &event);
    }
    view
}

proptest! {
    #[test]
    fn a_replayed_log_is_the_live_state(wishes in prop::collection::vec(wish(), 0..60)) {
        let (log, state) = run(&wishes);
        prop_assert_eq!(fold(log), state);
    }

    #[test]
    fn each_audience_folds_to_its_snapshot(wishes in prop::collection::vec(wish(), 0..60)) {
        let (log, state) = run(&wishes);
        for audience in Audience::ALL {
            let seen = fold(log.iter().filter_map(|event| visible(event, audience)));
            prop_assert_eq!(seen, state.for_audience(audience));
        }
    }

    #[test]
    fn a_late_joiner_sees_what_the_others_see(
        wishes in prop::collection::vec(wish(), 1..60), cut in any::<prop::sample::Index>(),
    ) {
        let (log, state) = run(&wishes);
        let (early, late) = log.split_at(cut.index(log.len()));
        let snapshot = serde_json::to_string(&fold(early.to_vec())).unwrap();
        let mut view: ClassView = serde_json::from_str(&snapshot).unwrap();
        for event in late {
            apply(&mut view, event);
        }
        prop_assert_eq!(serde_json::to_value(&view).unwrap(), serde_json::to_value(&state).unwrap());
    }

    #[test]
    fn delivered_twice_or_late_changes_nothing(wishes in prop::collection::vec(wish(), 1..60)) {
        let (log, state) = run(&wishes);
        let twice = log.iter().flat_map(|event| [event.clone(), event.clone()]);
        prop_assert_eq!(fold(twice), state.clone());
        prop_assert_eq!(fold(log.iter().cloned().chain(log.iter().cloned())), state);
    }

    #[test]
    fn removed_words_are_in_nothing_that_is_served_later(
        wishes in prop::collection::vec(wish(), 1..60),
    ) {
        let (log, state) = run(&wishes);
        let served: Vec<Event> = log
            .into_iter()
            .map(|mut event| {
                redact(&mut event, &state);
                event
            })
            .collect();
        for message in state.chat.iter().filter(|message| message.removed_by.is_some()) {
            let texts = served.iter().filter_map(|event| match &event.fact {
                domain::Fact::ChatPosted { message: posted, text } if *posted == message.id => Some(text),
                _ => None,
            });
            for text in texts {
                prop_assert!(text.erased());
            }
        }
        prop_assert_eq!(fold(served), state);
    }

    #[test]
    fn nothing_is_said_after_the_end(wishes in prop::collection::vec(wish(), 1..60)) {
        let (log, _) = run(&wishes);
        let over = log.iter().position(|event| matches!(event.fact, domain::Fact::SessionEnded { .. }));
        if let Some(over) = over {
            for event in &log[over + 1..] {
                prop_assert!(!matches!(
                    event.fact,
                    domain::Fact::ChatPosted { .. } | domain::Fact::ChapterMarked { .. }
                        | domain::Fact::ParticipantJoined { .. } | domain::Fact::SessionStarted
                ), "{:?}", event.fact);
            }
        }
    }
}

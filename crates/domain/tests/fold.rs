//! Properties of the fold and the decisions: whatever happens in a class, every screen agrees.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::event::{Event, Fact};
use domain::ids::{Sequence, UserId};
use domain::role::{Role, Viewer};
use domain::view::{Audience, apply, reach, read_whole, redact, visible, write_whole};
use domain::wire::ServerFrame;
use domain::{
    Asking, ClassView, Rejection, chapter, chat, decide, hand, participant, poll, question, session,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use testkit::commands::{PEOPLE, TimedCommand, commands, role, run, user};
use testkit::leak::leak;

fn viewers() -> impl Iterator<Item = Viewer> {
    let people = (0..PEOPLE).map(|n| Viewer { user: user(n), role: role(n) });
    // Those who never came, and those nothing is about.
    let stranger = Viewer { user: user(99), role: Role::Student };
    people.chain([stranger]).chain(Audience::ALL.map(Audience::anybody))
}

fn fold(events: impl IntoIterator<Item = Event>) -> ClassView {
    let mut view = ClassView::default();
    for event in events {
        apply(&mut view, &event);
    }
    view
}

/// What somebody has who saw every event, brought to the end of the log: its last events may not have been for them.
fn seen(log: &[Event], viewer: &Viewer) -> ClassView {
    let mut view = fold(log.iter().filter_map(|event| visible(event, viewer)));
    view.sequence = log.last().map(|event| event.sequence).unwrap_or_default();
    view
}

/// What the class says to more commands, right after its log's end.
fn go_on(view: ClassView, log: &[Event], more: &[TimedCommand]) -> Vec<Result<Vec<Fact>, Rejection>> {
    let mut now = log.last().map(|event| event.at).unwrap_or_default();
    let replies = more.iter().map(|(after, who, command)| {
        now += TimeDelta::milliseconds(*after);
        let asking = who.map_or(Asking::SYSTEM, |n| Asking::person(user(n), role(n)));
        decide(&view, asking, command, now)
    });
    replies.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_replayed_log_is_the_live_state(commands in commands()) {
        let (log, state) = run(&commands);
        prop_assert_eq!(fold(log), state);
    }

    /// Stored and read again at many places, a class is the same with all that never goes out, and decides the same from there.
    #[test]
    fn a_stored_class_goes_on_as_the_log_folds(
        commands in commands(), more in commands(), every in 1_usize..24,
    ) {
        let (log, state) = run(&commands);
        let mut view = ClassView::default();
        for events in log.chunks(every) {
            view = read_whole(&write_whole(&view).unwrap()).unwrap();
            events.iter().for_each(|event| apply(&mut view, event));
        }
        prop_assert_eq!(&view, &state);
        let stored = write_whole(&view).unwrap();
        prop_assert_eq!(&stored, &write_whole(&state).unwrap());
        let view = read_whole(&stored).unwrap();
        for viewer in viewers() {
            prop_assert_eq!(view.seen_by(&viewer), state.seen_by(&viewer), "{:?}", viewer);
        }
        prop_assert_eq!(go_on(view, &log, &more), go_on(state, &log, &more));
    }

    #[test]
    fn each_viewer_folds_to_their_snapshot(commands in commands()) {
        let (log, state) = run(&commands);
        for viewer in viewers() {
            prop_assert_eq!(seen(&log, &viewer), state.for_viewer(&viewer), "{:?}", viewer);
        }
    }

    #[test]
    fn who_is_not_concerned_gets_the_snapshot_of_the_audience(commands in commands()) {
        let (_, state) = run(&commands);
        for viewer in viewers().filter(|viewer| !state.concerns(viewer)) {
            prop_assert_eq!(state.for_viewer(&viewer), state.for_audience(Audience::of(&viewer)));
        }
    }

    #[test]
    fn who_resumes_somewhere_comes_to_the_same_snapshot(
        commands in commands(), cut in any::<prop::sample::Index>(),
    ) {
        let (log, state) = run(&commands);
        let (early, late) = log.split_at(cut.index(log.len()));
        for viewer in viewers() {
            let view = Box::new(fold(early.to_vec()).for_viewer(&viewer));
            let snapshot = serde_json::to_string(&ServerFrame::Snapshot { view }).unwrap();
            let ServerFrame::Snapshot { mut view } = lean::from_str(&snapshot).unwrap() else {
                unreachable!("a snapshot was read as something else");
            };
            for mut event in late.iter().filter_map(|event| visible(event, &viewer)) {
                redact(&mut event, &state, &viewer);
                apply(&mut view, &event);
            }
            view.sequence = state.sequence;
            prop_assert_eq!(
                serde_json::to_value(&*view).unwrap(),
                serde_json::to_value(state.for_viewer(&viewer)).unwrap(),
                "{:?}", viewer
            );
        }
    }

    #[test]
    fn who_is_not_concerned_sees_what_the_audience_sees(commands in commands()) {
        let (log, _) = run(&commands);
        for event in &log {
            let concerned = reach(event).people;
            for viewer in viewers().filter(|viewer| !concerned.contains(&viewer.user)) {
                let shared = visible(event, &Audience::of(&viewer).anybody());
                prop_assert_eq!(visible(event, &viewer), shared, "{:?}", viewer);
            }
        }
    }

    #[test]
    fn students_get_nothing_that_is_not_for_them(commands in commands()) {
        let (log, state) = run(&commands);
        for viewer in viewers().filter(|viewer| viewer.role == Role::Student) {
            for event in log.iter().filter_map(|event| visible(event, &viewer)) {
                let leak = leak(&event, &viewer, &state);
                prop_assert!(leak.is_none(), "{:?} to {:?}: {:?}", leak, viewer, event);
            }
        }
    }

    #[test]
    fn delivered_twice_or_late_changes_nothing(commands in commands()) {
        let (log, state) = run(&commands);
        let twice = log.iter().flat_map(|event| [event.clone(), event.clone()]);
        prop_assert_eq!(fold(twice), state.clone());
        prop_assert_eq!(fold(log.iter().cloned().chain(log.iter().cloned())), state);
    }

    #[test]
    fn words_taken_back_are_in_nothing_that_is_served_later(commands in commands()) {
        let (log, state) = run(&commands);
        for viewer in viewers() {
            let mut served: Vec<Event> = log.iter().filter_map(|event| visible(event, &viewer)).collect();
            served.iter_mut().for_each(|event| redact(event, &state, &viewer));
            for event in &served {
                let Fact::Chat(
                    chat::Fact::Posted { message, text, .. }
                    | chat::Fact::Edited { message, text, .. }
                    | chat::Fact::Reported { message, text, .. },
                ) = &event.fact
                else { continue };
                let now = state.chat.message(*message).unwrap();
                let reported = matches!(event.fact, Fact::Chat(chat::Fact::Reported { .. }));
                let says = if reported { now.removed_by.is_none() } else { now.text == *text };
                prop_assert!(text.erased() || says, "{:?}", event);
                prop_assert!(now.removed_by.is_none() || text.erased());
            }
            let mut view = fold(served);
            view.sequence = state.sequence;
            prop_assert_eq!(view, state.for_viewer(&viewer));
        }
    }

    #[test]
    fn facts_come_through_storage_as_they_were(commands in commands()) {
        let (log, _) = run(&commands);
        for event in log {
            let mut stored = event.fact.clone();
            let words = stored.words().cloned();
            if let Some(kept) = stored.words_mut() {
                kept.0 = None;
            }
            let mut read: Fact = serde_json::from_value(serde_json::to_value(&stored).unwrap()).unwrap();
            if let Some(slot) = read.words_mut() {
                *slot = words.unwrap_or_default();
            }
            prop_assert_eq!(read, event.fact);
        }
    }

    #[test]
    fn a_page_reads_what_the_server_wrote(commands in commands()) {
        let (log, state) = run(&commands);
        let through = state.sequence;
        let events = ServerFrame::Events { after: Sequence::default(), through, events: log };
        for frame in [events, ServerFrame::Snapshot { view: Box::new(state) }] {
            let text = serde_json::to_string(&frame).unwrap();
            prop_assert_eq!(&lean::from_str::<ServerFrame>(&text).unwrap(), &frame);
            prop_assert_eq!(&serde_json::from_str::<ServerFrame>(&text).unwrap(), &frame);
        }
    }

    /// But for questions, which the replay takes.
    #[test]
    fn nothing_is_said_after_the_end(commands in commands()) {
        let (log, _) = run(&commands);
        let over = log.iter().position(|event| matches!(event.fact, Fact::Session(session::Fact::Ended { .. })));
        if let Some(over) = over {
            for event in &log[over + 1..] {
                prop_assert!(!matches!(
                    event.fact,
                    Fact::Chat(chat::Fact::Posted { .. }) | Fact::Chapter(chapter::Fact::Marked { .. }) | Fact::Participant(participant::Fact::Joined { .. })
                        | Fact::Session(session::Fact::Started) | Fact::Poll(poll::Fact::Voted { .. } | poll::Fact::Opened { .. })
                        | Fact::Hand(hand::Fact::Raised { .. }) | Fact::Chat(chat::Fact::Edited { .. })
                ), "{:?}", event.fact);
            }
        }
    }

    /// Who waited at the end may ask the replay, which they may watch.
    #[test]
    fn who_is_banned_or_waits_says_nothing(commands in commands()) {
        let (log, _) = run(&commands);
        let mut state = ClassView::default();
        for event in &log {
            let speaks = matches!(
                event.fact,
                Fact::Chat(chat::Fact::Posted { .. }) | Fact::Question(question::Fact::Asked { .. }) | Fact::Poll(poll::Fact::Voted { .. })
            );
            if let Some(actor) = event.actor.filter(|_| speaks) {
                let role = state.core.people.get(&actor).map_or(role_of(actor), |person| person.role);
                prop_assert_eq!(state.core.must_be_open_to(actor, role), Ok(()));
            }
            apply(&mut state, event);
        }
    }
}

/// The properties say little about kinds that never happen.
#[test]
fn random_commands_make_every_kind_that_people_see() {
    let mut runner = TestRunner::deterministic();
    let mut kinds = BTreeMap::new();
    for _ in 0..1_500 {
        let commands = commands().new_tree(&mut runner).unwrap().current();
        for event in run(&commands).0 {
            *kinds.entry(event.fact.kind()).or_insert(0) += 1;
        }
    }
    println!("{kinds:#?}");
    let missing: Vec<_> = KINDS.iter().filter(|kind| !kinds.contains_key(**kind)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// All but those of the calendar, the recorder and the pipeline.
const KINDS: [&str; 82] = [
    "chapter.marked",
    "chat.edited",
    "chat.pinned",
    "chat.posted",
    "chat.reacted",
    "chat.removed",
    "chat.report_dismissed",
    "chat.reported",
    "chat.unpinned",
    "chat.unreacted",
    "hand.lowered",
    "hand.raised",
    "lobby.admitted",
    "lobby.knocked",
    "lobby.left",
    "lobby.turned_away",
    "media.connected",
    "media.disconnected",
    "media.stopped",
    "participant.away",
    "participant.back",
    "participant.banned",
    "participant.joined",
    "participant.left",
    "participant.named",
    "participant.removed",
    "participant.unbanned",
    "permission.changed",
    "permission.granted",
    "permission.locked",
    "permission.unlocked",
    "poll.closed",
    "poll.group_shown",
    "poll.grouped",
    "poll.hidden",
    "poll.keyed",
    "poll.opened",
    "poll.recalled",
    "poll.shown",
    "poll.staged",
    "poll.unstaged",
    "poll.voted",
    "question.answered",
    "question.answered_aloud",
    "question.approved",
    "question.asked",
    "question.carried",
    "question.claimed",
    "question.dismissed",
    "question.merged",
    "question.resolved",
    "question.staged",
    "question.unstaged",
    "question.unvoted",
    "question.upvoted",
    "scene.changed",
    "scene.cleared",
    "scene.created",
    "scene.deleted",
    "scene.layer_hidden",
    "scene.layer_shown",
    "scene.moved",
    "scene.switched",
    "session.continued_from",
    "session.ended",
    "session.paused",
    "session.resumed",
    "session.settings_changed",
    "session.taken_over",
    "session.teacher_lost",
    "slide.changed",
    "slide.described",
    "slides.added",
    "slides.drawn",
    "slides.refused",
    "slides.removed",
    "slides.renamed",
    "spotlight.moved",
    "whiteboard.bound",
    "whiteboard.created",
    "whiteboard.page_added",
    "whiteboard.updated",
];

fn role_of(actor: UserId) -> Role {
    (0..PEOPLE).find(|n| user(*n) == actor).map_or(Role::Student, role)
}

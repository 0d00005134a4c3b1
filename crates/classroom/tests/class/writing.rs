//! What is asked is decided in order, committed together, and has one effect.

use classroom::class::Outcome;
use classroom::ports::event_log::{ClassKey, EventLog as _};
use domain::event::Fact;
use domain::ids::{CommandId, Sequence};
use domain::session::Schedule;
use domain::{Command, Rejection, SystemCommand, UseCaseCommand, permission, session};
use testkit::script::{STUDENT, Script, TEACHER};
use uuid::Uuid;

use crate::{Refusal, School, chat, say};

#[tokio::test]
async fn what_is_asked_during_a_commit_goes_into_the_next_one_together() {
    let school = School::new().await;
    let class = school.class("here").await;
    school.log.hold(true);
    let mut asked = Vec::new();
    for n in 0..101 {
        let (id, command) = chat(&n.to_string());
        asked.push(class.submit_assumed(id, Some(TEACHER), command).await.unwrap());
        if n == 0 {
            // The first is in a commit of its own before the others are asked.
            tokio::task::yield_now().await;
        }
    }
    school.log.hold(false);
    for (n, submitted) in (3_u64..).zip(asked) {
        assert_eq!(submitted.answer().await.unwrap(), Sequence(n));
    }
    assert_eq!(school.log.commits(school.key), [2, 1, 100], "the class's beginning, the first, the others");
    assert_eq!(school.chat().await, (0..101).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[tokio::test]
async fn nothing_is_shown_or_answered_before_it_is_committed() {
    let school = School::new().await;
    let class = school.class("here").await;
    school.log.hold(true);
    let (id, command) = chat("not yet");
    let mut answer = Box::pin(class.write_assumed(id, Some(TEACHER), command));
    assert!(at_once(&mut answer).await.is_none());
    assert_eq!(class.read(|view| view.chat.messages.len()), 0);
    school.log.hold(false);
    answer.await.unwrap();
    assert_eq!(class.read(|view| view.chat.messages.len()), 1);
}

/// The answer, if it is there after everything that can go on has gone on.
async fn at_once<T>(answer: &mut (impl Future<Output = T> + Unpin)) -> Option<T> {
    tokio::time::timeout(std::time::Duration::from_millis(20), answer).await.ok()
}

#[tokio::test]
async fn a_command_sent_again_has_one_effect_and_the_same_answer() {
    let school = School::new().await;
    let class = school.class("here").await;
    let (id, command) = chat("once");
    school.log.hold(true);
    let in_one_batch = [
        class.submit_assumed(id, Some(TEACHER), command.clone()).await.unwrap(),
        class.submit_assumed(id, Some(TEACHER), command.clone()).await.unwrap(),
    ];
    school.log.hold(false);
    for submitted in in_one_batch {
        assert_eq!(submitted.answer().await.unwrap(), Sequence(3));
    }
    say(&class, "something else").await.unwrap();
    assert_eq!(class.write_assumed(id, Some(TEACHER), command.clone()).await.unwrap(), Sequence(3), "later");
    let elsewhere = school.class("elsewhere").await;
    assert_eq!(
        elsewhere.write_assumed(id, Some(TEACHER), command).await.unwrap(),
        Sequence(3),
        "on another server"
    );
    assert_eq!(school.chat().await, ["once", "something else"]);
}

#[tokio::test]
async fn a_refused_command_leaves_no_trace_and_harms_no_other() {
    let school = School::new().await;
    let class = school.class("here").await;
    school.log.hold(true);
    let (first, empty, last) = (chat("first"), chat("   "), chat("last"));
    let mut asked = Vec::new();
    for (id, command) in [first, empty, last] {
        asked.push(class.submit_assumed(id, Some(STUDENT), command).await.unwrap());
    }
    school.log.hold(false);
    let mut answers = Vec::new();
    for submitted in asked {
        answers.push(submitted.answer().await);
    }
    assert!(
        matches!(&answers[..], [Ok(_), Err(Refusal::Rejected(Rejection::BadText(_))), Ok(_)]),
        "{answers:?}"
    );
    assert_eq!(school.chat().await, ["first", "last"]);
}

#[tokio::test]
async fn a_commands_name_stands_for_its_person_and_for_what_they_said() {
    let school = School::new().await;
    let (id, command) = chat("once");
    let lock = Command::Permission(permission::Command::Lock { locked: true });
    school.class("here").await.write_assumed(id, Some(TEACHER), command.clone()).await.unwrap();
    let taken = Err(Refusal::Rejected(Rejection::NameTaken));
    // One that decided it, and one that reads it in the log.
    let here = school.class("here").await;
    here.write_assumed(id, Some(TEACHER), command.clone()).await.unwrap();
    for class in [here, school.class("elsewhere").await] {
        assert_eq!(class.write_assumed(id, Some(STUDENT), command.clone()).await, taken, "another's");
        assert_eq!(class.write_assumed(id, Some(TEACHER), chat("other words").1).await, taken);
        assert_eq!(class.write_assumed(id, Some(TEACHER), lock.clone()).await, taken);
        assert_eq!(
            class.write_assumed(id, None, SystemCommand::Session(session::SystemCommand::LoseTeacher)).await,
            taken
        );
        assert_eq!(
            class.write_assumed(id, Some(TEACHER), command.clone()).await,
            Ok(Sequence(3)),
            "the same"
        );
        let again = class.submit_assumed(id, Some(TEACHER), command.clone()).await.unwrap();
        assert_eq!(again.outcome().await, Ok(Outcome::Repeated(Sequence(3))), "and nothing follows from it");
    }
    assert_eq!(school.events().await.len(), 3);
}

/// What a change of the calendar leaves as it was says as much as what it changes.
#[tokio::test]
async fn a_changed_entrys_name_stands_for_the_lobby_too() {
    let school = School::new().await;
    let mut script = Script::new();
    let Fact::Session(session::Fact::Scheduled(before)) = script.schedule("Energy") else {
        unreachable!("an entry")
    };
    let events = script.events(vec![script.schedule("Energy")]);
    school.log.append(script.key, &events).await.unwrap();
    let reschedule = |title: &str, lobby| {
        let schedule = Schedule { title: title.into(), ..before.clone() };
        UseCaseCommand::Session(session::UseCaseCommand::Reschedule { schedule, lobby, continues: false })
    };
    // One changes the title alone, one the lobby alone, and one both.
    let steps = [("Waves", false), ("Waves", true), ("Damping", false)];
    let ids = steps.map(|_| CommandId(Uuid::now_v7()));
    let here = school.server("here").open(script.key).await.unwrap();
    for (id, (title, lobby)) in ids.iter().zip(steps) {
        here.write_assumed(*id, Some(TEACHER), reschedule(title, lobby)).await.unwrap();
    }
    let taken = Err(Refusal::Rejected(Rejection::NameTaken));
    for (id, (title, lobby)) in ids.iter().zip(steps) {
        // Each on a server that knows it from the log alone.
        let class = school.server("elsewhere").open(script.key).await.unwrap();
        assert_eq!(
            class.write_assumed(*id, Some(TEACHER), reschedule(title, !lobby)).await,
            taken,
            "{title}"
        );
        assert_eq!(
            class.write_assumed(*id, Some(TEACHER), reschedule("Heat", lobby)).await,
            taken,
            "{title}"
        );
        let again = class.submit_assumed(*id, Some(TEACHER), reschedule(title, lobby)).await.unwrap();
        assert!(matches!(again.outcome().await, Ok(Outcome::Repeated(_))), "{title}");
    }
    assert_eq!(school.log.read(script.key, Sequence(0), 9).await.unwrap().len(), 5);
}

#[tokio::test]
async fn of_two_who_use_a_name_at_once_one_has_it() {
    let school = School::new().await;
    let class = school.class("here").await;
    school.log.hold(true);
    let (id, first) = chat("first");
    let first = class.submit_assumed(id, Some(TEACHER), first).await.unwrap();
    let second = class.submit_assumed(id, Some(STUDENT), chat("second").1).await.unwrap();
    school.log.hold(false);
    assert_eq!(first.answer().await, Ok(Sequence(3)));
    assert_eq!(second.answer().await, Err(Refusal::Rejected(Rejection::NameTaken)));
    assert_eq!(school.chat().await, ["first"]);
}

#[tokio::test]
async fn another_schools_class_of_the_same_name_takes_no_place() {
    let school = School::new().await;
    let server = school.server("here");
    let theirs = ClassKey { tenant: Uuid::from_u128(7).into(), ..school.key };
    let stranger = server.open(theirs).await.unwrap();
    let ours = server.open(school.key).await.unwrap();
    assert_eq!((stranger.key(), ours.key()), (theirs, school.key));
    assert!(
        ours.read(|view| view.core.phase.is_live()) && stranger.read(|view| view.core.schedule.is_none())
    );
    let taken = stranger.write_assumed(chat("").0, Some(TEACHER), scheduled(theirs)).await;
    assert_eq!(taken, Err(Refusal::Rejected(Rejection::NameTaken)));
    say(&ours, "still here").await.unwrap();
}

fn scheduled(class: ClassKey) -> UseCaseCommand {
    let mut script = Script::new();
    script.key = class;
    let Fact::Session(session::Fact::Scheduled(schedule)) = script.schedule("Mine") else {
        unreachable!("an entry")
    };
    UseCaseCommand::Session(session::UseCaseCommand::Schedule { schedule, lobby: false, continues: false })
}

//! What follows from which event, and what a look at a room finds.

use super::*;
use crate::command::{AnyCommand, Command, SystemCommand, UseCaseCommand};
use crate::ids::{ConnectionId, Offset, Sequence};
use crate::participant::RECONNECTING_MS;
use crate::permission::Permission;
use crate::role::Role;
use crate::session::EndReason;
use crate::testing::{ASSISTANT, Class, OTHER, STUDENT, TEACHER, id, options, poll, user};
use crate::{participant, permission, poll, session};

/// What the class's last command caused.
fn caused(class: &mut Class, who: u128, command: impl Into<AnyCommand>) -> Vec<Effect> {
    let before = class.log.len();
    class.does(who, command);
    class.log[before..].iter().flat_map(effects).collect()
}

fn stop(n: u128) -> Command {
    Command::Participant(participant::Command::StopMedia { user: user(n), source: Source::Microphone })
}

fn grant(n: u128, permission: Permission, allowed: Option<bool>) -> Command {
    Command::Permission(permission::Command::Grant { user: user(n), permission, allowed })
}

fn now(class: &Class) -> Offset {
    class.view.core.offset(class.now)
}

fn inside(n: u128, sources: &[Source]) -> Inside {
    Inside { user: user(n), sources: sources.to_vec() }
}

#[test]
fn who_is_sent_out_leaves_the_room_and_whose_tab_is_gone_is_looked_for_later() {
    let mut class = Class::live();
    let out = Effect::Do(Task::SendOut { user: user(STUDENT) });
    let later = Effect::Do(Task::ReviewLater);
    assert_eq!(
        caused(
            &mut class,
            TEACHER,
            Command::Participant(participant::Command::Remove { user: user(STUDENT) })
        ),
        [out.clone(), later.clone()]
    );
    class.join(STUDENT, Role::Student).unwrap();
    assert_eq!(
        caused(&mut class, TEACHER, Command::Participant(participant::Command::Ban { user: user(STUDENT) })),
        [out, later.clone()]
    );

    class.leave(OTHER);
    assert_eq!(effects(class.log.last().unwrap()), [later]);
    let connection = ConnectionId(id(ASSISTANT));
    class
        .system(SystemCommand::Participant(participant::SystemCommand::Leave { connection, for_good: true }))
        .unwrap();
    let unseat = Task::Unseat { user: user(ASSISTANT), connection: Some(connection) };
    assert_eq!(effects(class.log.last().unwrap()), [Effect::Do(unseat)]);
}

#[test]
fn the_floor_is_given_in_the_room_too_and_other_permissions_are_none_of_its_business() {
    let mut class = Class::live();
    let permit = Effect::Do(Task::Permit { user: user(STUDENT) });
    assert_eq!(caused(&mut class, TEACHER, grant(STUDENT, Permission::Camera, Some(true))), [permit]);
    assert_eq!(caused(&mut class, TEACHER, grant(STUDENT, Permission::Chat, Some(false))), []);
    let all =
        Command::Permission(permission::Command::Permit { permission: Permission::Screen, allowed: true });
    assert_eq!(caused(&mut class, TEACHER, all), [Effect::Do(Task::Review)]);
    assert_eq!(
        caused(&mut class, TEACHER, Command::Permission(permission::Command::Lock { locked: true })),
        [Effect::Do(Task::Review)]
    );
    let stopped = caused(&mut class, TEACHER, stop(STUDENT));
    let at = class.view.sequence;
    let (user, source) = (user(STUDENT), Source::Microphone);
    assert_eq!(stopped, [Effect::Do(Task::StopMedia { user, source, at })]);
}

#[test]
fn the_room_of_a_class_that_is_over_is_closed_whoever_ended_it() {
    let close = [Effect::Do(Task::CloseRoom)];
    let mut by_person = Class::live();
    assert_eq!(caused(&mut by_person, TEACHER, UseCaseCommand::Session(session::UseCaseCommand::End)), close);
    let mut by_clock = Class::live();
    by_clock.pass_ms(10 * 60 * 60 * 1_000);
    by_clock
        .system(SystemCommand::Session(session::SystemCommand::End { reason: EndReason::Overtime }))
        .unwrap();
    assert_eq!(effects(by_clock.log.last().unwrap()), close);
    let cancelled = caused(
        &mut Class::scheduled(),
        TEACHER,
        UseCaseCommand::Session(session::UseCaseCommand::Cancel { reason: "I am ill.".into() }),
    );
    assert_eq!(cancelled, [Effect::Letters, Effect::Do(Task::CloseRoom)]);
}

#[test]
fn a_poll_is_compared_where_it_is_asked_first() {
    let mut class = Class::live();
    let recall = Effect::Do(Task::Recall { poll: id(1).into() });
    assert_eq!(caused(&mut class, TEACHER, poll(1, options(2))), [recall]);
    class.does(TEACHER, Command::Poll(poll::Command::Close { poll: id(1).into() }));
    let again = Command::Poll(poll::Command::AskAgain { poll: id(2).into(), earlier: id(1).into() });
    assert_eq!(caused(&mut class, TEACHER, again), []);
}

#[test]
fn a_command_that_changes_nothing_causes_nothing() {
    let class = Class::live();
    assert_eq!(
        class.ask(TEACHER, Command::Participant(participant::Command::Unban { user: user(STUDENT) })),
        Ok(vec![])
    );
    assert_eq!(
        class.ask(TEACHER, Command::Permission(permission::Command::Lock { locked: false })),
        Ok(vec![])
    );
}

#[test]
fn who_has_no_tab_may_not_be_in_the_room_once_they_have_had_the_time_to_come_back() {
    let mut class = Class::live();
    let everybody = [inside(TEACHER, &Source::ALL), inside(STUDENT, &[]), inside(99, &[])];
    let stranger = Correction::SendOut(user(99));
    let found = review(&class.view.core, now(&class), &everybody);
    assert_eq!(found, Review { corrections: vec![stranger.clone()], look_again: false });

    class.leave(STUDENT);
    let found = review(&class.view.core, now(&class), &everybody);
    assert_eq!(found, Review { corrections: vec![stranger.clone()], look_again: true });
    class.pass_ms(RECONNECTING_MS);
    let found = review(&class.view.core, now(&class), &everybody);
    assert_eq!(found.corrections, [Correction::SendOut(user(STUDENT)), stranger]);
    assert!(!found.look_again);
}

#[test]
fn who_was_sent_out_has_no_time_to_come_back_and_who_was_let_back_is_left_alone() {
    let mut class = Class::live();
    class.does(TEACHER, Command::Participant(participant::Command::Ban { user: user(STUDENT) }));
    let there = [inside(STUDENT, &[])];
    assert!(class.view.core.is_sent_out(user(STUDENT)));
    assert_eq!(
        review(&class.view.core, now(&class), &there).corrections,
        [Correction::SendOut(user(STUDENT))]
    );
    class.does(TEACHER, Command::Participant(participant::Command::Unban { user: user(STUDENT) }));
    assert!(!class.view.core.is_sent_out(user(STUDENT)));
    assert_eq!(review(&class.view.core, now(&class), &there).corrections, []);
    class.join(STUDENT, Role::Student).unwrap();
    assert_eq!(review(&class.view.core, now(&class), &there), Review::default());
}

#[test]
fn what_people_may_send_follows_the_class() {
    let mut class = Class::live();
    class.does(TEACHER, grant(STUDENT, Permission::Microphone, Some(true)));
    let there = [inside(STUDENT, &[Source::Camera]), inside(ASSISTANT, &Source::ALL)];
    let allowed = Correction::Allow(user(STUDENT), vec![Source::Microphone]);
    assert_eq!(review(&class.view.core, now(&class), &there).corrections, [allowed]);
    assert_eq!(class.view.core.may_send(user(TEACHER), Role::Teacher), Source::ALL);
    assert_eq!(class.view.core.may_send(user(50), Role::Admin), []);
}

#[test]
fn a_stop_is_of_the_past_when_somebody_was_given_the_floor_since() {
    let mut class = Class::live();
    class.does(TEACHER, stop(STUDENT));
    let at = class.log.len();
    let outdated = |class: &Class| is_outdated_stop(user(STUDENT), Source::Microphone, &class.log[at..]);
    class.does(TEACHER, grant(STUDENT, Permission::Camera, Some(true)));
    class.does(TEACHER, grant(OTHER, Permission::Microphone, Some(true)));
    assert!(!outdated(&class));
    class.does(TEACHER, grant(STUDENT, Permission::Microphone, Some(true)));
    assert!(outdated(&class));
}

#[test]
fn tasks_of_one_name_are_one_and_a_stored_one_is_read_again() {
    let tasks = [
        Task::SendOut { user: user(1) },
        Task::Unseat { user: user(1), connection: None },
        Task::Unseat { user: user(1), connection: Some(ConnectionId(id(4))) },
        Task::Permit { user: user(1) },
        Task::StopMedia { user: user(1), source: Source::Camera, at: Sequence(4) },
        Task::Review,
        Task::ReviewLater,
        Task::CloseRoom,
        Task::Recall { poll: id(3).into() },
    ];
    for task in &tasks {
        let stored = serde_json::to_value(task).unwrap();
        assert_eq!(&serde_json::from_value::<Task>(stored).unwrap(), task);
    }
    let keys: std::collections::BTreeSet<_> = tasks.iter().map(Task::key).collect();
    assert_eq!(keys.len(), tasks.len() - 1, "whatever the tab, a person is sent out once");
}

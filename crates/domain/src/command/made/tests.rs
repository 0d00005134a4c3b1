//! Each command is known again by the facts that it made, and by those of no other: not of one that says something else in one
//! field, either.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Made;
use crate::asking::Asking;
use crate::chat::{Address, Reason};
use crate::command::{AnyCommand, Command, SystemCommand, UseCaseCommand};
use crate::decide::decide;
use crate::emoji::Emoji;
use crate::event::Fact;
use crate::ids::QuestionId;
use crate::media::Source;
use crate::permission::Permission;
use crate::poll::{Choice, Definition, Form, Key};
use crate::role::Role;
use crate::session::{PrivateChat, Schedule, SettingsPatch};
use crate::step::Step;
use crate::testing::{ASSISTANT, Class, OTHER, STUDENT, TEACHER, id, options, poll, user, vote};
use crate::view::ClassView;
use crate::words::Words;
use crate::{
    chapter, chat, hand, lobby, participant, permission, pipeline, poll as polls, question, session,
};

/// What the log can't tell: it stands beside it.
const UNSEEN: [&str; 1] = ["command.continues"];

/// A command, said in a class, and others that differ from it in one field.
struct Case {
    class: Class,
    by: Option<u128>,
    said: AnyCommand,
    others: Vec<AnyCommand>,
}

fn case(class: Class, by: u128, said: impl Into<Command>, others: Vec<Command>) -> Case {
    let others = others.into_iter().map(AnyCommand::from).collect();
    Case { class, by: Some(by), said: AnyCommand::from(said.into()), others }
}

fn used(class: Class, said: session::UseCaseCommand, others: Vec<session::UseCaseCommand>) -> Case {
    let any = |command| AnyCommand::from(UseCaseCommand::Session(command));
    Case { class, by: Some(TEACHER), said: any(said), others: others.into_iter().map(any).collect() }
}

impl Case {
    /// What it made, and the class before and after.
    fn made(&self) -> (Vec<Fact>, &ClassView, ClassView) {
        let asking = match self.by {
            Some(TEACHER) => Asking::person(user(TEACHER), Role::Teacher),
            Some(ASSISTANT) => Asking::person(user(ASSISTANT), Role::Assistant),
            Some(n) => Asking::person(user(n), Role::Student),
            None => Asking::SYSTEM,
        };
        let facts = decide(&self.class.view, asking, &self.said, self.class.now).unwrap();
        assert!(!facts.is_empty(), "{:?} made nothing", self.said);
        let mut after = Class { view: self.class.view.clone(), log: vec![], now: self.class.now };
        after.write(self.by.map(user), facts.clone());
        (facts, &self.class.view, after.view)
    }
}

fn could_have_made(command: &AnyCommand, facts: &[Fact], before: &ClassView, now: &ClassView) -> bool {
    let facts: Vec<_> = facts.iter().collect();
    let before = command.looks_back(&facts).then_some(before);
    command.could_have_made(Made { facts: &facts, now, before })
}

/// The values of a command by their paths; a list is one value.
fn fields(command: &AnyCommand) -> BTreeMap<String, Value> {
    fn walk(path: &str, value: Value, into: &mut BTreeMap<String, Value>) {
        match value {
            Value::Object(fields) => {
                fields.into_iter().for_each(|(name, value)| walk(&format!("{path}.{name}"), value, into));
            }
            value => drop(into.insert(path.to_owned(), value)),
        }
    }
    let mut fields = BTreeMap::new();
    walk("command", serde_json::to_value(command).unwrap()["command"].take(), &mut fields);
    fields
}

#[test]
fn a_command_is_told_from_one_with_another_field() {
    for case in cases() {
        let (facts, before, now) = case.made();
        assert!(could_have_made(&case.said, &facts, before, &now), "{:?} made {facts:?}", case.said);
        let said = fields(&case.said);
        let mut tried: BTreeSet<String> = BTreeSet::from(["command.do".to_owned()]);
        for other in &case.others {
            let told = fields(other);
            tried.extend(
                said.iter()
                    .filter(|(path, value)| told.get(*path) != Some(value))
                    .map(|(path, _)| path.clone()),
            );
            let same = could_have_made(other, &facts, before, &now);
            assert!(!same, "{other:?} could have made {facts:?}, which {:?} did", case.said);
        }
        let left: Vec<_> =
            said.keys().filter(|path| !tried.contains(*path) && !UNSEEN.contains(&path.as_str())).collect();
        assert!(left.is_empty(), "{:?}: nobody tries {left:?}", case.said);
    }
}

#[test]
fn a_command_is_told_from_every_other() {
    let cases = cases();
    let anybody = AnyCommand::from(Command::from(lobby::Command::AdmitAll));
    for (n, case) in cases.iter().enumerate() {
        let (facts, before, now) = case.made();
        for (m, other) in cases.iter().enumerate() {
            // Who lets everybody in may let in one.
            let admits =
                other.said == anybody && matches!(facts[..], [Fact::Lobby(lobby::Fact::Admitted { .. })]);
            if n != m && other.said != case.said && !admits {
                let same = could_have_made(&other.said, &facts, before, &now);
                assert!(!same, "{:?} could have made {facts:?}", other.said);
            }
        }
    }
}

#[test]
fn every_command_is_tried() {
    let tried: BTreeSet<String> = cases()
        .iter()
        .filter(|case| case.by.is_some())
        .map(|case| serde_json::to_value(&case.said).unwrap()["command"]["do"].as_str().unwrap().to_owned())
        .collect();
    let all: BTreeSet<String> = Command::tags().chain(UseCaseCommand::tags()).map(str::to_owned).collect();
    assert_eq!(tried, all);
}

#[test]
fn erased_words_are_equal_to_all() {
    let mut class = Class::live();
    let said = AnyCommand::from(class.chat(1, "hi"));
    let other = AnyCommand::from(class.chat(1, "ho"));
    let mut facts = class.ask(STUDENT, said.clone()).unwrap();
    class.write(Some(user(STUDENT)), facts.clone());
    facts.iter_mut().filter_map(Fact::words_mut).for_each(|words| *words = Words(None));
    for command in [said, other] {
        assert!(could_have_made(&command, &facts, &class.view, &class.view));
    }
}

fn cases() -> Vec<Case> {
    [sessions(), people(), chats(), questions(), opened(), voted(), scenes(), boards(), slides()]
        .into_iter()
        .flatten()
        .collect()
}

fn entry(class: &Class) -> Schedule {
    let new = Schedule {
        session: id(1).into(),
        course: id(2).into(),
        lesson: Some(id(3).into()),
        title: "Damping".into(),
        starts_at: class.now,
        minutes: 45,
        zone: "Europe/Berlin".into(),
    };
    class.view.core.schedule.clone().map_or(new.clone(), |there| Schedule { session: there.session, ..new })
}

/// Entries that differ from this one in one field.
fn other_entries(there: &Schedule) -> Vec<Schedule> {
    let there = || there.clone();
    vec![
        Schedule { session: id(9).into(), ..there() },
        Schedule { course: id(9).into(), ..there() },
        Schedule { lesson: None, ..there() },
        Schedule { title: "Waves".into(), ..there() },
        Schedule { starts_at: there().starts_at + chrono::TimeDelta::minutes(5), ..there() },
        Schedule { minutes: 40, ..there() },
        Schedule { zone: "Europe/Paris".into(), ..there() },
    ]
}

fn sessions() -> Vec<Case> {
    use session::{Command as Said, UseCaseCommand as Used};
    let mut cases = Vec::new();
    let unscheduled = || Class { view: ClassView::default(), log: vec![], now: Class::scheduled().now };
    for lobby in [false, true] {
        let put = |schedule, lobby| Used::Schedule { schedule, lobby, continues: false };
        let schedule = entry(&unscheduled());
        let others = other_entries(&schedule).into_iter().map(|other| put(other, lobby));
        let others = others.chain([put(schedule.clone(), !lobby)]).collect();
        cases.push(used(unscheduled(), put(schedule, lobby), others));

        // It moves the class or not, and changes the lobby or not.
        for (moves, had_lobby) in [(true, false), (true, true), (false, !lobby)] {
            let mut class = Class::scheduled();
            if had_lobby {
                class.set(SettingsPatch { lobby: Some(true), ..Default::default() });
            }
            let moved = |schedule, lobby| Used::Reschedule { schedule, lobby, continues: true };
            let mut schedule = entry(&class);
            if !moves {
                schedule = class.view.core.schedule.clone().unwrap();
                schedule.lesson = Some(id(3).into());
                let stood = moved(schedule.clone(), had_lobby);
                class.does(TEACHER, UseCaseCommand::Session(stood));
            }
            let others = other_entries(&schedule).into_iter().map(|other| moved(other, lobby));
            let others = others.chain([moved(schedule.clone(), !lobby)]).collect();
            cases.push(used(class, moved(schedule, lobby), others));
        }
    }
    let cancel = |reason: &str| Used::Cancel { reason: reason.to_owned() };
    cases.push(used(Class::scheduled(), cancel(" I am ill. "), vec![cancel("I am well.")]));
    cases.push(used(Class::scheduled(), Used::Start, vec![Used::End]));
    let mut polled = Class::live();
    polled.does(TEACHER, poll(1, options(2)));
    cases.push(used(polled, Used::End, vec![Used::Start]));

    let mut failed = Class::live();
    failed.does(TEACHER, UseCaseCommand::Session(Used::End));
    let fail = pipeline::SystemCommand::Fail { step: Step::Align, reason: "no words".to_owned() };
    failed.system(SystemCommand::Pipeline(fail)).unwrap();
    let again = |step| AnyCommand::from(UseCaseCommand::Pipeline(pipeline::UseCaseCommand::Restart { step }));
    let others = vec![again(Step::Derive)];
    cases.push(Case { class: failed, by: Some(TEACHER), said: again(Step::Align), others });

    let full = SettingsPatch {
        lobby: Some(true),
        moderated: Some(true),
        anonymous: Some(false),
        private_chat: Some(PrivateChat::Off),
        slow_mode: Some(5),
        blocked: Some(vec![" damn ".to_owned()]),
        teacher_grace: Some(90),
        overtime: Some(60),
    };
    let with = |change: fn(&mut SettingsPatch)| {
        let mut settings = full.clone();
        change(&mut settings);
        Command::from(Said::ChangeSettings { settings })
    };
    let others = vec![
        with(|settings| settings.lobby = Some(false)),
        with(|settings| settings.moderated = Some(false)),
        with(|settings| settings.anonymous = Some(true)),
        with(|settings| settings.private_chat = Some(PrivateChat::Everybody)),
        with(|settings| settings.slow_mode = Some(6)),
        with(|settings| settings.blocked = Some(vec!["darn".to_owned()])),
        with(|settings| settings.teacher_grace = Some(91)),
        with(|settings| settings.overtime = Some(61)),
    ];
    cases.push(case(Class::live(), TEACHER, with(|_| {}), others));
    let mut lost = Class::live();
    cases.push(case(Class::live(), TEACHER, Said::Pause, vec![Said::Resume.into()]));
    let mut paused = Class::live();
    paused.does(TEACHER, Command::from(Said::Pause));
    cases.push(case(paused, TEACHER, Said::Resume, vec![Said::Pause.into()]));
    lost.leave(TEACHER);
    lost.pass_ms(60_000);
    lost.system(SystemCommand::Session(session::SystemCommand::LoseTeacher)).unwrap();
    cases.push(case(lost, ASSISTANT, Said::TakeOver, vec![]));
    cases
}

fn people() -> Vec<Case> {
    use participant::Command as Said;
    let (one, other) = (user(STUDENT), user(OTHER));
    let mut seen = Class::live();
    seen.does(STUDENT, Command::from(hand::Command::Raise));
    seen.does(TEACHER, Command::from(Said::Spotlight { user: Some(one) }));
    let seen = || Class { view: seen.view.clone(), log: vec![], now: seen.now };
    let mut away = Class::live();
    away.does(STUDENT, Command::from(Said::StepAway));
    let mut banned = Class::live();
    banned.does(TEACHER, Command::from(Said::Ban { user: one }));
    let waiting = |many: u128| {
        let mut class = Class::live();
        class.set(SettingsPatch { lobby: Some(true), ..Default::default() });
        (0..many).for_each(|n| drop(class.knock(20 + n, Role::Student).unwrap()));
        class
    };
    let stop = |user, source| Command::from(Said::StopMedia { user, source });
    let permit = |permission, allowed| Command::from(permission::Command::Permit { permission, allowed });
    let grant =
        |user, permission, allowed| Command::from(permission::Command::Grant { user, permission, allowed });
    let lock = |locked| Command::from(permission::Command::Lock { locked });
    let mut locked = Class::live();
    locked.does(TEACHER, lock(true));
    let mark = |n, title: &str| {
        Command::from(chapter::Command::Mark { chapter: id(n).into(), title: title.to_owned() })
    };
    vec![
        case(Class::live(), STUDENT, Said::StepAway, vec![Said::ComeBack.into()]),
        case(away, STUDENT, Said::ComeBack, vec![Said::StepAway.into()]),
        case(seen(), TEACHER, Said::Remove { user: one }, vec![Said::Remove { user: other }.into()]),
        case(
            seen(),
            TEACHER,
            Said::Ban { user: one },
            vec![Said::Ban { user: other }.into(), Said::Spotlight { user: None }.into()],
        ),
        case(banned, TEACHER, Said::Unban { user: one }, vec![Said::Unban { user: other }.into()]),
        case(
            Class::live(),
            TEACHER,
            Said::Spotlight { user: Some(one) },
            vec![Said::Spotlight { user: Some(other) }.into(), Said::Spotlight { user: None }.into()],
        ),
        case(
            seen(),
            TEACHER,
            Said::Spotlight { user: None },
            vec![Said::Spotlight { user: Some(other) }.into()],
        ),
        case(
            Class::live(),
            TEACHER,
            stop(one, Source::Camera),
            vec![stop(other, Source::Camera), stop(one, Source::Screen)],
        ),
        case(
            waiting(1),
            TEACHER,
            lobby::Command::Admit { user: user(20) },
            vec![lobby::Command::Admit { user: user(21) }.into()],
        ),
        case(
            waiting(2),
            TEACHER,
            lobby::Command::AdmitAll,
            vec![lobby::Command::Admit { user: user(20) }.into()],
        ),
        case(
            waiting(1),
            TEACHER,
            lobby::Command::TurnAway { user: user(20) },
            vec![lobby::Command::TurnAway { user: user(21) }.into()],
        ),
        case(
            Class::live(),
            TEACHER,
            permit(Permission::Ask, false),
            vec![permit(Permission::Vote, false), permit(Permission::Ask, true)],
        ),
        case(
            Class::live(),
            TEACHER,
            grant(one, Permission::Camera, Some(true)),
            vec![
                grant(other, Permission::Camera, Some(true)),
                grant(one, Permission::Screen, Some(true)),
                grant(one, Permission::Camera, None),
            ],
        ),
        case(Class::live(), TEACHER, lock(true), vec![lock(false)]),
        case(locked, TEACHER, lock(false), vec![lock(true)]),
        case(Class::live(), STUDENT, hand::Command::Raise, vec![hand::Command::Lower { user: one }.into()]),
        case(
            seen(),
            STUDENT,
            hand::Command::Lower { user: one },
            vec![hand::Command::Lower { user: other }.into(), Said::Ban { user: one }.into()],
        ),
        case(Class::live(), TEACHER, mark(1, "one"), vec![mark(2, "one"), mark(1, "two")]),
    ]
}

mod boards;
mod more;
mod scenes;
use boards::boards;
mod slides;
use more::{chats, opened, questions, voted};
use scenes::scenes;
use slides::slides;

//! Random wishes of a few people about a few things, so that wishes meet, and a writer that makes a log of them.

mod stage;

use chrono::{DateTime, TimeDelta, Utc};
use domain::board::{
    self, Added, Change, Grouped, Ink, Paper, Part, Pile, Place, Placed, Point, Rubbed, Shape, Style, Styled,
    Table, drawn,
};
use domain::chat::{Address, Reason};
use domain::command::{AnyCommand, Command, SystemCommand, UseCaseCommand};
use domain::emoji::Emoji;
use domain::event::Event;
use domain::ids::{CommandId, ConnectionId, UserId};
use domain::media::Source;
use domain::permission::Permission;
use domain::poll::{Choice, Definition, Form, Key};
use domain::role::Role;
use domain::session::{EndReason, PrivateChat, Schedule, SettingsPatch};
use domain::sorted::SortedSet;
use domain::view::apply;
use domain::words::Words;
use domain::{
    Asking, ClassView, chapter, chat, decide, hand, lobby, participant, permission, pipeline, poll, question,
    scene, session, slides,
};
use proptest::prelude::*;
use uuid::Uuid;

use stage::{boards, carried_scene, decks, scenes, slides as of_slides};

/// A teacher, an assistant, an admin and students.
pub const PEOPLE: u128 = 6;
const THINGS: u128 = 3;

/// The name of thing `n`.
#[must_use]
pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// Person `n`; never the nil id, which is nobody's.
#[must_use]
pub fn user(n: u128) -> UserId {
    UserId(id(1000 + n))
}

/// What person `n` is in the class.
#[must_use]
pub fn role(n: u128) -> Role {
    match n {
        0 => Role::Teacher,
        1 => Role::Assistant,
        2 => Role::Admin,
        _ => Role::Student,
    }
}

/// A wish: after how many milliseconds, whose (`None`: the system's), what.
pub type TimedCommand = (i64, Option<u128>, AnyCommand);

/// Wishes one after the other.
pub fn commands() -> impl Strategy<Value = Vec<TimedCommand>> {
    prop::collection::vec(timed_command(), 1..160)
}

fn timed_command() -> BoxedStrategy<TimedCommand> {
    let after = prop_oneof![8 => 0i64..3_000, 1 => 0i64..90_000];
    let of_person = (after.clone(), 0..PEOPLE, by_person())
        .prop_map(|(ms, n, command)| (ms, Some(n), AnyCommand::from(command)));
    let of_system = (after, by_system()).prop_map(|(ms, command)| (ms, None, AnyCommand::from(command)));
    let of_decks = (0i64..3_000, 0..PEOPLE, decks()).prop_map(|(ms, n, command)| match command {
        AnyCommand::System(_) => (ms, None, command),
        AnyCommand::UseCase(_) | AnyCommand::Socket(_) => (ms, Some(n), command),
    });
    prop_oneof![10 => of_person, 4 => of_system, 1 => of_decks].boxed()
}

/// What a person may wish, be it allowed or not.
pub fn by_person() -> BoxedStrategy<Command> {
    prop_oneof![22 => chat(), 16 => questions(), 20 => polls(), 14 => people(), 5 => life(), 8 => scenes(), 6 => of_slides(), 14 => boards()]
        .boxed()
}

/// A set of values, as many as `size` says unless two are alike.
fn some<T: Ord + std::fmt::Debug>(
    values: impl Strategy<Value = T>,
    size: std::ops::Range<usize>,
) -> impl Strategy<Value = SortedSet<T>> {
    prop::collection::vec(values, size).prop_map(SortedSet::from_iter)
}

fn people_set() -> impl Strategy<Value = SortedSet<UserId>> {
    some((0..PEOPLE).prop_map(user), 0..2)
}

fn chat() -> BoxedStrategy<Command> {
    let to = prop_oneof![
        3 => Just(Address::Everybody),
        1 => Just(Address::Staff),
        2 => (0..PEOPLE).prop_map(|n| Address::Person { user: user(n) }),
    ];
    let post =
        (0..THINGS * 2, "[a-z]{0,3}( damn)?", prop::option::weighted(0.3, 0..THINGS), to, people_set())
            .prop_map(|(n, text, reply_to, to, mentions)| {
                Command::Chat(chat::Command::Post {
                    message: id(n).into(),
                    text,
                    reply_to: reply_to.map(|n| id(n).into()),
                    to,
                    mentions,
                })
            });
    let message = || (0..THINGS * 2).prop_map(|n| id(n).into());
    // So few that what is said of one is sometimes taken back.
    let one_of_few = || (0..2_u128).prop_map(|n| id(n).into());
    let emoji = Just(Emoji::Heart);
    prop_oneof![
        8 => post,
        2 => (message(), "[a-z]{1,3}").prop_map(|(message, text)| Command::Chat(chat::Command::Edit { message, text })),
        2 => message().prop_map(|message| Command::Chat(chat::Command::Remove { message })),
        3 => message().prop_map(|message| Command::Chat(chat::Command::Pin { message })),
        6 => message().prop_map(|message| Command::Chat(chat::Command::Unpin { message })),
        12 => (one_of_few(), emoji, any::<bool>())
            .prop_map(|(message, emoji, on)| Command::Chat(chat::Command::React { message, emoji, on })),
        4 => one_of_few().prop_map(|message| Command::Chat(chat::Command::Report { message, reason: Reason::Abuse })),
        4 => one_of_few().prop_map(|message| Command::Chat(chat::Command::DismissReport { message })),
    ]
    .boxed()
}

fn questions() -> BoxedStrategy<Command> {
    let question = || (0..THINGS).prop_map(|n| id(n).into());
    let text = "[a-z]{1,3}";
    prop_oneof![
        4 => (question(), text, any::<bool>())
            .prop_map(|(question, text, anonymous)| Command::Question(question::Command::Ask { question, text, anonymous })),
        2 => question().prop_map(|question| Command::Question(question::Command::Approve { question })),
        3 => question().prop_map(|question| Command::Question(question::Command::Upvote { question })),
        2 => question().prop_map(|question| Command::Question(question::Command::Unvote { question })),
        1 => question().prop_map(|question| Command::Question(question::Command::Claim { question })),
        1 => question().prop_map(|question| Command::Question(question::Command::AnswerAloud { question })),
        1 => (question(), text).prop_map(|(question, text)| Command::Question(question::Command::Answer { question, text })),
        1 => question().prop_map(|question| Command::Question(question::Command::Resolve { question })),
        1 => (question(), text).prop_map(|(question, reason)| Command::Question(question::Command::Dismiss { question, reason })),
        1 => (question(), question()).prop_map(|(question, into)| Command::Question(question::Command::Merge { question, into })),
        1 => question().prop_map(|question| Command::Question(question::Command::Stage { question })),
        1 => question().prop_map(|question| Command::Question(question::Command::Unstage { question })),
    ]
    .boxed()
}

fn definition() -> impl Strategy<Value = Definition> {
    let form = prop_oneof![
        3 => Just(Form::Single),
        1 => Just(Form::Multiple { most: 2 }),
        1 => Just(Form::Scale { from: 0, to: 3 }),
        2 => Just(Form::Text),
    ];
    (form, any::<bool>(), any::<bool>()).prop_map(|(form, anonymous, quiz)| {
        let choosable = matches!(form, Form::Single | Form::Multiple { .. });
        Definition {
            form,
            question: "Which?".into(),
            options: if choosable { vec!["a".into(), "b".into(), "c".into()] } else { vec![] },
            anonymous,
            key: (quiz && choosable).then(|| Key { right: [1].into(), explanation: "since".into() }),
        }
    })
}

fn vote() -> impl Strategy<Value = (Choice, Option<String>)> {
    prop_oneof![
        3 => some(0u8..4, 1..3).prop_map(|options| (Choice::Options { options }, None)),
        1 => (0i8..4).prop_map(|point| (Choice::Point { point }, None)),
        2 => "[a-z]{1,3}".prop_map(|text| (Choice::Text, Some(text))),
    ]
}

fn polls() -> BoxedStrategy<Command> {
    let poll = || (0..THINGS).prop_map(|n| id(n).into());
    let answers = some((0..PEOPLE).prop_map(|n| user(n).into()), 0..3);
    prop_oneof![
        3 => (poll(), definition()).prop_map(|(poll, definition)| Command::Poll(poll::Command::Open { poll, definition })),
        1 => (poll(), poll()).prop_map(|(poll, earlier)| Command::Poll(poll::Command::AskAgain { poll, earlier })),
        8 => (poll(), vote()).prop_map(|(poll, (choice, text))| Command::Poll(poll::Command::Vote { poll, choice, text })),
        1 => poll().prop_map(|poll| Command::Poll(poll::Command::Close { poll })),
        2 => poll().prop_map(|poll| Command::Poll(poll::Command::Show { poll })),
        1 => poll().prop_map(|poll| Command::Poll(poll::Command::Hide { poll })),
        1 => poll().prop_map(|poll| Command::Poll(poll::Command::Stage { poll })),
        1 => poll().prop_map(|poll| Command::Poll(poll::Command::Unstage { poll })),
        2 => (poll(), 0..3u128, "[a-z]{1,3}", answers).prop_map(|(poll, group, title, answers)| {
            Command::Poll(poll::Command::GroupAnswers { poll, group: id(group).into(), title, answers })
        }),
    ]
    .boxed()
}

fn people() -> BoxedStrategy<Command> {
    let person = || (0..PEOPLE).prop_map(user);
    let permission = || prop::sample::select(Permission::ALL.to_vec());
    prop_oneof![
        2 => Just(Command::Hand(hand::Command::Raise)),
        1 => person().prop_map(|user| Command::Hand(hand::Command::Lower { user })),
        1 => Just(Command::Participant(participant::Command::StepAway)),
        3 => Just(Command::Participant(participant::Command::ComeBack)),
        2 => person().prop_map(|user| Command::Lobby(lobby::Command::Admit { user })),
        1 => Just(Command::Lobby(lobby::Command::AdmitAll)),
        8 => person().prop_map(|user| Command::Lobby(lobby::Command::TurnAway { user })),
        1 => person().prop_map(|user| Command::Participant(participant::Command::Remove { user })),
        1 => person().prop_map(|user| Command::Participant(participant::Command::Ban { user })),
        3 => person().prop_map(|user| Command::Participant(participant::Command::Unban { user })),
        1 => prop::option::of(person()).prop_map(|user| Command::Participant(participant::Command::Spotlight { user })),
        1 => person().prop_map(|user| Command::Participant(participant::Command::StopMedia { user, source: Source::Microphone })),
        1 => (permission(), any::<bool>())
            .prop_map(|(permission, allowed)| Command::Permission(permission::Command::Permit { permission, allowed })),
        2 => (person(), permission(), any::<Option<bool>>())
            .prop_map(|(user, permission, allowed)| Command::Permission(permission::Command::Grant { user, permission, allowed })),
        2 => prop::bool::weighted(0.3).prop_map(|locked| Command::Permission(permission::Command::Lock { locked })),
        1 => Just(Command::Session(session::Command::TakeOver)),
    ]
    .boxed()
}

fn settings() -> impl Strategy<Value = SettingsPatch> {
    let chat = prop::sample::select(vec![PrivateChat::Off, PrivateChat::WithStaff, PrivateChat::Everybody]);
    (
        any::<Option<bool>>(),
        any::<Option<bool>>(),
        prop::option::of(0u16..3),
        prop::option::of(chat),
        any::<bool>(),
    )
        .prop_map(|(lobby, moderated, slow_mode, private_chat, blocks)| SettingsPatch {
            lobby,
            moderated,
            slow_mode,
            private_chat,
            blocked: blocks.then(|| vec!["damn".into()]),
            ..SettingsPatch::default()
        })
}

fn life() -> BoxedStrategy<Command> {
    prop_oneof![
        10 => settings().prop_map(|settings| Command::Session(session::Command::ChangeSettings { settings })),
        2 => Just(Command::Session(session::Command::Pause)),
        2 => Just(Command::Session(session::Command::Resume)),
        4 => (0u128..4, "[a-z]{0,5}")
            .prop_map(|(n, title)| Command::Chapter(chapter::Command::Mark { chapter: id(n).into(), title })),
    ]
    .boxed()
}

/// What the system may wish.
pub fn by_system() -> BoxedStrategy<SystemCommand> {
    let tab = || (0..THINGS * 2).prop_map(|n| ConnectionId(id(n)));
    let node = || prop::sample::select(vec!["one".to_owned(), "two".to_owned()]);
    let carried = (0..THINGS, any::<bool>(), any::<bool>(), 0..PEOPLE, people_set()).prop_map(
        |(n, anonymous, pending, asker, voters)| domain::question::Carried {
            question: id(n).into(),
            asker: Some(user(asker)),
            anonymous,
            pending,
            text: Words(Some("left open".into())),
            votes: 0,
            voters,
        },
    );
    prop_oneof![
        6 => (0..PEOPLE, tab(), node()).prop_map(|(n, connection, node)| SystemCommand::Participant(participant::SystemCommand::Join {
            user: user(n), role: role(n), name: format!("person {n}"), connection, node,
        })),
        2 => (0..PEOPLE, tab(), node()).prop_map(|(n, connection, node)| SystemCommand::Lobby(lobby::SystemCommand::Knock {
            user: user(n), role: role(n), name: format!("person {n}"), connection, node,
        })),
        3 => (tab(), any::<bool>())
            .prop_map(|(connection, for_good)| SystemCommand::Participant(participant::SystemCommand::Leave { connection, for_good })),
        1 => node().prop_map(|node| SystemCommand::Participant(participant::SystemCommand::ForgetNode { node })),
        2 => (0..PEOPLE, any::<bool>(), 0..3u8).prop_map(|(n, connected, stay)| SystemCommand::Participant(participant::SystemCommand::Media {
            user: user(n), connected, stay: format!("PA_{stay}"),
        })),
        3 => (0..THINGS, 0u128..4, vote()).prop_map(|(poll, ballot, (choice, text))| SystemCommand::Poll(poll::SystemCommand::CastBallot {
            poll: id(poll).into(), ballot: id(500 + ballot).into(), choice, text,
        })),
        2 => Just(SystemCommand::Session(session::SystemCommand::LoseTeacher)),
        2 => (0..THINGS, prop::collection::vec(0..9_u32, 2..4)).prop_map(|(n, counts)| {
            let tally = domain::poll::Tally { votes: counts.iter().sum(), counts };
            SystemCommand::Poll(poll::SystemCommand::Recall { poll: id(n).into(), session: id(7).into(), tally })
        }),
        1 => (prop::collection::vec(carried, 0..3), 0..3u128, 0..3u128)
            .prop_map(|(questions, scenes, boards)| {
                let names = (0..PEOPLE).map(|n| (user(n), format!("person {n}").as_str().into())).collect();
                let scenes = (0..scenes).map(carried_scene).collect();
                let boards = (0..boards).map(carried_board).collect();
                SystemCommand::ContinueFrom { session: id(7).into(), questions, names, scenes, boards }
            }),
        1 => (0..3u128).prop_map(|scenes| {
            let scenes = (0..scenes).map(carried_scene).collect();
            SystemCommand::Scene(scene::SystemCommand::Prepare { scenes })
        }),
        // Seldom: nothing much happens after it.
        1 => prop_oneof![1 => Just(SystemCommand::Session(session::SystemCommand::End { reason: EndReason::Ended })), 3 => Just(SystemCommand::Session(session::SystemCommand::LoseTeacher))],
        1 => Just(SystemCommand::Pipeline(pipeline::SystemCommand::Fail { step: domain::step::Step::Extract, reason: "no sound".into() })),
    ]
    .boxed()
}

/// A board of an earlier class, of two pages.
fn carried_board(n: u128) -> board::Carried {
    board::Carried { board: id(n).into(), through: domain::ids::Sequence(9), pages: vec![2, 0], drawn: 40 }
}

/// The class's calendar entry.
#[must_use]
pub fn schedule() -> Schedule {
    Schedule {
        session: id(1).into(),
        course: id(2).into(),
        lesson: None,
        title: "Energy".into(),
        starts_at: DateTime::UNIX_EPOCH,
        minutes: 50,
        zone: "Europe/Berlin".into(),
    }
}

/// Runs the wishes as a writer does, in a class to which everybody has come, and gives the log and the state it ended in.
/// Nobody asks policy here: whatever gets through, screens must agree.
#[must_use]
pub fn run(commands: &[TimedCommand]) -> (Vec<Event>, ClassView) {
    let (mut log, mut state) = (Vec::new(), ClassView::default());
    let mut now: DateTime<Utc> = DateTime::UNIX_EPOCH;
    let joins = (0..PEOPLE - 1).map(|n| {
        let (name, connection) = (format!("person {n}"), ConnectionId(id(n)));
        let join = SystemCommand::Participant(participant::SystemCommand::Join {
            user: user(n),
            role: role(n),
            name,
            connection,
            node: "one".into(),
        });
        (0, None, AnyCommand::from(join))
    });
    let setup = [
        UseCaseCommand::Session(session::UseCaseCommand::Schedule {
            schedule: schedule(),
            lobby: false,
            continues: false,
        }),
        UseCaseCommand::Session(session::UseCaseCommand::Start),
    ];
    let setup = setup.map(|command| (0, Some(0), AnyCommand::from(command))).into_iter().chain(joins);
    for (n, (after, actor, command)) in setup.chain(commands.iter().cloned()).enumerate() {
        now += TimeDelta::milliseconds(after);
        let asking = actor.map_or(Asking::SYSTEM, |n| Asking::person(user(n), role(n)));
        for fact in decide(&state, asking, &command, now).unwrap_or_default() {
            let event = Event {
                sequence: state.sequence.next(),
                offset: state.core.offset(now),
                at: now,
                actor: asking.actor,
                command: CommandId(id(n as u128)),
                fact,
            };
            apply(&mut state, &event);
            log.push(event);
        }
    }
    (log, state)
}

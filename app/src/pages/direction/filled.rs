//! A class in which everything has been done once, with words that run from the right wherever somebody writes.

use chrono::{DateTime, Utc};
use domain::chat::{Readers, Reason};
use domain::event::{Event, Fact};
use domain::ids::{
    CommandId, ConnectionId, GroupId, MessageId, Offset, PollId, QuestionId, Sequence, UserId,
};
use domain::poll::{Choice, Definition, Form, Prepared, Wording};
use domain::role::{Role, Viewer};
use domain::scene::{Card, Layer, Layout, Wording as SceneWording};
use domain::session::{EndReason, Schedule, Settings};
use domain::view::apply;
use domain::{ClassView, chapter, chat, hand, participant, poll, question, scene, session, slides};
use uuid::Uuid;

use crate::model::Moment;
use crate::model::class::ClassPage;
use crate::model::class::{OpenedClass, Rights};
use crate::model::waiting::WaitingView;

pub(super) const WORDS: &str = "السلام عليكم 12!";
pub(super) const TEACHER: UserId = UserId(Uuid::from_u128(1));
pub(super) const STUDENT: UserId = UserId(Uuid::from_u128(2));

pub(super) fn moment() -> Moment {
    Moment {
        at: DateTime::UNIX_EPOCH,
        day: "Today".into(),
        time: "10:00".into(),
        zone: "Europe/Berlin".into(),
    }
}

/// A class in which everything has been done once.
pub(super) fn class(over: bool) -> (ClassView, Vec<Event>) {
    let id = Uuid::from_u128;
    let (question, second, third) = (QuestionId(id(20)), QuestionId(id(21)), QuestionId(id(22)));
    let (poll, text) = (PollId(id(30)), PollId(id(31)));
    let (message, reply) = (MessageId(id(10)), MessageId(id(11)));
    let joined = |user: UserId, role| {
        Fact::Participant(participant::Fact::Joined {
            user,
            role,
            name: WORDS.into(),
            connection: ConnectionId(user.0),
            node: String::new(),
        })
    };
    let posted = |message, reply_to, mentions: &[UserId]| {
        Fact::Chat(chat::Fact::Posted {
            message,
            text: format!("{WORDS} @{WORDS}").into(),
            reply_to,
            readers: Readers::Everybody,
            mentions: mentions.iter().copied().collect(),
        })
    };
    let asked = |question, pending| {
        Fact::Question(question::Fact::Asked { question, text: WORDS.into(), anonymous: false, pending })
    };
    let opened = |poll, form, options: &[&str]| {
        Fact::Poll(poll::Fact::Opened {
            poll,
            form,
            options: u8::try_from(options.len()).unwrap_or(u8::MAX),
            anonymous: false,
            quiz: form == Form::Single,
            again: None,
            wording: Wording {
                question: WORDS.into(),
                options: options.iter().map(|option| (*option).to_owned()).collect(),
            }
            .words(),
        })
    };
    let voted = |poll, choice, text: Option<&str>| {
        Fact::Poll(poll::Fact::Voted {
            poll,
            choice,
            text: domain::words::Words(text.map(str::to_owned)),
            ballot: None,
        })
    };
    let other = format!("{WORDS} 2");
    let mut facts = vec![
        (
            TEACHER,
            Fact::Session(session::Fact::Scheduled(Schedule {
                session: id(1).into(),
                course: id(2).into(),
                lesson: None,
                title: WORDS.into(),
                starts_at: DateTime::UNIX_EPOCH,
                minutes: 60,
                zone: "Europe/Berlin".into(),
            })),
        ),
        (
            TEACHER,
            Fact::Session(session::Fact::SettingsChanged {
                settings: Settings { blocked: vec![WORDS.into()], ..Settings::default() },
            }),
        ),
        (TEACHER, joined(TEACHER, Role::Teacher)),
        (TEACHER, Fact::Session(session::Fact::Started)),
        (STUDENT, joined(STUDENT, Role::Student)),
        (STUDENT, posted(message, None, &[TEACHER])),
        (TEACHER, posted(reply, Some(message), &[STUDENT])),
        (TEACHER, Fact::Chat(chat::Fact::Pinned { message })),
        (
            STUDENT,
            Fact::Chat(chat::Fact::Reported {
                message: reply,
                author: TEACHER,
                text: WORDS.into(),
                reason: Reason::Other,
            }),
        ),
        (STUDENT, Fact::Hand(hand::Fact::Raised { user: STUDENT })),
        (STUDENT, asked(question, false)),
        (STUDENT, asked(second, false)),
        (STUDENT, asked(third, true)),
        (TEACHER, Fact::Question(question::Fact::Staged { question })),
        (TEACHER, Fact::Question(question::Fact::Answered { question: second, text: WORDS.into() })),
        (TEACHER, opened(poll, Form::Single, &[WORDS, &other])),
        (TEACHER, Fact::Poll(poll::Fact::Keyed { poll, right: [0].into(), explanation: WORDS.into() })),
        (STUDENT, voted(poll, Choice::Options { options: [0].into() }, None)),
        (TEACHER, Fact::Poll(poll::Fact::Closed { poll })),
        (TEACHER, opened(text, Form::Text, &[])),
        (STUDENT, voted(text, Choice::Text, Some(WORDS))),
        (
            TEACHER,
            Fact::Poll(poll::Fact::Grouped {
                poll: text,
                group: GroupId(id(40)),
                title: WORDS.into(),
                answers: [STUDENT.into()].into(),
            }),
        ),
        (TEACHER, Fact::Chapter(chapter::Fact::Marked { chapter: id(50).into(), title: WORDS.into() })),
    ];
    facts.extend(stage(id(70).into()).map(|fact| (TEACHER, Fact::Scene(fact))));
    facts.push((
        TEACHER,
        Fact::Slides(slides::Fact::Added { deck: id(71).into(), name: WORDS.into(), instead_of: None }),
    ));
    if over {
        facts.push((TEACHER, Fact::Session(session::Fact::Ended { reason: EndReason::Ended })));
    }
    let event = |(n, (actor, fact)): (u64, (UserId, Fact))| Event {
        sequence: Sequence(n),
        offset: Offset(i64::try_from(n).unwrap_or(i64::MAX).saturating_mul(1_000)),
        at: DateTime::UNIX_EPOCH,
        actor: Some(actor),
        command: CommandId(id(n.into())),
        fact,
    };
    let log: Vec<_> = (1..).zip(facts).map(event).collect();
    let mut view = ClassView::default();
    log.iter().for_each(|event| apply(&mut view, event));
    (view, log)
}

/// A card on the stage, with a line at its foot.
fn stage(scene: domain::ids::SceneId) -> [scene::Fact; 3] {
    let layout = Layout::Card { card: Card::Break, minutes: None };
    let wording = SceneWording { name: WORDS.into(), title: WORDS.into(), text: WORDS.into() }.words();
    [
        scene::Fact::Created { scene, place: 0, layout, by: None, wording: wording.clone() },
        scene::Fact::Switched { scene, layout, fade: false, by: None, wording },
        scene::Fact::LayerShown { layer: Layer::LowerThird, text: WORDS.into() },
    ]
}

pub(super) fn waiting() -> WaitingView {
    WaitingView {
        session: Uuid::from_u128(1).into(),
        user: STUDENT,
        title: WORDS.into(),
        course: WORDS.into(),
        teacher: Some(WORDS.into()),
        starts: moment(),
        length_min: 60,
        left_s: 60,
        edit_href: None,
        file_href: "/".into(),
        cancelled_because: Some(WORDS.into()),
    }
}

pub(super) fn opened(viewer: Viewer, rights: Rights) -> ClassPage {
    let definition = Definition {
        form: Form::Single,
        question: WORDS.into(),
        options: vec![WORDS.into(), "b".into()],
        anonymous: false,
        key: None,
    };
    let opened = OpenedClass {
        session: Uuid::from_u128(1).into(),
        viewer,
        name: WORDS.into(),
        rights,
        course: WORDS.into(),
        view: class(false).0,
        now: DateTime::<Utc>::UNIX_EPOCH + chrono::TimeDelta::seconds(25),
        prepared: vec![Prepared { poll: Uuid::from_u128(60).into(), definition }],
    };
    ClassPage { opened, waiting: waiting() }
}

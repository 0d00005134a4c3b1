//! A school in which one text stands wherever people can write.

use chrono::TimeDelta;
use classroom::permit::{self, Permit};
use classroom::ports::polls::PreparedPolls as _;
use domain::chat::Reason;
use domain::emoji::Emoji;
use domain::event::Fact;
use domain::ids::{ChapterId, GroupId, MessageId, Offset, PollId, QuestionId, SceneId, SessionId, UserId};
use domain::poll::{Choice, Definition, Form, Key, Prepared, Tally, Wording};
use domain::replay::{Derived, FoundChapter, Highlight};
use domain::role::Role;
use domain::scene::{Card, Layer, Layout};
use domain::session::{EndReason, Settings};
use domain::transcript::Cue;
use domain::{chapter, chat, lobby, participant, poll, question, scene, session};
use store::seed;
use testkit::script::{STUDENT, Script, TEACHER};
use uuid::Uuid;

use crate::installation::Installation;

/// What is in the school.
pub struct Filled {
    pub ahead: SessionId,
    pub cancelled: SessionId,
    pub live: SessionId,
    pub over: SessionId,
    /// A poll that is prepared for the second lesson.
    pub poll: PollId,
}

impl Filled {
    /// All ids that stand in addresses.
    pub fn ids(&self) -> [String; 5] {
        let Self { ahead, cancelled, live, over, poll } = self;
        [super::id(*ahead), super::id(*cancelled), super::id(*live), super::id(*over), poll.to_string()]
    }
}

/// Writes the text everywhere: into the database where an administrator writes, into the logs where people do. The log's own
/// checks are passed by: older logs may hold what is refused today.
pub async fn fill(place: &Installation, text: &str) -> Filled {
    let mut admin = place.database.admin().await;
    for statement in [
        "update tenants set name = $1",
        "update courses set title = $1",
        "update lessons set title = $1",
        "update users set name = $1, email = case when name = 'Jonas Weber' then $1 else email end",
    ] {
        sqlx::query(statement).bind(text).execute(&mut admin).await.unwrap();
    }
    let log = &place.database.store;
    let schedule = |script: &Script| script.schedule(text);

    // A script begins a few seconds ago; so long before its beginning is so long after now.
    let mut ahead = Script::new().earlier(TimeDelta::days(-1));
    ahead.write(log, vec![schedule(&ahead)]).await;
    let mut cancelled = Script::new().earlier(TimeDelta::days(-2));
    cancelled
        .write(
            log,
            vec![schedule(&cancelled), Fact::Session(session::Fact::Cancelled { reason: text.into() })],
        )
        .await;
    let mut live = Script::new();
    live.write(log, vec![schedule(&live), Fact::Session(session::Fact::Started)]).await;
    class(place, &mut live, text).await;
    let mut over = Script::new().earlier(TimeDelta::hours(3));
    over.write(log, vec![schedule(&over), Fact::Session(session::Fact::Started)]).await;
    class(place, &mut over, text).await;
    over.write(log, vec![Fact::Session(session::Fact::Ended { reason: EndReason::Ended })]).await;
    let cue = |n: i64, speaker| Cue {
        start_ms: n * 1_000,
        end_ms: n * 1_000 + 900,
        text: text.to_owned(),
        speaker,
    };
    log.save_transcript(over.key, &[cue(1, Some(TEACHER)), cue(2, Some(STUDENT)), cue(3, None)])
        .await
        .unwrap();
    let title = || text.to_owned();
    let derived = Derived {
        chapters: vec![FoundChapter { offset: Offset(1_000), title: title() }],
        highlights: vec![Highlight {
            offset: Offset(1_000),
            until: Offset(2_000),
            title: title(),
            reason: title(),
        }],
    };
    log.save_derived(over.key, &derived).await.unwrap();

    let definition = Definition {
        form: Form::Single,
        question: text.to_owned(),
        options: vec![text.to_owned(), format!("{text} 2")],
        anonymous: false,
        key: Some(Key { right: [1].into(), explanation: text.into() }),
    };
    let prepared = Prepared { poll: PollId(Uuid::now_v7()), definition };
    let permit = Permit::assumed(seed::TENANT, TEACHER, permit::PermitScope::Course(seed::COURSE));
    log.keep(&permit, seed::lesson(1), &prepared).await.unwrap();
    Filled {
        ahead: ahead.key.session,
        cancelled: cancelled.key.session,
        live: live.key.session,
        over: over.key.session,
        poll: prepared.poll,
    }
}

/// What people write in a class.
async fn class(place: &Installation, script: &mut Script, text: &str) {
    let log = &place.database.store;
    let joined = |user, role| {
        Fact::Participant(participant::Fact::Joined {
            user,
            role,
            name: text.into(),
            connection: Uuid::now_v7().into(),
            node: "here".into(),
        })
    };
    let knocked = Fact::Lobby(lobby::Fact::Knocked {
        user: seed::PEOPLE[3].user,
        name: text.into(),
        connection: Uuid::now_v7().into(),
        node: "here".into(),
    });
    let settings = Settings { blocked: vec![text.to_owned()], teacher_grace: 3_600, ..Settings::default() };
    let (message, edited) = (MessageId(Uuid::now_v7()), MessageId(Uuid::now_v7()));
    let questions: [QuestionId; 4] = std::array::from_fn(|_| QuestionId(Uuid::now_v7()));
    let (choice, open) = (PollId(Uuid::now_v7()), PollId(Uuid::now_v7()));
    let wording = |options: &[&str]| {
        let options = options.iter().map(|option| (*option).to_owned()).collect();
        Wording { question: text.to_owned(), options }.words()
    };
    let opened = |poll, form, options: &[&str], quiz| {
        Fact::Poll(poll::Fact::Opened {
            poll,
            form,
            options: options.len() as u8,
            anonymous: false,
            quiz,
            again: None,
            wording: wording(options),
        })
    };
    let asked = |question| {
        Fact::Question(question::Fact::Asked {
            question,
            text: text.into(),
            anonymous: false,
            pending: false,
        })
    };
    let options = [text, text];
    let facts: Vec<(UserId, Fact)> = vec![
        (TEACHER, Fact::Session(session::Fact::SettingsChanged { settings })),
        (TEACHER, joined(TEACHER, Role::Teacher)),
        (STUDENT, joined(STUDENT, Role::Student)),
        (seed::PEOPLE[3].user, knocked),
        (STUDENT, Fact::chat(message, text)),
        (STUDENT, Fact::chat(edited, "before")),
        (
            STUDENT,
            Fact::Chat(chat::Fact::Edited {
                message: edited,
                text: text.into(),
                readers: Default::default(),
            }),
        ),
        (TEACHER, Fact::Chat(chat::Fact::Pinned { message })),
        (
            TEACHER,
            Fact::Chat(chat::Fact::Reacted { message, emoji: Emoji::Clap, readers: Default::default() }),
        ),
        (
            TEACHER,
            Fact::Chat(chat::Fact::Reported {
                message,
                author: STUDENT,
                text: text.into(),
                reason: Reason::Abuse,
            }),
        ),
        (STUDENT, asked(questions[0])),
        (STUDENT, asked(questions[1])),
        (TEACHER, Fact::Question(question::Fact::Answered { question: questions[1], text: text.into() })),
        (STUDENT, asked(questions[2])),
        (
            TEACHER,
            Fact::Question(question::Fact::Dismissed {
                question: questions[2],
                asker: Some(STUDENT),
                reason: text.into(),
            }),
        ),
        (STUDENT, asked(questions[3])),
        (TEACHER, Fact::Question(question::Fact::Staged { question: questions[3] })),
        (TEACHER, opened(choice, Form::Single, &options, true)),
        (
            TEACHER,
            Fact::Poll(poll::Fact::Keyed { poll: choice, right: [0].into(), explanation: text.into() }),
        ),
        (
            STUDENT,
            Fact::Poll(poll::Fact::Voted {
                poll: choice,
                choice: Choice::Options { options: [0].into() },
                text: Default::default(),
                ballot: None,
            }),
        ),
        (TEACHER, Fact::Poll(poll::Fact::Closed { poll: choice })),
        (
            TEACHER,
            Fact::Poll(poll::Fact::Shown {
                poll: choice,
                tally: Tally { votes: 1, counts: vec![1, 0] },
                right: [0].into(),
                explanation: text.into(),
            }),
        ),
        (TEACHER, opened(open, Form::Text, &[], false)),
        (
            STUDENT,
            Fact::Poll(poll::Fact::Voted {
                poll: open,
                choice: Choice::Text,
                text: text.into(),
                ballot: None,
            }),
        ),
        (TEACHER, Fact::Poll(poll::Fact::Closed { poll: open })),
        (
            TEACHER,
            Fact::Poll(poll::Fact::Grouped {
                poll: open,
                group: GroupId(Uuid::now_v7()),
                title: text.into(),
                answers: [STUDENT.into()].into(),
            }),
        ),
        (
            TEACHER,
            Fact::Chapter(chapter::Fact::Marked { chapter: ChapterId(Uuid::now_v7()), title: text.into() }),
        ),
        (TEACHER, Fact::Scene(scene::Fact::LayerShown { layer: Layer::Ticker, text: text.into() })),
        (
            TEACHER,
            Fact::Scene(scene::Fact::Switched {
                fade: false,
                scene: SceneId(Uuid::now_v7()),
                layout: Layout::Card { card: Card::Break, minutes: None },
                by: None,
                wording: scene::Wording { name: text.into(), title: text.into(), text: text.into() }.words(),
            }),
        ),
    ];
    let events: Vec<_> = facts.into_iter().map(|(actor, fact)| script.event(actor, fact)).collect();
    classroom::ports::event_log::EventLog::append(log, script.key, &events).await.unwrap();
}

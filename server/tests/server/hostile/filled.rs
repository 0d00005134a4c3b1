//! A school in which one text stands wherever people can write.

use chrono::TimeDelta;
use classroom::permit::{self, Permit};
use classroom::ports::prepared::PreparedPolls as _;
use domain::chat::Reason;
use domain::emoji::Emoji;
use domain::event::Fact;
use domain::ids::{ChapterId, GroupId, MessageId, Offset, PollId, QuestionId, SessionId, UserId};
use domain::poll::{Choice, Definition, Form, Key, Prepared, Tally, Wording};
use domain::replay::{Derived, FoundChapter, Highlight};
use domain::role::Role;
use domain::session::{EndReason, Settings};
use domain::transcript::Cue;
use store::seed;
use testkit::script::{STUDENT, Script, TEACHER};
use uuid::Uuid;

use crate::place::Place;

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
pub async fn fill(place: &Place, text: &str) -> Filled {
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
    cancelled.write(log, vec![schedule(&cancelled), Fact::SessionCancelled { reason: text.into() }]).await;
    let mut live = Script::new();
    live.write(log, vec![schedule(&live), Fact::SessionStarted]).await;
    class(place, &mut live, text).await;
    let mut over = Script::new().earlier(TimeDelta::hours(3));
    over.write(log, vec![schedule(&over), Fact::SessionStarted]).await;
    class(place, &mut over, text).await;
    over.write(log, vec![Fact::SessionEnded { reason: EndReason::Ended }]).await;
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
    let permit = Permit::assumed(seed::TENANT, TEACHER, permit::Place::Course(seed::COURSE));
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
async fn class(place: &Place, script: &mut Script, text: &str) {
    let log = &place.database.store;
    let joined = |user, role| Fact::ParticipantJoined {
        user,
        role,
        name: text.into(),
        connection: Uuid::now_v7().into(),
        node: "here".into(),
    };
    let knocked = Fact::LobbyKnocked {
        user: seed::PEOPLE[3].user,
        name: text.into(),
        connection: Uuid::now_v7().into(),
        node: "here".into(),
    };
    let settings = Settings { blocked: vec![text.to_owned()], teacher_grace: 3_600, ..Settings::default() };
    let (message, edited) = (MessageId(Uuid::now_v7()), MessageId(Uuid::now_v7()));
    let questions: [QuestionId; 4] = std::array::from_fn(|_| QuestionId(Uuid::now_v7()));
    let (choice, open) = (PollId(Uuid::now_v7()), PollId(Uuid::now_v7()));
    let wording = |options: &[&str]| {
        let options = options.iter().map(|option| (*option).to_owned()).collect();
        Wording { question: text.to_owned(), options }.words()
    };
    let opened = |poll, form, options: &[&str], quiz| Fact::PollOpened {
        poll,
        form,
        options: options.len() as u8,
        anonymous: false,
        quiz,
        again: None,
        wording: wording(options),
    };
    let asked =
        |question| Fact::QuestionAsked { question, text: text.into(), anonymous: false, pending: false };
    let options = [text, text];
    let facts: Vec<(UserId, Fact)> = vec![
        (TEACHER, Fact::SettingsChanged { settings }),
        (TEACHER, joined(TEACHER, Role::Teacher)),
        (STUDENT, joined(STUDENT, Role::Student)),
        (seed::PEOPLE[3].user, knocked),
        (STUDENT, Fact::chat(message, text)),
        (STUDENT, Fact::chat(edited, "before")),
        (STUDENT, Fact::ChatEdited { message: edited, text: text.into(), readers: Default::default() }),
        (TEACHER, Fact::ChatPinned { message }),
        (TEACHER, Fact::ChatReacted { message, emoji: Emoji::Clap, readers: Default::default() }),
        (TEACHER, Fact::ChatReported { message, author: STUDENT, text: text.into(), reason: Reason::Abuse }),
        (STUDENT, asked(questions[0])),
        (STUDENT, asked(questions[1])),
        (TEACHER, Fact::QuestionAnswered { question: questions[1], text: text.into() }),
        (STUDENT, asked(questions[2])),
        (
            TEACHER,
            Fact::QuestionDismissed { question: questions[2], asker: Some(STUDENT), reason: text.into() },
        ),
        (STUDENT, asked(questions[3])),
        (TEACHER, Fact::QuestionStaged { question: questions[3] }),
        (TEACHER, opened(choice, Form::Single, &options, true)),
        (TEACHER, Fact::PollKeyed { poll: choice, right: [0].into(), explanation: text.into() }),
        (
            STUDENT,
            Fact::PollVoted {
                poll: choice,
                choice: Choice::Options { options: [0].into() },
                text: Default::default(),
                ballot: None,
            },
        ),
        (TEACHER, Fact::PollClosed { poll: choice }),
        (
            TEACHER,
            Fact::PollShown {
                poll: choice,
                tally: Tally { votes: 1, counts: vec![1, 0] },
                right: [0].into(),
                explanation: text.into(),
            },
        ),
        (TEACHER, opened(open, Form::Text, &[], false)),
        (STUDENT, Fact::PollVoted { poll: open, choice: Choice::Text, text: text.into(), ballot: None }),
        (TEACHER, Fact::PollClosed { poll: open }),
        (
            TEACHER,
            Fact::PollGrouped {
                poll: open,
                group: GroupId(Uuid::now_v7()),
                title: text.into(),
                answers: [STUDENT.into()].into(),
            },
        ),
        (TEACHER, Fact::ChapterMarked { chapter: ChapterId(Uuid::now_v7()), title: text.into() }),
    ];
    let events: Vec<_> = facts.into_iter().map(|(actor, fact)| script.event(actor, fact)).collect();
    classroom::ports::event_log::EventLog::append(log, script.key, &events).await.unwrap();
}

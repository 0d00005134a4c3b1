//! The rows of questions, polls and edited messages follow the log, and say what it says under the same seals.

use classroom::ports::event_log::EventLog as _;
use domain::chat::Readers;
use domain::event::Fact;
use domain::ids::{BallotId, GroupId, MessageId, PollId, QuestionId, UserId};
use domain::poll::{Choice, Form, Wording};
use domain::question::Carried;
use domain::session::EndReason;
use domain::{chat, poll, question, session};
use sqlx::PgConnection;
use testkit::database::Database;
use testkit::script::{STUDENT, Script, TEACHER};
use uuid::Uuid;

fn id<Id: From<Uuid>>() -> Id {
    Uuid::now_v7().into()
}

async fn one<T>(admin: &mut PgConnection, query: &'static str) -> T
where
    T: Send + Unpin + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>,
{
    sqlx::query_as(query).fetch_one(admin).await.unwrap()
}

/// Whether the words of a row are those of the event that it names.
async fn says(admin: &mut PgConnection, sealed_and_sequence: &'static str) -> bool {
    let query = format!(
        "select bool_and(row.sealed is not null and row.sealed = said.sealed)
         from ({sealed_and_sequence}) as row(sealed, sequence)
         join session_state_events said using (sequence)"
    );
    sqlx::query_scalar::<_, Option<bool>>(sqlx::AssertSqlSafe(query)).fetch_one(admin).await.unwrap()
        == Some(true)
}

fn opened(poll: PollId, form: Form, options: u8, anonymous: bool) -> Fact {
    let wording = Wording { question: "Which?".into(), options: vec![] }.words();
    Fact::Poll(poll::Fact::Opened { poll, form, options, anonymous, quiz: false, again: None, wording })
}

fn chose(poll: PollId, options: &[u8], ballot: Option<BallotId>) -> Fact {
    let choice = Choice::Options { options: options.iter().copied().collect() };
    Fact::Poll(poll::Fact::Voted { poll, choice, text: Default::default(), ballot })
}

#[tokio::test]
async fn a_message_says_what_it_was_changed_to_and_to_whom() {
    let database = Database::with_demo().await;
    let mut class = Script::started(&database.store).await;
    let (plain, private): (MessageId, MessageId) = (id(), id());
    let readers = Readers::Two { one: TEACHER, other: STUDENT };
    let posted = Fact::Chat(chat::Fact::Posted {
        message: private,
        text: "psst".into(),
        reply_to: None,
        readers,
        mentions: Default::default(),
    });
    let edit = |text: &str| {
        Fact::Chat(chat::Fact::Edited { message: plain, text: text.into(), readers: Readers::Everybody })
    };
    let facts = vec![Fact::chat(plain, "frist"), posted, edit("fisrt"), edit("first")];
    let events = class.write(&database.store, facts).await;
    let mut admin = database.admin().await;
    let rows: Vec<(Option<i64>, String, Option<Uuid>)> =
        sqlx::query_as("select edited, readers, reader from chat_messages order by sequence")
            .fetch_all(&mut admin)
            .await
            .unwrap();
    let last = i64::try_from(events[3].sequence.0).unwrap();
    assert_eq!(rows, [(Some(last), "everybody".into(), None), (None, "two".into(), Some(STUDENT.0))]);
    assert!(says(&mut admin, "select sealed, coalesce(edited, sequence) from chat_messages").await);

    let removed = Fact::Chat(chat::Fact::Removed { message: plain, readers: Readers::Everybody });
    class.write(&database.store, vec![removed]).await;
    let (kept,): (i64,) = one(&mut admin, "select count(sealed) from chat_messages").await;
    assert_eq!(kept, 1, "what was removed is empty, however often it was changed");
}

#[tokio::test]
async fn a_question_has_its_votes_and_what_became_of_it() {
    let database = Database::with_demo().await;
    let store = &database.store;
    let mut class = Script::started(store).await;
    let [answered, dismissed, merged]: [QuestionId; 3] = [id(), id(), id()];
    let ask = |question| {
        Fact::Question(question::Fact::Asked {
            question,
            text: "why?".into(),
            anonymous: true,
            pending: true,
        })
    };
    let asked: Vec<_> =
        [answered, dismissed, merged].map(|question| class.event(STUDENT, ask(question))).into();
    store.append(class.key, &asked).await.unwrap();
    let mut admin = database.admin().await;
    let pending: (i64, i64) = one(
        &mut admin,
        "select count(*), count(*) filter (where state = 'pending' and anonymous) from questions",
    )
    .await;
    assert_eq!(pending, (3, 3));

    let upvote = Fact::Question(question::Fact::Upvoted { question: answered });
    let facts = vec![
        Fact::Question(question::Fact::Claimed { question: answered, by: TEACHER }),
        upvote.clone(),
        upvote.clone(),
        Fact::Question(question::Fact::Unvoted { question: answered }),
        Fact::Question(question::Fact::Merged { question: merged, into: answered, votes: 5 }),
        upvote,
        Fact::Question(question::Fact::AnsweredAloud { question: answered }),
        Fact::Question(question::Fact::Answered { question: answered, text: "because".into() }),
        Fact::Question(question::Fact::Dismissed {
            question: dismissed,
            asker: Some(STUDENT),
            reason: "off topic".into(),
        }),
    ];
    let events = class.write(store, facts).await;
    type QuestionRow = (String, i32, Option<Uuid>, Option<i64>, Option<Uuid>, Option<Uuid>);
    let rows: Vec<QuestionRow> = sqlx::query_as(
        "select state, votes, claimed_by, answered_ms, answered_by, merged_into from questions order by sequence",
    )
    .fetch_all(&mut admin)
    .await
    .unwrap();
    let (teacher, aloud) = (Some(TEACHER.0), Some(events[6].offset.0));
    let expected = [
        ("answered".to_owned(), 6, teacher, aloud, teacher, None),
        ("dismissed".to_owned(), 0, None, None, None, None),
        ("merged".to_owned(), 0, None, None, None, Some(answered.0)),
    ];
    assert_eq!(rows, expected);
    assert!(says(&mut admin, "select sealed, sequence from questions").await);
    assert!(
        says(&mut admin, "select answer, answer_sequence from questions where answer_sequence > 0").await
    );
    assert!(
        says(&mut admin, "select reason, reason_sequence from questions where reason_sequence > 0").await
    );
}

#[tokio::test]
async fn a_question_that_was_carried_is_its_askers() {
    let database = Database::with_demo().await;
    let mut class = Script::started(&database.store).await;
    let carried = Carried {
        question: id(),
        asker: Some(STUDENT),
        anonymous: false,
        pending: false,
        text: "still why?".into(),
        votes: 4,
        voters: Default::default(),
    };
    let waits = Carried { question: id(), pending: true, votes: 0, ..carried.clone() };
    class.write(&database.store, vec![Fact::Question(question::Fact::Carried(waits))]).await;
    let state: (String,) = one(&mut database.admin().await, "select state from questions").await;
    assert_eq!(state.0, "pending");
    class.write(&database.store, vec![Fact::Question(question::Fact::Carried(carried))]).await;
    let row: (String, i32, Option<Uuid>) =
        one(&mut database.admin().await, "select state, votes, author from questions where state = 'open'")
            .await;
    assert_eq!(row, ("open".into(), 4, Some(STUDENT.0)));
}

#[tokio::test]
async fn a_poll_has_each_voters_last_vote() {
    let database = Database::with_demo().await;
    let store = &database.store;
    let mut class = Script::started(store).await;
    let poll: PollId = id();
    let other: UserId = id();
    class.write(store, vec![opened(poll, Form::Multiple { most: 2 }, 3, false)]).await;
    let votes = vec![
        class.event(STUDENT, chose(poll, &[0], None)),
        class.event(other, chose(poll, &[1], None)),
        class.event(STUDENT, chose(poll, &[1, 2], None)),
    ];
    store.append(class.key, &votes).await.unwrap();
    let key = Fact::Poll(poll::Fact::Keyed { poll, right: [1, 2].into(), explanation: "so".into() });
    let shown = Fact::Poll(poll::Fact::Shown {
        poll,
        tally: Default::default(),
        right: Default::default(),
        explanation: Default::default(),
    });
    let events = class.write(store, vec![key, Fact::Poll(poll::Fact::Closed { poll }), shown]).await;
    let mut admin = database.admin().await;
    let votes: Vec<(Uuid, i16)> =
        sqlx::query_as("select voter, option from poll_votes order by sequence, option")
            .fetch_all(&mut admin)
            .await
            .unwrap();
    assert_eq!(votes, [(other.0, 1), (STUDENT.0, 1), (STUDENT.0, 2)]);
    let row: (String, Option<i64>, Vec<i16>, bool, i16) =
        one(&mut admin, "select state, closed_ms, right_options, shown, options from polls").await;
    assert_eq!(row, ("closed".into(), Some(events[1].offset.0), vec![1, 2], true, 3));
    assert!(says(&mut admin, "select sealed, sequence from polls").await);
    assert!(says(&mut admin, "select explanation, explanation_sequence from polls").await);

    class.write(store, vec![Fact::Poll(poll::Fact::Hidden { poll }), chose(poll, &[0], None)]).await;
    let row: (bool, i64) =
        one(&mut admin, "select bool_or(shown), (select count(*) from poll_votes) from polls").await;
    assert_eq!(row, (false, 4));
}

#[tokio::test]
async fn open_answers_are_sealed_and_grouped_as_in_the_class() {
    let database = Database::with_demo().await;
    let store = &database.store;
    let mut class = Script::started(store).await;
    let (poll, warm): (PollId, GroupId) = (id(), id());
    let ballots: [BallotId; 2] = [id(), id()];
    let wrote = |ballot| {
        Fact::Poll(poll::Fact::Voted { poll, choice: Choice::Text, text: "hot".into(), ballot: Some(ballot) })
    };
    let group = |answers: &[BallotId]| {
        Fact::Poll(poll::Fact::Grouped {
            poll,
            group: warm,
            title: "Warm".into(),
            answers: answers.iter().map(|ballot| (*ballot).into()).collect(),
        })
    };
    let facts =
        vec![opened(poll, Form::Text, 0, true), wrote(ballots[0]), wrote(ballots[1]), group(&ballots)];
    class.write(store, facts).await;
    let mut admin = database.admin().await;
    let grouped: (i64,) = one(&mut admin, "select count(group_id) from poll_votes").await;
    assert_eq!(grouped.0, 2, "of the same batch, too");
    class.write(store, vec![group(&ballots[..1])]).await;
    let row: (Uuid,) = one(&mut admin, "select voter from poll_votes where group_id is not null").await;
    assert_eq!(row.0, ballots[0].0);
    assert!(says(&mut admin, "select sealed, sequence from poll_votes").await);
    assert!(says(&mut admin, "select sealed, sequence from poll_groups").await);
    let people: (i64,) =
        one(&mut admin, "select count(*) from poll_votes join users on users.id = voter").await;
    assert_eq!(people.0, 0, "a ballot is nobody's");
}

#[tokio::test]
async fn rows_of_a_lost_commit_are_not_there() {
    let database = Database::with_demo().await;
    let mut class = Script::started(&database.store).await;
    let mut late = class.clone();
    class
        .write(&database.store, vec![Fact::Session(session::Fact::Ended { reason: EndReason::Ended })])
        .await;
    let poll = id();
    let question = Fact::Question(question::Fact::Asked {
        question: id(),
        text: "why?".into(),
        anonymous: false,
        pending: false,
    });
    let events = late.events(vec![opened(poll, Form::Single, 2, false), chose(poll, &[0], None), question]);
    assert!(database.store.append(late.key, &events).await.is_err());
    let rows: (i64, i64, i64) = one(
        &mut database.admin().await,
        "select (select count(*) from polls), (select count(*) from poll_votes), (select count(*) from questions)",
    )
    .await;
    assert_eq!(rows, (0, 0, 0));
}

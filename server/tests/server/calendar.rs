//! The calendar through the program: classes that repeat, are moved and cancelled, go on from the last one, and the address
//! at which a calendar asks for them.

use std::collections::BTreeMap;
use std::time::Duration;

use classroom::ports::clock::{Clock as _, SystemClock};
use classroom::ports::event_log::ClassKey;
use classroom::ports::records::Records as _;
use domain::event::Fact;
use domain::ids::{BallotId, PollId, QuestionId, SessionId};
use domain::poll::{Choice, Definition, Form, Tally, Wording};
use domain::session::{EndReason, Schedule};
use domain::words::Words;
use domain::{Command, participant, poll, question, session};
use reqwest::StatusCode;
use store::seed;
use testkit::script::{STUDENT, Script, TEACHER, joined};
use testkit::tab::Tab;
use testkit::visitor::Visitor;
use uuid::Uuid;

use crate::installation::{Installation, ask, everybody};

const SOON: Duration = Duration::from_secs(20);

/// The form for a class, with what a test says of it in place of the usual.
pub fn form(said: &[(&'static str, &str)]) -> BTreeMap<&'static str, String> {
    let usual = [
        ("session", Uuid::now_v7().to_string()),
        ("command", Uuid::now_v7().to_string()),
        ("title", "Resonance".to_owned()),
        ("course", seed::COURSE.to_string()),
        ("lesson", String::new()),
        // A Wednesday; summer time begins on the Sunday after it.
        ("date", "2030-03-27".to_owned()),
        ("time", "10:00".to_owned()),
        ("length", "50".to_owned()),
        ("zone", "Europe/Berlin".to_owned()),
    ];
    usual.into_iter().chain(said.iter().map(|(name, value)| (*name, (*value).to_owned()))).collect()
}

pub async fn send(who: &Visitor, path: &str, form: &BTreeMap<&'static str, String>) -> (StatusCode, String) {
    let answer = who.post(path).form(form).send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

/// Starts the class of a form: another command than the one that planned it.
async fn start(who: &Visitor, planned: &BTreeMap<&'static str, String>) -> StatusCode {
    send(who, "/rpc/start", &form(&[("session", &planned["session"])])).await.0
}

/// A class as a calendar reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub session: SessionId,
    pub starts: String,
    pub revision: u32,
    pub cancelled: bool,
}

/// The entries of that title, by their start.
pub fn entries(file: &str, title: &str) -> Vec<Entry> {
    let file = file.replace("\r\n ", "");
    let mut found = Vec::new();
    for event in file.split("BEGIN:VEVENT\r\n").skip(1) {
        let value = |name: &str| {
            let line = event.lines().find_map(|line| line.strip_prefix(&format!("{name}:")));
            line.unwrap_or_else(|| panic!("no {name} in {event}")).to_owned()
        };
        if value("SUMMARY") == title {
            found.push(Entry {
                session: value("URL").rsplit('/').next().unwrap().parse().unwrap(),
                starts: value("DTSTART"),
                revision: value("SEQUENCE").parse().unwrap(),
                cancelled: value("STATUS") == "CANCELLED",
            });
        }
    }
    found.sort_by(|one, other| one.starts.cmp(&other.starts));
    found
}

pub fn starts(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.starts.as_str()).collect()
}

#[tokio::test]
async fn a_series_is_changed_and_cancelled_and_its_students_calendar_follows() {
    let place = Installation::new().await;
    let server = place.server().await;
    let [teacher, _, student, _] = everybody(&server).await;
    let anybody = Visitor::new(server.address()).unwrap();
    let weekly = form(&[("repeats", "weekly"), ("mo", "on"), ("we", "on"), ("times", "5")]);
    for _ in 0..2 {
        assert_eq!(send(&teacher, "/classes/new", &weekly).await.0, StatusCode::SEE_OTHER, "twice is once");
    }
    let made = student.post("/rpc/new_calendar_address").send().await.unwrap();
    let address: String = made.json().await.unwrap();
    let shown = async || entries(&anybody.text(&address).await.unwrap(), "Resonance");

    let first = shown().await;
    assert_eq!(
        starts(&first),
        ["20300327T090000Z", "20300401T080000Z", "20300403T080000Z", "20300408T080000Z", "20300410T080000Z"],
        "ten o’clock in Berlin before and after the change"
    );

    // One is moved.
    let edit = |entry: &Entry| format!("/classes/{}/edit", entry.session);
    let cancel = |entry: &Entry| format!("/classes/{}/cancel", entry.session);
    let moved = form(&[("date", "2030-04-02"), ("time", "14:00")]);
    assert_eq!(send(&teacher, &edit(&first[1]), &moved).await.0, StatusCode::SEE_OTHER);
    let second = shown().await;
    assert_eq!(second[1], Entry { starts: "20300402T120000Z".to_owned(), revision: 1, ..first[1].clone() });
    assert_eq!([&second[0], &second[2], &second[3]], [&first[0], &first[2], &first[3]]);

    // One is cancelled, for a reason.
    let reason = form(&[("reason", "I am ill.")]);
    let (status, page) = send(&teacher, &cancel(&first[2]), &form(&[("reason", " ")])).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Write something first."), "{page}");
    assert_eq!(send(&student, &cancel(&first[2]), &reason).await.0, StatusCode::FORBIDDEN);
    assert_eq!(send(&teacher, &cancel(&first[2]), &reason).await.0, StatusCode::SEE_OTHER);
    let third = shown().await;
    assert_eq!(third[2], Entry { cancelled: true, revision: 1, ..first[2].clone() });
    assert_eq!(third.iter().filter(|entry| entry.cancelled).count(), 1);
    let page = student.text(&format!("/classes/{}", first[2].session)).await.unwrap();
    assert!(page.contains("This class was cancelled") && page.contains("I am ill."), "{page}");
    let key = ClassKey { tenant: seed::TENANT, session: first[2].session };
    assert_eq!(
        place.events(key).await.last().unwrap().fact,
        Fact::Session(session::Fact::Cancelled { reason: "I am ill.".into() })
    );
    assert_eq!(
        send(&teacher, "/rpc/start", &form(&[("session", &key.session.to_string())])).await.0,
        StatusCode::CONFLICT
    );

    // This and all later ones: a day later and in the afternoon.
    let later = form(&[("date", "2030-04-09"), ("time", "15:00"), ("scope", "later")]);
    for _ in 0..2 {
        assert_eq!(send(&teacher, &edit(&first[3]), &later).await.0, StatusCode::SEE_OTHER, "twice is once");
    }
    let fourth = shown().await;
    assert_eq!(starts(&fourth)[3..], ["20300409T130000Z", "20300411T130000Z"]);
    assert_eq!([&fourth[0], &fourth[1], &fourth[2]], [&third[0], &third[1], &third[2]]);
    let page = teacher.text(&edit(&first[3])).await.unwrap();
    assert!(page.contains("every week on Tue, Thu"), "{page}");

    // And cancelled.
    let later = form(&[("reason", "The course is over."), ("which", "later")]);
    assert_eq!(send(&teacher, &cancel(&first[3]), &later).await.0, StatusCode::SEE_OTHER);
    let cancelled: Vec<_> = shown().await.iter().map(|entry| entry.cancelled).collect();
    assert_eq!(cancelled, [false, false, true, true, true]);

    // A new address ends the old one; so does ending it.
    let renewed = student.post("/rpc/new_calendar_address").send().await.unwrap();
    let renewed: String = renewed.json().await.unwrap();
    assert_eq!(anybody.get(&address).send().await.unwrap().status(), StatusCode::NOT_FOUND);
    assert_eq!(anybody.get(&renewed).send().await.unwrap().status(), StatusCode::OK);
    student.post("/rpc/end_calendar_address").send().await.unwrap().error_for_status().unwrap();
    assert_eq!(anybody.get(&renewed).send().await.unwrap().status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_rule_without_an_end_or_with_too_many_classes_is_refused_beside_its_field() {
    let place = Installation::new().await;
    let server = place.server().await;
    let [teacher, ..] = everybody(&server).await;
    for (said, words) in [
        (vec![("repeats", "daily")], "Say until when"),
        (vec![("repeats", "daily"), ("until", "2031-03-27")], "more than 100 classes"),
        (vec![("repeats", "weekly"), ("until", "2030-03-26")], "makes no class at all"),
        (vec![("repeats", "monthly"), ("times", "101")], "2 to 100"),
    ] {
        let (status, page) = send(&teacher, "/classes/new", &form(&said)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{said:?}");
        assert!(page.contains(words), "{said:?}: {page}");
    }
    let rows = place.database.store.classes(seed::TENANT, STUDENT, SystemClock.now()).await.unwrap();
    assert!(rows.iter().all(|row| row.title != "Resonance"), "nothing was made");
}

#[tokio::test]
async fn a_class_is_a_file_for_a_calendar() {
    let place = Installation::new().await;
    let server = place.server().await;
    let [teacher, _, student, _] = everybody(&server).await;
    let form = form(&[("title", "Spring, mass; damper")]);
    assert_eq!(send(&teacher, "/classes/new", &form).await.0, StatusCode::SEE_OTHER);
    let answer = student.get(&format!("/classes/{}/class.ics", form["session"])).send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/calendar; charset=utf-8");
    let file = answer.text().await.unwrap();
    assert_eq!(starts(&entries(&file, r"Spring\, mass\; damper")), ["20300327T090000Z"]);
    let url = format!("URL:http://{}/classes/{}\r\n", server.address(), form["session"]);
    assert!(file.replace("\r\n ", "").contains(&url), "{file}");
}

#[tokio::test]
async fn a_class_goes_on_with_what_its_lessons_last_class_left_open() {
    let place = Installation::new().await;
    let server = place.server().await;
    let [teacher, ..] = everybody(&server).await;
    let (store, mut last) = (&place.database.store, Script::new());
    let courses = store.courses(seed::TENANT, STUDENT).await.unwrap();
    let lesson = courses[0].lessons[3].id;
    let Fact::Session(session::Fact::Scheduled(schedule)) = last.schedule("Energy in oscillations") else {
        unreachable!()
    };
    let asked = |question, text: &str| {
        Fact::Question(question::Fact::Asked {
            question: QuestionId(question),
            text: text.into(),
            anonymous: false,
            pending: false,
        })
    };
    let (open, closed) = (Uuid::now_v7(), Uuid::now_v7());
    let facts = vec![
        Fact::Session(session::Fact::Scheduled(Schedule { lesson: Some(lesson), ..schedule })),
        Fact::Session(session::Fact::Started),
        joined(TEACHER, "Tess"),
        asked(open, "Why does it swing back?"),
        asked(closed, "Is this in the exam?"),
        Fact::Question(question::Fact::Resolved { question: QuestionId(closed) }),
        Fact::Session(session::Fact::Ended { reason: EndReason::Ended }),
    ];
    last.write(store, facts).await;

    let next = form(&[("lesson", &lesson.to_string()), ("continues", "on")]);
    assert_eq!(send(&teacher, "/classes/new", &next).await.0, StatusCode::SEE_OTHER);
    let page = teacher.text(&format!("/classes/{}/edit", next["session"])).await.unwrap();
    assert!(page.contains("Continue from the last class"));
    assert_eq!(start(&teacher, &next).await, StatusCode::OK);
    let key = ClassKey { tenant: seed::TENANT, session: next["session"].parse().unwrap() };
    let facts: Vec<_> = place.events(key).await.into_iter().map(|event| event.fact).collect();
    let carried: Vec<_> = facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Question(question::Fact::Carried(carried)) => {
                Some((carried.question.0, carried.text.text()))
            }
            _ => None,
        })
        .collect();
    assert_eq!(carried, [(open, "Why does it swing back?")]);
    let named = facts.iter().find_map(|fact| match fact {
        Fact::Participant(participant::Fact::Named { user, name, public }) => {
            Some((*user, name.text().to_owned(), *public))
        }
        _ => None,
    });
    assert_eq!(named, Some((TEACHER, "Tess".to_owned(), true)), "though they never came to this class");
    assert!(facts.contains(&Fact::Session(session::Fact::ContinuedFrom { session: last.key.session })));

    let alone = form(&[("lesson", &lesson.to_string())]);
    assert_eq!(send(&teacher, "/classes/new", &alone).await.0, StatusCode::SEE_OTHER);
    assert_eq!(start(&teacher, &alone).await, StatusCode::OK);
    let key = ClassKey { session: alone["session"].parse().unwrap(), ..key };
    assert_eq!(place.events(key).await.len(), 2, "scheduled and started, nothing else");
    drop(place.database.take_jobs().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_poll_of_the_lesson_stands_beside_what_came_of_it_in_the_first_class() {
    let place = Installation::new().await;
    let server = place.server().await;
    let [teacher, _, student, _] = everybody(&server).await;
    let (store, mut first) = (&place.database.store, Script::new());
    let lesson = store.courses(seed::TENANT, STUDENT).await.unwrap()[0].lessons[3].id;
    let Fact::Session(session::Fact::Scheduled(schedule)) = first.schedule("Energy in oscillations") else {
        unreachable!()
    };
    let (poll, other) = (PollId(Uuid::now_v7()), PollId(Uuid::now_v7()));
    let definition = |question: &str| Definition {
        form: Form::Single,
        question: question.to_owned(),
        options: vec!["Height".to_owned(), "Energy".to_owned()],
        anonymous: true,
        key: None,
    };
    let asked = |poll, question: &str| {
        Fact::Poll(poll::Fact::Opened {
            poll,
            form: Form::Single,
            options: 2,
            anonymous: true,
            quiz: false,
            again: None,
            wording: Wording { question: question.to_owned(), options: definition("").options }.words(),
        })
    };
    let vote = |option| {
        Fact::Poll(poll::Fact::Voted {
            poll,
            choice: Choice::Options { options: [option].into() },
            text: Words::default(),
            ballot: Some(BallotId(Uuid::now_v7())),
        })
    };
    let facts = vec![
        Fact::Session(session::Fact::Scheduled(Schedule { lesson: Some(lesson), ..schedule })),
        Fact::Session(session::Fact::Started),
        joined(TEACHER, "Tess"),
        asked(poll, "What stays the same?"),
        vote(1),
        vote(1),
        vote(0),
        Fact::Poll(poll::Fact::Closed { poll }),
        asked(other, "How sure are you?"),
        Fact::Poll(poll::Fact::Closed { poll: other }),
        Fact::Session(session::Fact::Ended { reason: EndReason::Ended }),
    ];
    first.write(store, facts).await;

    let next = form(&[("lesson", &lesson.to_string())]);
    assert_eq!(send(&teacher, "/classes/new", &next).await.0, StatusCode::SEE_OTHER);
    assert_eq!(start(&teacher, &next).await, StatusCode::OK);
    let key = ClassKey { tenant: seed::TENANT, session: next["session"].parse().unwrap() };
    let [mut teacher, mut student] = [teacher, student].map(|visitor| Tab::new(&visitor, key.session));
    assert!(teacher.listen(SOON, |tab| tab.view.core.here() > 0).await);
    let open =
        |poll, question: &str| Command::Poll(poll::Command::Open { poll, definition: definition(question) });
    assert_eq!(ask(&mut teacher, open(poll, "What stays the same?")).await, None);
    let before = |tab: &Tab| tab.view.poll.polls.get(&poll).and_then(|poll| poll.before.clone());
    assert!(teacher.listen(SOON, |tab| before(tab).is_some()).await);
    assert_eq!(before(&teacher), Some(Tally { votes: 3, counts: vec![1, 2] }));
    assert!(student.listen(SOON, |tab| tab.view.poll.polls.contains_key(&poll)).await);
    assert_eq!(before(&student), None, "students don't see it");

    // What asks something else now is another poll.
    assert_eq!(ask(&mut teacher, Command::Poll(poll::Command::Close { poll })).await, None);
    assert_eq!(ask(&mut teacher, open(other, "How sure are you now?")).await, None);
    assert_eq!(ask(&mut teacher, Command::Poll(poll::Command::Close { poll: other })).await, None);
    let recalled = place.events(key).await.into_iter().filter_map(|event| match event.fact {
        Fact::Poll(poll::Fact::Recalled { poll, session, .. }) => Some((poll, session)),
        _ => None,
    });
    assert_eq!(recalled.collect::<Vec<_>>(), [(poll, first.key.session)]);
    drop(place.database.take_jobs().await);
}

//! Every page is drawn with words that run from the right in every field: each must stand in an element of its own that takes
//! its direction from them, so that Arabic and Hebrew read right whatever the page's language is.

mod filled;
mod measure;

use chrono::DateTime;
use domain::catalog::ClassRow;
use domain::chapter::Chapter;
use domain::ids::Offset;
use domain::replay::{FoundChapter, Highlight, Replay};
use domain::role::{Role, Viewer};
use domain::session::Phase;
use domain::transcript::Cue;
use leptos::prelude::*;
use uuid::Uuid;

use self::filled::{STUDENT, TEACHER, WORDS, class, moment, opened, waiting};
use self::measure::{astray, fields};
use super::lesson::LessonScenesPage;
use super::waiting::CancelledPage;
use super::{attendance, coming, home, prepared, results, schedule};
use crate::features::lobby::{LobbyPage, OutPage};
use crate::features::poll::card::cards;
use crate::features::question::board::{Order, board};
use crate::model;
use crate::model::class::Rights;
use crate::model::{NavSection, ShellView, Theme};
use crate::mount::Mounted;
use crate::ui::Shell;

fn must_be_right(page: &str, view: impl FnOnce() -> AnyView) {
    let html = Owner::new().with(|| view().to_html());
    assert!(html.contains("السلام"), "{page} says nothing: {html}");
    assert_eq!(astray(&html), Vec::<String>::new(), "{page}");
    let unplaced = fields(&html);
    assert_eq!(unplaced, Vec::<String>::new(), "{page}");
}

#[test]
fn a_class() {
    let teacher = Viewer { user: TEACHER, role: Role::Teacher };
    let rights = Rights { remove_chat: true, mark_chapter: true, ..Rights::default() };
    must_be_right("class, taught", move || opened(teacher, rights).show());
    let student = Viewer { user: STUDENT, role: Role::Student };
    must_be_right("class, attended", move || opened(student, Rights::default()).show());
    let publishes = Rights { publish: true, ..rights };
    must_be_right("class, before going in", move || opened(teacher, publishes).show());
}

#[test]
fn a_replay() {
    let (view, log) = class(true);
    let row = ClassRow {
        id: Uuid::from_u128(1).into(),
        course: Uuid::from_u128(2).into(),
        course_title: WORDS.into(),
        teacher: Some(WORDS.into()),
        lesson: None,
        title: WORDS.into(),
        starts_at: DateTime::UNIX_EPOCH,
        minutes: 60,
        zone: "Europe/Berlin".into(),
        phase: Phase::Ended { started_at: DateTime::UNIX_EPOCH, length: Offset(60_000) },
        standing: Some(Role::Teacher),
        students: 2,
        series: None,
        occurrence: None,
        cancelled_because: None,
        revision: 0,
        changed_at: DateTime::UNIX_EPOCH,
    };
    let replay = Replay {
        class: row,
        viewer: Viewer { user: TEACHER, role: Role::Teacher },
        view,
        asked: log,
        tracks: vec![],
        recorded: true,
        complete: true,
        chapters: vec![Chapter { id: Uuid::from_u128(50).into(), offset: Offset(0), title: WORDS.into() }],
        found: vec![FoundChapter { offset: Offset(30_000), title: WORDS.into() }],
        highlights: vec![Highlight {
            offset: Offset(0),
            until: Offset(9_000),
            title: WORDS.into(),
            reason: WORDS.into(),
        }],
        transcript: vec![Cue { start_ms: 0, end_ms: 9_000, text: WORDS.into(), speaker: Some(TEACHER) }],
    };
    must_be_right("replay", move || replay.show());
}

#[test]
fn what_is_read_about_a_class() {
    let teacher = Viewer { user: TEACHER, role: Role::Teacher };
    let (view, _) = class(true);
    let asked = board(&view, &[], teacher, Order::Votes).asked.values().cloned().collect();
    let page = results::ResultsView {
        title: WORDS.into(),
        course: WORDS.into(),
        held: moment(),
        over: true,
        polls: cards(&view, &[], teacher, &[]).into_iter().map(|(_, card)| card).collect(),
        questions: asked,
        here_href: "/".into(),
        polls_href: "/".into(),
        questions_href: "/".into(),
        attendance_href: "/".into(),
        class_href: "/".into(),
    };
    must_be_right("results", move || view! { <results::ResultsPage view=page/> }.into_any());
    let person = |email: Option<&str>| attendance::PersonRow {
        name: WORDS.into(),
        email: email.map(str::to_owned),
        role: Role::Student,
        came_ms: 0,
        came: "10:00".into(),
        left_ms: None,
        left: None,
        present_ms: 0,
        minutes: 0,
        stays: vec![],
    };
    let page = attendance::AttendanceView {
        title: WORDS.into(),
        course: WORDS.into(),
        held: moment(),
        until: "11:00".into(),
        minutes: 60,
        zone: "Europe/Berlin".into(),
        over: true,
        students: 2,
        people: vec![person(None), person(Some("a@school.test"))],
        missing: vec![attendance::Missing { name: WORDS.into(), email: None, role: Role::Student }],
        order: attendance::Order::Name,
        here_href: "/".into(),
        table_href: "/".into(),
        results_href: "/".into(),
        class_href: "/".into(),
    };
    must_be_right("attendance", move || view! { <attendance::AttendancePage view=page/> }.into_any());
}

#[test]
fn what_is_planned() {
    let row = |cancelled: Option<&str>| model::home::ClassRow {
        title: WORDS.into(),
        course: WORDS.into(),
        starts: moment(),
        length_min: 60,
        live: false,
        cancelled: cancelled.map(str::to_owned),
        href: "/".into(),
        edit_href: None,
    };
    let page = model::home::HomeView {
        role: model::home::HomeRole::Attends,
        next: Some(model::home::NextClass {
            title: WORDS.into(),
            course: WORDS.into(),
            starts: moment(),
            ends: moment(),
            state: model::home::NextState::Live { here: 2 },
            enrolled: 3,
            href: "/".into(),
            edit_href: None,
            file_href: "/".into(),
        }),
        week: vec![row(None), row(Some(WORDS))],
        later: vec![row(None)],
        courses: vec![model::home::CourseRow {
            title: WORDS.into(),
            lessons: 1,
            enrolled: 2,
            teacher: Some(WORDS.into()),
            prepared: vec![crate::model::home::LessonRow {
                title: WORDS.into(),
                polls_href: "/".into(),
                scenes_href: "/".into(),
            }],
        }],
        replays: vec![model::home::ReplayRow {
            title: WORDS.into(),
            course: WORDS.into(),
            held: moment(),
            length_min: 60,
            preparing: None,
            href: "/".into(),
            reports: None,
        }],
        schedule_href: None,
        calendar_since: None,
    };
    let shell =
        ShellView { name: WORDS.into(), role: "Student".into(), schedules: true, theme: Theme::System };
    must_be_right("home", move || {
        view! { <Shell view=shell place=NavSection::Home><home::HomePage view=page/></Shell> }.into_any()
    });
    let month = coming::ComingView {
        month: "December 2026".into(),
        rows: vec![row(None), row(Some(WORDS))],
        zone: None,
        before: None,
        after: None,
        schedule_href: None,
    };
    must_be_right("coming classes", move || view! { <coming::ComingPage view=month/> }.into_any());
    let form = model::schedule::ScheduleView {
        values: model::schedule::ScheduleValues { title: WORDS.into(), ..Default::default() },
        courses: vec![model::schedule::CourseOption { id: "1".into(), title: WORDS.into(), lessons: vec![] }],
        cancel: Some(model::schedule::CancelView {
            values: model::schedule::CancelValues { reason: WORDS.into(), ..Default::default() },
            ..Default::default()
        }),
        ..Default::default()
    };
    must_be_right("schedule", move || view! { <schedule::SchedulePage view=form/> }.into_any());
    must_be_right("cancelled", || view! { <CancelledPage view=waiting()/> }.into_any());
    must_be_right("lobby", || {
        view! { <LobbyPage title=WORDS.to_owned() course=WORDS.to_owned()/> }.into_any()
    });
    must_be_right("out", || {
        let come_back = Callback::new(|()| ());
        view! { <OutPage out=domain::lobby::Out::Removed title=WORDS.to_owned() come_back/> }.into_any()
    });
}

#[test]
fn what_is_prepared() {
    let list = prepared::PreparedView {
        lesson: WORDS.into(),
        course: WORDS.into(),
        error: None,
        rows: vec![prepared::PreparedRow {
            id: "1".into(),
            question: WORDS.into(),
            meta: "One option".into(),
            href: "/".into(),
            move_action: "/".into(),
            delete_action: "/".into(),
        }],
        new_href: "/".into(),
        schedule_href: "/".into(),
    };
    must_be_right("prepared polls", move || view! { <prepared::PreparedPage view=list/> }.into_any());
    let lesson = crate::model::lesson::LessonView {
        lesson: Uuid::from_u128(1).into(),
        viewer: domain::ids::UserId(Uuid::from_u128(2)),
        title: WORDS.into(),
        course: WORDS.into(),
        scenes: vec![],
    };
    must_be_right("lesson scenes", move || view! { <LessonScenesPage view=lesson/> }.into_any());
    let form = prepared::PollForm {
        lesson: WORDS.into(),
        changing: true,
        action: "/".into(),
        values: prepared::PollValues { explanation: WORDS.into(), ..Default::default() },
        error: None,
        back_href: "/".into(),
    };
    must_be_right("poll form", move || view! { <prepared::PollFormPage form/> }.into_any());
}

//! Every page is drawn with words that run from the right in every field: each must stand in an element of its own that takes
//! its direction from them, so that Arabic and Hebrew read right whatever the page's language is.

use chrono::{DateTime, Utc};
use domain::ClassView;
use domain::catalog::ClassRow;
use domain::chapter::Chapter;
use domain::chat::{Readers, Reason};
use domain::event::{Event, Fact, Schedule};
use domain::ids::{
    CommandId, ConnectionId, GroupId, MessageId, Offset, PollId, QuestionId, Sequence, UserId,
};
use domain::poll::{Choice, Definition, Form, Prepared, Wording};
use domain::replay::{FoundChapter, Highlight, Replay};
use domain::role::{Role, Viewer};
use domain::session::{EndReason, Phase, Settings};
use domain::transcript::Cue;
use domain::view::apply;
use leptos::prelude::*;
use uuid::Uuid;

use crate::api::class::ClassPage;
use crate::living::Living;
use crate::pages::class::board::{Order, board};
use crate::pages::class::card::cards;
use crate::pages::class::{OpenedClass, Rights};
use crate::pages::waiting::{CancelledPage, LobbyPage, OutPage, WaitingView};
use crate::pages::{attendance, home, prepared, results, schedule};
use crate::ui::{Moment, Place, Shell, ShellView, Theme};

const WORDS: &str = "السلام عليكم 12!";
const TEACHER: UserId = UserId(Uuid::from_u128(1));
const STUDENT: UserId = UserId(Uuid::from_u128(2));

/// What of a document's words that run from the right is not on its own.
fn astray(html: &str) -> Vec<String> {
    /// An element that is open: its name, whether it is on its own, and what was read in it before that runs from the left.
    struct Open {
        name: String,
        own: bool,
        left: bool,
    }
    let mut open = vec![Open { name: String::new(), own: false, left: false }];
    let mut astray = Vec::new();
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        read(text, &mut open, &mut astray);
        let Some((tag, after)) = after.split_once('>') else { break };
        rest = after;
        let name: String =
            tag.chars().skip_while(|c| *c == '/').take_while(char::is_ascii_alphanumeric).collect();
        if tag.starts_with('/') {
            while open.len() > 1 && open.pop().is_some_and(|closed| closed.name != name) {}
        } else if matches!(name.as_str(), "script" | "style") {
            rest = rest.split_once(&format!("</{name}>")).map_or("", |(_, after)| after);
        } else if !tag.starts_with('!') && !tag.ends_with('/') && !is_void(&name) {
            let own = name == "bdi" || tag.contains("dir=\"auto\"");
            open.push(Open { name, own, left: false });
        }
    }
    return astray;

    fn read(text: &str, open: &mut [Open], astray: &mut Vec<String>) {
        let mut isolated = false;
        for c in text.chars() {
            match c {
                '\u{2068}' => isolated = true,
                '\u{2069}' => isolated = false,
                _ if isolated => {}
                c if domain::text::is_from_right(c) => {
                    let own = open.iter().rposition(|open| open.own);
                    if own.is_none_or(|own| open[own..].iter().any(|open| open.left)) {
                        let path: Vec<_> = open.iter().map(|open| open.name.as_str()).collect();
                        astray.push(format!("{}: {}", path.join(" "), text.trim()));
                        return;
                    }
                }
                c if c.is_alphabetic() => {
                    // Up to the next element of its own, what is outside of it doesn't see what is inside.
                    for open in open.iter_mut().rev() {
                        open.left = true;
                        if open.own {
                            break;
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "hr" | "img" | "input" | "link" | "meta" | "track" | "source" | "use" | "rect" | "path"
    )
}

fn must_be_right(page: &str, view: impl FnOnce() -> AnyView) {
    let html = Owner::new().with(|| view().to_html());
    assert!(html.contains("السلام"), "{page} says nothing: {html}");
    assert_eq!(astray(&html), Vec::<String>::new(), "{page}");
    let unplaced = fields(&html);
    assert_eq!(unplaced, Vec::<String>::new(), "{page}");
}

/// Fields for text without a direction of their own.
fn fields(html: &str) -> Vec<String> {
    let text = |tag: &&str| {
        let kind = tag.split_once("type=\"").and_then(|(_, kind)| kind.split('"').next()).unwrap_or("text");
        tag.starts_with("textarea") || tag.starts_with("input") && matches!(kind, "text" | "search")
    };
    let tags = html.split('<').filter_map(|tag| tag.split('>').next());
    let own = |tag: &&str| tag.contains("dir=") || tag.contains("readonly");
    tags.filter(text).filter(|tag| !own(tag)).map(str::to_owned).collect()
}

fn moment() -> Moment {
    Moment { at: DateTime::UNIX_EPOCH, day: "Today".into(), time: "10:00".into() }
}

/// A class in which everything has been done once.
fn class(over: bool) -> (ClassView, Vec<Event>) {
    let id = Uuid::from_u128;
    let (question, second, third) = (QuestionId(id(20)), QuestionId(id(21)), QuestionId(id(22)));
    let (poll, text) = (PollId(id(30)), PollId(id(31)));
    let (message, reply) = (MessageId(id(10)), MessageId(id(11)));
    let joined = |user: UserId, role| Fact::ParticipantJoined {
        user,
        role,
        name: WORDS.into(),
        connection: ConnectionId(user.0),
        node: String::new(),
    };
    let posted = |message, reply_to, mentions: &[UserId]| Fact::ChatPosted {
        message,
        text: format!("{WORDS} @{WORDS}").into(),
        reply_to,
        readers: Readers::Everybody,
        mentions: mentions.iter().copied().collect(),
    };
    let asked =
        |question, pending| Fact::QuestionAsked { question, text: WORDS.into(), anonymous: false, pending };
    let opened = |poll, form, options: &[&str]| Fact::PollOpened {
        poll,
        form,
        options: u8::try_from(options.len()).unwrap(),
        anonymous: false,
        quiz: form == Form::Single,
        again: None,
        wording: Wording {
            question: WORDS.into(),
            options: options.iter().map(|option| (*option).to_owned()).collect(),
        }
        .words(),
    };
    let voted = |poll, choice, text: Option<&str>| Fact::PollVoted {
        poll,
        choice,
        text: domain::words::Words(text.map(str::to_owned)),
        ballot: None,
    };
    let other = format!("{WORDS} 2");
    let mut facts = vec![
        (
            TEACHER,
            Fact::SessionScheduled(Schedule {
                session: id(1).into(),
                course: id(2).into(),
                lesson: None,
                title: WORDS.into(),
                starts_at: DateTime::UNIX_EPOCH,
                minutes: 60,
                zone: "Europe/Berlin".into(),
            }),
        ),
        (
            TEACHER,
            Fact::SettingsChanged {
                settings: Settings { blocked: vec![WORDS.into()], ..Settings::default() },
            },
        ),
        (TEACHER, joined(TEACHER, Role::Teacher)),
        (TEACHER, Fact::SessionStarted),
        (STUDENT, joined(STUDENT, Role::Student)),
        (STUDENT, posted(message, None, &[TEACHER])),
        (TEACHER, posted(reply, Some(message), &[STUDENT])),
        (TEACHER, Fact::ChatPinned { message }),
        (
            STUDENT,
            Fact::ChatReported { message: reply, author: TEACHER, text: WORDS.into(), reason: Reason::Other },
        ),
        (STUDENT, Fact::HandRaised { user: STUDENT }),
        (STUDENT, asked(question, false)),
        (STUDENT, asked(second, false)),
        (STUDENT, asked(third, true)),
        (TEACHER, Fact::QuestionStaged { question }),
        (TEACHER, Fact::QuestionAnswered { question: second, text: WORDS.into() }),
        (TEACHER, opened(poll, Form::Single, &[WORDS, &other])),
        (TEACHER, Fact::PollKeyed { poll, right: [0].into(), explanation: WORDS.into() }),
        (STUDENT, voted(poll, Choice::Options { options: [0].into() }, None)),
        (TEACHER, Fact::PollClosed { poll }),
        (TEACHER, opened(text, Form::Text, &[])),
        (STUDENT, voted(text, Choice::Text, Some(WORDS))),
        (
            TEACHER,
            Fact::PollGrouped {
                poll: text,
                group: GroupId(id(40)),
                title: WORDS.into(),
                answers: [STUDENT.into()].into(),
            },
        ),
        (TEACHER, Fact::ChapterMarked { chapter: id(50).into(), title: WORDS.into() }),
    ];
    if over {
        facts.push((TEACHER, Fact::SessionEnded { reason: EndReason::Ended }));
    }
    let event = |(n, (actor, fact)): (u64, (UserId, Fact))| Event {
        sequence: Sequence(n),
        offset: Offset(i64::try_from(n).unwrap() * 1_000),
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

fn waiting() -> WaitingView {
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

fn opened(viewer: Viewer, rights: Rights) -> ClassPage {
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
        results_href: "/".into(),
        class_href: "/".into(),
    };
    must_be_right("attendance", move || view! { <attendance::AttendancePage view=page/> }.into_any());
}

#[test]
fn what_is_planned() {
    let row = |cancelled: Option<&str>| home::ClassRow {
        title: WORDS.into(),
        course: WORDS.into(),
        starts: moment(),
        length_min: 60,
        live: false,
        cancelled: cancelled.map(str::to_owned),
        href: "/".into(),
        edit_href: None,
    };
    let page = home::HomeView {
        role: home::HomeRole::Attends,
        next: Some(home::NextClass {
            title: WORDS.into(),
            course: WORDS.into(),
            starts: moment(),
            ends: moment(),
            state: home::NextState::Live { here: 2 },
            enrolled: 3,
            href: "/".into(),
            edit_href: None,
            file_href: "/".into(),
        }),
        week: vec![row(None), row(Some(WORDS))],
        courses: vec![home::CourseRow {
            title: WORDS.into(),
            lessons: 1,
            enrolled: 2,
            teacher: Some(WORDS.into()),
            prepared: vec![(WORDS.into(), "/".into())],
        }],
        replays: vec![home::ReplayRow {
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
        view! { <Shell view=shell place=Place::Home><home::HomePage view=page/></Shell> }.into_any()
    });
    let form = schedule::ScheduleView {
        values: schedule::ScheduleValues { title: WORDS.into(), ..Default::default() },
        courses: vec![schedule::CourseOption { id: "1".into(), title: WORDS.into(), lessons: vec![] }],
        cancel: Some(schedule::CancelView {
            values: schedule::CancelValues { reason: WORDS.into(), ..Default::default() },
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
        }],
        new_href: "/".into(),
        schedule_href: "/".into(),
    };
    must_be_right("prepared polls", move || view! { <prepared::PreparedPage view=list/> }.into_any());
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

#[test]
fn the_test_itself_finds_what_is_astray() {
    for astray_html in [
        "<p>عربي</p>",
        "<p dir=\"auto\">By <b>عربي</b></p>",
        "<p>Asked by عربي</p>",
        "<p dir=\"auto\"><b>By</b>عربي</p>",
        "<p><bdi>a</bdi>عربي</p>",
    ] {
        assert_eq!(astray(astray_html).len(), 1, "{astray_html}");
    }
    for right in [
        "<p dir=\"auto\">عربي and more</p>",
        "<p>By <bdi>عربي</bdi></p>",
        "<p>By \u{2068}عربي\u{2069}</p>",
        "<p dir=\"auto\"><bdi>By</bdi> 12 عربي</p>",
        "<p>By<br>a</p><p dir=\"auto\"><b>عربي</b></p><script>\"عربي\"</script>",
    ] {
        assert_eq!(astray(right), Vec::<String>::new(), "{right}");
    }
    assert_eq!(fields("<input type=\"text\" x><input type=\"checkbox\"><textarea dir=\"auto\">").len(), 1);
}

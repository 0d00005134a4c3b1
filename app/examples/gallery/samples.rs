//! A week in the life of Dynamics 2, as plain views.

use app::model::home::{ClassRow, CourseRow, HomeRole, HomeView, NextClass, NextState, ReplayRow};
use app::model::schedule::{CourseOption, ScheduleValues, ScheduleView};
use app::model::sign_in::{DemoPerson, SignInView};
use app::model::waiting::WaitingView;
use app::model::{Choice, FieldErrors, Moment, ShellView, Theme};
use chrono::{DateTime, TimeDelta, Utc};

/// Monday, 23 November 2026, 09:48 in Berlin.
fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_423_680, 0).unwrap_or_default()
}

fn moment(days: i64, minutes: i64) -> Moment {
    let at = now() + TimeDelta::days(days) + TimeDelta::minutes(minutes);
    let berlin = zones::zone("Europe/Berlin").unwrap_or_else(|_| zones::Zone::utc());
    Moment::seen_from(&berlin, berlin.name(), at, now())
}

pub fn shell(theme: Theme) -> ShellView {
    ShellView { name: "Tea Teacher".to_owned(), role: "Teacher".to_owned(), schedules: true, theme }
}

pub fn sign_in() -> SignInView {
    let person = |name: &str, role: &str| DemoPerson {
        name: name.to_owned(),
        role: role.to_owned(),
        email: format!("{}@demo.lectern.local", name.to_lowercase().replace(' ', ".")),
        password: "demo".to_owned(),
    };
    SignInView {
        demo: vec![
            person("Tea Teacher", "Teaches Dynamics 2"),
            person("Ash Assistant", "Assists in Dynamics 2"),
            person("Stu Student", "Attends Dynamics 2"),
        ],
        ..SignInView::default()
    }
}

pub fn sign_in_refused() -> SignInView {
    SignInView {
        email: "stu@school.example".to_owned(),
        error: Some("That e-mail and password don’t belong together. Check both and try again.".to_owned()),
        ..SignInView::default()
    }
}

fn next(state: NextState, starts: Moment, ends: Moment, teaches: bool) -> NextClass {
    NextClass {
        title: "Lesson 7: Energy in oscillations".to_owned(),
        course: "Dynamics 2".to_owned(),
        starts,
        ends,
        state,
        enrolled: 34,
        href: "/class/1/studio".to_owned(),
        edit_href: teaches.then(|| "/schedule/1".to_owned()),
        file_href: "/class/1/class.ics".to_owned(),
    }
}

fn class(title: &str, days: i64, minutes: i64, teaches: bool) -> ClassRow {
    ClassRow {
        title: title.to_owned(),
        course: "Dynamics 2".to_owned(),
        starts: moment(days, minutes),
        length_min: 50,
        live: false,
        cancelled: None,
        href: "/class/2".to_owned(),
        edit_href: teaches.then(|| "/schedule/2".to_owned()),
    }
}

fn week(teaches: bool) -> Vec<ClassRow> {
    vec![
        class("Seminar: Waves on a string", 0, 252, teaches),
        class("Lesson 8: Damping", 2, 12, teaches),
        class("Office hour", 4, -48, teaches),
    ]
}

fn replay(title: &str, days: i64, length_min: u32, preparing: Option<&str>) -> ReplayRow {
    ReplayRow {
        title: title.to_owned(),
        course: "Dynamics 2".to_owned(),
        held: moment(days, 0),
        length_min,
        preparing: preparing.map(str::to_owned),
        href: "/replay/3".to_owned(),
        reports: None,
    }
}

fn replays() -> Vec<ReplayRow> {
    vec![
        replay("Lesson 6: The pendulum", -3, 52, Some("Transcript 64 %")),
        replay("Lesson 5: Hooke’s law", -5, 49, None),
        replay("Lesson 4: Units", -10, 51, None),
    ]
}

fn courses(teacher: Option<&str>) -> Vec<CourseRow> {
    let course = |title: &str, lessons, enrolled| CourseRow {
        title: title.to_owned(),
        lessons,
        enrolled,
        teacher: teacher.map(str::to_owned),
        prepared: Vec::new(),
    };
    vec![course("Dynamics 2", 12, 34), course("Measuring things", 1, 11)]
}

pub fn home_teacher() -> HomeView {
    HomeView {
        role: HomeRole::Teaches,
        next: Some(next(NextState::Soon { left_s: 725 }, moment(0, 12), moment(0, 62), true)),
        week: week(true),
        later: Vec::new(),
        courses: courses(None),
        replays: replays(),
        schedule_href: Some("/schedule".to_owned()),
        calendar_since: None,
    }
}

pub fn home_student() -> HomeView {
    HomeView {
        role: HomeRole::Attends,
        next: Some(next(NextState::Live { here: 31 }, moment(0, -24), moment(0, 26), false)),
        week: week(false),
        later: Vec::new(),
        courses: courses(Some("Tea Teacher")),
        replays: replays(),
        schedule_href: None,
        calendar_since: None,
    }
}

pub fn home_empty() -> HomeView {
    HomeView {
        role: HomeRole::Teaches,
        next: None,
        week: Vec::new(),
        later: Vec::new(),
        courses: Vec::new(),
        replays: Vec::new(),
        schedule_href: Some("/schedule".to_owned()),
        calendar_since: None,
    }
}

pub fn schedule() -> ScheduleView {
    let course = |id: &str, title: &str, lessons: &[&str]| CourseOption {
        id: id.to_owned(),
        title: title.to_owned(),
        lessons: lessons.iter().map(|lesson| Choice::new(*lesson, *lesson)).collect(),
    };
    ScheduleView {
        action: "/schedule".to_owned(),
        values: ScheduleValues {
            course: "d2".to_owned(),
            date: "2026-11-25".to_owned(),
            time: "10:00".to_owned(),
            length: "50".to_owned(),
            zone: "Europe/Berlin".to_owned(),
            ..ScheduleValues::default()
        },
        courses: vec![
            course("d2", "Dynamics 2", &["Lesson 7: Energy in oscillations", "Lesson 8: Damping"]),
            course("m1", "Measuring things", &["Lesson 1: Units"]),
        ],
        zones: ["America/New_York", "Asia/Kolkata", "Europe/Berlin", "UTC"].map(str::to_owned).to_vec(),
        back_href: "/".to_owned(),
        ..ScheduleView::default()
    }
}

pub fn schedule_refused() -> ScheduleView {
    let view = schedule();
    ScheduleView {
        changing: true,
        values: ScheduleValues { length: "0".to_owned(), date: "2026-11-20".to_owned(), ..view.values },
        errors: FieldErrors::default()
            .and("title", "Give the class a title.")
            .and("date", "That day is over. Choose today or later.")
            .and("length", "A class lasts 1 to 720 minutes."),
        ..view
    }
}

pub fn waiting(teaches: bool) -> WaitingView {
    WaitingView {
        session: domain::ids::SessionId(uuid::Uuid::nil()),
        user: domain::ids::UserId(uuid::Uuid::nil()),
        title: "Lesson 7: Energy in oscillations".to_owned(),
        course: "Dynamics 2".to_owned(),
        teacher: Some("Tea Teacher".to_owned()),
        starts: moment(0, 12),
        length_min: 50,
        left_s: 725,
        edit_href: teaches.then(|| "/schedule/1".to_owned()),
        file_href: "/class/1/class.ics".to_owned(),
        cancelled_because: None,
    }
}

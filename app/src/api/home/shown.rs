//! From rows to the home page.

use chrono::{DateTime, TimeDelta, Utc};
use domain::catalog::{ClassRow, Course};
use domain::policy::{Action, Resource, can};
use domain::role::{Actor, Role};
use domain::session::Phase;

use super::found::Found;
use crate::api::viewer::shown::{may_schedule, mostly};
use crate::model::Moment;
use crate::model::home;
use crate::model::home::{
    CourseRow, HomeRole, HomeView, LessonRow, NextClass, NextState, ReplayRow, Reports,
};
use crate::zone::Reader;
use domain::route;

/// How far ahead the week's list looks.
const WEEK: TimeDelta = TimeDelta::days(7);
/// Classes after the week on the page, at most; all of them stand month by month on a page of their own.
const LATER: usize = 5;
/// Replays on the page, at most.
const REPLAYS: usize = 12;

pub fn home_view(actor: &Actor, found: &Found) -> HomeView {
    let now = found.reader.now;
    let ahead = || found.classes.iter().filter(|row| is_ahead(row, now));
    let next = ahead().find(|row| row.phase.is_live()).or_else(|| ahead().next());
    let cancelled = |row: &&ClassRow| matches!(row.phase, Phase::Cancelled) && row.ends_at() > now;
    let others = found.classes.iter().filter(|row| is_ahead(row, now) || cancelled(row));
    let others = others.filter(|row| Some(row.id) != next.map(|next| next.id));
    let (week, later): (Vec<_>, Vec<_>) = others.partition(|row| row.starts_at < now + WEEK);
    let shown = |row: &&ClassRow| class_row(actor, row, &found.reader);
    let over = found.classes.iter().rev().filter_map(|row| replay_row(actor, row, found));
    HomeView {
        role: match mostly(actor, &found.courses) {
            Role::Admin | Role::Teacher => HomeRole::Teaches,
            Role::Assistant => HomeRole::Assists,
            Role::Student => HomeRole::Attends,
        },
        next: next.map(|row| next_class(actor, row, found)),
        week: week.iter().map(shown).collect(),
        later: later.iter().take(LATER).map(shown).collect(),
        courses: found.courses.iter().map(|course| course_row(actor, course)).collect(),
        replays: over.take(REPLAYS).collect(),
        schedule_href: found
            .courses
            .iter()
            .any(|course| may_schedule(actor, course.standing))
            .then(|| route::NEW_CLASS.path().to_owned()),
        calendar_since: None,
    }
}

/// Live, or still to come: a class that nobody started in its time is neither.
fn is_ahead(row: &ClassRow, now: DateTime<Utc>) -> bool {
    match row.phase {
        Phase::Live { .. } => true,
        Phase::Scheduled => row.ends_at() > now,
        Phase::Unscheduled | Phase::Ended { .. } | Phase::Cancelled => false,
    }
}

fn next_class(actor: &Actor, row: &ClassRow, found: &Found) -> NextClass {
    let state = match row.phase {
        Phase::Live { .. } => NextState::Live { here: found.here.get(&row.id).copied().unwrap_or_default() },
        _ => NextState::Soon { left_s: row.starts_at.signed_duration_since(found.reader.now).num_seconds() },
    };
    NextClass {
        title: row.title.clone(),
        course: row.course_title.clone(),
        starts: starts(row, &found.reader),
        ends: found.reader.moment(&row.zone, row.ends_at()),
        state,
        enrolled: count(row.students),
        href: route::CLASS.to(row.id),
        edit_href: edit_href(actor, row),
        file_href: route::CLASS_FILE.to(row.id),
    }
}

pub fn class_row(actor: &Actor, row: &ClassRow, reader: &Reader) -> home::ClassRow {
    home::ClassRow {
        title: row.title.clone(),
        course: row.course_title.clone(),
        starts: starts(row, reader),
        length_min: row.minutes.into(),
        live: row.phase.is_live(),
        cancelled: matches!(row.phase, Phase::Cancelled)
            .then(|| row.cancelled_because.clone().unwrap_or_default()),
        href: route::CLASS.to(row.id),
        edit_href: edit_href(actor, row),
    }
}

fn replay_row(actor: &Actor, row: &ClassRow, found: &Found) -> Option<ReplayRow> {
    let Phase::Ended { started_at, length } = row.phase else { return None };
    Some(ReplayRow {
        title: row.title.clone(),
        course: row.course_title.clone(),
        held: found.reader.moment(&row.zone, started_at),
        length_min: count(length.0.saturating_add(30_000) / 60_000).max(1),
        preparing: found.preparing.get(&row.id).cloned(),
        href: route::REPLAY.to(row.id),
        reports: may(actor, Action::SeeAttendance, row.standing).then(|| Reports {
            attendance_href: route::ATTENDANCE.to(row.id),
            results_href: route::RESULTS.to(row.id),
        }),
    })
}

fn course_row(actor: &Actor, course: &Course) -> CourseRow {
    let prepares = may(actor, Action::RunPolls, course.standing);
    let lessons = course.lessons.iter().filter(|_| prepares);
    CourseRow {
        title: course.title.clone(),
        lessons: u32::try_from(course.lessons.len()).unwrap_or(u32::MAX),
        enrolled: count(course.students),
        teacher: course.teacher.clone().filter(|_| course.standing != Some(Role::Teacher)),
        prepared: lessons
            .map(|lesson| LessonRow {
                title: lesson.title.clone(),
                polls_href: route::PREPARED.to(lesson.id),
                scenes_href: route::LESSON_SCENES.to(lesson.id),
            })
            .collect(),
    }
}

fn may(actor: &Actor, action: Action, standing: Option<Role>) -> bool {
    can(actor, action, &Resource::class(actor.tenant, standing))
}

fn starts(row: &ClassRow, reader: &Reader) -> Moment {
    reader.moment(&row.zone, row.starts_at)
}

fn edit_href(actor: &Actor, row: &ClassRow) -> Option<String> {
    let open = matches!(row.phase, Phase::Scheduled);
    (open && may_schedule(actor, row.standing)).then(|| route::EDIT_CLASS.to(row.id))
}

fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::catalog::Lesson;
    use domain::ids::{CourseId, Offset, SessionId, TenantId, UserId};
    use std::collections::BTreeMap;
    use uuid::Uuid;

    fn now() -> DateTime<Utc> {
        "2026-11-23T09:00:00Z".parse().unwrap()
    }

    fn actor() -> Actor {
        Actor {
            tenant: TenantId(Uuid::from_u128(1)),
            user: UserId(Uuid::from_u128(2)),
            name: "Tea".into(),
            roles: vec![],
        }
    }

    /// A class of 50 minutes, so many minutes from now.
    fn class(id: u128, in_minutes: i64, phase: Phase, standing: Role) -> ClassRow {
        ClassRow {
            id: SessionId(Uuid::from_u128(id)),
            course: CourseId(Uuid::from_u128(9)),
            course_title: "Dynamics 2".into(),
            teacher: Some("Tea Teacher".into()),
            lesson: None,
            title: format!("Class {id}"),
            starts_at: now() + TimeDelta::minutes(in_minutes),
            minutes: 50,
            zone: "Europe/Berlin".into(),
            phase,
            standing: Some(standing),
            students: 34,
            series: None,
            occurrence: None,
            cancelled_because: None,
            revision: 0,
            changed_at: now(),
        }
    }

    fn course(standing: Role) -> Course {
        Course {
            id: CourseId(Uuid::from_u128(9)),
            title: "Dynamics 2".into(),
            standing: Some(standing),
            teacher: Some("Tea Teacher".into()),
            students: 34,
            lessons: vec![],
        }
    }

    fn view(role: Role, classes: Vec<ClassRow>) -> HomeView {
        let found = Found {
            reader: Reader { zone: None, now: now() },
            courses: vec![course(role)],
            classes,
            here: BTreeMap::from([(SessionId(Uuid::from_u128(3)), 12)]),
            preparing: BTreeMap::new(),
        };
        home_view(&actor(), &found)
    }

    fn ended(minutes_ago: i64) -> Phase {
        Phase::Ended { started_at: now() - TimeDelta::minutes(minutes_ago), length: Offset(48 * 60_000 + 1) }
    }

    #[test]
    fn a_live_class_comes_before_an_earlier_one_that_waits() {
        let live = Phase::Live { started_at: now() };
        let home = view(
            Role::Teacher,
            vec![class(1, -10, Phase::Scheduled, Role::Teacher), class(3, 0, live, Role::Teacher)],
        );
        let next = home.next.unwrap();
        assert_eq!((next.title.as_str(), next.state), ("Class 3", NextState::Live { here: 12 }));
        assert_eq!(home.week.len(), 1);
        assert_eq!(next.edit_href, None, "a class that runs is not changed any more");
    }

    #[test]
    fn what_nobody_started_in_its_time_is_gone_and_what_is_far_ahead_waits() {
        let classes = vec![
            class(1, -60, Phase::Scheduled, Role::Student),
            class(2, 12, Phase::Scheduled, Role::Student),
            class(4, 6 * 24 * 60, Phase::Scheduled, Role::Student),
            class(5, 8 * 24 * 60, Phase::Scheduled, Role::Student),
        ];
        let home = view(Role::Student, classes);
        assert_eq!(
            home.next.map(|next| (next.title, next.state)),
            Some(("Class 2".into(), NextState::Soon { left_s: 720 }))
        );
        assert_eq!(home.week.iter().map(|row| row.title.as_str()).collect::<Vec<_>>(), ["Class 4"]);
        assert_eq!(home.later.iter().map(|row| row.title.as_str()).collect::<Vec<_>>(), ["Class 5"]);
    }

    #[test]
    fn a_class_in_two_weeks_is_found_and_changed_by_who_teaches_it() {
        let classes: Vec<_> =
            (1..=20).map(|n| class(n, n as i64 * 2 * 24 * 60, Phase::Scheduled, Role::Teacher)).collect();
        let home = view(Role::Teacher, classes);
        let later: Vec<_> = home.later.iter().map(|row| row.title.as_str()).collect();
        assert_eq!(later, ["Class 4", "Class 5", "Class 6", "Class 7", "Class 8"]);
        assert!(home.later.iter().all(|row| row.edit_href.is_some()));
    }

    #[test]
    fn a_cancelled_class_is_listed_and_never_the_next() {
        let cancelled = |id, minutes| ClassRow {
            cancelled_because: Some("I am ill.".into()),
            ..class(id, minutes, Phase::Cancelled, Role::Teacher)
        };
        let next = class(2, 600, Phase::Scheduled, Role::Teacher);
        let home = view(Role::Teacher, vec![cancelled(1, 12), next, cancelled(3, -600)]);
        assert_eq!(home.next.map(|next| next.title).as_deref(), Some("Class 2"));
        let week: Vec<_> =
            home.week.iter().map(|row| (row.title.as_str(), row.cancelled.as_deref())).collect();
        assert_eq!(week, [("Class 1", Some("I am ill."))]);
        assert_eq!(home.week[0].edit_href, None);
    }

    #[test]
    fn the_latest_replay_comes_first_and_lasts_whole_minutes() {
        let classes =
            vec![class(1, -200, ended(200), Role::Student), class(2, -100, ended(100), Role::Student)];
        let home = view(Role::Student, classes);
        let replays: Vec<_> = home.replays.iter().map(|row| (row.title.as_str(), row.length_min)).collect();
        assert_eq!(replays, [("Class 2", 48), ("Class 1", 48)]);
    }

    #[test]
    fn who_runs_classes_reads_about_them_and_prepares_polls() {
        let seen = |role| {
            let mut found = Found {
                reader: Reader { zone: None, now: now() },
                courses: vec![course(role)],
                classes: vec![class(1, -200, ended(200), role)],
                here: BTreeMap::new(),
                preparing: BTreeMap::new(),
            };
            found.courses[0].lessons =
                vec![Lesson { id: Uuid::from_u128(8).into(), title: "Damping".into() }];
            let home = home_view(&actor(), &found);
            (home.replays[0].reports.is_some(), home.courses[0].prepared.len())
        };
        assert_eq!(seen(Role::Teacher), (true, 1));
        assert_eq!(seen(Role::Assistant), (true, 1));
        assert_eq!(seen(Role::Student), (false, 0));
    }

    #[test]
    fn who_teaches_is_offered_changes_and_who_attends_is_not() {
        let row = |role| vec![class(1, 12, Phase::Scheduled, role)];
        let teacher = view(Role::Teacher, row(Role::Teacher));
        assert_eq!(teacher.role, HomeRole::Teaches);
        assert!(teacher.schedule_href.is_some() && teacher.next.unwrap().edit_href.is_some());
        assert_eq!(teacher.courses[0].teacher, None, "they know who teaches it");
        let student = view(Role::Student, row(Role::Student));
        assert_eq!(student.role, HomeRole::Attends);
        assert!(student.schedule_href.is_none() && student.next.unwrap().edit_href.is_none());
        assert_eq!(student.courses[0].teacher.as_deref(), Some("Tea Teacher"));
    }
}

//! Who was in a class, as a page and as a table to keep. The page has no program, so no server function either.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use classroom::participant::Register;
use domain::attendance::{Attendance, called_too, minutes, shared};
use domain::catalog::Enrolled;
use domain::csv::csv;
use domain::ids::{Offset, SessionId, UserId};
use domain::names::key;
use domain::role::Role;
use domain::time::later;

use super::{AttendanceView, Missing, Order, PersonRow, Stay};
use crate::context::RequestContext;
use crate::error::PageError;
use crate::zone;
use domain::route;

/// The page, for who runs the class.
pub(crate) async fn attendance_view(session: SessionId, order: Order) -> Result<AttendanceView, PageError> {
    let view = RequestContext::answer(|context| async move {
        let register = context.classroom.attendance(&context.seat(session).await?).await?;
        Ok(view(&register, order, context.classroom.clock.now()))
    });
    view.await
}

fn view(register: &Register, order: Order, now: DateTime<Utc>) -> AttendanceView {
    let Register { class, until, over, .. } = register;
    let names = register.came.iter().map(|person| person.name.text());
    let shared = shared(names.chain(register.missing.iter().map(|person| person.name.as_str())));
    let email = |user, name: &str| email(register, &shared, user, name);
    let row = |person| row(register, person, email);
    let mut people: Vec<PersonRow> = register.came.iter().map(row).collect();
    order.sort(&mut people);
    let missing = missing(register).into_iter().map(|(name, person)| Missing {
        name,
        email: email(person.user, &person.name),
        role: person.role,
    });
    AttendanceView {
        title: class.title.clone(),
        course: class.course_title.clone(),
        held: zone::moment(&class.zone, register.started_at, now),
        until: time(register, *until),
        minutes: minutes(until.0),
        zone: class.zone.clone(),
        over: *over,
        students: people.iter().filter(|person| person.role == Role::Student).count(),
        people,
        missing: missing.collect(),
        order,
        here_href: route::ATTENDANCE.to(class.id),
        table_href: route::ATTENDANCE_TABLE.to(class.id),
        results_href: route::RESULTS.to(class.id),
        class_href: if *over { route::REPLAY.to(class.id) } else { route::CLASS.to(class.id) },
    }
}

fn row(
    register: &Register,
    person: &Attendance,
    email: impl FnOnce(UserId, &str) -> Option<String>,
) -> PersonRow {
    let whole = register.until.0.max(1) as f64;
    let part = |offset: Offset| (offset.0 as f64 / whole).clamp(0.0, 1.0);
    let stays = person.stays.iter().map(|(came, gone)| Stay {
        from: part(*came),
        to: part(gone.unwrap_or(register.until)),
        words: match gone {
            Some(gone) => format!("{} to {}", time(register, *came), time(register, *gone)),
            None => format!("since {}", time(register, *came)),
        },
    });
    PersonRow {
        name: person.called(),
        email: email(person.user, person.name.text()),
        role: person.role,
        came_ms: person.came().unwrap_or_default().0,
        came: person.came().map(|at| time(register, at)).unwrap_or_default(),
        left_ms: person.left().map(|at| at.0),
        left: person.left().map(|at| time(register, at)),
        present_ms: person.present_ms,
        minutes: person.minutes(),
        stays: stays.collect(),
    }
}

/// The same as a CSV file's text.
#[must_use]
pub fn attendance_table(register: &Register) -> String {
    let header =
        ["Name", "Role", "First join", "Last leave", "Minutes present", "Joins", "Present", "E-mail"];
    let stamp = |at: Offset| zone::stamp(instant(register, at), &register.class.zone);
    let address = |user: UserId| register.emails.get(&user).cloned().unwrap_or_default();
    let came = register.came.iter().map(|person| {
        vec![
            person.called(),
            person.role.word().to_owned(),
            person.came().map(stamp).unwrap_or_default(),
            person.left().map(stamp).unwrap_or_default(),
            person.minutes().to_string(),
            person.stays.len().to_string(),
            "yes".to_owned(),
            address(person.user),
        ]
    });
    let missing = missing(register).into_iter().map(|(name, person)| {
        let zero = "0".to_owned();
        let nothing = String::new();
        vec![
            name,
            person.role.word().to_owned(),
            nothing.clone(),
            nothing,
            zero.clone(),
            zero,
            "no".to_owned(),
            address(person.user),
        ]
    });
    csv(&header, &came.chain(missing).collect::<Vec<_>>())
}

/// Those who didn't come, as they are called.
fn missing(register: &Register) -> Vec<(String, &Enrolled)> {
    let names = register.missing.iter().map(|person| person.name.as_str());
    called_too(&register.came, names).into_iter().zip(&register.missing).collect()
}

/// The address by which staff know somebody whose name is among those that several have.
fn email(register: &Register, shared: &BTreeSet<u64>, user: UserId, name: &str) -> Option<String> {
    let same = key(name).is_some_and(|key| shared.contains(&key));
    register.emails.get(&user).filter(|_| same).cloned()
}

/// The time of day at a moment of the class, in its zone.
fn time(register: &Register, at: Offset) -> String {
    zone::local(instant(register, at), &register.class.zone).1
}

fn instant(register: &Register, at: Offset) -> DateTime<Utc> {
    later(register.started_at, TimeDelta::try_milliseconds(at.0).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use classroom::participant::Register;
    use domain::attendance::Attendance;
    use domain::catalog::{ClassRow, Enrolled};
    use domain::ids::Offset;
    use domain::role::Role;
    use domain::session::Phase;
    use uuid::Uuid;

    use super::{attendance_table, view};
    use crate::pages::attendance::Order;

    fn register() -> Register {
        let started_at: DateTime<Utc> = "2026-11-23T09:00:00Z".parse().unwrap();
        let id = Uuid::from_u128;
        let class = ClassRow {
            id: id(1).into(),
            course: id(2).into(),
            course_title: "Dynamics 2".into(),
            teacher: None,
            lesson: None,
            title: "Energy".into(),
            starts_at: started_at,
            minutes: 60,
            zone: "Europe/Berlin".into(),
            phase: Phase::Live { started_at },
            standing: Some(Role::Teacher),
            students: 2,
            series: None,
            occurrence: None,
            cancelled_because: None,
            revision: 0,
            changed_at: started_at,
        };
        let minute = |n: i64| Offset(n * 60_000);
        let person = |n: u128, role, name: &str, stays: Vec<(Offset, Option<Offset>)>, present_ms| {
            Attendance { user: id(n).into(), role, name: name.into(), namesakes: 0, stays, present_ms }
        };
        Register {
            class,
            started_at,
            until: minute(60),
            over: false,
            came: vec![
                person(10, Role::Teacher, "Vera", vec![(minute(0), None)], 3_600_000),
                person(
                    11,
                    Role::Student,
                    "=Amina",
                    vec![(minute(6), Some(minute(30))), (minute(33), Some(minute(60)))],
                    51 * 60_000,
                ),
            ],
            missing: vec![
                Enrolled {
                    user: id(12).into(),
                    name: "Jonas".into(),
                    email: "jonas@school.test".into(),
                    role: Role::Student,
                },
                Enrolled {
                    user: id(13).into(),
                    name: "=amina".into(),
                    email: "a2@school.test".into(),
                    role: Role::Student,
                },
            ],
            emails: [(11, "a1@school.test"), (12, "jonas@school.test"), (13, "a2@school.test")]
                .map(|(n, email)| (id(n).into(), email.to_owned()))
                .into(),
        }
    }

    #[test]
    fn times_are_those_of_the_classs_zone() {
        let view = view(&register(), Order::Name, "2026-11-23T10:00:00Z".parse().unwrap());
        assert_eq!((view.until.as_str(), view.minutes, view.students), ("11:00", 60, 1));
        let amina = &view.people[1];
        let words: Vec<_> = amina.stays.iter().map(|stay| stay.words.as_str()).collect();
        assert_eq!(words, ["10:06 to 10:30", "10:33 to 11:00"]);
        assert_eq!((amina.stays[0].from, amina.stays[0].to), (0.1, 0.5));
        assert_eq!(
            (view.people[0].left.as_deref(), view.people[0].stays[0].words.as_str()),
            (None, "since 10:00")
        );
        assert_eq!((view.missing[0].name.as_str(), &view.missing[0].email), ("Jonas", &None));
        let namesakes = [(&amina.name, &amina.email), (&view.missing[1].name, &view.missing[1].email)];
        let names = namesakes.map(|(name, email)| (name.as_str(), email.as_deref().unwrap_or_default()));
        assert_eq!(names, [("=Amina", "a1@school.test"), ("=amina (2)", "a2@school.test")]);
    }

    #[test]
    fn the_table_has_everybody_and_computes_nothing() {
        let table = attendance_table(&register());
        let lines: Vec<_> = table.lines().skip(1).collect();
        let expected = [
            "Vera,teacher,2026-11-23 10:00:00,,60,1,yes,",
            "'=Amina,student,2026-11-23 10:06:00,2026-11-23 11:00:00,51,2,yes,a1@school.test",
            "Jonas,student,,,0,0,no,jonas@school.test",
            "'=amina (2),student,,,0,0,no,a2@school.test",
        ];
        assert_eq!(lines, expected);
    }
}

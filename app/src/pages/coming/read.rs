//! The classes to come, month by month. The page has no program, so no server function either.

use chrono::{DateTime, Datelike as _, Months, NaiveDate, TimeDelta, Utc};
use classroom::ports::records::MOST_CLASSES;
use domain::catalog::ClassRow;
use domain::role::Actor;
use domain::route;
use domain::session::Phase;

use super::ComingView;
use crate::api::home::class_row;
use crate::api::viewer::shown::may_schedule;
use crate::context::RequestContext;
use crate::error::PageError;
use crate::zone::Reader;

/// How far ahead a month may be asked for, in years: no class is planned further.
const FARTHEST: i32 = 10;

/// The page; `month` is what its address says (`2026-12`), this month where that is none or is over.
pub(crate) async fn coming_view(month: Option<&str>) -> Result<ComingView, PageError> {
    let view = RequestContext::answer(|context| async move {
        let reader = Reader::of_request(context.classroom.clock.now());
        let this = first_of(reader.now.with_timezone(&reader.zone_or("UTC")).date_naive());
        let month =
            month.and_then(read).filter(|month| *month > this && month.year() < this.year() + FARTHEST);
        // A day more, for zones in which the month begins earlier.
        let since = month.map_or(reader.now, |month| {
            month.and_time(chrono::NaiveTime::MIN).and_utc() - TimeDelta::days(1)
        });
        let (tenant, user) = (context.actor.tenant, context.actor.user);
        let classes = context.classroom.records.classes(tenant, user, since.max(reader.now)).await?;
        let courses = context.classroom.records.courses(tenant, user).await?;
        let schedules = courses.iter().any(|course| may_schedule(&context.actor, course.standing));
        let view = view(&context.actor, &classes, month.unwrap_or(this), this, &reader);
        Ok(ComingView { schedule_href: schedules.then(|| route::NEW_CLASS.path().to_owned()), ..view })
    });
    view.await
}

fn view(
    actor: &Actor,
    classes: &[ClassRow],
    month: NaiveDate,
    this: NaiveDate,
    reader: &Reader,
) -> ComingView {
    let month_of = |row: &ClassRow| {
        let there = row.starts_at.with_timezone(&reader.zone_or(&row.zone));
        // What began before this month and still runs stands in this one.
        first_of(there.date_naive()).max(this)
    };
    let coming = classes.iter().filter(|row| is_coming(row, reader.now));
    let (mine, others): (Vec<_>, Vec<_>) = coming.partition(|row| month_of(row) == month);
    let after = others.iter().map(|row| month_of(row)).filter(|other| *other > month).min();
    // Where the list was cut, what comes after it is a month further on.
    let is_cut = classes.len() >= MOST_CLASSES;
    let after = after.or_else(|| month.checked_add_months(Months::new(1)).filter(|_| is_cut));
    let before = month.checked_sub_months(Months::new(1)).filter(|before| *before >= this);
    let link = |month: NaiveDate| (name(month), classes_of(&month.format("%Y-%m").to_string()));
    ComingView {
        month: name(month),
        rows: mine.into_iter().map(|row| class_row(actor, row, reader)).collect(),
        zone: reader.zone.as_ref().map(|zone| zone.name().to_owned()),
        before: before.map(link),
        after: after.map(link),
        schedule_href: None,
    }
}

/// The classes of a month, `2026-12`.
fn classes_of(month: &str) -> String {
    format!("{}?month={month}", route::CLASSES.path())
}

/// Live, to come, or cancelled in place of one that was to come.
fn is_coming(row: &ClassRow, now: DateTime<Utc>) -> bool {
    match row.phase {
        Phase::Live { .. } => true,
        Phase::Scheduled | Phase::Cancelled => row.ends_at() > now,
        Phase::Unscheduled | Phase::Ended { .. } => false,
    }
}

fn read(month: &str) -> Option<NaiveDate> {
    format!("{month}-01").parse().ok()
}

fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn name(month: NaiveDate) -> String {
    month.format("%B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::{read, view};
    use crate::pages::coming::ComingView;
    use crate::zone::{Reader, named};
    use chrono::{DateTime, Utc};
    use domain::catalog::ClassRow;
    use domain::role::{Actor, Role};
    use domain::session::Phase;
    use uuid::Uuid;

    fn class(title: &str, starts_at: &str, phase: Phase) -> ClassRow {
        let starts_at: DateTime<Utc> = starts_at.parse().unwrap();
        ClassRow {
            id: Uuid::from_u128(1).into(),
            course: Uuid::from_u128(2).into(),
            course_title: "Dynamics 2".into(),
            teacher: None,
            lesson: None,
            title: title.into(),
            starts_at,
            minutes: 50,
            zone: "Europe/Berlin".into(),
            phase,
            standing: Some(Role::Teacher),
            students: 2,
            series: None,
            occurrence: None,
            cancelled_because: None,
            revision: 0,
            changed_at: starts_at,
        }
    }

    fn seen(month: &str, zone: Option<&str>) -> ComingView {
        let classes = [
            class("Over", "2026-11-02T09:00:00Z", Phase::Scheduled),
            class("Next", "2026-11-30T09:00:00Z", Phase::Scheduled),
            class("New year", "2026-12-31T23:30:00Z", Phase::Scheduled),
            class("Ill", "2027-03-01T09:00:00Z", Phase::Cancelled),
        ];
        let actor = Actor {
            tenant: Uuid::from_u128(1).into(),
            user: Uuid::from_u128(2).into(),
            name: "Tea".into(),
            roles: vec![],
        };
        let now = "2026-11-29T09:00:00Z".parse().unwrap();
        let reader = Reader { zone: zone.map(|zone| named(zone).unwrap()), now };
        view(&actor, &classes, read(month).unwrap(), read("2026-11").unwrap(), &reader)
    }

    fn titles(view: &ComingView) -> Vec<&str> {
        view.rows.iter().map(|row| row.title.as_str()).collect()
    }

    #[test]
    fn every_month_with_classes_can_be_reached() {
        let november = seen("2026-11", None);
        assert_eq!((november.month.as_str(), titles(&november)), ("November 2026", vec!["Next"]));
        assert!(november.before.is_none() && november.rows[0].edit_href.is_some());
        assert_eq!(november.after, Some(("January 2027".into(), "/classes?month=2027-01".into())));
        let january = seen("2027-01", None);
        assert_eq!(titles(&january), ["New year"], "by the clocks of Berlin");
        assert_eq!(january.before, Some(("December 2026".into(), "/classes?month=2026-12".into())));
        let march = seen("2027-03", None);
        assert_eq!(
            (titles(&march), march.after.as_ref(), march.rows[0].edit_href.as_ref()),
            (vec!["Ill"], None, None)
        );
    }

    #[test]
    fn the_viewers_clock_says_which_month_it_is() {
        let december = seen("2026-12", Some("America/Vancouver"));
        assert_eq!(titles(&december), ["New year"]);
        assert_eq!(
            (december.rows[0].starts.time.as_str(), december.zone.as_deref()),
            ("16:30", Some("America/Vancouver"))
        );
    }

    #[test]
    fn what_is_no_month_is_not_read() {
        for month in ["", "2026", "2026-13", "2026-12-01", "-1", "999999999-01", "zwölf"] {
            assert_eq!(read(month).filter(|month| month.to_string().len() == 10), None, "{month}");
        }
    }
}

//! A series that is sent to people's calendars as a whole.

use chrono::TimeDelta;
use domain::catalog::ClassRow;
use domain::icalendar::{Observance, Repeats, ZoneRules};
use domain::ids::TenantId;
use domain::recurrence::Rule;
use zones::Zone;

use crate::Classroom;
use crate::ports::plans::Series;
use crate::refusal::Refusal;

impl Classroom {
    /// How these classes repeat, where they are all of a series, each as it was planned at first; then one entry stands for
    /// all. `None` where they aren't.
    ///
    /// # Errors
    /// Where the database is down.
    #[tracing::instrument(skip_all, fields(tenant = %tenant))]
    pub async fn whole_series(
        &self,
        tenant: TenantId,
        rows: &[ClassRow],
    ) -> Result<Option<Repeats>, Refusal> {
        let Some(occurrence) = rows.first().and_then(|row| row.occurrence).filter(|_| rows.len() > 1) else {
            return Ok(None);
        };
        let series = self.plans.series(tenant, occurrence.series).await?;
        Ok(series.and_then(|series| repeats(&series, rows)))
    }
}

/// `rows` in the order of their starts.
fn repeats(series: &Series, rows: &[ClassRow]) -> Option<Repeats> {
    let zone = zones::zone(&series.zone).ok()?;
    let (first, last) = (rows.first()?, rows.last()?);
    let days = Rule::read(&series.rule, &zone).ok()?.days(series.starts.date()).ok()?;
    let as_planned = |row: &ClassRow| {
        row.occurrence
            .is_some_and(|occurrence| occurrence.series == series.id && occurrence.at == row.starts_at)
            && (row.revision, &row.title, row.minutes) == (0, &first.title, first.minutes)
    };
    let all = days.len() == rows.len() && rows.iter().all(as_planned);
    all.then(|| Repeats {
        rule: series.rule.clone(),
        first: (series.starts, series.starts + TimeDelta::minutes(first.minutes.into())),
        zone: rules(&zone, first, last),
    })
}

/// The zone's rules from the first class to the end of the last one.
fn rules(zone: &Zone, first: &ClassRow, last: &ClassRow) -> ZoneRules {
    let shifts = zone.shifts(first.starts_at, last.ends_at() + TimeDelta::days(1));
    let observances = shifts.into_iter().map(|shift| Observance {
        local: (shift.at + shift.from).naive_utc(),
        from: shift.from.local_minus_utc(),
        to: shift.to.local_minus_utc(),
        summer: shift.summer,
        called: shift.called,
    });
    let mut observances: Vec<_> = observances.collect();
    if observances.is_empty() {
        let always = zone.offset_at(first.starts_at).local_minus_utc();
        let local = first.starts_at.with_timezone(zone).naive_local();
        let called = zone.name().to_owned();
        observances.push(Observance { local, from: always, to: always, summer: false, called });
    }
    ZoneRules { name: zone.name().to_owned(), observances }
}

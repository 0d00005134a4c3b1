//! Classes that repeat: each is a class of its own, made at once. A change may be about one of them, or about it and all
//! later ones.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::command::UseCaseCommand;
use domain::ids::{CommandId, SeriesId, SessionId};
use domain::recurrence::{Ends, Rule, instant};
use domain::role::Actor;
use domain::time::{YEARS, is_near, shown};

use super::names::{derived, occurrence, series};
use super::schedule::{Calendar, bad, field};
use crate::Classroom;
use crate::class::Outcome;
use crate::command::Seat;
use crate::permit::Permit;
use crate::ports::event_log::ClassKey;
use crate::ports::plans::{Later, Series};
use crate::refusal::Refusal;

/// Which classes of a series a wish is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Scope {
    /// This one.
    #[default]
    One,
    /// This one and all later ones.
    Later,
}

/// The IANA zone.
///
/// # Errors
/// [`Refusal::BadField`] where there is none of that name.
pub fn zone(name: &str) -> Result<Tz, Refusal> {
    name.trim().parse().map_err(|_| bad("zone", "Choose a time zone from the list."))
}

impl Classroom {
    /// Puts classes on the calendar that repeat from `calendar`'s start on, at the same time of day by the clocks of its zone.
    /// `session` names the first of them.
    ///
    /// # Errors
    /// As [`Classroom::schedule`], and for a rule that gives no classes or too many.
    pub async fn schedule_series(
        &self,
        actor: &Actor,
        session: SessionId,
        command: CommandId,
        calendar: Calendar,
        rule: &Rule,
    ) -> Result<(), Refusal> {
        let permit = self.may_schedule(actor, &calendar).await?;
        let first = self.checked(actor, session, calendar.clone()).await?;
        let there = zone(&calendar.zone)?;
        let start = local(calendar.starts_at, there);
        let days = rule.days(start.date()).map_err(|problem| bad(ends_field(rule), &problem.to_string()))?;
        let starts: Vec<_> = days.iter().map(|day| day.and_time(start.time())).collect();
        let classes: Vec<_> =
            starts.iter().enumerate().map(|(place, start)| (occurrence(session, place), *start)).collect();
        let planned = Series {
            id: series(command, session),
            course: calendar.course,
            rule: rule.text(&there),
            starts: starts.first().copied().unwrap_or(start),
            zone: calendar.zone.clone(),
        };
        let (mut new, mut planned_new) = (Vec::with_capacity(classes.len()), Vec::new());
        for (session, start) in classes {
            let key = ClassKey { tenant: actor.tenant, session };
            let starts_at = instant(&there, start);
            if !is_near(starts_at, self.clock.now()) {
                return Err(bad(ends_field(rule), &too_far()));
            }
            let schedule = domain::event::Schedule { session, starts_at, ..first.clone() };
            let class = self.classes.open(key).await?;
            let permitted = Self::permit_new(&permit, key, schedule, calendar.lobby)?;
            let id = derived(command, session);
            // One that was made before stays as it is by now.
            if class.look_up(id, &permitted).await.map_err(field)? == Outcome::New {
                planned_new.push((session, start));
                new.push((class, id, permitted));
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        self.plans.plan_series(&permit, &planned, &planned_new, None).await?;
        for (class, id, permitted) in new {
            self.plans.set_continues(&permit, class.key(), calendar.continues).await?;
            class.write(id, permitted).await.map_err(field)?;
        }
        Ok(())
    }

    /// Changes a class and all later ones of its series: what they are called, how long they take, and by as much as this one
    /// moves, when they are. Those that were moved by themselves come back into line. They are a series of their own then.
    ///
    /// A wish that was cut off half-way and comes again ends where it would have: the later ones are moved from where the
    /// series has them, then the series is changed, and this class comes last.
    ///
    /// # Errors
    /// As [`Classroom::reschedule`].
    pub async fn reschedule_later(
        &self,
        seat: &Seat,
        command: CommandId,
        calendar: Calendar,
    ) -> Result<(), Refusal> {
        let (class, permit) = self.may_reschedule(seat, &calendar).await?;
        let fresh = series(command, seat.class.session);
        let plan = self.plans.plan(seat.class).await?;
        if matches!(plan.series, Some((already, _)) if already == fresh) {
            return self.reschedule(seat, command, calendar).await;
        }
        let (old, rest) = self.later_of(seat).await?;
        let Some((_, planned)) = plan.series else { return Err(no_series()) };
        let now = class.read(|view| view.schedule.clone()).ok_or(Refusal::NotFound)?;
        let calendar = Calendar { course: now.course, ..calendar };
        let this = self.checked(&seat.actor, seat.class.session, calendar.clone()).await?;
        let lobby = calendar.lobby;
        let permitted = class.permit(seat, UseCaseCommand::Reschedule { schedule: this.clone(), lobby })?;
        if let Outcome::Repeated(_) = class.look_up(command, &permitted).await.map_err(field)? {
            return Ok(());
        }
        let there = zone(&calendar.zone)?;
        let shift =
            local(calendar.starts_at, there).signed_duration_since(local(now.starts_at, zone(&now.zone)?));

        let moved =
            |planned: NaiveDateTime| planned.checked_add_signed(shift).ok_or_else(|| bad("date", &too_far()));
        let mut classes = vec![(seat.class.session, moved(planned)?)];
        for later in &rest {
            let start = moved(later.planned)?;
            let key = ClassKey { session: later.session, ..seat.class };
            let seat = self.seat(&seat.actor, key).await?;
            let (class, permit) = self.may_reschedule(&seat, &calendar).await?;
            if class.read(|view| view.schedule.as_ref().map(|there| there.course)) != Some(now.course) {
                continue;
            }
            classes.push((later.session, start));
            let wish = domain::event::Schedule {
                session: later.session,
                starts_at: instant(&there, start),
                ..this.clone()
            };
            let permitted = class.permit(&seat, UseCaseCommand::Reschedule { schedule: wish, lobby })?;
            let id = derived(command, later.session);
            if class.look_up(id, &permitted).await.map_err(field)? == Outcome::New {
                self.plans.set_continues(&permit, key, calendar.continues).await?;
                class.write(id, permitted).await.map_err(field)?;
            }
        }
        self.split(&permit, &old, fresh, &calendar, shift, &classes).await?;
        self.reschedule(seat, command, calendar).await
    }

    /// Makes the later classes a series of their own, and lets the old one end before them.
    async fn split(
        &self,
        permit: &Permit,
        old: &Series,
        fresh: SeriesId,
        calendar: &Calendar,
        shift: TimeDelta,
        classes: &[(SessionId, NaiveDateTime)],
    ) -> Result<(), Refusal> {
        let (was, there) = (zone(&old.zone)?, zone(&calendar.zone)?);
        let Some((_, starts)) = classes.first().copied() else { return Ok(()) };
        let rule = read(old)?;
        let was_at = starts.checked_sub_signed(shift).unwrap_or(starts);
        let days = starts.date().signed_duration_since(was_at.date()).num_days();
        let times = u16::try_from(classes.len()).unwrap_or(u16::MAX);
        let moved = Rule { ends: Ends::Times(times), ..rule.moved(days) };
        let series = Series {
            id: fresh,
            course: old.course,
            rule: moved.text(&there),
            starts,
            zone: calendar.zone.clone(),
        };
        let shortened = before(&rule, was_at).text(&was);
        let shortened = Some((old.id, shortened.as_str()));
        Ok(self.plans.plan_series(permit, &series, classes, shortened).await?)
    }

    /// Lets a series end before the class.
    pub(super) async fn end_before(&self, permit: &Permit, seat: &Seat, old: &Series) -> Result<(), Refusal> {
        let Some((_, planned)) = self.plans.plan(seat.class).await?.series else { return Ok(()) };
        let rule = before(&read(old)?, planned).text(&zone(&old.zone)?);
        let shortened = Series { rule, ..old.clone() };
        let kept = Some((old.id, shortened.rule.as_str()));
        Ok(self.plans.plan_series(permit, &shortened, &[], kept).await?)
    }

    /// The class's series, and the later classes of it that haven't begun, without the class itself.
    pub(super) async fn later_of(&self, seat: &Seat) -> Result<(Series, Vec<Later>), Refusal> {
        let tenant = seat.class.tenant;
        let Some((id, planned)) = self.plans.plan(seat.class).await?.series else { return Err(no_series()) };
        let series = self.plans.series(tenant, id).await?.ok_or_else(no_series)?;
        let mut later = self.plans.later(tenant, id, planned).await?;
        later.retain(|later| later.session != seat.class.session);
        Ok((series, later))
    }

    /// How a class repeats, in words, and how many later ones there are; `None` for a class that doesn't.
    ///
    /// # Errors
    /// Where the database is down.
    pub async fn repetition(&self, seat: &Seat) -> Result<Option<(String, usize)>, Refusal> {
        if self.plans.plan(seat.class).await?.series.is_none() {
            return Ok(None);
        }
        let (series, later) = self.later_of(seat).await?;
        Ok(Some((read(&series)?.every.words(), later.len())))
    }
}

/// What clocks there show.
fn local(at: DateTime<Utc>, zone: Tz) -> NaiveDateTime {
    shown(at).with_timezone(&zone).naive_local()
}

fn read(series: &Series) -> Result<Rule, Refusal> {
    Rule::read(&series.rule, &zone(&series.zone)?).map_err(|error| {
        tracing::error!(series = %series.id, %error, "a stored rule can't be read");
        Refusal::Internal
    })
}

/// The rule, ending on the day before.
fn before(rule: &Rule, start: NaiveDateTime) -> Rule {
    let last = start.date().pred_opt().unwrap_or(start.date());
    Rule { ends: Ends::Until(last), ..rule.clone() }
}

fn ends_field(rule: &Rule) -> &'static str {
    match rule.ends {
        Ends::Until(_) => "until",
        Ends::Times(_) => "times",
    }
}

fn too_far() -> String {
    format!("Then a class would be more than {YEARS} years from now. Let them end earlier.")
}

fn no_series() -> Refusal {
    bad("scope", "This class doesn’t repeat. Change it by itself.")
}

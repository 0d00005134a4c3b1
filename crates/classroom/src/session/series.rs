//! Classes that repeat: each is a class of its own, made at once. A change may be about one of them, or about it and all
//! later ones.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::command::UseCaseCommand;
use domain::ids::{CommandId, SeriesId, SessionId};
use domain::recurrence::{Ends, Rule, follow, instant};
use domain::role::Actor;
use domain::session;
use domain::time::{YEARS, is_near, shown};
use zones::Zone;

use super::names::{derived, occurrence, of_later, series};
use super::schedule::{Calendar, bad, field};
use crate::Classroom;
use crate::class::Outcome;
use crate::command::Seat;
use crate::permit::Permit;
use crate::ports::event_log::ClassKey;
use crate::ports::plans::{Later, Planned, Series};
use crate::refusal::Refusal;

/// Which classes of a series a command is about.
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
pub fn zone(name: &str) -> Result<Zone, Refusal> {
    zones::zone(name.trim()).map_err(|_| bad("zone", "Choose a time zone from the list."))
}

impl Classroom {
    /// Puts classes on the calendar that repeat from `calendar`'s start on, at the same time of day by the clocks of its zone.
    /// `session` is the id of the first of them.
    ///
    /// # Errors
    /// As [`Classroom::schedule`], and for a rule that gives no classes or too many.
    #[tracing::instrument(skip_all, fields(user = %actor.user))]
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
        let start = local(calendar.starts_at, &there);
        let days = rule.days(start.date()).map_err(|problem| bad(ends_field(rule), &problem.to_string()))?;
        let starts: Vec<_> = days.iter().map(|day| day.and_time(start.time())).collect();
        let classes: Vec<_> = starts
            .iter()
            .enumerate()
            .map(|(place, start)| placed(occurrence(session, place), *start, &there))
            .collect();
        let planned = Series {
            id: series(command, session),
            course: calendar.course,
            rule: rule.text(&there),
            starts: starts.first().copied().unwrap_or(start),
            zone: calendar.zone.clone(),
        };
        let (mut new, mut planned_new) = (Vec::with_capacity(classes.len()), Vec::new());
        for place in classes {
            let key = ClassKey { tenant: actor.tenant, session: place.session };
            if !is_near(place.at, self.clock.now()) {
                return Err(too_far(ends_field(rule)));
            }
            let schedule =
                domain::session::Schedule { session: place.session, starts_at: place.at, ..first.clone() };
            let class = self.classes.open(key).await?;
            let permitted = Self::permit_new(&permit, key, schedule, calendar.lobby, calendar.continues)?;
            let id = derived(command, place.session);
            // One that was made before stays as it is by now.
            if class.look_up(id, &permitted).await.map_err(field)? == Outcome::New {
                planned_new.push(place);
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

    /// Changes a class and all later ones of its series: what they are called, how long they take, and when they are: all
    /// move by as much as lies between this one's place in the series and what is asked of it, wherever it was moved by
    /// itself meanwhile (`recurrence::follow`). Those that were moved by themselves come back into line. They are a series
    /// of their own then.
    ///
    /// A command that was cut off half-way and comes again ends where it would have: the later ones are moved from where the
    /// series has them, then the series is changed, and this class comes last.
    ///
    /// # Errors
    /// As [`Classroom::reschedule`].
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn reschedule_later(
        &self,
        seat: &Seat,
        command: CommandId,
        calendar: Calendar,
    ) -> Result<(), Refusal> {
        let (class, permit) = self.may_reschedule(seat, &calendar).await?;
        let (fresh, own) = (series(command, seat.class.session), of_later(command));
        let plan = self.plans.plan(seat.class).await?;
        if matches!(plan.series, Some((already, _)) if already == fresh) {
            return self.reschedule(seat, own, calendar).await;
        }
        let (old, rest) = self.later_of(seat).await?;
        let Some((_, planned)) = plan.series else { return Err(no_series()) };
        let now = class.read(|view| view.core.schedule.clone()).ok_or(Refusal::NotFound)?;
        let calendar = Calendar { course: now.course, ..calendar };
        let this = self.checked(&seat.actor, seat.class.session, calendar.clone()).await?;
        let (lobby, continues) = (calendar.lobby, calendar.continues);
        let command_of_this = UseCaseCommand::Session(session::UseCaseCommand::Reschedule {
            schedule: this.clone(),
            lobby,
            continues,
        });
        let permitted = class.permit(seat, command_of_this)?;
        if let Outcome::Repeated(_) = class.look_up(own, &permitted).await.map_err(field)? {
            return Ok(());
        }
        let there = zone(&calendar.zone)?;
        let start = local(calendar.starts_at, &there);
        let places: Vec<_> = rest.iter().map(|later| later.planned).collect();
        let starts = follow(planned, start, &places).ok_or_else(|| too_far("date"))?;

        // All are asked before the first is written: one that the class won't take leaves all as they are.
        let (mut new, mut classes) = (Vec::new(), vec![placed(seat.class.session, start, &there)]);
        for (later, start) in rest.iter().zip(starts) {
            let place = placed(later.session, start, &there);
            let key = ClassKey { session: later.session, ..seat.class };
            let seat = self.seat(&seat.actor, key).await?;
            let (class, permit) = self.may_reschedule(&seat, &calendar).await?;
            if class.read(|view| view.core.schedule.as_ref().map(|there| there.course)) != Some(now.course) {
                continue;
            }
            classes.push(place);
            let moved =
                domain::session::Schedule { session: later.session, starts_at: place.at, ..this.clone() };
            let permitted = class.permit(
                &seat,
                UseCaseCommand::Session(session::UseCaseCommand::Reschedule {
                    schedule: moved,
                    lobby,
                    continues,
                }),
            )?;
            let id = derived(command, later.session);
            if class.look_up(id, &permitted).await.map_err(field)? == Outcome::New {
                new.push((class, permit, id, permitted));
            }
        }
        for (class, permit, id, permitted) in new {
            self.plans.set_continues(&permit, class.key(), calendar.continues).await?;
            class.write(id, permitted).await.map_err(field)?;
        }
        self.split(&permit, &old, fresh, &calendar, planned, &classes).await?;
        self.reschedule(seat, own, calendar).await
    }

    /// Makes the later classes a series of their own, and lets the old one end before them.
    async fn split(
        &self,
        permit: &Permit,
        old: &Series,
        fresh: SeriesId,
        calendar: &Calendar,
        planned: NaiveDateTime,
        classes: &[Planned],
    ) -> Result<(), Refusal> {
        let (was, there) = (zone(&old.zone)?, zone(&calendar.zone)?);
        let Some(Planned { start: starts, .. }) = classes.first().copied() else { return Ok(()) };
        let rule = read(old)?;
        let days = starts.date().signed_duration_since(planned.date()).num_days();
        let times = u16::try_from(classes.len()).unwrap_or(u16::MAX);
        let moved = Rule { ends: Ends::Times(times), ..rule.moved(days) };
        let series = Series {
            id: fresh,
            course: old.course,
            rule: moved.text(&there),
            starts,
            zone: calendar.zone.clone(),
        };
        let shortened = before(&rule, planned).text(&was);
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
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn repetition(&self, seat: &Seat) -> Result<Option<(String, usize)>, Refusal> {
        if self.plans.plan(seat.class).await?.series.is_none() {
            return Ok(None);
        }
        let (series, later) = self.later_of(seat).await?;
        Ok(Some((read(&series)?.every.words(), later.len())))
    }
}

fn placed(session: SessionId, start: NaiveDateTime, zone: &Zone) -> Planned {
    Planned { session, start, at: instant(zone, start) }
}

/// What clocks there show.
fn local(at: DateTime<Utc>, zone: &Zone) -> NaiveDateTime {
    shown(at).with_timezone(zone).naive_local()
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

fn too_far(field: &'static str) -> Refusal {
    bad(field, &format!("Then a class would be more than {YEARS} years from now. Choose a nearer day."))
}

fn no_series() -> Refusal {
    bad("scope", "This class doesn’t repeat. Change it by itself.")
}

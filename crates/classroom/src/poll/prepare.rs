//! Writing polls for a lesson before its class.

use domain::Rejection;
use domain::ids::{LessonId, PollId};
use domain::policy::Action;
use domain::poll::{Definition, MOST_PREPARED, Prepared, moved};
use domain::role::Actor;

use crate::Classroom;
use crate::command::Seat;
use crate::permit::Permit;
use crate::refusal::Refusal;

/// A lesson with its polls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedLesson {
    /// Its title.
    pub title: String,
    /// Its course's title.
    pub course: String,
    /// Its polls, in order.
    pub polls: Vec<Prepared>,
}

impl Classroom {
    /// What is prepared for a lesson.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a lesson that isn't theirs; by policy.
    #[tracing::instrument(skip_all, fields(user = %actor.user))]
    pub async fn prepared_lesson(&self, actor: &Actor, lesson: LessonId) -> Result<PreparedLesson, Refusal> {
        Ok(self.permit_polls(actor, lesson).await?.1)
    }

    /// What is prepared for a lesson, and the proof that somebody may change it.
    async fn permit_polls(
        &self,
        actor: &Actor,
        lesson: LessonId,
    ) -> Result<(Permit, PreparedLesson), Refusal> {
        let courses = self.records.courses(actor.tenant, actor.user).await?;
        let (course, title) = courses
            .into_iter()
            .find_map(|mut course| {
                let place = course.lessons.iter().position(|known| known.id == lesson)?;
                let title = course.lessons.swap_remove(place).title;
                Some((course, title))
            })
            .ok_or(Refusal::NotFound)?;
        let permit = self.permit_in_course(actor, course.id, &[Action::RunPolls]).await?;
        let polls = self.prepared_polls.of_lesson(actor.tenant, lesson).await?;
        Ok((permit, PreparedLesson { title, course: course.title, polls }))
    }

    /// What waits for a class of the lesson; nothing for those who don't run polls.
    ///
    /// # Errors
    /// Where the database can't be reached.
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn prepared_for(
        &self,
        seat: &Seat,
        lesson: Option<LessonId>,
    ) -> Result<Vec<Prepared>, Refusal> {
        let Some(lesson) = lesson else { return Ok(vec![]) };
        match self.enter(seat, Action::RunPolls).await {
            Ok((_, permit)) => Ok(self.prepared_polls.of_lesson(permit.tenant(), lesson).await?),
            Err(Refusal::Rejected(_)) => Ok(vec![]),
            Err(refusal) => Err(refusal),
        }
    }

    /// Adds a poll to a lesson. Its id is chosen by who asks, so that a form sent twice makes one poll.
    ///
    /// # Errors
    /// As [`Classroom::change_prepared`], and [`Rejection::NameTaken`] for an id that stands for another poll.
    #[tracing::instrument(skip_all, fields(user = %actor.user))]
    pub async fn prepare(
        &self,
        actor: &Actor,
        lesson: LessonId,
        poll: PollId,
        definition: &Definition,
    ) -> Result<(), Refusal> {
        let there = self.prepared_lesson(actor, lesson).await?.polls;
        match there.iter().find(|known| known.poll == poll) {
            None => self.change_prepared(actor, lesson, poll, definition).await,
            Some(known) if definition.checked().as_ref() == Ok(&known.definition) => Ok(()),
            Some(_) => Err(Rejection::NameTaken.into()),
        }
    }

    /// Changes a poll of a lesson.
    ///
    /// # Errors
    /// As [`Classroom::prepared_lesson`]; [`Refusal::BadField`] for what can't be asked, or for more than a lesson has room
    /// for; [`Rejection::NameTaken`] for another lesson's poll.
    #[tracing::instrument(skip_all, fields(user = %actor.user))]
    pub async fn change_prepared(
        &self,
        actor: &Actor,
        lesson: LessonId,
        poll: PollId,
        definition: &Definition,
    ) -> Result<(), Refusal> {
        let (permit, there) = self.permit_polls(actor, lesson).await?;
        let there = there.polls;
        if there.len() >= MOST_PREPARED && !there.iter().any(|known| known.poll == poll) {
            return Err(bad(&format!("A lesson has at most {MOST_PREPARED} polls. Delete one first.")));
        }
        let definition = definition.checked().map_err(|problem| bad(&problem.to_string()))?;
        let prepared = Prepared { poll, definition };
        let kept = self.prepared_polls.keep(&permit, lesson, &prepared).await?;
        if kept { Ok(()) } else { Err(Rejection::NameTaken.into()) }
    }

    /// Takes a poll out of a lesson; what was asked in a class stays there.
    ///
    /// # Errors
    /// As [`Classroom::prepared_lesson`]; [`Rejection::NoSuchPoll`] for one that isn't there, any more or at all.
    #[tracing::instrument(skip_all, fields(user = %actor.user))]
    pub async fn discard_prepared(
        &self,
        actor: &Actor,
        lesson: LessonId,
        poll: PollId,
    ) -> Result<(), Refusal> {
        let (permit, there) = self.permit_polls(actor, lesson).await?;
        known(&there, poll)?;
        Ok(self.prepared_polls.discard(&permit, lesson, poll).await?)
    }

    /// Has a poll change places with its neighbour.
    ///
    /// # Errors
    /// As [`Classroom::discard_prepared`].
    #[tracing::instrument(skip_all, fields(user = %actor.user))]
    pub async fn move_prepared(
        &self,
        actor: &Actor,
        lesson: LessonId,
        poll: PollId,
        up: bool,
    ) -> Result<(), Refusal> {
        let (permit, there) = self.permit_polls(actor, lesson).await?;
        known(&there, poll)?;
        let order: Vec<PollId> = there.polls.iter().map(|prepared| prepared.poll).collect();
        Ok(self.prepared_polls.arrange(&permit, lesson, &moved(&order, poll, up)).await?)
    }
}

/// The poll is one of the lesson's.
fn known(lesson: &PreparedLesson, poll: PollId) -> Result<(), Rejection> {
    let there = lesson.polls.iter().any(|prepared| prepared.poll == poll);
    if there { Ok(()) } else { Err(Rejection::NoSuchPoll) }
}

fn bad(problem: &str) -> Refusal {
    Refusal::BadField { field: "poll", problem: problem.to_owned() }
}

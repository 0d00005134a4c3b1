//! Doing what committed events cause: in the class's room, and in the class itself.

use domain::effect::{Correction, Task, is_outdated_stop, review};
use domain::ids::SessionId;
use domain::session::Phase;

use crate::class::Class;
use crate::ports::event_log::{About, ClassKey};
use crate::ports::media::MediaError;
use crate::ports::records::StoreError;
use crate::{Classroom, Refusal};

/// Why a task isn't done; it is tried again.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    /// The class can't be read or written.
    #[error(transparent)]
    Class(#[from] Refusal),
    /// The media server didn't do it.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// The next task can't be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Classroom {
    /// Does what a committed event causes, by what holds in the class now. Doing it twice is harmless.
    ///
    /// # Errors
    /// [`NotDone`]: it is worth trying again.
    #[tracing::instrument(skip_all, fields(class = %key.session))]
    pub async fn perform(&self, key: ClassKey, task: &Task) -> Result<(), NotDone> {
        let class = self.classes.open(key).await?;
        // The event may be another server's.
        class.catch_up().await?;
        let session = key.session;
        match task {
            Task::SendOut { user } => {
                if class.read(|view| view.core.is_sent_out(*user)) {
                    self.media.send_out(session, *user).await?;
                }
            }
            Task::Unseat { user, connection } => {
                let has_way = class.read(|view| match connection {
                    Some(connection) => view.core.holder(*connection) == Some(*user),
                    None => view.core.is_here(*user),
                });
                if !has_way {
                    self.media.send_out(session, *user).await?;
                }
            }
            Task::Permit { user } => {
                let may = class.read(|view| {
                    let person = view.core.people.get(user).filter(|person| person.is_here())?;
                    Some(view.core.may_send(*user, person.role))
                });
                if let Some(sources) = may {
                    self.media.allow(session, *user, &sources).await?;
                }
            }
            Task::StopMedia { user, source, at } => {
                let since = self.classes.since(key, About::Everything, *at).await?;
                if class.read(|view| view.core.is_here(*user)) && !is_outdated_stop(*user, *source, &since) {
                    self.media.stop(session, *user, *source).await?;
                }
            }
            Task::Review | Task::ReviewLater => self.review_room(&class).await?,
            Task::CloseRoom => {
                if class.read(|view| is_over(view.core.phase)) {
                    self.media.close_room(session).await?;
                }
            }
            Task::Recall { poll } => match self.recall(&class, *poll).await {
                // The class took another turn: nothing is to be compared any more.
                Ok(()) | Err(Refusal::Rejected(_)) => {}
                Err(refusal) => return Err(refusal.into()),
            },
        }
        Ok(())
    }

    /// Holds everybody in the class's room against the class.
    async fn review_room(&self, class: &Class) -> Result<(), NotDone> {
        let key = class.key();
        if class.read(|view| is_over(view.core.phase)) {
            return Ok(self.media.close_room(key.session).await?);
        }
        let inside = self.media.inside(key.session).await?;
        // The media server took its time: whoever came meanwhile is known only then.
        class.catch_up().await?;
        let now = self.clock.now();
        let found = class.read(|view| review(&view.core, view.core.offset(now), &inside));
        for correction in found.corrections {
            self.set_right(key.session, correction).await?;
        }
        if found.look_again {
            self.effects.add(key, &Task::ReviewLater).await?;
        }
        Ok(())
    }

    async fn set_right(&self, session: SessionId, correction: Correction) -> Result<(), MediaError> {
        match correction {
            Correction::SendOut(user) => {
                tracing::info!(%session, %user, "somebody was in the room without a place in the class");
                self.media.send_out(session, user).await
            }
            Correction::Allow(user, sources) => self.media.allow(session, user, &sources).await,
        }
    }
}

pub(super) fn is_over(phase: Phase) -> bool {
    match phase {
        Phase::Ended { .. } | Phase::Cancelled => true,
        Phase::Unscheduled | Phase::Scheduled | Phase::Live { .. } => false,
    }
}

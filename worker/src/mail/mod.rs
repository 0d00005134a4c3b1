//! Telling people of their classes by mail: that one is planned, was moved or cancelled, and that one begins soon.
//!
//! Every letter is written from what is so when it is sent, and each person gets each once: what went out is kept, and a
//! letter that was sent in the very moment of a crash has the same name when it is sent again.

mod jobs;
mod letters;

use std::sync::Arc;

use classroom::Classroom;
use classroom::ports::event_log::ClassKey;
use classroom::ports::mail::{Letter, Mail, MailError};
use classroom::ports::records::{ClassRow, StoreError};
use domain::icalendar::Person;
use domain::ids::UserId;
use domain::session::Phase;
use store::Store;
use store::notices::{REMINDED_BEFORE, Recipient};

pub use letters::Letterhead;

/// Those who write the letters, and who carries them.
pub struct PostOffice {
    classroom: Classroom,
    store: Store,
    mail: Arc<dyn Mail>,
    head: Letterhead,
}

/// Why a letter has to wait; the job is tried again.
#[derive(Debug, thiserror::Error)]
enum NotSent {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Mail(#[from] MailError),
}

impl PostOffice {
    /// Letters through `mail`, under `head`.
    #[must_use]
    pub fn new(classroom: Classroom, store: Store, mail: Arc<dyn Mail>, head: Letterhead) -> Self {
        Self { classroom, store, mail, head }
    }

    /// Tells everybody enrolled how a class stands. Of a series that was made or changed at once, its first class tells of
    /// all.
    async fn tell(&self, class: ClassKey) -> Result<(), NotSent> {
        let Some(row) = self.row(class).await? else { return Ok(()) };
        if !matches!(row.phase, Phase::Scheduled | Phase::Cancelled)
            || row.ends_at() <= self.classroom.clock.now()
        {
            return Ok(());
        }
        let together = self.store.changed_with(class).await?;
        if together.first() != Some(&class.session) {
            return Ok(());
        }
        let mut rows = Vec::with_capacity(together.len());
        for session in together {
            rows.extend(self.row(ClassKey { session, ..class }).await?);
        }
        let what = format!("revision {}", row.revision);
        self.write_to_all(class, &what, |to, id| match rows.as_slice() {
            [_, _, ..] => self.head.told_together(&rows, to, id),
            _ => Some(self.head.told(&row, to, id)),
        })
        .await
    }

    /// Reminds everybody enrolled of a class that begins soon; not of one that was moved meanwhile, which has a reminder of
    /// its own then, nor of one that was planned so late that they have just been told.
    async fn remind(&self, class: ClassKey) -> Result<(), NotSent> {
        let Some(row) = self.row(class).await? else { return Ok(()) };
        let (now, from) = (self.classroom.clock.now(), row.starts_at - REMINDED_BEFORE);
        let waits = matches!(row.phase, Phase::Scheduled) && now < row.starts_at;
        if !waits || now < from || row.changed_at > from {
            return Ok(());
        }
        let what = format!("reminder {}", row.starts_at.to_rfc3339());
        self.write_to_all(class, &what, |to, id| Some(self.head.reminder(&row, to, id))).await
    }

    /// One letter each to those who haven't got it. An address that doesn't work keeps nobody else from theirs.
    async fn write_to_all(
        &self,
        class: ClassKey,
        what: &str,
        write: impl Fn(&Person, String) -> Option<Letter>,
    ) -> Result<(), NotSent> {
        for Recipient { user, person } in self.store.untold(class, what).await? {
            let id = format!("{}.{user}.{}", class.session, what.replace([' ', ':', '+'], "-"));
            let Some(letter) = write(&person, id) else { continue };
            match self.mail.send(&letter).await {
                Ok(()) => metrics::counter!("lectern_mails_sent_total").increment(1),
                Err(MailError::Refused(why)) => {
                    tracing::warn!(session = %class.session, %user, why, "a letter can't be sent");
                }
                Err(error) => {
                    // The queue tries it again; whoever runs this reads why.
                    tracing::warn!(session = %class.session, %error, "letters wait");
                    return Err(error.into());
                }
            }
            self.store.told(class, user, what).await?;
        }
        Ok(())
    }

    async fn row(&self, class: ClassKey) -> Result<Option<ClassRow>, StoreError> {
        // The rows are asked for on nobody's behalf.
        self.classroom.records.class(class, UserId(uuid::Uuid::nil())).await
    }
}

#[cfg(test)]
mod tests;

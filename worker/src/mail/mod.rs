//! Notifying people of their classes by mail: that one is planned, was moved or cancelled, and that one begins soon.
//!
//! Every letter is written from what is so when it is sent, and each person gets each once: what went out is kept, and a
//! letter that was sent in the very moment of a crash has the same message id when it is sent again. Each person's letters are
//! a job of their own: a mailbox that takes none now is tried again by itself, and nobody else waits for it.

mod jobs;
mod letters;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use classroom::ports::event_log::ClassKey;
use classroom::ports::mail::{Mail, MailError};
use classroom::ports::records::{ClassRow, StoreError};
use classroom::{Classroom, Refusal};
use domain::icalendar::Person;
use domain::ids::UserId;
use domain::session::Phase;
use domain::time::later;
use store::Store;
use store::notices::{About, Due, PersonJob, REMINDED_BEFORE};
use uuid::Uuid;

pub use letters::{Letterhead, News};

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
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl PostOffice {
    /// Letters through `mail`, under `head`.
    #[must_use]
    pub fn new(classroom: Classroom, store: Store, mail: Arc<dyn Mail>, head: Letterhead) -> Self {
        Self { classroom, store, mail, head }
    }

    /// Finds out whom to notify of what is new in the class's course.
    async fn notify(&self, class: ClassKey) -> Result<(), NotSent> {
        let people = self.store.spread_news(class).await?;
        tracing::debug!(session = %class.session, people, "there are letters to write");
        Ok(())
    }

    /// Finds out whom to remind of a class that begins soon.
    async fn remind(&self, class: ClassKey) -> Result<(), NotSent> {
        let Some(row) = self.row(class).await? else { return Ok(()) };
        if self.begins_soon(&row, row.starts_at) {
            self.store.spread_reminder(class, row.starts_at).await?;
        }
        Ok(())
    }

    /// Whether people may be reminded that it begins at that time: not of one that was moved meanwhile, which has a reminder
    /// of its own then, nor of one that was planned so late that they have just been notified.
    fn begins_soon(&self, row: &ClassRow, at: DateTime<Utc>) -> bool {
        let (now, from) = (self.classroom.clock.now(), later(at, -REMINDED_BEFORE));
        matches!(row.phase, Phase::Scheduled)
            && row.starts_at == at
            && (later(from, -CLOCKS_DIFFER)..at).contains(&now)
            && row.changed_at <= from
    }

    /// Sends a person all that they are to be notified of yet.
    async fn write_to(&self, person: PersonJob) -> Result<(), NotSent> {
        let due = self.store.due(person).await?;
        let Some(to) = self.store.recipient(person).await? else {
            let nothing: Vec<_> = due.into_iter().map(|due| (due, None)).collect();
            return Ok(self.store.settle(person, &nothing).await?);
        };
        let mut bundles = Bundles::default();
        for due in due {
            let class = ClassKey { tenant: person.tenant, session: due.session };
            let row = self.row(class).await?;
            match row.filter(|row| self.is_worth_a_letter(&due, row)) {
                Some(row) => bundles.add(due, row),
                None => self.store.settle(person, &[(due, None)]).await?,
            }
        }
        for bundle in bundles.0.into_values() {
            self.send(person, &to, bundle).await?;
        }
        Ok(())
    }

    fn is_worth_a_letter(&self, due: &Due, row: &ClassRow) -> bool {
        if !due.enrolled {
            return false;
        }
        match (&due.what, row.phase) {
            (About::Reminder(at), _) => self.begins_soon(row, *at),
            // Of what nobody ever heard of nobody needs to hear that it won't be.
            (About::News, Phase::Cancelled) if !due.announced => false,
            (About::News, Phase::Scheduled | Phase::Cancelled) => {
                due.notified < Some(row.revision) && row.ends_at() > self.classroom.clock.now()
            }
            (About::News, Phase::Unscheduled | Phase::Live { .. } | Phase::Ended { .. }) => false,
        }
    }

    /// One letter. An address that doesn't work has had its letter.
    async fn send(&self, person: PersonJob, to: &Person, mut bundle: Bundle) -> Result<(), NotSent> {
        bundle.sort_by_key(|(_, row)| (row.starts_at, row.id));
        let rows: Vec<_> = bundle.iter().map(|(_, row)| row.clone()).collect();
        let Some((first, row)) = bundle.first() else { return Ok(()) };
        let letter = match news(first, row) {
            None => {
                let id = name(person, row, &format!("reminder-{}", row.starts_at.timestamp()));
                Some(self.head.reminder(row, to, id))
            }
            Some(news) => {
                let whole = match news {
                    News::Planned => self.classroom.whole_series(person.tenant, &rows).await?,
                    News::Changed | News::Cancelled => None,
                };
                let revisions: u64 = rows.iter().map(|row| u64::from(row.revision)).sum();
                let id = name(person, row, &format!("revision-{}.{revisions}.{}", row.revision, rows.len()));
                self.head.notice(news, &rows, whole, to, id)
            }
        };
        let Some(letter) = letter else { return Ok(()) };
        let session = row.id;
        match self.mail.send(&letter).await {
            Ok(()) => metrics::counter!("lectern_mails_sent_total").increment(1),
            Err(MailError::Refused(why)) => {
                tracing::warn!(%session, user = %person.user, why, "a letter can't be sent");
            }
            Err(error) => {
                // The queue tries it again; whoever runs this reads why.
                tracing::warn!(%session, user = %person.user, %error, "letters wait");
                return Err(error.into());
            }
        }
        let notified: Vec<_> = bundle.into_iter().map(|(due, row)| (due, Some(row.revision))).collect();
        Ok(self.store.settle(person, &notified).await?)
    }

    async fn row(&self, class: ClassKey) -> Result<Option<ClassRow>, StoreError> {
        // The rows are asked for on nobody's behalf.
        self.classroom.records.class(class, UserId(Uuid::nil())).await
    }
}

/// How much earlier our clock may be than that of the database, which says when a job is due.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(1);

/// What goes into one letter.
type Bundle = Vec<(Due, ClassRow)>;

/// What a person is to be notified of, letter by letter: a reminder is a letter, and what is new of the classes of a series is
/// one, where it is the same kind of news for the same reason.
#[derive(Default)]
struct Bundles(BTreeMap<(Option<News>, Uuid, Option<String>), Bundle>);

impl Bundles {
    fn add(&mut self, due: Due, row: ClassRow) {
        let news = news(&due, &row);
        let series = row.occurrence.filter(|_| news.is_some()).map(|occurrence| occurrence.series.0);
        let key = (news, series.unwrap_or(row.id.0), row.cancelled_because.clone());
        self.0.entry(key).or_default().push((due, row));
    }
}

/// What is new of the class; `None` for a reminder.
fn news(due: &Due, row: &ClassRow) -> Option<News> {
    match (&due.what, row.phase, due.notified) {
        (About::Reminder(_), ..) => None,
        (About::News, Phase::Cancelled, _) => Some(News::Cancelled),
        (About::News, _, None) => Some(News::Planned),
        (About::News, _, Some(_)) => Some(News::Changed),
    }
}

/// A letter's message id.
fn name(person: PersonJob, row: &ClassRow, what: &str) -> String {
    format!("{}.{}.{what}", row.id, person.user)
}

#[cfg(test)]
mod tests;

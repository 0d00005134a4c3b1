//! An event as its row keeps it: the fact without its words, the words sealed, and the hash that chains it to
//! the row before.

use chrono::{DateTime, SubsecRound as _, Utc};
use classroom::ports::event_log::ClassKey;
use domain::chain::{self, Hash};
use domain::event::{self, Event, Fact};
use domain::ids::{CommandId, Offset, Sequence, UserId};
use serde_json::Value;

use crate::error::Fault;
use crate::seal::{Holder, Opened, SealContext};

/// A row of `session_state_events`, without the class and the part.
#[derive(Debug, Clone)]
pub(super) struct EventRow {
    pub sequence: i64,
    pub offset_ms: i64,
    pub at: DateTime<Utc>,
    pub kind: String,
    pub version: i16,
    pub actor: Option<UserId>,
    pub command: CommandId,
    pub payload: Value,
    pub sealed: Option<Vec<u8>>,
    pub hash: Vec<u8>,
}

impl EventRow {
    /// The event's row after the row whose hash is `before`.
    pub fn of(class: ClassKey, event: &Event, keys: &Opened, before: Hash) -> Result<(Self, Hash), Fault> {
        let sealed = match event.fact.words() {
            Some(words) => {
                keys.seal(holder(class, event), SealContext::Event(class.session, event.sequence), words)?
            }
            None => None,
        };
        let mut row = Self {
            sequence: stored(event.sequence)?,
            offset_ms: event.offset.0,
            at: event.at.trunc_subsecs(3),
            kind: event.fact.kind().to_owned(),
            version: event::VERSION,
            actor: event.actor,
            command: event.command,
            payload: payload(&event.fact)?,
            sealed,
            hash: Vec::new(),
        };
        let hash = row.link(class, before);
        row.hash = hash.0.to_vec();
        Ok((row, hash))
    }

    /// The hash this row must have after the row whose hash is `before`.
    pub fn link(&self, class: ClassKey, before: Hash) -> Hash {
        let row = chain::HashedRow {
            session: class.session,
            sequence: Sequence(self.sequence.unsigned_abs()),
            offset: Offset(self.offset_ms),
            at: self.at,
            kind: &self.kind,
            version: self.version,
            actor: self.actor,
            command: self.command,
            payload: &self.payload,
            sealed: self.sealed.as_deref(),
        };
        chain::link(before, &row)
    }

    /// The event, still without its words. A row that a newer server wrote is read as far as it is
    /// understood.
    pub fn event(&self) -> Result<Event, Fault> {
        let mut payload = event::upcast(self.version.min(event::VERSION), self.payload.clone());
        if let Value::Object(fields) = &mut payload {
            fields.insert("kind".into(), Value::from(self.kind.as_str()));
        }
        let fact = match serde_json::from_value(payload) {
            Ok(fact) => fact,
            Err(_) if self.version > event::VERSION => Fact::Unknown,
            Err(error) => {
                return Err(Fault::Broken(format!("event {} ({}): {error}", self.sequence, self.kind)));
            }
        };
        Ok(Event {
            sequence: Sequence(self.sequence.unsigned_abs()),
            offset: Offset(self.offset_ms),
            at: self.at,
            actor: self.actor,
            command: self.command,
            fact,
        })
    }
}

/// Whose key seals the event's words.
pub(super) fn holder(class: ClassKey, event: &Event) -> Holder {
    Holder::of(class.tenant, event.fact.speaker(event.actor))
}

/// A sequence as Postgres counts.
pub(super) fn stored(sequence: Sequence) -> Result<i64, Fault> {
    i64::try_from(sequence.0).map_err(|_| Fault::Broken("a sequence beyond bigint".into()))
}

/// The fact as JSON, without its kind (a column) and its words (sealed).
fn payload(fact: &Fact) -> Result<Value, Fault> {
    let broken = |error: serde_json::Error| Fault::Broken(error.to_string());
    let mut payload = if fact.words().is_some() {
        let mut wordless = fact.clone();
        if let Some(words) = wordless.words_mut() {
            words.0 = None;
        }
        serde_json::to_value(wordless).map_err(broken)?
    } else {
        serde_json::to_value(fact).map_err(broken)?
    };
    if let Value::Object(fields) = &mut payload {
        fields.remove("kind");
    }
    Ok(payload)
}

#[cfg(test)]
mod tests {
    use domain::ids::{MessageId, SessionId, TenantId};
    use domain::session;
    use uuid::Uuid;

    use super::*;

    fn class() -> ClassKey {
        ClassKey { tenant: TenantId(Uuid::from_u128(1)), session: SessionId(Uuid::from_u128(2)) }
    }

    fn event(fact: Fact) -> Event {
        Event {
            sequence: Sequence(1),
            offset: Offset(5),
            at: DateTime::UNIX_EPOCH,
            actor: Some(Uuid::from_u128(7).into()),
            command: Uuid::from_u128(8).into(),
            fact,
        }
    }

    #[test]
    fn nothing_personal_is_in_the_payload() {
        let message = MessageId(Uuid::from_u128(3));
        let posted = event(Fact::chat(message, "my secret"));
        let (row, _) = EventRow::of(class(), &posted, &Opened::default(), Hash::default()).unwrap();
        assert_eq!(row.payload, serde_json::json!({"message": message, "text": null}));
        assert!(row.event().unwrap().fact.words().is_some_and(domain::words::Words::erased));
    }

    #[test]
    fn a_newer_servers_row_is_unknown_and_a_spoilt_one_an_error() {
        let (mut row, _) = EventRow::of(
            class(),
            &event(Fact::Session(session::Fact::Started)),
            &Opened::default(),
            Hash::default(),
        )
        .unwrap();
        row.kind = "session.ended".into();
        assert!(row.event().is_err(), "a reason is missing");
        row.version = event::VERSION + 1;
        assert_eq!(row.event().unwrap().fact, Fact::Unknown);
    }
}

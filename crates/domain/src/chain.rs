//! The log's hash chain: each row's hash covers the row and the hash before it, so that a replay can be proved unaltered.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::ids::{CommandId, Offset, Sequence, SessionId, UserId};

/// SHA-256 of a row and of the hash before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hash(pub [u8; 32]);

/// The parts of a stored row that its hash covers.
#[derive(Debug)]
pub struct HashedRow<'a> {
    /// The class.
    pub session: SessionId,
    /// Its place in the log.
    pub sequence: Sequence,
    /// On the class's clock.
    pub offset: Offset,
    /// On the wall's, to the millisecond.
    pub at: DateTime<Utc>,
    /// The fact's kind.
    pub kind: &'a str,
    /// The payload's version.
    pub version: i16,
    /// Who acted.
    pub actor: Option<UserId>,
    /// The command behind it.
    pub command: CommandId,
    /// The fact without its words.
    pub payload: &'a Value,
    /// Its words, encrypted.
    pub sealed: Option<&'a [u8]>,
}

/// The hash of `row` after the row whose hash is `before`.
#[must_use]
pub fn link(before: Hash, row: &HashedRow<'_>) -> Hash {
    let mut digest = Sha256::new();
    digest.update(before.0);
    digest.update(row.session.0.as_bytes());
    digest.update(row.sequence.0.to_be_bytes());
    digest.update(row.offset.0.to_be_bytes());
    digest.update(row.at.timestamp_millis().to_be_bytes());
    part(&mut digest, row.kind.as_bytes());
    digest.update(row.version.to_be_bytes());
    part(&mut digest, row.actor.as_ref().map_or(&[], |user| user.0.as_bytes()));
    digest.update(row.command.0.as_bytes());
    let mut payload = String::new();
    canonical(row.payload, &mut payload);
    part(&mut digest, payload.as_bytes());
    part(&mut digest, row.sealed.unwrap_or_default());
    Hash(digest.finalize().into())
}

/// Length first, so that no two rows run into the same bytes.
fn part(digest: &mut Sha256, bytes: &[u8]) {
    digest.update((bytes.len() as u64).to_be_bytes());
    digest.update(bytes);
}

/// JSON with sorted keys and no white space: the same text whatever order a database keeps keys in.
fn canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(key, _)| key.as_str());
            out.push('{');
            for (place, (key, value)) in fields.into_iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                *out += &Value::from(key.as_str()).to_string();
                out.push(':');
                canonical(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                canonical(item, out);
            }
            out.push(']');
        }
        plain => *out += &plain.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Hash, HashedRow, link};
    use crate::ids::{Offset, Sequence};
    use serde_json::json;
    use uuid::Uuid;

    fn row(payload: &serde_json::Value) -> Hash {
        let row = HashedRow {
            session: Uuid::nil().into(),
            sequence: Sequence(1),
            offset: Offset(5),
            at: chrono::DateTime::UNIX_EPOCH,
            kind: "chat.posted",
            version: 1,
            actor: None,
            command: Uuid::nil().into(),
            payload,
            sealed: None,
        };
        link(Hash::default(), &row)
    }

    #[test]
    fn key_order_does_not_matter_and_values_do() {
        let one: serde_json::Value = serde_json::from_str(r#"{"a":[1,{"x":"é","b":2}],"c":null}"#).unwrap();
        let other: serde_json::Value = serde_json::from_str(r#"{"c":null,"a":[1,{"b":2,"x":"é"}]}"#).unwrap();
        assert_eq!(row(&one), row(&other));
        assert_ne!(row(&one), row(&json!({"a": [1, {"x": "é", "b": 3}], "c": null})));
    }
}

//! The facts of a class, in the past tense, and their place in its log.

mod fact;

pub use fact::Fact;

use chrono::{DateTime, Utc};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::Stamp;
use crate::ids::{CommandId, Offset, Sequence, UserId};

/// One fact at its place in a class's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Event {
    /// Its place in the log.
    pub sequence: Sequence,
    /// When it happened on the class's clock.
    pub offset: Offset,
    /// When it happened, to the millisecond.
    pub at: DateTime<Utc>,
    /// Who did it; `None` for the system (recorder, pipeline, clock).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<UserId>,
    /// The command that caused it, so that the one who sent it knows it was heard.
    pub command: CommandId,
    /// What happened.
    pub fact: Fact,
}

impl Event {
    /// When and by whom it was done.
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        Stamp { sequence: self.sequence, offset: self.offset, at: self.at, actor: self.actor }
    }
}

/// The version new rows are written in; `upcast` lifts older ones.
pub const VERSION: i16 = 1;

/// Lifts a stored payload of an older version to [`VERSION`]. Rows themselves are never rewritten.
#[must_use]
pub fn upcast(version: i16, payload: serde_json::Value) -> serde_json::Value {
    debug_assert!(version <= VERSION, "a newer row is read as far as it is understood");
    payload
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::Fact;
    use crate::chat::Readers;
    use crate::ids::{MessageId, PollId};
    use crate::poll::Choice;
    use crate::words::Words;
    use crate::{chat, poll};

    #[test]
    fn the_tag_is_the_kind() {
        let fact = Fact::chat(MessageId(Uuid::nil()), "hi");
        let json = serde_json::to_value(&fact).unwrap();
        assert_eq!(json["kind"], fact.kind());
        assert_eq!(serde_json::from_value::<Fact>(json).unwrap(), fact);
    }

    #[test]
    fn a_newer_servers_fact_is_read_as_unknown() {
        let fact: Fact = serde_json::from_str(r#"{"kind":"hologram.projected","user":3}"#).unwrap();
        assert_eq!(fact, Fact::Unknown);
    }

    #[test]
    fn facts_of_old_logs_are_read_and_plain_ones_written_as_they_were() {
        let message = "00000000-0000-0000-0000-000000000007";
        let old = [
            format!(r#"{{"kind":"chat.posted","message":"{message}","text":"hi"}}"#),
            format!(r#"{{"kind":"chat.removed","message":"{message}"}}"#),
            format!(
                r#"{{"kind":"participant.joined","user":"{message}","role":"student","name":"Ada","connection":"{message}","node":"one"}}"#
            ),
            r#"{"kind":"session.ended","reason":"ended"}"#.to_owned(),
        ];
        for json in old {
            let fact: Fact = serde_json::from_str(&json).unwrap();
            assert_ne!(fact, Fact::Unknown);
            assert_eq!(serde_json::to_string(&fact).unwrap(), json);
        }
        let posted: Fact =
            serde_json::from_str(&format!(r#"{{"kind":"chat.posted","message":"{message}","text":"hi"}}"#))
                .unwrap();
        assert!(matches!(
            posted,
            Fact::Chat(chat::Fact::Posted { readers: Readers::Everybody, reply_to: None, .. })
        ));
    }

    #[test]
    fn only_votes_with_an_open_answer_hold_words() {
        let poll = PollId(Uuid::nil());
        let vote = |choice, text| Fact::Poll(poll::Fact::Voted { poll, choice, text, ballot: None });
        assert_eq!(vote(Choice::Options { options: [1].into() }, Words(None)).words(), None);
        assert!(vote(Choice::Text, "because".into()).words().is_some());
    }
}

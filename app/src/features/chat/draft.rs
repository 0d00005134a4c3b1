//! What stands in the composer, and what comes back to it because the class did not take it.

use domain::chat::Address;
use domain::ids::{MessageId, Offset};
use domain::text::is_blank;
use domain::{Command, chat};

/// Words, and whom they are for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub text: String,
    pub reply_to: Option<MessageId>,
    pub to: Address,
}

impl Draft {
    /// What somebody wanted to write.
    pub fn of(command: &Command) -> Option<Self> {
        match command {
            Command::Chat(chat::Command::Post { text, reply_to, to, .. }) => {
                Some(Self { text: text.clone(), reply_to: *reply_to, to: *to })
            }
            _ => None,
        }
    }

    /// Takes words back: whether it could. Words for others than those that are being written for have to wait, or what is
    /// private would go out to everybody.
    pub fn take_back(&mut self, words: &Self) -> bool {
        if is_blank(&self.text) {
            *self = words.clone();
            return true;
        }
        // What answers a message has its readers.
        let same = self.reply_to == words.reply_to && (self.reply_to.is_some() || self.to == words.to);
        if same {
            self.text = format!("{}\n{}", self.text.trim_end(), words.text);
        }
        same
    }
}

/// Seconds until slow mode lets somebody write again who wrote `last`, and whose words are on their way if any are `owed`:
/// those count as written when they arrive.
pub(super) fn seconds_to_wait(every: u16, last: Option<Offset>, owed: bool, now: Option<Offset>) -> i64 {
    let every = i64::from(every);
    match (last, now) {
        _ if every == 0 => 0,
        _ if owed => every,
        (Some(last), Some(now)) => (last.0 + every * 1_000 - now.0 + 999).max(0) / 1_000,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::UserId;
    use uuid::Uuid;

    use super::*;

    fn words(text: &str, to: Address) -> Draft {
        Draft { text: text.to_owned(), reply_to: None, to }
    }

    #[test]
    fn refused_words_come_back_to_whom_they_were_for() {
        let mut draft = words(" ", Address::Everybody);
        assert!(draft.take_back(&words("one", Address::Staff)));
        assert_eq!(draft, words("one", Address::Staff));
        assert!(draft.take_back(&words("two", Address::Staff)), "none of two is lost");
        assert_eq!(draft.text, "one\ntwo");
    }

    #[test]
    fn private_words_never_join_those_for_everybody() {
        let mut draft = words("hello", Address::Everybody);
        let alone = Address::Person { user: UserId(Uuid::nil()) };
        assert!(!draft.take_back(&words("psst", alone)));
        assert!(!draft.take_back(&Draft {
            reply_to: Some(MessageId(Uuid::nil())),
            ..words("yes", Address::Everybody)
        }));
        assert_eq!(draft, words("hello", Address::Everybody));
    }

    #[test]
    fn slow_mode_counts_what_is_on_its_way() {
        let at = |ms| Some(Offset(ms));
        assert_eq!(seconds_to_wait(10, at(1_000), false, at(5_500)), 6);
        assert_eq!(seconds_to_wait(10, at(1_000), false, at(11_000)), 0);
        assert_eq!(
            seconds_to_wait(10, at(1_000), true, at(60_000)),
            10,
            "or it would be refused as too soon"
        );
        assert_eq!(seconds_to_wait(0, at(1_000), true, at(1_000)), 0);
        assert_eq!(seconds_to_wait(10, None, false, at(0)), 0);
    }
}

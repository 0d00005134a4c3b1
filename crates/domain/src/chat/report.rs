//! Asking staff to look at a message.

use chrono::{DateTime, Utc};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::asking::Asking;
use crate::chat::{Chat, Fact, Paced, standing};
use crate::core::Core;
use crate::ids::{MessageId, Offset, UserId};
use crate::rejection::Rejection;
use crate::sorted::SortedMap;
use crate::words::Words;

/// What is wrong with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It insults or threatens.
    Abuse,
    /// It advertises, or repeats itself.
    Spam,
    /// It doesn't belong into this class.
    OffTopic,
    /// Something else.
    Other,
}

/// A reported message in the queue of those who run the class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Report {
    /// Who wrote it.
    pub author: UserId,
    /// What it said when it was first reported.
    pub text: Words,
    /// When it was first reported.
    pub offset: Offset,
    /// Who reported it, and why.
    pub by: SortedMap<UserId, Reason>,
}

/// Puts the message into the staff's queue. Idempotent: a second report by the same person changes nothing.
///
/// # Errors
/// Outside a live class, for those who report too often, and for a message that isn't there for them.
pub fn report(
    class: &Core,
    own: &Chat,
    asking: Asking,
    message: MessageId,
    reason: Reason,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    let user = asking.user()?;
    let there = standing(own, message)?;
    if !there.readers.include(user, asking.is_staff(class)) {
        return Err(Rejection::NoSuchMessage);
    }
    if own.reports.get(&message).is_some_and(|report| report.by.contains_key(&user)) {
        return Ok(vec![]);
    }
    own.paces.must_not_be_too_often(class, asking, Paced::Report, now)?;
    Ok(vec![Fact::Reported { message, author: there.author, text: there.text.clone(), reason }])
}

/// Takes the message out of the queue and leaves it as it is.
#[must_use]
pub fn dismiss_report(own: &Chat, message: MessageId) -> Vec<Fact> {
    let reported = own.reports.contains_key(&message);
    if reported { vec![Fact::ReportDismissed { message }] } else { vec![] }
}

#[cfg(test)]
mod tests {
    use super::Reason;
    use crate::chat;
    use crate::command::Command;
    use crate::testing::{ASSISTANT, Class, OTHER, STUDENT, TEACHER, id};

    fn report() -> Command {
        Command::Chat(chat::Command::Report { message: id(1).into(), reason: Reason::Spam })
    }

    #[test]
    fn a_report_waits_until_the_message_is_removed_or_left() {
        let mut class = Class::live();
        class.does(STUDENT, class.chat(1, "buy now"));
        class.does(OTHER, report());
        class.does(TEACHER, report());
        assert_eq!(class.ask(OTHER, report()), Ok(vec![]));
        assert_eq!(class.view.chat.reports[&id(1).into()].by.len(), 2);
        class.does(ASSISTANT, Command::Chat(chat::Command::DismissReport { message: id(1).into() }));
        assert!(class.view.chat.reports.is_empty());
        class.does(OTHER, report());
        class.does(ASSISTANT, Command::Chat(chat::Command::Remove { message: id(1).into() }));
        assert!(class.view.chat.reports.is_empty());
    }
}

//! What the parts of the chat share: what is being answered and edited, where to go, what was read.

use domain::chat::{Address, Message};
use domain::ids::MessageId;
use domain::shared::Shared;
use leptos::prelude::*;

/// The chat's shared state. Copied freely.
#[derive(Clone, Copy, Default)]
pub(crate) struct Desk {
    /// What is being written.
    pub text: RwSignal<String>,
    /// The message that what is being written answers.
    pub reply_to: RwSignal<Option<MessageId>>,
    /// One's own message that is being changed.
    pub editing: RwSignal<Option<MessageId>>,
    /// To whom one writes.
    pub to: RwSignal<Address>,
    /// The message whose menu is open.
    pub menu: RwSignal<Option<MessageId>>,
    /// The message that is being reported.
    pub reporting: RwSignal<Option<MessageId>>,
    /// The message to scroll to; taken by the list.
    pub go_to: RwSignal<Option<MessageId>>,
    /// What is searched for; nothing where it is empty.
    pub search: RwSignal<String>,
    /// What was read.
    pub read: RwSignal<Reading>,
    /// How often the composer was asked to take the focus.
    pub write: RwSignal<u32>,
}

impl Desk {
    pub fn expect() -> Self {
        expect_context()
    }

    /// Shows a message in the list, whatever was searched for.
    pub fn show(self, message: MessageId) {
        if !self.search.with_untracked(String::is_empty) {
            self.search.set(String::new());
        }
        self.go_to.set(Some(message));
    }

    /// Begins an answer.
    pub fn answer(self, message: MessageId) {
        self.reply_to.set(Some(message));
        self.focus_composer();
    }

    /// Begins a message to somebody.
    pub fn write_to(self, to: Address) {
        self.reply_to.set(None);
        self.to.set(to);
        self.focus_composer();
    }

    pub fn focus_composer(self) {
        self.write.update(|times| *times += 1);
    }
}

/// How far somebody has read, and where they left off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    /// Messages that were seen.
    pub seen: usize,
    /// The first that was not, as they came back; it stays marked until they leave again.
    pub mark: Option<MessageId>,
    looking: bool,
}

impl Reading {
    /// What is read where `messages` are there, the newest of them in sight if somebody is `looking`.
    pub fn then(self, messages: &[Shared<Message>], looking: bool) -> Self {
        let first_unseen = messages.get(self.seen).map(|message| message.id);
        match (self.looking, looking) {
            (_, true) => Self { seen: messages.len(), looking, ..self },
            // They leave: from here on everything is new.
            (true, false) => Self { mark: first_unseen, looking, ..self },
            (false, false) => Self { mark: self.mark.or(first_unseen), ..self },
        }
    }

    /// Nothing is marked any more: they wrote themselves.
    pub fn unmarked(self) -> Self {
        Self { mark: None, ..self }
    }

    /// Messages that came since.
    pub fn unread(self, messages: usize) -> usize {
        messages.saturating_sub(self.seen)
    }
}

#[cfg(test)]
mod tests {
    use domain::chat::Message;
    use domain::ids::{Offset, UserId};
    use uuid::Uuid;

    use super::*;

    fn messages(n: usize) -> Vec<Shared<Message>> {
        let message = |n: usize| {
            let id = MessageId(Uuid::from_u128(n as u128));
            Message::new(id, UserId(Uuid::nil()), Offset(0), "words".into()).into()
        };
        (0..n).map(message).collect()
    }

    #[test]
    fn the_first_message_that_came_while_away_is_marked_until_one_leaves_again() {
        let mark = |reading: Reading| reading.mark.map(|id| id.0.as_u128());
        let here = Reading::default().then(&messages(3), true);
        assert_eq!((here.unread(3), mark(here)), (0, None));
        let away = here.then(&messages(3), false);
        assert_eq!(mark(away), None);
        let away = away.then(&messages(4), false).then(&messages(6), false);
        assert_eq!((away.unread(6), mark(away)), (3, Some(3)));
        let back = away.then(&messages(6), true);
        assert_eq!((back.unread(6), mark(back)), (0, Some(3)), "where one left off");
        assert_eq!(mark(back.then(&messages(7), true)), Some(3));
        assert_eq!(mark(back.then(&messages(7), true).then(&messages(7), false)), None);
        assert_eq!(mark(back.unmarked()), None);
    }

    #[test]
    fn a_message_that_comes_as_one_leaves_is_new() {
        let here = Reading::default().then(&messages(3), true);
        assert_eq!(here.then(&messages(4), false).mark, Some(messages(4)[3].id));
    }
}

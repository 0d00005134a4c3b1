//! What a class keeps of its chat.

use std::collections::HashMap;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::chat::{Fact, Message, Paced, Report};
use crate::ids::{MessageId, Offset, Sequence, UserId};
use crate::pace::Paces;
use crate::shared::Shared;
use crate::sorted::SortedMap;
use crate::words::Words;

/// The chat.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(default)]
pub struct Chat {
    /// The messages, oldest first.
    #[serde(rename = "chat")]
    pub messages: Vec<Shared<Message>>,
    /// The pinned messages, in the order they were pinned.
    pub pins: Vec<MessageId>,
    /// The messages staff are asked to look at; only staff see them here.
    pub reports: SortedMap<MessageId, Report>,
    #[serde(skip)]
    pub(crate) paces: Paces<Paced>,
    #[serde(skip)]
    index: Index,
}

/// Where messages stand, so that one doesn't look at all. It says nothing that the messages don't, so chats are equal with and
/// without it. One that came as a snapshot has none until the first event. Copies share it until one of them follows an event.
#[derive(Debug, Clone, Default)]
struct Index(Option<Arc<IndexMaps>>);

#[derive(Debug, Clone, Default)]
struct IndexMaps {
    messages: HashMap<MessageId, usize>,
    /// When each person wrote last.
    wrote: HashMap<UserId, Offset>,
}

impl PartialEq for Index {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Index {}

impl Chat {
    /// Makes the index where there is none. Who looks many messages up before an event came makes it first.
    pub fn index(&mut self) {
        if self.index.0.is_none() {
            let messages = self.messages.iter().enumerate().map(|(place, message)| (message.id, place));
            let wrote = self.messages.iter().map(|message| (message.author, message.offset));
            let places = IndexMaps { messages: messages.collect(), wrote: wrote.collect() };
            self.index.0 = Some(Arc::new(places));
        }
    }

    /// The message of that id.
    #[must_use]
    pub fn message(&self, id: MessageId) -> Option<&Message> {
        match &self.index.0 {
            Some(places) => {
                places.messages.get(&id).and_then(|place| self.messages.get(*place)).map(Deref::deref)
            }
            None => self.messages.iter().map(Deref::deref).find(|message| message.id == id),
        }
    }

    pub(super) fn message_mut(&mut self, id: MessageId) -> Option<&mut Message> {
        let place = self.index.0.as_ref()?.messages.get(&id).copied()?;
        self.messages.get_mut(place).map(DerefMut::deref_mut)
    }

    pub(super) fn push_message(&mut self, message: Message) {
        if let Some(places) = &mut self.index.0 {
            let places = Arc::make_mut(places);
            places.messages.insert(message.id, self.messages.len());
            places.wrote.insert(message.author, message.offset);
        }
        self.messages.push(message.into());
    }

    /// When somebody wrote last.
    #[must_use]
    pub fn last_message(&self, user: UserId) -> Option<Offset> {
        match &self.index.0 {
            Some(places) => places.wrote.get(&user).copied(),
            None => {
                let mut latest = self.messages.iter().rev();
                latest.find(|message| message.author == user).map(|message| message.offset)
            }
        }
    }

    /// Keeps what somebody may read.
    pub(crate) fn keep_for(&mut self, me: UserId, staff: bool) {
        self.index = Index::default();
        self.messages.retain(|message| message.readers.include(me, staff));
        if !staff {
            self.reports.clear();
        }
    }

    /// Whether it holds a message that `me` may read and `anybody` of their audience may not, or the reverse.
    pub(crate) fn concerns(&self, me: UserId, anybody: UserId, staff: bool) -> bool {
        let reads = |message: &Shared<Message>| {
            message.readers.include(me, staff) != message.readers.include(anybody, staff)
        };
        self.messages.iter().any(reads)
    }

    /// Takes out of an old fact the words of a message that was removed since or says something else now.
    pub(crate) fn redact(&self, fact: &mut Fact, sequence: Sequence) {
        match fact {
            Fact::Posted { message, text, .. } => {
                if self.message(*message).is_some_and(|now| now.removed_by.is_some() || now.edited.is_some())
                {
                    *text = Words(None);
                }
            }
            Fact::Edited { message, text, .. } => {
                let gone = |now: &Message| now.removed_by.is_some() || now.edited != Some(sequence);
                if self.message(*message).is_some_and(gone) {
                    *text = Words(None);
                }
            }
            Fact::Reported { message, text, .. } => {
                if self.message(*message).is_some_and(|now| now.removed_by.is_some()) {
                    *text = Words(None);
                }
            }
            Fact::Removed { .. }
            | Fact::Pinned { .. }
            | Fact::Unpinned { .. }
            | Fact::Reacted { .. }
            | Fact::Unreacted { .. }
            | Fact::ReportDismissed { .. } => {}
        }
    }
}

//! What the chat's facts make of a class.

use crate::chat::{Chat, Fact, Message, Paced, Report};
use crate::core::Stamp;
use crate::ids::MessageId;
use crate::sorted::{SortedMap, SortedSet};
use crate::words::Words;

pub(crate) fn fold(own: &mut Chat, fact: &Fact, stamp: Stamp) {
    own.index();
    match fact {
        Fact::Posted { message, text, reply_to, readers, mentions } => {
            let author = stamp.actor.unwrap_or_else(|| uuid::Uuid::nil().into());
            own.push_message(Message {
                reply_to: *reply_to,
                readers: *readers,
                mentions: mentions.clone(),
                ..Message::new(*message, author, stamp.offset, text.clone())
            });
        }
        Fact::Edited { message, text, .. } => {
            own.paces.note(stamp.actor.map(|user| user.0), Paced::Edit, stamp.offset);
            with(own, *message, |message| {
                message.text = text.clone();
                message.edited = Some(stamp.sequence);
            });
        }
        Fact::Removed { message, .. } => {
            own.reports.remove(message);
            own.pins.retain(|pinned| pinned != message);
            with(own, *message, |message| {
                message.text = Words(None);
                message.removed_by = stamp.actor.or(Some(message.author));
            });
        }
        Fact::Pinned { message } => own.pins.push(*message),
        Fact::Unpinned { message } => own.pins.retain(|pinned| pinned != message),
        Fact::Reacted { message, emoji, .. } => {
            if let Some(user) = stamp.actor {
                own.paces.note(Some(user.0), Paced::React, stamp.offset);
                with(own, *message, |message| {
                    message.reactions.get_or_insert_with(*emoji, SortedSet::new).insert(user)
                });
            }
        }
        Fact::Unreacted { message, emoji, .. } => {
            if let Some(user) = stamp.actor {
                with(own, *message, |message| {
                    if let Some(people) = message.reactions.get_mut(emoji) {
                        people.remove(&user);
                        if people.is_empty() {
                            message.reactions.remove(emoji);
                        }
                    }
                });
            }
        }
        Fact::Reported { message, author, text, reason } => {
            let report = own.reports.get_or_insert_with(*message, || Report {
                author: *author,
                text: text.clone(),
                offset: stamp.offset,
                by: SortedMap::new(),
            });
            if let Some(user) = stamp.actor {
                report.by.insert(user, *reason);
                own.paces.note(Some(user.0), Paced::Report, stamp.offset);
            }
        }
        Fact::ReportDismissed { message } => {
            own.reports.remove(message);
        }
    }
}

fn with<T>(own: &mut Chat, message: MessageId, change: impl FnOnce(&mut Message) -> T) {
    if let Some(message) = own.message_mut(message) {
        change(message);
    }
}

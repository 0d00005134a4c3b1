//! What the chat's facts make of a class.

use crate::chat::{Message, Report};
use crate::event::{Event, Fact};
use crate::ids::MessageId;
use crate::pace::Paced;
use crate::sorted::{SortedMap, SortedSet};
use crate::view::ClassView;
use crate::words::Words;

pub(crate) fn fold(view: &mut ClassView, event: &Event) {
    match &event.fact {
        Fact::ChatPosted { message, text, reply_to, readers, mentions } => {
            let author = event.actor.unwrap_or_else(|| uuid::Uuid::nil().into());
            view.push_message(Message {
                reply_to: *reply_to,
                readers: *readers,
                mentions: mentions.clone(),
                ..Message::new(*message, author, event.offset, text.clone())
            });
        }
        Fact::ChatEdited { message, text, .. } => {
            view.note(event.actor.map(|user| user.0), Paced::Edit, event.offset);
            with(view, *message, |message| {
                message.text = text.clone();
                message.edited = Some(event.sequence);
            });
        }
        Fact::ChatRemoved { message, .. } => {
            view.reports.remove(message);
            view.pins.retain(|pinned| pinned != message);
            with(view, *message, |message| {
                message.text = Words(None);
                message.removed_by = event.actor.or(Some(message.author));
            });
        }
        Fact::ChatPinned { message } => view.pins.push(*message),
        Fact::ChatUnpinned { message } => view.pins.retain(|pinned| pinned != message),
        Fact::ChatReacted { message, emoji, .. } => {
            if let Some(user) = event.actor {
                view.note(Some(user.0), Paced::Reaction, event.offset);
                with(view, *message, |message| {
                    message.reactions.get_or_insert_with(*emoji, SortedSet::new).insert(user)
                });
            }
        }
        Fact::ChatUnreacted { message, emoji, .. } => {
            if let Some(user) = event.actor {
                with(view, *message, |message| {
                    if let Some(people) = message.reactions.get_mut(emoji) {
                        people.remove(&user);
                        if people.is_empty() {
                            message.reactions.remove(emoji);
                        }
                    }
                });
            }
        }
        Fact::ChatReported { message, author, text, reason } => {
            let report = view.reports.get_or_insert_with(*message, || Report {
                author: *author,
                text: text.clone(),
                offset: event.offset,
                by: SortedMap::new(),
            });
            if let Some(user) = event.actor {
                report.by.insert(user, *reason);
                view.note(Some(user.0), Paced::Report, event.offset);
            }
        }
        Fact::ChatReportDismissed { message } => {
            view.reports.remove(message);
        }
        _ => {}
    }
}

fn with<T>(view: &mut ClassView, message: MessageId, change: impl FnOnce(&mut Message) -> T) {
    if let Some(message) = view.message_mut(message) {
        change(message);
    }
}

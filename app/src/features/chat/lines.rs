//! The chat as lines: messages, markers between them, and one's own words that are still on their way.

use domain::chat::{Message, Readers};
use domain::emoji::Emoji;
use domain::ids::{ChapterId, CommandId, MessageId, Offset, UserId};
use domain::names::shown;
use domain::role::Viewer;
use domain::text::{cut, trimmed};
use domain::{ClassView, Command, chat};

use crate::live::Owed;
use crate::markup::Named;
use crate::room::{name_in, role_word};
use crate::ui::window::guess;

/// One line of the chat: what it is. What it says is looked up where it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ChatItem {
    /// A message.
    Message(MessageId),
    /// A chapter begins here.
    Chapter(ChapterId),
    /// What follows was not read yet.
    New,
    /// One's own message that the class does not have yet.
    Unsent(CommandId),
}

/// A message as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spoken {
    pub author: String,
    pub role: Option<&'static str>,
    pub own: bool,
    pub offset: Offset,
    /// What it says; none once it was removed.
    pub text: Option<String>,
    pub edited: bool,
    /// The message it answers.
    pub quote: Option<Quote>,
    /// Who reads it, where that isn't everybody.
    pub private: Option<String>,
    pub mentions: Vec<Named>,
    /// It names the viewer.
    pub to_me: bool,
    /// Everybody reads it.
    pub public: bool,
    pub pinned: bool,
    pub reactions: Vec<Reaction>,
}

/// How many answered a message with an emoji.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reaction {
    pub emoji: Emoji,
    pub count: usize,
    pub own: bool,
}

/// A message in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quote {
    pub id: MessageId,
    pub author: String,
    pub text: String,
}

/// All lines, oldest first, with a marker before the first that is `unread`.
pub(super) fn lines(view: &ClassView, owed: &[Owed], unread: Option<MessageId>) -> Vec<ChatItem> {
    let mut lines =
        Vec::with_capacity(view.chat.messages.len() + view.chapter.chapters.len() + owed.len() + 1);
    let mut chapters = view.chapter.chapters.iter().peekable();
    for message in &view.chat.messages {
        // A chapter and a message of one millisecond: the message was written before, and is read before.
        while let Some(chapter) = chapters.next_if(|chapter| chapter.offset < message.offset) {
            lines.push(ChatItem::Chapter(chapter.id));
        }
        if unread == Some(message.id) {
            lines.push(ChatItem::New);
        }
        lines.push(ChatItem::Message(message.id));
    }
    lines.extend(chapters.map(|chapter| ChatItem::Chapter(chapter.id)));
    lines.extend(owed.iter().filter_map(|owed| match &owed.command {
        Command::Chat(chat::Command::Post { message, .. }) if view.chat.message(*message).is_none() => {
            Some(ChatItem::Unsent(owed.id))
        }
        _ => None,
    }));
    lines
}

/// The messages in which `query` is found, in any case.
pub(super) fn found(view: &ClassView, query: &str) -> Vec<ChatItem> {
    let query = trimmed(query).to_lowercase();
    let hits = view.chat.messages.iter().filter(|message| {
        message.text.text().to_lowercase().contains(&query)
            || name_in(view, message.author).to_lowercase().contains(&query)
    });
    hits.map(|message| ChatItem::Message(message.id)).collect()
}

/// A line's likely height, until it is measured.
pub(crate) fn likely_height(view: &ClassView, line: ChatItem) -> f64 {
    let ChatItem::Message(id) = line else { return guess(0, 0) };
    view.chat.message(id).map_or(0.0, |message| {
        let text = message.text.text();
        guess(text.len(), text.bytes().filter(|byte| *byte == b'\n').count())
    })
}

/// The message as `viewer` sees it.
pub(crate) fn spoken(view: &ClassView, id: MessageId, viewer: Viewer) -> Option<Spoken> {
    let message = view.chat.message(id)?;
    let me = viewer.user;
    let reactions = message.reactions.iter().map(|(emoji, people)| Reaction {
        emoji: *emoji,
        count: people.len(),
        own: people.contains(&me),
    });
    let mentions = message.mentions.iter().flat_map(|user| names_of(view, *user));
    Some(Spoken {
        author: name_in(view, message.author),
        role: view.core.people.get(&message.author).and_then(|person| role_word(person.role)),
        own: message.author == me,
        offset: message.offset,
        text: text_of(message).map(str::to_owned),
        edited: message.edited.is_some(),
        quote: message.reply_to.and_then(|earlier| quote(view, earlier)),
        private: only(view, message.readers, me),
        mentions: mentions.collect(),
        to_me: message.mentions.contains(&me),
        public: message.readers.everybody(),
        pinned: view.chat.pins.contains(&id),
        reactions: reactions.collect(),
    })
}

/// A message in one line; none where the viewer doesn't have it.
pub(super) fn quote(view: &ClassView, id: MessageId) -> Option<Quote> {
    /// Characters of a message that its quotation has, at most.
    const LONGEST: usize = 140;
    let message = view.chat.message(id)?;
    let text = text_of(message).map_or_else(
        || "A removed message".to_owned(),
        |text| cut(&text.split_whitespace().collect::<Vec<_>>().join(" "), LONGEST).to_owned(),
    );
    Some(Quote { id, author: name_in(view, message.author), text })
}

/// By what somebody is mentioned: what they are called here, and their name alone, as it was written before another of that
/// name came.
fn names_of(view: &ClassView, user: UserId) -> impl Iterator<Item = Named> {
    let (called, plain) = (view.core.called(user), shown(view.core.name_of(user)));
    let other = (called != plain).then_some(plain);
    std::iter::once(called).chain(other).map(move |name| Named { user, name })
}

fn text_of(message: &Message) -> Option<&str> {
    message.removed_by.is_none().then(|| message.text.text())
}

/// "Only you and Ada", where not everybody reads it.
pub(super) fn only(view: &ClassView, readers: Readers, me: UserId) -> Option<String> {
    match readers {
        Readers::Everybody => None,
        Readers::Staff { with } if with == me => Some("Only you and those who run the class".to_owned()),
        Readers::Staff { with } => {
            let asked = view.core.people.get(&with).filter(|person| !person.role.is_staff());
            Some(match asked {
                Some(_) => format!("Only {} and those who run the class", name_in(view, with)),
                None => "Only those who run the class".to_owned(),
            })
        }
        Readers::Two { one, other } => {
            Some(format!("Only you and {}", name_in(view, if one == me { other } else { one })))
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::sorted::SortedSet;
    use domain::{chapter, chat, participant};

    use chrono::DateTime;
    use domain::event::{Event, Fact};
    use domain::ids::Sequence;
    use domain::role::Role;
    use domain::view::apply;
    use uuid::Uuid;

    use super::*;
    use crate::live::Progress;

    const ME: UserId = UserId(Uuid::from_u128(1));
    const OTHER: UserId = UserId(Uuid::from_u128(2));
    const VIEWER: Viewer = Viewer { user: ME, role: Role::Student };

    fn message(n: u128) -> MessageId {
        MessageId(Uuid::from_u128(n))
    }

    fn class(facts: Vec<(i64, UserId, Fact)>) -> ClassView {
        let mut view = ClassView::default();
        for (n, (offset, actor, fact)) in (1..).zip(facts) {
            let command = CommandId(Uuid::from_u128(n.into()));
            let sequence = Sequence(n);
            let (offset, at) = (Offset(offset), DateTime::UNIX_EPOCH);
            apply(&mut view, &Event { sequence, offset, at, actor: Some(actor), command, fact });
        }
        view
    }

    fn posted(n: u128) -> Fact {
        answered(n, None, Readers::Everybody)
    }

    fn answered(n: u128, reply_to: Option<u128>, readers: Readers) -> Fact {
        let reply_to = reply_to.map(message);
        let text = format!("words {n}").as_str().into();
        Fact::Chat(chat::Fact::Posted {
            message: message(n),
            text,
            reply_to,
            readers,
            mentions: SortedSet::from([ME]),
        })
    }

    fn joined(user: UserId, name: &str, role: Role) -> Fact {
        let connection = domain::ids::ConnectionId(user.0);
        Fact::Participant(participant::Fact::Joined {
            user,
            role,
            name: name.into(),
            connection,
            node: String::new(),
        })
    }

    #[test]
    fn chapters_stand_between_the_messages_of_their_time_and_new_before_the_first_unread() {
        let chapter = ChapterId(Uuid::from_u128(9));
        let marked = Fact::Chapter(chapter::Fact::Marked { chapter, title: "Energy".into() });
        let view = class(vec![(10, ME, posted(1)), (20, ME, marked), (30, ME, posted(2))]);
        let (one, two) = (ChatItem::Message(message(1)), ChatItem::Message(message(2)));
        assert_eq!(lines(&view, &[], None), [one, ChatItem::Chapter(chapter), two]);
        assert_eq!(
            lines(&view, &[], Some(message(2))),
            [one, ChatItem::Chapter(chapter), ChatItem::New, two]
        );
    }

    #[test]
    fn own_words_show_once_whether_on_the_way_or_there() {
        let owed = |n, progress| Owed {
            id: CommandId(Uuid::from_u128(n)),
            command: Command::chat(message(n), "words"),
            progress,
        };
        let view = class(vec![(10, ME, posted(1))]);
        let owed = [owed(1, Progress::Heard(Sequence(1))), owed(2, Progress::Waiting)];
        let unsent = ChatItem::Unsent(CommandId(Uuid::from_u128(2)));
        assert_eq!(lines(&view, &owed, None), [ChatItem::Message(message(1)), unsent]);
    }

    #[test]
    fn an_answer_quotes_what_it_answers_until_that_is_removed() {
        let reply = answered(2, Some(1), Readers::Everybody);
        let mut facts =
            vec![(0, OTHER, joined(OTHER, "Ada", Role::Student)), (1, OTHER, posted(1)), (2, ME, reply)];
        let quoted = |view: &ClassView| spoken(view, message(2), VIEWER).unwrap().quote.unwrap();
        let first = quoted(&class(facts.clone()));
        assert_eq!((first.author.as_str(), first.text.trim()), ("Ada", "words 1"));
        facts.push((
            3,
            OTHER,
            Fact::Chat(chat::Fact::Removed { message: message(1), readers: Readers::Everybody }),
        ));
        assert_eq!(quoted(&class(facts)).text, "A removed message");
    }

    #[test]
    fn it_is_said_who_else_reads_what_not_everybody_reads() {
        let view = class(vec![
            (0, ME, joined(ME, "Me", Role::Student)),
            (0, OTHER, joined(OTHER, "Ada", Role::Student)),
        ]);
        let two = Readers::Two { one: OTHER, other: ME };
        assert_eq!(only(&view, two, ME).unwrap(), "Only you and Ada");
        let staff = Readers::Staff { with: OTHER };
        assert_eq!(only(&view, staff, ME).unwrap(), "Only Ada and those who run the class");
        assert_eq!(only(&view, staff, OTHER).unwrap(), "Only you and those who run the class");
        assert_eq!(only(&view, Readers::Everybody, ME), None);
    }

    #[test]
    fn a_search_finds_words_and_people_in_any_case() {
        let view = class(vec![
            (0, OTHER, joined(OTHER, "Ada", Role::Student)),
            (1, OTHER, posted(1)),
            (2, ME, posted(2)),
        ]);
        assert_eq!(found(&view, " WORDS 2"), [ChatItem::Message(message(2))]);
        assert_eq!(found(&view, "ada"), [ChatItem::Message(message(1))]);
        assert!(found(&view, "nobody said this").is_empty());
    }
}

//! The chat as lines: messages, markers between them, and one's own words that are still on their way.

use domain::ClassView;
use domain::Command;
use domain::ids::{ChapterId, CommandId, MessageId, Offset, UserId};
use domain::role::Viewer;

use super::room::{name_in, role_word};
use crate::live::Owed;

/// One line of the chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// A message.
    Message(Spoken),
    /// A chapter begins here.
    Chapter {
        /// Which.
        id: ChapterId,
        /// Its title.
        title: String,
        /// Where.
        offset: Offset,
    },
    /// One's own message that the class does not have yet.
    Unsent {
        /// Its command.
        id: CommandId,
        /// What it says.
        text: String,
    },
}

/// A message of the class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spoken {
    pub id: MessageId,
    pub author: String,
    pub role: Option<&'static str>,
    pub own: bool,
    pub offset: Offset,
    /// What it says; none once it was removed.
    pub text: Option<String>,
    /// The viewer may take it away.
    pub removable: bool,
}

/// What a line is, and the state of it that shows: a line with another key is drawn anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum LineKey {
    Message(MessageId, bool),
    Chapter(ChapterId),
    Unsent(CommandId),
}

impl Line {
    pub fn key(&self) -> LineKey {
        match self {
            Self::Message(spoken) => LineKey::Message(spoken.id, spoken.text.is_some()),
            Self::Chapter { id, .. } => LineKey::Chapter(*id),
            Self::Unsent { id, .. } => LineKey::Unsent(*id),
        }
    }
}

/// All lines, oldest first; `moderates` for those who may take anybody's message away.
pub(super) fn lines(view: &ClassView, owed: &[Owed], viewer: Viewer, moderates: bool) -> Vec<Line> {
    let mut lines: Vec<(Offset, Line)> = view
        .chat
        .iter()
        .map(|message| {
            let own = message.author == viewer.user;
            let spoken = Spoken {
                id: message.id,
                author: name_in(view, message.author),
                role: role_of(view, message.author),
                own,
                offset: message.offset,
                text: message.removed_by.is_none().then(|| message.text.text().to_owned()),
                removable: message.removed_by.is_none() && (own || moderates),
            };
            (message.offset, Line::Message(spoken))
        })
        .collect();
    lines.extend(view.chapters.iter().map(|chapter| {
        let title = chapter.title.text().to_owned();
        (chapter.offset, Line::Chapter { id: chapter.id, title, offset: chapter.offset })
    }));
    // Stable: lines of one millisecond stay in the log's order.
    lines.sort_by_key(|(offset, _)| *offset);
    let on_the_way = owed.iter().filter_map(|owed| match &owed.command {
        Command::PostChat { message, text, .. } if view.message(*message).is_none() => {
            Some(Line::Unsent { id: owed.id, text: text.clone() })
        }
        _ => None,
    });
    lines.into_iter().map(|(_, line)| line).chain(on_the_way).collect()
}

fn role_of(view: &ClassView, user: UserId) -> Option<&'static str> {
    role_word(view.people.get(&user)?.role)
}

#[cfg(test)]
mod tests {
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
        Fact::chat(message(n), "words")
    }

    fn viewer(role: Role) -> Viewer {
        Viewer { user: ME, role }
    }

    fn removable(lines: &[Line]) -> Vec<bool> {
        let spoken = lines.iter().filter_map(|line| match line {
            Line::Message(spoken) => Some(spoken.removable),
            _ => None,
        });
        spoken.collect()
    }

    #[test]
    fn people_remove_their_own_words_and_moderators_all_but_the_removed() {
        let removed = Fact::ChatRemoved { message: message(3), readers: Default::default() };
        let view =
            class(vec![(1, ME, posted(1)), (2, OTHER, posted(2)), (3, OTHER, posted(3)), (4, ME, removed)]);
        assert_eq!(removable(&lines(&view, &[], viewer(Role::Student), false)), [true, false, false]);
        assert_eq!(removable(&lines(&view, &[], viewer(Role::Assistant), true)), [true, true, false]);
    }

    #[test]
    fn chapters_stand_between_the_messages_of_their_time() {
        let chapter = Fact::ChapterMarked { chapter: ChapterId(Uuid::from_u128(9)), title: "Energy".into() };
        let view = class(vec![(10, ME, posted(1)), (20, ME, chapter), (30, ME, posted(2))]);
        let lines = lines(&view, &[], viewer(Role::Student), false);
        assert!(matches!(&lines[1], Line::Chapter { title, .. } if title == "Energy"));
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
        let keys: Vec<_> = lines(&view, &owed, viewer(Role::Student), false).iter().map(Line::key).collect();
        assert_eq!(
            keys,
            [LineKey::Message(message(1), true), LineKey::Unsent(CommandId(Uuid::from_u128(2)))]
        );
    }
}

//! Everything that waits for those who run the class, in one order: who waits longest comes first.

use domain::chat::Reason;
use domain::ids::{MessageId, Offset, QuestionId, UserId};
use domain::lobby::Waiting;
use domain::names::{isolated, key, numbered, shown};
use domain::question::State;
use domain::words::Words;
use domain::{ClassView, Command, chat, hand, lobby};

use crate::features::chat::reason_words;
use crate::room::name_in;

/// What waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Item {
    /// Somebody in the lobby.
    Lobby(UserId),
    /// A raised hand.
    Hand(UserId),
    /// A question to be approved.
    Question(QuestionId),
    /// A reported message.
    Report(MessageId),
}

/// How something is refused.
pub(super) enum Refusal {
    AtOnce(Command),
    WithReason(QuestionId),
}

/// What waits, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub title: String,
    /// What was written.
    pub text: Option<String>,
    pub since: Offset,
}

/// Everything that waits, the longest first.
pub(super) fn queue(view: &ClassView, now: Offset) -> Vec<Item> {
    let lobby = view.core.lobby.waiting.iter().map(|(user, waiting)| (waiting.since, Item::Lobby(*user)));
    let hands = view.hand.up(&view.core, now).into_iter().map(|hand| (hand.since, Item::Hand(hand.user)));
    let questions = view.question.questions.values().filter(|question| question.state == State::Pending);
    let questions = questions.map(|question| (question.asked, Item::Question(question.id)));
    let reports = view.chat.reports.iter().map(|(id, report)| (report.offset, Item::Report(*id)));
    let mut all: Vec<_> = lobby.chain(hands).chain(questions).chain(reports).collect();
    all.sort_by_key(|(since, _)| *since);
    all.into_iter().map(|(_, item)| item).collect()
}

/// Those who were not let in, with their names: they may be let in after all.
pub(super) fn turned_away(view: &ClassView) -> Vec<(UserId, String)> {
    let named = |(user, name): (&UserId, &Words)| (*user, isolated(shown(name.text())));
    let mut list: Vec<_> = view.core.lobby.turned_away.iter().map(named).collect();
    list.sort_by_cached_key(|(_, name)| name.to_lowercase());
    list
}

impl Item {
    /// What it is; none where it was done meanwhile.
    pub fn said(self, view: &ClassView) -> Option<Said> {
        let said = |title, text: Option<&str>, since| Said { title, text: text.map(str::to_owned), since };
        Some(match self {
            Self::Lobby(user) => {
                let waiting = view.core.lobby.waiting.get(&user)?;
                let name = isolated(numbered(shown(waiting.name.text()), namesakes(view, user, waiting)));
                said(format!("{name} waits in the lobby"), None, waiting.since)
            }
            Self::Hand(user) => {
                let hand = view.hand.hands.iter().find(|hand| hand.user == user)?;
                said(format!("{} raised a hand", name_in(view, user)), None, hand.since)
            }
            Self::Question(id) => {
                let question = view.question.questions.get(&id)?;
                let asker = question.asker.map_or_else(|| "Somebody".to_owned(), |user| name_in(view, user));
                let asker = if question.anonymous { format!("{asker}, anonymously,") } else { asker };
                said(format!("{asker} asks"), Some(question.text.text()), question.asked)
            }
            Self::Report(id) => {
                let report = view.chat.reports.get(&id)?;
                let author = name_in(view, report.author);
                said(
                    format!("{author} wrote. {}", why(view, report)),
                    Some(report.text.text()),
                    report.offset,
                )
            }
        })
    }

    /// The words for Enter and for Backspace.
    pub fn answers(self) -> (&'static str, &'static str) {
        match self {
            Self::Lobby(_) => ("Admit", "Turn away"),
            Self::Hand(_) => ("Give the floor", "Lower"),
            Self::Question(_) => ("Approve", "Dismiss"),
            Self::Report(_) => ("Remove", "Leave it"),
        }
    }

    /// What the other answer does; a question's asker is told why first.
    pub fn refusal(self) -> Refusal {
        match self {
            Self::Lobby(user) => Refusal::AtOnce(Command::Lobby(lobby::Command::TurnAway { user })),
            Self::Hand(user) => Refusal::AtOnce(Command::Hand(hand::Command::Lower { user })),
            Self::Question(question) => Refusal::WithReason(question),
            Self::Report(message) => Refusal::AtOnce(Command::Chat(chat::Command::DismissReport { message })),
        }
    }
}

/// How many of the same name wait longer.
fn namesakes(view: &ClassView, user: UserId, waiting: &Waiting) -> u16 {
    let Some(name) = key(waiting.name.text()) else { return 0 };
    let longer = view.core.lobby.waiting.iter().filter(|(other, theirs)| {
        (theirs.since, **other) < (waiting.since, user) && key(theirs.name.text()) == Some(name)
    });
    u16::try_from(longer.count()).unwrap_or(u16::MAX)
}

/// "Ada: It advertises or repeats itself".
fn why(view: &ClassView, report: &domain::chat::Report) -> String {
    let one =
        |(user, reason): (&UserId, &Reason)| format!("{}: {}", name_in(view, *user), reason_words(*reason));
    let said: Vec<_> = report.by.iter().map(one).collect();
    format!("Reported by {}", said.join("; "))
}

#[cfg(test)]
mod tests {
    use domain::sorted::SortedMap;

    use domain::chat::Report;
    use domain::hand::Hand;
    use domain::participant::Participant;
    use domain::role::Role;
    use uuid::Uuid;

    use super::*;
    use crate::features::lobby::in_lobby;

    fn user(n: u128) -> UserId {
        UserId(Uuid::from_u128(n))
    }

    fn class() -> ClassView {
        let mut view = ClassView::default();
        view.hand.hands = vec![Hand { user: user(1), since: Offset(20) }];
        let waiting = Waiting { name: "Ada".into(), since: Offset(30), connections: SortedMap::new() };
        view.core.lobby.waiting.insert(user(2), waiting);
        let by = SortedMap::from([(user(4), Reason::Spam)]);
        let report = Report { author: user(3), text: "Buy!".into(), offset: Offset(10), by };
        view.chat.reports.insert(MessageId(Uuid::from_u128(9)), report);
        view
    }

    #[test]
    fn who_waits_longest_comes_first_whatever_they_wait_for() {
        let report = Item::Report(MessageId(Uuid::from_u128(9)));
        assert_eq!(queue(&class(), Offset(0)), [report, Item::Hand(user(1)), Item::Lobby(user(2))]);
        assert_eq!(in_lobby(&class()), 1);
    }

    #[test]
    fn who_left_with_a_hand_up_waits_for_nothing() {
        let mut view = class();
        let left = Participant::new(user(1), Role::Student, "Bea".into(), Offset(0));
        view.core.people.insert(user(1), left.into());
        let hands = |ms| queue(&view, Offset(ms)).contains(&Item::Hand(user(1)));
        assert!(hands(10_000), "perhaps a reload");
        assert!(!hands(60_000));
    }

    #[test]
    fn who_was_not_let_in_is_listed_by_name() {
        let mut view = class();
        for (n, name) in [(5, "Zoe"), (6, "Ada"), (7, "")] {
            view.core.lobby.turned_away.insert(user(n), name.into());
        }
        let names: Vec<_> = turned_away(&view).into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, ["Ada", "Somebody", "Zoe"]);
    }

    #[test]
    fn each_says_what_it_is_about_until_it_is_done() {
        let mut view = class();
        let said = Item::Lobby(user(2)).said(&view).unwrap();
        assert_eq!((said.title.as_str(), said.since), ("Ada waits in the lobby", Offset(30)));
        let said = Item::Report(MessageId(Uuid::from_u128(9))).said(&view).unwrap();
        assert_eq!(said.text.as_deref(), Some("Buy!"));
        assert!(said.title.contains("advertises"), "{}", said.title);
        let later = Waiting { name: "ada".into(), since: Offset(40), connections: SortedMap::new() };
        view.core.lobby.waiting.insert(user(1), later);
        let said = Item::Lobby(user(1)).said(&view).unwrap();
        assert_eq!(said.title, "ada (2) waits in the lobby", "told apart from who waits longer");
        view.hand.hands.clear();
        assert_eq!(Item::Hand(user(1)).said(&view), None);
    }
}

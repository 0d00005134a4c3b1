//! Why a class didn't take a command, in words for the one who asked.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::permission::Permission;
use crate::words::BadText;

/// Why a class didn't take a command. The text is what the person reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Rejection {
    /// There is no such class.
    #[error("There is no such class.")]
    NoSuchClass,
    /// It is on the calendar already.
    #[error("This class is already scheduled.")]
    AlreadyScheduled,
    /// It has started, so its calendar entry stands.
    #[error("This class has started; its time and title can't be changed any more.")]
    AlreadyStarted,
    /// It hasn't started.
    #[error("This class hasn't started yet.")]
    NotLive,
    /// It is over.
    #[error("This class is over. You can watch its replay.")]
    ClassOver,
    /// It is being taught, or hasn't begun.
    #[error("This class isn't over yet.")]
    NotOver,
    /// Too short or too long.
    #[error("A class takes between 1 and {most} minutes.")]
    BadLength {
        /// Minutes, at most.
        most: u16,
    },
    /// Too long ago, or too far ahead.
    #[error("A class takes place at most {years} years from now. Choose another day.")]
    FarOff {
        /// How many years away it may be.
        years: u8,
    },
    /// A text that can't be taken.
    #[error("{0}")]
    BadText(BadText),
    /// Something of that id is there already.
    #[error("That was already sent.")]
    AlreadyThere,
    /// The command's id stands for another one already: somebody else's, or one that said something else.
    #[error(
        "This was sent before and said something else then. Load the page again and repeat what you want to do."
    )]
    NameTaken,
    /// There is no such message.
    #[error("That message isn't there.")]
    NoSuchMessage,
    /// It won't take place.
    #[error("This class was cancelled.")]
    Cancelled,
    /// The person waits in the lobby until staff let them in.
    #[error("You are in the lobby. Somebody will let you in.")]
    Waiting,
    /// Staff didn't let the person in.
    #[error("You weren't let in to this class. Ask its teacher.")]
    TurnedAway,
    /// The person was banned from the class.
    #[error("You were removed from this class and can't come back. Ask its teacher.")]
    Banned,
    /// The person has no such permission here, or none have while the class is locked.
    #[error("{} at the moment.", permission.lacking())]
    NotPermitted {
        /// Which.
        permission: Permission,
    },
    /// There is no such person in the class.
    #[error("That person isn't in this class.")]
    NoSuchPerson,
    /// A message in slow mode came too soon after the one before.
    #[error("One message {}: wait {wait} more.", each(*every))]
    TooSoon {
        /// Seconds between two messages of one person.
        every: u16,
        /// Seconds still to wait.
        wait: u16,
    },
    /// The person did that again and again, or again too soon for slow mode.
    #[error("Not so fast: wait {}, then do it again.", seconds(*wait))]
    TooOften {
        /// Seconds still to wait.
        wait: u16,
    },
    /// The text holds a word that isn't wanted here.
    #[error("That was not sent: “{word}” isn't wanted in this class.")]
    BlockedWord {
        /// The word.
        word: String,
    },
    /// One-to-one messages to this person are not wanted here.
    #[error("You can't write to that person alone in this class.")]
    NotOneToOne,
    /// Only what everybody reads can be pinned.
    #[error("Only messages to everybody can be pinned.")]
    NotForEverybody,
    /// A list is as long as it may be.
    #[error("{most} is the most.")]
    TooMany {
        /// How many there may be.
        most: usize,
    },
    /// The class has as many questions as it may have, whoever asks.
    #[error("There are {most} questions, and that is the most. Look whether yours is among them.")]
    TooManyQuestions {
        /// How many there may be.
        most: usize,
    },
    /// There is no such question.
    #[error("That question isn't there.")]
    NoSuchQuestion,
    /// The question must be approved first.
    #[error("That question has to be approved first.")]
    NotApproved,
    /// The question is resolved, dismissed or merged.
    #[error("That question is closed.")]
    QuestionClosed,
    /// A question can't be merged into itself.
    #[error("Choose another question to merge this one into.")]
    SameQuestion,
    /// Anonymous questions are off.
    #[error("Questions carry your name in this class.")]
    NotAnonymous,
    /// There is no such poll.
    #[error("That poll isn't there.")]
    NoSuchPoll,
    /// One poll at a time.
    #[error("Another poll is open. Close it first.")]
    PollOpen,
    /// Voting is over.
    #[error("Voting is closed.")]
    PollClosed,
    /// There is no such board, or no such page on it.
    #[error("That board, or that page of it, isn't there.")]
    NoSuchBoard,
    /// What was drawn can't be taken.
    #[error("{0}")]
    BadDrawing(BadDrawing),
    /// The poll's definition can't be taken.
    #[error("{0}")]
    BadPoll(BadPoll),
    /// The vote doesn't fit the poll.
    #[error("That isn't one of the choices.")]
    NoSuchChoice,
    /// There is no such scene.
    #[error("That scene isn't there.")]
    NoSuchScene,
    /// The class has as many scenes as it may have.
    #[error("A class has {most} scenes at most. Delete one that you don't need first.")]
    TooManyScenes {
        /// How many there may be.
        most: usize,
    },
    /// No time to count down, or too long a time.
    #[error("A countdown takes between 1 and {most} minutes.")]
    BadCountdown {
        /// Minutes, at most.
        most: u16,
    },
    /// There is no such deck.
    #[error("Those slides aren't there.")]
    NoSuchDeck,
    /// Its pages aren't known yet, or it can't be shown.
    #[error("Those slides can't be shown yet. Wait until the first page is there.")]
    DeckNotReady,
    /// The deck has no such page.
    #[error("{}", if *pages == 1 { "There is one page only.".to_owned() } else { format!("The pages go from 1 to {pages}.") })]
    NoSuchPage {
        /// How many it has.
        pages: u16,
    },
    /// The class has as many decks as it may have.
    #[error("A class has {most} decks of slides at most.")]
    TooManyDecks {
        /// How many there may be.
        most: usize,
    },
    /// The teacher is there, so nobody need take over.
    #[error("The teacher is here.")]
    TeacherHere,
    /// The one who asks may not.
    #[error("You can't do that in this class. Its teacher can.")]
    NotAllowed,
    /// The server couldn't, for a reason that isn't the person's.
    #[error("Something went wrong on our side. It has been noted; try again.")]
    Internal,
}

/// So many seconds, in words.
#[must_use]
pub fn seconds(count: u16) -> String {
    if count == 1 { "1 second".to_owned() } else { format!("{count} seconds") }
}

/// As often as once in so many seconds, in words.
#[must_use]
pub fn each(count: u16) -> String {
    if count == 1 { "every second".to_owned() } else { format!("every {count} seconds") }
}

/// Options of a poll, at least.
pub const FEWEST_OPTIONS: usize = 2;
/// Options of a poll and points of a scale, at most.
pub const MOST_OPTIONS: usize = 20;

/// Why a poll can't be asked like this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum BadPoll {
    /// A text that can't be taken.
    #[error("{0}")]
    Text(BadText),
    /// Too few options, too many, or some where there should be none.
    #[error(
        "A poll has between {FEWEST_OPTIONS} and {MOST_OPTIONS} options; a scale has two words for its ends or none."
    )]
    Options,
    /// Two options say the same.
    #[error("Two options say the same.")]
    SameOption,
    /// More options may be chosen than there are, or none.
    #[error("Say how many options may be chosen: at least one, at most all.")]
    Most,
    /// The scale's ends.
    #[error("A scale has between {FEWEST_OPTIONS} and {MOST_OPTIONS} points, the smallest first.")]
    Scale,
    /// The right options.
    #[error("A quiz has options, and at least one of them is right.")]
    Right,
}

/// Why something can't be drawn like this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum BadDrawing {
    /// It is no drawing that this build knows.
    #[error("That drawing can't be read. Load the page again and draw it once more.")]
    Unreadable,
    /// A text that can't be taken.
    #[error("{0}")]
    Text(BadText),
    /// More points than a stroke may have.
    #[error("That stroke is too long: {most} points are the most. Draw it in parts.")]
    TooManyPoints {
        /// How many there may be.
        most: usize,
    },
    /// More columns or rows than a table may have.
    #[error("A table has {rows} rows and {columns} columns at most. Leave some out, or make two of it.")]
    TableTooLarge {
        /// How many columns there may be.
        columns: usize,
        /// How many rows there may be.
        rows: usize,
    },
    /// Beyond the edges of the board.
    #[error("That is beyond the edge of the board. Draw it nearer to the middle.")]
    FarAway,
    /// Too many objects in one change, or none.
    #[error("Between 1 and {most} objects can be changed at once. Choose fewer.")]
    TooManyObjects {
        /// How many there may be.
        most: usize,
    },
    /// More bytes than one change may have.
    #[error("That is too much to draw at once. Draw it in parts.")]
    TooLarge,
    /// A width that there is not.
    #[error("There is no pen that wide. Choose another width.")]
    BadStyle,
    /// What would be left of a stroke overlaps.
    #[error("That can't be rubbed out like this. Load the page again and try it once more.")]
    BadParts,
    /// An object is named twice in one change.
    #[error("One thing can't be changed twice at once. Load the page again and try it once more.")]
    NamedTwice,
    /// As much was drawn on the board as it may hold, whether or not it is there still.
    #[error("This board is full. Go on with a new one.")]
    BoardFull,
    /// No room for more.
    #[error("This page is full: {most} objects are the most. Go on with a new page.")]
    PageFull {
        /// How many there may be.
        most: u32,
    },
}

#[cfg(test)]
mod tests {
    use super::Rejection;

    #[test]
    fn one_second_is_one() {
        for (wait, words) in
            [(1, "Not so fast: wait 1 second, then"), (2, "Not so fast: wait 2 seconds, then")]
        {
            assert!(Rejection::TooOften { wait }.to_string().starts_with(words));
        }
        let slow = |every| Rejection::TooSoon { every, wait: 1 }.to_string();
        assert_eq!(slow(1), "One message every second: wait 1 more.");
        assert_eq!(slow(11), "One message every 11 seconds: wait 1 more.");
    }
}

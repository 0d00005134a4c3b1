//! Ids of things: one type each, so that a course can't be passed where a class is wanted.

use lean::FromJson;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, FromJson)]
        #[serde(transparent)]
        #[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

ids! {
    /// A school or company; nobody sees another tenant's rows.
    TenantId,
    /// A person with an account.
    UserId,
    /// A course: lessons, enrollments and classes.
    CourseId,
    /// A lesson of a course.
    LessonId,
    /// Classes that repeat by one rule.
    SeriesId,
    /// One class meeting ("class" in the interface).
    SessionId,
    /// A command, with an id by its sender: sent twice it has one effect.
    CommandId,
    /// A chat message.
    MessageId,
    /// A question to the teacher.
    QuestionId,
    /// A poll or quiz, asked once; asked again it is another.
    PollId,
    /// A group of answers in a poll with open answers.
    GroupId,
    /// Who voted in an anonymous poll, under a pseudonym that only the server could link to a person, and only while the poll
    /// was open.
    BallotId,
    /// Who voted: a person, or in an anonymous poll the ballot.
    Voter,
    /// A chapter of a class.
    ChapterId,
    /// One recording of a class; a class recorded in two stretches has two.
    RecordingId,
    /// One recorded audio or video track.
    TrackId,
    /// One open live channel (a tab).
    ConnectionId,
    /// Something of one person's that grows piece by piece while others watch.
    StreamId,
    /// A file that somebody put into a lesson or a class, as it was uploaded.
    AssetId,
    /// A deck of slides: an asset that has pages.
    DeckId,
    /// A scene: a layout of the stage with what is on it.
    SceneId,
    /// A whiteboard, with its pages.
    BoardId,
    /// Something on a whiteboard: a stroke, a shape, a text.
    ObjectId,
    /// Objects of a whiteboard that are chosen and moved together.
    ObjectGroupId,
}

impl From<UserId> for Voter {
    fn from(user: UserId) -> Self {
        Self(user.0)
    }
}

impl From<BallotId> for Voter {
    fn from(ballot: BallotId) -> Self {
        Self(ballot.0)
    }
}

/// An event's place in its session's log: 1, 2, 3 … without gaps. 0 is the place before the first event.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, FromJson,
)]
#[serde(transparent)]
pub struct Sequence(pub u64);

impl Sequence {
    /// The place after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl std::fmt::Display for Sequence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Milliseconds since the class started; 0 before it did.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, FromJson,
)]
#[serde(transparent)]
pub struct Offset(pub i64);

impl std::fmt::Display for Offset {
    /// Class time as people read it: `24:18`, from an hour on `1:04:09`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let seconds = self.0.max(0) / 1000;
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        if hours > 0 {
            write!(f, "{hours}:{minutes:02}:{seconds:02}")
        } else {
            write!(f, "{minutes}:{seconds:02}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Offset;

    #[test]
    fn class_time_reads_like_a_clock() {
        assert_eq!(Offset(0).to_string(), "0:00");
        assert_eq!(Offset(1_458_999).to_string(), "24:18");
        assert_eq!(Offset(3_849_000).to_string(), "1:04:09");
        assert_eq!(Offset(-5).to_string(), "0:00");
    }
}

//! What people and the system wish to happen in a class.

mod action;

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::chat::{Address, Reason};
use crate::emoji::Emoji;
use crate::event::Schedule;
use crate::ids::{
    BallotId, ChapterId, ConnectionId, GroupId, MessageId, PollId, QuestionId, RecordingId, SessionId,
    UserId, Voter,
};
use crate::permission::Permission;
use crate::pipeline::Stage;
use crate::poll::{Choice, Definition, Tally};
use crate::question::Carried;
use crate::recording::{Source, Track};
use crate::role::Role;
use crate::session::{EndReason, SettingsWish};
use crate::sorted::{SortedMap, SortedSet};
use crate::words::Words;

/// A wish. Those up to [`Command::RestartStage`] may come from a browser; the rest only from the server itself
/// ([`Command::action`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the wish is about needs no sentence; the others have one"
)]
pub enum Command {
    /// Put the class on the calendar.
    Schedule(Schedule),
    /// Change what the calendar says.
    Reschedule(Schedule),
    /// Say that it won't take place.
    Cancel {
        /// Why, 1 to [`crate::session::LONGEST_REASON`] characters.
        reason: String,
    },
    /// Change how it is run, before or during it.
    ChangeSettings { settings: SettingsWish },
    /// Begin the class.
    Start,
    /// Begin a break.
    Pause,
    /// End the break.
    Resume,
    /// Teach in place of a teacher who was lost.
    TakeOver,
    /// End the class for everybody.
    End {
        /// How it comes to end; from a person always [`EndReason::Ended`].
        reason: EndReason,
    },

    /// Let somebody in who waits, or who was turned away before.
    Admit { user: UserId },
    /// Let in everybody who waits.
    AdmitAll,
    /// Don't let somebody in.
    TurnAway { user: UserId },
    /// Look at something else for a while.
    StepAway,
    /// Look at the class again.
    ComeBack,
    /// Send somebody out.
    Remove { user: UserId },
    /// Send somebody out for good.
    Ban { user: UserId },
    /// Let somebody back who was banned.
    Unban { user: UserId },
    /// Show somebody large to everybody, or with `None` nobody.
    Spotlight { user: Option<UserId> },
    /// Turn somebody's microphone, camera or screen off.
    StopMedia { user: UserId, source: Source },
    /// Say what all students may do.
    Permit { permission: Permission, allowed: bool },
    /// Say what one person may do; `None` lets what holds for all hold for them.
    Grant { user: UserId, permission: Permission, allowed: Option<bool> },
    /// Let students only watch, or again what was permitted.
    Lock { locked: bool },
    /// Raise one's hand.
    RaiseHand,
    /// Take one's own hand down, or as staff somebody's.
    LowerHand { user: UserId },

    /// Write in the chat.
    PostChat {
        /// The message, named by who writes it.
        message: MessageId,
        /// Its text, 1 to [`crate::chat::LONGEST_MESSAGE`] characters.
        text: String,
        /// The message it answers; who read that one reads this one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<MessageId>,
        #[serde(default, skip_serializing_if = "Address::everybody")]
        to: Address,
        /// The participants it names.
        #[serde(default, skip_serializing_if = "SortedSet::is_empty")]
        mentions: SortedSet<UserId>,
    },
    /// Change what one's own message says.
    EditChat { message: MessageId, text: String },
    /// Take a chat message away.
    RemoveChat { message: MessageId },
    /// Keep it in everybody's sight.
    PinChat { message: MessageId },
    /// Don't any more.
    UnpinChat { message: MessageId },
    /// Answer it with an emoji, or take that back.
    ReactChat { message: MessageId, emoji: Emoji, on: bool },
    /// Ask staff to look at it.
    ReportChat { message: MessageId, reason: Reason },
    /// Leave a reported message as it is.
    DismissReport { message: MessageId },

    /// Ask a question.
    AskQuestion {
        /// The question, named by who asks it.
        question: QuestionId,
        /// Its text, 1 to [`crate::question::LONGEST_QUESTION`] characters.
        text: String,
        /// Whether other students may not know who asks.
        #[serde(default)]
        anonymous: bool,
    },
    /// Let everybody see a question.
    ApproveQuestion { question: QuestionId },
    /// Want it answered, too.
    UpvoteQuestion { question: QuestionId },
    /// Not any more.
    UnvoteQuestion { question: QuestionId },
    /// Take care of it.
    ClaimQuestion { question: QuestionId },
    /// Begin to answer it aloud.
    AnswerAloud { question: QuestionId },
    /// Answer it in writing.
    AnswerQuestion {
        question: QuestionId,
        /// The answer, 1 to [`crate::question::LONGEST_ANSWER`] characters.
        text: String,
    },
    /// Say that nothing is left to say.
    ResolveQuestion { question: QuestionId },
    /// Don't have it answered.
    DismissQuestion {
        question: QuestionId,
        /// Why, for the asker: 1 to [`crate::question::LONGEST_REASON`] characters.
        reason: String,
    },
    /// Say that it asks what another one asks.
    MergeQuestion { question: QuestionId, into: QuestionId },
    /// Put it on the stage.
    StageQuestion { question: QuestionId },
    /// Take it off the stage.
    UnstageQuestion { question: QuestionId },

    /// Begin a poll.
    OpenPoll { poll: PollId, definition: Definition },
    /// Ask an earlier poll of this class again, as a poll of its own.
    AskPollAgain { poll: PollId, earlier: PollId },
    /// Vote, or vote anew.
    VotePoll {
        poll: PollId,
        choice: Choice,
        /// An open answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    /// End voting.
    ClosePoll { poll: PollId },
    /// Show everybody the result; an open poll is closed by it.
    ShowPoll { poll: PollId },
    /// Show it only to staff again.
    HidePoll { poll: PollId },
    /// Say which open answers say the same. An answer is in one group at most; naming a group again changes it.
    GroupAnswers {
        poll: PollId,
        group: GroupId,
        /// What they say, 1 to [`crate::poll::LONGEST_TITLE`] characters.
        title: String,
        answers: SortedSet<Voter>,
    },

    /// Begin a new chapter here.
    MarkChapter {
        /// The chapter, named by who marks it.
        chapter: ChapterId,
        /// Its title, 1 to [`crate::chapter::LONGEST_TITLE`] characters.
        title: String,
    },
    /// Have a failed stage of processing run again.
    RestartStage { stage: Stage },

    /// Go on from an earlier class with what it left open. The server reads that from its log.
    ContinueFrom { session: SessionId, questions: Vec<Carried>, names: SortedMap<UserId, Words> },
    /// Keep what came of a poll in an earlier class that was asked the same. The server reads that from its log.
    RecallPoll { poll: PollId, session: SessionId, tally: Tally },
    /// The clock says that no teacher has been there for long.
    LoseTeacher,
    /// Somebody waits to be let in.
    Knock {
        user: UserId,
        /// What the door says they are; staff never wait.
        role: Role,
        name: String,
        connection: ConnectionId,
        node: String,
    },
    /// A tab opened the class.
    Join {
        user: UserId,
        /// As what.
        role: Role,
        name: String,
        connection: ConnectionId,
        /// The server that holds it.
        node: String,
    },
    /// A tab closed, or was lost.
    Leave {
        connection: ConnectionId,
        /// Its login or its person's place in the class ended.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        for_good: bool,
    },
    /// A server came back and lost all the tabs it held.
    ForgetNode { node: String },
    /// The media server saw somebody arrive or go.
    Media {
        user: UserId,
        /// Arrived, or gone.
        connected: bool,
        /// The media server's own name for this stay: who comes again has another one.
        stay: String,
    },
    /// Somebody voted in an anonymous poll. The server has asked [`crate::poll::may_vote`] and forgets who it was.
    CastBallot {
        poll: PollId,
        ballot: BallotId,
        choice: Choice,
        /// An open answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    /// The recorder is in the room.
    StartRecording { recording: RecordingId },
    /// A track is being written.
    StartTrack { track: Track },
    /// A track lies whole in object storage.
    FinishTrack { track: Track },
    /// Every track of the recording lies in object storage.
    FinalizeRecording { recording: RecordingId },
    /// A stage works.
    ProgressStage {
        stage: Stage,
        /// 0 to 100.
        percent: u8,
    },
    /// A stage is done.
    FinishStage { stage: Stage },
    /// A stage failed for good.
    FailStage {
        stage: Stage,
        /// Why, in words for staff.
        reason: String,
    },
}

impl Command {
    /// A plain chat message to everybody.
    #[must_use]
    pub fn chat(message: MessageId, text: impl Into<String>) -> Self {
        Self::PostChat {
            message,
            text: text.into(),
            reply_to: None,
            to: Address::Everybody,
            mentions: SortedSet::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Command;

    #[test]
    fn what_older_pages_wish_is_understood() {
        let message = "00000000-0000-0000-0000-000000000007";
        let old = format!(r#"{{"do":"post_chat","message":"{message}","text":"hi"}}"#);
        let command: Command = serde_json::from_str(&old).unwrap();
        assert_eq!(command, Command::chat(message.parse().unwrap(), "hi"));
        assert_eq!(serde_json::to_string(&command).unwrap(), old);
    }
}

//! What only the server says.

use serde::Serialize;

use crate::ids::{BallotId, ConnectionId, PollId, RecordingId, SessionId, UserId};
use crate::pipeline::Stage;
use crate::poll::{Choice, Tally};
use crate::question::Carried;
use crate::recording::Track;
use crate::role::Role;
use crate::session::EndReason;
use crate::sorted::SortedMap;
use crate::words::Words;

/// A command of the server's own: of its clock, its recorder, its pipeline, or of its door for somebody who comes and goes. It
/// is written, to tell commands apart, and never read: nothing from outside becomes one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the command is about needs no sentence; the others have one"
)]
pub enum SystemCommand {
    /// Go on from an earlier class with what it left open. The server reads that from its log.
    ContinueFrom { session: SessionId, questions: Vec<Carried>, names: SortedMap<UserId, Words> },
    /// Keep what came of a poll in an earlier class that was asked the same. The server reads that from its log.
    RecallPoll { poll: PollId, session: SessionId, tally: Tally },
    /// The clock says that the class is over.
    End {
        /// How it comes to end.
        reason: EndReason,
    },
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
        #[serde(skip_serializing_if = "std::ops::Not::not")]
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
        #[serde(skip_serializing_if = "Option::is_none")]
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

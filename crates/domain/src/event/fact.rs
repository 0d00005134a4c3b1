//! What happens in a class, one variant a kind.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::chat::{Readers, Reason};
use crate::emoji::Emoji;
use crate::event::Schedule;
use crate::ids::{
    BallotId, ChapterId, ConnectionId, GroupId, MessageId, Offset, PollId, QuestionId, RecordingId,
    SessionId, UserId, Voter,
};
use crate::permission::Permission;
use crate::pipeline::Stage;
use crate::poll::{Choice, Form, Tally};
use crate::question::Carried;
use crate::recording::{Source, Track};
use crate::role::Role;
use crate::session::{EndReason, Settings};
use crate::sorted::SortedSet;
use crate::words::Words;

/// What happened. The tag `kind` is `noun.verbed`; a kind that this build doesn't know reads as [`Fact::Unknown`]. A fact
/// holds the words of one person at most ([`Fact::words`]), and all that is needed to say who may see it
/// ([`crate::view::reach`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(tag = "kind")]
#[expect(
    missing_docs,
    reason = "a field that only names what the fact is about needs no sentence; the others have one"
)]
pub enum Fact {
    /// The class was put on the calendar.
    #[serde(rename = "session.scheduled")]
    SessionScheduled(Schedule),
    /// Its title, time or lesson was changed.
    #[serde(rename = "session.rescheduled")]
    SessionRescheduled(Schedule),
    /// It won't take place, and why.
    #[serde(rename = "session.cancelled")]
    SessionCancelled {
        #[serde(default)]
        reason: Words,
    },
    /// How it is run was changed. Students don't see the blocked words.
    #[serde(rename = "session.settings_changed")]
    SettingsChanged { settings: Settings },
    /// It goes on from an earlier class.
    #[serde(rename = "session.continued_from")]
    SessionContinuedFrom { session: SessionId },
    /// The class began; offsets count from here.
    #[serde(rename = "session.started")]
    SessionStarted,
    /// The teacher's break began; offsets go on.
    #[serde(rename = "session.paused")]
    SessionPaused,
    /// The break is over.
    #[serde(rename = "session.resumed")]
    SessionResumed,
    /// No teacher has been there for the grace time.
    #[serde(rename = "session.teacher_lost")]
    TeacherLost,
    /// A teacher is back after that.
    #[serde(rename = "session.teacher_returned")]
    TeacherReturned,
    /// An assistant has the teacher's rights until a teacher returns.
    #[serde(rename = "session.taken_over")]
    SessionTakenOver { by: UserId },
    /// The class ended for everybody.
    #[serde(rename = "session.ended")]
    SessionEnded {
        /// How it came to end.
        reason: EndReason,
    },

    /// Somebody waits to be let in (one tab).
    #[serde(rename = "lobby.knocked")]
    LobbyKnocked { user: UserId, name: Words, connection: ConnectionId, node: String },
    /// Somebody who waited closed that tab.
    #[serde(rename = "lobby.left")]
    LobbyLeft { user: UserId, connection: ConnectionId },
    /// These may come in, now and whenever they come back.
    #[serde(rename = "lobby.admitted")]
    LobbyAdmitted { users: SortedSet<UserId> },
    /// This person may not come in.
    #[serde(rename = "lobby.turned_away")]
    LobbyTurnedAway { user: UserId },

    /// Somebody opened the class (one tab).
    #[serde(rename = "participant.joined")]
    ParticipantJoined {
        user: UserId,
        /// As what.
        role: Role,
        /// Their name as they were called then.
        name: Words,
        connection: ConnectionId,
        /// The server that holds the tab, so that a restart knows which tabs it lost.
        node: String,
    },
    /// What somebody is called whose question came along from an earlier class: they may never come to this one.
    #[serde(rename = "participant.named")]
    ParticipantNamed {
        user: UserId,
        name: Words,
        /// Students see them ask; else only staff and they themselves are to know.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        public: bool,
    },
    /// Somebody closed one tab of the class, or lost it.
    #[serde(rename = "participant.left")]
    ParticipantLeft {
        user: UserId,
        connection: ConnectionId,
        /// Their login or their place in the class ended. Nobody outside is told.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        for_good: bool,
    },
    /// Somebody looks at something else.
    #[serde(rename = "participant.away")]
    ParticipantAway { user: UserId },
    /// Somebody looks at the class again.
    #[serde(rename = "participant.back")]
    ParticipantBack { user: UserId },
    /// Somebody was sent out, and may come back.
    #[serde(rename = "participant.removed")]
    ParticipantRemoved { user: UserId },
    /// Somebody was sent out for good.
    #[serde(rename = "participant.banned")]
    ParticipantBanned { user: UserId },
    /// They may come back after all.
    #[serde(rename = "participant.unbanned")]
    ParticipantUnbanned { user: UserId },
    /// Everybody sees this person large, or nobody more than others.
    #[serde(rename = "spotlight.moved")]
    SpotlightMoved {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        user: Option<UserId>,
    },
    /// The media server saw them arrive.
    #[serde(rename = "media.connected")]
    MediaConnected {
        user: UserId,
        /// Its own name for this stay; logs from before it was kept have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stay: Option<String>,
    },
    /// The media server saw them go.
    #[serde(rename = "media.disconnected")]
    MediaDisconnected { user: UserId },
    /// Staff turned somebody's microphone, camera or screen off. They may turn it on again where they are permitted to.
    #[serde(rename = "media.stopped")]
    MediaStopped { user: UserId, source: Source },

    /// All students may do it, or may not.
    #[serde(rename = "permission.changed")]
    PermissionChanged { permission: Permission, allowed: bool },
    /// One person may do it or not, whatever holds for all; `None` ends that.
    #[serde(rename = "permission.granted")]
    PermissionGranted {
        user: UserId,
        permission: Permission,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        allowed: Option<bool>,
    },
    /// Students may only watch.
    #[serde(rename = "permission.locked")]
    PermissionLocked,
    /// What was permitted is permitted again.
    #[serde(rename = "permission.unlocked")]
    PermissionUnlocked,
    /// Somebody raised their hand.
    #[serde(rename = "hand.raised")]
    HandRaised { user: UserId },
    /// It is down again.
    #[serde(rename = "hand.lowered")]
    HandLowered { user: UserId },

    /// A chat message was written.
    #[serde(rename = "chat.posted")]
    ChatPosted {
        message: MessageId,
        /// What it says.
        text: Words,
        /// The message it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<MessageId>,
        #[serde(default, skip_serializing_if = "Readers::everybody")]
        readers: Readers,
        /// The participants it names.
        #[serde(default, skip_serializing_if = "SortedSet::is_empty")]
        mentions: SortedSet<UserId>,
    },
    /// Its author changed what it says.
    #[serde(rename = "chat.edited")]
    ChatEdited {
        message: MessageId,
        text: Words,
        #[serde(default, skip_serializing_if = "Readers::everybody")]
        readers: Readers,
    },
    /// A chat message was taken away; its text is not shown any more.
    #[serde(rename = "chat.removed")]
    ChatRemoved {
        message: MessageId,
        #[serde(default, skip_serializing_if = "Readers::everybody")]
        readers: Readers,
    },
    /// It stays in everybody's sight.
    #[serde(rename = "chat.pinned")]
    ChatPinned { message: MessageId },
    /// It doesn't any more.
    #[serde(rename = "chat.unpinned")]
    ChatUnpinned { message: MessageId },
    /// Somebody answered it with an emoji.
    #[serde(rename = "chat.reacted")]
    ChatReacted {
        message: MessageId,
        emoji: Emoji,
        #[serde(default, skip_serializing_if = "Readers::everybody")]
        readers: Readers,
    },
    /// They took that back.
    #[serde(rename = "chat.unreacted")]
    ChatUnreacted {
        message: MessageId,
        emoji: Emoji,
        #[serde(default, skip_serializing_if = "Readers::everybody")]
        readers: Readers,
    },
    /// Somebody asks staff to look at a message. Staff may not have been among its readers, so it comes along.
    #[serde(rename = "chat.reported")]
    ChatReported { message: MessageId, author: UserId, text: Words, reason: Reason },
    /// Staff looked and left it.
    #[serde(rename = "chat.report_dismissed")]
    ChatReportDismissed { message: MessageId },

    /// Somebody asked a question.
    #[serde(rename = "question.asked")]
    QuestionAsked {
        question: QuestionId,
        text: Words,
        /// Other students don't see who.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        anonymous: bool,
        /// Other students don't see it before staff approve it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pending: bool,
    },
    /// Everybody sees a question that waited for it; those who don't know it yet learn it here.
    #[serde(rename = "question.approved")]
    QuestionApproved {
        question: QuestionId,
        /// Who asked; `None` to students where it is anonymous.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        asker: Option<UserId>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        anonymous: bool,
        /// When it was asked.
        asked: Offset,
        text: Words,
    },
    /// A question that was left open in the class that this one continues.
    #[serde(rename = "question.carried")]
    QuestionCarried(Carried),
    /// Somebody wants it answered, too. Other students see that somebody does.
    #[serde(rename = "question.upvoted")]
    QuestionUpvoted { question: QuestionId },
    /// They don't any more.
    #[serde(rename = "question.unvoted")]
    QuestionUnvoted { question: QuestionId },
    /// Somebody of the staff takes care of it; for staff only.
    #[serde(rename = "question.claimed")]
    QuestionClaimed { question: QuestionId, by: UserId },
    /// It is being answered aloud from here on.
    #[serde(rename = "question.answered_aloud")]
    QuestionAnsweredAloud { question: QuestionId },
    /// It was answered in writing.
    #[serde(rename = "question.answered")]
    QuestionAnswered { question: QuestionId, text: Words },
    /// Nothing is left to say.
    #[serde(rename = "question.resolved")]
    QuestionResolved { question: QuestionId },
    /// Staff won't have it answered. Other students see it no more, nor why.
    #[serde(rename = "question.dismissed")]
    QuestionDismissed {
        question: QuestionId,
        /// Who asked; `None` to those who are not to know why it went.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        asker: Option<UserId>,
        reason: Words,
    },
    /// It asks what another one asks.
    #[serde(rename = "question.merged")]
    QuestionMerged {
        question: QuestionId,
        into: QuestionId,
        /// How many voted for either.
        votes: u32,
    },
    /// It is on the stage.
    #[serde(rename = "question.staged")]
    QuestionStaged { question: QuestionId },
    /// It isn't any more.
    #[serde(rename = "question.unstaged")]
    QuestionUnstaged { question: QuestionId },

    /// Voting began.
    #[serde(rename = "poll.opened")]
    PollOpened {
        poll: PollId,
        form: Form,
        /// How many options there are to choose from; 0 where there are none.
        options: u8,
        /// Nobody sees who voted what, and after closing nobody can.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        anonymous: bool,
        /// Some options are right.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        quiz: bool,
        /// The poll that was asked before and is asked again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        again: Option<PollId>,
        /// Question and options; see [`crate::poll::Wording`].
        wording: Words,
    },
    /// What is right in a quiz; for staff only until [`Fact::PollShown`] tells it.
    #[serde(rename = "poll.keyed")]
    PollKeyed { poll: PollId, right: SortedSet<u8>, explanation: Words },
    /// Somebody voted, or voted anew. An anonymous vote has a ballot and no actor.
    #[serde(rename = "poll.voted")]
    PollVoted {
        poll: PollId,
        choice: Choice,
        /// An open answer.
        #[serde(default, skip_serializing_if = "Words::erased")]
        text: Words,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ballot: Option<BallotId>,
    },
    /// Voting is over.
    #[serde(rename = "poll.closed")]
    PollClosed { poll: PollId },
    /// Open answers that say the same; for staff only until they are shown.
    #[serde(rename = "poll.grouped")]
    PollGrouped { poll: PollId, group: GroupId, title: Words, answers: SortedSet<Voter> },
    /// Everybody sees the result.
    #[serde(rename = "poll.shown")]
    PollShown {
        poll: PollId,
        tally: Tally,
        /// In a quiz, the right options.
        #[serde(default, skip_serializing_if = "SortedSet::is_empty")]
        right: SortedSet<u8>,
        /// In a quiz, why.
        #[serde(default, skip_serializing_if = "Words::erased")]
        explanation: Words,
    },
    /// Everybody sees how many answered like this.
    #[serde(rename = "poll.group_shown")]
    PollGroupShown { poll: PollId, group: GroupId, title: Words, votes: u32 },
    /// Only staff see the result again.
    #[serde(rename = "poll.hidden")]
    PollHidden { poll: PollId },
    /// What came of it in an earlier class of the lesson, which was asked the same. Students don't see it.
    #[serde(rename = "poll.recalled")]
    PollRecalled { poll: PollId, session: SessionId, tally: Tally },

    /// The teacher began a new chapter.
    #[serde(rename = "chapter.marked")]
    ChapterMarked {
        chapter: ChapterId,
        /// Its title.
        title: Words,
    },
    /// The recorder is in the room.
    #[serde(rename = "recording.started")]
    RecordingStarted { recording: RecordingId },
    /// A track is being written.
    #[serde(rename = "recording.track_started")]
    TrackStarted {
        /// The track, with what is known of it at its start.
        track: Track,
    },
    /// A track lies whole in object storage.
    #[serde(rename = "recording.track_finished")]
    TrackFinished {
        /// The track, with its length and size.
        track: Track,
    },
    /// Every track of the recording lies in object storage.
    #[serde(rename = "recording.finalized")]
    RecordingFinalized { recording: RecordingId },
    /// A processing stage works; sent at most once a second.
    #[serde(rename = "stage.progressed")]
    StageProgressed {
        stage: Stage,
        /// 0 to 100.
        percent: u8,
    },
    /// A processing stage is done; what it made can be fetched.
    #[serde(rename = "stage.finished")]
    StageFinished { stage: Stage },
    /// A processing stage failed for good; it may be started again.
    #[serde(rename = "stage.failed")]
    StageFailed {
        stage: Stage,
        /// Why, in words for staff.
        reason: String,
    },
    /// Somebody had a failed stage run again.
    #[serde(rename = "stage.restarted")]
    StageRestarted { stage: Stage },
    /// A fact from a newer server.
    #[serde(other, rename = "unknown")]
    Unknown,
}

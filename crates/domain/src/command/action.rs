//! What a person must be allowed to do to send a command.

use crate::command::Command;
use crate::policy::Action;

impl Command {
    /// What a person must be allowed to do to send it; `None` for what only the server itself may wish.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        Some(match self {
            Self::Schedule(_) | Self::Reschedule(_) => Action::ScheduleClass,
            Self::Cancel { .. } => Action::CancelClass,
            Self::ChangeSettings { .. } => Action::ChangeSettings,
            Self::Start => Action::StartClass,
            Self::Pause | Self::Resume => Action::PauseClass,
            Self::TakeOver => Action::TakeOver,
            Self::End { .. } => Action::EndClass,
            Self::Admit { .. } | Self::AdmitAll | Self::TurnAway { .. } => Action::RunLobby,
            Self::StepAway | Self::ComeBack => Action::JoinClass,
            Self::Remove { .. } | Self::Ban { .. } | Self::Unban { .. } => Action::RemovePerson,
            Self::Spotlight { .. } => Action::Spotlight,
            Self::StopMedia { .. } => Action::StopMedia,
            Self::Permit { .. } | Self::Grant { .. } | Self::Lock { .. } => Action::ChangePermissions,
            Self::RaiseHand | Self::LowerHand { .. } => Action::RaiseHand,
            Self::PostChat { .. } | Self::EditChat { .. } => Action::PostChat,
            Self::RemoveChat { .. } => Action::RemoveChat,
            Self::PinChat { .. } | Self::UnpinChat { .. } => Action::PinChat,
            Self::ReactChat { .. } => Action::ReactChat,
            Self::ReportChat { .. } => Action::ReportChat,
            Self::DismissReport { .. } => Action::HandleReports,
            Self::AskQuestion { .. } => Action::AskQuestion,
            Self::UpvoteQuestion { .. } | Self::UnvoteQuestion { .. } => Action::UpvoteQuestion,
            Self::ResolveQuestion { .. } => Action::ResolveQuestion,
            Self::ApproveQuestion { .. }
            | Self::ClaimQuestion { .. }
            | Self::AnswerAloud { .. }
            | Self::AnswerQuestion { .. }
            | Self::DismissQuestion { .. }
            | Self::MergeQuestion { .. }
            | Self::StageQuestion { .. }
            | Self::UnstageQuestion { .. } => Action::HandleQuestions,
            Self::VotePoll { .. } => Action::VotePoll,
            Self::OpenPoll { .. }
            | Self::AskPollAgain { .. }
            | Self::ClosePoll { .. }
            | Self::ShowPoll { .. }
            | Self::HidePoll { .. }
            | Self::GroupAnswers { .. } => Action::RunPolls,
            Self::MarkChapter { .. } => Action::MarkChapter,
            Self::RestartStage { .. } => Action::RestartStage,
            Self::ContinueFrom { .. }
            | Self::RecallPoll { .. }
            | Self::LoseTeacher
            | Self::Knock { .. }
            | Self::Join { .. }
            | Self::Leave { .. }
            | Self::ForgetNode { .. }
            | Self::Media { .. }
            | Self::CastBallot { .. }
            | Self::StartRecording { .. }
            | Self::StartTrack { .. }
            | Self::FinishTrack { .. }
            | Self::FinalizeRecording { .. }
            | Self::ProgressStage { .. }
            | Self::FinishStage { .. }
            | Self::FailStage { .. } => return None,
        })
    }
}

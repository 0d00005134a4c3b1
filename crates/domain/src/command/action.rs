//! What a person must be allowed to do to send a command.

use crate::command::{ByPerson, Command, UseCaseCommand};
use crate::policy::Action;

impl ByPerson for Command {
    fn action(&self) -> Action {
        match self {
            Self::ChangeSettings { .. } => Action::ChangeSettings,
            Self::Pause | Self::Resume => Action::PauseClass,
            Self::TakeOver => Action::TakeOver,
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
        }
    }
}

impl ByPerson for UseCaseCommand {
    fn action(&self) -> Action {
        match self {
            Self::Schedule { .. } | Self::Reschedule { .. } => Action::ScheduleClass,
            Self::Cancel { .. } => Action::CancelClass,
            Self::Start => Action::StartClass,
            Self::End => Action::EndClass,
            Self::RestartStage { .. } => Action::RestartStage,
        }
    }
}

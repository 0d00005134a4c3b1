//! From a wish to facts: the one pure decision behind every change of a class.

use chrono::{DateTime, Utc};

use crate::asking::Asking;
use crate::chat::Post;
use crate::command::{AnyCommand, Command, SystemCommand, UseCaseCommand};
use crate::event::Fact;
pub use crate::rejection::Rejection;
use crate::session::EndReason;
use crate::view::ClassView;
use crate::{
    chapter, chat, hand, lobby, participant, permission, pipeline, poll, question, recording, session,
};

/// What `command` makes happen in `class` at `now`; nothing where it is already so. Whether the one who asks *may* is
/// [`crate::policy::can`]'s business, and is asked first; here it is asked whether it is theirs (their own message, a
/// class they are let in to, what students are permitted at the moment). Who is kept out does nothing at all, whatever they are
/// elsewhere.
///
/// # Errors
/// A [`Rejection`], in words for the one who asked.
pub fn decide(
    class: &ClassView,
    asking: Asking,
    command: &AnyCommand,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    match command {
        AnyCommand::Socket(command) => {
            asking.must_not_be_kept_out(class)?;
            of_socket(class, asking, command, now)
        }
        AnyCommand::UseCase(command) => {
            asking.must_not_be_kept_out(class)?;
            of_use_case(class, command, now)
        }
        AnyCommand::System(command) => of_system(class, asking, command, now),
    }
}

fn of_socket(
    class: &ClassView,
    asking: Asking,
    command: &Command,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    match command {
        Command::ChangeSettings { settings } => session::change_settings(class, settings),
        Command::Pause => session::pause(class),
        Command::Resume => session::resume(class),
        Command::TakeOver => session::take_over(class, asking),

        Command::Admit { user } => lobby::admit(class, *user),
        Command::AdmitAll => Ok(lobby::admit_all(class)),
        Command::TurnAway { user } => lobby::turn_away(class, *user),
        Command::StepAway => participant::step_away(class, asking, now),
        Command::ComeBack => participant::come_back(class, asking),
        Command::Remove { user } => participant::remove(class, asking, *user),
        Command::Ban { user } => participant::ban(class, asking, *user),
        Command::Unban { user } => Ok(participant::unban(class, *user)),
        Command::Spotlight { user } => participant::spotlight(class, *user),
        Command::StopMedia { user, source } => participant::stop_media(class, asking, *user, *source),
        Command::Permit { permission, allowed } => permission::permit(class, *permission, *allowed),
        Command::Grant { user, permission, allowed } => {
            permission::grant(class, *user, *permission, *allowed)
        }
        Command::Lock { locked } => permission::lock(class, *locked),
        Command::RaiseHand => hand::raise(class, asking, now),
        Command::LowerHand { user } => hand::lower(class, asking, *user),

        Command::PostChat { message, text, reply_to, to, mentions } => {
            let wish = Post { message: *message, text, reply_to: *reply_to, to: *to, mentions };
            chat::post(class, asking, wish, now)
        }
        Command::EditChat { message, text } => chat::edit(class, asking, *message, text, now),
        Command::RemoveChat { message } => chat::remove(class, asking, *message),
        Command::PinChat { message } => chat::pin(class, asking, *message),
        Command::UnpinChat { message } => chat::unpin(class, asking, *message),
        Command::ReactChat { message, emoji, on } => chat::react(class, asking, *message, *emoji, *on, now),
        Command::ReportChat { message, reason } => chat::report(class, asking, *message, *reason, now),
        Command::DismissReport { message } => Ok(chat::dismiss_report(class, *message)),

        Command::AskQuestion { question, text, anonymous } => {
            question::ask(class, asking, *question, text, *anonymous, now)
        }
        Command::ApproveQuestion { question } => question::approve(class, asking, *question),
        Command::UpvoteQuestion { question } => question::upvote(class, asking, *question, now),
        Command::UnvoteQuestion { question } => question::unvote(class, asking, *question),
        Command::ClaimQuestion { question } => question::claim(class, asking, *question),
        Command::AnswerAloud { question } => question::answer_aloud(class, asking, *question),
        Command::AnswerQuestion { question, text } => question::answer(class, asking, *question, text),
        Command::ResolveQuestion { question } => question::resolve(class, asking, *question),
        Command::DismissQuestion { question, reason } => question::dismiss(class, asking, *question, reason),
        Command::MergeQuestion { question, into } => question::merge(class, asking, *question, *into),
        Command::StageQuestion { question } => question::stage(class, asking, *question),
        Command::UnstageQuestion { question } => question::unstage(class, asking, *question),

        Command::OpenPoll { poll, definition } => poll::open(class, asking, *poll, definition),
        Command::AskPollAgain { poll, earlier } => poll::again(class, asking, *poll, *earlier),
        Command::VotePoll { poll, choice, text } => {
            poll::vote(class, asking, *poll, choice, text.as_deref(), now)
        }
        Command::ClosePoll { poll } => poll::close(class, asking, *poll),
        Command::ShowPoll { poll } => poll::show(class, asking, *poll),
        Command::HidePoll { poll } => poll::hide(class, *poll),
        Command::GroupAnswers { poll, group, title, answers } => {
            poll::group(class, *poll, *group, title, answers)
        }

        Command::MarkChapter { chapter, title } => chapter::mark(class, *chapter, title),
    }
}

fn of_use_case(
    class: &ClassView,
    command: &UseCaseCommand,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    match command {
        UseCaseCommand::Schedule { schedule, lobby, continues: _ } => {
            session::schedule(class, schedule, *lobby, now)
        }
        UseCaseCommand::Reschedule { schedule, lobby, continues: _ } => {
            session::reschedule(class, schedule, *lobby, now)
        }
        UseCaseCommand::Cancel { reason } => session::cancel(class, reason),
        UseCaseCommand::Start => session::start(class),
        UseCaseCommand::End => session::end(class, EndReason::Ended, now),
        UseCaseCommand::RestartStage { stage } => pipeline::restart(class, *stage),
    }
}

fn of_system(
    class: &ClassView,
    asking: Asking,
    command: &SystemCommand,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    match command {
        SystemCommand::ContinueFrom { session, questions, names } => {
            session::continue_from(class, *session, questions, names)
        }
        SystemCommand::End { reason } => session::end(class, *reason, now),
        SystemCommand::LoseTeacher => session::lose_teacher(class, now),
        SystemCommand::Knock { .. } => lobby::knock(class, command),
        SystemCommand::Join { .. } => participant::join(class, command),
        SystemCommand::Leave { connection, for_good } => {
            Ok(participant::leave(class, *connection, *for_good))
        }
        SystemCommand::ForgetNode { node } => Ok(participant::forget_node(class, node)),
        SystemCommand::Media { user, connected, stay } => {
            Ok(participant::media(class, *user, *connected, stay))
        }
        SystemCommand::RecallPoll { poll, session, tally } => poll::recall(class, *poll, *session, tally),
        SystemCommand::CastBallot { poll, ballot, choice, text } => {
            poll::cast(class, asking, *poll, *ballot, choice, text.as_deref(), now)
        }
        SystemCommand::StartRecording { recording } => Ok(recording::start(class, *recording)),
        SystemCommand::StartTrack { track } => Ok(recording::start_track(class, track)),
        SystemCommand::FinishTrack { track } => Ok(recording::finish_track(class, track)),
        SystemCommand::FinalizeRecording { recording } => Ok(recording::finalize(class, *recording)),
        SystemCommand::ProgressStage { stage, percent } => Ok(pipeline::progress(class, *stage, *percent)),
        SystemCommand::FinishStage { stage } => Ok(pipeline::finish(class, *stage)),
        SystemCommand::FailStage { stage, reason } => Ok(pipeline::fail(class, *stage, reason)),
    }
}

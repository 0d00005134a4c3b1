//! Whether a command says what facts in the log came of: how a name that was used before is known again by a server that
//! didn't decide it.

use super::{AnyCommand, Command, SystemCommand, UseCaseCommand};
use crate::event::{Fact, Schedule};
use crate::poll::{Definition, Wording};
use crate::session::{Settings, SettingsWish, blocked_words};
use crate::sorted::SortedSet;
use crate::words::{Words, clean};

impl AnyCommand {
    /// Whether these facts, all that one command made, are what this command would have made when it was first said.
    /// Words that were erased since compare equal to all.
    #[must_use]
    pub fn could_have_made<'a>(&self, facts: impl IntoIterator<Item = &'a Fact>) -> bool {
        facts.into_iter().any(|fact| match self {
            Self::Socket(command) => of_socket(command, fact),
            Self::UseCase(command) => of_use_case(command, fact),
            Self::System(command) => of_system(command, fact),
        })
    }
}

fn of_socket(command: &Command, fact: &Fact) -> bool {
    match (command, fact) {
        (Command::ChangeSettings { settings: wish }, Fact::SettingsChanged { settings }) => {
            wished(wish, settings)
        }
        (Command::Pause, Fact::SessionPaused)
        | (Command::Resume, Fact::SessionResumed)
        | (Command::TakeOver, Fact::SessionTakenOver { .. })
        | (Command::AdmitAll, Fact::LobbyAdmitted { .. })
        | (Command::StepAway, Fact::ParticipantAway { .. })
        | (Command::ComeBack, Fact::ParticipantBack { .. })
        | (Command::Lock { locked: true }, Fact::PermissionLocked)
        | (Command::Lock { locked: false }, Fact::PermissionUnlocked)
        | (Command::RaiseHand, Fact::HandRaised { .. }) => true,
        (Command::Admit { user }, Fact::LobbyAdmitted { users }) => *users == SortedSet::from([*user]),
        (Command::TurnAway { user }, Fact::LobbyTurnedAway { user: there })
        | (Command::Remove { user }, Fact::ParticipantRemoved { user: there })
        | (Command::Ban { user }, Fact::ParticipantBanned { user: there })
        | (Command::Unban { user }, Fact::ParticipantUnbanned { user: there })
        | (Command::LowerHand { user }, Fact::HandLowered { user: there }) => user == there,
        (Command::Spotlight { user }, Fact::SpotlightMoved { user: there }) => user == there,
        (Command::StopMedia { user, source }, Fact::MediaStopped { user: whose, source: which }) => {
            (user, source) == (whose, which)
        }
        (
            Command::Permit { permission, allowed },
            Fact::PermissionChanged { permission: which, allowed: now },
        ) => (permission, allowed) == (which, now),
        (
            Command::Grant { user, permission, allowed },
            Fact::PermissionGranted { user: whose, permission: which, allowed: now },
        ) => (user, permission, allowed) == (whose, which, now),
        (
            Command::PostChat { message, text, reply_to, mentions, to: _ },
            Fact::ChatPosted { message: there, text: said, reply_to: answers, mentions: named, readers: _ },
        ) => (message, reply_to, mentions) == (there, answers, named) && says(said, text),
        (Command::EditChat { message, text }, Fact::ChatEdited { message: there, text: said, .. }) => {
            message == there && says(said, text)
        }
        (Command::RemoveChat { message }, Fact::ChatRemoved { message: there, .. })
        | (Command::PinChat { message }, Fact::ChatPinned { message: there })
        | (Command::UnpinChat { message }, Fact::ChatUnpinned { message: there })
        | (Command::DismissReport { message }, Fact::ChatReportDismissed { message: there }) => {
            message == there
        }
        (
            Command::ReactChat { message, emoji, on: true },
            Fact::ChatReacted { message: there, emoji: which, .. },
        )
        | (
            Command::ReactChat { message, emoji, on: false },
            Fact::ChatUnreacted { message: there, emoji: which, .. },
        ) => (message, emoji) == (there, which),
        (Command::ReportChat { message, reason }, Fact::ChatReported { message: there, reason: why, .. }) => {
            (message, reason) == (there, why)
        }
        (
            Command::AskQuestion { question, text, anonymous },
            Fact::QuestionAsked { question: there, text: asked, anonymous: unnamed, pending: _ },
        ) => (question, anonymous) == (there, unnamed) && says(asked, text),
        (Command::ApproveQuestion { question }, Fact::QuestionApproved { question: there, .. })
        | (Command::UpvoteQuestion { question }, Fact::QuestionUpvoted { question: there })
        | (Command::UnvoteQuestion { question }, Fact::QuestionUnvoted { question: there })
        | (Command::ClaimQuestion { question }, Fact::QuestionClaimed { question: there, .. })
        | (Command::AnswerAloud { question }, Fact::QuestionAnsweredAloud { question: there })
        | (Command::ResolveQuestion { question }, Fact::QuestionResolved { question: there })
        | (Command::StageQuestion { question }, Fact::QuestionStaged { question: there })
        | (Command::UnstageQuestion { question }, Fact::QuestionUnstaged { question: there }) => {
            question == there
        }
        (
            Command::AnswerQuestion { question, text },
            Fact::QuestionAnswered { question: there, text: answer },
        ) => question == there && says(answer, text),
        (
            Command::DismissQuestion { question, reason },
            Fact::QuestionDismissed { question: there, reason: why, .. },
        ) => question == there && says(why, reason),
        (
            Command::MergeQuestion { question, into },
            Fact::QuestionMerged { question: there, into: other, .. },
        ) => (question, into) == (there, other),
        (
            Command::OpenPoll { poll, definition },
            Fact::PollOpened { poll: there, form, anonymous, quiz, again: None, wording, .. },
        ) => {
            (poll, definition.form, definition.anonymous, definition.key.is_some())
                == (there, *form, *anonymous, *quiz)
                && asks(wording, definition)
        }
        (
            Command::AskPollAgain { poll, earlier },
            Fact::PollOpened { poll: there, again: Some(before), .. },
        ) => (poll, earlier) == (there, before),
        (
            Command::VotePoll { poll, choice, text },
            Fact::PollVoted { poll: there, choice: chosen, text: said, ballot: None },
        ) => (poll, choice) == (there, chosen) && says(said, text.as_deref().unwrap_or_default()),
        (Command::ClosePoll { poll }, Fact::PollClosed { poll: there })
        | (Command::ShowPoll { poll }, Fact::PollShown { poll: there, .. })
        | (Command::HidePoll { poll }, Fact::PollHidden { poll: there }) => poll == there,
        (
            Command::GroupAnswers { poll, group, title, answers },
            Fact::PollGrouped { poll: there, group: known, title: called, answers: these },
        ) => (poll, group, answers) == (there, known, these) && says(called, title),
        (Command::MarkChapter { chapter, title }, Fact::ChapterMarked { chapter: there, title: called }) => {
            chapter == there && says(called, title)
        }
        // Of another kind.
        (_, _) => false,
    }
}

fn of_use_case(command: &UseCaseCommand, fact: &Fact) -> bool {
    match (command, fact) {
        (UseCaseCommand::Schedule { schedule, .. }, Fact::SessionScheduled(there))
        | (UseCaseCommand::Reschedule { schedule, .. }, Fact::SessionRescheduled(there)) => {
            let called = Schedule { title: there.title.clone(), ..schedule.clone() };
            called == *there && says(&there.title, schedule.title.text())
        }
        (UseCaseCommand::Reschedule { lobby, .. }, Fact::SettingsChanged { settings }) => {
            *lobby == settings.lobby
        }
        (UseCaseCommand::Cancel { reason }, Fact::SessionCancelled { reason: why }) => says(why, reason),
        (UseCaseCommand::Start, Fact::SessionStarted) | (UseCaseCommand::End, Fact::SessionEnded { .. }) => {
            true
        }
        (UseCaseCommand::RestartStage { stage }, Fact::StageRestarted { stage: there }) => stage == there,
        // Of another kind.
        (_, _) => false,
    }
}

/// The server names its own commands, by chance or after what they are about; only ballots are named after what somebody sent.
fn of_system(command: &SystemCommand, fact: &Fact) -> bool {
    match (command, fact) {
        (
            SystemCommand::CastBallot { poll, ballot, choice, text },
            Fact::PollVoted { poll: there, choice: chosen, text: said, ballot: Some(known) },
        ) => {
            (poll, ballot, choice) == (there, known, chosen)
                && says(said, text.as_deref().unwrap_or_default())
        }
        (SystemCommand::CastBallot { .. }, _) => false,
        (_, _) => true,
    }
}

/// Whether the words in the log are the text as it was taken.
fn says(words: &Words, text: &str) -> bool {
    words.erased() || clean(text, usize::MAX).is_ok_and(|text| text == words.text())
}

fn asks(wording: &Words, definition: &Definition) -> bool {
    let asked = Wording::read(wording);
    wording.erased()
        || definition
            .checked()
            .is_ok_and(|checked| (checked.question, checked.options) == (asked.question, asked.options))
}

fn wished(wish: &SettingsWish, settings: &Settings) -> bool {
    let SettingsWish {
        lobby,
        moderated,
        anonymous,
        private_chat,
        slow_mode,
        blocked,
        teacher_grace,
        overtime,
    } = wish;
    lobby.is_none_or(|lobby| lobby == settings.lobby)
        && moderated.is_none_or(|moderated| moderated == settings.moderated)
        && anonymous.is_none_or(|anonymous| anonymous == settings.anonymous)
        && private_chat.is_none_or(|private_chat| private_chat == settings.private_chat)
        && slow_mode.is_none_or(|slow_mode| slow_mode == settings.slow_mode)
        && blocked.as_ref().is_none_or(|list| blocked_words(list).is_ok_and(|list| list == settings.blocked))
        && teacher_grace.is_none_or(|grace| grace == settings.teacher_grace)
        && overtime.is_none_or(|overtime| overtime == settings.overtime)
}

#[cfg(test)]
mod tests {
    use crate::command::{AnyCommand, Command};
    use crate::decide::decide;
    use crate::testing::{Class, STUDENT, TEACHER, id, options, poll, user, vote};
    use crate::{Asking, role::Role};

    /// Each command is known again by the facts that it made, and by those of no other.
    #[test]
    fn facts_tell_commands_apart() {
        let mut class = Class::live();
        class.does(STUDENT, class.chat(1, "hi"));
        class.asks_question(STUDENT, 1, "why?");
        class.does(TEACHER, poll(1, options(2)));
        let commands: Vec<(u128, Command)> = vec![
            (STUDENT, class.chat(2, " hi ")),
            (STUDENT, class.chat(2, "ho")),
            (STUDENT, class.chat(3, "hi")),
            (TEACHER, Command::Ban { user: user(STUDENT) }),
            (TEACHER, Command::Remove { user: user(STUDENT) }),
            (TEACHER, Command::PinChat { message: id(1).into() }),
            (TEACHER, Command::RemoveChat { message: id(1).into() }),
            (TEACHER, Command::AnswerQuestion { question: id(1).into(), text: "so".into() }),
            (TEACHER, Command::AnswerQuestion { question: id(1).into(), text: "thus".into() }),
            (STUDENT, vote(1, &[0])),
            (STUDENT, vote(1, &[1])),
            (TEACHER, Command::ClosePoll { poll: id(1).into() }),
            (TEACHER, Command::Lock { locked: true }),
            (TEACHER, Command::MarkChapter { chapter: id(1).into(), title: "one".into() }),
        ];
        for (n, first) in &commands {
            let role = if *n == TEACHER { Role::Teacher } else { Role::Student };
            let first = AnyCommand::from(first.clone());
            let facts = decide(&class.view, Asking::person(user(*n), role), &first, class.now).unwrap();
            for (_, second) in &commands {
                let second = AnyCommand::from(second.clone());
                assert_eq!(second.could_have_made(&facts), first == second, "{first:?} {second:?}");
            }
        }
    }
}

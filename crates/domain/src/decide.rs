//! From a command to facts: the one pure decision behind every change of a class.

use chrono::{DateTime, Utc};

use crate::asking::Asking;
use crate::command::{AnyCommand, Command, SystemCommand, UseCaseCommand};
use crate::event::Fact;
pub use crate::rejection::Rejection;
use crate::view::ClassView;
use crate::{
    board, chapter, chat, hand, lobby, participant, permission, pipeline, poll, question, recording, scene,
    session, slides,
};

mod consequences;
mod continue_from;
mod on_slides;

use self::consequences::with_consequences;
use self::continue_from::continue_from;

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
    let facts = match command {
        AnyCommand::Socket(command) => {
            asking.must_not_be_kept_out(&class.core)?;
            of_socket(class, asking, command, now)?
        }
        AnyCommand::UseCase(command) => {
            asking.must_not_be_kept_out(&class.core)?;
            of_use_case(class, command, now)?
        }
        AnyCommand::System(command) => of_system(class, asking, command, now)?,
    };
    Ok(with_consequences(class, facts))
}

fn of_socket(
    class: &ClassView,
    asking: Asking,
    command: &Command,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    let core = &class.core;
    match command {
        Command::Session(command) => session::decide(core, asking, command).map(all),
        Command::Lobby(command) => lobby::decide(core, command).map(all),
        Command::Participant(command) => participant::decide(core, asking, command, now).map(all),
        Command::Permission(command) => permission::decide(core, command).map(all),
        Command::Hand(command) => hand::decide(core, &class.hand, asking, command, now).map(all),
        Command::Chat(command) => chat::decide(core, &class.chat, asking, command, now).map(all),
        Command::Question(command) => question::decide(core, &class.question, asking, command, now).map(all),
        Command::Poll(command) => poll::decide(core, &class.poll, asking, command, now).map(all),
        Command::Chapter(command) => chapter::decide(core, &class.chapter, command).map(all),
        Command::Board(command) => {
            on_slides::must_be_shown(class, command)?;
            board::decide(core, &class.board, asking, command, now).map(all)
        }
        Command::Scene(command) => scene::decide(core, &class.scene, asking, command).map(all),
        Command::Slides(command) => slides::decide(core, &class.slides, asking, command, now).map(all),
    }
}

fn of_use_case(
    class: &ClassView,
    command: &UseCaseCommand,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    match command {
        UseCaseCommand::Session(command) => session::decide_use_case(&class.core, command, now).map(all),
        UseCaseCommand::Pipeline(command) => {
            pipeline::decide_use_case(&class.core, &class.pipeline, command).map(all)
        }
        UseCaseCommand::Slides(command) => {
            slides::decide_use_case(&class.core, &class.slides, command).map(all)
        }
    }
}

fn of_system(
    class: &ClassView,
    asking: Asking,
    command: &SystemCommand,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    let core = &class.core;
    match command {
        SystemCommand::Session(command) => session::decide_system(core, command, now).map(all),
        SystemCommand::Lobby(command) => lobby::decide_system(core, command).map(all),
        SystemCommand::Participant(command) => participant::decide_system(core, command).map(all),
        SystemCommand::Poll(command) => poll::decide_system(core, &class.poll, asking, command, now).map(all),
        SystemCommand::Recording(command) => Ok(all(recording::decide(&class.recording, command))),
        SystemCommand::Pipeline(command) => Ok(all(pipeline::decide(&class.pipeline, command))),
        SystemCommand::Slides(command) => {
            let facts = slides::decide_system(core, &class.slides, command);
            Ok(on_slides::with_boards(class, command, facts))
        }
        SystemCommand::Scene(command) => scene::decide_system(core, &class.scene, command).map(all),
        SystemCommand::ContinueFrom { session, questions, names, scenes, boards } => {
            continue_from(class, *session, (questions, names), scenes, boards)
        }
    }
}

fn all<F: Into<Fact>>(facts: Vec<F>) -> Vec<Fact> {
    facts.into_iter().map(Into::into).collect()
}

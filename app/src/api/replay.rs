//! The replay of a class that is over.

use domain::ids::{CommandId, QuestionId, SessionId};
use domain::pipeline::Stage;
use domain::replay::Replay;
use leptos::prelude::*;

use crate::error::PageError;

#[cfg(feature = "ssr")]
use crate::caller::Door;

/// The replay, for who belongs to the class. Before the class ended the problem is a
/// [`Conflict`](crate::error::Problem::Conflict).
#[server(name = AskReplay, endpoint = "replay")]
pub async fn replay(
    /// The class.
    session: SessionId,
) -> Result<Replay, PageError> {
    let door = Door::open()?;
    let seat = door.seat(session).await?;
    door.classroom.replay(&seat).await.map_err(|refusal| door.refuse(refusal))
}

/// Asks a class that is over a question.
#[server(endpoint = "ask_afterwards")]
pub async fn ask_afterwards(
    /// The class.
    session: SessionId,
    /// The command's name: sent twice it has one effect.
    command: CommandId,
    /// The question's name.
    question: QuestionId,
    /// What is asked.
    text: String,
    /// Whether other students are not to know who asks.
    #[server(default)]
    anonymous: bool,
) -> Result<(), PageError> {
    let door = Door::open()?;
    let seat = door.seat(session).await?;
    let asked = door.classroom.ask_afterwards(&seat, command, question, text, anonymous).await;
    asked.map(drop).map_err(|refusal| door.refuse(refusal))
}

/// Has a failed stage of processing run again.
#[server(endpoint = "restart_stage")]
pub async fn restart_stage(
    /// The class.
    session: SessionId,
    /// The wish's name: sent twice it has one effect.
    command: CommandId,
    /// The stage.
    stage: Stage,
) -> Result<(), PageError> {
    let door = Door::open()?;
    let seat = door.seat(session).await?;
    let restarted = door.classroom.restart_stage(&seat, command, stage).await;
    restarted.map(drop).map_err(|refusal| door.refuse(refusal))
}

//! The replay of a class that is over.

use domain::ids::{CommandId, QuestionId, SessionId};
use domain::replay::Replay;
use domain::step::Step;
use leptos::prelude::*;

use crate::error::PageError;

#[cfg(feature = "ssr")]
use crate::context::RequestContext;

/// The replay, for who belongs to the class. Before the class ended the problem is a
/// [`Conflict`](crate::error::Problem::Conflict).
#[server(name = AskReplay, prefix = "/rpc", endpoint = "replay")]
pub async fn replay(
    /// The class.
    session: SessionId,
) -> Result<Replay, PageError> {
    let replay = RequestContext::answer(|context| async move {
        let seat = context.seat(session).await?;
        context.classroom.replay(&seat).await
    });
    replay.await
}

/// Asks a class that is over a question.
#[server(prefix = "/rpc", endpoint = "ask_afterwards")]
pub async fn ask_afterwards(
    /// The class.
    session: SessionId,
    /// The command's id: sent twice it has one effect.
    command: CommandId,
    /// The question's id.
    question: QuestionId,
    /// What is asked.
    text: String,
    /// Whether other students are not to know who asks.
    #[server(default)]
    anonymous: bool,
) -> Result<(), PageError> {
    let asked = RequestContext::answer(|context| async move {
        let seat = context.seat(session).await?;
        context.classroom.ask_afterwards(&seat, command, question, text, anonymous).await.map(drop)
    });
    asked.await
}

/// Has a failed step of processing run again.
#[server(prefix = "/rpc", endpoint = "restart_stage")]
pub async fn restart_step(
    /// The class.
    session: SessionId,
    /// The command's id: sent twice it has one effect.
    command: CommandId,
    /// The step.
    stage: Step,
) -> Result<(), PageError> {
    let restarted = RequestContext::answer(|context| async move {
        let seat = context.seat(session).await?;
        context.classroom.restart_step(&seat, command, stage).await.map(drop)
    });
    restarted.await
}

//! The ways of a command to its class's writer: a person's with the proof that they may, the server's own without.

use domain::Asking;
use domain::command::{AnyCommand, Command, SystemCommand};
use domain::ids::{CommandId, Sequence, UserId};
use tokio::sync::oneshot;

use super::Class;
use super::heard::{Content, content};
use crate::command::Seat;
use crate::permit::Permitted;
use crate::refusal::Refusal;

/// Something for the writer to do.
pub(super) enum WriterRequest {
    Command(PendingCommand),
    /// What the log and the class's rules say of the command, without writing it.
    LookUp(PendingCommand),
    Refresh,
    /// As `Refresh`, and somebody waits for it.
    CatchUp(oneshot::Sender<()>),
}

/// A command and who waits for its answer.
pub(super) struct PendingCommand {
    pub id: CommandId,
    pub asking: Asking,
    pub command: AnyCommand,
    pub content: Content,
    pub answer: oneshot::Sender<Result<Outcome, Refusal>>,
}

impl PendingCommand {
    pub fn new(
        id: CommandId,
        asking: Asking,
        command: AnyCommand,
        answer: oneshot::Sender<Result<Outcome, Refusal>>,
    ) -> Self {
        let content = content(&command);
        Self { id, asking, command, content, answer }
    }
}

/// What became of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was decided now. The last of its events, or the log's end where it changed nothing.
    Done(Sequence),
    /// It was in the log before, said by the same person in the same words: the answer of then. Nothing follows from it again.
    Repeated(Sequence),
    /// It isn't in the log, and the class would take it.
    New,
}

/// A command on its way into the log.
pub struct Submitted {
    answered: oneshot::Receiver<Result<Outcome, Refusal>>,
    /// Why it is refused, unless it was taken before.
    refused: Option<Refusal>,
}

impl Submitted {
    /// Waits for the commit, and gives the place of the last of its facts.
    ///
    /// # Errors
    /// [`Refusal::Rejected`] by the class's rules, and with [`domain::Rejection::NameTaken`] where the command's id stands for
    /// something else already; [`Refusal::Paused`] while the log can't be written: then the same command may be sent again,
    /// whether or not it took, and has one effect.
    pub async fn answer(self) -> Result<Sequence, Refusal> {
        match self.outcome().await? {
            Outcome::Done(sequence) | Outcome::Repeated(sequence) => Ok(sequence),
            Outcome::New => Err(Refusal::Internal),
        }
    }

    /// As [`Submitted::answer`], and says whether it was there before.
    ///
    /// # Errors
    /// As [`Submitted::answer`].
    pub async fn outcome(self) -> Result<Outcome, Refusal> {
        let outcome = self.answered.await.map_err(|_| Refusal::Paused)?;
        match (self.refused, outcome) {
            (None, outcome) | (Some(_), outcome @ (Ok(Outcome::Repeated(_)) | Err(Refusal::Paused))) => {
                outcome
            }
            (Some(refusal), Ok(Outcome::New | Outcome::Done(_)) | Err(_)) => Err(refusal),
        }
    }
}

impl Class {
    /// Writes the facts of somebody's command and answers when they are committed, with the sequence of the last of them.
    ///
    /// # Errors
    /// As [`Submitted::answer`].
    pub(crate) async fn write(&self, id: CommandId, permitted: Permitted) -> Result<Sequence, Refusal> {
        self.submit(id, permitted).await?.answer().await
    }

    /// As [`Class::write`], but returns as soon as the command has its place in the queue: commands submitted one after
    /// another are decided in that order.
    ///
    /// # Errors
    /// [`Refusal::Paused`] when the writer is gone.
    pub(crate) async fn submit(&self, id: CommandId, permitted: Permitted) -> Result<Submitted, Refusal> {
        if permitted.class != self.key {
            return Err(Refusal::NotFound);
        }
        self.ask(WriterRequest::Command, id, permitted.asking, permitted.command).await
    }

    /// What the log and the class's rules say of somebody's command, without writing it: use cases that write beside the log
    /// write nothing for one that was there before, or that the class won't take. Other servers' writes are read first.
    ///
    /// # Errors
    /// As [`Submitted::answer`].
    pub(crate) async fn look_up(&self, id: CommandId, permitted: &Permitted) -> Result<Outcome, Refusal> {
        if permitted.class != self.key {
            return Err(Refusal::NotFound);
        }
        self.catch_up().await?;
        self.ask(WriterRequest::LookUp, id, permitted.asking, permitted.command.clone())
            .await?
            .outcome()
            .await
    }

    /// What becomes of a command whose sender may not say it now: the answer of then where it is in the log, else `refusal`.
    ///
    /// # Errors
    /// [`Refusal::Paused`] when the writer is gone.
    pub(crate) async fn repeated(
        &self,
        seat: &Seat,
        id: CommandId,
        command: Command,
        refusal: Refusal,
    ) -> Result<Submitted, Refusal> {
        let asking = Asking::person(seat.actor.user, seat.role);
        let asked = self.ask(WriterRequest::LookUp, id, asking, command.into()).await?;
        Ok(Submitted { refused: Some(refusal), ..asked })
    }

    /// Writes the facts of a command of the server's own, by nobody or in the name of who comes and goes.
    ///
    /// # Errors
    /// As [`Submitted::answer`].
    pub async fn write_system(
        &self,
        id: CommandId,
        actor: Option<UserId>,
        command: SystemCommand,
    ) -> Result<Sequence, Refusal> {
        self.submit_system(id, actor, command).await?.answer().await
    }

    /// As [`Class::write_system`], but returns as soon as the command has its place in the queue.
    ///
    /// # Errors
    /// [`Refusal::Paused`] when the writer is gone.
    pub async fn submit_system(
        &self,
        id: CommandId,
        actor: Option<UserId>,
        command: SystemCommand,
    ) -> Result<Submitted, Refusal> {
        self.ask(WriterRequest::Command, id, actor.into(), command.into()).await
    }

    /// As a test says anything in anybody's name, without asking policy.
    ///
    /// # Errors
    /// As [`Submitted::answer`].
    #[cfg(feature = "assumed")]
    pub async fn write_assumed(
        &self,
        id: CommandId,
        asking: impl Into<Asking>,
        command: impl Into<AnyCommand>,
    ) -> Result<Sequence, Refusal> {
        self.submit_assumed(id, asking, command).await?.answer().await
    }

    /// As [`Class::write_assumed`], but returns as soon as the command has its place in the queue.
    ///
    /// # Errors
    /// [`Refusal::Paused`] when the writer is gone.
    #[cfg(feature = "assumed")]
    pub async fn submit_assumed(
        &self,
        id: CommandId,
        asking: impl Into<Asking>,
        command: impl Into<AnyCommand>,
    ) -> Result<Submitted, Refusal> {
        self.ask(WriterRequest::Command, id, asking.into(), command.into()).await
    }

    async fn ask(
        &self,
        request: fn(PendingCommand) -> WriterRequest,
        id: CommandId,
        asking: Asking,
        command: AnyCommand,
    ) -> Result<Submitted, Refusal> {
        let (answer, answered) = oneshot::channel();
        let request = request(PendingCommand::new(id, asking, command, answer));
        self.requests.send(request).await.map_err(|_| Refusal::Paused)?;
        Ok(Submitted { answered, refused: None })
    }
}

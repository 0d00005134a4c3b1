//! Starting a class, with what an earlier one left open where it goes on from it.

use domain::board::{self, Carried};
use domain::command::{SystemCommand, UseCaseCommand};
use domain::ids::{CommandId, Sequence};
use domain::question::{askers, open_questions};
use domain::scene::for_the_next;
use domain::session;
use domain::session::Phase;

use super::names::{derived, prepared};
use crate::Classroom;
use crate::class::{Class, Outcome};
use crate::command::Seat;
use crate::ports::event_log::ClassKey;
use crate::refusal::Refusal;

impl Classroom {
    /// Begins the class. Its room is made when the first person asks for a pass, or by the recorder: a media server that is
    /// down doesn't keep a class from starting.
    ///
    /// # Errors
    /// As [`Classroom::enter`], by the class's rules, or while the log is paused.
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn start(&self, seat: &Seat, command: CommandId) -> Result<Sequence, Refusal> {
        let class = self.classes.open(seat.class).await?;
        let permitted = class.permit(seat, UseCaseCommand::Session(session::UseCaseCommand::Start))?;
        if let Outcome::Repeated(sequence) = class.look_up(command, &permitted).await? {
            return Ok(sequence);
        }
        if let Err(error) = self.begin_with_scenes(&class, prepared(command)).await {
            tracing::warn!(session = %seat.class.session, %error, "what is prepared for the lesson stays there");
        }
        if let Err(error) = self.carry_over(&class, command).await {
            tracing::warn!(session = %seat.class.session, %error, "what the last class left open stays behind");
        }
        class.write(command, permitted).await
    }

    /// Takes over what the last class of the lesson left open, where that is planned: at the start, when that class is over for
    /// sure.
    async fn carry_over(&self, class: &Class, command: CommandId) -> Result<(), Refusal> {
        let key = class.key();
        let lesson = class.read(|view| match view.core.phase {
            Phase::Scheduled if view.core.continued_from.is_none() => view.core.schedule.as_ref()?.lesson,
            _ => None,
        });
        let Some(lesson) = lesson else { return Ok(()) };
        if !self.plans.plan(key).await?.continues {
            return Ok(());
        }
        let Some(session) = self.plans.last_of(key.tenant, lesson).await? else { return Ok(()) };
        let last = self.classes.open(ClassKey { session, ..key }).await?;
        let boards = self.boards_of(&last).await.unwrap_or_else(|error| {
            tracing::warn!(%session, %error, "what was drawn in the last class stays behind");
            vec![]
        });
        let continuation = last.read(|view| {
            let questions = open_questions(&view.question);
            let names = askers(&view.core, &questions);
            let ids: Vec<_> = boards.iter().map(|carried| carried.board).collect();
            let scenes = for_the_next(&view.scene, &ids);
            SystemCommand::ContinueFrom { session, questions, names, scenes, boards }
        });
        class.write_system(derived(command, session), None, continuation).await.map(drop)
    }

    /// The boards of a class that is over, as the next one goes on with them.
    async fn boards_of(&self, last: &Class) -> Result<Vec<Carried>, Refusal> {
        let mut boards = Vec::new();
        for (board, pages) in last.read(|view| board::free(&view.board)) {
            boards.push(self.classes.drawn(last, board, |drawing| Carried::of(board, pages, drawing)).await?);
        }
        Ok(boards)
    }
}

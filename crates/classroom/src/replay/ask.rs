//! Asking a class that is over.

use domain::ids::{CommandId, QuestionId, Sequence};
use domain::{Command, question};

use crate::Classroom;
use crate::command::Seat;
use crate::refusal::Refusal;

impl Classroom {
    /// Asks a question from the replay, by the rules of the class: it stands with the others there, and goes on to the next
    /// class of the lesson.
    ///
    /// # Errors
    /// As [`Classroom::send`], and [`domain::Rejection::NotOver`] before the class ended: then its live channel takes questions.
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn ask_afterwards(
        &self,
        seat: &Seat,
        id: CommandId,
        question: QuestionId,
        text: String,
        anonymous: bool,
    ) -> Result<Sequence, Refusal> {
        let class = self.classes.open(seat.class).await?;
        class.read(|view| view.core.must_be_over())?;
        self.send(&class, seat, id, Command::Question(question::Command::Ask { question, text, anonymous }))
            .await
    }
}

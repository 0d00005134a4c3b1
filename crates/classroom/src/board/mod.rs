//! Whiteboards: what is drawn on one, for those who are shown it.

use domain::board::Drawing;
use domain::event::{Event, Fact};
use domain::ids::{BoardId, Sequence};
use domain::policy::Action;
use domain::view::visible;
use tokio::sync::Semaphore;

use crate::Classroom;
use crate::command::Seat;
use crate::ports::event_log::About;
use crate::refusal::Refusal;

/// Boards' stories that are put together at the same time.
static STORIES: Semaphore = Semaphore::const_new(2);

impl Classroom {
    /// What is drawn on a board, packed ([`domain::board::Drawing::to_bytes`]): all that the log holds up to `from` at least,
    /// which is where the one who asks has got to by another server.
    ///
    /// # Errors
    /// As [`Classroom::enter`]; [`Refusal::NotFound`] where there is no such board.
    #[tracing::instrument(level = "debug", skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn board(&self, seat: &Seat, board: BoardId, from: Sequence) -> Result<Vec<u8>, Refusal> {
        let (class, _) = self.enter(seat, Action::SeeCourse).await?;
        if class.read(|view| view.sequence) < from {
            class.catch_up().await?;
        }
        self.classes.drawn(&class, board, Drawing::to_bytes).await
    }

    /// What a board of a class that is over began with, packed: what was drawn on it in an earlier class, where it goes on from
    /// one.
    ///
    /// # Errors
    /// As [`Classroom::board_story`]; [`Refusal::NotFound`] where it goes on from no other class.
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn board_as_begun(&self, seat: &Seat, board: BoardId) -> Result<Vec<u8>, Refusal> {
        let (class, _) = self.enter(seat, Action::WatchReplay).await?;
        let goes_on = class.read(|view| {
            view.core.must_be_over()?;
            Ok::<_, Refusal>(view.board.boards.get(&board).is_some_and(|board| board.from.is_some()))
        })?;
        if !goes_on {
            return Err(Refusal::NotFound);
        }
        let _turn = STORIES.acquire().await.map_err(|_| Refusal::Internal)?;
        let all = self.classes.history(seat.class, About::Boards).await?;
        let begun = self.classes.begun(seat.class, &all).await?;
        begun.get(&board).map(Drawing::to_bytes).ok_or(Refusal::NotFound)
    }

    /// All that changed a board, in its order, as JSON: what a replay draws moment by moment.
    ///
    /// # Errors
    /// As [`Classroom::enter`]; [`domain::Rejection::NotOver`] before the class ended; [`Refusal::NotFound`] where there is no
    /// such board.
    #[tracing::instrument(skip_all, fields(class = %seat.class.session, user = %seat.actor.user))]
    pub async fn board_story(&self, seat: &Seat, board: BoardId) -> Result<Vec<u8>, Refusal> {
        let (class, _) = self.enter(seat, Action::WatchReplay).await?;
        let is_there = class.read(|view| {
            view.core.must_be_over()?;
            Ok::<_, Refusal>(view.board.boards.contains_key(&board))
        })?;
        if !is_there {
            return Err(Refusal::NotFound);
        }
        // Some at a time: each holds all that was drawn in memory.
        let _turn = STORIES.acquire().await.map_err(|_| Refusal::Internal)?;
        let all = self.classes.history(seat.class, About::Boards).await?;
        let viewer = seat.viewer();
        let written = tokio::task::spawn_blocking(move || {
            let of_board =
                all.iter().filter(|event| matches!(&event.fact, Fact::Board(fact) if fact.board() == board));
            let seen: Vec<Event> = of_board.filter_map(|event| visible(event, &viewer)).collect();
            serde_json::to_vec(&seen)
        });
        written.await.ok().and_then(Result::ok).ok_or(Refusal::Internal)
    }
}

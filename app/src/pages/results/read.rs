//! What came of a class's polls and questions, as a page. It has no program, so no server function either.

use domain::ids::SessionId;
use domain::session::Phase;

use super::ResultsView;
use crate::context::RequestContext;
use crate::error::PageError;
use crate::features::poll::card::{cards, order};
use crate::features::question::board::{Order, board};
use crate::zone;
use domain::route;

/// The page, for who runs the class.
pub async fn results_view(session: SessionId) -> Result<ResultsView, PageError> {
    let view = RequestContext::answer(|context| async move {
        let seat = context.seat(session).await?;
        let (class, view) = context.classroom.results(&seat).await?;
        let now = context.classroom.clock.now();
        let over = matches!(view.core.phase, Phase::Ended { .. });
        let mut cards = cards(&view, &[], seat.viewer(), &[]);
        // The class shows the newest first; who reads about it begins at its beginning.
        let polls = order(&view).into_iter().rev().filter_map(|id| {
            let place = cards.iter().position(|(other, _)| *other == id)?;
            Some(cards.swap_remove(place).1)
        });
        let polls = polls.collect();
        let mut board = board(&view, &[], seat.viewer(), Order::Votes);
        let asked = board.open.iter().chain(&board.settled).filter_map(|id| board.asked.remove(id)).collect();
        Ok(ResultsView {
            title: class.title,
            course: class.course_title,
            held: zone::moment(&class.zone, view.core.phase.started_at().unwrap_or(class.starts_at), now),
            over,
            polls,
            questions: asked,
            here_href: route::RESULTS.to(session),
            polls_href: route::POLLS_TABLE.to(session),
            questions_href: route::QUESTIONS_TABLE.to(session),
            attendance_href: route::ATTENDANCE.to(session),
            class_href: if over { route::REPLAY.to(session) } else { route::CLASS.to(session) },
        })
    });
    view.await
}

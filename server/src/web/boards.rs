//! What is drawn on a class's boards: bytes of our own, for the pages that show one.

use app::caller::Caller;
use axum::extract::{Extension, Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use classroom::Classroom;
use domain::ids::{BoardId, Sequence, SessionId};
use serde::Deserialize;

use super::files::{FileRefused, seat};

/// What is asked for beside the path.
#[derive(Deserialize)]
pub struct Asked {
    /// How far the page has followed the class.
    #[serde(default)]
    from: Sequence,
}

/// A board as it is.
pub async fn board(
    State(classroom): State<Classroom>,
    Extension(caller): Extension<Caller>,
    Path((session, board)): Path<(SessionId, BoardId)>,
    Query(Asked { from }): Query<Asked>,
) -> Result<Response, FileRefused> {
    let seat = seat(&classroom, &caller, session).await?;
    let drawn = classroom.board(&seat, board, from).await?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], drawn).into_response())
}

/// What is asked for of a class that is over.
#[derive(Deserialize)]
pub struct Told {
    /// What the board began with, and not what became of it.
    #[serde(default)]
    begun: bool,
}

/// How a board came to be what it was at the end of its class.
pub async fn story(
    State(classroom): State<Classroom>,
    Extension(caller): Extension<Caller>,
    Path((session, board)): Path<(SessionId, BoardId)>,
    Query(Told { begun }): Query<Told>,
) -> Result<Response, FileRefused> {
    let seat = seat(&classroom, &caller, session).await?;
    if begun {
        let drawn = classroom.board_as_begun(&seat, board).await?;
        return Ok(([(header::CONTENT_TYPE, "application/octet-stream")], drawn).into_response());
    }
    let story = classroom.board_story(&seat, board).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], story).into_response())
}

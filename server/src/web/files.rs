//! What of a class can be taken along as files: captions for the player, its transcript, tables of who was there and what came
//! of it.

use app::caller::Caller;
use app::error::{PageError, status};
use app::pages::attendance::attendance_table;
use axum::extract::{Extension, Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use classroom::command::Seat;
use classroom::ports::event_log::ClassKey;
use classroom::replay::Transcript;
use classroom::{Classroom, Refusal};
use domain::ids::{DeckId, SessionId, TrackId};
use domain::rendition::Rendition;
use domain::transcript::{plain_text, web_vtt};
use domain::{poll, question};

const VTT: &str = "text/vtt; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";
const CSV: &str = "text/csv; charset=utf-8; header=present";

/// `captions.vtt`: for the player's `<track>`.
pub async fn captions(
    State(classroom): State<Classroom>,
    Extension(caller): Extension<Caller>,
    Path(session): Path<SessionId>,
) -> Result<Response, FileRefused> {
    let said = transcript(&classroom, &caller, session).await?;
    Ok(([(header::CONTENT_TYPE, VTT)], web_vtt(&said.cues, |user| said.names.get(&user).cloned()))
        .into_response())
}

/// `transcript.vtt`: the same to keep.
pub async fn download_vtt(
    State(classroom): State<Classroom>,
    Extension(caller): Extension<Caller>,
    Path(session): Path<SessionId>,
) -> Result<Response, FileRefused> {
    let said = transcript(&classroom, &caller, session).await?;
    Ok(to_keep(VTT, "transcript.vtt", web_vtt(&said.cues, |user| said.names.get(&user).cloned())))
}

/// `transcript.txt`: paragraphs to read.
pub async fn download_text(
    State(classroom): State<Classroom>,
    Extension(caller): Extension<Caller>,
    Path(session): Path<SessionId>,
) -> Result<Response, FileRefused> {
    let said = transcript(&classroom, &caller, session).await?;
    Ok(to_keep(TEXT, "transcript.txt", plain_text(&said.cues, |user| said.names.get(&user).cloned())))
}

/// A track: leads to where it lies, by an address that is good for some minutes. Browsers follow it for what they play, and come
/// again when it has run out.
pub async fn track(
    State(classroom): State<Classroom>,
    Extension(caller): Extension<Caller>,
    Path((session, track)): Path<(SessionId, TrackId)>,
) -> Result<Response, FileRefused> {
    let seat = seat(&classroom, &caller, session).await?;
    Ok(Redirect::temporary(&classroom.track_address(&seat, track).await?).into_response())
}

/// A page of a deck: leads to where its picture or text lies.
pub async fn slide(
    State(classroom): State<Classroom>,
    Extension(caller): Extension<Caller>,
    Path((session, deck, page, rendition)): Path<(SessionId, DeckId, u16, String)>,
) -> Result<Response, FileRefused> {
    let seat = seat(&classroom, &caller, session).await?;
    let rendition: Rendition = rendition.parse().map_err(|()| Refusal::NotFound)?;
    Ok(Redirect::temporary(&classroom.page_address(&seat, deck, page, rendition).await?).into_response())
}

/// `attendance.csv`: who was there.
pub async fn attendance(
    State(classroom): State<Classroom>,
    Extension(caller): Extension<Caller>,
    Path(session): Path<SessionId>,
) -> Result<Response, FileRefused> {
    let seat = seat(&classroom, &caller, session).await?;
    let register = classroom.attendance(&seat).await?;
    Ok(to_keep(CSV, "attendance.csv", attendance_table(&register)))
}

/// `polls.csv`: who answered what.
pub async fn polls(
    State(classroom): State<Classroom>,
    Extension(caller): Extension<Caller>,
    Path(session): Path<SessionId>,
) -> Result<Response, FileRefused> {
    let (_, class) = classroom.results(&seat(&classroom, &caller, session).await?).await?;
    Ok(to_keep(CSV, "polls.csv", poll::table(&class.core, &class.poll)))
}

/// `questions.csv`: who asked what, and what became of it.
pub async fn questions(
    State(classroom): State<Classroom>,
    Extension(caller): Extension<Caller>,
    Path(session): Path<SessionId>,
) -> Result<Response, FileRefused> {
    let (_, class) = classroom.results(&seat(&classroom, &caller, session).await?).await?;
    Ok(to_keep(CSV, "questions.csv", question::table(&class.core, &class.question)))
}

async fn transcript(
    classroom: &Classroom,
    caller: &Caller,
    session: SessionId,
) -> Result<Transcript, FileRefused> {
    Ok(classroom.transcript(&seat(classroom, caller, session).await?).await?)
}

pub(super) async fn seat(
    classroom: &Classroom,
    caller: &Caller,
    session: SessionId,
) -> Result<Seat, Refusal> {
    let actor = caller.actor.as_ref().ok_or(Refusal::SignedOut)?;
    classroom.seat(actor, ClassKey { tenant: caller.tenant, session }).await
}

fn to_keep(mime: &'static str, name: &str, body: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [(header::CONTENT_TYPE, mime.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, body).into_response()
}

/// Why there is no file.
pub struct FileRefused(Refusal);

impl From<Refusal> for FileRefused {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl IntoResponse for FileRefused {
    fn into_response(self) -> Response {
        let words = self.0.to_string();
        let error = PageError::from(self.0);
        let mut answer = (status(error.problem), words).into_response();
        if let Some(wait) = error.wait {
            answer.headers_mut().insert(header::RETRY_AFTER, wait.into());
        }
        answer
    }
}

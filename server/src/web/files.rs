//! The transcript as files: captions for the player, downloads for people.

use app::caller::{Caller, status};
use app::error::PageError;
use axum::extract::{Extension, Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use classroom::ports::event_log::ClassKey;
use classroom::replay::Transcript;
use classroom::{Classroom, Refusal};
use domain::ids::SessionId;
use domain::transcript::{plain_text, web_vtt};

const VTT: &str = "text/vtt; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

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

async fn transcript(
    classroom: &Classroom,
    caller: &Caller,
    session: SessionId,
) -> Result<Transcript, FileRefused> {
    let actor = caller.actor.as_ref().ok_or(Refusal::SignedOut)?;
    let seat = classroom.seat(actor, ClassKey { tenant: caller.tenant, session }).await?;
    Ok(classroom.transcript(&seat).await?)
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
        (status(PageError::from(self.0).problem), words).into_response()
    }
}

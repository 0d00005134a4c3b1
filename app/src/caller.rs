//! Who sent a request, as the server found out before a page or server function ran.

use std::sync::Arc;

use classroom::Classroom;
use classroom::command::Seat;
use classroom::ports::event_log::ClassKey;
use classroom::refusal::Refusal;
use domain::ids::{SessionId, TenantId};
use domain::role::Actor;
use http::StatusCode;
use http::header::RETRY_AFTER;
use http::request::Parts;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use crate::error::{PageError, Problem};
use crate::pages::sign_in::DemoPerson;
use crate::ui::Theme;

/// Who sent a request. The server puts it into every request's extensions.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The tenant that the address belongs to.
    pub tenant: TenantId,
    /// Who is signed in.
    pub actor: Option<Actor>,
    /// Their login's token, from the cookie.
    pub token: Option<String>,
    /// Where the request comes from, for throttling.
    pub address: String,
    /// What they typed as their e-mail address in a sign-in form that was refused a moment ago.
    pub typed: Option<String>,
    /// The request's id, as it stands on every line of the log.
    pub request_id: String,
    /// The theme they chose, from the cookie.
    pub theme: Theme,
}

/// The people of the demo, who sign in with one press; a context of the sign-in page, absent outside the demo.
#[derive(Debug, Clone, Default)]
pub struct Demo(pub Arc<[DemoPerson]>);

impl Caller {
    /// Who sent the request that is being answered; `None` outside of one (while routes are listed).
    #[must_use]
    pub fn of_request() -> Option<Self> {
        use_context::<Parts>()?.extensions.get::<Self>().cloned()
    }
}

/// What a server function works with: the use cases, and somebody signed in who asks.
pub(crate) struct RequestContext {
    pub classroom: Classroom,
    pub actor: Actor,
    pub theme: Theme,
    request_id: String,
}

impl RequestContext {
    /// Lets in who is signed in.
    pub fn open() -> Result<Self, PageError> {
        let caller = Caller::of_request().ok_or(Refusal::Internal)?;
        Self::of(use_context(), caller)
    }

    /// Lets the caller in, if somebody is signed in.
    pub fn of(classroom: Option<Classroom>, caller: Caller) -> Result<Self, PageError> {
        let Caller { actor, theme, request_id, .. } = caller;
        match (actor, classroom) {
            (None, _) => Err(answer_with(Refusal::SignedOut.into(), request_id)),
            (Some(_), None) => Err(answer_with(Refusal::Internal.into(), request_id)),
            (Some(actor), Some(classroom)) => Ok(Self { classroom, actor, theme, request_id }),
        }
    }

    /// As [`RequestContext::open`], where it is no problem that nobody is signed in.
    pub fn open_if_signed_in() -> Result<Option<Self>, PageError> {
        match Caller::of_request() {
            Some(Caller { actor: Some(_), .. }) => Self::open().map(Some),
            _ => Ok(None),
        }
    }

    /// Their place in a class.
    pub async fn seat(&self, session: SessionId) -> Result<Seat, PageError> {
        let class = ClassKey { tenant: self.actor.tenant, session };
        self.classroom.seat(&self.actor, class).await.map_err(|refusal| self.refuse(refusal))
    }

    /// The refusal as the person reads it; the answer gets its status.
    pub fn refuse(&self, refusal: impl Into<Refusal>) -> PageError {
        answer_with(refusal.into().into(), self.request_id.clone())
    }
}

/// The error as an answer to the request that is being answered, with its id and status.
pub(crate) fn answer(error: PageError) -> PageError {
    match Caller::of_request() {
        Some(caller) => answer_with(error, caller.request_id),
        None => error,
    }
}

/// Gives the answer that is being made the status of what went wrong: of a page as well as of a server function.
fn answer_with(error: PageError, request_id: String) -> PageError {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status(error.problem));
        if let Some(wait) = error.wait {
            response.insert_header(RETRY_AFTER, wait.into());
        }
    }
    PageError { request_id: Some(request_id), ..error }
}

/// The HTTP status of a problem.
#[must_use]
pub fn status(problem: Problem) -> StatusCode {
    match problem {
        Problem::SignedOut => StatusCode::UNAUTHORIZED,
        Problem::NotFound => StatusCode::NOT_FOUND,
        Problem::NotAllowed => StatusCode::FORBIDDEN,
        Problem::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Problem::Conflict => StatusCode::CONFLICT,
        Problem::Throttled => StatusCode::TOO_MANY_REQUESTS,
        Problem::Down | Problem::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
        Problem::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

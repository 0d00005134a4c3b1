//! What a server function works with: the use cases, and who asks.

use classroom::Classroom;
use classroom::command::Seat;
use classroom::ports::event_log::ClassKey;
use classroom::refusal::Refusal;
use domain::ids::SessionId;
use domain::role::Actor;
use leptos::prelude::use_context;

use crate::caller::Caller;
use crate::error::{PageError, answer_with};
use crate::model::Theme;

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

//! What a server function works with: the use cases, and who asks.

use classroom::Classroom;
use classroom::command::Seat;
use classroom::ports::event_log::ClassKey;
use classroom::refusal::Refusal;
use domain::ids::SessionId;
use domain::role::Actor;
use http::request::Parts;
use leptos::prelude::use_context;

use crate::caller::Caller;
use crate::error::{PageError, answer_with};
use crate::model::Theme;

/// What a server function works with: the use cases, and somebody signed in who asks.
pub(crate) struct RequestContext {
    pub classroom: Classroom,
    pub actor: Actor,
    pub theme: Theme,
}

impl RequestContext {
    /// Does `work` for who sent the request that is being answered, if they are signed in.
    ///
    /// # Errors
    /// What was refused, as the person reads it; the answer has its status then.
    pub async fn answer<T, F>(work: impl FnOnce(Self) -> F) -> Result<T, PageError>
    where
        F: Future<Output = Result<T, Refusal>>,
    {
        let caller = Caller::of_request().ok_or(Refusal::Internal)?;
        Self::answer_to(caller, use_context(), work).await
    }

    /// [`RequestContext::answer`] for this caller.
    pub async fn answer_to<T, F>(
        caller: Caller,
        classroom: Option<Classroom>,
        work: impl FnOnce(Self) -> F,
    ) -> Result<T, PageError>
    where
        F: Future<Output = Result<T, Refusal>>,
    {
        let Caller { actor, theme, request_id, .. } = caller;
        let done = match (actor, classroom) {
            (None, _) => Err(Refusal::SignedOut),
            (Some(_), None) => Err(Refusal::Internal),
            (Some(actor), Some(classroom)) => work(Self { classroom, actor, theme }).await,
        };
        done.map_err(|refusal| answer_with(refusal.into(), request_id))
    }

    /// Their place in a class.
    pub async fn seat(&self, session: SessionId) -> Result<Seat, Refusal> {
        let class = ClassKey { tenant: self.actor.tenant, session };
        self.classroom.seat(&self.actor, class).await
    }
}

/// A form that was sent and not taken; stands in the extensions of the request that sent it.
#[derive(Debug, Clone)]
pub(crate) struct Attempt<V> {
    /// What was sent.
    pub values: V,
    /// What is wrong with it.
    pub error: PageError,
}

impl<V: Clone + Send + Sync + 'static> Attempt<V> {
    pub fn of_request() -> Option<Self> {
        use_context::<Parts>()?.extensions.get::<Self>().cloned()
    }
}

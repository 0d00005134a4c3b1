//! What a server function answers when it doesn't do what was asked: words for the person, nothing internal.

use lean::FromJson;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// Why a server function did not do it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, thiserror::Error)]
#[error("{message}")]
pub struct PageError {
    /// What happened and what to do, for the person.
    pub message: String,
    /// What kind of problem it is, for the page.
    pub problem: Problem,
    /// The field of the form that it is about.
    pub field: Option<String>,
    /// Finds the request in the server's log.
    pub request_id: Option<String>,
    /// Seconds after which it may be tried again, where that is known.
    pub wait: Option<u32>,
}

/// The kinds of problem that a page treats differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// Nobody is signed in (any more).
    SignedOut,
    /// There is no such thing, or it is none of their business that there is.
    NotFound,
    /// It is theirs to see, but not to do.
    NotAllowed,
    /// A form says something that can't be taken.
    Invalid,
    /// It can't be done any more, or not yet.
    Conflict,
    /// Too many attempts.
    Throttled,
    /// Something that it needs is down: worth trying again.
    Down,
    /// The browser got no answer from the server, or none that it understands: worth trying again.
    Unreachable,
    /// Something went wrong inside.
    Internal,
}

impl PageError {
    /// Whether the same request may well succeed in a moment.
    #[must_use]
    pub fn is_worth_another_try(&self) -> bool {
        matches!(self.problem, Problem::Down | Problem::Unreachable | Problem::Internal)
    }

    /// What isn't there, and what isn't theirs to see, look the same.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(Problem::NotFound, "There is nothing here, or it isn’t yours to see.")
    }

    fn new(problem: Problem, message: impl Into<String>) -> Self {
        Self { message: message.into(), problem, field: None, request_id: None, wait: None }
    }
}

impl FromServerFnError for PageError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let error = match error {
            // In the browser; on the server these are about what was sent to it.
            ServerFnErrorErr::Request(_)
            | ServerFnErrorErr::Response(_)
            | ServerFnErrorErr::Deserialization(_)
                if cfg!(feature = "browser") =>
            {
                Self::new(
                    Problem::Unreachable,
                    "The server can’t be reached just now. Try again in a moment.",
                )
            }
            ServerFnErrorErr::Request(_)
            | ServerFnErrorErr::Deserialization(_)
            | ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_) => Self::new(
                Problem::Invalid,
                "The server couldn’t read this request. Open the page again and repeat it.",
            ),
            _ => Self::new(
                Problem::Internal,
                "Something went wrong on our side. It has been noted; try again.",
            ),
        };
        #[cfg(feature = "ssr")]
        let error = on_server::answer(error);
        error
    }
}

#[cfg(feature = "ssr")]
impl From<classroom::Refusal> for PageError {
    fn from(refusal: classroom::Refusal) -> Self {
        use classroom::Refusal;
        use domain::Rejection;
        let message = refusal.to_string();
        let problem = match &refusal {
            Refusal::SignedOut => Problem::SignedOut,
            Refusal::NotFound
            | Refusal::NotEnrolled
            | Refusal::Rejected(
                Rejection::NoSuchClass
                | Rejection::NoSuchMessage
                | Rejection::NoSuchPerson
                | Rejection::NoSuchPoll
                | Rejection::NoSuchQuestion,
            ) => Problem::NotFound,
            Refusal::Rejected(
                Rejection::NotAllowed | Rejection::Banned | Rejection::Waiting | Rejection::TurnedAway,
            ) => Problem::NotAllowed,
            Refusal::BadField { .. }
            | Refusal::WrongPassword
            | Refusal::Rejected(
                Rejection::BadText(_) | Rejection::BadLength { .. } | Rejection::FarOff { .. },
            ) => Problem::Invalid,
            Refusal::Rejected(Rejection::TooOften { .. } | Rejection::TooSoon { .. }) => Problem::Throttled,
            Refusal::Rejected(Rejection::Internal) => Problem::Internal,
            Refusal::Rejected(_) | Refusal::NoChannel => Problem::Conflict,
            Refusal::Throttled { .. } => Problem::Throttled,
            Refusal::Paused | Refusal::Busy | Refusal::Down { .. } => Problem::Down,
            Refusal::Internal => Problem::Internal,
        };
        let wait = match &refusal {
            Refusal::Rejected(Rejection::TooOften { wait } | Rejection::TooSoon { wait, .. }) => {
                Some(u32::from(*wait))
            }
            Refusal::Throttled { minutes } => u32::try_from(minutes.saturating_mul(60)).ok(),
            _ => None,
        };
        let field = match refusal {
            Refusal::BadField { field, .. } => Some(field.to_owned()),
            _ => None,
        };
        Self { field, wait, ..Self::new(problem, message) }
    }
}

#[cfg(feature = "ssr")]
pub(crate) use on_server::answer_with;
#[cfg(feature = "ssr")]
pub use on_server::status;

#[cfg(feature = "ssr")]
mod on_server {
    use http::StatusCode;
    use http::header::RETRY_AFTER;
    use leptos::prelude::use_context;
    use leptos_axum::ResponseOptions;

    use super::{PageError, Problem};
    use crate::caller::Caller;

    /// The error as an answer to the request that is being answered, with its id and status.
    pub(super) fn answer(error: PageError) -> PageError {
        match Caller::of_request() {
            Some(caller) => answer_with(error, caller.request_id),
            None => error,
        }
    }

    /// Gives the answer that is being made the status of what went wrong: of a page as well as of a server function.
    pub(crate) fn answer_with(error: PageError, request_id: String) -> PageError {
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
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::{PageError, Problem};
    use classroom::Refusal;
    use domain::Rejection;
    use domain::words::BadText;
    use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};

    #[test]
    fn each_refusal_is_a_problem_the_page_knows() {
        let bad_field = Refusal::BadField { field: "length", problem: "Too long.".into() };
        let table = [
            (Refusal::SignedOut, Problem::SignedOut),
            (Refusal::NotFound, Problem::NotFound),
            (Rejection::NoSuchClass.into(), Problem::NotFound),
            (Rejection::NoSuchPoll.into(), Problem::NotFound),
            (Rejection::NotAllowed.into(), Problem::NotAllowed),
            (Refusal::NotEnrolled, Problem::NotFound),
            (Rejection::Banned.into(), Problem::NotAllowed),
            (Rejection::Waiting.into(), Problem::NotAllowed),
            (Rejection::NameTaken.into(), Problem::Conflict),
            (Rejection::FarOff { years: 5 }.into(), Problem::Invalid),
            (Rejection::ClassOver.into(), Problem::Conflict),
            (Rejection::NotLive.into(), Problem::Conflict),
            (Rejection::NotOver.into(), Problem::Conflict),
            (Rejection::Internal.into(), Problem::Internal),
            (Rejection::BadText(BadText::Empty).into(), Problem::Invalid),
            (bad_field, Problem::Invalid),
            (Refusal::Throttled { minutes: 15 }, Problem::Throttled),
            (Rejection::TooOften { wait: 7 }.into(), Problem::Throttled),
            (Rejection::TooSoon { every: 10, wait: 7 }.into(), Problem::Throttled),
            (Refusal::NoChannel, Problem::Conflict),
            (Refusal::Paused, Problem::Down),
            (Refusal::Down { what: "The database" }, Problem::Down),
            (Refusal::Internal, Problem::Internal),
        ];
        for (refusal, problem) in table {
            let words = refusal.to_string();
            let error = PageError::from(refusal.clone());
            assert_eq!((error.problem, error.message), (problem, words), "{refusal:?}");
        }
    }

    #[test]
    fn a_bad_field_is_named() {
        let error = PageError::from(Refusal::BadField { field: "length", problem: "Too long.".into() });
        assert_eq!((error.field.as_deref(), error.message.as_str()), (Some("length"), "Too long."));
    }

    #[test]
    fn how_long_to_wait_is_said_where_it_is_known() {
        for (refusal, wait) in [
            (Rejection::TooOften { wait: 7 }.into(), Some(7)),
            (Rejection::TooSoon { every: 10, wait: 6 }.into(), Some(6)),
            (Refusal::Throttled { minutes: 15 }, Some(900)),
            (Refusal::Throttled { minutes: i64::MIN }, None),
            (Refusal::Paused, None),
        ] {
            assert_eq!(PageError::from(refusal).wait, wait);
        }
    }

    #[test]
    fn a_frameworks_own_message_stays_inside() {
        let inner = "relation \"users\" does not exist";
        for error in [
            ServerFnErrorErr::ServerError(inner.into()),
            ServerFnErrorErr::Args(inner.into()),
            ServerFnErrorErr::Request(inner.into()),
        ] {
            assert!(!PageError::from_server_fn_error(error).message.contains("relation"));
        }
    }

    #[test]
    fn it_survives_the_way_to_the_browser() {
        let error = PageError { request_id: Some("r-1".into()), ..Refusal::Paused.into() };
        assert_eq!(PageError::de(error.ser()), error);
    }
}

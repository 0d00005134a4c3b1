//! Who sent a request, as the server found out before a page or server function ran.

use std::sync::Arc;

use domain::ids::TenantId;
use domain::role::Actor;
use http::request::Parts;
use leptos::prelude::use_context;

use crate::model::Theme;
use crate::model::sign_in::DemoPerson;

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

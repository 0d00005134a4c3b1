//! The pages that stand in place of one that can't be shown.

use domain::route;
use leptos::prelude::*;

use crate::ui::{ButtonKind, ErrorState, LinkButton, MessageKind};

/// Nothing is at this address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <main id="main">
            <ErrorState
                kind=MessageKind::NotFound
                title="There is nothing here"
                text="The address may be mistyped, or what was here has been deleted. Your classes and replays are all on the home page."
            >
                <Home/>
            </ErrorState>
        </main>
    }
}

/// It is there, but not for this person.
#[component]
pub fn NotAllowedPage(
    /// What can't be opened: "this class".
    #[prop(into)]
    what: String,
    /// Who can change it: "You are not enrolled in Dynamics 2. Tea Teacher can enroll you."
    #[prop(into)]
    who: String,
) -> impl IntoView {
    view! {
        <main id="main">
            <ErrorState kind=MessageKind::NotAllowed title=format!("You can’t open {what}") text=who>
                <Home/>
            </ErrorState>
        </main>
    }
}

/// It went wrong on our side.
#[component]
pub fn FailedPage(
    /// What happened, where more is known than that something failed.
    #[prop(optional_no_strip, into)]
    what: Option<String>,
    /// Finds the request in the logs.
    #[prop(optional_no_strip, into)]
    request_id: Option<String>,
) -> impl IntoView {
    view! {
        <main id="main">
            <ErrorState
                kind=MessageKind::Failed
                title=what.unwrap_or_else(|| "That did not work".to_owned())
                text="The fault is on our side and has been noted. Nothing you saved is lost. Try again in a moment."
                request_id=request_id
            >
                <LinkButton href="" kind=ButtonKind::Primary>"Try again"</LinkButton>
                <LinkButton href=route::HOME.path()>"Home"</LinkButton>
            </ErrorState>
        </main>
    }
}

#[component]
fn Home() -> impl IntoView {
    view! { <LinkButton href=route::HOME.path() kind=ButtonKind::Primary>"Home"</LinkButton> }
}

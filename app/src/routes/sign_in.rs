//! `/sign-in`: the form; what was wrong with the last attempt comes back in the address.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::redirect::GoTo;
use crate::pages::sign_in::{DemoPerson, SignInPage, SignInView};
use crate::path;

#[component]
pub(super) fn SignInRoute() -> impl IntoView {
    let query = use_query_map();
    let view = query.with_untracked(|query| SignInView {
        email: query.get("email").unwrap_or_default(),
        error: query.get("problem").map(|problem| words(&problem).to_owned()),
        next: query.get("next").filter(|next| is_ours(next)),
        demo: demo_people(),
    });
    if is_signed_in() {
        return view! { <GoTo path=view.next.unwrap_or_else(|| path::HOME.to_owned())/> }.into_any();
    }
    view! { <Title text="Sign in"/><SignInPage view/> }.into_any()
}

/// What happened and what to do. The address holds a word only, so that nobody can put sentences of theirs on this page.
fn words(problem: &str) -> &'static str {
    match problem {
        "wrong_password" => "That e-mail and password don’t match. Check both and try again.",
        "throttled" => "Too many attempts. Wait 15 minutes, then try again.",
        "down" => "The database can’t be reached just now. Try again in a moment.",
        _ => "That did not work. Try again.",
    }
}

/// A path here, not another site's: browsers take `//` and `/\` for the start of a host.
fn is_ours(next: &str) -> bool {
    next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && !next.contains(char::is_control)
}

fn is_signed_in() -> bool {
    crate::caller::Caller::of_request().is_some_and(|caller| caller.actor.is_some())
}

fn demo_people() -> Vec<DemoPerson> {
    use_context::<crate::caller::Demo>().map(|demo| demo.0.to_vec()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn it_leads_back_to_our_own_pages_only() {
        assert!(is_ours("/"));
        assert!(is_ours("/classes/new?a=b"));
        for elsewhere in
            ["", "https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "classes"]
        {
            assert!(!is_ours(elsewhere), "{elsewhere}");
        }
    }
}

//! `/sign-in`: the form; what was wrong with the last attempt comes back in the address, what was typed in a cookie.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::outcome::GoTo;
use crate::model::sign_in::{DemoPerson, SignInView};
use crate::pages::sign_in::SignInPage;
use domain::route;

#[component]
pub(super) fn SignInRoute() -> impl IntoView {
    let query = use_query_map();
    let view = query.with_untracked(|query| SignInView {
        email: typed(),
        error: query.get("problem").map(|problem| words(&problem, query.get("minutes").as_deref())),
        next: query.get("next").filter(|next| is_ours(next)),
        demo: demo_people(),
    });
    if is_signed_in() {
        return view! { <GoTo path=view.next.unwrap_or_else(|| route::HOME.path().to_owned())/> }.into_any();
    }
    view! { <Title text="Sign in"/><SignInPage view/> }.into_any()
}

/// What happened and what to do. The address holds a word and a number only, so that nobody can put sentences of theirs on this
/// page.
fn words(problem: &str, minutes: Option<&str>) -> String {
    let words = match problem {
        "wrong_password" => "That e-mail and password don’t match. Check both and try again.",
        "throttled" => return throttled(minutes.and_then(|minutes| minutes.parse().ok())),
        "busy" => "Very many people are signing in just now. Try again in a moment.",
        "down" => "The database can’t be reached just now. Try again in a moment.",
        _ => "That did not work. Try again.",
    };
    words.to_owned()
}

fn throttled(minutes: Option<u8>) -> String {
    match minutes {
        Some(1) => "Too many attempts. Wait a minute, then try again.".to_owned(),
        Some(minutes @ 2..=60) => format!("Too many attempts. Wait {minutes} minutes, then try again."),
        _ => "Too many attempts. Wait an hour, then try again.".to_owned(),
    }
}

/// A path here, not another site's: browsers take `//` and `/\` for the start of a host.
fn is_ours(next: &str) -> bool {
    next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && !next.contains(char::is_control)
}

/// What was typed in the form that was refused.
fn typed() -> String {
    crate::caller::Caller::of_request().and_then(|caller| caller.typed).unwrap_or_default()
}

fn is_signed_in() -> bool {
    crate::caller::Caller::of_request().is_some_and(|caller| caller.actor.is_some())
}

fn demo_people() -> Vec<DemoPerson> {
    use_context::<crate::caller::Demo>().map(|demo| demo.0.to_vec()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{is_ours, words};

    #[test]
    fn a_wait_is_said_as_it_is_and_nothing_else_is_repeated() {
        assert_eq!(words("throttled", Some("1")), "Too many attempts. Wait a minute, then try again.");
        assert_eq!(words("throttled", Some("32")), "Too many attempts. Wait 32 minutes, then try again.");
        for made_up in [None, Some("99"), Some("0"), Some("seven <b>"), Some("-1")] {
            assert_eq!(words("throttled", made_up), "Too many attempts. Wait an hour, then try again.");
        }
        assert_eq!(words("<b>", None), "That did not work. Try again.");
    }

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

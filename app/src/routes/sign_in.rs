//! `/sign-in`: the form; what was wrong with the last attempt comes back in the address, what was typed in a cookie.

use classroom::Refusal;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::outcome::GoTo;
use crate::model::sign_in::{DemoPerson, SignInView};
use crate::pages::sign_in::SignInPage;
use domain::route;

/// In minutes.
const LONGEST_WAIT: i64 = 60;

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
    let refusal = match problem {
        "wrong_password" => Refusal::WrongPassword,
        "throttled" => {
            let minutes = minutes
                .and_then(|minutes| minutes.parse().ok())
                .filter(|minutes| (1..=LONGEST_WAIT).contains(minutes));
            Refusal::Throttled { minutes: minutes.unwrap_or(LONGEST_WAIT) }
        }
        "busy" => Refusal::Busy,
        "down" => Refusal::Down { what: "The database" },
        _ => return "That did not work. Try again.".to_owned(),
    };
    refusal.to_string()
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

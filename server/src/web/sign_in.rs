//! Signing in and out: plain forms, which need no script.

use app::caller::Caller;
use axum::extract::{Extension, Form, State};
use axum::response::Redirect;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use classroom::Refusal;
use classroom::identity::{LOGIN_DAYS, token_hash};
use serde::Deserialize;

use super::Web;
use super::caller::LOGIN_COOKIE;

/// The sign-in form.
#[derive(Deserialize)]
pub struct SignIn {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// `POST /sign-in`: a login and on to where the person wanted to go, or back to the form with what was wrong.
pub async fn sign_in(
    State(web): State<Web>,
    Extension(caller): Extension<Caller>,
    jar: CookieJar,
    Form(form): Form<SignIn>,
) -> (CookieJar, Redirect) {
    let next = local(&form.next);
    let signed_in = web.classroom.sign_in(caller.tenant, &caller.address, &form.email, &form.password).await;
    match signed_in {
        Ok(login) => (jar.add(cookie(web.public_url.as_deref(), login.token)), Redirect::to(next)),
        Err(refusal) => {
            let problem = match refusal {
                Refusal::WrongPassword => "wrong_password",
                Refusal::Throttled { .. } => "throttled",
                _ => "down",
            };
            let query =
                serde_urlencoded::to_string([("problem", problem), ("email", &form.email), ("next", next)]);
            let back = format!("/sign-in?{}", query.unwrap_or_default());
            (jar, Redirect::to(&back))
        }
    }
}

/// `POST /sign-out`: the login ends on the server too.
pub async fn sign_out(
    State(web): State<Web>,
    Extension(caller): Extension<Caller>,
    jar: CookieJar,
) -> (CookieJar, Redirect) {
    if let Some(token) = &caller.token {
        match web.classroom.sign_out(caller.tenant, token).await {
            Ok(()) => web.tabs.sign_out(token_hash(token)),
            Err(refusal) => tracing::warn!(%refusal, "a login could not be ended"),
        }
    }
    let mut gone = cookie(web.public_url.as_deref(), String::new());
    gone.make_removal();
    (jar.add(gone), Redirect::to("/sign-in"))
}

fn cookie(public_url: Option<&str>, token: String) -> Cookie<'static> {
    let https = public_url.is_some_and(|url| url.starts_with("https://"));
    Cookie::build((LOGIN_COOKIE, token))
        .path("/")
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Lax)
        .max_age(time::Duration::days(LOGIN_DAYS))
        .build()
}

/// Only paths of our own: a form field must not send people to other sites.
fn local(next: &str) -> &str {
    let ours = next.starts_with('/')
        && !next.starts_with("//")
        // Browsers read the one as a slash and drop the others: a host would follow.
        && !next.contains(|c: char| c == '\\' || c.is_control());
    if ours { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::{cookie, local};

    #[test]
    fn the_cookie_leaves_the_browser_by_https_only_where_there_is_https() {
        for (public_url, secure) in
            [(None, false), (Some("http://127.0.0.1:3000"), false), (Some("https://school.example"), true)]
        {
            assert_eq!(cookie(public_url, String::new()).secure(), Some(secure), "{public_url:?}");
        }
    }

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(local("/classes/1?x=2"), "/classes/1?x=2");
        for elsewhere in
            ["", "https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "/\r\nX: y"]
        {
            assert_eq!(local(elsewhere), "/");
        }
    }
}

//! Signing in and out: plain forms, which need no script.

use app::caller::Caller;
use axum::extract::{Extension, Form, State};
use axum::response::Redirect;
use axum_extra::extract::CookieJar;
use classroom::Refusal;
use classroom::identity::{LOGIN_DAYS, REMEMBERED_DAYS, Visit, token_hash};
use domain::route;
use serde::Deserialize;
use time::Duration;

use super::Web;
use super::caller::Https;
use super::cookies::{self, Name};

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
    Extension(Https(https)): Extension<Https>,
    jar: CookieJar,
    Form(form): Form<SignIn>,
) -> (CookieJar, Redirect) {
    let next = local(&form.next);
    let devices = cookies::devices(&jar, https);
    let visit = Visit { address: &caller.address, devices: &devices };
    match web.classroom.sign_in(caller.tenant, visit, &form.email, &form.password).await {
        Ok(login) => {
            let jar = Name::Login.set(jar, https, login.token, Duration::days(LOGIN_DAYS));
            let tokens = login.devices.join(".");
            let jar = Name::Device.set(jar, https, tokens, Duration::days(REMEMBERED_DAYS));
            (Name::Login.remove_plain(jar, https), Redirect::to(next))
        }
        Err(refusal) => {
            let (problem, minutes) = match refusal {
                Refusal::WrongPassword => ("wrong_password", None),
                Refusal::Throttled { minutes } => ("throttled", Some(minutes.to_string())),
                Refusal::Busy => ("busy", None),
                _ => ("down", None),
            };
            let query = [("problem", Some(problem)), ("minutes", minutes.as_deref()), ("next", Some(next))];
            let query = serde_urlencoded::to_string(query);
            let back = format!("{}?{}", route::SIGN_IN.path(), query.unwrap_or_default());
            (cookies::keep_typed(jar, https, &form.email), Redirect::to(&back))
        }
    }
}

/// `POST /sign-out`: the login ends on the server too.
pub async fn sign_out(
    State(web): State<Web>,
    Extension(caller): Extension<Caller>,
    Extension(Https(https)): Extension<Https>,
    jar: CookieJar,
) -> (CookieJar, Redirect) {
    if let Some(token) = &caller.token {
        match web.classroom.sign_out(caller.tenant, token).await {
            Ok(()) => web.tabs.sign_out(token_hash(token)),
            Err(refusal) => tracing::warn!(%refusal, "a login could not be ended"),
        }
    }
    (Name::Login.remove(jar, https), Redirect::to(route::SIGN_IN.path()))
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
    use super::local;

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

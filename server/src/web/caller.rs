//! Who asks: the tenant by the host name, the person by the cookie.

use std::net::{IpAddr, SocketAddr};

use app::caller::Caller;
use app::model::Theme;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Extensions, HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use axum_extra::extract::CookieJar;
use classroom::Refusal;
use domain::route;

use super::cookies::{self, Name};
use super::{Web, address, watch};

/// Whether who asks came through TLS; in every request's extensions beside its [`Caller`].
#[derive(Debug, Clone, Copy)]
pub struct Https(pub bool);

/// Who is at the other end of the connection: a person's device, or a proxy.
pub fn peer(extensions: &Extensions) -> Option<IpAddr> {
    extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip())
}

/// Puts the [`Caller`] into the request, or answers that there is nobody to answer.
pub async fn know(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let request_id = watch::request_id(request.headers()).to_owned();
    let headers = request.headers().clone();
    let address = peer(request.extensions());
    let address = address.map(|peer| address::of_client(peer, &headers, &web.trusted_proxies));
    let https = web.is_https(&request);
    let shows_form = request.method() == Method::GET && request.uri().path() == SIGN_IN;
    match caller(&web, &headers, address, https, &request_id).await {
        Ok(caller) => {
            let typed = caller.typed.is_some();
            request.extensions_mut().insert(caller);
            request.extensions_mut().insert(Https(https));
            let answer = next.run(request).await;
            // It stands in the form once.
            if typed && shows_form {
                (Name::Typed.remove(CookieJar::new(), https), answer).into_response()
            } else {
                answer
            }
        }
        Err(refusal) => {
            let (status, heading, again) = match refusal {
                Refusal::NotFound => (StatusCode::NOT_FOUND, "Nothing here", ""),
                _ => (StatusCode::SERVICE_UNAVAILABLE, "One moment", TRIES_AGAIN),
            };
            (status, Html(plain_page(heading, &refusal.to_string(), again, &request_id))).into_response()
        }
    }
}

async fn caller(
    web: &Web,
    headers: &HeaderMap,
    address: Option<IpAddr>,
    https: bool,
    request_id: &str,
) -> Result<Caller, Refusal> {
    let tenant = web.classroom.people.tenant_of_host(host(headers)).await?;
    let tenant = tenant.ok_or(Refusal::NotFound)?;
    let cookies = CookieJar::from_headers(headers);
    let token = Name::Login.read(&cookies, https);
    let actor = match &token {
        None => None,
        Some(token) => match web.classroom.signed_in(tenant, token).await {
            Ok(actor) => Some(actor),
            Err(Refusal::SignedOut) => None,
            Err(refusal) => return Err(refusal),
        },
    };
    Ok(Caller {
        tenant,
        actor,
        token,
        address: address.map(|address| address.to_string()).unwrap_or_default(),
        request_id: request_id.to_owned(),
        typed: cookies::typed(&cookies, https),
        theme: cookies.get(Theme::COOKIE).map_or(Theme::System, |cookie| Theme::from_word(cookie.value())),
    })
}

/// The host name a request was sent to, without its port.
fn host(headers: &HeaderMap) -> &str {
    let host = host_and_port(headers);
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
        _ => host,
    }
}

/// The host name a request was sent to, with its port where it isn't the usual one.
pub fn host_and_port(headers: &HeaderMap) -> &str {
    headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default()
}

/// The page with the form that takes up again what was typed.
const SIGN_IN: &str = route::SIGN_IN.path();
/// For what will be over in a moment.
const TRIES_AGAIN: &str = "<p>This page tries again by itself.</p><meta http-equiv=refresh content=3>";

/// A page for when not even the tenant is known: it needs no database, no script and no other file.
fn plain_page(heading: &str, what: &str, again: &str, request_id: &str) -> String {
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>\
         <title>Lectern</title><style>:root{{color-scheme:light dark}}body{{font:16px/1.5 system-ui,sans-serif;\
         max-width:34rem;margin:20vh auto;padding:0 1.5rem}}small{{opacity:.7}}</style>\
         <h1>{heading}</h1><p>{what}</p>{again}<p><small>Request {request_id}</small></p></html>"
    )
}

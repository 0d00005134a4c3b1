//! Everything the server answers: pages and server functions, the live channel, sign-in, files, webhooks, health.

mod address;
mod boards;
mod bodies;
mod calendar;
mod caller;
mod cookies;
mod files;
mod health;
mod live;
mod origin;
mod pages;
mod refused;
mod room;
mod scheme;
mod sign_in;
mod trial;
mod watch;
mod webhooks;

use std::sync::Arc;

use app::built::Built;
use app::caller::Demo;
use axum::extract::FromRef;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::routing::{get, post};
use axum::{Router, middleware};
use classroom::Classroom;
use domain::route;
use ipnet::IpNet;
use leptos::config::LeptosOptions;
use store::Store;
use tokio_util::sync::CancellationToken;
use tower_http::set_header::SetResponseHeaderLayer;

pub use health::Meters;
pub use live::OpenTabs;
pub use pages::names_of_built;

/// What was made for somebody stands in no cache: not in a proxy's, and not in the browser's when they have gone.
const NOT_KEPT: &str = "no-store";

/// What every endpoint needs.
#[derive(Clone)]
pub struct Web {
    /// The use cases.
    pub classroom: Classroom,
    /// Where the built page lies, and how its files are called.
    pub leptos: LeptosOptions,
    /// The names of what the build made.
    pub built: Built,
    /// The address people use, where it is set: the only origin that may write.
    pub public_url: Option<Arc<str>>,
    /// The proxies that are believed who asks.
    pub trusted_proxies: Arc<[IpNet]>,
    /// The tabs with a class in them.
    pub tabs: OpenTabs,
    /// For how much work waits.
    pub store: Store,
    /// Figures for `/metrics`.
    pub meters: Meters,
    /// The demo people offered at sign-in; empty outside the demo.
    pub demo: Demo,
    /// Ends every live channel.
    pub stopping: CancellationToken,
}

impl FromRef<Web> for LeptosOptions {
    fn from_ref(web: &Web) -> Self {
        web.leptos.clone()
    }
}

impl FromRef<Web> for Classroom {
    fn from_ref(web: &Web) -> Self {
        web.classroom.clone()
    }
}

/// The routes. Those that know who asks come first; those that mustn't depend on the database come last.
pub fn routes(web: Web) -> Router {
    let files = Router::new()
        .route(route::LIVE.pattern(), get(live::open))
        .route(route::SIGNAL.pattern(), get(room::open))
        .route(route::SIGNAL_V1.pattern(), get(room::open))
        .route(route::VALIDATE.pattern(), get(room::look))
        .route(route::VALIDATE_V1.pattern(), get(room::look))
        .route(route::TRIAL_SIGNAL.pattern(), get(trial::open))
        .route(route::TRIAL_SIGNAL_V1.pattern(), get(trial::open))
        .route(route::TRIAL_VALIDATE.pattern(), get(trial::look))
        .route(route::TRIAL_VALIDATE_V1.pattern(), get(trial::look))
        .route(route::CALENDAR.pattern(), get(calendar::classes))
        .route(route::CLASS_FILE.pattern(), get(calendar::class))
        .route(route::SLIDE.pattern(), get(files::slide))
        .route(route::TRACK.pattern(), get(files::track))
        .route(route::BOARD.pattern(), get(boards::board))
        .route(route::BOARD_STORY.pattern(), get(boards::story))
        .route(route::CAPTIONS.pattern(), get(files::captions))
        .route(route::TRANSCRIPT_CAPTIONS.pattern(), get(files::download_vtt))
        .route(route::TRANSCRIPT_TEXT.pattern(), get(files::download_text))
        .route(route::ATTENDANCE_TABLE.pattern(), get(files::attendance))
        .route(route::POLLS_TABLE.pattern(), get(files::polls))
        .route(route::QUESTIONS_TABLE.pattern(), get(files::questions))
        .layer(middleware::from_fn(watch::say_id));
    let known = Router::new()
        .route(route::SIGN_IN.pattern(), post(sign_in::sign_in))
        .route(route::SIGN_OUT.pattern(), post(sign_in::sign_out))
        .merge(files)
        .merge(pages::routes(&web))
        .layer(middleware::from_fn(refused::in_our_words))
        .layer(middleware::from_fn(bodies::of_people))
        .layer(middleware::from_fn_with_state(web.clone(), caller::know))
        .layer(middleware::from_fn_with_state(web.clone(), origin::check))
        .layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, HeaderValue::from_static(NOT_KEPT)))
        .layer(watch::nothing_runs());
    let anonymous = Router::new()
        .route("/webhooks/livekit", post(webhooks::livekit))
        .merge(health::routes())
        .layer(middleware::from_fn(bodies::of_programs))
        .nest_service("/pkg", pages::built(&web))
        .merge(pages::public_files(&web));
    let behind_tls = middleware::from_fn_with_state(web.clone(), scheme::keep);
    watch::layers(known.merge(anonymous).layer(behind_tls)).with_state(web)
}

/// Behind TLS these routes' answers, too, ask the browser to stay there.
pub fn kept_behind_tls(web: Web, routes: Router) -> Router {
    routes.layer(middleware::from_fn_with_state(web, scheme::keep))
}

/// The routes of a process that serves nobody: how it is.
pub fn watched(web: Web) -> Router {
    watch::layers(health::routes()).with_state(web)
}

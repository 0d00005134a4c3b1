//! Pages, server functions and the built page's files.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list};
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeader;

use super::Web;
use super::refused::NOTHING;

/// How long browsers keep what seldom changes.
const A_DAY: &str = "public, max-age=86400";

/// Pages are compressed on their way: as well as can be done in about a millisecond.
const COMPRESSION: i32 = 5;

/// The app's routes, its server functions, and for all else the app's own "not found"; compressed on their way.
pub fn routes(web: &Web) -> Router<Web> {
    let routes = generate_route_list(app::App);
    let context = context(web);
    Router::new()
        .merge(app::forms::routes(web.classroom.clone()))
        .route("/rpc/{*function}", any(no_function))
        .leptos_routes_with_context(web, routes, context, app::shell)
        .fallback(not_found)
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(COMPRESSION)))
}

/// `/pkg`: what the build made. Names carry no hash, so browsers ask whether it changed.
pub fn built(web: &Web) -> SetResponseHeader<ServeDir, HeaderValue> {
    let folder = format!("{}/{}", web.leptos.site_root, web.leptos.site_pkg_dir);
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    SetResponseHeader::overriding(files, header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))
}

async fn no_function() -> (StatusCode, &'static str) {
    (StatusCode::NOT_FOUND, NOTHING)
}

/// Fonts, icons and the like, which need no database and no login.
pub fn public_files(web: &Web) -> Router<Web> {
    let file = |path: &str| {
        let files = ServeFile::new(format!("{}{path}", web.leptos.site_root));
        let files = files.precompressed_br().precompressed_gzip();
        SetResponseHeader::overriding(files, header::CACHE_CONTROL, HeaderValue::from_static(A_DAY))
    };
    let fonts = ServeDir::new(format!("{}/fonts", web.leptos.site_root));
    let fonts = SetResponseHeader::overriding(fonts, header::CACHE_CONTROL, HeaderValue::from_static(A_DAY));
    ["/favicon.svg", "/icons.svg", "/robots.txt"]
        .into_iter()
        .fold(Router::new(), |routes, path| routes.route_service(path, file(path)))
        .nest_service("/fonts", fonts)
}

async fn not_found(State(web): State<Web>, request: Request) -> Response {
    let page = leptos_axum::render_app_async_with_context(context(&web), app::shell);
    page(request).await.into_response()
}

/// What pages and server functions find in their context.
fn context(web: &Web) -> impl Fn() + Clone + Send + Sync + 'static + use<> {
    let (classroom, demo) = (web.classroom.clone(), web.demo.clone());
    move || {
        provide_context(classroom.clone());
        provide_context(demo.clone());
    }
}

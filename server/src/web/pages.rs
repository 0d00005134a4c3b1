//! Pages, server functions and the built page's files.

use std::path::Path;

use app::built::Built;
use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{self, HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list};
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::services::fs::ServeFileSystemResponseBody;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeader;

use super::Web;
use super::refused::NOTHING;

/// How long browsers keep what seldom changes.
const A_DAY: &str = "public, max-age=86400";

/// What never changes under its name.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// The folder of what the build made, in the site's and in addresses.
const BUILT: &str = "pkg";

/// Pages are compressed on their way: as well as can be done in about a millisecond.
const COMPRESSION: i32 = 5;

/// The app's routes, its server functions, and for all else the app's own "not found"; compressed on their way.
pub fn routes(web: &Web) -> Router<Web> {
    let routes = generate_route_list(app::App);
    let context = context(web);
    Router::new()
        .merge(app::forms::routes(web.classroom.clone(), web.built.clone()))
        .route("/rpc/{*function}", any(no_function))
        .leptos_routes_with_context(web, routes, context, app::shell)
        .fallback(not_found)
        .layer(map_response(without_scripts_behind))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(COMPRESSION)))
}

/// A document ends with its last tag: what the framework writes behind it is for pages that are hydrated, and ours are drawn anew.
async fn without_scripts_behind(answer: Response) -> Response {
    const END: &[u8] = b"</html>";
    let kind = answer.headers().get(header::CONTENT_TYPE);
    if !kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        return answer;
    }
    let (head, body) = answer.into_parts();
    // Each is sent whole, so there is nothing to wait for; and we made it ourselves, so it isn't endless.
    let Ok(mut document) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if let Some(start) = document.windows(END.len()).rposition(|bytes| bytes == END) {
        document.truncate(start + END.len());
    }
    Response::from_parts(head, document.into())
}

/// The names of what the build made.
pub fn names_of_built(site: &Path) -> Built {
    // Without them the names are plain.
    Built::new(&std::fs::read_to_string(site.join("built.txt")).unwrap_or_default())
}

/// `/pkg`: what the build made. Names that tell the content are kept for good; with plain ones, or without such a file (another
/// server's may have it while a new version spreads), browsers ask again.
pub fn built(
    web: &Web,
) -> SetResponseHeader<
    SetResponseHeader<ServeDir, impl Fn(&BuiltFile) -> Option<HeaderValue> + Clone + use<>>,
    HeaderValue,
> {
    let files =
        ServeDir::new(format!("{}/{BUILT}", web.leptos.site_root)).precompressed_br().precompressed_gzip();
    let named_by_content = web.built.is_named_by_content();
    let files = SetResponseHeader::overriding(files, header::CACHE_CONTROL, move |file: &BuiltFile| {
        let found = file.status().is_success() || file.status() == StatusCode::NOT_MODIFIED;
        Some(HeaderValue::from_static(if named_by_content && found { FOR_GOOD } else { "no-cache" }))
    });
    // One file has several forms, and caches on the way keep them for good.
    SetResponseHeader::overriding(files, header::VARY, HeaderValue::from_static("accept-encoding"))
}

type BuiltFile = http::Response<ServeFileSystemResponseBody>;

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
    let (classroom, demo, built) = (web.classroom.clone(), web.demo.clone(), web.built.clone());
    move || {
        provide_context(built.clone());
        provide_context(classroom.clone());
        provide_context(demo.clone());
    }
}

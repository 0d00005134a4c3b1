//! Pages, server functions and the built page's files.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list, handle_server_fns_with_context};
use tower::util::ServiceExt;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeader;

use super::Web;

/// The app's routes, its server functions, and for all else a public file or the app's own "not found".
pub fn routes(web: &Web) -> Router<Web> {
    let routes = generate_route_list(app::App);
    let context = context(web);
    let options = web.leptos.clone();
    Router::new()
        .route("/api/{*function}", any(server_function))
        .leptos_routes_with_context(web, routes, context, move || app::shell(options.clone()))
        .merge(app::forms::routes(web.classroom.clone(), web.leptos.clone()))
        .fallback(file_or_not_found)
}

/// `/pkg`: what the build made. Names carry no hash, so browsers ask whether it changed.
pub fn built(web: &Web) -> SetResponseHeader<ServeDir, HeaderValue> {
    let folder = format!("{}/{}", web.leptos.site_root, web.leptos.site_pkg_dir);
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    SetResponseHeader::overriding(files, header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))
}

async fn server_function(State(web): State<Web>, request: Request) -> Response {
    handle_server_fns_with_context(context(&web), request).await.into_response()
}

async fn file_or_not_found(State(web): State<Web>, request: Request) -> Response {
    let path = request.uri().path();
    let looks_like_a_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    if looks_like_a_file {
        let files = ServeDir::new(&*web.leptos.site_root).precompressed_br().precompressed_gzip();
        match files.oneshot(request).await {
            Ok(response) => return response.into_response(),
            Err(never) => match never {},
        }
    }
    let options = web.leptos.clone();
    let page =
        leptos_axum::render_app_to_stream_with_context(context(&web), move || app::shell(options.clone()));
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

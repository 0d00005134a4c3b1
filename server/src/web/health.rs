//! Whether the server lives and can work, and its figures.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use super::Web;

/// The recorder of figures; installed once a process.
#[derive(Clone)]
pub struct Meters(PrometheusHandle);

impl Meters {
    /// Installs the recorder.
    ///
    /// # Errors
    /// Where one is installed already.
    pub fn install() -> Result<Self, metrics_exporter_prometheus::BuildError> {
        const SECONDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
        let builder = PrometheusBuilder::new().set_buckets(&SECONDS)?;
        Ok(Self(builder.install_recorder()?))
    }
}

/// `/healthz`, `/readyz` and `/metrics`.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
}

/// `/readyz`: whether this server can do its work.
async fn ready(State(web): State<Web>) -> (StatusCode, &'static str) {
    match web.classroom.people.tenant_of_host("localhost").await {
        Ok(_) => (StatusCode::OK, "ready"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database can't be reached"),
    }
}

/// `/metrics` in Prometheus's text format.
async fn metrics(State(web): State<Web>) -> String {
    metrics::gauge!("lectern_classes_open").set(web.classroom.classes.count() as f64);
    // Without its database a server still tells what it knows.
    if let Ok(jobs) = web.store.open_jobs().await {
        metrics::gauge!("lectern_jobs_open").set(jobs as f64);
    }
    web.meters.0.render()
}

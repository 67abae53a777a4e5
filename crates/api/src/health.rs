//! How the server is: for people, for those who restart it, and for Prometheus.

use std::collections::BTreeMap;

use axum::extract;
use axum::response::{IntoResponse, Response};
use edge::extract::{Json, NoQuery};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde::Serialize;
use utoipa::ToSchema;

use crate::codes;
use crate::components::{Component, ComponentShape, Components, Status};
use crate::error::Result;
use crate::openapi::{PlainProblems, ReadyProblems};
use crate::state::{Served, State};

/// The media type of Prometheus' text format.
const METRICS_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// How the server is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// Always `ok`: a server that is not does not answer.
    #[schema(value_type = String, example = "ok")]
    status: &'static str,
    /// Version of the program.
    #[schema(value_type = String, example = "0.1.0")]
    version: &'static str,
    /// What is being served; null before the first import.
    catalogue: Option<CatalogueHealth>,
}

/// The catalogue that is being served.
#[derive(Serialize, ToSchema)]
pub(crate) struct CatalogueHealth {
    /// Number of its generation: one more with each import.
    #[schema(example = 1)]
    generation: u64,
    /// When the import finished, RFC 3339.
    #[schema(example = "2026-11-21T12:00:00Z")]
    imported_at: String,
    /// When the source says that it was made, in its own words.
    source_timestamp: String,
    /// Records by table.
    records: BTreeMap<String, u64>,
}

impl CatalogueHealth {
    fn of(served: &Served) -> Self {
        let manifest = served.catalog.manifest();
        Self {
            generation: served.catalog.number(),
            imported_at: manifest.imported_at.clone(),
            source_timestamp: manifest.source_timestamp.clone(),
            records: manifest.records.clone(),
        }
    }
}

/// Whether the server is alive.
#[derive(Serialize, ToSchema)]
pub(crate) struct Alive {
    /// Always `ok`.
    #[schema(value_type = String, example = "ok")]
    status: &'static str,
}

/// Whether the server is ready.
#[derive(Serialize, ToSchema)]
pub(crate) struct Ready {
    /// Always `ok`: what is not ready answers 503.
    #[schema(value_type = String, example = "ok")]
    status: &'static str,
    /// Database, migrations, catalogue, job runner, disk.
    components: Vec<ComponentShape>,
}

const OK: Alive = Alive { status: "ok" };

/// Tell how the server is
#[utoipa::path(
    get,
    path = "/health",
    tag = "operation",
    responses((status = 200, description = "It is well", body = Health), PlainProblems),
)]
pub(crate) async fn show_health(
    extract::State(state): extract::State<State>,
    _: NoQuery,
) -> Response {
    let served = state.served_for_long().ok();
    let catalogue = served.as_deref().map(CatalogueHealth::of);
    fresh(Json(Health { status: OK.status, version: env!("CARGO_PKG_VERSION"), catalogue }))
}

/// Tell whether the process is alive
#[utoipa::path(
    get,
    path = "/healthz",
    tag = "operation",
    responses((status = 200, description = "It is alive", body = Alive), PlainProblems),
)]
pub(crate) async fn show_liveness(_: NoQuery) -> Response {
    fresh(Json(OK))
}

/// Tell whether everything is there that answers need
///
/// 503 names what is missing: the catalogue, the database, or its migrations. Look-ups go on
/// while the database is away. What is only degraded is told, and is no reason for 503.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "operation",
    responses((status = 200, description = "It is ready", body = Ready), ReadyProblems),
)]
pub(crate) async fn show_readiness(
    extract::State(state): extract::State<State>,
    _: NoQuery,
) -> Result<Response> {
    state.served()?;
    let found = state.components().map(Components::components).unwrap_or_default();
    let missing = found.iter().filter(|it| it.is_required && it.status == Status::Unhealthy);
    let missing: Vec<String> = missing.map(Component::sentence).collect();
    if !missing.is_empty() {
        return Err(codes::not_ready(&missing).into());
    }
    let components = found.into_iter().map(ComponentShape::from).collect();
    Ok(fresh(Json(Ready { status: OK.status, components })))
}

/// Numbers for Prometheus
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "operation",
    responses(
        (status = 200, description = "Prometheus text format 0.0.4", content_type = "text/plain", body = String),
        PlainProblems,
    ),
)]
pub(crate) async fn show_metrics(
    extract::State(state): extract::State<State>,
    _: NoQuery,
) -> Response {
    fresh(([(CONTENT_TYPE, METRICS_TYPE)], state.edge().metrics().render()))
}

/// An answer that no cache may keep.
fn fresh(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

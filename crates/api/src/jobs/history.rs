//! How a component was over time.

use accounts::Scope as Right;
use axum::extract;
use axum::response::Response;
use edge::extract::Query;
use edge::paging::Limit;
use serde::Deserialize;
use utoipa::IntoParams;

use super::problems::ListProblems;
use super::shapes::{HealthCheckShape, HealthPage, fresh};
use super::{Operations, codes};
use crate::accounts::Caller;
use crate::accounts::page::{Page, by_ms};
use crate::error::Result;

/// Which findings.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct HistoryQuery {
    /// The component: `database`, `migrations`, `catalogue`, `job_runner` or `disk`.
    #[param(value_type = String, required = true, example = "database")]
    component: Option<String>,
    /// Findings on a page, 1 to 50.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 50, default = 20)]
    limit: Option<Limit>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List what was found about a component
///
/// For administrators. Findings are kept for seven days, unless the operator has decided
/// otherwise.
#[utoipa::path(
    get,
    path = "/v1/health/history",
    tag = "operation",
    params(HistoryQuery),
    responses((status = 200, description = "A page of findings", body = HealthPage), ListProblems),
)]
pub(crate) async fn list_health_checks(
    extract::State(operations): extract::State<Operations>,
    caller: Caller,
    Query(query): Query<HistoryQuery>,
) -> Result<Response> {
    caller.who.require(Right::Admin)?;
    let component = query.component.ok_or_else(|| codes::missing("component"))?;
    let parts = [b"health", component.as_bytes()];
    let page = Page::new(&parts, query.limit, query.cursor.as_deref())?;
    let before_ms = page.after_ms().unwrap_or(i64::MAX);
    let mut checks = operations.board().history(&component, before_ms, page.wanted()).await?;
    let next_cursor = page.cut(&mut checks, |check| by_ms(check.checked_at_ms));
    let checks = checks.into_iter().map(HealthCheckShape::from).collect();
    Ok(fresh(HealthPage { checks, next_cursor }))
}

//! How a component was over time.

use accounts::Scope as Right;
use axum::extract;
use axum::response::Response;
use edge::extract::Query;
use edge::paging::{Cursor, Limit, Scope};
use serde::Deserialize;
use utoipa::IntoParams;

use super::problems::ListProblems;
use super::shapes::{HealthCheckShape, HealthPage, fresh};
use super::{Operations, codes};
use crate::accounts::Caller;
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
    let scope = Scope::of(&[b"health", component.as_bytes()]);
    let cursor = query.cursor.map(|text| Cursor::decode(&text, scope)).transpose()?;
    let before = cursor.map_or(i64::MAX, |it| i64::try_from(it.position).unwrap_or(i64::MAX));
    let limit = query.limit.unwrap_or_default().get();
    // One more than is shown tells whether there is a next page.
    let mut checks = operations.board().history(&component, before, limit + 1).await?;
    let more = checks.len() > limit;
    checks.truncate(limit);
    let last = checks.last().filter(|_| more).and_then(|it| u64::try_from(it.checked_at_ms).ok());
    let next_cursor = last.map(|position| Cursor::at(position).encode(scope));
    let checks = checks.into_iter().map(HealthCheckShape::from).collect();
    Ok(fresh(HealthPage { checks, next_cursor }))
}

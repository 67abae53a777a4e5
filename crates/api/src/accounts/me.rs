//! The account of the caller.

use accounts::Scope;
use axum::extract;
use axum::response::Response;
use edge::extract::NoQuery;
use http::StatusCode;

use super::Surface;
use super::caller::Caller;
use super::problems::ReadProblems;
use super::shapes::{UserShape, private};
use crate::error::Result;

/// Show the own account
#[utoipa::path(
    get,
    path = "/v1/me",
    tag = "account",
    responses((status = 200, description = "The caller's account", body = UserShape), ReadProblems),
)]
pub(crate) async fn show_me(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    _: NoQuery,
) -> Result<Response> {
    caller.who.require(Scope::ProfileRead)?;
    let user = surface.accounts().find_own(&caller.who).await?;
    Ok(private(StatusCode::OK, UserShape::from(user)))
}

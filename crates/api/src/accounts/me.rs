//! The account of the caller.

use accounts::{ProfileChange, Scope};
use axum::body::{Body, Bytes};
use axum::extract;
use axum::response::Response;
use edge::extract::{Json, NoQuery};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

use super::caller::Caller;
use super::page::some;
use super::problems::{ReadProblems, WriteProblems};
use super::shapes::{UserShape, done, private};
use super::{Surface, cookies};
use crate::error::Result;

/// What is to be different; what is left out stays, null removes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProfileRequest {
    /// The name for signing in.
    #[serde(default)]
    username: Option<String>,
    /// The name that is shown.
    #[serde(default, deserialize_with = "some")]
    #[schema(value_type = Option<String>)]
    display_name: Option<Option<String>>,
    /// A text of at most 5000 characters.
    #[serde(default, deserialize_with = "some")]
    #[schema(value_type = Option<String>)]
    bio: Option<Option<String>>,
    /// The http address of a picture.
    #[serde(default, deserialize_with = "some")]
    #[schema(value_type = Option<String>)]
    avatar_url: Option<Option<String>>,
}

/// The end of an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeleteRequest {
    /// The password; empty for those who have none.
    #[serde(default)]
    password: String,
}

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

/// Change the own profile
#[utoipa::path(
    patch,
    path = "/v1/me",
    tag = "account",
    request_body = ProfileRequest,
    responses((status = 200, description = "The caller's account", body = UserShape), WriteProblems),
)]
pub(crate) async fn change_me(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    _: NoQuery,
    Json(request): Json<ProfileRequest>,
) -> Result<Response> {
    let ProfileRequest { username, display_name, bio, avatar_url } = request;
    let change = ProfileChange { username, display_name, bio, avatar_url };
    let user = surface.accounts().change_profile(&caller.who, change, &caller.client).await?;
    Ok(private(StatusCode::OK, UserShape::from(user)))
}

/// Delete the own account
///
/// Everything ends at once. Signing in within the grace period brings the account back, without
/// its app tokens; after that everything about the user is erased.
#[utoipa::path(
    delete,
    path = "/v1/me",
    tag = "account",
    request_body = DeleteRequest,
    responses((status = 204, description = "The grace period has begun"), WriteProblems),
)]
pub(crate) async fn delete_me(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    _: NoQuery,
    Json(request): Json<DeleteRequest>,
) -> Result<Response> {
    surface.accounts().delete_own(&caller.who, &request.password, &caller.client).await?;
    let mut response = done();
    cookies::clear(response.headers_mut(), &surface);
    Ok(response)
}

/// Export everything about oneself
///
/// A ZIP of JSON Lines, one file for each table. A ZIP without an end was cut off: ask again.
#[utoipa::path(
    post,
    path = "/v1/me/export",
    tag = "account",
    responses(
        (status = 200, description = "The ZIP", content_type = "application/zip", body = Vec<u8>),
        WriteProblems,
    ),
)]
pub(crate) async fn export_me(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    _: NoQuery,
) -> Result<Response> {
    let export = surface.accounts().export(&caller.who, &caller.client).await?;
    let pieces = futures::stream::try_unfold(export, |mut export| async move {
        let piece = export.next_piece().await?;
        Ok::<_, accounts::Error>(piece.map(|piece| (Bytes::from(piece), export)))
    });
    let mut response = Response::new(Body::from_stream(pieces));
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, "application/zip"),
        (CONTENT_DISPOSITION, "attachment; filename=\"gatefold-export.zip\""),
        (CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

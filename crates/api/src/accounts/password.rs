//! Passwords and addresses: forgotten, set by a link, changed, proven.

use axum::extract;
use axum::response::Response;
use edge::extract::{Json, NoQuery};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Surface;
use super::caller::{Caller, Visitor};
use super::problems::{EnterProblems, WriteProblems};
use super::shapes::done;
use crate::error::Result;

/// Somebody who has forgotten the password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForgotRequest {
    /// The user name or the address.
    name: String,
}

/// Somebody who has followed a link to a new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResetRequest {
    /// The token of the link.
    token: String,
    /// The new password.
    password: String,
}

/// Somebody who has followed a link that proves an address.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VerifyRequest {
    /// The token of the link.
    token: String,
}

/// A change of the password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordRequest {
    /// The old password; empty for those who have none.
    #[serde(default)]
    old_password: String,
    /// The new one.
    password: String,
}

/// A change of the address.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EmailRequest {
    /// The new address.
    email: String,
    /// The password; empty for those who have none.
    #[serde(default)]
    password: String,
}

/// Ask for a link that sets a new password
///
/// The answer is the same whether or not there is such an account.
#[utoipa::path(
    post,
    path = "/v1/auth/password/forgot",
    tag = "account",
    request_body = ForgotRequest,
    responses((status = 204, description = "If there is such an account with an address, a mail is on its way"), EnterProblems),
)]
pub(crate) async fn forgot_password(
    extract::State(surface): extract::State<Surface>,
    Visitor(client): Visitor,
    _: NoQuery,
    Json(request): Json<ForgotRequest>,
) -> Result<Response> {
    surface.accounts().forgot_password(&request.name, &client).await?;
    Ok(done())
}

/// Set a new password by a link
///
/// All sessions end. The link works once, and only the newest one does.
#[utoipa::path(
    post,
    path = "/v1/auth/password/reset",
    tag = "account",
    request_body = ResetRequest,
    responses((status = 204, description = "The password is set"), EnterProblems),
)]
pub(crate) async fn reset_password(
    extract::State(surface): extract::State<Surface>,
    Visitor(client): Visitor,
    _: NoQuery,
    Json(request): Json<ResetRequest>,
) -> Result<Response> {
    surface.accounts().reset_password(&request.token, &request.password, &client).await?;
    Ok(done())
}

/// Prove an address by a link
#[utoipa::path(
    post,
    path = "/v1/auth/email/verify",
    tag = "account",
    request_body = VerifyRequest,
    responses((status = 204, description = "The address is proven"), EnterProblems),
)]
pub(crate) async fn verify_email(
    extract::State(surface): extract::State<Surface>,
    Visitor(client): Visitor,
    _: NoQuery,
    Json(request): Json<VerifyRequest>,
) -> Result<Response> {
    surface.accounts().verify_email(&request.token, &client).await?;
    Ok(done())
}

/// Change the own password
///
/// All other sessions end; app tokens stay.
#[utoipa::path(
    put,
    path = "/v1/me/password",
    tag = "account",
    request_body = PasswordRequest,
    responses((status = 204, description = "The password is changed"), WriteProblems),
)]
pub(crate) async fn change_password(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    _: NoQuery,
    Json(request): Json<PasswordRequest>,
) -> Result<Response> {
    let passwords = (request.old_password.as_str(), request.password.as_str());
    surface.accounts().change_password(&caller.who, passwords, &caller.client).await?;
    Ok(done())
}

/// Change the own address
///
/// A link goes to the new address; it counts when the link was used.
#[utoipa::path(
    put,
    path = "/v1/me/email",
    tag = "account",
    request_body = EmailRequest,
    responses((status = 204, description = "A mail is on its way to the new address"), WriteProblems),
)]
pub(crate) async fn change_email(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    _: NoQuery,
    Json(request): Json<EmailRequest>,
) -> Result<Response> {
    let change = (request.email.as_str(), request.password.as_str());
    surface.accounts().change_email(&caller.who, change, &caller.client).await?;
    Ok(done())
}

/// Ask again for the link that proves the own address
#[utoipa::path(
    post,
    path = "/v1/me/email/verification",
    tag = "account",
    responses((status = 204, description = "A mail is on its way, unless the address is proven"), WriteProblems),
)]
pub(crate) async fn ask_for_verification(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    _: NoQuery,
) -> Result<Response> {
    surface.accounts().ask_for_verification(&caller.who, &caller.client).await?;
    Ok(done())
}

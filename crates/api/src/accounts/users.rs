//! What administrators do: users and invitations.

use accounts::{NewAccount, Role, UserChange};
use axum::extract;
use axum::response::Response;
use edge::Problem;
use edge::extract::{Json, NoQuery, Query};
use edge::problem::code;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Surface;
use super::caller::{Caller, Named};
use super::page::{PageQuery, by_id};
use super::problems::{AdminListProblems, AdminProblems};
use super::shapes::{UserShape, done, id, instant, private};
use crate::error::Result;

/// A page of users.
#[derive(Serialize, ToSchema)]
pub(crate) struct UserList {
    /// The oldest account first.
    users: Vec<UserShape>,
    /// What to send as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
}

/// An account for somebody.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewUserRequest {
    /// 1 to 64 characters, without `@`.
    username: String,
    /// The address.
    #[serde(default)]
    email: Option<String>,
    /// The first password.
    password: String,
    /// `user` or `admin`.
    #[serde(default)]
    role: Option<String>,
}

/// What is to be different about a user; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserRequest {
    /// `user` or `admin`.
    #[serde(default)]
    role: Option<String>,
    /// Whether the user may act.
    #[serde(default)]
    is_active: Option<bool>,
    /// False ends the grace period of a deletion: the user is back, and still disabled if an
    /// administrator had deleted the account.
    #[serde(default)]
    is_deleted: Option<bool>,
}

/// Somebody to be invited.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InvitationRequest {
    /// Where the invitation is sent; left out, you pass the token on yourself.
    #[serde(default)]
    email: Option<String>,
}

/// An invitation.
#[derive(Serialize, ToSchema)]
pub(crate) struct InvitationShape {
    /// What to send as `invitation` with the registration; it is shown now and never again.
    token: String,
    /// When it ends, RFC 3339.
    expires_at: String,
}

/// List users
#[utoipa::path(
    get,
    path = "/v1/users",
    tag = "administration",
    params(PageQuery),
    responses((status = 200, description = "A page of users", body = UserList), AdminListProblems),
)]
pub(crate) async fn list_users(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Result<Response> {
    let page = query.page("/v1/users")?;
    let accounts = surface.accounts();
    let mut users = accounts.list_users(&caller.who, page.after_id(), page.wanted() as u32).await?;
    let next_cursor = page.cut(&mut users, |user| by_id(user.id));
    let users = users.into_iter().map(UserShape::from).collect();
    Ok(private(StatusCode::OK, UserList { users, next_cursor }))
}

/// Make an account for somebody
#[utoipa::path(
    post,
    path = "/v1/users",
    tag = "administration",
    request_body = NewUserRequest,
    responses((status = 201, description = "The new account", body = UserShape), AdminProblems),
)]
pub(crate) async fn create_user(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    _: NoQuery,
    Json(request): Json<NewUserRequest>,
) -> Result<Response> {
    let role = request.role.as_deref().map(role).transpose()?.unwrap_or(Role::User);
    let account = NewAccount {
        username: request.username,
        email: request.email,
        password: request.password,
        invitation: None,
    };
    let new = (&account, role);
    let user = surface.accounts().create_user(&caller.who, new, &caller.client).await?;
    Ok(private(StatusCode::CREATED, UserShape::from(user)))
}

/// Show a user
#[utoipa::path(
    get,
    path = "/v1/users/{id}",
    tag = "administration",
    params(("id" = String, Path, description = "The user")),
    responses((status = 200, description = "The user", body = UserShape), AdminProblems),
)]
pub(crate) async fn show_user(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    Named(text): Named,
) -> Result<Response> {
    caller.who.require(accounts::Scope::Admin)?;
    let user = surface.accounts().find_user(&caller.who, id(&text, "user")?).await?;
    Ok(private(StatusCode::OK, UserShape::from(user)))
}

/// Change role and state of a user
///
/// One administrator who can act always stays.
#[utoipa::path(
    patch,
    path = "/v1/users/{id}",
    tag = "administration",
    params(("id" = String, Path, description = "The user")),
    request_body = UserRequest,
    responses((status = 200, description = "The user", body = UserShape), AdminProblems),
)]
pub(crate) async fn change_user(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    Named(text): Named,
    Json(request): Json<UserRequest>,
) -> Result<Response> {
    caller.who.require(accounts::Scope::Admin)?;
    let change = UserChange {
        role: request.role.as_deref().map(role).transpose()?,
        is_active: request.is_active,
        is_deleted: request.is_deleted,
    };
    let change = (id(&text, "user")?, change);
    let user = surface.accounts().change_user(&caller.who, change, &caller.client).await?;
    Ok(private(StatusCode::OK, UserShape::from(user)))
}

/// Delete a user
///
/// The account is disabled at once and erased after the grace period.
#[utoipa::path(
    delete,
    path = "/v1/users/{id}",
    tag = "administration",
    params(("id" = String, Path, description = "The user")),
    responses((status = 204, description = "The grace period has begun"), AdminProblems),
)]
pub(crate) async fn delete_user(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    Named(text): Named,
) -> Result<Response> {
    caller.who.require(accounts::Scope::Admin)?;
    let change = UserChange { is_deleted: Some(true), ..UserChange::default() };
    let change = (id(&text, "user")?, change);
    surface.accounts().change_user(&caller.who, change, &caller.client).await?;
    Ok(done())
}

/// Invite somebody
#[utoipa::path(
    post,
    path = "/v1/invitations",
    tag = "administration",
    request_body = InvitationRequest,
    responses((status = 201, description = "The invitation", body = InvitationShape), AdminProblems),
)]
pub(crate) async fn invite(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    _: NoQuery,
    Json(request): Json<InvitationRequest>,
) -> Result<Response> {
    let email = request.email.as_deref();
    let invitation = surface.accounts().invite(&caller.who, email, &caller.client).await?;
    let expires_at = instant(invitation.expires_at_ms);
    Ok(private(StatusCode::CREATED, InvitationShape { token: invitation.token, expires_at }))
}

fn role(word: &str) -> Result<Role, Problem> {
    Role::from_word(word).ok_or_else(|| {
        Problem::new(code::INVALID_FIELD)
            .parameter("role")
            .detail("there is no such role")
            .allowed(Role::ALL.iter().map(|role| role.as_str()))
    })
}

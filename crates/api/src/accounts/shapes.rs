//! Answers about accounts.

use accounts::{TokenPair, User};
use axum::response::{IntoResponse as _, Response};
use edge::Problem;
use edge::extract::Json;
use http::header::CACHE_CONTROL;
use http::{HeaderValue, StatusCode};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A user, as the user and administrators see it.
#[derive(Serialize, ToSchema)]
pub(super) struct UserShape {
    /// Id.
    id: String,
    /// The name for signing in.
    username: String,
    /// The address; null when there is none.
    email: Option<String>,
    /// Whether the address was proven.
    is_verified: bool,
    /// `user` or `admin`.
    role: String,
    /// False while an administrator has disabled the account.
    is_active: bool,
    /// Whether there is a password; without one the user signs in elsewhere.
    has_password: bool,
    /// The name that is shown; null for the user name.
    display_name: Option<String>,
    /// A text about the user.
    bio: Option<String>,
    /// Where the picture is.
    avatar_url: Option<String>,
    /// IANA name of the time zone in which days are counted.
    #[schema(example = "Europe/Vienna")]
    time_zone: String,
    /// When the account was made, RFC 3339.
    created_at: String,
    /// The last sign-in.
    last_login_at: Option<String>,
    /// When the account was deleted: it is erased after the grace period.
    deleted_at: Option<String>,
}

impl From<User> for UserShape {
    fn from(user: User) -> Self {
        Self {
            id: user.id.to_string(),
            username: user.username.text,
            email: user.email.map(|email| email.text),
            is_verified: user.is_verified,
            role: user.role.as_str().to_owned(),
            is_active: user.is_active,
            has_password: user.password_hash.is_some(),
            display_name: user.profile.display_name,
            bio: user.profile.bio,
            avatar_url: user.profile.avatar_url,
            time_zone: user.profile.time_zone,
            created_at: instant(user.created_at_ms),
            last_login_at: user.last_login_at_ms.map(instant),
            deleted_at: user.deleted_at_ms.map(instant),
        }
    }
}

/// A sign-in that worked.
#[derive(Serialize, ToSchema)]
pub(super) struct SignedInShape {
    /// Who signed in.
    user: UserShape,
    /// Send it as `Authorization: Bearer`; null when cookies carry it.
    access_token: Option<String>,
    /// Gets the next pair; null when cookies carry it.
    refresh_token: Option<String>,
    /// When the access token ends, RFC 3339.
    access_expires_at: String,
    /// When the refresh token ends.
    refresh_expires_at: String,
}

impl SignedInShape {
    pub(super) fn new(user: User, pair: &TokenPair, in_cookies: bool) -> Self {
        let shown = |token: &String| (!in_cookies).then(|| token.clone());
        Self {
            user: user.into(),
            access_token: shown(&pair.access),
            refresh_token: shown(&pair.refresh),
            access_expires_at: instant(pair.access_expires_at_ms),
            refresh_expires_at: instant(pair.refresh_expires_at_ms),
        }
    }
}

/// Milliseconds since 1970 as RFC 3339; the ends of time for what lies beyond them.
pub(crate) fn instant(ms: i64) -> String {
    let nearest = if ms < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_millisecond(ms).unwrap_or(nearest).to_string()
}

/// An id in a path. What has not its form names nothing.
pub(crate) fn id(text: &str, what: &str) -> Result<Uuid, Problem> {
    Uuid::try_parse(text).map_err(|_| crate::codes::not_found(what, text))
}

/// An answer that no cache may keep.
pub(crate) fn private(status: StatusCode, shape: impl Serialize) -> Response {
    let mut response = (status, Json(shape)).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Done, and nothing to say.
pub(crate) fn done() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

//! The cookies of the web page: the tokens, where no script can read them, and the CSRF token,
//! where only scripts of this site can.

use accounts::TokenPair;
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderValue};

use super::Surface;

pub(super) use edge::cookies::{SESSION, find};

/// The refresh token; only the paths of signing in get it.
pub(super) const REFRESH: &str = "gf_refresh";
/// The CSRF token.
pub(super) const CSRF: &str = "gf_csrf";

/// What a browser that went to another provider shows when it comes back.
pub(super) const STATE: &str = "gf_oidc";

/// Where the state is sent.
const STATE_PATH: &str = "/v1/auth/oidc";
/// How long somebody may take at another provider.
const STATE_AGE_S: i64 = 600;
/// Where the refresh token is sent.
const REFRESH_PATH: &str = "/v1/auth";
/// Gives the browser a pair of tokens.
pub(super) fn set(headers: &mut HeaderMap, surface: &Surface, pair: &TokenPair, now_ms: i64) {
    let age = |end_ms: i64| ((end_ms - now_ms) / 1000).max(0);
    let refresh_age = age(pair.refresh_expires_at_ms);
    let csrf = super::csrf::token(&pair.refresh);
    let cookies = [
        (
            SESSION,
            pair.access.as_str(),
            "/",
            age(pair.access_expires_at_ms),
            "HttpOnly; SameSite=Lax",
        ),
        (REFRESH, &pair.refresh, REFRESH_PATH, refresh_age, "HttpOnly; SameSite=Strict"),
        (CSRF, &csrf, "/", refresh_age, "SameSite=Strict"),
    ];
    for cookie in cookies {
        append(headers, surface, cookie);
    }
}

/// Gives the browser the state of a sign-in elsewhere; an empty one takes it back. It is `Lax`
/// because the browser comes back from another site.
pub(super) fn set_state(headers: &mut HeaderMap, surface: &Surface, state: &str) {
    let age_s = if state.is_empty() { 0 } else { STATE_AGE_S };
    append(headers, surface, (STATE, state, STATE_PATH, age_s, "HttpOnly; SameSite=Lax"));
}

/// Takes the tokens from the browser.
pub(super) fn clear(headers: &mut HeaderMap, surface: &Surface) {
    for (name, path) in [(SESSION, "/"), (REFRESH, REFRESH_PATH), (CSRF, "/")] {
        append(headers, surface, (name, "", path, 0, "SameSite=Lax"));
    }
}

fn append(
    headers: &mut HeaderMap,
    surface: &Surface,
    (name, value, path, age_s, rest): (&str, &str, &str, i64, &str),
) {
    let secure = if surface.is_https() { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path={path}; Max-Age={age_s}; {rest}{secure}");
    if let Ok(mut value) = HeaderValue::try_from(text) {
        value.set_sensitive(true);
        headers.append(SET_COOKIE, value);
    }
}

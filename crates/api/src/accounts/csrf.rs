//! Protection from pages of other sites that make a browser send its cookies along.
//!
//! A request that changes something and is known by a cookie must show that a page of this site
//! sent it: by `Sec-Fetch-Site`, else by `Origin`, else by repeating the CSRF cookie in a header,
//! which a page of another site can neither read nor send.

use edge::Problem;
use http::header::{HOST, ORIGIN};
use http::{HeaderMap, Method};
use xxhash_rust::xxh3::xxh3_128;

use super::{Surface, codes, cookies};

const SEC_FETCH_SITE: &str = "sec-fetch-site";
const X_CSRF_TOKEN: &str = "x-csrf-token";

/// The CSRF token that goes with a refresh token. Nobody who has it gets anything by it alone.
pub(super) fn token(refresh: &str) -> String {
    format!("{:032x}", xxh3_128(refresh.as_bytes()))
}

/// Lets requests pass that change nothing or come from a page of this site.
pub(super) fn check(
    surface: &Surface,
    method: &Method,
    headers: &HeaderMap,
) -> Result<(), Problem> {
    if method.is_safe() || is_same_site(surface, headers) {
        return Ok(());
    }
    Err(Problem::new(codes::CROSS_SITE).detail(
        "a change by cookie needs Origin or Sec-Fetch-Site of this site, or the cookie gf_csrf \
         repeated in X-CSRF-Token; programs send Authorization: Bearer",
    ))
}

fn is_same_site(surface: &Surface, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if headers.contains_key(SEC_FETCH_SITE) {
        return text(SEC_FETCH_SITE) == Some("same-origin");
    }
    if headers.contains_key(ORIGIN) {
        return text(ORIGIN.as_str()).is_some_and(|origin| is_ours(surface, origin, headers));
    }
    let (sent, kept) = (text(X_CSRF_TOKEN), cookies::find(headers, cookies::CSRF));
    sent.is_some_and(|sent| !sent.is_empty() && Some(sent) == kept)
}

fn is_ours(surface: &Surface, origin: &str, headers: &HeaderMap) -> bool {
    if let Some(ours) = &surface.options().public_origin {
        return origin.eq_ignore_ascii_case(ours.trim_end_matches('/'));
    }
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    authority.zip(host).is_some_and(|(authority, host)| authority.eq_ignore_ascii_case(host))
}

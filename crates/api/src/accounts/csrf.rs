//! Protection from pages of other sites that make a browser send its cookies along.
//!
//! A request that changes something and is known by a cookie must show that a page of this site
//! sent it: by `Sec-Fetch-Site`, else by `Origin`, else by repeating the CSRF cookie in a header,
//! which a page of another site can neither read nor send.

use edge::Problem;
use http::{HeaderMap, Method};
use xxhash_rust::xxh3::xxh3_128;

use super::{Surface, codes, cookies};

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
    let ours = surface.options().public_origin.as_deref();
    edge::cookies::is_same_site(ours, headers).unwrap_or_else(|| {
        let sent = headers.get(X_CSRF_TOKEN).and_then(|value| value.to_str().ok());
        let kept = cookies::find(headers, cookies::CSRF);
        sent.is_some_and(|sent| !sent.is_empty() && Some(sent) == kept)
    })
}

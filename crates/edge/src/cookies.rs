//! Cookies of the web page, and whether a page of this site sent a request.

use http::header::{COOKIE, HOST, ORIGIN};
use http::{HeaderMap, HeaderName};

/// The cookie with the access token, which all surfaces of one server share.
pub const SESSION: &str = "gf_session";

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// More cookies than a browser sends us.
const MAX_COOKIES: usize = 64;

/// The value of a cookie.
#[must_use]
pub fn find<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).take(MAX_COOKIES);
    pairs.find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then_some(value)
    })
}

/// Whether a page of this site sent a request, by `Sec-Fetch-Site`, else by `Origin`; none when the
/// headers do not tell. Without an origin of our own, the `Host` header counts.
#[must_use]
pub fn is_same_site(our_origin: Option<&str>, headers: &HeaderMap) -> Option<bool> {
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or(""));
    if let Some(site) = text(&SEC_FETCH_SITE) {
        return Some(site == "same-origin");
    }
    let origin = text(&ORIGIN)?;
    if let Some(ours) = our_origin {
        return Some(origin.eq_ignore_ascii_case(ours.trim_end_matches('/')));
    }
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    let same = |(ours, theirs): (&str, &str)| ours.eq_ignore_ascii_case(theirs);
    Some(authority.zip(text(&HOST)).is_some_and(same))
}

#[cfg(test)]
mod tests {
    //! What browsers send.
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, http::HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let headers = headers(&[("cookie", "a=1; gf_session=x=y"), ("cookie", "b=2;c")]);
        assert_eq!(find(&headers, SESSION), Some("x=y"));
        assert_eq!(find(&headers, "b"), Some("2"));
        assert_eq!((find(&headers, "session"), find(&headers, "c")), (None, None));
    }

    #[test]
    fn the_site_is_told_by_the_browser_or_by_the_origin() {
        let ours = Some("https://music.example");
        let is = |ours, pairs: &[_]| is_same_site(ours, &headers(pairs));
        assert_eq!(is(ours, &[("host", "music.example")]), None);
        assert_eq!(is(ours, &[("origin", "https://MUSIC.example")]), Some(true));
        assert_eq!(is(ours, &[("origin", "http://music.example")]), Some(false));
        assert_eq!(is(None, &[("origin", "http://a:1"), ("host", "a:1")]), Some(true));
        assert_eq!(is(None, &[("origin", "null"), ("host", "null")]), Some(false));
        let crossing = [("sec-fetch-site", "cross-site"), ("origin", "https://music.example")];
        assert_eq!(is(ours, &crossing), Some(false));
        assert_eq!(is(ours, &[("sec-fetch-site", "same-origin")]), Some(true));
    }
}

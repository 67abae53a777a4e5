//! Pages for people: one look, no scripts, nothing from elsewhere.

use axum::response::{IntoResponse as _, Response};
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_FRAME_OPTIONS,
};
use http::{HeaderName, HeaderValue, StatusCode};
use quick_xml::escape::escape;

const HEADERS: [(HeaderName, HeaderValue); 5] = [
    (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    // Nobody shall lay this page under another one.
    (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
        ),
    ),
    // The token in the address is not for others; the origin is for us.
    (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
];

const STYLE: &str = "body{font:1.1em sans-serif;max-width:28em;margin:4em auto;padding:0 1em}\
input,button{font:inherit;display:block;margin:.3em 0 1em;padding:.4em;width:100%;box-sizing:border-box}";

/// A page with this body, which is HTML.
pub(crate) fn page(status: StatusCode, title: &str, body: &str) -> Response {
    let title = text(title);
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <style>{STYLE}</style></head><body><h1>{title}</h1>{body}</body></html>"
    );
    (status, HEADERS, html).into_response()
}

/// A text in HTML.
pub(crate) fn text(text: &str) -> String {
    escape(text).into_owned()
}

/// A field that nobody sees.
pub(crate) fn hidden(name: &str, value: &str) -> String {
    format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", text(value))
}

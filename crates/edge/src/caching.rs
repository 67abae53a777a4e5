//! Entity tags and conditional requests (RFC 9110, section 13).

use axum::body::Body;
use axum::response::Response;
use http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, HeaderValue, StatusCode};
use xxhash_rust::xxh3::xxh3_128;

/// A strong entity tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Etag(HeaderValue);

impl Etag {
    /// A tag made of numbers that together determine the answer byte by byte, such as the
    /// generation of the data, the kind of document and its id.
    #[must_use]
    pub fn from_parts(parts: &[u64]) -> Self {
        let mut text = String::with_capacity(2 + 17 * parts.len());
        text.push('"');
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                text.push('-');
            }
            push_hex(&mut text, *part);
        }
        text.push('"');
        Self::from_text(text)
    }

    /// A tag made from the bytes of the answer.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::from_text(format!("\"{:032x}\"", xxh3_128(bytes)))
    }

    /// Whether `If-None-Match` names this tag, so that 304 is the answer.
    ///
    /// The comparison is weak, as the standard wants it here: `W/"x"` matches `"x"`.
    #[must_use]
    pub fn matches(&self, headers: &HeaderMap) -> bool {
        let lines = headers.get_all(IF_NONE_MATCH);
        lines.iter().any(|line| line_names(line.as_bytes(), self.0.as_bytes()))
    }

    /// The tag as it stands in the header.
    #[must_use]
    pub fn header(&self) -> HeaderValue {
        self.0.clone()
    }

    fn from_text(text: String) -> Self {
        Self(HeaderValue::try_from(text).expect("made of hexadecimal digits"))
    }
}

/// Answers 304 when the client has this version already, else makes the answer and tags it.
pub fn respond<E>(
    headers: &HeaderMap,
    etag: Etag,
    cache_control: &'static str,
    answer: impl FnOnce() -> Result<Response, E>,
) -> Result<Response, E> {
    let mut response = if etag.matches(headers) {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else {
        answer()?
    };
    let headers = response.headers_mut();
    headers.insert(ETAG, etag.0);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache_control));
    Ok(response)
}

/// Turns a strong tag into a weak one, for an answer whose bytes were changed by compression.
pub(crate) fn weaken(headers: &mut HeaderMap) {
    let Some(strong) = headers.get(ETAG).filter(|tag| tag.as_bytes().starts_with(b"\"")) else {
        return;
    };
    let weak = [b"W/", strong.as_bytes()].concat();
    if let Ok(weak) = HeaderValue::from_bytes(&weak) {
        headers.insert(ETAG, weak);
    }
}

fn push_hex(text: &mut String, n: u64) {
    let digits = (64 - n.leading_zeros()).div_ceil(4).max(1);
    for i in (0..digits).rev() {
        let digit = (n >> (4 * i)) as u32 & 15;
        text.push(char::from_digit(digit, 16).expect("a number below 16"));
    }
}

/// Whether one line of `If-None-Match` is `*` or lists the tag, which has its quotes on.
fn line_names(line: &[u8], tag: &[u8]) -> bool {
    let mut rest = line;
    loop {
        rest = trim_start(rest);
        if rest.first() == Some(&b'*') {
            return true;
        }
        rest = rest.strip_prefix(b"W/").unwrap_or(rest);
        let Some(inner) = rest.strip_prefix(b"\"") else { return false };
        let Some(len) = inner.iter().position(|byte| *byte == b'"') else { return false };
        if &rest[..len + 2] == tag {
            return true;
        }
        rest = &inner[len + 1..];
    }
}

fn trim_start(bytes: &[u8]) -> &[u8] {
    let is_gap = |byte: &u8| matches!(byte, b' ' | b'\t' | b',');
    let start = bytes.iter().position(|byte| !is_gap(byte)).unwrap_or(bytes.len());
    &bytes[start..]
}

#[cfg(test)]
mod tests;

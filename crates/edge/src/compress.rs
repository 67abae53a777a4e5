//! Compression of large answers at level 1, where it costs least for what it saves.
//!
//! A small document costs as much to compress as to find, so only bodies above 4 KiB are touched.

use std::cell::RefCell;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};

/// Bodies up to this size are sent as they are.
pub const MIN_BYTES: u64 = 4 * 1024;

/// Bodies above this size are sent as they are: compressing holds the whole body twice.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;

const LEVEL: i32 = 1;

/// A way to compress that both sides know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// RFC 8878; preferred, since it is three times as fast here.
    Zstd,
    /// RFC 1952.
    Gzip,
}

impl Coding {
    /// The best coding that `Accept-Encoding` allows, if any.
    #[must_use]
    pub fn accepted(headers: &HeaderMap) -> Option<Self> {
        let (mut zstd, mut gzip, mut any) = (None, None, None);
        for line in headers.get_all(ACCEPT_ENCODING) {
            for entry in line.to_str().ok()?.split(',') {
                let (name, weight) = split_weight(entry);
                match name {
                    _ if name.eq_ignore_ascii_case("zstd") => zstd = Some(weight),
                    _ if name.eq_ignore_ascii_case("gzip") => gzip = Some(weight),
                    _ if name.eq_ignore_ascii_case("x-gzip") => gzip = Some(weight),
                    "*" => any = Some(weight),
                    _ => {}
                }
            }
        }
        let wanted = |weight: Option<f32>| weight.or(any).unwrap_or(0.0);
        let (zstd, gzip) = (wanted(zstd), wanted(gzip));
        match (zstd > 0.0, gzip > 0.0) {
            (true, _) if zstd >= gzip => Some(Self::Zstd),
            (_, true) => Some(Self::Gzip),
            _ => None,
        }
    }

    /// The name in `Content-Encoding`.
    #[must_use]
    pub fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        })
    }

    /// Compresses a whole body; `None` when that does not make it smaller.
    #[must_use]
    pub fn encode(self, body: &[u8]) -> Option<Vec<u8>> {
        let encoded = match self {
            Self::Zstd => zstd_encode(body)?,
            Self::Gzip => gzip_encode(body)?,
        };
        (encoded.len() < body.len()).then_some(encoded)
    }
}

/// Whether an answer with these headers and this size is worth compressing for some client.
#[must_use]
pub fn is_worthwhile(headers: &HeaderMap, bytes: u64) -> bool {
    (MIN_BYTES + 1..=MAX_BYTES).contains(&bytes)
        && !headers.contains_key(CONTENT_ENCODING)
        && headers.get(CONTENT_TYPE).is_some_and(|kind| is_text(kind.as_bytes()))
}

fn is_text(media_type: &[u8]) -> bool {
    let essence = media_type.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    essence.starts_with(b"text/")
        || essence.starts_with(b"application/json")
        || essence.ends_with(b"+json")
        || essence.ends_with(b"+xml")
        || [&b"application/javascript"[..], b"application/xml", b"application/yaml"]
            .contains(&essence)
}

/// `name;q=0.5` as its name and weight; a weight that is not a number refuses the coding.
fn split_weight(entry: &str) -> (&str, f32) {
    let (name, parameters) = entry.split_once(';').unwrap_or((entry, ""));
    let weight = match parameters.trim().split_once('=') {
        Some((key, value)) if key.trim().eq_ignore_ascii_case("q") => {
            value.trim().parse().unwrap_or(0.0)
        }
        _ => 1.0,
    };
    (name.trim(), weight)
}

thread_local! {
    // A zstd context is about a megabyte and slow to make; each worker keeps one.
    static ZSTD: RefCell<Option<zstd::bulk::Compressor<'static>>> =
        RefCell::new(zstd::bulk::Compressor::new(LEVEL).ok());
}

fn zstd_encode(body: &[u8]) -> Option<Vec<u8>> {
    ZSTD.with_borrow_mut(|compressor| compressor.as_mut()?.compress(body).ok())
}

fn gzip_encode(body: &[u8]) -> Option<Vec<u8>> {
    let level = Compression::new(LEVEL.unsigned_abs());
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), level);
    encoder.write_all(body).ok()?;
    encoder.finish().ok()
}

#[cfg(test)]
mod tests;

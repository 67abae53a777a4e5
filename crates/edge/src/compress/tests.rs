//! Claims about compression.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::Read;

use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};

use super::{Coding, is_worthwhile};

fn accepted(line: &'static str) -> Option<Coding> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(line));
    Coding::accepted(&headers)
}

#[test]
fn the_client_decides_and_zstd_wins_a_tie() {
    assert_eq!(accepted("gzip, deflate, br, zstd"), Some(Coding::Zstd));
    assert_eq!(accepted("zstd;q=0.5, gzip"), Some(Coding::Gzip));
    assert_eq!(accepted("GZIP"), Some(Coding::Gzip));
    assert_eq!(accepted("*"), Some(Coding::Zstd));
    assert_eq!(accepted("*;q=0.1, zstd;q=0"), Some(Coding::Gzip));
    assert_eq!(accepted("gzip;q=0, br"), None);
    assert_eq!(accepted("gzip;q=x"), None);
    assert_eq!(accepted(""), None);
    assert_eq!(Coding::accepted(&HeaderMap::new()), None);
}

#[test]
fn only_large_text_that_is_not_compressed_yet_is_worth_it() {
    let mut headers = HeaderMap::new();
    assert!(!is_worthwhile(&headers, 5000));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    assert!(!is_worthwhile(&headers, 4096));
    assert!(is_worthwhile(&headers, 4097));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/png"));
    assert!(!is_worthwhile(&headers, 5000));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    assert!(!is_worthwhile(&headers, 5000));
}

#[test]
fn what_is_compressed_comes_back_the_same() {
    let body = "Ένα τραγούδι, a song, 歌\n".repeat(1000).into_bytes();
    let zstd = Coding::Zstd.encode(&body).unwrap();
    assert_eq!(zstd::decode_all(&zstd[..]).unwrap(), body);
    let mut back = Vec::new();
    let gzip = Coding::Gzip.encode(&body).unwrap();
    flate2::read::GzDecoder::new(&gzip[..]).read_to_end(&mut back).unwrap();
    assert_eq!(back, body);
}

#[test]
fn a_body_that_does_not_shrink_is_left_alone() {
    let noise: Vec<u8> =
        (0..5000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let noise: Vec<u8> =
        noise.chunks(16).flat_map(|c| xxhash_rust::xxh3::xxh3_128(c).to_le_bytes()).collect();
    assert_eq!(Coding::Zstd.encode(&noise), None);
    assert_eq!(Coding::Gzip.encode(&noise), None);
}

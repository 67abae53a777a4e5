//! The id under which one request is found again in log and answer.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use http::{HeaderMap, HeaderName, HeaderValue};

/// The header that carries the id in both directions.
pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

const MAX_LEN: usize = 64;
const HEX: &[u8; 16] = b"0123456789abcdef";

/// Up to 64 characters out of letters, digits, `-`, `_` and `.`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(HeaderValue);

impl RequestId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.to_str().expect("only made of visible ASCII characters")
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }

    /// The id that a client or proxy has given the request, when it is fit for a log.
    fn given(headers: &HeaderMap) -> Option<Self> {
        let value = headers.get(X_REQUEST_ID)?;
        let fits = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
        let bytes = value.as_bytes();
        let good = !bytes.is_empty() && bytes.len() <= MAX_LEN && bytes.iter().all(fits);
        good.then(|| Self(value.clone()))
    }
}

/// The maker of ids: 16 hexadecimal digits that never repeat in one process.
#[derive(Debug)]
pub struct RequestIds {
    start: u64,
    next: AtomicU64,
}

impl RequestIds {
    /// Ids that start at a point chosen by the system, so that two processes do not collide.
    #[must_use]
    pub fn random() -> Self {
        Self::starting_at(RandomState::new().hash_one(0_u8))
    }

    /// Ids that are the same in every run, for tests.
    #[must_use]
    pub fn starting_at(start: u64) -> Self {
        Self { start, next: AtomicU64::new(0) }
    }

    /// The id that the request brings along, else a new one.
    #[must_use]
    pub fn of(&self, headers: &HeaderMap) -> RequestId {
        RequestId::given(headers).unwrap_or_else(|| self.make())
    }

    fn make(&self) -> RequestId {
        let n = self.next.fetch_add(1, Ordering::Relaxed);
        let mixed = mix(self.start.wrapping_add(n));
        let digit = |i: usize| HEX[(mixed >> (60 - 4 * i)) as usize & 15];
        let text: [u8; 16] = std::array::from_fn(digit);
        RequestId(HeaderValue::from_bytes(&text).expect("hexadecimal digits fit in a header"))
    }
}

/// The finaliser of splitmix64: a one-to-one mapping, so different inputs stay different.
fn mix(n: u64) -> u64 {
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::{RequestIds, X_REQUEST_ID};

    fn id_for(given: &'static [u8]) -> String {
        let mut headers = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_bytes(given) {
            headers.insert(X_REQUEST_ID, value);
        }
        RequestIds::starting_at(1).of(&headers).as_str().to_owned()
    }

    #[test]
    fn ids_do_not_repeat() {
        let ids = RequestIds::random();
        let none = HeaderMap::new();
        let made: std::collections::HashSet<_> =
            (0..10_000).map(|_| ids.of(&none).as_str().to_owned()).collect();
        assert_eq!(made.len(), 10_000);
        assert!(made.iter().all(|id| id.len() == 16));
    }

    #[test]
    fn a_good_id_of_the_client_is_kept_and_a_bad_one_replaced() {
        assert_eq!(id_for(b"trace-1.a_B"), "trace-1.a_B");
        let fresh = id_for(b"");
        assert_eq!(id_for(b"two words"), fresh);
        assert_eq!(id_for(b"\xff\xfe"), fresh);
        assert_eq!(id_for(&[b'a'; 65]), fresh);
    }
}

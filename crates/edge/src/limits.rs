//! The rate limiter: so many requests a second for each client, in a fixed amount of memory.
//!
//! The generic cell rate algorithm keeps one number a client: the moment at which its burst is
//! whole again. A request of cost `n` moves that moment `n` intervals into the future and is
//! refused when it would lie further away than the burst allows. Clients live in a table of fixed
//! size; see `table.rs` for what happens when it is full.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::clock::Clock;

mod table;

use table::Table;

const NS_PER_SECOND: u64 = 1_000_000_000;
const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// How much a client may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Tokens that come back each second.
    pub per_second: NonZeroU32,
    /// Tokens that an idle client has saved up.
    pub burst: NonZeroU32,
}

impl Rate {
    /// A rate, or `None` when either number is zero.
    #[must_use]
    pub fn new(per_second: u32, burst: u32) -> Option<Self> {
        Some(Self { per_second: NonZeroU32::new(per_second)?, burst: NonZeroU32::new(burst)? })
    }

    fn interval_ns(self) -> u64 {
        (NS_PER_SECOND / u64::from(self.per_second.get())).max(1)
    }

    fn burst_ns(self) -> u64 {
        self.interval_ns() * u64::from(self.burst.get())
    }
}

impl Default for Rate {
    /// 100 requests a second, 200 at once.
    fn default() -> Self {
        Self {
            per_second: NonZeroU32::new(100).expect("100 is not zero"),
            burst: NonZeroU32::new(200).expect("200 is not zero"),
        }
    }
}

/// What the limiter says about one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// Whether the request may go on.
    pub allowed: bool,
    /// The largest number of tokens that a client can have.
    pub limit: u32,
    /// The tokens that the client has left.
    pub remaining: u32,
    /// Nanoseconds until the client has all its tokens again.
    pub reset_ns: u64,
    /// Nanoseconds until the same request would be allowed; 0 when it was.
    pub retry_after_ns: u64,
}

impl Decision {
    /// Whole seconds until the same request would be allowed, rounded up.
    #[must_use]
    pub fn retry_after_s(&self) -> u64 {
        self.retry_after_ns.div_ceil(NS_PER_SECOND)
    }

    /// Writes `X-RateLimit-Limit`, `-Remaining` and `-Reset` (seconds from now, rounded up).
    pub fn write_to(&self, headers: &mut HeaderMap) {
        headers.insert(LIMIT, HeaderValue::from(self.limit));
        headers.insert(REMAINING, HeaderValue::from(self.remaining));
        headers.insert(RESET, HeaderValue::from(self.reset_ns.div_ceil(NS_PER_SECOND)));
    }
}

/// The tokens of every client.
pub struct Limiter {
    rate: Rate,
    clock: Arc<dyn Clock>,
    table: Table,
}

impl Limiter {
    /// How many clients are remembered unless told otherwise; they take 1 MiB.
    pub const DEFAULT_CLIENTS: usize = 1 << 16;

    /// A limiter that remembers up to `clients` clients (rounded up to a power of two).
    #[must_use]
    pub fn new(rate: Rate, clients: usize, clock: Arc<dyn Clock>) -> Self {
        Self { rate, clock, table: Table::new(clients) }
    }

    /// Takes `cost` tokens from a client, all or none.
    ///
    /// A cost above the burst counts as the whole burst, since it could never be paid.
    #[must_use]
    pub fn charge(&self, client: IpAddr, cost: u32) -> Decision {
        let now = self.now_ns();
        let cost_ns = self.rate.interval_ns() * u64::from(cost.min(self.rate.burst.get()));
        let burst_ns = self.rate.burst_ns();
        let mut refused_for = 0;
        let full_at = self.table.update(key(client), now, |full_at| {
            let moved = full_at + cost_ns;
            refused_for = (moved - now).saturating_sub(burst_ns);
            if refused_for == 0 { moved } else { full_at }
        });
        self.decision(full_at - now, refused_for)
    }

    /// What a client has left, without taking anything.
    #[must_use]
    pub fn peek(&self, client: IpAddr) -> Decision {
        let now = self.now_ns();
        self.decision(self.table.get(key(client), now) - now, 0)
    }

    /// How many clients do not have all their tokens at the moment; walks the whole table.
    #[must_use]
    pub fn active_clients(&self) -> usize {
        self.table.active(self.now_ns())
    }

    /// The size of the table, which never changes.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.table.memory_bytes()
    }

    fn now_ns(&self) -> u64 {
        // Zero marks an empty slot.
        self.clock.now_ns().saturating_add(1)
    }

    fn decision(&self, reset_ns: u64, retry_after_ns: u64) -> Decision {
        let spent = reset_ns.div_ceil(self.rate.interval_ns());
        let limit = self.rate.burst.get();
        let remaining = u64::from(limit).saturating_sub(spent);
        Decision {
            allowed: retry_after_ns == 0,
            limit,
            remaining: u32::try_from(remaining).expect("not larger than the burst, which is a u32"),
            reset_ns,
            retry_after_ns,
        }
    }
}

/// One number for one client: an IPv4 address, or the /64 of an IPv6 address, since whoever has
/// one address of a /64 has them all.
fn key(client: IpAddr) -> u64 {
    match client.to_canonical() {
        // Multicast space, where no IPv6 client can be.
        IpAddr::V4(v4) => 0xffff_0000_0000_0000 | u64::from(v4.to_bits()),
        IpAddr::V6(v6) => (v6.to_bits() >> 64) as u64,
    }
}

#[cfg(test)]
mod tests;

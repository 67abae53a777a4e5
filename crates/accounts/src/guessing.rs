//! Slowing down those who guess passwords, without locking anybody out.
//!
//! Failures are counted for each account and for each address; each further one doubles the time
//! until the next attempt is looked at. Who has signed in to the account from this address before
//! is counted apart, so that strangers cannot keep the owner out. Time forgives: one failure a
//! minute. The tables have a fixed size and forget what was touched least lately.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hash};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::error::Refusal;

/// Entries of one table.
const MAX_ENTRIES: usize = 50_000;
/// A failure is forgiven after this time.
const FORGIVEN_MS: i64 = 60_000;
/// Failures that cost no time.
const FREE: u32 = 8;
/// The longest wait for an account from a strange address.
const MAX_ACCOUNT_MS: i64 = 60_000;
/// The longest wait for an address.
const MAX_ADDRESS_MS: i64 = 15 * 60_000;
/// The longest wait for the owner of an account at a usual address.
const MAX_OWNER_MS: i64 = 15_000;

/// What failures are counted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Account(u64),
    Address(Option<IpAddr>),
    /// Of somebody who asks for mails, which says nothing about passwords.
    Asker(Option<IpAddr>),
    Owner(u64, Option<IpAddr>),
}

impl Key {
    const fn longest_ms(self) -> i64 {
        match self {
            Self::Account(_) => MAX_ACCOUNT_MS,
            Self::Address(_) | Self::Asker(_) => MAX_ADDRESS_MS,
            Self::Owner(..) => MAX_OWNER_MS,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Count {
    failures: u32,
    /// Of the last failure that was counted or forgiven.
    at_ms: i64,
}

impl Count {
    fn wait_ms(self, longest_ms: i64, now_ms: i64) -> i64 {
        let failures = self.left(now_ms);
        // After a jump of the clock nothing is known about the time since the last failure.
        if failures < FREE || now_ms < self.at_ms {
            return 0;
        }
        let pause = 1000_i64.checked_shl(failures - FREE).unwrap_or(i64::MAX).min(longest_ms);
        (self.at_ms.saturating_add(pause) - now_ms).max(0)
    }

    /// Failures that are not forgiven yet.
    fn left(self, now_ms: i64) -> u32 {
        let forgiven = (now_ms - self.at_ms).max(0) / FORGIVEN_MS;
        self.failures.saturating_sub(u32::try_from(forgiven).unwrap_or(u32::MAX))
    }
}

/// A map of a fixed size that forgets what was touched least lately.
struct Table<K, V>(HashMap<K, (V, i64)>);

impl<K: Eq + Hash + Copy, V: Copy> Table<K, V> {
    fn get(&self, key: &K) -> Option<V> {
        self.0.get(key).map(|(value, _)| *value)
    }

    fn put(&mut self, key: K, value: V, now_ms: i64) {
        if self.0.len() >= MAX_ENTRIES && !self.0.contains_key(&key) {
            let mut times: Vec<i64> = self.0.values().map(|(_, at)| *at).collect();
            let (_, &mut middle, _) = times.select_nth_unstable(MAX_ENTRIES / 2);
            self.0.retain(|_, (_, at)| *at > middle);
            // All were touched in the same moment: then none is older.
            if self.0.len() >= MAX_ENTRIES {
                self.0.clear();
            }
        }
        self.0.insert(key, (value, now_ms));
    }
}

/// The counters of this process.
pub(crate) struct Guessing {
    hasher: RandomState,
    tables: Mutex<Tables>,
}

struct Tables {
    counts: Table<Key, Count>,
    /// Addresses from which somebody signed in to an account.
    usual: Table<(u64, Option<IpAddr>), ()>,
}

impl Tables {
    /// Counts a failure for each key, unless one of them has to wait.
    fn count(&mut self, keys: &[Key], now_ms: i64) -> Result<(), Refusal> {
        let wait_of = |key: &Key| {
            self.counts.get(key).map_or(0, |count| count.wait_ms(key.longest_ms(), now_ms))
        };
        let wait_ms = keys.iter().map(wait_of).max().unwrap_or(0);
        if let Some(wait) = u64::try_from(wait_ms).ok().filter(|wait| *wait > 0) {
            return Err(Refusal::TooManyAttempts { retry_after: Duration::from_millis(wait) });
        }
        for key in keys {
            let failures = self.counts.get(key).map_or(0, |count| count.left(now_ms)) + 1;
            self.counts.put(*key, Count { failures, at_ms: now_ms }, now_ms);
        }
        Ok(())
    }

    fn take_back(&mut self, attempt: Attempt, now_ms: i64) {
        for key in attempt.keys() {
            if let Some(count) = self.counts.get(&key) {
                let failures = count.failures.saturating_sub(1);
                self.counts.put(key, Count { failures, ..count }, now_ms);
            }
        }
    }
}

/// One attempt, counted as a failure until it turns out right.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempt {
    account: u64,
    address: Option<IpAddr>,
    is_usual: bool,
}

impl Attempt {
    fn keys(self) -> impl Iterator<Item = Key> {
        let keys = if self.is_usual {
            [Some(Key::Owner(self.account, self.address)), None]
        } else {
            [Some(Key::Account(self.account)), Some(Key::Address(self.address))]
        };
        keys.into_iter().flatten()
    }
}

impl Guessing {
    pub(crate) fn new() -> Self {
        let tables = Tables { counts: Table(HashMap::new()), usual: Table(HashMap::new()) };
        Self { hasher: RandomState::new(), tables: Mutex::new(tables) }
    }

    /// Begins an attempt at an account, which may not exist.
    ///
    /// # Errors
    /// [`Refusal::TooManyAttempts`]; such an attempt is not counted.
    pub(crate) fn begin(
        &self,
        account: &str,
        address: Option<IpAddr>,
        now_ms: i64,
    ) -> Result<Attempt, Refusal> {
        let (account, address) = (self.hasher.hash_one(account), address.map(network));
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        let is_usual = tables.usual.get(&(account, address)).is_some();
        let attempt = Attempt { account, address, is_usual };
        tables.count(&attempt.keys().collect::<Vec<_>>(), now_ms).map(|()| attempt)
    }

    /// Counts a mail that somebody asks for: all of them are failures.
    ///
    /// # Errors
    /// [`Refusal::TooManyAttempts`]; such a mail is not counted.
    pub(crate) fn ask_for_mail(
        &self,
        reason: &str,
        address: Option<IpAddr>,
        now_ms: i64,
    ) -> Result<(), Refusal> {
        let keys = [Key::Account(self.hasher.hash_one(reason)), Key::Asker(address.map(network))];
        self.tables.lock().unwrap_or_else(PoisonError::into_inner).count(&keys, now_ms)
    }

    /// The attempt was right: it is not counted, and its address is a usual one from now on.
    pub(crate) fn succeed(&self, attempt: Attempt, now_ms: i64) {
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        tables.take_back(attempt, now_ms);
        tables.usual.put((attempt.account, attempt.address), (), now_ms);
    }

    /// Nobody looked at the password of the attempt, so it told nothing: it is not counted.
    pub(crate) fn withdraw(&self, attempt: Attempt, now_ms: i64) {
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        tables.take_back(attempt, now_ms);
    }

    /// Remembers that somebody is signed in to the account from this address.
    pub(crate) fn remember(&self, account: &str, address: Option<IpAddr>, now_ms: i64) {
        let key = (self.hasher.hash_one(account), address.map(network));
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        tables.usual.put(key, (), now_ms);
    }
}

/// What one customer usually has: an IPv4 address, or 64 bits of IPv6.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        address => address,
    }
}

#[cfg(test)]
mod tests;

//! What the operator decides.

use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Who may make an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registration {
    /// Everybody.
    Open,
    /// Those who were invited, and the first one.
    Invitation,
    /// Nobody: administrators and the command line make accounts.
    Closed,
}

/// The cost of passwords.
#[derive(Debug, Clone)]
pub struct PasswordOptions {
    /// Memory of one argon2id hash, in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub iterations: u32,
    /// Lanes; more than one only pays with threads of its own.
    pub lanes: u32,
    /// Hashes that are computed at once.
    pub workers: usize,
    /// Requests that may wait for a worker; more are refused.
    pub queue: usize,
}

impl Default for PasswordOptions {
    /// OWASP's minimum for argon2id (Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane); RFC
    /// 9106 would have 64 MiB and 3 passes where memory is plenty. One core stays free for others.
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let workers = cores.saturating_sub(1).max(1);
        Self { memory_kib: 19 * 1024, iterations: 2, lanes: 1, workers, queue: 64 }
    }
}

/// Everything that the operator decides about accounts.
#[derive(Debug, Clone)]
pub struct Options {
    /// Who may make an account.
    pub registration: Registration,
    /// The cost of passwords.
    pub passwords: PasswordOptions,
    /// The life of an access token.
    pub access_lifetime: Duration,
    /// The life of a refresh token, from the last refresh on.
    pub refresh_lifetime: Duration,
    /// How long a used refresh token gets the same answer again, for answers that were lost.
    pub refresh_grace: Duration,
    /// How long a check of a token is believed: the latest that another process hears of an end.
    pub cache_lifetime: Duration,
    /// Checks that are remembered.
    pub cache_entries: u64,
    /// The life of a link that proves an address.
    pub verify_lifetime: Duration,
    /// The life of a link that sets a new password.
    pub reset_lifetime: Duration,
    /// The life of an invitation.
    pub invitation_lifetime: Duration,
    /// How long a deleted account can come back by signing in.
    pub deletion_grace: Duration,
    /// The address of the web page, without a slash at its end; links in mails begin with it.
    pub public_url: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            registration: Registration::Invitation,
            passwords: PasswordOptions::default(),
            access_lifetime: 15 * MINUTE,
            refresh_lifetime: 30 * DAY,
            refresh_grace: Duration::from_secs(10),
            cache_lifetime: Duration::from_secs(5),
            cache_entries: 10_000,
            verify_lifetime: 7 * DAY,
            reset_lifetime: 60 * MINUTE,
            invitation_lifetime: 7 * DAY,
            deletion_grace: 30 * DAY,
            public_url: "http://127.0.0.1:8080".to_owned(),
        }
    }
}

/// A length of time as the database counts it.
pub(crate) fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

//! Passwords: rules for new ones, argon2id for keeping, bcrypt for those that were kept elsewhere.
//!
//! Hashing is made to be slow, so it runs on few threads of its own behind a short queue: who
//! finds it full is refused, and the rest of the program goes on.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::effects::Randomness;
use crate::error::{Error, Refusal, Result};
use crate::names;
use crate::options::PasswordOptions;

/// The shortest new password, in bytes (NIST SP 800-63B, 5.1.1.1: at least 8 characters).
const MIN_BYTES: usize = 8;
/// The longest password, in bytes: a bound, far above the 64 characters that NIST wants allowed.
const MAX_BYTES: usize = 1024;
/// Bytes of a salt (RFC 9106, 3.1).
const SALT_BYTES: usize = 16;

/// What a comparison has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// The password is the one of the hash.
    pub(crate) matches: bool,
    /// The hash is weaker than those that are made today.
    pub(crate) is_outdated: bool,
}

/// Makes and compares hashes.
pub(crate) struct Passwords {
    argon2: Arc<Argon2<'static>>,
    /// Compared with when there is no account, so that this takes as long.
    dummy: String,
    /// Memory that hashes went over since the start, in KiB.
    hashed_kib: Arc<AtomicU64>,
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Passwords {
    /// # Errors
    /// [`Error::Internal`] for parameters that argon2 does not have.
    pub(crate) fn new(options: &PasswordOptions, random: &dyn Randomness) -> Result<Self> {
        let params = Params::new(options.memory_kib, options.iterations, options.lanes, None)
            .map_err(|error| Error::internal(error.to_string()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut nothing = [0; 32];
        random.fill(&mut nothing);
        let dummy = hash(&argon2, &nothing, &salt(random))?;
        let workers = options.workers.max(1);
        Ok(Self {
            argon2: Arc::new(argon2),
            dummy,
            hashed_kib: Arc::default(),
            running: Arc::new(Semaphore::new(workers)),
            waiting: Arc::new(Semaphore::new(workers + options.queue)),
        })
    }

    /// Memory that argon2id went over since the start, in KiB times passes: the measure of its work.
    pub(crate) fn hashed_kib(&self) -> u64 {
        self.hashed_kib.load(Ordering::Relaxed)
    }

    /// The hash of a new password.
    pub(crate) async fn hash(&self, password: &str, random: &dyn Randomness) -> Result<String> {
        let (argon2, password, salt) = (self.argon2.clone(), password.to_owned(), salt(random));
        let hashed_kib = Arc::clone(&self.hashed_kib);
        self.run(move || {
            hashed_kib.fetch_add(work(argon2.params()), Ordering::Relaxed);
            hash(&argon2, password.as_bytes(), &salt)
        })
        .await?
    }

    /// Compares a password with a hash. Without a hash it takes as long and never matches.
    pub(crate) async fn verify(&self, password: &str, kept: Option<&str>) -> Result<Verdict> {
        if password.len() > MAX_BYTES {
            return Ok(Verdict { matches: false, is_outdated: false });
        }
        let is_known = kept.is_some();
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        let kept = kept.unwrap_or(&self.dummy).to_owned();
        let hashed_kib = Arc::clone(&self.hashed_kib);
        let verdict = self.run(move || verify(&argon2, (password.as_bytes(), &kept), &hashed_kib));
        let verdict = verdict.await?;
        Ok(Verdict { matches: verdict.matches && is_known, ..verdict })
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let place = self.waiting.clone().try_acquire_owned().map_err(|_| Refusal::Busy)?;
        let permit = self.running.clone().acquire_owned().await.map_err(Error::internal)?;
        // Both go with the work: who hangs up does not make room for another before it is done.
        let held: (OwnedSemaphorePermit, OwnedSemaphorePermit) = (place, permit);
        let done = tokio::task::spawn_blocking(move || {
            let outcome = work();
            drop(held);
            outcome
        });
        done.await.map_err(Error::internal)
    }
}

/// Checks the rules for a new password of this user.
///
/// # Errors
/// [`Refusal::Invalid`] of `password`.
pub(crate) fn check_new(password: &str, username: &str) -> Result<()> {
    if password.len() < MIN_BYTES || password.len() > MAX_BYTES {
        return Err(Refusal::invalid("password", "a password has 8 to 1024 bytes"));
    }
    if names::fold(password) == names::fold(username) {
        return Err(Refusal::invalid("password", "the password is the user name"));
    }
    Ok(())
}

fn salt(random: &dyn Randomness) -> [u8; SALT_BYTES] {
    let mut salt = [0; SALT_BYTES];
    random.fill(&mut salt);
    salt
}

fn hash(argon2: &Argon2<'_>, password: &[u8], salt: &[u8]) -> Result<String> {
    let hash: PasswordHash = argon2
        .hash_password_with_salt(password, salt)
        .map_err(|error| Error::internal(error.to_string()))?;
    Ok(hash.to_string())
}

fn verify(argon2: &Argon2<'_>, (password, kept): (&[u8], &str), hashed_kib: &AtomicU64) -> Verdict {
    if kept.starts_with("$2") {
        // An old hash that cannot be read matches nothing.
        let matches = bcrypt::verify(password, kept).unwrap_or(false);
        return Verdict { matches, is_outdated: true };
    }
    let Ok(parsed) = PasswordHash::new(kept) else {
        return Verdict { matches: false, is_outdated: false };
    };
    if let Ok(params) = Params::try_from(&parsed) {
        hashed_kib.fetch_add(work(&params), Ordering::Relaxed);
    }
    let matches = argon2.verify_password(password, &parsed).is_ok();
    Verdict { matches, is_outdated: is_weaker(&parsed, argon2.params()) }
}

/// The work of one hash, in KiB times passes.
fn work(params: &Params) -> u64 {
    u64::from(params.m_cost()) * u64::from(params.t_cost())
}

/// Whether a hash was made with less work than today's, or by another algorithm.
fn is_weaker(kept: &PasswordHash, today: &Params) -> bool {
    let Ok(params) = Params::try_from(kept) else { return true };
    kept.algorithm.as_str() != "argon2id"
        || params.m_cost() < today.m_cost()
        || params.t_cost() < today.t_cost()
}

#[cfg(test)]
mod tests;

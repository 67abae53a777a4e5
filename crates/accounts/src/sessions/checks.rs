//! The memory of checked tokens: bounded, and emptied of a user at once when something ends.
//!
//! An entry is believed while the epoch of its user stands still; an end moves it on. Other
//! processes do not hear of that, so an entry also lives only a few seconds.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use moka::sync::Cache;
use store::{Tx, app_tokens, scrobble_sessions, sessions};
use uuid::Uuid;

use crate::accounts::Accounts;
use crate::caller::{Caller, Client, Means};
use crate::error::{Refusal, Result};
use crate::options::Options;
use crate::scopes::Scopes;
use crate::sessions::TOUCH_EVERY_MS;
use crate::tokens;

/// Users share epochs: an end makes a few others be looked up again.
const EPOCHS: usize = 1024;

/// A token that was looked up.
#[derive(Debug, Clone)]
struct Checked {
    caller: Caller,
    /// When the token ends; none for never.
    expires_at_ms: Option<i64>,
    epoch: u64,
}

/// The memory.
pub(crate) struct Checks {
    cache: Cache<[u8; 32], Arc<Checked>>,
    epochs: Box<[AtomicU64]>,
    /// Moves with every epoch.
    all: AtomicU64,
}

impl Checks {
    pub(crate) fn new(options: &Options) -> Self {
        let cache = Cache::builder()
            .max_capacity(options.cache_entries)
            .time_to_live(options.cache_lifetime)
            .build();
        let epochs = (0..EPOCHS).map(|_| AtomicU64::new(0)).collect();
        Self { cache, epochs, all: AtomicU64::new(0) }
    }

    /// Looks up all tokens of a user again. To be called after the commit.
    pub(crate) fn forget(&self, user_id: Uuid) {
        self.epoch(user_id).fetch_add(1, Ordering::SeqCst);
        self.all.fetch_add(1, Ordering::SeqCst);
    }

    fn epoch(&self, user_id: Uuid) -> &AtomicU64 {
        // The last bits of an id are random.
        &self.epochs[user_id.as_u128() as usize % EPOCHS]
    }

    fn get(&self, hash: &[u8; 32]) -> Option<Arc<Checked>> {
        let checked = self.cache.get(hash)?;
        let epoch = self.epoch(checked.caller.user_id).load(Ordering::SeqCst);
        (checked.epoch == epoch).then_some(checked)
    }

    /// Remembers what was read after `before` was taken from [`Checks::now`], unless something
    /// has ended since.
    fn put(&self, hash: [u8; 32], (caller, expires_at_ms): (Caller, Option<i64>), before: u64) {
        let epoch = self.epoch(caller.user_id).load(Ordering::SeqCst);
        if self.now() == before {
            self.cache.insert(hash, Arc::new(Checked { caller, expires_at_ms, epoch }));
        }
    }

    fn now(&self) -> u64 {
        self.all.load(Ordering::SeqCst)
    }
}

/// A kind of credential.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// An access token.
    Session,
    /// An app token.
    App,
    /// A session key of a scrobbler.
    Scrobbler,
}

/// What a token turned out to be.
pub(super) struct Found {
    /// The row of the session or token.
    pub(super) id: Uuid,
    pub(super) caller: Caller,
    pub(super) expires_at_ms: Option<i64>,
    pub(super) last_used_at_ms: i64,
}

impl Accounts {
    /// The user of an access or app token.
    ///
    /// # Errors
    /// [`Refusal::NotSignedIn`] for everything that is not, or no longer, such a token.
    pub async fn check(&self, token: &str, client: &Client) -> Result<Caller> {
        let (hash, kind) = match tokens::hash(tokens::ACCESS, token) {
            Some(hash) => (hash, Kind::Session),
            None => (tokens::hash(tokens::APP, token).ok_or(Refusal::NotSignedIn)?, Kind::App),
        };
        self.check_hash(hash, kind, client).await
    }

    /// The user of a credential with this hash, from memory or from the database.
    ///
    /// # Errors
    /// [`Refusal::NotSignedIn`].
    pub(super) async fn check_hash(
        &self,
        hash: [u8; 32],
        kind: Kind,
        client: &Client,
    ) -> Result<Caller> {
        let now_ms = self.now_ms();
        let lives = |end: Option<i64>| end.is_none_or(|end| end > now_ms);
        if let Some(checked) = self.checks().get(&hash) {
            let alive = lives(checked.expires_at_ms).then_some(checked.caller);
            return alive.ok_or_else(|| Refusal::NotSignedIn.into());
        }
        let before = self.checks().now();
        let found = match kind {
            Kind::Session => self.find_session(&hash).await?,
            Kind::App => self.find_app_token(&hash).await?,
            Kind::Scrobbler => self.find_scrobbler(&hash).await?,
        };
        let found = found.filter(|found| lives(found.expires_at_ms));
        let found = found.ok_or(Refusal::NotSignedIn)?;
        self.checks().put(hash, (found.caller, found.expires_at_ms), before);
        if now_ms.saturating_sub(found.last_used_at_ms) >= TOUCH_EVERY_MS {
            self.touch(found.id, kind, client).await;
        }
        Ok(found.caller)
    }

    async fn find_session(&self, hash: &[u8; 32]) -> Result<Option<Found>> {
        let held = sessions::find_holder(self.store(), hash).await?;
        Ok(held.map(|held| {
            let means = Means::Session { family_id: held.family_id };
            Found {
                id: held.id,
                caller: Caller { user_id: held.user_id, role: held.role, means },
                expires_at_ms: Some(held.access_expires_at_ms),
                last_used_at_ms: held.last_used_at_ms,
            }
        }))
    }

    async fn find_app_token(&self, hash: &[u8; 32]) -> Result<Option<Found>> {
        let held = app_tokens::find_holder(self.store(), hash).await?;
        Ok(held.map(|held| {
            let scopes = Scopes::from_words(&held.scopes);
            let means = Means::AppToken { id: held.id, scopes };
            Found {
                id: held.id,
                caller: Caller { user_id: held.user_id, role: held.role, means },
                expires_at_ms: held.expires_at_ms,
                last_used_at_ms: held.last_used_at_ms.unwrap_or(0),
            }
        }))
    }

    /// Notes a use. A busy database must not turn a good token away, so failures are only logged.
    pub(crate) async fn touch(&self, id: Uuid, kind: Kind, client: &Client) {
        let (now_ms, address) = (self.now_ms(), client.address_text());
        let noted = self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                let address = address.as_deref();
                Ok(match kind {
                    Kind::Session => sessions::touch(tx, id, now_ms, address).await?,
                    Kind::App => app_tokens::touch(tx, id, now_ms, address).await?,
                    Kind::Scrobbler => scrobble_sessions::touch(tx, id, now_ms).await?,
                })
            })
        });
        if let Err(error) = noted.await {
            tracing::debug!(%error, "the use of a token was not noted");
        }
    }
}

//! The one door: what all nouns share.

use std::sync::Arc;

use futures::future::BoxFuture;
use store::users::{self, User};
use store::{Ids, Store, Tx};
use uuid::Uuid;

use crate::effects::Effects;
use crate::error::{Error, Refusal, Result};
use crate::guessing::Guessing;
use crate::keyring::Keyring;
use crate::options::Options;
use crate::passwords::Passwords;
use crate::sessions::Checks;

/// The accounts of one installation. A clone is the same accounts.
#[derive(Clone)]
pub struct Accounts(Arc<Shared>);

struct Shared {
    store: Store,
    options: Options,
    effects: Effects,
    keyring: Keyring,
    ids: Ids,
    passwords: Passwords,
    guessing: Guessing,
    checks: Checks,
}

impl Accounts {
    /// Opens the accounts that a store holds.
    ///
    /// # Errors
    /// [`Error::Internal`] for options that cannot work.
    pub fn new(store: Store, keyring: Keyring, effects: Effects, options: Options) -> Result<Self> {
        let passwords = Passwords::new(&options.passwords, &*effects.random)?;
        let checks = Checks::new(&options);
        Ok(Self(Arc::new(Shared {
            store,
            options,
            effects,
            keyring,
            ids: Ids::default(),
            passwords,
            guessing: Guessing::new(),
            checks,
        })))
    }

    /// What the operator decided.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.0.options
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn effects(&self) -> &Effects {
        &self.0.effects
    }

    pub(crate) fn keyring(&self) -> &Keyring {
        &self.0.keyring
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    /// Memory that password hashes went over since the start, in KiB times passes. Whoever is
    /// named at a sign-in, it grows by the same.
    #[must_use]
    pub fn hashed_kib(&self) -> u64 {
        self.0.passwords.hashed_kib()
    }

    pub(crate) fn guessing(&self) -> &Guessing {
        &self.0.guessing
    }

    pub(crate) fn checks(&self) -> &Checks {
        &self.0.checks
    }

    /// The time of day, in milliseconds since 1970.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.0.effects.clock.now_ms()
    }

    pub(crate) fn new_id(&self) -> Uuid {
        self.0.ids.next(&*self.0.effects.clock, &*self.0.effects.random)
    }

    /// A new token with this prefix.
    pub(crate) fn new_token(&self, prefix: &str) -> String {
        crate::tokens::make(prefix, &*self.0.effects.random)
    }

    /// Runs a unit of work.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        self.0.store.write(work).await
    }

    /// The caller's own account.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find_own(&self, caller: &crate::Caller) -> Result<User> {
        self.user(caller.user_id).await
    }

    /// Whether a program means this user by a name: the user name, or the address.
    #[must_use]
    pub fn is_name_of(&self, name: &str, user: &User) -> bool {
        let folded = crate::names::fold(name);
        let email = user.email.as_ref().map(|email| email.folded.as_str());
        folded == user.username.folded || Some(folded.as_str()) == email
    }

    /// The user of this id, deleted or not.
    pub(crate) async fn user(&self, id: Uuid) -> Result<User> {
        let user = users::find(self.store(), id).await?;
        user.ok_or_else(|| Refusal::NotFound { what: "user" }.into())
    }

    /// The hash of a new password, after looking at its rules.
    pub(crate) async fn hash_new(&self, password: &str, username: &str) -> Result<String> {
        crate::passwords::check_new(password, username)?;
        self.passwords().hash(password, &*self.effects().random).await
    }
}

/// Turns "nothing was changed" into a refusal.
pub(crate) fn found(changed: bool, what: &'static str) -> Result<(), Error> {
    if changed { Ok(()) } else { Err(Refusal::NotFound { what }.into()) }
}

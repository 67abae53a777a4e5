//! Secrets of users for other services, encrypted at rest, and the change of master keys.

use store::secrets::{self, Secret};
use store::{Tx, app_tokens, audit};
use uuid::Uuid;

use crate::accounts::Accounts;
use crate::audit::{Action, Parties};
use crate::caller::Client;
use crate::error::{Error, Refusal, Result};
use crate::keyring::Place;

/// Rows that are encrypted anew in one unit of work.
const BATCH: u32 = 200;
/// The greatest secret, in bytes.
const MAX_SECRET: usize = 16 * 1024;

/// What a change of keys has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rotated {
    /// Secrets that are under the active key now.
    pub secrets: u64,
    /// App tokens that are.
    pub app_tokens: u64,
    /// Rows whose own key is gone: nobody can read them.
    pub lost: u64,
}

/// What one pass over all rows that are under other keys has done.
#[derive(Default)]
struct Pass {
    seen: u64,
    moved: u64,
}

impl Accounts {
    /// Saves a secret of a user in place of one that may be there.
    ///
    /// # Errors
    /// Refused when it is too large.
    pub async fn put_secret(
        &self,
        (user_id, purpose): (Uuid, &str),
        plain: &[u8],
        client: &Client,
    ) -> Result<()> {
        if plain.len() > MAX_SECRET {
            return Err(Refusal::invalid("secret", "a secret has at most 16 KiB"));
        }
        let place = place(user_id, purpose);
        let sealed = self.keyring().seal(place, plain, &*self.effects().random);
        let detail = serde_json::json!({ "purpose": purpose });
        let parties = Parties::own(user_id);
        let event = self.event_with(Action::SecretSaved, parties, (client, detail));
        let (purpose, now_ms) = (purpose.to_owned(), self.now_ms());
        self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                secrets::put(tx, (user_id, &purpose), &sealed, now_ms).await?;
                Ok(audit::insert(tx, &event).await?)
            })
        })
        .await
    }

    /// A secret of a user.
    ///
    /// # Errors
    /// [`Error::Internal`] when its key is gone or it was tampered with.
    pub async fn find_secret(&self, user_id: Uuid, purpose: &str) -> Result<Option<Vec<u8>>> {
        let found = secrets::find(self.store(), user_id, purpose).await?;
        let Some(secret) = found else { return Ok(None) };
        let plain = self.keyring().unseal(place(user_id, purpose), &secret.sealed);
        plain.map(Some).ok_or_else(|| {
            Error::internal(format!(
                "a secret cannot be read with the master keys at hand: it is under key {}",
                secret.sealed.key_id
            ))
        })
    }

    /// Removes a secret of a user; false when there is none.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn remove_secret(
        &self,
        (user_id, purpose): (Uuid, &str),
        client: &Client,
    ) -> Result<bool> {
        let detail = serde_json::json!({ "purpose": purpose });
        let parties = Parties::own(user_id);
        let event = self.event_with(Action::SecretRemoved, parties, (client, detail));
        let purpose = purpose.to_owned();
        self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                let removed = secrets::delete(tx, user_id, &purpose).await?;
                if removed {
                    audit::insert(tx, &event).await?;
                }
                Ok(removed)
            })
        })
        .await
    }

    /// How many ciphertexts are under each key, by the key's id.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn count_by_key(&self) -> Result<Vec<(String, i64)>> {
        Ok(secrets::count_by_key(self.store()).await?)
    }

    /// Brings everything under the active key, some rows at a time. It can be cut short at any
    /// moment and called again: what is done is done. When nothing was lost, older keys may go.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn rotate_secrets(&self) -> Result<Rotated> {
        let mut done = Rotated::default();
        // A row that somebody saves meanwhile is left for the next pass; the last one moves none.
        loop {
            let pass = self.pass_over_secrets().await?;
            done.secrets += pass.moved;
            if pass.moved == 0 {
                done.lost += pass.seen;
                break;
            }
        }
        loop {
            let pass = self.pass_over_tokens().await?;
            done.app_tokens += pass.moved;
            if pass.moved == 0 {
                done.lost += pass.seen;
                return Ok(done);
            }
        }
    }

    async fn pass_over_secrets(&self) -> Result<Pass> {
        let (mut pass, mut last) = (Pass::default(), None::<Secret>);
        let active = self.keyring().active_id();
        loop {
            let after = last.as_ref().map(|last| (last.user_id, last.purpose.as_str()));
            let old = secrets::list_under_other_key(self.store(), active, after, BATCH).await?;
            if old.is_empty() {
                return Ok(pass);
            }
            pass.seen += old.len() as u64;
            pass.moved += self.rotate_batch(&old).await?;
            last = old.into_iter().next_back();
        }
    }

    async fn pass_over_tokens(&self) -> Result<Pass> {
        let (mut pass, mut last) = (Pass::default(), None);
        let active = self.keyring().active_id();
        loop {
            let old = app_tokens::list_under_other_key(self.store(), active, last, BATCH).await?;
            let Some(end) = old.last() else { return Ok(pass) };
            last = Some(end.id);
            pass.seen += old.len() as u64;
            pass.moved += self.rotate_tokens(&old).await?;
        }
    }

    async fn rotate_batch(&self, old: &[Secret]) -> Result<u64> {
        let random = &*self.effects().random;
        let anew = |secret: &Secret| {
            let place = place(secret.user_id, &secret.purpose);
            let plain = self.keyring().unseal(place, &secret.sealed)?;
            Some((secret.clone(), self.keyring().seal(place, &plain, random)))
        };
        let pairs: Vec<_> = old.iter().filter_map(anew).collect();
        self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                let mut moved = 0;
                for (old, new) in &pairs {
                    moved += u64::from(secrets::replace(tx, old, new).await?);
                }
                Ok(moved)
            })
        })
        .await
    }

    async fn rotate_tokens(&self, old: &[app_tokens::AppToken]) -> Result<u64> {
        let random = &*self.effects().random;
        let anew = |token: &app_tokens::AppToken| {
            let place = crate::app_tokens::place(token.id);
            let old = token.legacy.as_ref()?;
            let plain = self.keyring().unseal(place, old)?;
            Some((token.id, old.key_id.clone(), self.keyring().seal(place, &plain, random)))
        };
        let pairs: Vec<_> = old.iter().filter_map(anew).collect();
        self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                let mut moved = 0;
                for (id, old_key, new) in &pairs {
                    let replaced = app_tokens::replace_ciphertext(tx, *id, old_key, new).await?;
                    moved += u64::from(replaced);
                }
                Ok(moved)
            })
        })
        .await
    }
}

fn place(user_id: Uuid, purpose: &str) -> Place<'_> {
    Place { table: "user_secrets", row: user_id, purpose }
}

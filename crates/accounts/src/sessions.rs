//! Sessions: pairs of an access and a refresh token, replaced on each refresh.
//!
//! A refresh token that comes again ends its whole sign-in, since two parties have it. An answer
//! that was lost must not do that: for a few seconds the same refresh token gets the same pair
//! again, which works without keeping tokens because each pair is derived from the one before it
//! under a key of this installation.

use serde_json::json;
use store::sessions::{self, NewSession, Session};
use store::users::{self, User};
use store::{Tx, audit};
use uuid::Uuid;

use crate::accounts::{Accounts, found};
use crate::audit::{Action, Parties};
use crate::caller::{Caller, Client, Means};
use crate::error::{Refusal, Result};
use crate::options::ms;
use crate::tokens;

mod checks;
mod scrobblers;

pub(crate) use checks::{Checks, Kind};
pub use scrobblers::Handed;

/// A use is written down this long after the last one at the earliest.
pub(crate) const TOUCH_EVERY_MS: i64 = 60_000;

/// What a client gets.
#[derive(Clone)]
pub struct TokenPair {
    /// Opens the interface.
    pub access: String,
    /// Gets the next pair.
    pub refresh: String,
    /// The end of the access token, in milliseconds since 1970.
    pub access_expires_at_ms: i64,
    /// The end of the refresh token.
    pub refresh_expires_at_ms: i64,
}

/// A sign-in as its user sees it. Instants are milliseconds since 1970 in UTC.
#[derive(Debug, Clone)]
pub struct SessionInfo {
    /// The id of the sign-in.
    pub id: Uuid,
    /// What the client calls itself.
    pub device: Option<String>,
    /// Where it was last.
    pub address: Option<String>,
    /// When it began.
    pub signed_in_at_ms: i64,
    /// The last use that was noted.
    pub last_used_at_ms: i64,
    /// When it ends if nothing happens.
    pub expires_at_ms: i64,
    /// Whether it is the caller's own.
    pub is_current: bool,
}

/// A pair on its way: the row for the database and the tokens for the client.
pub(crate) struct NewPair {
    pub(crate) session: NewSession,
    pub(crate) tokens: TokenPair,
}

impl Accounts {
    /// A pair of tokens for a new sign-in.
    pub(crate) fn new_pair(&self, user_id: Uuid, client: &Client) -> NewPair {
        let tokens = [tokens::ACCESS, tokens::REFRESH].map(|prefix| self.new_token(prefix));
        let (id, now_ms) = (self.new_id(), self.now_ms());
        self.pair(tokens, (user_id, client), (id, id, now_ms))
    }

    fn pair(
        &self,
        [access, refresh]: [String; 2],
        (user_id, client): (Uuid, &Client),
        (id, family_id, signed_in_at_ms): (Uuid, Uuid, i64),
    ) -> NewPair {
        let now_ms = self.now_ms();
        let access_expires_at_ms = now_ms + ms(self.options().access_lifetime);
        let refresh_expires_at_ms = now_ms + ms(self.options().refresh_lifetime);
        let session = NewSession {
            id,
            user_id,
            family_id,
            access_hash: tokens::hash_of(&access),
            refresh_hash: tokens::hash_of(&refresh),
            device: client.device_text(),
            address: client.address_text(),
            created_at_ms: now_ms,
            signed_in_at_ms,
            access_expires_at_ms,
            refresh_expires_at_ms,
        };
        let tokens = TokenPair { access, refresh, access_expires_at_ms, refresh_expires_at_ms };
        NewPair { session, tokens }
    }

    /// Replaces a pair of tokens by the next one.
    ///
    /// # Errors
    /// [`Refusal::SessionEnded`]. A token that was used before, longer ago than
    /// [`crate::Options::refresh_grace`], also ends the whole sign-in.
    pub async fn refresh(&self, token: &str, client: &Client) -> Result<(User, TokenPair)> {
        let hash = tokens::hash(tokens::REFRESH, token).ok_or(Refusal::SessionEnded)?;
        let old = sessions::find_by_refresh_hash(self.store(), &hash).await?;
        let old = old.ok_or(Refusal::SessionEnded)?;
        let now_ms = self.now_ms();
        if old.revoked_at_ms.is_some() || old.refresh_expires_at_ms <= now_ms {
            return Err(Refusal::SessionEnded.into());
        }
        let user = users::find(self.store(), old.user_id).await?;
        let user = user.filter(|user| user.is_active && user.deleted_at_ms.is_none());
        let user = user.ok_or(Refusal::SessionEnded)?;
        if old.rotated_at_ms.is_none() {
            let next = self.successor(token, &old, client);
            let (id, session) = (old.id, next.session);
            let rotated = self.write(move |tx: &mut Tx<'_>| {
                Box::pin(async move { Ok(sessions::rotate(tx, id, &session).await?) })
            });
            if rotated.await? {
                return Ok((user, next.tokens));
            }
        }
        let tokens = self.repeat(token, &hash, client).await?;
        Ok((user, tokens))
    }

    /// The pair after the one of this refresh token.
    fn successor(&self, token: &str, old: &Session, client: &Client) -> NewPair {
        let next = [tokens::ACCESS, tokens::REFRESH]
            .map(|prefix| tokens::spell(prefix, &self.keyring().derive(prefix, token)));
        let place = (self.new_id(), old.family_id, old.signed_in_at_ms);
        let client = Client {
            device: client.device.clone().or_else(|| old.device.clone()),
            ..client.clone()
        };
        self.pair(next, (old.user_id, &client), place)
    }

    /// The answer to a refresh token that was used: the same again for a few seconds, then the
    /// end of its sign-in.
    async fn repeat(&self, token: &str, hash: &[u8; 32], client: &Client) -> Result<TokenPair> {
        let now_ms = self.now_ms();
        let old = sessions::find_by_refresh_hash(self.store(), hash).await?;
        let old = old.ok_or(Refusal::SessionEnded)?;
        let since = old.rotated_at_ms.map(|at| now_ms.saturating_sub(at));
        let grace_ms = ms(self.options().refresh_grace);
        if old.revoked_at_ms.is_none() && since.is_some_and(|since| since <= grace_ms) {
            let tokens = self.successor(token, &old, client).tokens;
            let hash = tokens::hash_of(&tokens.access);
            if let Some(next) = sessions::find_by_access_hash(self.store(), &hash).await? {
                return Ok(TokenPair {
                    access_expires_at_ms: next.access_expires_at_ms,
                    refresh_expires_at_ms: next.refresh_expires_at_ms,
                    ..tokens
                });
            }
        }
        self.end_reused(&old, client).await?;
        Err(Refusal::SessionEnded.into())
    }

    async fn end_reused(&self, old: &Session, client: &Client) -> Result<()> {
        let (family, user) = (old.family_id, old.user_id);
        let parties = Parties { actor: None, subject: Some(user) };
        let detail = json!({ "session": family.to_string() });
        let event = self.event_with(Action::SessionReused, parties, (client, detail));
        let now_ms = self.now_ms();
        self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                if sessions::revoke_family(tx, family, user, now_ms).await? {
                    audit::insert(tx, &event).await?;
                }
                Ok(())
            })
        })
        .await?;
        self.checks().forget(user);
        Ok(())
    }

    /// Ends the sign-in of the caller.
    ///
    /// # Errors
    /// Refused to app tokens.
    pub async fn sign_out(&self, caller: &Caller, client: &Client) -> Result<()> {
        match caller.means {
            Means::Session { family_id } => self.end_session(caller, family_id, client).await,
            Means::AppToken { .. } => Err(Refusal::SessionNeeded.into()),
            Means::Proxy => Ok(()),
        }
    }

    /// Ends the sign-in that a refresh token belongs to; nothing happens when it has ended.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn sign_out_by_refresh(&self, token: &str, client: &Client) -> Result<()> {
        let Some(hash) = tokens::hash(tokens::REFRESH, token) else { return Ok(()) };
        let session = sessions::find_by_refresh_hash(self.store(), &hash).await?;
        let Some(session) = session else { return Ok(()) };
        let ended = self.end_family((session.user_id, session.family_id), client).await;
        match ended {
            Err(crate::Error::Refused(Refusal::NotFound { .. })) => Ok(()),
            other => other,
        }
    }

    /// The sign-ins of the caller that still work, the last used first.
    ///
    /// # Errors
    /// Refused to app tokens.
    pub async fn list_sessions(&self, caller: &Caller) -> Result<Vec<SessionInfo>> {
        caller.require_person()?;
        let open = sessions::list_of_user(self.store(), caller.user_id, self.now_ms()).await?;
        let current = caller.family_id();
        Ok(open.into_iter().map(|session| info(session, current)).collect())
    }

    /// Ends one sign-in of the caller.
    ///
    /// # Errors
    /// Refused to app tokens, and when the caller has no such sign-in.
    pub async fn end_session(&self, caller: &Caller, id: Uuid, client: &Client) -> Result<()> {
        caller.require_person()?;
        self.end_family((caller.user_id, id), client).await
    }

    async fn end_family(&self, (user, id): (Uuid, Uuid), client: &Client) -> Result<()> {
        let detail = json!({ "session": id.to_string() });
        let event = self.event_with(Action::SessionEnded, Parties::own(user), (client, detail));
        let now_ms = self.now_ms();
        self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                found(sessions::revoke_family(tx, id, user, now_ms).await?, "session")?;
                Ok(audit::insert(tx, &event).await?)
            })
        })
        .await?;
        self.checks().forget(user);
        Ok(())
    }

    /// Ends all sign-ins of the caller but the one in use; tells how many.
    ///
    /// # Errors
    /// Refused to app tokens.
    pub async fn end_other_sessions(&self, caller: &Caller, client: &Client) -> Result<u64> {
        caller.require_person()?;
        let (user, except, now_ms) = (caller.user_id, caller.family_id(), self.now_ms());
        let detail = json!({ "session": "all others" });
        let event = self.event_with(Action::SessionEnded, Parties::own(user), (client, detail));
        let ended = self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                let ended = sessions::revoke_all(tx, user, now_ms, except).await?;
                audit::insert(tx, &event).await?;
                Ok(ended)
            })
        });
        let ended = ended.await?;
        self.checks().forget(user);
        Ok(ended)
    }
}

fn info(session: Session, current: Option<Uuid>) -> SessionInfo {
    SessionInfo {
        id: session.family_id,
        device: session.device,
        address: session.address,
        signed_in_at_ms: session.signed_in_at_ms,
        last_used_at_ms: session.last_used_at_ms,
        expires_at_ms: session.refresh_expires_at_ms,
        is_current: current == Some(session.family_id),
    }
}

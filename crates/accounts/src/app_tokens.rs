//! App tokens: named credentials of programs with scopes, shown once and revocable.

use serde_json::json;
use store::app_tokens::{self, AppToken};
use store::scrobble_sessions::{self, NewScrobbleSession};
use store::{Tx, audit};
use uuid::Uuid;

use crate::accounts::{Accounts, found};
use crate::audit::{Action, Parties};
use crate::caller::{Caller, Client};
use crate::error::{Refusal, Result};
use crate::keyring::Place;
use crate::names;
use crate::scopes::{Scope, Scopes};
use crate::tokens;

mod legacy;

/// App tokens of one user that were not ended. It also bounds the work of one legacy log-in,
/// which tries them all.
const MAX_TOKENS: usize = 50;
/// The longest name and the longest client, in characters.
const MAX_NAME: usize = 200;

/// An app token to be made.
#[derive(Debug, Clone)]
pub struct NewAppToken {
    /// What the user calls it.
    pub name: String,
    /// The program that it is for.
    pub client: Option<String>,
    /// What it may do.
    pub scopes: Scopes,
    /// Whether it is kept so that old protocols can be served, which send a digest of it.
    pub is_legacy: bool,
    /// When it ends, in milliseconds since 1970; none for never.
    pub expires_at_ms: Option<i64>,
}

/// An app token as its user sees it. Instants are milliseconds since 1970 in UTC.
#[derive(Debug, Clone)]
pub struct AppTokenInfo {
    /// Its id.
    pub id: Uuid,
    /// What the user calls it.
    pub name: String,
    /// The program that it is for.
    pub client: Option<String>,
    /// What it may do.
    pub scopes: Scopes,
    /// Whether it works in old protocols.
    pub is_legacy: bool,
    /// When it was made.
    pub created_at_ms: i64,
    /// When it ends.
    pub expires_at_ms: Option<i64>,
    /// The last use that was noted.
    pub last_used_at_ms: Option<i64>,
    /// Where it was used last.
    pub last_used_address: Option<String>,
}

impl Accounts {
    /// Makes an app token; the text is shown now and never again.
    ///
    /// # Errors
    /// Refused to app tokens, for names that cannot be, without scopes, for [`Scope::Admin`] to
    /// those who are none, for ends that have passed, and when there are too many.
    pub async fn create_app_token(
        &self,
        caller: &Caller,
        new: &NewAppToken,
        client: &Client,
    ) -> Result<(AppTokenInfo, String)> {
        self.create_app_token_with(caller, (new, None), client).await
    }

    /// Makes an app token, and a session of a scrobbler that waits for its program.
    pub(crate) async fn create_app_token_with(
        &self,
        caller: &Caller,
        (new, waiting): (&NewAppToken, Option<NewScrobbleSession>),
        client: &Client,
    ) -> Result<(AppTokenInfo, String)> {
        caller.require_person()?;
        let now_ms = self.now_ms();
        check(caller, new, now_ms)?;
        let token = self.new_token(tokens::APP);
        let row = self.row(caller.user_id, new, &token);
        let shown = info(row.clone());
        let waiting = waiting.map(|it| NewScrobbleSession { app_token_id: row.id, ..it });
        let detail = json!({ "token": row.id.to_string(), "scopes": row.scopes });
        let parties = Parties::own(caller.user_id);
        let event = self.event_with(Action::TokenCreated, parties, (client, detail));
        self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                tx.lock("accounts.app_tokens").await?;
                let open = app_tokens::list_of_user(&mut *tx, row.user_id).await?;
                if open.len() >= MAX_TOKENS {
                    return Err(Refusal::TooMany { what: "app tokens", most: MAX_TOKENS }.into());
                }
                app_tokens::insert(tx, &row).await?;
                if let Some(session) = &waiting {
                    scrobble_sessions::insert(tx, session, 1).await?;
                }
                Ok(audit::insert(tx, &event).await?)
            })
        })
        .await?;
        Ok((shown, token))
    }

    fn row(&self, user_id: Uuid, new: &NewAppToken, token: &str) -> AppToken {
        let id = self.new_id();
        let random = &*self.effects().random;
        let seal = || self.keyring().seal(place(id), token.as_bytes(), random);
        AppToken {
            id,
            user_id,
            name: new.name.trim().to_owned(),
            client: new.client.clone(),
            scopes: new.scopes.to_words(),
            token_hash: tokens::hash_of(token),
            legacy: new.is_legacy.then(seal),
            created_at_ms: self.now_ms(),
            expires_at_ms: new.expires_at_ms,
            last_used_at_ms: None,
            last_used_address: None,
            revoked_at_ms: None,
        }
    }

    /// The app tokens of the caller that were not ended, in the order of their making.
    ///
    /// # Errors
    /// Refused to app tokens.
    pub async fn list_app_tokens(&self, caller: &Caller) -> Result<Vec<AppTokenInfo>> {
        caller.require_person()?;
        let rows = app_tokens::list_of_user(self.store(), caller.user_id).await?;
        Ok(rows.into_iter().map(info).collect())
    }

    /// Ends an app token of the caller.
    ///
    /// # Errors
    /// Refused to app tokens, and when the caller has no such token.
    pub async fn end_app_token(&self, caller: &Caller, id: Uuid, client: &Client) -> Result<()> {
        caller.require_person()?;
        let (user, now_ms) = (caller.user_id, self.now_ms());
        let detail = json!({ "token": id.to_string() });
        let event = self.event_with(Action::TokenEnded, Parties::own(user), (client, detail));
        self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                found(app_tokens::revoke(tx, id, user, now_ms).await?, "app token")?;
                Ok(audit::insert(tx, &event).await?)
            })
        })
        .await?;
        self.checks().forget(user);
        Ok(())
    }
}

/// What the ciphertext of a token belongs to.
pub(crate) fn place(id: Uuid) -> Place<'static> {
    Place { table: "app_tokens", row: id, purpose: "legacy" }
}

fn check(caller: &Caller, new: &NewAppToken, now_ms: i64) -> Result<()> {
    let is_name = |text: &str| {
        !text.is_empty() && text.chars().count() <= MAX_NAME && names::can_be_kept(text)
    };
    if !is_name(new.name.trim()) {
        return Err(Refusal::invalid("name", "a name has 1 to 200 characters and no zero byte"));
    }
    if new.client.as_ref().is_some_and(|client| !is_name(client)) {
        let reason = "a client has 1 to 200 characters and no zero byte";
        return Err(Refusal::invalid("client", reason));
    }
    if new.scopes.is_empty() {
        return Err(Refusal::invalid("scopes", "a token needs at least one scope"));
    }
    if new.scopes.contains(Scope::Admin) {
        caller.require(Scope::Admin)?;
    }
    if new.expires_at_ms.is_some_and(|end| end <= now_ms) {
        return Err(Refusal::invalid("expires_at", "this has passed already"));
    }
    Ok(())
}

fn info(row: AppToken) -> AppTokenInfo {
    AppTokenInfo {
        id: row.id,
        name: row.name,
        client: row.client,
        scopes: Scopes::from_words(&row.scopes),
        is_legacy: row.legacy.is_some(),
        created_at_ms: row.created_at_ms,
        expires_at_ms: row.expires_at_ms,
        last_used_at_ms: row.last_used_at_ms,
        last_used_address: row.last_used_address,
    }
}

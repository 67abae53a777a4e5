//! Old protocols: what they send is a digest of the token, so each legacy token of the user is
//! decrypted and tried.
//!
//! All digests are compared in constant time. An unknown user costs a database look-up less,
//! which tells no more than that the user has no such token.

use md5::{Digest as _, Md5};
use store::app_tokens;
use subtle::ConstantTimeEq as _;

use crate::accounts::Accounts;
use crate::app_tokens::place;
use crate::caller::{Caller, Client, Means};
use crate::error::{Refusal, Result};
use crate::names;
use crate::scopes::Scopes;
use crate::sessions::{Kind, TOUCH_EVERY_MS};

/// The longest salt or time that is hashed, in bytes.
const MAX_SALT: usize = 256;

impl Accounts {
    /// A Subsonic client: `digest` is the MD5 of the token and the salt, in hexadecimal.
    ///
    /// # Errors
    /// [`Refusal::NotSignedIn`].
    pub async fn check_salted(
        &self,
        username: &str,
        (salt, digest): (&str, &str),
        client: &Client,
    ) -> Result<Caller> {
        let expected = |token: &str| md5_hex(&[token, salt]);
        self.check_legacy(username, (salt, digest), (&expected, client)).await
    }

    /// A Last.fm client of the old kind: `auth_token` is the MD5 of the user name and the MD5 of
    /// the token. Clients write the name as it was typed or in lower case.
    ///
    /// # Errors
    /// [`Refusal::NotSignedIn`].
    pub async fn check_lastfm_mobile(
        &self,
        username: &str,
        auth_token: &str,
        client: &Client,
    ) -> Result<Caller> {
        let lower = username.to_lowercase();
        let lowered = |token: &str| md5_hex(&[&lower, &md5_hex(&[token])]);
        let typed = |token: &str| md5_hex(&[username, &md5_hex(&[token])]);
        let first = self.check_legacy(username, (username, auth_token), (&lowered, client)).await;
        match first {
            Err(crate::Error::Refused(Refusal::NotSignedIn)) if lower != username => {
                self.check_legacy(username, (username, auth_token), (&typed, client)).await
            }
            outcome => outcome,
        }
    }

    /// An AudioScrobbler 1.2 client: `digest` is the MD5 of the token's MD5 and the time that the
    /// client sent, as it was written.
    ///
    /// # Errors
    /// [`Refusal::NotSignedIn`].
    pub async fn check_audioscrobbler(
        &self,
        username: &str,
        (timestamp, digest): (&str, &str),
        client: &Client,
    ) -> Result<Caller> {
        let expected = |token: &str| md5_hex(&[&md5_hex(&[token]), timestamp]);
        self.check_legacy(username, (timestamp, digest), (&expected, client)).await
    }

    async fn check_legacy(
        &self,
        username: &str,
        (salt, digest): (&str, &str),
        (expected, client): (&(dyn Fn(&str) -> String + Sync), &Client),
    ) -> Result<Caller> {
        if salt.len() > MAX_SALT {
            return Err(Refusal::NotSignedIn.into());
        }
        let user = self.find_by_name(&names::fold(username)).await?;
        let user = user.filter(|user| user.is_active && user.deleted_at_ms.is_none());
        let user = user.ok_or(Refusal::NotSignedIn)?;
        let digest = digest.to_ascii_lowercase();
        let now_ms = self.now_ms();
        let rows = app_tokens::list_of_user(self.store(), user.id).await?;
        let alive = rows.into_iter().filter(|row| row.expires_at_ms.is_none_or(|end| end > now_ms));
        for row in alive {
            let Some(sealed) = &row.legacy else { continue };
            let Some(token) = self.keyring().unseal(place(row.id), sealed) else {
                tracing::warn!(token = %row.id, "an app token is under a master key that is gone");
                continue;
            };
            let Ok(token) = String::from_utf8(token) else { continue };
            if bool::from(expected(&token).as_bytes().ct_eq(digest.as_bytes())) {
                if now_ms.saturating_sub(row.last_used_at_ms.unwrap_or(0)) >= TOUCH_EVERY_MS {
                    self.touch(row.id, Kind::App, client).await;
                }
                let scopes = Scopes::from_words(&row.scopes);
                let means = Means::AppToken { id: row.id, scopes };
                return Ok(Caller { user_id: user.id, role: user.role, means });
            }
        }
        Err(Refusal::NotSignedIn.into())
    }
}

/// The MD5 of these texts, one after the other, in lower-case hexadecimal.
fn md5_hex(parts: &[&str]) -> String {
    let mut hasher = Md5::new();
    for part in parts {
        hasher.update(part.as_bytes());
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    //! The digest that the protocols mean.
    use super::*;

    #[test]
    fn the_digest_is_that_of_the_published_example() {
        // subsonic.org/pages/api.jsp: password "sesame", salt "c19b2d".
        assert_eq!(md5_hex(&["sesame", "c19b2d"]), "26719a1196d2a940705a59634eb18eab");
    }
}

//! Session keys of scrobblers: what an app token is exchanged for, or what a person hands to a
//! program in the browser.
//!
//! A program that asks gets a request, which costs nothing to keep because it is signed instead.
//! Who approves it makes an app token and a session whose key follows from the request, so the
//! program can fetch it; nothing but the hash of the key is kept.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use store::Tx;
use store::scrobble_sessions::{self, NewScrobbleSession, Protocol};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use super::checks::{Found, Kind};
use crate::accounts::Accounts;
use crate::app_tokens::NewAppToken;
use crate::caller::{Caller, Client, Means};
use crate::error::{Refusal, Result};
use crate::options::ms;
use crate::scopes::{Scope, Scopes};
use crate::tokens;

/// How long a program may wait for a person: an hour, as at Last.fm.
const REQUEST_LIFETIME_S: i64 = 60 * 60;
/// How long a key of AudioScrobbler works without being used; its programs ask for another.
const UNUSED_LIFETIME: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// Keys of one app token and protocol: programs that ask anew at every start lose their oldest.
const MAX_KEYS: u32 = 100;
/// The longest name of a program in a request, in characters.
const MAX_CLIENT: usize = 100;
/// Bytes of a key; its programs expect 32 hexadecimal digits.
const KEY: usize = 16;
/// Bytes of a request before its signature: seconds since 1970, and chance.
const HEAD: usize = 8 + 12;

/// What a program gets for a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handed {
    /// The key, once, and who approved.
    Key {
        /// Who it is.
        caller: Caller,
        /// The key.
        key: String,
    },
    /// Nobody has approved yet.
    Waiting,
    /// The hour is over, or the key was fetched before.
    Ended,
    /// It was not made here, or for another program.
    Unknown,
}

/// What a request turned out to be.
enum Request {
    Open,
    Ended,
    Unknown,
}

impl Accounts {
    /// Exchanges the app token of the caller for a session key.
    ///
    /// # Errors
    /// Refused to callers without an app token, and to tokens without [`Scope::ListensWrite`].
    pub async fn open_scrobbling(
        &self,
        caller: &Caller,
        protocol: Protocol,
        client: &Client,
    ) -> Result<String> {
        let Means::AppToken { id, .. } = caller.means else {
            return Err(Refusal::NotSignedIn.into());
        };
        caller.require(Scope::ListensWrite)?;
        let mut bytes = [0; KEY];
        self.effects().random.fill(&mut bytes);
        let key = hex(&bytes);
        let mut session = self.scrobbler((caller.user_id, id), (protocol, &key), client);
        session.last_used_at_ms = session.created_at_ms;
        session.expires_at_ms = match protocol {
            Protocol::AudioScrobbler => Some(session.created_at_ms + ms(UNUSED_LIFETIME)),
            Protocol::Lastfm => None,
        };
        self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move { Ok(scrobble_sessions::insert(tx, &session, MAX_KEYS).await?) })
        })
        .await?;
        Ok(key)
    }

    /// The user of a session key.
    ///
    /// # Errors
    /// [`Refusal::NotSignedIn`] for everything that is not, or no longer, such a key.
    pub async fn check_scrobbler(
        &self,
        protocol: Protocol,
        key: &str,
        client: &Client,
    ) -> Result<Caller> {
        self.check_hash(hash(protocol, key), Kind::Scrobbler, client).await
    }

    /// A request of a program for the approval of a person.
    #[must_use]
    pub fn new_scrobbler_request(&self, program: &str) -> String {
        let mut bytes = [0; HEAD];
        bytes[..8].copy_from_slice(&(self.now_ms() / 1000).to_be_bytes());
        self.effects().random.fill(&mut bytes[8..]);
        let head = URL_SAFE_NO_PAD.encode(bytes);
        let signature = self.signature(program, &head);
        head + &signature
    }

    /// Whether a request of this program can be approved.
    #[must_use]
    pub fn is_scrobbler_request(&self, program: &str, request: &str) -> bool {
        matches!(self.read_request(program, request), Request::Open)
    }

    /// Lets a program submit and read listens of the caller: makes an app token for it, and a
    /// session that waits for it. A second time changes nothing.
    ///
    /// # Errors
    /// Refused to app tokens; [`Refusal::LinkEnded`] for requests that cannot be approved; those
    /// of [`Accounts::create_app_token`].
    pub async fn approve_scrobbler(
        &self,
        caller: &Caller,
        (program, request): (&str, &str),
        client: &Client,
    ) -> Result<()> {
        caller.require_person()?;
        if !self.is_scrobbler_request(program, request) {
            return Err(Refusal::LinkEnded.into());
        }
        let key = self.key_of(request);
        if self.is_approved(&key).await? {
            return Ok(());
        }
        let name = shown(program);
        let device = Client { device: Some(name.clone()), ..client.clone() };
        let mut session =
            self.scrobbler((caller.user_id, Uuid::nil()), (Protocol::Lastfm, &key), &device);
        session.expires_at_ms = Some(session.created_at_ms + REQUEST_LIFETIME_S * 1000);
        let new = NewAppToken {
            name: format!("Scrobbler {name}").trim().to_owned(),
            client: Some(name).filter(|name| !name.is_empty()),
            scopes: Scopes::of(&[Scope::ListensRead, Scope::ListensWrite]),
            is_legacy: false,
            expires_at_ms: None,
        };
        match self.create_app_token_with(caller, (&new, Some(session)), client).await {
            // Somebody clicked twice.
            Err(_) if self.is_approved(&key).await? => Ok(()),
            outcome => outcome.map(drop),
        }
    }

    async fn is_approved(&self, key: &str) -> Result<bool> {
        let hash = hash(Protocol::Lastfm, key);
        Ok(scrobble_sessions::find_holder(self.store(), &hash).await?.is_some())
    }

    /// Gives a program the key that a person has approved, once.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn fetch_scrobbler_key(&self, program: &str, request: &str) -> Result<Handed> {
        match self.read_request(program, request) {
            Request::Open => {}
            Request::Ended => return Ok(Handed::Ended),
            Request::Unknown => return Ok(Handed::Unknown),
        }
        let key = self.key_of(request);
        let hash = hash(Protocol::Lastfm, &key);
        let Some(held) = scrobble_sessions::find_holder(self.store(), &hash).await? else {
            return Ok(Handed::Waiting);
        };
        let (id, now_ms) = (held.id, self.now_ms());
        let claimed = self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move { Ok(scrobble_sessions::claim(tx, id, now_ms).await?) })
        });
        if !claimed.await? {
            return Ok(Handed::Ended);
        }
        let scopes = Scopes::from_words(&held.scopes);
        let means = Means::AppToken { id: held.app_token_id, scopes };
        let caller = Caller { user_id: held.user_id, role: held.role, means };
        Ok(Handed::Key { caller, key })
    }

    pub(super) async fn find_scrobbler(&self, hash: &[u8; 32]) -> Result<Option<Found>> {
        let held = scrobble_sessions::find_holder(self.store(), hash).await?;
        // A session that waits is not for use: its key was not handed to anybody.
        Ok(held.filter(|held| held.last_used_at_ms > 0).map(|held| {
            let scopes = Scopes::from_words(&held.scopes);
            let means = Means::AppToken { id: held.app_token_id, scopes };
            Found {
                id: held.id,
                caller: Caller { user_id: held.user_id, role: held.role, means },
                expires_at_ms: held.expires_at_ms.into_iter().chain(held.token_expires_at_ms).min(),
                last_used_at_ms: held.last_used_at_ms,
            }
        }))
    }

    /// A session that waits.
    fn scrobbler(
        &self,
        (user_id, app_token_id): (Uuid, Uuid),
        (protocol, key): (Protocol, &str),
        client: &Client,
    ) -> NewScrobbleSession {
        NewScrobbleSession {
            id: self.new_id(),
            user_id,
            app_token_id,
            protocol,
            key_hash: hash(protocol, key),
            client: client.device_text(),
            created_at_ms: self.now_ms(),
            last_used_at_ms: 0,
            expires_at_ms: None,
        }
    }

    fn read_request(&self, program: &str, request: &str) -> Request {
        let length = base64::encoded_len(HEAD, false).unwrap_or_default();
        let Some((head, signature)) = request.split_at_checked(length) else {
            return Request::Unknown;
        };
        let expected = self.signature(program, head);
        if !bool::from(expected.as_bytes().ct_eq(signature.as_bytes())) {
            return Request::Unknown;
        }
        let bytes = URL_SAFE_NO_PAD.decode(head).unwrap_or_default();
        let made_at_s = bytes.first_chunk().map_or(0, |first| i64::from_be_bytes(*first));
        let age_s = self.now_ms() / 1000 - made_at_s;
        if age_s < REQUEST_LIFETIME_S { Request::Open } else { Request::Ended }
    }

    fn signature(&self, program: &str, head: &str) -> String {
        let signed = self.keyring().derive("request of a scrobbler", &format!("{head} {program}"));
        URL_SAFE_NO_PAD.encode(&signed[..18])
    }

    fn key_of(&self, request: &str) -> String {
        hex(&self.keyring().derive("key of a scrobbler", request)[..KEY])
    }
}

/// The hash under which a key is kept; those of two protocols are never the same.
fn hash(protocol: Protocol, key: &str) -> [u8; 32] {
    tokens::hash_of(&format!("{} {key}", protocol.as_str()))
}

/// What a program calls itself, as people see it.
fn shown(program: &str) -> String {
    program.chars().filter(|c| !c.is_control()).take(MAX_CLIENT).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

//! The targets of a person: added, looked at, switched and removed.

use store::relay_opinions;
use store::relay_outbox::{self, Counts, Dropped};
use store::relay_targets::{self, Protocol, RelayTarget, State};
use uuid::Uuid;

use super::send::PASSWORD;
use crate::error::{Refusal, Result};
use crate::listens::Listens;

/// Targets of a person at most.
const MAX_TARGETS: usize = 10;
/// Refused plays that are told.
const DROPPED: u32 = 50;

/// A target that is to be added.
#[derive(Debug, Clone)]
pub struct NewTarget {
    /// Its language.
    pub protocol: Protocol,
    /// Its address.
    pub base_url: String,
    /// The name there; empty where none is needed.
    pub account_name: String,
    /// Older plays are not sent; none for now.
    pub begins_at_ms: Option<i64>,
    /// Whether it is told what plays now.
    pub is_now_playing_enabled: bool,
}

/// A target and how it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelayState {
    /// The target.
    pub target: RelayTarget,
    /// What waits for it, and what it refused lately.
    pub counts: Counts,
    /// Love and hate that wait for it.
    pub waiting_opinions: i64,
    /// The newest that it refused, with its words.
    pub dropped: Vec<Dropped>,
}

/// The name of the secret of a target.
#[must_use]
pub fn secret_name(target: Uuid) -> String {
    format!("relay.{target}")
}

/// How a password is saved, to be exchanged for a session key when plays are first sent.
#[must_use]
pub fn password(password: &str) -> String {
    format!("{PASSWORD}{password}")
}

impl Listens {
    /// Adds a target. Its secret is to be saved under [`secret_name`].
    ///
    /// # Errors
    /// Refused: one that is there, texts that are too long, more than ten.
    pub async fn add_relay(&self, user_id: Uuid, new: NewTarget) -> Result<RelayTarget> {
        let NewTarget { protocol, base_url, account_name, .. } = new;
        if !base_url.starts_with("http") || base_url.len() > 1000 || base_url.contains('\0') {
            return Err(Refusal::invalid("base_url", "an address of at most 1,000 characters"));
        }
        if account_name.chars().count() > 200 || account_name.contains('\0') {
            return Err(Refusal::invalid("account_name", "at most 200 characters"));
        }
        let now_ms = self.now_ms();
        let target = RelayTarget {
            id: self.new_id(),
            user_id,
            protocol,
            base_url,
            account_name,
            is_enabled: true,
            is_now_playing_enabled: new.is_now_playing_enabled,
            begins_at_ms: new.begins_at_ms.unwrap_or(now_ms),
            state: State::Ok,
            failures: 0,
            retry_at_ms: None,
            sent_count: 0,
            last_success_at_ms: None,
            last_error: None,
            created_at_ms: now_ms,
        };
        let row = target.clone();
        let work = self.store().write::<_, crate::Error, _>(move |tx| {
            Box::pin(async move {
                let others = relay_targets::list_of_user(&mut *tx, user_id).await?;
                if others.len() >= MAX_TARGETS {
                    return Err(Refusal::TooMany { what: "relays", most: MAX_TARGETS }.into());
                }
                Ok(relay_targets::insert(tx, &row).await?)
            })
        });
        if work.await? {
            return Ok(target);
        }
        Err(Refusal::invalid("base_url", "there is a relay to this account already"))
    }

    /// The targets of a person with their states.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn relays(&self, user_id: Uuid) -> Result<Vec<RelayState>> {
        let mut states = Vec::new();
        for target in relay_targets::list_of_user(self.store(), user_id).await? {
            states.push(self.relay_state(target).await?);
        }
        Ok(states)
    }

    /// A target of a person with its state.
    ///
    /// # Errors
    /// Refused: one of somebody else.
    pub async fn find_relay(&self, user_id: Uuid, id: Uuid) -> Result<RelayState> {
        let found = relay_targets::find(self.store(), id).await?;
        let target = found.filter(|target| target.user_id == user_id);
        self.relay_state(target.ok_or(Refusal::NotFound { what: "relay" })?).await
    }

    /// Switches a target of a person, and what it is told.
    ///
    /// # Errors
    /// Refused: one of somebody else.
    pub async fn switch_relay(
        &self,
        (user_id, id): (Uuid, Uuid),
        is_enabled: Option<bool>,
        is_now_playing_enabled: Option<bool>,
    ) -> Result<()> {
        let now = self.find_relay(user_id, id).await?.target;
        let switches = (
            is_enabled.unwrap_or(now.is_enabled),
            is_now_playing_enabled.unwrap_or(now.is_now_playing_enabled),
        );
        let work = self.store().write::<_, store::Error, _>(move |tx| {
            Box::pin(async move { relay_targets::set_switches(tx, id, switches).await })
        });
        work.await?;
        Ok(())
    }

    /// Lets a target of a person be tried at once, after a new secret for example.
    ///
    /// # Errors
    /// Refused: one of somebody else.
    pub async fn renew_relay(&self, user_id: Uuid, id: Uuid) -> Result<()> {
        self.find_relay(user_id, id).await?;
        let work = self.store().write::<_, store::Error, _>(move |tx| {
            Box::pin(async move { relay_targets::renew(tx, id).await })
        });
        work.await?;
        self.wake().queued.notify_one();
        Ok(())
    }

    /// Removes a target of a person, with what waits for it.
    ///
    /// # Errors
    /// Refused: one of somebody else.
    pub async fn remove_relay(&self, user_id: Uuid, id: Uuid) -> Result<()> {
        let work = self.store().write::<_, store::Error, _>(move |tx| {
            Box::pin(async move { relay_targets::delete(tx, id, user_id).await })
        });
        match work.await? {
            true => Ok(()),
            false => Err(Refusal::NotFound { what: "relay" }.into()),
        }
    }

    async fn relay_state(&self, target: RelayTarget) -> Result<RelayState> {
        let counts = relay_outbox::count(self.store(), target.id).await?;
        let dropped = relay_outbox::dropped(self.store(), target.id, DROPPED).await?;
        let waiting_opinions = relay_opinions::count(self.store(), target.id).await?;
        Ok(RelayState { target, counts, waiting_opinions, dropped })
    }
}

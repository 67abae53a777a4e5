//! The audit trail: who did what to whom, readable by users (their own) and administrators.

use store::audit::AuditEvent;
use store::{Tx, audit};
use uuid::Uuid;

use crate::accounts::Accounts;
use crate::caller::{Caller, Client};
use crate::error::Result;
use crate::scopes::Scope;

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident = $word:literal,)*) => {
        /// What is written down. A word never changes its meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action { $($(#[$doc])* $variant),* }

        impl Action {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word in the database and in answers.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }
    };
}

actions! {
    /// An account was made.
    UserRegistered = "user.registered",
    /// An administrator made an account.
    UserCreated = "user.created",
    /// Profile or settings that concern others were changed.
    UserChanged = "user.changed",
    /// The user may act again.
    UserEnabled = "user.enabled",
    /// The user may not act any more.
    UserDisabled = "user.disabled",
    /// The grace period before erasure began.
    UserDeleted = "user.deleted",
    /// The user came back within the grace period.
    UserRestored = "user.restored",
    /// Everything about a user was removed.
    UserErased = "user.erased",
    /// A user's data was given out.
    UserExported = "user.exported",
    /// A role was given or taken.
    RoleChanged = "role.changed",
    /// A sign-in worked.
    SessionCreated = "session.created",
    /// A sign-in failed.
    SessionRefused = "session.refused",
    /// A sign-in was ended.
    SessionEnded = "session.ended",
    /// A refresh token was used twice: its sign-in was ended.
    SessionReused = "session.reused",
    /// The password was set or changed.
    PasswordChanged = "password.changed",
    /// A link for a new password was asked for.
    PasswordForgotten = "password.forgotten",
    /// An address was given or changed.
    EmailChanged = "email.changed",
    /// An address was proven.
    EmailVerified = "email.verified",
    /// An app token was made.
    TokenCreated = "token.created",
    /// An app token was ended.
    TokenEnded = "token.ended",
    /// An invitation was made.
    InvitationCreated = "invitation.created",
    /// An account elsewhere was connected.
    IdentityConnected = "identity.connected",
    /// A secret for another service was saved.
    SecretSaved = "secret.saved",
    /// A secret for another service was removed.
    SecretRemoved = "secret.removed",
}

/// Most events of one page.
const MAX_PAGE: u32 = 200;

/// Who an event is about: who did it, and to whom.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Parties {
    pub(crate) actor: Option<Uuid>,
    pub(crate) subject: Option<Uuid>,
}

impl Parties {
    /// A user's doing to the same user.
    pub(crate) fn own(user_id: Uuid) -> Self {
        Self { actor: Some(user_id), subject: Some(user_id) }
    }

    /// A user's doing to another.
    pub(crate) fn of(actor: Uuid, subject: Uuid) -> Self {
        Self { actor: Some(actor), subject: Some(subject) }
    }
}

impl Accounts {
    /// Makes an event without detail, to be written by the unit of work that it is about.
    pub(crate) fn event(&self, action: Action, parties: Parties, client: &Client) -> AuditEvent {
        self.event_with(action, parties, (client, serde_json::json!({})))
    }

    /// Makes an event with detail, which must not be secret.
    pub(crate) fn event_with(
        &self,
        action: Action,
        parties: Parties,
        (client, detail): (&Client, serde_json::Value),
    ) -> AuditEvent {
        AuditEvent {
            id: self.new_id(),
            at_ms: self.now_ms(),
            actor_id: parties.actor,
            subject_id: parties.subject,
            action: action.as_str().to_owned(),
            address: client.address_text(),
            detail: detail.to_string(),
        }
    }

    /// Events that the caller caused or suffered, the newest first, from the one before `before`.
    ///
    /// # Errors
    /// Refused to app tokens.
    pub async fn list_own_audit(
        &self,
        caller: &Caller,
        before: Option<Uuid>,
        limit: u32,
    ) -> Result<Vec<AuditEvent>> {
        caller.require_person()?;
        let limit = limit.min(MAX_PAGE);
        let mut events = audit::list_of_user(self.store(), caller.user_id, before, limit).await?;
        for event in &mut events {
            // Where an administrator was when acting is not the user's to know.
            if event.actor_id.is_some_and(|actor| actor != caller.user_id) {
                event.address = None;
            }
        }
        Ok(events)
    }

    /// All events, the newest first, from the one before `before`.
    ///
    /// # Errors
    /// Refused to all but administrators.
    pub async fn list_audit(
        &self,
        caller: &Caller,
        before: Option<Uuid>,
        limit: u32,
    ) -> Result<Vec<AuditEvent>> {
        caller.require(Scope::Admin)?;
        Ok(audit::list(self.store(), before, limit.min(MAX_PAGE)).await?)
    }

    /// Writes one event in a unit of its own.
    pub(crate) async fn write_event(&self, event: AuditEvent) -> Result<()> {
        self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move { Ok(audit::insert(tx, &event).await?) })
        })
        .await
    }
}

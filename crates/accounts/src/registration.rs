//! Registration: who may make an account, and the first one being an administrator.

use store::one_time_tokens::{self, Purpose};
use store::users::{self, Folded, NewUser, Role, User};
use store::{Tx, audit};
use uuid::Uuid;

use crate::accounts::Accounts;
use crate::audit::{Action, Parties};
use crate::caller::Client;
use crate::error::{Error, Refusal, Result};
use crate::options::Registration;
use crate::{names, tokens};

/// The lock of decisions that look at all administrators.
pub(crate) const ADMIN_LOCK: &str = "accounts.admins";

/// Somebody who wants an account.
#[derive(Clone, Default)]
pub struct NewAccount {
    /// The name for signing in.
    pub username: String,
    /// The address; needed for setting a forgotten password.
    pub email: Option<String>,
    /// The password.
    pub password: String,
    /// The token of an invitation.
    pub invitation: Option<String>,
}

/// A checked account on its way into the database.
pub(crate) struct Candidate {
    pub(crate) id: Uuid,
    pub(crate) username: Folded,
    pub(crate) email: Option<Folded>,
    pub(crate) password_hash: Option<String>,
    pub(crate) is_verified: bool,
    pub(crate) now_ms: i64,
}

impl Candidate {
    pub(crate) async fn insert(self, tx: &mut Tx<'_>, role: Role) -> Result<User> {
        let id = self.id;
        let user = NewUser {
            id,
            username: self.username,
            email: self.email,
            password_hash: self.password_hash,
            role,
            is_verified: self.is_verified,
            time_zone: "UTC".to_owned(),
            created_at_ms: self.now_ms,
        };
        users::insert(tx, &user).await?;
        users::find(&mut *tx, id).await?.ok_or_else(|| Error::internal("a new user is gone"))
    }
}

impl Accounts {
    /// Makes an account. The first one of an installation is an administrator's and needs no
    /// invitation; with [`Registration::Closed`] the command line makes it.
    ///
    /// # Errors
    /// Refused when registration is closed, an invitation is missing or ended, the name or
    /// address is taken or cannot be, or the password breaks a rule.
    pub async fn register(&self, account: &NewAccount, client: &Client) -> Result<User> {
        let registration = self.options().registration;
        if registration == Registration::Closed {
            return Err(Refusal::RegistrationClosed.into());
        }
        let invitation = account.invitation.as_deref();
        let invitation = invitation.map(|token| tokens::hash(tokens::ONE_TIME, token));
        let invitation = match invitation {
            Some(None) => return Err(Refusal::LinkEnded.into()),
            Some(Some(hash)) => Some(hash),
            None => None,
        };
        if registration == Registration::Invitation && invitation.is_none() {
            // Before any hashing, and decided again inside.
            if users::count(self.store()).await? > 0 {
                return Err(Refusal::InvitationNeeded.into());
            }
        }
        let candidate = self.candidate(account).await?;
        let now_ms = candidate.now_ms;
        let event = self.event(Action::UserRegistered, Parties::own(candidate.id), client);
        let needs_invitation = registration == Registration::Invitation;
        let user = self
            .write(move |tx: &mut Tx<'_>| {
                Box::pin(async move {
                    tx.lock(ADMIN_LOCK).await?;
                    let is_first = users::count(&mut *tx).await? == 0;
                    let invited_to = match invitation {
                        Some(hash) => Some(use_invitation(tx, &hash, now_ms).await?),
                        None if needs_invitation && !is_first => {
                            return Err(Refusal::InvitationNeeded.into());
                        }
                        None => None,
                    };
                    let mut candidate = candidate;
                    let folded = candidate.email.as_ref().map(|email| &email.folded);
                    // Who has the invitation that was sent there reads mail there.
                    candidate.is_verified =
                        folded.is_some() && invited_to.flatten().as_ref() == folded;
                    let role = if is_first { Role::Admin } else { Role::User };
                    let user = candidate.insert(tx, role).await?;
                    audit::insert(tx, &event).await?;
                    Ok(user)
                })
            })
            .await?;
        self.send_verification(&user).await?;
        Ok(user)
    }

    /// Checks name, address and password of a new account.
    pub(crate) async fn candidate(&self, account: &NewAccount) -> Result<Candidate> {
        let username = names::username(&account.username)?;
        let email = account.email.as_deref().map(names::email).transpose()?;
        let password_hash = Some(self.hash_new(&account.password, &username.text).await?);
        let (id, now_ms) = (self.new_id(), self.now_ms());
        Ok(Candidate { id, username, email, password_hash, is_verified: false, now_ms })
    }
}

/// Uses an invitation; the folded address that it was sent to.
async fn use_invitation(tx: &mut Tx<'_>, hash: &[u8; 32], now_ms: i64) -> Result<Option<String>> {
    let token = one_time_tokens::use_up(tx, hash, Purpose::Invitation, now_ms).await?;
    let token = token.ok_or(Refusal::LinkEnded)?;
    Ok(token.email.as_deref().map(names::fold))
}

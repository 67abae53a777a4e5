//! Invitations: links with which somebody may register.

use store::one_time_tokens::{self, Purpose};
use store::{Tx, audit};

use crate::accounts::Accounts;
use crate::audit::{Action, Parties};
use crate::caller::{Caller, Client};
use crate::error::{Refusal, Result};
use crate::links::NewLink;
use crate::mail::Letter;
use crate::names;
use crate::scopes::Scope;

/// Invitations that are open at once.
const MAX_OPEN: usize = 500;

/// An invitation, shown once.
#[derive(Clone)]
pub struct Invitation {
    /// The token that [`crate::NewAccount::invitation`] takes.
    pub token: String,
    /// Its end, in milliseconds since 1970.
    pub expires_at_ms: i64,
}

impl Accounts {
    /// Makes an invitation, and sends it when there is an address. Who registers with that
    /// address has proven it.
    ///
    /// # Errors
    /// Refused to all but administrators, and for an address that cannot be.
    pub async fn invite(
        &self,
        caller: &Caller,
        email: Option<&str>,
        client: &Client,
    ) -> Result<Invitation> {
        caller.require(Scope::Admin)?;
        let email = email.map(names::email).transpose()?;
        let host = self.user(caller.user_id).await?;
        let (token, row) = self.new_link(NewLink {
            purpose: Purpose::Invitation,
            user_id: None,
            email: email.as_ref().map(|email| email.text.clone()),
            created_by: Some(caller.user_id),
            lifetime: self.options().invitation_lifetime,
        });
        let (now_ms, expires_at_ms) = (self.now_ms(), row.expires_at_ms);
        let parties = Parties { actor: Some(caller.user_id), subject: None };
        let event = self.event(Action::InvitationCreated, parties, client);
        self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                let limit = MAX_OPEN as u32;
                let open = one_time_tokens::list_open(&mut *tx, Purpose::Invitation, now_ms, limit);
                if open.await?.len() >= MAX_OPEN {
                    return Err(Refusal::TooMany { what: "invitations", most: MAX_OPEN }.into());
                }
                one_time_tokens::insert(tx, &row).await?;
                Ok(audit::insert(tx, &event).await?)
            })
        })
        .await?;
        if let Some(email) = email {
            let letter = Letter::Invitation { token: &token, from: &host.username.text };
            self.send(&email.text, &email.text, &letter);
        }
        Ok(Invitation { token, expires_at_ms })
    }
}

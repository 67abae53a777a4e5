//! Addresses: proven by a link before they are believed.

use store::one_time_tokens::{self, OneTimeToken, Purpose};
use store::users::{self, Email, User};
use store::{Tx, audit};

use crate::accounts::{Accounts, found};
use crate::audit::{Action, Parties};
use crate::caller::{Caller, Client};
use crate::error::{Refusal, Result};
use crate::links::NewLink;
use crate::mail::Letter;
use crate::{names, tokens};

impl Accounts {
    /// Sends the link that proves the address of a new account; nothing happens when there is no
    /// address, or it is proven.
    pub(crate) async fn send_verification(&self, user: &User) -> Result<()> {
        let Some(email) = user.email.as_ref().filter(|_| !user.is_verified) else { return Ok(()) };
        self.send_proof(user, (Purpose::VerifyEmail, &email.text)).await
    }

    /// Sends the link again.
    ///
    /// # Errors
    /// Refused to app tokens, and to those who ask too often.
    pub async fn ask_for_verification(&self, caller: &Caller, client: &Client) -> Result<()> {
        caller.require_person()?;
        let user = self.user(caller.user_id).await?;
        let key = format!("verify {}", user.username.folded);
        self.guessing().ask_for_mail(&key, client.address, self.now_ms())?;
        self.send_verification(&user).await
    }

    /// Sends a link to a new address of the caller; the address is changed when the link is used.
    ///
    /// # Errors
    /// Refused to app tokens, with a wrong password, for an address that cannot be or is taken,
    /// and to those who ask too often.
    pub async fn change_email(
        &self,
        caller: &Caller,
        (email, password): (&str, &str),
        client: &Client,
    ) -> Result<()> {
        caller.require_person()?;
        let user = self.user(caller.user_id).await?;
        if user.password_hash.is_some() {
            self.confirm(&user, password, client).await?;
        }
        let key = format!("verify {}", user.username.folded);
        self.guessing().ask_for_mail(&key, client.address, self.now_ms())?;
        let email = names::email(email)?;
        let holder = users::find_by_email(self.store(), &email.folded).await?;
        if holder.is_some_and(|holder| holder.id != user.id) {
            return Err(Refusal::Taken { what: "email" }.into());
        }
        self.send_proof(&user, (Purpose::ChangeEmail, &email.text)).await
    }

    async fn send_proof(&self, user: &User, (purpose, email): (Purpose, &str)) -> Result<()> {
        let (token, row) = self.new_link(NewLink {
            purpose,
            user_id: Some(user.id),
            email: Some(email.to_owned()),
            created_by: None,
            lifetime: self.options().verify_lifetime,
        });
        let id = user.id;
        self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                one_time_tokens::delete_of_user(tx, id, purpose).await?;
                Ok(one_time_tokens::insert(tx, &row).await?)
            })
        })
        .await?;
        self.send(email, &user.username.text, &Letter::Verify { token: &token });
        Ok(())
    }

    /// Uses a link that proves an address.
    ///
    /// # Errors
    /// [`Refusal::LinkEnded`], also when the account has another address by now;
    /// [`Refusal::Taken`] when somebody else has proven it.
    pub async fn verify_email(&self, token: &str, client: &Client) -> Result<()> {
        let hash = tokens::hash(tokens::ONE_TIME, token).ok_or(Refusal::LinkEnded)?;
        let mut link = None;
        for purpose in [Purpose::VerifyEmail, Purpose::ChangeEmail] {
            let found = one_time_tokens::find(self.store(), &hash, purpose).await?;
            link = link.or(found);
        }
        let OneTimeToken { purpose, user_id, email, .. } = link.ok_or(Refusal::LinkEnded)?;
        let (id, email) = user_id.zip(email).ok_or(Refusal::LinkEnded)?;
        let before = self.user(id).await?;
        let action = match purpose {
            Purpose::ChangeEmail => Action::EmailChanged,
            _ => Action::EmailVerified,
        };
        let event = self.event(action, Parties::own(id), client);
        let address = names::email(&email)?;
        let now_ms = self.now_ms();
        self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                let used = one_time_tokens::use_up(tx, &hash, purpose, now_ms).await?;
                used.ok_or(Refusal::LinkEnded)?;
                if purpose == Purpose::ChangeEmail {
                    let email = Email { address: Some(address), is_verified: true };
                    found(users::set_email(tx, id, &email, now_ms).await?, "user")?;
                } else if !users::verify_email(tx, id, &address.folded, now_ms).await? {
                    return Err(Refusal::LinkEnded.into());
                }
                Ok(audit::insert(tx, &event).await?)
            })
        })
        .await?;
        if purpose == Purpose::ChangeEmail {
            // To the old address: the new one is the asker's.
            self.notify(&before, &Letter::EmailChanged { to: &email }).await;
        }
        Ok(())
    }
}

//! New passwords: changed by those who know the old one, set by those who read the user's mail.

use store::one_time_tokens::{self, Purpose};
use store::users::{self, User};
use store::{Tx, audit, sessions};

use crate::accounts::{Accounts, found};
use crate::audit::{Action, Parties};
use crate::caller::{Caller, Client};
use crate::error::{Refusal, Result};
use crate::links::NewLink;
use crate::mail::Letter;
use crate::{names, tokens};

impl Accounts {
    /// Changes the password of the caller and ends all other sessions. A user who signs in
    /// elsewhere and has none sets the first one without an old one.
    ///
    /// # Errors
    /// Refused to app tokens, with a wrong old password, and when the new one breaks a rule.
    pub async fn change_password(
        &self,
        caller: &Caller,
        (old, new): (&str, &str),
        client: &Client,
    ) -> Result<()> {
        caller.require_person()?;
        let user = self.user(caller.user_id).await?;
        if user.password_hash.is_some() {
            self.confirm(&user, old, client).await?;
        }
        let hash = self.hash_new(new, &user.username.text).await?;
        let (id, now_ms, except) = (user.id, self.now_ms(), caller.family_id());
        let event = self.event(Action::PasswordChanged, Parties::own(id), client);
        self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                found(users::set_password(tx, id, Some(&hash), now_ms).await?, "user")?;
                sessions::revoke_all(tx, id, now_ms, except).await?;
                one_time_tokens::delete_of_user(tx, id, Purpose::ResetPassword).await?;
                Ok(audit::insert(tx, &event).await?)
            })
        })
        .await?;
        self.checks().forget(id);
        self.notify(&user, &Letter::PasswordChanged).await;
        Ok(())
    }

    /// Sends a link that sets a new password. It always works: nobody learns who has an account.
    ///
    /// # Errors
    /// [`Refusal::TooManyAttempts`], for names that exist and those that do not.
    pub async fn forgot_password(&self, name: &str, client: &Client) -> Result<()> {
        let folded = names::fold(name);
        let key = format!("forgotten {folded}");
        self.guessing().ask_for_mail(&key, client.address, self.now_ms())?;
        let user = self.find_by_name(&folded).await?;
        let subject = user.as_ref().map(|user| user.id);
        let parties = Parties { actor: None, subject };
        let event = self.event(Action::PasswordForgotten, parties, client);
        let user = user.filter(|user| user.is_active && user.email.is_some());
        let link = user.as_ref().map(|user| {
            self.new_link(NewLink {
                purpose: Purpose::ResetPassword,
                user_id: Some(user.id),
                email: user.email.as_ref().map(|email| email.text.clone()),
                created_by: None,
                lifetime: self.options().reset_lifetime,
            })
        });
        let row = link.as_ref().map(|(_, row)| row.clone());
        self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                if let Some(row) = row {
                    // The newest link is the one that works.
                    if let Some(user) = row.user_id {
                        one_time_tokens::delete_of_user(tx, user, Purpose::ResetPassword).await?;
                    }
                    one_time_tokens::insert(tx, &row).await?;
                }
                Ok(audit::insert(tx, &event).await?)
            })
        })
        .await?;
        if let (Some(user), Some((token, _))) = (user, link)
            && let Some(email) = &user.email
        {
            self.send(&email.text, &user.username.text, &Letter::Reset { token: &token });
        }
        Ok(())
    }

    /// Sets a new password by a link, and ends all sessions. The address is proven by this, too.
    ///
    /// # Errors
    /// [`Refusal::LinkEnded`], and when the password breaks a rule; then the link still works.
    pub async fn reset_password(&self, token: &str, new: &str, client: &Client) -> Result<()> {
        let hash = tokens::hash(tokens::ONE_TIME, token).ok_or(Refusal::LinkEnded)?;
        let user = self.user_of_link(&hash).await?;
        let password = self.hash_new(new, &user.username.text).await?;
        let (id, now_ms) = (user.id, self.now_ms());
        let event = self.event(Action::PasswordChanged, Parties::own(id), client);
        self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                let purpose = Purpose::ResetPassword;
                let used = one_time_tokens::use_up(tx, &hash, purpose, now_ms).await?;
                let used = used.ok_or(Refusal::LinkEnded)?;
                found(users::set_password(tx, id, Some(&password), now_ms).await?, "user")?;
                if let Some(email) = used.email.as_deref() {
                    users::verify_email(tx, id, &names::fold(email), now_ms).await?;
                }
                sessions::revoke_all(tx, id, now_ms, None).await?;
                Ok(audit::insert(tx, &event).await?)
            })
        })
        .await?;
        self.checks().forget(id);
        self.notify(&user, &Letter::PasswordChanged).await;
        Ok(())
    }

    /// The user whose new password a link sets, before the link is used.
    async fn user_of_link(&self, hash: &[u8; 32]) -> Result<User> {
        let now_ms = self.now_ms();
        let link = one_time_tokens::find(self.store(), hash, Purpose::ResetPassword).await?;
        let link = link.filter(|link| link.used_at_ms.is_none() && link.expires_at_ms > now_ms);
        let id = link.and_then(|link| link.user_id).ok_or(Refusal::LinkEnded)?;
        let user = users::find(self.store(), id).await?.filter(|user| user.is_active);
        user.ok_or_else(|| Refusal::LinkEnded.into())
    }
}

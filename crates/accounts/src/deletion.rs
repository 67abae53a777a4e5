//! Deletion: a grace period in which signing in brings the account back, then real erasure.

use store::users::{self, User};
use store::{Tx, app_tokens, audit, sessions};

use crate::accounts::{Accounts, found};
use crate::audit::{Action, Parties};
use crate::caller::{Caller, Client};
use crate::error::{Refusal, Result};
use crate::options::ms;
use crate::registration::ADMIN_LOCK;
use crate::roles::{UserChange, keep_an_admin};

impl Accounts {
    /// Deletes the caller's account: nothing works any more, and after
    /// [`crate::Options::deletion_grace`] everything is erased. Signing in before that brings the
    /// account back, without the app tokens.
    ///
    /// # Errors
    /// Refused to app tokens, with a wrong password, and to the last administrator.
    pub async fn delete_own(&self, caller: &Caller, password: &str, client: &Client) -> Result<()> {
        caller.require_person()?;
        let user = self.user(caller.user_id).await?;
        if user.password_hash.is_some() {
            self.confirm(&user, password, client).await?;
        }
        let (id, now_ms) = (user.id, self.now_ms());
        let event = self.event(Action::UserDeleted, Parties::own(id), client);
        self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                tx.lock(ADMIN_LOCK).await?;
                let user = users::find(&mut *tx, id).await?;
                let user = user.ok_or(Refusal::NotFound { what: "user" })?;
                let change = UserChange { is_deleted: Some(true), ..UserChange::default() };
                keep_an_admin(tx, &user, change).await?;
                found(users::delete(tx, id, now_ms).await?, "user")?;
                sessions::revoke_all(tx, id, now_ms, None).await?;
                app_tokens::revoke_all(tx, id, now_ms).await?;
                Ok(audit::insert(tx, &event).await?)
            })
        })
        .await?;
        self.checks().forget(id);
        Ok(())
    }

    /// Erases at most `limit` accounts whose grace period has passed: rows of the user are
    /// removed, audit events lose who it was. Tells how many; to be called until it is none.
    ///
    /// # Errors
    /// Those of the database; what was erased before stays erased.
    pub async fn erase_due(&self, limit: u32) -> Result<u64> {
        let before_ms = self.now_ms() - ms(self.options().deletion_grace);
        let due: Vec<User> = users::list_deleted(self.store(), before_ms, limit).await?;
        let mut erased = 0;
        for user in due {
            let id = user.id;
            let event = self.event(Action::UserErased, Parties::default(), &Client::default());
            let gone = self.write(move |tx: &mut Tx<'_>| {
                Box::pin(async move {
                    // Somebody may have signed in since the list was read.
                    let found = users::find(&mut *tx, id).await?;
                    if found.is_none_or(|user| user.deleted_at_ms.is_none()) {
                        return Ok(false);
                    }
                    audit::pseudonymise(tx, id).await?;
                    users::erase(tx, id).await?;
                    audit::insert(tx, &event).await?;
                    Ok(true)
                })
            });
            erased += u64::from(gone.await?);
            self.checks().forget(id);
        }
        Ok(erased)
    }
}

//! What administrators do with accounts; one of them always stays.

use store::users::{self, Role, User};
use store::{Tx, app_tokens, audit, sessions};
use uuid::Uuid;

use crate::accounts::{Accounts, found};
use crate::audit::{Action, Parties};
use crate::caller::{Caller, Client};
use crate::error::{Refusal, Result};
use crate::names;
use crate::registration::{ADMIN_LOCK, NewAccount};
use crate::scopes::Scope;

/// Most users of one page.
const MAX_PAGE: u32 = 200;

/// What is to be different about a user; none leaves a thing as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct UserChange {
    /// The role.
    pub role: Option<Role>,
    /// Whether the user may act. An end also ends all sessions.
    pub is_active: Option<bool>,
    /// Whether the account is in its grace period before erasure.
    pub is_deleted: Option<bool>,
}

impl Accounts {
    /// Users in the order of their making, from the one behind `after`.
    ///
    /// # Errors
    /// Refused to all but administrators.
    pub async fn list_users(
        &self,
        caller: &Caller,
        after: Option<Uuid>,
        limit: u32,
    ) -> Result<Vec<User>> {
        caller.require(Scope::Admin)?;
        Ok(users::list(self.store(), after, limit.min(MAX_PAGE)).await?)
    }

    /// A user.
    ///
    /// # Errors
    /// Refused to all but administrators, and when there is none.
    pub async fn find_user(&self, caller: &Caller, id: Uuid) -> Result<User> {
        caller.require(Scope::Admin)?;
        self.user(id).await
    }

    /// Makes an account for somebody.
    ///
    /// # Errors
    /// Refused to all but administrators, and as [`Accounts::register`].
    pub async fn create_user(
        &self,
        caller: &Caller,
        (account, role): (&NewAccount, Role),
        client: &Client,
    ) -> Result<User> {
        caller.require(Scope::Admin)?;
        let candidate = self.candidate(account).await?;
        let parties = Parties::of(caller.user_id, candidate.id);
        let event = self.event(Action::UserCreated, parties, client);
        let user = self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                let user = candidate.insert(tx, role).await?;
                audit::insert(tx, &event).await?;
                Ok(user)
            })
        });
        let user = user.await?;
        self.send_verification(&user).await?;
        Ok(user)
    }

    /// Makes an account on the command line of the machine, where nobody is signed in.
    ///
    /// # Errors
    /// As [`Accounts::register`], whoever may register.
    pub async fn create_user_locally(&self, account: &NewAccount, role: Role) -> Result<User> {
        let candidate = self.candidate(account).await?;
        let parties = Parties { actor: None, subject: Some(candidate.id) };
        let event = self.event(Action::UserCreated, parties, &Client::default());
        self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                let user = candidate.insert(tx, role).await?;
                audit::insert(tx, &event).await?;
                Ok(user)
            })
        })
        .await
    }

    /// The user of a name, for somebody who sits at the machine.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub async fn find_user_locally(&self, name: &str) -> Result<User> {
        let nobody = || Refusal::NotFound { what: "user" };
        let folded = names::username(name).map_err(|_| nobody())?.folded;
        Ok(users::find_by_username(self.store(), &folded).await?.ok_or_else(nobody)?)
    }

    /// Changes role and state of a user. A deletion by an administrator also disables the
    /// account, so that signing in does not bring it back.
    ///
    /// # Errors
    /// Refused to all but administrators, when there is no such user, and when nobody who can
    /// act would be an administrator any more.
    pub async fn change_user(
        &self,
        caller: &Caller,
        (id, change): (Uuid, UserChange),
        client: &Client,
    ) -> Result<User> {
        caller.require(Scope::Admin)?;
        let now_ms = self.now_ms();
        let parties = Parties::of(caller.user_id, id);
        let events = actions(change).map(|action| {
            let role = change.role.map(Role::as_str);
            self.event_with(action, parties, (client, serde_json::json!({ "role": role })))
        });
        let events: Vec<_> = events.collect();
        let user = self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                tx.lock(ADMIN_LOCK).await?;
                let user = users::find(&mut *tx, id).await?;
                let user = user.ok_or(Refusal::NotFound { what: "user" })?;
                keep_an_admin(tx, &user, change).await?;
                apply(tx, id, (change, now_ms)).await?;
                for event in &events {
                    audit::insert(tx, event).await?;
                }
                Ok(users::find(&mut *tx, id).await?.unwrap_or(user))
            })
        });
        let user = user.await?;
        self.checks().forget(id);
        Ok(user)
    }
}

fn actions(change: UserChange) -> impl Iterator<Item = Action> {
    let state = |on: Option<bool>, yes: Action, no: Action| on.map(|on| if on { yes } else { no });
    [
        change.role.map(|_| Action::RoleChanged),
        state(change.is_active, Action::UserEnabled, Action::UserDisabled),
        state(change.is_deleted, Action::UserDeleted, Action::UserRestored),
    ]
    .into_iter()
    .flatten()
}

async fn apply(tx: &mut Tx<'_>, id: Uuid, (change, now_ms): (UserChange, i64)) -> Result<()> {
    if let Some(role) = change.role {
        found(users::set_role(tx, id, role, now_ms).await?, "user")?;
    }
    if let Some(is_active) = change.is_active {
        users::set_active(tx, id, is_active, now_ms).await?;
    }
    match change.is_deleted {
        Some(true) => {
            users::set_active(tx, id, false, now_ms).await?;
            users::delete(tx, id, now_ms).await?;
        }
        Some(false) => {
            users::restore(tx, id, now_ms).await?;
        }
        None => {}
    }
    if change.is_active == Some(false) || change.is_deleted == Some(true) {
        sessions::revoke_all(tx, id, now_ms, None).await?;
    }
    if change.is_deleted == Some(true) {
        app_tokens::revoke_all(tx, id, now_ms).await?;
    }
    Ok(())
}

/// Refuses what would leave nobody to run the program. To be called under [`ADMIN_LOCK`].
pub(crate) async fn keep_an_admin(tx: &mut Tx<'_>, user: &User, change: UserChange) -> Result<()> {
    let acts = user.role == Role::Admin && user.is_active && user.deleted_at_ms.is_none();
    let loses = change.role == Some(Role::User)
        || change.is_active == Some(false)
        || change.is_deleted == Some(true);
    if acts && loses && users::count_admins(&mut *tx).await? <= 1 {
        return Err(Refusal::LastAdmin.into());
    }
    Ok(())
}

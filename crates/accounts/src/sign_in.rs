//! Signing in with a name or address and a password: the same work whoever is named.

use store::sessions;
use store::users::{self, User};
use store::{Tx, audit};
use uuid::Uuid;

use crate::accounts::Accounts;
use crate::audit::{Action, Parties};
use crate::caller::Client;
use crate::error::{Refusal, Result};
use crate::guessing::Attempt;
use crate::mail::Letter;
use crate::names;
use crate::options::ms;
use crate::passwords::Verdict;
use crate::sessions::{NewPair, TokenPair};

/// What somebody signs in with.
#[derive(Clone, Default)]
pub struct Credentials {
    /// The user name, or the address.
    pub name: String,
    /// The password.
    pub password: String,
}

impl Accounts {
    /// Signs in. A deleted account within its grace period comes back by this.
    ///
    /// # Errors
    /// [`Refusal::WrongCredentials`], whatever is wrong, until the password was right;
    /// [`Refusal::Disabled`] after that; [`Refusal::TooManyAttempts`], [`Refusal::Busy`].
    pub async fn sign_in(
        &self,
        credentials: &Credentials,
        client: &Client,
    ) -> Result<(User, TokenPair)> {
        let folded = names::fold(&credentials.name);
        let user = self.find_by_name(&folded).await?;
        let attempt = self.begin_attempt(&folded, (user.as_ref(), client)).await?;
        let kept = user.as_ref().and_then(|user| user.password_hash.as_deref());
        let verdict = self.look_at(attempt, (&credentials.password, kept)).await?;
        let Some(user) = user.filter(|_| verdict.matches) else {
            return Err(self.refuse_sign_in(&folded, client).await?);
        };
        self.guessing().succeed(attempt, self.now_ms());
        let rehash = match verdict.is_outdated {
            // A better hash can wait for a quieter moment; who knows the password need not.
            true => {
                self.passwords().hash(&credentials.password, &*self.effects().random).await.ok()
            }
            false => None,
        };
        self.enter(user, client, rehash).await
    }

    /// Compares the password of a user who is signed in, with the same care as a sign-in.
    ///
    /// # Errors
    /// As [`Accounts::sign_in`]. A user without a password is refused, too.
    pub(crate) async fn confirm(&self, user: &User, password: &str, client: &Client) -> Result<()> {
        let folded = &user.username.folded;
        let attempt = self.begin_attempt(folded, (Some(user), client)).await?;
        let kept = user.password_hash.as_deref();
        let verdict = self.look_at(attempt, (password, kept)).await?;
        if !verdict.matches {
            return Err(self.refuse_sign_in(folded, client).await?);
        }
        self.guessing().succeed(attempt, self.now_ms());
        Ok(())
    }

    /// Lets a user in whose identity is proven: looks whether the account may be used, restores
    /// one in its grace period, and begins a session.
    pub(crate) async fn enter(
        &self,
        user: User,
        client: &Client,
        rehash: Option<String>,
    ) -> Result<(User, TokenPair)> {
        if !user.is_active {
            return Err(Refusal::Disabled.into());
        }
        let now_ms = self.now_ms();
        let grace_ms = ms(self.options().deletion_grace);
        if user.deleted_at_ms.is_some_and(|at| now_ms.saturating_sub(at) > grace_ms) {
            // To be erased at any moment: as if it were gone already.
            return Err(Refusal::WrongCredentials.into());
        }
        let pair = self.new_pair(user.id, client);
        let parties = Parties::own(user.id);
        let detail = serde_json::json!({ "session": pair.session.family_id.to_string() });
        let created = self.event_with(Action::SessionCreated, parties, (client, detail));
        let restored =
            user.deleted_at_ms.map(|_| self.event(Action::UserRestored, parties, client));
        let NewPair { session, tokens } = pair;
        let is_strange = self.is_strange(&user, session.device.as_ref()).await?;
        let (device, address) = (session.device.clone(), session.address.clone());
        let about = user.clone();
        let entered = self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                // The row as it is now: it may have been disabled while the password was checked.
                let found = users::find(&mut *tx, user.id).await?;
                let found = found.filter(|found| found.password_hash == user.password_hash);
                let found = found.ok_or(Refusal::WrongCredentials)?;
                if !found.is_active {
                    return Err(Refusal::Disabled.into());
                }
                if let (Some(new), Some(old)) = (&rehash, &found.password_hash) {
                    users::rehash_password(tx, user.id, old, new).await?;
                }
                if let Some(restored) = restored {
                    users::restore(tx, user.id, now_ms).await?;
                    audit::insert(tx, &restored).await?;
                }
                users::record_login(tx, user.id, now_ms).await?;
                sessions::insert(tx, &session).await?;
                audit::insert(tx, &created).await?;
                Ok(users::find(&mut *tx, user.id).await?.unwrap_or(found))
            })
        });
        let entered = entered.await?;
        if is_strange {
            let device = device.as_deref().unwrap_or("an unknown device");
            let address = address.as_deref().unwrap_or("an unknown address");
            self.notify(&about, &Letter::NewSession { device, address }).await;
        }
        Ok((entered, tokens))
    }

    /// Whether a user who has signed in before has no open session on such a device.
    async fn is_strange(&self, user: &User, device: Option<&String>) -> Result<bool> {
        if user.last_login_at_ms.is_none() {
            return Ok(false);
        }
        let open = sessions::list_of_user(self.store(), user.id, self.now_ms()).await?;
        Ok(!open.iter().any(|session| session.device.as_ref() == device))
    }

    /// The user of a folded name or address.
    pub(crate) async fn find_by_name(&self, folded: &str) -> Result<Option<User>> {
        if !names::can_be_kept(folded) {
            return Ok(None);
        }
        Ok(match folded.contains('@') {
            true => users::find_by_email(self.store(), folded).await?,
            false => users::find_by_username(self.store(), folded).await?,
        })
    }

    /// Begins an attempt. After a restart the usual addresses are those of open sessions.
    async fn begin_attempt(
        &self,
        folded: &str,
        (user, client): (Option<&User>, &Client),
    ) -> Result<Attempt> {
        // Name and address lead to one account, which is counted once.
        let account = user.map_or(folded, |user| &user.username.folded);
        let now_ms = self.now_ms();
        let refusal = match self.guessing().begin(account, client.address, now_ms) {
            Ok(attempt) => return Ok(attempt),
            Err(refusal) => refusal,
        };
        let Some(address) = client.address_text() else { return Err(refusal.into()) };
        // Nobody has the nil id: names that do not exist are looked for as long as those that do.
        let id = user.map_or(Uuid::nil(), |user| user.id);
        let open = sessions::list_of_user(self.store(), id, now_ms).await?;
        if !open.iter().any(|session| session.address.as_ref() == Some(&address)) {
            return Err(refusal.into());
        }
        self.guessing().remember(account, client.address, now_ms);
        Ok(self.guessing().begin(account, client.address, now_ms)?)
    }

    /// Compares the password of an attempt. One that finds the queue full counts for nothing:
    /// else those who come again when they are told to would be taken for guessing.
    async fn look_at(
        &self,
        attempt: Attempt,
        (password, kept): (&str, Option<&str>),
    ) -> Result<Verdict> {
        let verdict = self.passwords().verify(password, kept).await;
        if verdict.is_err() {
            self.guessing().withdraw(attempt, self.now_ms());
        }
        verdict
    }

    /// Writes a failure down; the same work for names that exist and those that do not.
    async fn refuse_sign_in(&self, folded: &str, client: &Client) -> Result<crate::Error> {
        let user = self.find_by_name(folded).await?;
        let parties = Parties { actor: None, subject: user.map(|user| user.id) };
        self.write_event(self.event(Action::SessionRefused, parties, client)).await?;
        Ok(Refusal::WrongCredentials.into())
    }
}

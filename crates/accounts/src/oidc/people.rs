//! From the words of a provider to an account here: known, connected, or new.

use openidconnect::core::CoreIdTokenClaims;
use store::identities::{self, Identity};
use store::users::{self, Role, User};
use store::{Tx, audit};
use uuid::Uuid;

use super::{Oidc, Provider};
use crate::audit::{Action, Parties};
use crate::caller::Client;
use crate::error::{Refusal, Result};
use crate::names;
use crate::registration::{ADMIN_LOCK, Candidate};
use crate::sessions::TokenPair;

/// The longest subject (OpenID Connect Core, 2).
const MAX_SUBJECT: usize = 255;
/// Names that are tried for a new account before chance decides.
const MAX_NAMES: u32 = 20;

/// What a provider says about a person.
struct Person {
    subject: String,
    /// Only if the provider has proven it.
    email: Option<users::Folded>,
    username: Option<String>,
}

impl Person {
    fn of(claims: &CoreIdTokenClaims) -> Self {
        let is_verified = claims.email_verified() == Some(true);
        let email = claims.email().filter(|_| is_verified);
        let username = claims.preferred_username().map(|name| name.as_str().to_owned());
        Self {
            subject: claims.subject().as_str().to_owned(),
            email: email.and_then(|email| names::email(email.as_str()).ok()),
            username,
        }
    }

    /// A user name that can be: the preferred one, or what stands before the `@`.
    fn wanted_name(&self) -> String {
        let email = self.email.as_ref().map(|email| email.text.as_str());
        let candidates = [self.username.as_deref(), email];
        let local = |name: &str| name.split('@').next().unwrap_or_default().to_owned();
        let mut fitting = candidates.into_iter().flatten().map(local);
        fitting.find(|name| names::username(name).is_ok()).unwrap_or_else(|| "listener".to_owned())
    }
}

impl Oidc {
    /// Lets the person in that a provider vouches for.
    pub(super) async fn enter(
        &self,
        provider: &Provider,
        claims: &CoreIdTokenClaims,
        client: &Client,
    ) -> Result<(User, TokenPair)> {
        let person = Person::of(claims);
        let subject = &person.subject;
        if subject.is_empty() || subject.len() > MAX_SUBJECT || !names::can_be_kept(subject) {
            return Err(super::refusal(provider, "it names nobody"));
        }
        let accounts = &self.0.accounts;
        let known = identities::find(accounts.store(), &provider.name, &person.subject).await?;
        let user = match known {
            Some(identity) => {
                self.touch(&identity, &person).await?;
                accounts.user(identity.user_id).await?
            }
            None => match self.same_address(provider, &person).await? {
                Some(user) => {
                    self.connect(provider, (&person, user.id), client).await?;
                    user
                }
                None if provider.is_registering => self.register(provider, &person, client).await?,
                None => return Err(Refusal::RegistrationClosed.into()),
            },
        };
        accounts.enter(user, client, None).await
    }

    async fn touch(&self, identity: &Identity, person: &Person) -> Result<()> {
        let accounts = &self.0.accounts;
        let (id, now_ms) = (identity.id, accounts.now_ms());
        let email = person.email.as_ref().map(|email| email.text.clone());
        accounts
            .write(move |tx: &mut Tx<'_>| {
                Box::pin(async move {
                    identities::touch(tx, id, now_ms, email.as_deref()).await?;
                    Ok(())
                })
            })
            .await
    }

    /// The account with the same address. Both sides must have proven it: else somebody could
    /// register here with a stranger's address and wait for the stranger to come.
    async fn same_address(&self, provider: &Provider, person: &Person) -> Result<Option<User>> {
        let email = person.email.as_ref().filter(|_| provider.is_linking_by_email);
        let Some(email) = email else { return Ok(None) };
        let user = users::find_by_email(self.0.accounts.store(), &email.folded).await?;
        Ok(user.filter(|user| user.is_verified))
    }

    fn identity(&self, provider: &Provider, (person, user_id): (&Person, Uuid)) -> Identity {
        let accounts = &self.0.accounts;
        let now_ms = accounts.now_ms();
        Identity {
            id: accounts.new_id(),
            user_id,
            provider: provider.name.clone(),
            subject: person.subject.clone(),
            email: person.email.as_ref().map(|email| email.text.clone()),
            created_at_ms: now_ms,
            last_used_at_ms: Some(now_ms),
        }
    }

    async fn connect(
        &self,
        provider: &Provider,
        (person, user_id): (&Person, Uuid),
        client: &Client,
    ) -> Result<()> {
        let accounts = &self.0.accounts;
        let identity = self.identity(provider, (person, user_id));
        let detail = serde_json::json!({ "provider": provider.name });
        let parties = Parties::own(user_id);
        let event = accounts.event_with(Action::IdentityConnected, parties, (client, detail));
        accounts
            .write(move |tx: &mut Tx<'_>| {
                Box::pin(async move {
                    identities::insert(tx, &identity).await?;
                    Ok(audit::insert(tx, &event).await?)
                })
            })
            .await
    }

    async fn register(
        &self,
        provider: &Provider,
        person: &Person,
        client: &Client,
    ) -> Result<User> {
        let accounts = &self.0.accounts;
        let wanted = person.wanted_name();
        let store = accounts.store();
        let mut name = wanted.clone();
        for number in 2..MAX_NAMES {
            if users::find_by_username(store, &names::fold(&name)).await?.is_none() {
                break;
            }
            name = format!("{wanted}{number}");
        }
        let email = match &person.email {
            // Somebody here has it and has not proven it: the new account goes without.
            Some(email) if users::find_by_email(store, &email.folded).await?.is_some() => None,
            email => email.clone(),
        };
        let candidate = Candidate {
            id: accounts.new_id(),
            username: names::username(&name)?,
            is_verified: email.is_some(),
            email,
            password_hash: None,
            now_ms: accounts.now_ms(),
        };
        let parties = Parties::own(candidate.id);
        let identity = self.identity(provider, (person, candidate.id));
        let detail = serde_json::json!({ "provider": provider.name });
        let event = accounts.event_with(Action::UserRegistered, parties, (client, detail));
        accounts
            .write(move |tx: &mut Tx<'_>| {
                Box::pin(async move {
                    tx.lock(ADMIN_LOCK).await?;
                    let is_first = users::count(&mut *tx).await? == 0;
                    let role = if is_first { Role::Admin } else { Role::User };
                    let user = candidate.insert(tx, role).await?;
                    identities::insert(tx, &identity).await?;
                    audit::insert(tx, &event).await?;
                    Ok(user)
                })
            })
            .await
    }
}

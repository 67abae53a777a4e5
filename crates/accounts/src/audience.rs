//! Audiences: who may see what a person listened to.

use store::user_settings;
use store::users::{self, User};
use uuid::Uuid;

use crate::accounts::Accounts;
use crate::caller::Caller;
use crate::error::{Error, Refusal, Result};
use crate::names;
use crate::scopes::Scope;
use crate::settings::Visibility;

/// People that a search finds.
const MAX_FOUND: usize = 10;
/// People that a search looks at.
const MAX_SEARCHED: u32 = 100;
/// People who are counted together.
const MAX_PUBLIC: u32 = 10_000;

impl Accounts {
    /// The person of this name, if the viewer may see what this person listened to: one's own
    /// history always, that of others as they decided. Nobody learns whether a person exists who
    /// hides it.
    ///
    /// # Errors
    /// [`Refusal::NotFound`]; to app tokens without [`Scope::ListensRead`] that see more than
    /// everybody does, [`Refusal::ScopeNeeded`].
    pub async fn find_listener(&self, name: &str, viewer: Option<&Caller>) -> Result<User> {
        let folded = names::username(name).map_err(|_| nobody())?.folded;
        let user = users::find_by_username(self.store(), &folded).await?;
        self.visible(user, viewer).await
    }

    /// The person of this id, with the same rules.
    ///
    /// # Errors
    /// As [`Accounts::find_listener`].
    pub async fn find_listener_of(&self, id: Uuid, viewer: Option<&Caller>) -> Result<User> {
        let user = users::find(self.store(), id).await?;
        self.visible(user, viewer).await
    }

    /// People whose names begin with a text and whom the viewer may see, by name, at most ten.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn search_listeners(
        &self,
        beginning: &str,
        viewer: Option<&Caller>,
    ) -> Result<Vec<User>> {
        let folded = names::fold(beginning);
        if folded.is_empty() || !names::can_be_kept(&folded) {
            return Ok(Vec::new());
        }
        let mut seen = Vec::new();
        let from = users::search(self.store(), &folded, MAX_SEARCHED).await?;
        for user in from.into_iter().filter(|it| it.username.folded.starts_with(&folded)) {
            match self.visible(Some(user), viewer).await {
                Ok(user) => seen.push(user),
                Err(error) if error.refusal().is_some() => {}
                Err(error) => return Err(error),
            }
            if seen.len() == MAX_FOUND {
                break;
            }
        }
        Ok(seen)
    }

    /// People whose history everybody may see, the first to register first; at most 10,000.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn public_listeners(&self) -> Result<Vec<User>> {
        Ok(users::list_public(self.store(), Uuid::nil(), MAX_PUBLIC).await?)
    }

    async fn visible(&self, user: Option<User>, viewer: Option<&Caller>) -> Result<User> {
        let user = user.filter(|user| user.is_active && user.deleted_at_ms.is_none());
        let user = user.ok_or_else(nobody)?;
        let settings = user_settings::find(self.store(), user.id).await?;
        let settings = settings.ok_or_else(|| Error::internal("a user has no settings"))?;
        let visibility = Visibility::parse(&settings.listens_visibility)
            .map_err(|error| Error::internal(error.to_string()))?;
        if visibility == Visibility::Public {
            return Ok(user);
        }
        let is_own = |viewer: &&Caller| viewer.user_id == user.id;
        let may_see = |viewer: &&Caller| visibility == Visibility::Users || is_own(viewer);
        let viewer = viewer.filter(may_see).ok_or_else(nobody)?;
        viewer.require(Scope::ListensRead)?;
        Ok(user)
    }
}

fn nobody() -> Error {
    Refusal::NotFound { what: "user" }.into()
}

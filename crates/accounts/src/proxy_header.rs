//! Users whom a reverse proxy has signed in: believed only from proxies that the operator trusts.

use store::users;

use crate::accounts::Accounts;
use crate::caller::{Caller, Means};
use crate::error::{Refusal, Result};
use crate::names;

impl Accounts {
    /// The user that a trusted proxy names. Whether the peer is such a proxy is for the caller to
    /// know; `is_trusted` says it, so that nobody forgets to ask.
    ///
    /// # Errors
    /// [`Refusal::NotSignedIn`] from others, and for users who are not there or may not act.
    pub async fn check_proxy(&self, username: &str, is_trusted: bool) -> Result<Caller> {
        if !is_trusted {
            return Err(Refusal::NotSignedIn.into());
        }
        let folded = names::username(username).map_err(|_| Refusal::NotSignedIn)?.folded;
        let user = users::find_by_username(self.store(), &folded).await?;
        let user = user.filter(|user| user.is_active && user.deleted_at_ms.is_none());
        let user = user.ok_or(Refusal::NotSignedIn)?;
        Ok(Caller { user_id: user.id, role: user.role, means: Means::Proxy })
    }
}

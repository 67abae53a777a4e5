//! Profiles: what a user says about oneself.

use store::users::{self, Profile, User};
use store::{Tx, audit};

use crate::accounts::{Accounts, found};
use crate::audit::{Action, Parties};
use crate::caller::{Caller, Client};
use crate::error::{Refusal, Result};
use crate::names;
use crate::scopes::Scope;

/// What is to be different; none leaves a thing as it is.
#[derive(Debug, Clone, Default)]
pub struct ProfileChange {
    /// The name for signing in.
    pub username: Option<String>,
    /// The name that is shown; `Some(None)` removes it.
    pub display_name: Option<Option<String>>,
    /// A text about the user.
    pub bio: Option<Option<String>>,
    /// Where the picture is.
    pub avatar_url: Option<Option<String>>,
}

impl Accounts {
    /// Changes the profile of the caller.
    ///
    /// # Errors
    /// Refused to app tokens without [`Scope::ProfileWrite`], or that change the user name; for
    /// values that cannot be; for names that are taken.
    pub async fn change_profile(
        &self,
        caller: &Caller,
        change: ProfileChange,
        client: &Client,
    ) -> Result<User> {
        caller.require(Scope::ProfileWrite)?;
        let username = change.username.as_deref().map(names::username).transpose()?;
        if username.is_some() {
            caller.require_person()?;
        }
        check(&change)?;
        let (id, now_ms) = (caller.user_id, self.now_ms());
        let renamed =
            username.is_some().then(|| self.event(Action::UserChanged, Parties::own(id), client));
        self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                tx.lock("accounts.settings").await?;
                let user = users::find(&mut *tx, id).await?;
                let user = user.ok_or(Refusal::NotFound { what: "user" })?;
                if let Some(username) = &username {
                    users::set_username(tx, id, username, now_ms).await?;
                }
                if let Some(renamed) = &renamed {
                    audit::insert(tx, renamed).await?;
                }
                let profile = Profile {
                    display_name: change.display_name.unwrap_or(user.profile.display_name),
                    bio: change.bio.unwrap_or(user.profile.bio),
                    avatar_url: change.avatar_url.unwrap_or(user.profile.avatar_url),
                    time_zone: user.profile.time_zone,
                };
                found(users::set_profile(tx, id, &profile, now_ms).await?, "user")?;
                let user = users::find(&mut *tx, id).await?;
                user.ok_or_else(|| Refusal::NotFound { what: "user" }.into())
            })
        })
        .await
    }
}

fn check(change: &ProfileChange) -> Result<()> {
    let long = |value: &Option<Option<String>>, most: usize| {
        value.iter().flatten().any(|text| text.chars().count() > most)
    };
    for (field, value) in [
        ("display_name", &change.display_name),
        ("bio", &change.bio),
        ("avatar_url", &change.avatar_url),
    ] {
        if !value.iter().flatten().all(|text| names::can_be_kept(text)) {
            return Err(Refusal::invalid(field, "a text has no zero byte"));
        }
    }
    if long(&change.display_name, 200) {
        return Err(Refusal::invalid("display_name", "a name has at most 200 characters"));
    }
    if long(&change.bio, 5000) {
        return Err(Refusal::invalid("bio", "the text has at most 5000 characters"));
    }
    let is_web = |url: &String| url.starts_with("https://") || url.starts_with("http://");
    let urls = || change.avatar_url.iter().flatten();
    if long(&change.avatar_url, 1000) || !urls().all(is_web) {
        let reason = "the picture is an http address of at most 1000 characters";
        return Err(Refusal::invalid("avatar_url", reason));
    }
    Ok(())
}

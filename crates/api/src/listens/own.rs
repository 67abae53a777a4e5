//! Whose listens are read or changed: the caller's own, and which of them the path names.

use accounts::Scope;
use axum::extract::FromRequestParts;
use edge::Problem;
use edge::extract::{NoQuery, Path};
use http::request::Parts;
use uuid::Uuid;

use super::Listening;
use crate::accounts::Caller;
use crate::accounts::shapes::id;
use crate::error::Error;

/// Somebody who reads own lists.
pub(crate) struct Reader(pub(crate) Uuid);

/// Somebody who changes own listens.
pub(crate) struct Writer(pub(crate) Uuid);

/// Somebody who says where own listens go: a person, no program.
pub(crate) struct Person(pub(crate) Caller);

async fn caller(parts: &mut Parts, state: &Listening, scope: Scope) -> Result<Caller, Error> {
    let caller = Caller::from_request_parts(parts, state).await?;
    caller.who.require(scope)?;
    Ok(caller)
}

impl FromRequestParts<Listening> for Reader {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &Listening) -> Result<Self, Error> {
        Ok(Self(caller(parts, state, Scope::ListensRead).await?.who.user_id))
    }
}

impl FromRequestParts<Listening> for Writer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &Listening) -> Result<Self, Error> {
        Ok(Self(caller(parts, state, Scope::ListensWrite).await?.who.user_id))
    }
}

impl FromRequestParts<Listening> for Person {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &Listening) -> Result<Self, Error> {
        let caller = caller(parts, state, Scope::ListensWrite).await?;
        caller.who.require_person()?;
        Ok(Self(caller))
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $what:literal;)*) => {$(
        $(#[$doc])*
        pub(crate) struct $name(pub(crate) Uuid);

        impl FromRequestParts<Listening> for $name {
            type Rejection = Problem;

            async fn from_request_parts(
                parts: &mut Parts,
                state: &Listening,
            ) -> Result<Self, Problem> {
                NoQuery::from_request_parts(parts, state).await?;
                let Path(text) = Path::<String>::from_request_parts(parts, state).await?;
                id(&text, $what).map(Self)
            }
        }
    )*};
}

ids! {
    /// The listen that the path names, without a query.
    ListenId = "listen";
    /// The edit.
    EditId = "edit";
    /// The rule.
    RuleId = "rule";
    /// The import.
    ImportId = "import";
    /// The relay.
    RelayId = "relay";
    /// The words.
    WordsId = "recording_msid";
}

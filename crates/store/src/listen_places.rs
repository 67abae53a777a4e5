//! Places in a history by number, for clients that ask for pages by number.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, first};

queries! {
    "listen_places";
    NTH = "nth";
    COUNT = "count";
}

/// The listen at a place of a span, the newest at 0: when it began, and its id.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn nth(
    on: impl Fetch,
    user_id: Uuid,
    (before_ms, after_ms): (i64, i64),
    place: u32,
) -> Result<Option<(i64, Uuid)>> {
    let params = params![user_id, before_ms, after_ms, place];
    first(&on.fetch(&NTH, params).await?, |row| Ok((row.at(0)?, row.at(1)?)))
}

/// How many listens a span has.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn count(
    on: impl Fetch,
    user_id: Uuid,
    (before_ms, after_ms): (i64, i64),
) -> Result<i64> {
    let found =
        first(&on.fetch(&COUNT, params![user_id, before_ms, after_ms]).await?, |row| row.at(0));
    Ok(found?.unwrap_or(0))
}

//! The history in the order of time, with all that an export tells.

use uuid::Uuid;

use crate::error::Result;
use crate::listens::{Full, full};
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, all};

queries! {
    "listen_exports";
    PAGE = "page";
}

/// A listen that leaves.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaving {
    /// The listen with its words and its message.
    pub listen: Full,
    /// The source's own id of what was played.
    pub source_track_id: Option<String>,
    /// Listening time that a client observed.
    pub observed_ms: Option<i64>,
}

/// The listens of a person, the oldest first, from the one behind an instant and id.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn page(
    on: impl Fetch,
    user_id: Uuid,
    (after_ms, after_id): (i64, Uuid),
    limit: u32,
) -> Result<Vec<Leaving>> {
    all(&on.fetch(&PAGE, params![user_id, after_ms, after_id, limit]).await?, |row| {
        Ok(Leaving {
            listen: full(row)?,
            source_track_id: row.get("source_track_id")?,
            observed_ms: row.get("observed_ms")?,
        })
    })
}

//! What submissions look at before they write, of all people who submit together.

use std::collections::HashMap;
use std::fmt::Write as _;

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::subjects::hex_list;
use crate::tx::{Fetch, Tx, all};
use crate::value::Value;

queries! {
    "submissions";
    CONTEXTS = "contexts", postgres;
    NEAR = "near", postgres;
}

/// What a submission has to know about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserContext {
    /// IANA name.
    pub time_zone: String,
    /// How often results of matching have changed.
    pub match_version: i64,
    /// Whether rules are switched on.
    pub has_rules: bool,
    /// Whether recordings were chosen by hand for words.
    pub has_matches: bool,
    /// Whether single plays were corrected.
    pub has_edits: bool,
    /// Whether plays are forwarded to other servers.
    pub has_relays: bool,
}

/// What a quick look sees of a listen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glimpse {
    /// Whose.
    pub user_id: Uuid,
    /// The report that stands for it.
    pub id: Uuid,
    /// The words after edits and rules.
    pub match_input: i64,
    /// Whether it has other reports.
    pub has_duplicates: bool,
}

/// What submissions have to know about people; on PostgreSQL nobody else submits for them until the
/// unit ends. Those who do not exist are left out.
///
/// # Errors
/// Those of [`Tx::rows`].
pub async fn contexts(tx: &mut Tx<'_>, users: &[Uuid]) -> Result<HashMap<Uuid, UserContext>> {
    let ids: Vec<[u8; 16]> = users.iter().map(|id| *id.as_bytes()).collect();
    let rows = tx.rows(&CONTEXTS, vec![hex_list(&ids)]).await?;
    let contexts = all(&rows, |row| {
        let context = UserContext {
            time_zone: row.at(1)?,
            match_version: row.at(2)?,
            has_rules: row.at(3)?,
            has_matches: row.at(4)?,
            has_edits: row.at(5)?,
            has_relays: row.at(6)?,
        };
        Ok((row.at(0)?, context))
    });
    Ok(contexts?.into_iter().collect())
}

/// A quick look at the listens of people in spans of time, both ends included: a person, and from
/// when to when. All of them, unless there are as many as the limit or more.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn near(
    on: impl Fetch,
    spans: &[(Uuid, (i64, i64))],
    limit: u32,
) -> Result<Vec<Glimpse>> {
    let mut list = String::from("[");
    for (user, (from_ms, to_ms)) in spans {
        let comma = if list.len() > 1 { "," } else { "" };
        // Writing to a text does not fail.
        write!(list, "{comma}[\"{}\",{from_ms},{to_ms}]", user.simple()).ok();
    }
    list.push(']');
    let rows = on.fetch(&NEAR, params![Value::Text(list), limit]).await?;
    all(&rows, |row| {
        Ok(Glimpse {
            user_id: row.at(0)?,
            id: row.at(1)?,
            match_input: row.at(2)?,
            has_duplicates: row.at(3)?,
        })
    })
}

//! Rules of people that correct words, in order.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all};
use crate::users::one;
use crate::word::words;

queries! {
    "listen_rules";
    INSERT = "insert";
    LIST = "list";
    SET_ENABLED = "set_enabled";
    DELETE = "delete";
}

words! {
    /// What a rule does.
    Action, "an action of a rule";
    /// Words are replaced.
    Rename = "rename",
    /// One artist is several.
    Split = "split",
    /// Several artists are one.
    Join = "join",
    /// The play is not shown and not counted.
    Block = "block",
    /// A name that looks like several artists is one.
    KeepTogether = "keep_together",
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its id.
    pub id: Uuid,
    /// The order of application.
    pub position: i64,
    /// What it does.
    pub action: Action,
    /// JSON: which words.
    pub condition: String,
    /// JSON: the new words.
    pub effect: String,
    /// Switched on.
    pub is_enabled: bool,
    /// When it was made.
    pub created_at_ms: i64,
    /// When it was changed.
    pub updated_at_ms: i64,
}

/// Adds a rule behind all others of a person.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn insert(tx: &mut Tx<'_>, user_id: Uuid, rule: &Rule) -> Result<()> {
    let (condition, effect) = (&rule.condition, &rule.effect);
    let params = params![rule.id, user_id, rule.action, condition, effect, rule.created_at_ms];
    tx.execute(&INSERT, params).await.map(drop)
}

/// The rules of a person in order, switched off ones too.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list(on: impl Fetch, user_id: Uuid) -> Result<Vec<Rule>> {
    all(&on.fetch(&LIST, params![user_id]).await?, |row| {
        Ok(Rule {
            id: row.get("id")?,
            position: row.get("position")?,
            action: row.get("action")?,
            condition: row.get("condition")?,
            effect: row.get("effect")?,
            is_enabled: row.get("is_enabled")?,
            created_at_ms: row.get("created_at_ms")?,
            updated_at_ms: row.get("updated_at_ms")?,
        })
    })
}

/// Switches a rule on or off. False when the person has no such rule.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn set_enabled(
    tx: &mut Tx<'_>,
    (user_id, id): (Uuid, Uuid),
    is_enabled: bool,
    now_ms: i64,
) -> Result<bool> {
    one(tx.execute(&SET_ENABLED, params![id, user_id, is_enabled, now_ms]).await)
}

/// Removes a rule. False when the person has no such rule.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete(tx: &mut Tx<'_>, user_id: Uuid, id: Uuid) -> Result<bool> {
    one(tx.execute(&DELETE, params![id, user_id]).await)
}

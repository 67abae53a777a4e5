//! Settings of the program that can be changed while it runs: a key and a JSON value each.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all, first};
use crate::users::one;
use crate::value::Row;

queries! {
    "settings";
    FIND = "find";
    LIST = "list";
    PUT = "put";
    DELETE = "delete";
}

/// A setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its name, at most 200 characters.
    pub key: String,
    /// JSON.
    pub value: String,
    /// When it was set, in milliseconds since 1970.
    pub updated_at_ms: i64,
    /// Who set it.
    pub updated_by: Option<Uuid>,
}

/// The setting of this name, if it was changed from its default.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find(on: impl Fetch, key: &str) -> Result<Option<Setting>> {
    first(&on.fetch(&FIND, params![key]).await?, setting)
}

/// All settings that were changed.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list(on: impl Fetch) -> Result<Vec<Setting>> {
    all(&on.fetch(&LIST, params![]).await?, setting)
}

/// Sets a value.
///
/// # Errors
/// Those of [`Tx::execute`]; a `Conflict` when the value is not JSON.
pub async fn put(tx: &mut Tx<'_>, setting: &Setting) -> Result<()> {
    let params = params![&setting.key, &setting.value, setting.updated_at_ms, setting.updated_by];
    tx.execute(&PUT, params).await.map(drop)
}

/// Goes back to the default.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete(tx: &mut Tx<'_>, key: &str) -> Result<bool> {
    one(tx.execute(&DELETE, params![key]).await)
}

fn setting(row: &Row) -> Result<Setting> {
    Ok(Setting {
        key: row.get("key")?,
        value: row.get("value")?,
        updated_at_ms: row.get("updated_at_ms")?,
        updated_by: row.get("updated_by")?,
    })
}

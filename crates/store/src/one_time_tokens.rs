//! One-time tokens: what stands in mails and invitations, and what a sign-in elsewhere carries.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all, first};
use crate::users::one;
use crate::value::Row;
use crate::word::words;

queries! {
    "one_time_tokens";
    INSERT = "insert";
    FIND = "find";
    USE_UP = "use_up";
    LIST_OPEN = "list_open";
    DELETE_OF_USER = "delete_of_user";
    DELETE = "delete";
    DELETE_EXPIRED = "delete_expired";
}

words! {
    /// What a token is good for.
    Purpose, "a purpose";
    /// Proves the address of a new user.
    VerifyEmail = "verify_email",
    /// Proves an address that replaces another.
    ChangeEmail = "change_email",
    /// Sets a new password.
    ResetPassword = "reset_password",
    /// Lets somebody register.
    Invitation = "invitation",
    /// Ties the answer of another provider to its question.
    SignIn = "sign_in",
}

/// A token that works once. Instants are milliseconds since 1970 in UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneTimeToken {
    /// The id of the row.
    pub id: Uuid,
    /// What it is good for.
    pub purpose: Purpose,
    /// The hash of the token.
    pub token_hash: [u8; 32],
    /// Whose it is; none for invitations and sign-ins.
    pub user_id: Option<Uuid>,
    /// Where it was sent, or the address to be proven.
    pub email: Option<String>,
    /// Who invited.
    pub created_by: Option<Uuid>,
    /// JSON of the purpose.
    pub detail: String,
    /// When it was made.
    pub created_at_ms: i64,
    /// When it ends.
    pub expires_at_ms: i64,
    /// When it was used.
    pub used_at_ms: Option<i64>,
}

/// Keeps a new token; `used_at_ms` is not taken.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn insert(tx: &mut Tx<'_>, token: &OneTimeToken) -> Result<()> {
    let params = params![
        token.id,
        token.purpose,
        &token.token_hash,
        token.user_id,
        token.email.as_ref(),
        token.created_by,
        &token.detail,
        token.created_at_ms,
        token.expires_at_ms,
    ];
    tx.execute(&INSERT, params).await.map(drop)
}

/// The token, whether or not it still works.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find(
    on: impl Fetch,
    hash: &[u8; 32],
    purpose: Purpose,
) -> Result<Option<OneTimeToken>> {
    first(&on.fetch(&FIND, params![hash, purpose]).await?, token)
}

/// Uses a token. `None` when there is none, or it was used, or it has ended.
///
/// # Errors
/// Those of [`Tx::rows`].
pub async fn use_up(
    tx: &mut Tx<'_>,
    hash: &[u8; 32],
    purpose: Purpose,
    now_ms: i64,
) -> Result<Option<OneTimeToken>> {
    first(&tx.rows(&USE_UP, params![hash, purpose, now_ms]).await?, token)
}

/// Tokens of a purpose that still work, in the order of their ids.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list_open(
    on: impl Fetch,
    purpose: Purpose,
    now_ms: i64,
    limit: u32,
) -> Result<Vec<OneTimeToken>> {
    all(&on.fetch(&LIST_OPEN, params![purpose, now_ms, limit]).await?, token)
}

/// Removes a user's tokens of a purpose; tells how many.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete_of_user(tx: &mut Tx<'_>, user_id: Uuid, purpose: Purpose) -> Result<u64> {
    tx.execute(&DELETE_OF_USER, params![user_id, purpose]).await
}

/// Removes one token of this purpose.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete(tx: &mut Tx<'_>, id: Uuid, purpose: Purpose) -> Result<bool> {
    one(tx.execute(&DELETE, params![id, purpose]).await)
}

/// Removes tokens that ended before this time, at most `limit`; tells how many.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete_expired(tx: &mut Tx<'_>, before_ms: i64, limit: u32) -> Result<u64> {
    tx.execute(&DELETE_EXPIRED, params![before_ms, limit]).await
}

fn token(row: &Row) -> Result<OneTimeToken> {
    Ok(OneTimeToken {
        id: row.get("id")?,
        purpose: row.get("purpose")?,
        token_hash: row.get("token_hash")?,
        user_id: row.get("user_id")?,
        email: row.get("email")?,
        created_by: row.get("created_by")?,
        detail: row.get("detail")?,
        created_at_ms: row.get("created_at_ms")?,
        expires_at_ms: row.get("expires_at_ms")?,
        used_at_ms: row.get("used_at_ms")?,
    })
}

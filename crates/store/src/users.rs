//! Users: people who sign in, and names that listens arrived under.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all, first};
use crate::value::Row;
use crate::word::words;

queries! {
    "users";
    INSERT = "insert";
    FIND = "find";
    FIND_BY_USERNAME = "find_by_username";
    FIND_BY_EMAIL = "find_by_email";
    LIST = "list";
    LIST_PUBLIC = "list_public";
    SEARCH = "search";
    LIST_DELETED = "list_deleted";
    COUNT = "count";
    COUNT_ADMINS = "count_admins";
    SET_PASSWORD = "set_password";
    REHASH_PASSWORD = "rehash_password";
    SET_ROLE = "set_role";
    SET_ACTIVE = "set_active";
    SET_USERNAME = "set_username";
    SET_EMAIL = "set_email";
    VERIFY_EMAIL = "verify_email";
    SET_PROFILE = "set_profile";
    RECORD_LOGIN = "record_login";
    SET_DELETED = "set_deleted";
    ERASE = "erase";
    WITH_LISTENS = "with_listens";
}

/// The unique index over folded user names, as [`crate::Error::is_taken`] wants it.
pub const USERNAME_KEY: &str = "users_username_key";
/// The unique index over folded e-mail addresses.
pub const EMAIL_KEY: &str = "users_email_key";

words! {
    /// What a user may do.
    Role, "a role";
    /// Use the program.
    User = "user",
    /// Run the program.
    Admin = "admin",
}

/// A text that is unique in its folded form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// As the user writes it.
    pub text: String,
    /// As it is compared.
    pub folded: String,
}

/// A user. Instants are milliseconds since 1970 in UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The id.
    pub id: Uuid,
    /// The name for signing in.
    pub username: Folded,
    /// The address; none for a user that only listens were found for.
    pub email: Option<Folded>,
    /// The hash in PHC or bcrypt form; none when the user signs in elsewhere.
    pub password_hash: Option<String>,
    /// What the user may do.
    pub role: Role,
    /// False: the user cannot act.
    pub is_active: bool,
    /// Whether the address was proven.
    pub is_verified: bool,
    /// What others see.
    pub profile: Profile,
    /// When the row was made.
    pub created_at_ms: i64,
    /// When the row was changed by somebody.
    pub updated_at_ms: i64,
    /// The last log-in.
    pub last_login_at_ms: Option<i64>,
    /// The last change of the password.
    pub password_changed_at_ms: Option<i64>,
    /// When the grace period before erasure began.
    pub deleted_at_ms: Option<i64>,
}

/// What others see of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The name that is shown; none for the user name.
    pub display_name: Option<String>,
    /// A text about the user.
    pub bio: Option<String>,
    /// Where the picture is.
    pub avatar_url: Option<String>,
    /// The IANA name of the time zone that days are counted in.
    pub time_zone: String,
}

/// A user to be made.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// The id.
    pub id: Uuid,
    /// The name for signing in.
    pub username: Folded,
    /// The address.
    pub email: Option<Folded>,
    /// The hash.
    pub password_hash: Option<String>,
    /// What the user may do.
    pub role: Role,
    /// Whether the address was proven.
    pub is_verified: bool,
    /// The IANA name of a time zone.
    pub time_zone: String,
    /// Now.
    pub created_at_ms: i64,
}

/// Makes a user, with default settings.
///
/// # Errors
/// `Conflict` of [`USERNAME_KEY`] or [`EMAIL_KEY`] when the name or address is taken.
pub async fn insert(tx: &mut Tx<'_>, user: &NewUser) -> Result<()> {
    let email = user.email.as_ref();
    let params = params![
        user.id,
        &user.username.text,
        &user.username.folded,
        email.map(|email| &email.text),
        email.map(|email| &email.folded),
        user.password_hash.as_ref(),
        user.role,
        user.is_verified,
        &user.time_zone,
        user.created_at_ms,
    ];
    tx.execute(&INSERT, params).await?;
    crate::user_settings::insert_defaults(tx, user.id, user.created_at_ms).await
}

/// The user of this id.
///
/// # Errors
/// Those of [`Fetch::fetch`], as all functions that read.
pub async fn find(on: impl Fetch, id: Uuid) -> Result<Option<User>> {
    first(&on.fetch(&FIND, params![id]).await?, user)
}

/// People with listens, behind one of them.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn with_listens(on: impl Fetch, after: Uuid, limit: u32) -> Result<Vec<Uuid>> {
    all(&on.fetch(&WITH_LISTENS, params![after, limit]).await?, |row| row.at(0))
}

/// The user of this folded name.
///
/// # Errors
/// As [`find`].
pub async fn find_by_username(on: impl Fetch, folded: &str) -> Result<Option<User>> {
    first(&on.fetch(&FIND_BY_USERNAME, params![folded]).await?, user)
}

/// The user of this folded address.
///
/// # Errors
/// As [`find`].
pub async fn find_by_email(on: impl Fetch, folded: &str) -> Result<Option<User>> {
    first(&on.fetch(&FIND_BY_EMAIL, params![folded]).await?, user)
}

/// Users in the order of their ids, from the one behind `after`.
///
/// # Errors
/// As [`find`].
pub async fn list(on: impl Fetch, after: Option<Uuid>, limit: u32) -> Result<Vec<User>> {
    all(&on.fetch(&LIST, params![after.unwrap_or(Uuid::nil()), limit]).await?, user)
}

/// Users who can act and whose listens everybody may see, in the order of their ids, from the one
/// behind `after`.
///
/// # Errors
/// As [`find`].
pub async fn list_public(on: impl Fetch, after: Uuid, limit: u32) -> Result<Vec<User>> {
    all(&on.fetch(&LIST_PUBLIC, params![after, limit]).await?, user)
}

/// Users from a folded name on, by name.
///
/// # Errors
/// As [`find`].
pub async fn search(on: impl Fetch, from: &str, limit: u32) -> Result<Vec<User>> {
    all(&on.fetch(&SEARCH, params![from, limit]).await?, user)
}

/// Users whose grace period began before this time, the oldest first.
///
/// # Errors
/// As [`find`].
pub async fn list_deleted(on: impl Fetch, before_ms: i64, limit: u32) -> Result<Vec<User>> {
    all(&on.fetch(&LIST_DELETED, params![before_ms, limit]).await?, user)
}

/// How many users there are, deleted ones included.
///
/// # Errors
/// As [`find`].
pub async fn count(on: impl Fetch) -> Result<i64> {
    first(&on.fetch(&COUNT, params![]).await?, |row| row.at(0)).map(Option::unwrap_or_default)
}

/// How many administrators can act. Decide on it under [`Tx::lock`].
///
/// # Errors
/// As [`find`].
pub async fn count_admins(on: impl Fetch) -> Result<i64> {
    let rows = on.fetch(&COUNT_ADMINS, params![]).await?;
    first(&rows, |row| row.at(0)).map(Option::unwrap_or_default)
}

/// Sets or removes the password. False when there is no such user, as for all functions below.
///
/// # Errors
/// Those of [`Tx::execute`], as all functions that write.
pub async fn set_password(
    tx: &mut Tx<'_>,
    id: Uuid,
    hash: Option<&str>,
    now_ms: i64,
) -> Result<bool> {
    one(tx.execute(&SET_PASSWORD, params![id, hash, now_ms]).await)
}

/// Replaces a hash by a better one of the same password. False when the password was changed
/// in between.
///
/// # Errors
/// As [`set_password`].
pub async fn rehash_password(tx: &mut Tx<'_>, id: Uuid, old: &str, new: &str) -> Result<bool> {
    one(tx.execute(&REHASH_PASSWORD, params![id, old, new]).await)
}

/// Gives a role.
///
/// # Errors
/// As [`set_password`].
pub async fn set_role(tx: &mut Tx<'_>, id: Uuid, role: Role, now_ms: i64) -> Result<bool> {
    one(tx.execute(&SET_ROLE, params![id, role, now_ms]).await)
}

/// Lets a user act or not.
///
/// # Errors
/// As [`set_password`].
pub async fn set_active(tx: &mut Tx<'_>, id: Uuid, is_active: bool, now_ms: i64) -> Result<bool> {
    one(tx.execute(&SET_ACTIVE, params![id, is_active, now_ms]).await)
}

/// Renames a user.
///
/// # Errors
/// As [`set_password`]; `Conflict` of [`USERNAME_KEY`].
pub async fn set_username(
    tx: &mut Tx<'_>,
    id: Uuid,
    username: &Folded,
    now_ms: i64,
) -> Result<bool> {
    let params = params![id, &username.text, &username.folded, now_ms];
    one(tx.execute(&SET_USERNAME, params).await)
}

/// An address and whether it was proven.
#[derive(Debug, Clone)]
pub struct Email {
    /// The address; none removes it.
    pub address: Option<Folded>,
    /// Whether it was proven.
    pub is_verified: bool,
}

/// Sets the address.
///
/// # Errors
/// As [`set_password`]; `Conflict` of [`EMAIL_KEY`].
pub async fn set_email(tx: &mut Tx<'_>, id: Uuid, email: &Email, now_ms: i64) -> Result<bool> {
    let address = email.address.as_ref();
    let (text, folded) = (address.map(|it| &it.text), address.map(|it| &it.folded));
    one(tx.execute(&SET_EMAIL, params![id, text, folded, email.is_verified, now_ms]).await)
}

/// Notes that this address was proven. False when the user has another one by now.
///
/// # Errors
/// As [`set_password`].
pub async fn verify_email(tx: &mut Tx<'_>, id: Uuid, folded: &str, now_ms: i64) -> Result<bool> {
    one(tx.execute(&VERIFY_EMAIL, params![id, folded, now_ms]).await)
}

/// Sets what others see.
///
/// # Errors
/// As [`set_password`].
pub async fn set_profile(
    tx: &mut Tx<'_>,
    id: Uuid,
    profile: &Profile,
    now_ms: i64,
) -> Result<bool> {
    let params = params![
        id,
        profile.display_name.as_ref(),
        profile.bio.as_ref(),
        profile.avatar_url.as_ref(),
        &profile.time_zone,
        now_ms,
    ];
    one(tx.execute(&SET_PROFILE, params).await)
}

/// Notes a log-in.
///
/// # Errors
/// As [`set_password`].
pub async fn record_login(tx: &mut Tx<'_>, id: Uuid, now_ms: i64) -> Result<bool> {
    one(tx.execute(&RECORD_LOGIN, params![id, now_ms]).await)
}

/// Begins the grace period.
///
/// # Errors
/// As [`set_password`].
pub async fn delete(tx: &mut Tx<'_>, id: Uuid, now_ms: i64) -> Result<bool> {
    one(tx.execute(&SET_DELETED, params![id, now_ms, now_ms]).await)
}

/// Ends the grace period: the user is back.
///
/// # Errors
/// As [`set_password`].
pub async fn restore(tx: &mut Tx<'_>, id: Uuid, now_ms: i64) -> Result<bool> {
    one(tx.execute(&SET_DELETED, params![id, None::<i64>, now_ms]).await)
}

/// Removes the user and everything that belongs to the user; audit events lose the id, see
/// [`crate::audit::pseudonymise`] for the rest of them.
///
/// # Errors
/// As [`set_password`].
pub async fn erase(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    one(tx.execute(&ERASE, params![id]).await)
}

/// Whether a statement found its one row.
pub(crate) fn one(changed: Result<u64>) -> Result<bool> {
    changed.map(|changed| changed > 0)
}

fn user(row: &Row) -> Result<User> {
    let email: Option<String> = row.get("email")?;
    let folded: Option<String> = row.get("email_folded")?;
    Ok(User {
        id: row.get("id")?,
        username: Folded { text: row.get("username")?, folded: row.get("username_folded")? },
        email: email.zip(folded).map(|(text, folded)| Folded { text, folded }),
        password_hash: row.get("password_hash")?,
        role: row.get("role")?,
        is_active: row.get("is_active")?,
        is_verified: row.get("is_verified")?,
        profile: Profile {
            display_name: row.get("display_name")?,
            bio: row.get("bio")?,
            avatar_url: row.get("avatar_url")?,
            time_zone: row.get("time_zone")?,
        },
        created_at_ms: row.get("created_at_ms")?,
        updated_at_ms: row.get("updated_at_ms")?,
        last_login_at_ms: row.get("last_login_at_ms")?,
        password_changed_at_ms: row.get("password_changed_at_ms")?,
        deleted_at_ms: row.get("deleted_at_ms")?,
    })
}

//! Settings of users: one row each, made with the user.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, first};
use crate::users::one;
use crate::value::Row;

queries! {
    "user_settings";
    FIND = "find";
    INSERT_DEFAULTS = "insert_defaults";
    UPDATE = "update";
}

/// The settings of a user. The database keeps the allowed values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserSettings {
    /// `en es fr de it pt ru ja zh ko`
    pub language: String,
    /// ISO 3166-1 alpha-2.
    pub region: Option<String>,
    /// `light dark auto`
    pub theme: String,
    /// `128 192 256 320`
    pub transcode_bitrate_kbps: i64,
    /// `mp3 ogg opus aac`
    pub transcode_format: String,
    /// Whether listens are sent on to Last.fm.
    pub scrobble_enabled: bool,
    /// The name there; the session key is a secret, see [`crate::secrets`].
    pub lastfm_username: Option<String>,
    /// Whether the player is open to guests.
    pub party_mode_enabled: bool,
    /// 0 to 100 percent.
    pub volume_level: i64,
    /// Whether the player starts again at the end.
    pub repeat_enabled: bool,
    /// Whether the player mixes.
    pub shuffle_enabled: bool,
    /// Who sees the profile: `private users public`.
    pub profile_visibility: String,
    /// Who sees the listens: `private users public`.
    pub listens_visibility: String,
    /// Mail about new sessions and changed passwords.
    pub notify_security_enabled: bool,
    /// Mail with statistics.
    pub notify_reports_enabled: bool,
    /// The last change, in milliseconds since 1970.
    pub updated_at_ms: i64,
}

/// The settings of a user.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find(on: impl Fetch, user_id: Uuid) -> Result<Option<UserSettings>> {
    first(&on.fetch(&FIND, params![user_id]).await?, settings)
}

/// Makes the row with the defaults, unless it is there.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn insert_defaults(tx: &mut Tx<'_>, user_id: Uuid, now_ms: i64) -> Result<()> {
    tx.execute(&INSERT_DEFAULTS, params![user_id, now_ms]).await.map(drop)
}

/// Replaces all settings. False when there is no such user.
///
/// # Errors
/// Those of [`Tx::execute`]; `Conflict` of `user_settings_<column>_check` for a value that is
/// not allowed.
pub async fn update(tx: &mut Tx<'_>, user_id: Uuid, settings: &UserSettings) -> Result<bool> {
    let params = params![
        user_id,
        &settings.language,
        settings.region.as_ref(),
        &settings.theme,
        settings.transcode_bitrate_kbps,
        &settings.transcode_format,
        settings.scrobble_enabled,
        settings.lastfm_username.as_ref(),
        settings.party_mode_enabled,
        settings.volume_level,
        settings.repeat_enabled,
        settings.shuffle_enabled,
        &settings.profile_visibility,
        &settings.listens_visibility,
        settings.notify_security_enabled,
        settings.notify_reports_enabled,
        settings.updated_at_ms,
    ];
    one(tx.execute(&UPDATE, params).await)
}

fn settings(row: &Row) -> Result<UserSettings> {
    Ok(UserSettings {
        language: row.get("language")?,
        region: row.get("region")?,
        theme: row.get("theme")?,
        transcode_bitrate_kbps: row.get("transcode_bitrate_kbps")?,
        transcode_format: row.get("transcode_format")?,
        scrobble_enabled: row.get("scrobble_enabled")?,
        lastfm_username: row.get("lastfm_username")?,
        party_mode_enabled: row.get("party_mode_enabled")?,
        volume_level: row.get("volume_level")?,
        repeat_enabled: row.get("repeat_enabled")?,
        shuffle_enabled: row.get("shuffle_enabled")?,
        profile_visibility: row.get("profile_visibility")?,
        listens_visibility: row.get("listens_visibility")?,
        notify_security_enabled: row.get("notify_security_enabled")?,
        notify_reports_enabled: row.get("notify_reports_enabled")?,
        updated_at_ms: row.get("updated_at_ms")?,
    })
}

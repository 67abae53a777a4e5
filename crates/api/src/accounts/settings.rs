//! The settings of the caller.

use accounts::{Language, Settings, Theme, TranscodeFormat, Visibility};
use axum::extract;
use axum::response::Response;
use edge::extract::{Json, NoQuery};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Surface;
use super::caller::Caller;
use super::page::some;
use super::problems::{ReadProblems, WriteProblems};
use super::shapes::{instant, private};
use crate::error::Result;

/// All settings of a user.
#[derive(Serialize, ToSchema)]
pub(crate) struct SettingsShape {
    /// `en es fr de it pt ru ja zh ko`
    language: &'static str,
    /// ISO 3166-1 alpha-2.
    region: Option<String>,
    /// `light dark auto`
    theme: &'static str,
    /// 128, 192, 256 or 320.
    transcode_bitrate_kbps: i64,
    /// `mp3 ogg opus aac`
    transcode_format: &'static str,
    /// Whether listens are sent on to Last.fm.
    scrobble_enabled: bool,
    /// The name there.
    lastfm_username: Option<String>,
    /// Whether the player is open to guests.
    party_mode_enabled: bool,
    /// 0 to 100 percent.
    volume_level: i64,
    /// Whether the player starts again at the end.
    repeat_enabled: bool,
    /// Whether the player mixes.
    shuffle_enabled: bool,
    /// Who sees the profile: `private users public`.
    profile_visibility: &'static str,
    /// Who sees the listens: `private users public`.
    listens_visibility: &'static str,
    /// Mail about new sessions and changed passwords.
    notify_security_enabled: bool,
    /// Mail with statistics.
    notify_reports_enabled: bool,
    /// IANA name of the time zone in which days are counted.
    time_zone: String,
    /// The last change, RFC 3339.
    updated_at: String,
}

impl From<Settings> for SettingsShape {
    fn from(settings: Settings) -> Self {
        Self {
            language: settings.language.as_str(),
            region: settings.region,
            theme: settings.theme.as_str(),
            transcode_bitrate_kbps: settings.transcode_bitrate_kbps,
            transcode_format: settings.transcode_format.as_str(),
            scrobble_enabled: settings.scrobble_enabled,
            lastfm_username: settings.lastfm_username,
            party_mode_enabled: settings.party_mode_enabled,
            volume_level: settings.volume_level,
            repeat_enabled: settings.repeat_enabled,
            shuffle_enabled: settings.shuffle_enabled,
            profile_visibility: settings.profile_visibility.as_str(),
            listens_visibility: settings.listens_visibility.as_str(),
            notify_security_enabled: settings.notify_security_enabled,
            notify_reports_enabled: settings.notify_reports_enabled,
            time_zone: settings.time_zone,
            updated_at: instant(settings.updated_at_ms),
        }
    }
}

/// Settings that are to be different; those that are left out stay.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SettingsRequest {
    /// `en es fr de it pt ru ja zh ko`
    language: Option<String>,
    /// ISO 3166-1 alpha-2 in capitals; null removes it.
    #[serde(deserialize_with = "some")]
    #[schema(value_type = Option<String>)]
    region: Option<Option<String>>,
    /// `light dark auto`
    theme: Option<String>,
    /// 128, 192, 256 or 320.
    transcode_bitrate_kbps: Option<i64>,
    /// `mp3 ogg opus aac`
    transcode_format: Option<String>,
    /// Whether listens are sent on to Last.fm.
    scrobble_enabled: Option<bool>,
    /// The name there; null removes it.
    #[serde(deserialize_with = "some")]
    #[schema(value_type = Option<String>)]
    lastfm_username: Option<Option<String>>,
    /// Whether the player is open to guests.
    party_mode_enabled: Option<bool>,
    /// 0 to 100 percent.
    volume_level: Option<i64>,
    /// Whether the player starts again at the end.
    repeat_enabled: Option<bool>,
    /// Whether the player mixes.
    shuffle_enabled: Option<bool>,
    /// Who sees the profile: `private users public`.
    profile_visibility: Option<String>,
    /// Who sees the listens: `private users public`.
    listens_visibility: Option<String>,
    /// Mail about new sessions and changed passwords.
    notify_security_enabled: Option<bool>,
    /// Mail with statistics.
    notify_reports_enabled: Option<bool>,
    /// IANA name of the time zone in which days are counted.
    time_zone: Option<String>,
}

impl SettingsRequest {
    fn apply(self, settings: &mut Settings) -> accounts::Result<()> {
        let words = (self.language, self.theme, self.transcode_format);
        let (language, theme, format) = words;
        replace(&mut settings.language, language.as_deref().map(Language::parse).transpose()?);
        replace(&mut settings.theme, theme.as_deref().map(Theme::parse).transpose()?);
        let format = format.as_deref().map(TranscodeFormat::parse).transpose()?;
        replace(&mut settings.transcode_format, format);
        let see = |word: Option<String>| word.as_deref().map(Visibility::parse).transpose();
        replace(&mut settings.profile_visibility, see(self.profile_visibility)?);
        replace(&mut settings.listens_visibility, see(self.listens_visibility)?);
        replace(&mut settings.region, self.region);
        replace(&mut settings.lastfm_username, self.lastfm_username);
        replace(&mut settings.transcode_bitrate_kbps, self.transcode_bitrate_kbps);
        replace(&mut settings.scrobble_enabled, self.scrobble_enabled);
        replace(&mut settings.party_mode_enabled, self.party_mode_enabled);
        replace(&mut settings.volume_level, self.volume_level);
        replace(&mut settings.repeat_enabled, self.repeat_enabled);
        replace(&mut settings.shuffle_enabled, self.shuffle_enabled);
        replace(&mut settings.notify_security_enabled, self.notify_security_enabled);
        replace(&mut settings.notify_reports_enabled, self.notify_reports_enabled);
        replace(&mut settings.time_zone, self.time_zone);
        Ok(())
    }
}

fn replace<T>(value: &mut T, new: Option<T>) {
    if let Some(new) = new {
        *value = new;
    }
}

/// Show the own settings
#[utoipa::path(
    get,
    path = "/v1/me/settings",
    tag = "account",
    responses((status = 200, description = "All settings", body = SettingsShape), ReadProblems),
)]
pub(crate) async fn show_settings(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    _: NoQuery,
) -> Result<Response> {
    let settings = surface.accounts().find_settings(&caller.who).await?;
    Ok(private(StatusCode::OK, SettingsShape::from(settings)))
}

/// Change own settings
#[utoipa::path(
    patch,
    path = "/v1/me/settings",
    tag = "account",
    request_body = SettingsRequest,
    responses((status = 200, description = "All settings", body = SettingsShape), WriteProblems),
)]
pub(crate) async fn change_settings(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    _: NoQuery,
    Json(request): Json<SettingsRequest>,
) -> Result<Response> {
    let change = |settings: &mut Settings| request.apply(settings);
    let settings = surface.accounts().change_settings(&caller.who, change).await?;
    Ok(private(StatusCode::OK, SettingsShape::from(settings)))
}

//! Settings of users: every value has a type, and a list of what it may be.

use store::user_settings::{self, UserSettings};
use store::{Tx, users};

use crate::accounts::{Accounts, found};
use crate::caller::Caller;
use crate::error::{Error, Refusal, Result};
use crate::names;
use crate::scopes::Scope;

macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident, $field:literal: $($(#[$note:meta])* $variant:ident = $word:literal,)*;)*) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$note])* #[doc = concat!("`", $word, "`")] $variant),* }

        impl $name {
            /// The words that may be sent.
            pub const WORDS: &[&str] = &[$($word),*];

            /// The word.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// The choice of a word.
            ///
            /// # Errors
            /// [`Refusal::Invalid`], which lists the words.
            pub fn parse(word: &str) -> Result<Self> {
                match word {
                    $($word => Ok(Self::$variant),)*
                    _ => Err(one_of($field, Self::WORDS)),
                }
            }
        })*
    };
}

choices! {
    /// The language of the web page and of mails.
    Language, "language": En = "en", Es = "es", Fr = "fr", De = "de", It = "it", Pt = "pt", Ru = "ru", Ja = "ja", Zh = "zh", Ko = "ko",;
    /// The colours of the web page.
    Theme, "theme": Light = "light", Dark = "dark", Auto = "auto",;
    /// The format that music is sent in when it has to be converted.
    TranscodeFormat, "transcode_format": Mp3 = "mp3", Ogg = "ogg", Opus = "opus", Aac = "aac",;
    /// Who sees something.
    Visibility, "visibility": Private = "private", Users = "users", Public = "public",;
}

/// Bit rates that music is converted to, in kbit/s.
pub const BITRATES_KBPS: [i64; 4] = [128, 192, 256, 320];
/// The longest name at Last.fm, in characters.
const MAX_LASTFM: usize = 255;

/// All settings of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The language of the web page and of mails.
    pub language: Language,
    /// ISO 3166-1 alpha-2, in capitals.
    pub region: Option<String>,
    /// The colours of the web page.
    pub theme: Theme,
    /// One of [`BITRATES_KBPS`].
    pub transcode_bitrate_kbps: i64,
    /// The format of converted music.
    pub transcode_format: TranscodeFormat,
    /// Whether listens are sent on to Last.fm.
    pub scrobble_enabled: bool,
    /// The name there.
    pub lastfm_username: Option<String>,
    /// Whether the player is open to guests.
    pub party_mode_enabled: bool,
    /// 0 to 100 percent.
    pub volume_level: i64,
    /// Whether the player starts again at the end.
    pub repeat_enabled: bool,
    /// Whether the player mixes.
    pub shuffle_enabled: bool,
    /// Who sees the profile.
    pub profile_visibility: Visibility,
    /// Who sees the listens.
    pub listens_visibility: Visibility,
    /// Mail about new sessions and changed passwords.
    pub notify_security_enabled: bool,
    /// Mail with statistics.
    pub notify_reports_enabled: bool,
    /// The IANA name of the time zone in which days are counted.
    pub time_zone: String,
    /// The last change, in milliseconds since 1970.
    pub updated_at_ms: i64,
}

impl Accounts {
    /// The settings of the caller.
    ///
    /// # Errors
    /// Refused to app tokens without [`Scope::ProfileRead`].
    pub async fn find_settings(&self, caller: &Caller) -> Result<Settings> {
        caller.require(Scope::ProfileRead)?;
        let user = self.user(caller.user_id).await?;
        let row = user_settings::find(self.store(), caller.user_id).await?;
        let row = row.ok_or_else(|| Error::internal("a user has no settings"))?;
        from_row(row, user.profile.time_zone)
    }

    /// Changes settings: `change` gets those that are, within one unit of work, so that two
    /// changes at once both count.
    ///
    /// # Errors
    /// Refused to app tokens without [`Scope::ProfileWrite`], and for values that cannot be.
    pub async fn change_settings(
        &self,
        caller: &Caller,
        change: impl FnOnce(&mut Settings) -> Result<()> + Send + 'static,
    ) -> Result<Settings> {
        caller.require(Scope::ProfileWrite)?;
        let (user_id, now_ms) = (caller.user_id, self.now_ms());
        self.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                // Settings are read, changed and written as a whole: one change after the other.
                tx.lock("accounts.settings").await?;
                let user = users::find(&mut *tx, user_id).await?;
                let mut user = user.ok_or(Refusal::NotFound { what: "user" })?;
                let row = user_settings::find(&mut *tx, user_id).await?;
                let row = row.ok_or_else(|| Error::internal("a user has no settings"))?;
                let mut settings = from_row(row, user.profile.time_zone.clone())?;
                change(&mut settings)?;
                settings.updated_at_ms = now_ms;
                check(&settings)?;
                found(user_settings::update(tx, user_id, &to_row(&settings)).await?, "user")?;
                if settings.time_zone != user.profile.time_zone {
                    user.profile.time_zone.clone_from(&settings.time_zone);
                    users::set_profile(tx, user_id, &user.profile, now_ms).await?;
                    store::stats::forget_zone(tx, user_id).await?;
                }
                Ok(settings)
            })
        })
        .await
    }
}

fn check(settings: &Settings) -> Result<()> {
    if !BITRATES_KBPS.contains(&settings.transcode_bitrate_kbps) {
        let reason = "transcode_bitrate_kbps is one of 128, 192, 256, 320";
        return Err(Refusal::invalid("transcode_bitrate_kbps", reason));
    }
    if !(0..=100).contains(&settings.volume_level) {
        return Err(Refusal::invalid("volume_level", "volume_level is 0 to 100"));
    }
    let is_region = |text: &String| text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase());
    if settings.region.as_ref().is_some_and(|region| !is_region(region)) {
        return Err(Refusal::invalid("region", "region is two capitals, as in AT"));
    }
    let is_name = |text: &String| {
        !text.is_empty() && text.chars().count() <= MAX_LASTFM && names::can_be_kept(text)
    };
    if settings.lastfm_username.as_ref().is_some_and(|name| !is_name(name)) {
        return Err(Refusal::invalid(
            "lastfm_username",
            "a name has 1 to 255 characters and no zero byte",
        ));
    }
    if jiff::tz::TimeZone::get(&settings.time_zone).is_err() {
        return Err(Refusal::invalid(
            "time_zone",
            "time_zone is an IANA name, as in Europe/Vienna",
        ));
    }
    Ok(())
}

fn one_of(field: &'static str, words: &[&str]) -> Error {
    Refusal::invalid(field, format!("{field} is one of {}", words.join(", ")))
}

/// The database keeps the allowed words by a check, so another word is a defect.
fn from_row(row: UserSettings, time_zone: String) -> Result<Settings> {
    let defect = |error: Error| Error::internal(error.to_string());
    Ok(Settings {
        language: Language::parse(&row.language).map_err(defect)?,
        region: row.region,
        theme: Theme::parse(&row.theme).map_err(defect)?,
        transcode_bitrate_kbps: row.transcode_bitrate_kbps,
        transcode_format: TranscodeFormat::parse(&row.transcode_format).map_err(defect)?,
        scrobble_enabled: row.scrobble_enabled,
        lastfm_username: row.lastfm_username,
        party_mode_enabled: row.party_mode_enabled,
        volume_level: row.volume_level,
        repeat_enabled: row.repeat_enabled,
        shuffle_enabled: row.shuffle_enabled,
        profile_visibility: Visibility::parse(&row.profile_visibility).map_err(defect)?,
        listens_visibility: Visibility::parse(&row.listens_visibility).map_err(defect)?,
        notify_security_enabled: row.notify_security_enabled,
        notify_reports_enabled: row.notify_reports_enabled,
        time_zone,
        updated_at_ms: row.updated_at_ms,
    })
}

fn to_row(settings: &Settings) -> UserSettings {
    UserSettings {
        language: settings.language.as_str().to_owned(),
        region: settings.region.clone(),
        theme: settings.theme.as_str().to_owned(),
        transcode_bitrate_kbps: settings.transcode_bitrate_kbps,
        transcode_format: settings.transcode_format.as_str().to_owned(),
        scrobble_enabled: settings.scrobble_enabled,
        lastfm_username: settings.lastfm_username.clone(),
        party_mode_enabled: settings.party_mode_enabled,
        volume_level: settings.volume_level,
        repeat_enabled: settings.repeat_enabled,
        shuffle_enabled: settings.shuffle_enabled,
        profile_visibility: settings.profile_visibility.as_str().to_owned(),
        listens_visibility: settings.listens_visibility.as_str().to_owned(),
        notify_security_enabled: settings.notify_security_enabled,
        notify_reports_enabled: settings.notify_reports_enabled,
        updated_at_ms: settings.updated_at_ms,
    }
}

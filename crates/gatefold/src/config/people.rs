//! Settings of accounts and mail.

use std::path::PathBuf;
use std::time::Duration;

use accounts::Registration;
use accounts::mail::SmtpTls;
use axum::http::HeaderName;
use compat_lastfm::App;
use ipnet::IpNet;

/// Who may have an account, and for how long things last.
#[derive(Clone)]
pub struct People {
    /// Who may register.
    pub registration: Registration,
    /// The address of the web page; none for the address that the server listens on.
    pub public_url: Option<String>,
    /// The life of an access token.
    pub access_lifetime: Duration,
    /// The life of a refresh token.
    pub refresh_lifetime: Duration,
    /// How long after its deletion an account is erased.
    pub erase_after: Duration,
    /// The header in which a proxy names the user it has signed in.
    pub proxy_header: Option<HeaderName>,
    /// The proxies whose header is believed.
    pub proxy_networks: Vec<IpNet>,
    /// Master keys of secrets, as text; none for the file.
    pub secret_keys: Option<String>,
    /// The file of master keys; none for `secrets.key` in the data directory.
    pub secret_file: Option<PathBuf>,
    /// Programs of Last.fm whose secrets are known.
    pub lastfm_apps: Vec<App>,
    /// Whether other programs are refused.
    pub is_only_known_apps: bool,
}

/// How mails are sent.
#[derive(Clone)]
pub struct Mail {
    /// Who they are from.
    pub from: String,
    /// Where they lie without a mail server; none for `outbox` in the data directory.
    pub outbox: Option<PathBuf>,
    /// The name of the mail server.
    pub host: Option<String>,
    /// Its port.
    pub port: u16,
    /// How the way there is protected.
    pub tls: SmtpTls,
    /// The name there.
    pub user: Option<String>,
    /// The password there.
    pub password: Option<String>,
}

impl std::fmt::Debug for People {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { registration, public_url, erase_after, .. } = self;
        write!(f, "People {{ {registration:?}, {public_url:?}, {erase_after:?}, … }}")
    }
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mail {{ {:?}, {:?}, {:?}:{}, … }}", self.from, self.outbox, self.host, self.port)
    }
}

/// Reads who may register.
pub(super) fn registration(text: &str) -> Result<Registration, String> {
    match text {
        "open" => Ok(Registration::Open),
        "invitation" => Ok(Registration::Invitation),
        "closed" => Ok(Registration::Closed),
        _ => Err("expected open, invitation or closed".to_owned()),
    }
}

/// Reads the protection of the way to a mail server.
pub(super) fn tls(text: &str) -> Result<SmtpTls, String> {
    match text {
        "starttls" => Ok(SmtpTls::StartTls),
        "implicit" => Ok(SmtpTls::Implicit),
        "none" => Ok(SmtpTls::None),
        _ => Err("expected starttls, implicit or none".to_owned()),
    }
}

/// Reads the name of a header.
pub(super) fn header(text: &str) -> Result<Option<HeaderName>, String> {
    let Some(text) = super::parse::optional(text) else { return Ok(None) };
    let name = text.parse().map(Some);
    name.map_err(|_| "expected the name of a header, as in X-Remote-User".to_owned())
}

/// Reads keys and secrets of programs.
pub(super) fn apps(text: &str) -> Result<Vec<App>, String> {
    let words = text.split([',', ' ']).filter(|word| !word.is_empty());
    let app = |word: &str| {
        let (key, secret) =
            word.split_once(':').filter(|(key, secret)| !key.is_empty() && !secret.is_empty())?;
        Some(App { key: key.to_owned(), secret: secret.to_owned() })
    };
    words
        .map(|word| app(word).ok_or_else(|| "expected KEY:SECRET, separated by commas".to_owned()))
        .collect()
}

/// Reads the address of the web page; links begin with it.
pub(super) fn public_url(text: &str) -> Result<Option<String>, String> {
    let Some(text) = super::parse::optional(text) else { return Ok(None) };
    match url::Url::parse(&text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.host().is_some() => {
            Ok(Some(text.trim_end_matches('/').to_owned()))
        }
        _ => Err("expected an address as in https://music.example.org".to_owned()),
    }
}

impl Default for People {
    fn default() -> Self {
        Self {
            registration: Registration::Closed,
            public_url: None,
            access_lifetime: Duration::ZERO,
            refresh_lifetime: Duration::ZERO,
            erase_after: Duration::ZERO,
            proxy_header: None,
            proxy_networks: Vec::new(),
            secret_keys: None,
            secret_file: None,
            lastfm_apps: Vec::new(),
            is_only_known_apps: false,
        }
    }
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            from: String::new(),
            outbox: None,
            host: None,
            port: 0,
            tls: SmtpTls::StartTls,
            user: None,
            password: None,
        }
    }
}

/// Another provider at which people may sign in.
#[derive(Clone, Default)]
pub struct Oidc {
    /// Its name in paths.
    pub name: String,
    /// Its address; none when there is no provider.
    pub issuer: Option<String>,
    /// What this installation is called there.
    pub client_id: String,
    /// The secret of this installation there.
    pub client_secret: Option<String>,
    /// Whether a proven address leads to the account with that address.
    pub is_linking_by_email: bool,
    /// Whether people who are not known get an account.
    pub is_registering: bool,
}

impl std::fmt::Debug for Oidc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Oidc {{ {:?}, {:?}, {:?}, … }}", self.name, self.issuer, self.client_id)
    }
}

/// Reads the name of a provider.
pub(super) fn provider_name(text: &str) -> Result<String, String> {
    let is_plain = !text.is_empty()
        && text.len() <= 32
        && text.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-');
    if is_plain { Ok(text.to_owned()) } else { Err("expected small letters and digits".to_owned()) }
}

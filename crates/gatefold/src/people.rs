//! Accounts as this program opens them: with its clock, its randomness, its mail and its keys.

use std::path::PathBuf;
use std::sync::Arc;

use accounts::mail::{Mail, Outbox, Post, Smtp, SmtpOptions};
use accounts::oidc::{Oidc, Provider};
use accounts::{Accounts, Clock, Effects, Keyring, Options, Randomness};
use anyhow::{Context as _, Result};
use api::{ProxyHeader, Surface, SurfaceOptions};
use catalog::Live;
use edge::client::TrustedProxies;
use listens::Listens;
use store::Store;

use crate::config::Config;
use crate::web::Web;

/// Opens the accounts of a store. At the first start this makes the file of master keys.
///
/// # Errors
/// When keys or mail cannot be used as configured.
pub fn open(config: &Config, store: &Store) -> Result<Accounts> {
    open_with(config, store, keyring(config)?)
}

/// Opens the accounts of a store with these keys.
pub fn open_with(config: &Config, store: &Store, keyring: Keyring) -> Result<Accounts> {
    let random = Arc::new(SystemRandom);
    let effects = Effects { clock: Arc::new(SystemClock), random, mail: mail(config)? };
    Ok(Accounts::new(store.clone(), keyring, effects, options(config))?)
}

/// Opens the listening history of a store.
pub fn listens(store: &Store, live: Arc<Live>) -> Listens {
    let random = Arc::new(SystemRandom);
    let effects = listens::Effects { clock: Arc::new(SystemClock), random };
    Listens::new(store.clone(), live, effects, &listens::Options::default())
}

/// The master keys, from the configuration or from their file.
pub fn keyring(config: &Config) -> Result<Keyring> {
    match &config.people.secret_keys {
        Some(text) => {
            // One line in an environment variable; commas stand for ends of lines.
            let text = text.replace(',', "\n");
            Keyring::parse(&text).context("accounts.secret_keys cannot be used")
        }
        None => Ok(Keyring::open(&key_file(config), &SystemRandom)?),
    }
}

/// The file of master keys.
#[must_use]
pub fn key_file(config: &Config) -> PathBuf {
    let configured = config.people.secret_file.clone();
    configured.unwrap_or_else(|| config.data_dir.join("secrets.key"))
}

/// What pages of other origins may not do.
fn surface_options(config: &Config) -> SurfaceOptions {
    let url = config.people.public_url.as_deref().and_then(|url| url::Url::parse(url).ok());
    let proxies = TrustedProxies::new(config.people.proxy_networks.clone());
    let header = config.people.proxy_header.clone();
    SurfaceOptions {
        public_origin: url.map(|url| url.origin().ascii_serialization()),
        proxy: header.map(|header| ProxyHeader { header, proxies }),
    }
}

/// The surface for scrobblers that speak Last.fm or AudioScrobbler.
#[must_use]
pub fn scrobblers(
    config: &Config,
    (accounts, listens): (&Accounts, &Listens),
    live: Arc<Live>,
) -> compat_lastfm::Surface {
    let options = compat_lastfm::Options {
        public_origin: surface_options(config).public_origin,
        apps: config.people.lastfm_apps.clone(),
        only_known_apps: config.people.is_only_known_apps,
    };
    compat_lastfm::Surface::new(accounts.clone(), listens.clone(), live, options)
}

/// The surface of accounts over HTTP, with the provider that is configured.
///
/// # Errors
/// When requests to the provider cannot be prepared.
pub fn surface(config: &Config, accounts: &Accounts) -> Result<Surface> {
    let surface = Surface::new(accounts.clone(), surface_options(config));
    let Some(issuer) = config.oidc.issuer.clone() else { return Ok(surface) };
    let oidc = &config.oidc;
    let provider = Provider {
        name: oidc.name.clone(),
        issuer,
        client_id: oidc.client_id.clone(),
        client_secret: oidc.client_secret.clone(),
        is_linking_by_email: oidc.is_linking_by_email,
        is_registering: oidc.is_registering,
    };
    let web = Arc::new(Web::new()?);
    Ok(surface.with_oidc(Oidc::new(accounts.clone(), vec![provider], web)))
}

fn options(config: &Config) -> Options {
    let people = &config.people;
    let listen = || format!("http://{}", config.server.listen);
    Options {
        registration: people.registration,
        access_lifetime: people.access_lifetime,
        refresh_lifetime: people.refresh_lifetime,
        deletion_grace: people.erase_after,
        public_url: people.public_url.clone().unwrap_or_else(listen),
        ..Options::default()
    }
}

fn mail(config: &Config) -> Result<Arc<dyn Mail>> {
    let mail = &config.mail;
    let post = match &mail.host {
        Some(host) => {
            let credentials = mail.user.clone().zip(mail.password.clone());
            let (host, from) = (host.clone(), mail.from.clone());
            let (port, tls) = (mail.port, mail.tls);
            let smtp = Smtp::new(&SmtpOptions { host, port, tls, credentials, from });
            Post::start(smtp.context("mail cannot be sent as configured")?)
        }
        None => {
            let outbox = mail.outbox.clone().unwrap_or_else(|| config.data_dir.join("outbox"));
            Post::start(Outbox::new(outbox, &mail.from).context("mail cannot be kept")?)
        }
    };
    Ok(Arc::new(post.context("starting the thread that sends mail")?))
}

/// The time of this machine.
struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> i64 {
        crate::clock::now_ms()
    }
}

/// The randomness of the operating system.
pub struct SystemRandom;

impl Randomness for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        use rustix::rand::{GetRandomFlags, getrandom};
        let mut filled = 0;
        while filled < bytes.len() {
            // Interrupted by a signal: again.
            filled += match getrandom(&mut bytes[filled..], GetRandomFlags::empty()) {
                Err(rustix::io::Errno::INTR) => 0,
                given => given.expect("Linux gives randomness to everybody since version 3.17"),
            };
        }
    }
}

//! Other servers as this program asks them: with its web client, the secrets of its people, and what
//! it is called there.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use accounts::{Accounts, Client};
use anyhow::Result;
use futures::future::BoxFuture;
use listens::relay::{Outside, Vault};
use listens::{Account, Listens, NoAnswer, Remote, RemoteAnswer, RemoteRequest};
use store::Store;
use tokio::sync::Semaphore;
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

use crate::clock::now_ms;
use crate::complaint::Complaint;
use crate::config::Config;
use crate::exit::chain;
use crate::jobs::{Order, add, find, order};
use crate::web::Web;

/// The job that sends what waits.
pub const RELAY: &str = "listens.relay";
/// How long after a play was queued it is sent: others of the same album may come with it.
const SOON: Duration = Duration::from_secs(1);
/// Things that play now which are forwarded at once.
const PLAYING: usize = 32;

/// Other servers, and what asking them needs.
pub struct Elsewhere {
    web: Lazy,
    vault: Secrets,
    settings: crate::config::Elsewhere,
    public_url: Option<String>,
}

impl Elsewhere {
    /// Other servers as they are configured.
    #[must_use]
    pub fn new(config: &Config, accounts: &Accounts) -> Self {
        Self {
            web: Lazy::default(),
            vault: Secrets(accounts.clone()),
            settings: config.elsewhere.clone(),
            public_url: config.people.public_url.clone(),
        }
    }

    /// What sending plays needs.
    #[must_use]
    pub fn outside(&self) -> Outside<'_> {
        let settings = &self.settings;
        Outside {
            remote: &self.web,
            vault: &self.vault,
            app: (&settings.lastfm_key, &settings.lastfm_secret),
            public_url: self.public_url.as_deref(),
            servers: &settings.relay_servers,
        }
    }

    /// Other servers alone.
    #[must_use]
    pub fn remote(&self) -> &dyn Remote {
        &self.web
    }

    /// An account at Last.fm.
    #[must_use]
    pub fn lastfm<'a>(&'a self, name: &'a str) -> Account<'a> {
        let settings = &self.settings;
        Account { base_url: &settings.lastfm_url, api_key: &settings.lastfm_key, name }
    }
}

/// A client that is made when something is first asked: a machine without roots of trust serves all
/// the same.
#[derive(Default)]
struct Lazy(OnceLock<Result<Web, String>>);

impl Remote for Lazy {
    fn send(&self, request: RemoteRequest) -> BoxFuture<'_, Result<RemoteAnswer, NoAnswer>> {
        match self.0.get_or_init(|| Web::new().map_err(|error| chain(&error))) {
            Ok(web) => web.send(request),
            Err(why) => Box::pin(std::future::ready(Err(NoAnswer(why.clone())))),
        }
    }
}

/// Secrets of people, as accounts keep them.
struct Secrets(Accounts);

impl Vault for Secrets {
    fn find(&self, user: Uuid, name: String) -> BoxFuture<'_, listens::Result<Option<String>>> {
        Box::pin(async move {
            let found = self.0.find_secret(user, &name).await.map_err(failed)?;
            Ok(found.and_then(|bytes| String::from_utf8(bytes).ok()))
        })
    }

    fn put(&self, user: Uuid, name: String, secret: String) -> BoxFuture<'_, listens::Result<()>> {
        Box::pin(async move {
            let client = Client::default();
            self.0.put_secret((user, &name), secret.as_bytes(), &client).await.map_err(failed)
        })
    }
}

fn failed(error: accounts::Error) -> listens::Error {
    listens::Error::Internal(error.into())
}

/// Starts the job that sends plays, soon after some were queued in this process.
pub async fn wake_relay(store: Store, listens: Listens) {
    let mut complaint = Complaint::new("looking for plays to be forwarded");
    loop {
        listens.wait_for_relays().await;
        loop {
            tokio::time::sleep(SOON).await;
            match order_relay(&store, &listens).await {
                Ok(true) => complaint.over(),
                Ok(false) => break,
                Err(error) => {
                    complaint.about(&error);
                    break;
                }
            }
        }
    }
}

/// Puts the job into the queue, if there is something for it; tells whether there is.
async fn order_relay(store: &Store, listens: &Listens) -> Result<bool> {
    if !listens.has_relays_due().await? {
        return Ok(false);
    }
    if let Some(kind) = find(RELAY) {
        // One that runs may have passed what is due: it is looked at again.
        let _queued = add(store, order(kind, "{}", Order { by: None, now_ms: now_ms() })?).await?;
    }
    Ok(true)
}

/// Forwards what begins to play in this process.
pub async fn forward_playing(elsewhere: Arc<Elsewhere>, listens: Listens) {
    let room = Arc::new(Semaphore::new(PLAYING));
    let mut playing = listens.watch_playing();
    loop {
        let (user_id, what) = match playing.recv().await {
            Ok(next) => next,
            Err(RecvError::Lagged(_)) => continue,
            Err(RecvError::Closed) => return,
        };
        // What finds no room is over before there would be any.
        let Ok(permit) = Arc::clone(&room).try_acquire_owned() else { continue };
        let (elsewhere, listens) = (Arc::clone(&elsewhere), listens.clone());
        tokio::spawn(async move {
            if let Err(error) = listens.forward_playing(elsewhere.outside(), user_id, &what).await {
                tracing::debug!(%error, "what plays now was not forwarded");
            }
            drop(permit);
        });
    }
}

//! The server: everything that runs in a serving process, opened together and closed in order.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use api::{Listening, ListeningOptions, Operations, WatchOptions};
use axum::Router;
use catalog::{Generations, Live};
use edge::client::TrustedProxies;
use edge::clock::Monotonic;
use edge::limits::Rate;
use edge::server::ServerOptions;
use edge::{Edge, LogRequests};
use listens::Listens;
use store::Store;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::board::Rows;
use crate::clock::now_ms;
use crate::config::Config;
use crate::elsewhere::{Elsewhere, forward_playing, wake_relay};
use crate::health::{Monitor, Parts};
use crate::jobs::{Pace, Runner, Tools};

/// A server that is ready to answer.
pub struct Server {
    store: Store,
    listens: Listens,
    router: Router,
    operations: Operations,
    listening: Listening,
    options: ServerOptions,
    runner: Runner,
    watchers: Vec<JoinHandle<()>>,
    grace: Duration,
}

impl Server {
    /// Opens the database, the catalogue and what works in the background.
    ///
    /// # Errors
    /// When the database cannot be opened, or the current generation cannot be read.
    pub async fn open(config: &Config) -> Result<Self> {
        let store = open_store(config).await?;
        let live = Arc::new(Live::open(Generations::at(config.catalogue_dir()))?);
        tell(&live);
        let monitor = Monitor::start(parts(config, &store, live.clone())?).await;
        let clock = Arc::new(Monotonic::start());
        let edge = Edge::new(edge_options(config), clock.clone());
        crate::figures::report(edge.metrics(), &store);
        let options = api::Options {
            search_deadline: config.server.search_deadline,
            kept_answers_bytes: config.server.answer_cache_mb << 20,
            ..api::Options::default()
        };
        let state = api::State::new(live.clone(), edge.clone(), clock, options);
        state.plug_components(monitor.clone());
        state.prepare()?;
        let accounts = crate::people::open(config, &store)?;
        let surface = crate::people::surface(config, &accounts)?;
        let listens = crate::people::listens(&store, live.clone());
        let listenbrainz =
            compat_listenbrainz::Surface::new(accounts.clone(), listens.clone(), live.clone());
        let musicbrainz = compat_musicbrainz::Surface::new(live.clone(), now_ms);
        let scrobblers = crate::people::scrobblers(config, (&accounts, &listens), live.clone());
        let listening = Listening::new(surface.clone(), listens.clone(), listening_options(config));
        let board = Arc::new(Rows { store: store.clone(), now_ms });
        let operations = Operations::new(surface.clone(), board, WatchOptions::default());
        let router = api::router(state.clone())
            .merge(api::accounts_router(surface))
            .merge(api::listening_router(listening.clone()))
            .merge(api::operations_router(operations.clone()));
        let elsewhere = Arc::new(Elsewhere::new(config, &accounts));
        let config = config.clone();
        let tools = Arc::new(Tools {
            store: store.clone(),
            accounts,
            listens,
            elsewhere,
            config,
            monitor,
            now_ms,
        });
        let watchers = watchers(&tools, live, state);
        Ok(Self {
            store,
            listens: tools.listens.clone(),
            router: edge
                .wrap(router)
                .merge(compat_lastfm::router(scrobblers, &edge))
                .merge(compat_listenbrainz::router(listenbrainz, &edge))
                .merge(compat_musicbrainz::router(musicbrainz, &edge)),
            operations,
            listening,
            options: server_options(&tools.config),
            runner: Runner::start(Arc::clone(&tools), pace(&tools.config)),
            watchers,
            grace: tools.config.server.shutdown_grace,
        })
    }

    /// Answers until `stop` is done, then ends what runs, the database last.
    pub async fn run(self, listener: TcpListener, stop: impl Future<Output = ()> + Send) {
        let (operations, listening) = (self.operations, self.listening);
        let stop = async move {
            stop.await;
            // Those who watch would keep the server until its grace is over.
            operations.close();
            listening.close();
        };
        let stopped = edge::server::serve(listener, self.router, &self.options, stop).await;
        self.watchers.iter().for_each(JoinHandle::abort);
        self.runner.stop(self.grace).await;
        self.listens.catch_up().await;
        self.store.close().await;
        if stopped.cut_off > 0 {
            tracing::warn!(connections = stopped.cut_off, "requests were cut off at the end");
        }
    }
}

/// Says what is served.
fn tell(live: &Live) {
    match live.get().as_ref() {
        Some(catalog) => tracing::info!(generation = catalog.number(), "serving"),
        None => tracing::warn!("no catalogue yet: look-ups are 503 until an import has finished"),
    }
}

/// Starts what goes on beside the requests.
fn watchers(tools: &Arc<Tools>, live: Arc<Live>, state: api::State) -> Vec<JoinHandle<()>> {
    let listens = &tools.listens;
    vec![
        tokio::spawn(Arc::clone(&tools.monitor).watch()),
        tokio::spawn(watch(live, state, tools.config.watch)),
        tokio::spawn(wake_relay(tools.store.clone(), listens.clone())),
        tokio::spawn(forward_playing(Arc::clone(&tools.elsewhere), listens.clone())),
    ]
}

/// Opens the database and applies what is missing.
pub async fn open_store(config: &Config) -> Result<Store> {
    // The keys of secrets lie there even when the database is elsewhere.
    let data_dir = &config.data_dir;
    std::fs::create_dir_all(data_dir).with_context(|| data_dir.display().to_string())?;
    let (target, options) = (&config.database.target, config.database.options()?);
    let store = Store::open(target, &options).await?;
    tracing::info!(database = %target, "the database is open");
    Ok(store)
}

/// What the health of this process is made of.
pub fn parts(config: &Config, store: &Store, live: Arc<Live>) -> Result<Parts> {
    Ok(Parts {
        store: store.clone(),
        target: config.database.target.clone(),
        options: config.database.options()?,
        live,
        data_dir: config.data_dir.clone(),
        runner_silence: config.jobs.lost_after.max(config.jobs.poll * 3),
        now_ms,
    })
}

/// How the job runner works.
pub fn pace(config: &Config) -> Pace {
    let jobs = &config.jobs;
    let lost_after = jobs.lost_after.max(jobs.heartbeat * 3);
    Pace { workers: jobs.workers, poll: jobs.poll, heartbeat: jobs.heartbeat, lost_after }
}

fn listening_options(config: &Config) -> ListeningOptions {
    let elsewhere = &config.elsewhere;
    ListeningOptions {
        uploads: config.uploads_dir(),
        upload_bytes: elsewhere.upload_bytes,
        relay_servers: elsewhere.relay_servers.clone(),
        has_lastfm: !elsewhere.lastfm_key.is_empty(),
    }
}

fn edge_options(config: &Config) -> edge::Options {
    let server = &config.server;
    edge::Options {
        rate: Rate::new(server.rate_per_second, server.rate_burst),
        limit_loopback: server.rate_loopback,
        trusted_proxies: TrustedProxies::new(server.trusted_proxies.clone()),
        body_limit: server.request_body_bytes,
        log: if config.log_level >= tracing::Level::DEBUG {
            LogRequests::All
        } else {
            LogRequests::Failures
        },
    }
}

/// Moves to each new generation as it is published.
async fn watch(live: Arc<Live>, state: api::State, every: Duration) {
    loop {
        tokio::time::sleep(every).await;
        let (live, state) = (live.clone(), state.clone());
        // Opening may check gigabytes when the files were not checked before.
        let looked = tokio::task::spawn_blocking(move || {
            let moved = live.refresh()?;
            state.prepare()?;
            Ok::<_, catalog::Error>(moved)
        });
        match looked.await {
            Ok(Ok(Some(generation))) => tracing::info!(generation, "moved to a new generation"),
            Ok(Ok(None)) => {}
            Ok(Err(error)) => tracing::error!(%error, "the new generation cannot be used"),
            Err(error) => tracing::error!(%error, "looking for a new generation failed"),
        }
    }
}

fn server_options(config: &Config) -> ServerOptions {
    ServerOptions {
        max_connections: config.server.max_connections,
        grace: config.server.shutdown_grace,
        trusted_proxies: TrustedProxies::new(config.server.trusted_proxies.clone()),
        ..ServerOptions::default()
    }
}

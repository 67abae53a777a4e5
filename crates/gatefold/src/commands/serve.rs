//! `gatefold serve`: from settings to an answering socket.

use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use catalog::{Generations, Live};
use edge::client::TrustedProxies;
use edge::clock::Monotonic;
use edge::limits::Rate;
use edge::server::ServerOptions;
use edge::{Edge, LogRequests};
use store::Store;
use tokio::net::TcpListener;

use crate::config::Config;

/// Serves until a signal.
pub(super) fn run(config: &Config) -> Result<()> {
    let runtime = tokio::runtime::Runtime::new().context("starting the server's threads")?;
    runtime.block_on(async {
        let listener = listen(config.server.listen).await?;
        announce(&listener)?;
        serve(config, listener).await
    })
}

/// Takes the address.
pub(super) async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen on {address}: is another program using it? choose one with --listen")
    })
}

/// Prints where the server is: the first line, for programs that start it.
fn announce(listener: &TcpListener) -> Result<()> {
    let address = listener.local_addr().context("asking for the address")?;
    let mut out = std::io::stdout();
    writeln!(out, "http://{address}").and_then(|()| out.flush()).context("standard output")
}

/// Answers on a socket until a signal.
pub(super) async fn serve(config: &Config, listener: TcpListener) -> Result<()> {
    let store = open_store(config).await?;
    let live = Arc::new(Live::open(Generations::at(config.catalogue_dir()))?);
    match live.get().as_ref() {
        Some(catalog) => tracing::info!(generation = catalog.number(), "serving"),
        None => {
            tracing::warn!("no catalogue yet: every answer is 503 until an import has finished");
        }
    }
    let clock = Arc::new(Monotonic::start());
    let edge = Edge::new(edge_options(config), clock.clone());
    crate::figures::report(edge.metrics(), &store);
    let options =
        api::Options { search_deadline: config.server.search_deadline, ..api::Options::default() };
    let state = api::State::new(live.clone(), edge.clone(), clock, options);
    state.prepare()?;
    let watcher = tokio::spawn(watch(live, state.clone(), config.watch));
    let options = ServerOptions {
        max_connections: config.server.max_connections,
        grace: config.server.shutdown_grace,
        trusted_proxies: TrustedProxies::new(config.server.trusted_proxies.clone()),
        ..ServerOptions::default()
    };
    let router = edge.wrap(api::router(state));
    let stopped = edge::server::serve(listener, router, &options, signal()).await;
    watcher.abort();
    store.close().await;
    if stopped.cut_off > 0 {
        tracing::warn!(connections = stopped.cut_off, "requests were cut off at the end");
    }
    Ok(())
}

/// Opens the database and applies what is missing.
async fn open_store(config: &Config) -> Result<Store> {
    let (target, options) = (&config.database.target, config.database.options()?);
    let store = Store::open(target, &options).await?;
    tracing::info!(database = %target, "the database is open");
    Ok(store)
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

/// Waits for Ctrl-C or SIGTERM.
pub(super) async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        // Without a handler the signal ends the program, which is what it asks for.
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

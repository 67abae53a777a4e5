//! A router on a socket: HTTP/1.1 and HTTP/2, bounded in every direction, with a graceful stop.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::client::TrustedProxies;

mod connection;
mod per_client;

use connection::serve_connection;
use per_client::PerClient;

/// How long the server waits before it accepts again after the system refused a connection, for
/// example because too many files are open.
const PAUSE_AFTER_ACCEPT_ERROR: Duration = Duration::from_millis(100);

/// The longest head of a request, in bytes; a search for 10 kB of text must fit in.
const MAX_HEAD_BYTES: usize = 64 * 1024;

/// HTTP/2 streams that one connection may have open.
const MAX_STREAMS: u32 = 128;

/// What the operator decides about connections.
#[derive(Debug, Clone)]
pub struct ServerOptions {
    /// Connections that are open at once; more wait in the system's queue.
    pub max_connections: usize,
    /// Connections of one address, except from this machine and from trusted proxies; more are
    /// closed at once.
    pub max_connections_per_client: usize,
    /// How long running requests may take after the stop.
    pub grace: Duration,
    /// Time in which a connection must start a request or take 4 KiB of an answer; one that does
    /// neither, and has no request running, is closed after one to two such periods.
    pub idle: Duration,
    /// Addresses that may have more connections than others.
    pub trusted_proxies: TrustedProxies,
}

impl Default for ServerOptions {
    fn default() -> Self {
        Self {
            max_connections: 4096,
            max_connections_per_client: 512,
            grace: Duration::from_secs(10),
            idle: Duration::from_secs(30),
            trusted_proxies: TrustedProxies::default(),
        }
    }
}

/// How a server ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped {
    /// Connections whose requests were still running when the time was over.
    pub cut_off: usize,
}

/// Answers connections until `stop` is ready, then lets running requests end.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    options: &ServerOptions,
    stop: impl Future<Output = ()>,
) -> Stopped {
    let mut server = Server::new(router, options);
    tokio::pin!(stop);
    loop {
        tokio::select! {
            biased;
            () = &mut stop => break,
            Some(_) = server.connections.join_next() => {}
            accepted = accept(&listener, &server.slots) => server.admit(accepted).await,
        }
    }
    // From here on the system refuses new connections.
    drop(listener);
    server.drain(options.grace).await
}

struct Server<'a> {
    router: Router,
    options: &'a ServerOptions,
    builder: Arc<Builder<TokioExecutor>>,
    slots: Arc<Semaphore>,
    per_client: PerClient,
    graceful: GracefulShutdown,
    connections: JoinSet<()>,
}

impl<'a> Server<'a> {
    fn new(router: Router, options: &'a ServerOptions) -> Self {
        Self {
            // Without this, the first step of every request would do it.
            router: router.with_state(()),
            options,
            builder: Arc::new(protocol(options.idle)),
            slots: Arc::new(Semaphore::new(options.max_connections.max(1))),
            per_client: PerClient::new(options.max_connections_per_client.max(1)),
            graceful: GracefulShutdown::new(),
            connections: JoinSet::new(),
        }
    }

    async fn admit(&mut self, accepted: io::Result<(TcpStream, SocketAddr)>) {
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) if is_of_one_connection(&error) => return,
            Err(error) => {
                tracing::error!(%error, "cannot accept connections");
                return tokio::time::sleep(PAUSE_AFTER_ACCEPT_ERROR).await;
            }
        };
        let address = peer.ip().to_canonical();
        let unbounded = address.is_loopback() || self.options.trusted_proxies.contains(address);
        let Some(seat) = self.per_client.take(address, unbounded) else {
            tracing::debug!(client = %address, "too many connections of one client");
            return;
        };
        let Ok(slot) = self.slots.clone().try_acquire_owned() else { return };
        // Answers are written in one piece; waiting for more would only add latency.
        if stream.set_nodelay(true).is_err() {
            return;
        }
        let connection = serve_connection(
            (stream, peer),
            self.router.clone(),
            (self.builder.clone(), self.options.idle),
            self.graceful.watcher(),
        );
        self.connections.spawn(async move {
            connection.await;
            drop((slot, seat));
        });
    }

    async fn drain(mut self, grace: Duration) -> Stopped {
        let ended = tokio::time::timeout(grace, self.graceful.shutdown()).await;
        let cut_off = match ended {
            Ok(()) => 0,
            Err(_) => {
                while self.connections.try_join_next().is_some() {}
                self.connections.len()
            }
        };
        self.connections.shutdown().await;
        Stopped { cut_off }
    }
}

/// Waits until there is room for a connection, then for a connection.
async fn accept(listener: &TcpListener, slots: &Semaphore) -> io::Result<(TcpStream, SocketAddr)> {
    // Only the caller takes slots, so there is still one when it does.
    drop(slots.acquire().await.map_err(io::Error::other)?);
    listener.accept().await
}

fn protocol(idle: Duration) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    // No header timer: it costs each request a timer, and the watch over idle connections, which
    // costs each connection one, closes those that never complete a head.
    builder.http1().timer(TokioTimer::new()).header_read_timeout(None).max_buf_size(MAX_HEAD_BYTES);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(MAX_STREAMS)
        .max_header_list_size(MAX_HEAD_BYTES as u32)
        .keep_alive_interval(idle)
        .keep_alive_timeout(idle);
    builder
}

/// Whether an error of `accept` is about the connection and not about the listener.
fn is_of_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}

#[cfg(test)]
mod tests;

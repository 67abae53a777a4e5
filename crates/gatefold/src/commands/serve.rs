//! `gatefold serve`: from settings to an answering socket.

use std::io::Write as _;
use std::net::SocketAddr;

use anyhow::{Context as _, Result};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind};

use crate::config::Config;
use crate::server::Server;

/// Serves until a signal.
pub(super) fn run(config: &Config) -> Result<()> {
    super::runtime()?.block_on(async {
        let listener = listen(config.server.listen).await?;
        serve(config, listener, announce).await
    })
}

/// Takes the address.
pub(super) async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen on {address}: is another program using it? choose one with --listen")
    })
}

/// Gets ready, says so, and answers until a signal.
pub(super) async fn serve(
    config: &Config,
    listener: TcpListener,
    announce: impl FnOnce(&TcpListener) -> Result<()>,
) -> Result<()> {
    let mut signals = Signals::catch().context("waiting for signals")?;
    let server = Server::open(config).await?;
    announce(&listener)?;
    server.run(listener, async move { signals.next().await }).await;
    Ok(())
}

/// Prints where the server is: the first line, for programs that start it.
fn announce(listener: &TcpListener) -> Result<()> {
    let address = listener.local_addr().context("asking for the address")?;
    let mut out = std::io::stdout();
    writeln!(out, "http://{address}").and_then(|()| out.flush()).context("standard output")
}

/// Ctrl-C and SIGTERM, which no longer end the program.
pub(super) struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    /// Catches them from now on.
    pub(super) fn catch() -> std::io::Result<Self> {
        let catch = tokio::signal::unix::signal;
        let interrupt = catch(SignalKind::interrupt())?;
        Ok(Self { interrupt, terminate: catch(SignalKind::terminate())? })
    }

    /// Waits for the next one.
    pub(super) async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

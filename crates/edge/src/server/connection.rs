//! One connection: its service, what it moves, and the watch that closes it when it idles.

use std::convert::Infallible;
use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use hyper::body::{Body as _, Incoming};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::Watcher;
use pin_project_lite::pin_project;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tower::Service;

use crate::call::Peer;

/// What a client has to take of an answer in one period so as not to count as idle, in bytes.
const MIN_WRITTEN: u64 = 4096;

/// Serves one connection until it ends, idles, or the watcher stops it.
pub(super) async fn serve_connection(
    (stream, peer): (TcpStream, SocketAddr),
    router: Router,
    (builder, idle): (Arc<Builder<TokioExecutor>>, Duration),
    watcher: Watcher,
) {
    let activity = Arc::new(Activity::default());
    let io = TokioIo::new(Metered { stream, activity: activity.clone() });
    let service = ConnectionService { router, peer, activity: activity.clone() };
    let connection = builder.serve_connection(io, service);
    let served = watcher.watch(connection.into_owned());
    tokio::select! {
        biased;
        result = served => {
            if let Err(error) = result {
                tracing::debug!(client = %peer.ip(), %error, "connection ended");
            }
        }
        () = activity.idles(idle) => {
            tracing::debug!(client = %peer.ip(), "idle connection closed");
        }
    }
}

/// What happened on a connection.
#[derive(Default)]
struct Activity {
    started: AtomicUsize,
    ended: AtomicUsize,
    written: AtomicU64,
}

impl Activity {
    /// Is ready after a whole period in which nothing ran, nothing started and nothing left.
    async fn idles(&self, period: Duration) {
        let (mut started, mut written) = (0, 0);
        loop {
            tokio::time::sleep(period).await;
            let now_started = self.started.load(Ordering::Relaxed);
            let now_written = self.written.load(Ordering::Relaxed);
            let running = now_started != self.ended.load(Ordering::Relaxed);
            let moved = now_started != started || now_written - written >= MIN_WRITTEN;
            if !running && !moved {
                return;
            }
            (started, written) = (now_started, now_written);
        }
    }
}

/// The router, told who is at the other end.
struct ConnectionService {
    router: Router,
    peer: SocketAddr,
    activity: Arc<Activity>,
}

impl hyper::service::Service<hyper::Request<Incoming>> for ConnectionService {
    type Response = Response;
    type Error = Infallible;
    type Future = Counted<<Router as Service<axum::extract::Request>>::Future>;

    fn call(&self, request: hyper::Request<Incoming>) -> Self::Future {
        // Most requests have no body, and an empty one needs no box.
        let body = |incoming: Incoming| {
            if incoming.is_end_stream() { Body::empty() } else { Body::new(incoming) }
        };
        let mut request = request.map(body);
        request.extensions_mut().insert(Peer(self.peer));
        let guard = RunningGuard::new(self.activity.clone());
        Counted { inner: self.router.clone().call(request), _guard: guard }
    }
}

/// Marks a request as running until it is dropped.
struct RunningGuard(Arc<Activity>);

impl RunningGuard {
    fn new(activity: Arc<Activity>) -> Self {
        activity.started.fetch_add(1, Ordering::Relaxed);
        Self(activity)
    }
}

impl Drop for RunningGuard {
    fn drop(&mut self) {
        self.0.ended.fetch_add(1, Ordering::Relaxed);
    }
}

pin_project! {
    /// An answer that is being made.
    struct Counted<F> {
        #[pin]
        inner: F,
        _guard: RunningGuard,
    }
}

impl<F: Future> Future for Counted<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        self.project().inner.poll(cx)
    }
}

/// A socket that counts what is written to it.
struct Metered {
    stream: TcpStream,
    activity: Arc<Activity>,
}

impl Metered {
    fn count(&self, written: &Poll<io::Result<usize>>) {
        if let Poll::Ready(Ok(n)) = written {
            self.activity.written.fetch_add(*n as u64, Ordering::Relaxed);
        }
    }
}

impl AsyncRead for Metered {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Metered {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.count(&written);
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.count(&written);
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

//! The one layer around every route: client, limit, id, metrics, problems, compression, log.
//!
//! All of it happens in a single pass, because seven generic layers would each box a future and
//! walk the headers again.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::task::{Context, Poll};

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::response::{IntoResponse, Response};
use http::Method;
use tower::{Layer, Service};

use crate::call::{Call, CallParts, Peer, too_many};
use crate::client::{TrustedProxies, is_forwarded};
use crate::clock::Clock;
use crate::compress::Coding;
use crate::extract::DEFAULT_BODY_LIMIT;
use crate::limits::{Limiter, Rate};
use crate::metrics::Metrics;
use crate::request_id::RequestIds;
use crate::request_log::LogRequests;

mod answer;
mod future;

use future::{Running, StackFuture};

/// What the operator decides about the edge.
#[derive(Debug, Clone)]
pub struct Options {
    /// What one client may ask for; `None` switches the limiter off.
    pub rate: Option<Rate>,
    /// Whether clients on this machine are limited too.
    pub limit_loopback: bool,
    /// The networks whose `X-Forwarded-For` is believed.
    pub trusted_proxies: TrustedProxies,
    /// The largest request body that is read, in bytes.
    pub body_limit: usize,
    /// Which answers are logged.
    pub log: LogRequests,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            rate: Some(Rate::default()),
            limit_loopback: false,
            trusted_proxies: TrustedProxies::default(),
            body_limit: DEFAULT_BODY_LIMIT,
            log: LogRequests::default(),
        }
    }
}

/// The state of the edge: one for each server.
pub struct Edge {
    options: Options,
    clock: Arc<dyn Clock>,
    limiter: Option<Limiter>,
    ids: RequestIds,
    metrics: Metrics,
}

impl Edge {
    /// Makes the edge of one server.
    #[must_use]
    pub fn new(options: Options, clock: Arc<dyn Clock>) -> Arc<Self> {
        let limiter =
            options.rate.map(|rate| Limiter::new(rate, Limiter::DEFAULT_CLIENTS, clock.clone()));
        let (ids, metrics) = (RequestIds::random(), Metrics::new());
        Arc::new(Self { options, clock, limiter, ids, metrics })
    }

    /// Puts the layer around every route, and around the answers for paths without one.
    pub fn wrap(self: &Arc<Self>, router: Router) -> Router {
        router.layer(StackLayer(self.clone()))
    }

    /// What the operator decided.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The limiter, unless it is switched off.
    #[must_use]
    pub fn limiter(&self) -> Option<&Limiter> {
        self.limiter.as_ref()
    }

    /// The numbers for Prometheus.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Everything about a request that the answer will need.
    fn begin(self: &Arc<Self>, request: &Request) -> Running {
        let headers = request.headers();
        let unknown = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        let peer = request.extensions().get::<Peer>().map_or(unknown, |peer| peer.0.ip());
        let peer = peer.to_canonical();
        let client = self.options.trusted_proxies.client(peer, headers);
        let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
        let compressible = *request.method() != Method::HEAD;
        self.metrics.begin();
        Running {
            started_ns: self.clock.now_ns(),
            method: request.method().clone(),
            route: self.metrics.route(route),
            coding: if compressible { Coding::accepted(headers) } else { None },
            call: Call(Arc::new(CallParts {
                edge: self.clone(),
                client,
                id: self.ids.of(headers),
                limited: self.limiter.is_some()
                    && !self.is_exempt(client, client == peer && is_forwarded(headers)),
                charged_more: AtomicBool::new(false),
            })),
            decision: None,
            ended: false,
        }
    }

    /// Clients on this machine are not limited, unless they are a proxy that nobody has declared:
    /// then the whole world would come from this machine.
    fn is_exempt(&self, client: IpAddr, undeclared_proxy: bool) -> bool {
        client.is_loopback() && !self.options.limit_loopback && !undeclared_proxy
    }
}

/// The layer; see [`Edge::wrap`].
#[derive(Clone)]
pub struct StackLayer(Arc<Edge>);

impl<S> Layer<S> for StackLayer {
    type Service = Stack<S>;

    fn layer(&self, inner: S) -> Stack<S> {
        Stack { edge: self.0.clone(), inner }
    }
}

/// A service with the layer around it.
#[derive(Clone)]
pub struct Stack<S> {
    edge: Arc<Edge>,
    inner: S,
}

impl<S> Service<Request> for Stack<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = StackFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        let mut running = self.edge.begin(&request);
        if running.call.0.limited
            && let Some(limiter) = self.edge.limiter()
        {
            let decision = limiter.charge(running.call.client(), 1);
            running.decision = Some(decision);
            if !decision.allowed {
                return StackFuture::early(running, too_many(&decision).into_response());
            }
        }
        let span = tracing::debug_span!(
            "request",
            id = running.call.request_id(),
            method = %request.method(),
            path = request.uri().path()
        );
        request.extensions_mut().insert(running.call.clone());
        StackFuture::running(running, span, self.inner.call(request))
    }
}

#[cfg(test)]
mod tests;

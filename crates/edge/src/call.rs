//! What the edge knows about the request that is being answered.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::FromRequestParts;
use http::request::Parts;

use crate::limits::Decision;
use crate::problem::{Problem, code};
use crate::request_id::RequestId;
use crate::stack::Edge;

/// The other end of the connection; the server puts it into every request.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// The request that is being answered; handlers take it as an argument.
#[derive(Clone)]
pub struct Call(pub(crate) Arc<CallParts>);

pub(crate) struct CallParts {
    pub(crate) edge: Arc<Edge>,
    pub(crate) client: IpAddr,
    pub(crate) id: RequestId,
    pub(crate) limited: bool,
    pub(crate) charged_more: AtomicBool,
}

impl Call {
    /// The address on whose account the request goes.
    #[must_use]
    pub fn client(&self) -> IpAddr {
        self.0.client
    }

    /// The id of the request.
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.0.id.as_str()
    }

    /// Takes further tokens from the client, beside the one that every request costs.
    ///
    /// # Errors
    /// A problem with status 429 when the client has too few, in which case none is taken.
    pub fn charge(&self, cost: u32) -> Result<(), Problem> {
        let Some(limiter) = self.0.edge.limiter().filter(|_| self.0.limited && cost > 0) else {
            return Ok(());
        };
        self.0.charged_more.store(true, Ordering::Relaxed);
        let decision = limiter.charge(self.0.client, cost);
        if decision.allowed { Ok(()) } else { Err(too_many(&decision)) }
    }

    /// The largest body that this server reads, in bytes.
    pub(crate) fn body_limit(&self) -> usize {
        self.0.edge.options().body_limit
    }
}

impl<S: Sync> FromRequestParts<S> for Call {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let call = parts.extensions.get::<Self>().cloned();
        call.ok_or_else(|| Problem::internal("the router is not wrapped in the layer of the edge"))
    }
}

/// The answer to a client that has no tokens left.
pub(crate) fn too_many(decision: &Decision) -> Problem {
    let seconds = decision.retry_after_s();
    Problem::new(code::RATE_LIMITED)
        .detail(format!("try again in {seconds} s"))
        .retry_after_s(seconds)
}

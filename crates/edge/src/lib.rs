//! What every HTTP surface shares: limits, paging, caching headers, request ids, problem bodies.
//!
//! [`Edge`] wraps a router in one layer that does all of it in a single pass; [`server`] puts the
//! router on a socket. Nothing here knows what is being served.

pub mod caching;
mod call;
pub mod client;
pub mod clock;
pub mod compress;
pub mod cookies;
pub mod extract;
pub mod limits;
pub mod metrics;
pub mod paging;
pub mod problem;
pub mod request_id;
mod request_log;
pub mod server;
mod stack;

pub use call::{Call, Peer};
pub use problem::{Code, Problem};
pub use request_log::LogRequests;
pub use stack::{Edge, Options, StackLayer};

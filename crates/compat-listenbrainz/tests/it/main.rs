//! The interface of ListenBrainz without a socket: requests in, answers out.
#![expect(clippy::unwrap_used, reason = "tests")]

mod conformance;
mod history;
mod metadata;
mod opinions;
mod statistics;
mod submit;
mod surface;
mod world;

//! The interface of ListenBrainz without a socket: requests in, answers out.
#![expect(clippy::unwrap_used, reason = "tests")]

mod conformance;
mod history;
mod opinions;
mod submit;
mod surface;
mod world;

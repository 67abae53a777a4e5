//! The interface of ListenBrainz without a socket: requests in, answers out.
#![expect(clippy::unwrap_used, reason = "tests")]

mod captures;
mod conformance;
mod history;
mod metadata;
mod noise;
mod opinions;
mod statistics;
mod submit;
mod surface;
mod words;
mod world;

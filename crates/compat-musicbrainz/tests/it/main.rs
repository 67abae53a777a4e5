//! The interface of MusicBrainz without a socket: requests in, answers out.
#![expect(clippy::unwrap_used, reason = "tests")]

mod combinations;
mod conformance;
mod fuzz;
mod rules;
mod search;
mod surface;
mod world;

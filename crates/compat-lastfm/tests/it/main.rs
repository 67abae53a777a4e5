//! The interfaces of Last.fm and AudioScrobbler without a socket: requests in, answers out.
#![expect(clippy::unwrap_used, reason = "tests")]

mod approval;
mod captures;
mod goldens;
mod noise;
mod reading;
mod scrobbling;
mod world;

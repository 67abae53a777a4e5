//! The real binary, from the outside.
#![expect(clippy::unwrap_used, reason = "tests")]

mod backup;
mod clients;
mod command_line;
mod conformance;
mod database;
mod demo;
mod disk_full;
mod histories;
mod http;
mod jobs;
mod kill;
mod listens;
mod load;
mod lost;
mod mirror;
mod mutations;
mod operations;
mod outage;
mod place;
mod program;
mod quiet_logs;
mod relay;
mod scrobblers;
mod swap;
mod taggers;

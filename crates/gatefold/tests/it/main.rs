//! The real binary, from the outside.
#![expect(clippy::unwrap_used, reason = "tests")]

mod backup;
mod clients;
mod command_line;
mod database;
mod demo;
mod disk_full;
mod http;
mod jobs;
mod kill;
mod listens;
mod load;
mod mirror;
mod operations;
mod outage;
mod place;
mod program;
mod quiet_logs;
mod scrobblers;
mod swap;

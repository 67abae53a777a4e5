//! The real binary, from the outside.
#![expect(clippy::unwrap_used, reason = "tests")]

mod command_line;
mod database;
mod demo;
mod disk_full;
mod http;
mod kill;
mod program;
mod swap;

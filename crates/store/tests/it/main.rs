//! The store from the outside, on SQLite and on a real PostgreSQL.
//!
//! `cases.rs` is the list of functions that must hold on both engines, in all four arrangements
//! of the two schemas. What concerns one engine has its own tests beside it.
#![expect(clippy::unwrap_used, reason = "tests")]

mod cases;
mod deferred;
mod faults;
mod jobs;
mod limits;
mod many;
mod migrations;
mod operations;
mod place;
mod plans;
mod schema;
mod sessions;
mod tls;
mod tokens;
mod units;
mod users;

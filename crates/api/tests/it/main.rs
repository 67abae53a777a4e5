//! The native interface as its clients see it.

mod accounts;
mod batch;
mod caching;
mod codes;
mod fixture;
mod jobs;
mod listening;
mod lookup;
mod operation;
mod schema;
mod search;
mod server;
mod shapes;
mod transfers;

use server::Server;

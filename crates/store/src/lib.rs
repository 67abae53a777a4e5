#![doc = include_str!("../README.md")]

mod context;
mod error;
mod figures;
pub mod migrate;
mod options;
mod postgres;
mod query;
mod schemas;
mod sqlite;
mod store;
mod tx;
mod value;

pub mod sessions;
pub mod user_settings;
pub mod users;

pub use error::{Error, Result, Rule};
pub use figures::{BUCKETS_US, Figures};
pub use options::{DEFAULT_FILE, Options, Server, Target};
pub use query::Query;
pub use schemas::Schemas;
pub use store::Store;
pub use tx::{Fetch, Tx, View};
pub use value::{FromValue, Row, Value};

/// All statements of this crate, for tools and tests.
pub fn queries() -> impl Iterator<Item = &'static Query> {
    [users::QUERIES, user_settings::QUERIES, sessions::QUERIES].into_iter().flatten().copied()
}

#![doc = include_str!("../README.md")]

mod context;
mod error;
mod figures;
mod many;
pub mod migrate;
mod options;
mod postgres;
mod query;
mod schemas;
mod sqlite;
mod store;
mod tx;
mod value;
mod word;

pub mod app_tokens;
pub mod audit;
pub mod backup;
pub mod export;
pub mod health;
pub mod identities;
pub mod jobs;
pub mod one_time_tokens;
pub mod retention;
pub mod schedules;
pub mod secrets;
pub mod sessions;
pub mod settings;
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
    let all = [
        users::QUERIES,
        user_settings::QUERIES,
        identities::QUERIES,
        sessions::QUERIES,
        app_tokens::QUERIES,
        one_time_tokens::QUERIES,
        secrets::QUERIES,
        settings::QUERIES,
        audit::QUERIES,
        jobs::QUERIES,
        schedules::QUERIES,
        health::QUERIES,
        retention::QUERIES,
        export::QUERIES,
    ];
    all.into_iter().flatten().copied()
}

#![doc = include_str!("../README.md")]

mod context;
mod deferred;
mod effects;
mod error;
mod figures;
mod ids;
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
pub mod feedback;
pub mod health;
pub mod identities;
pub mod import_marks;
pub mod jobs;
pub mod listen_duplicates;
pub mod listen_edits;
pub mod listen_exports;
pub mod listen_imports;
pub mod listen_places;
pub mod listen_rules;
pub mod listens;
pub mod listens_inbox;
pub mod listens_raw;
pub mod manual_matches;
pub mod match_inputs;
pub mod now_playing;
pub mod one_time_tokens;
pub mod pins;
pub mod relay_opinions;
pub mod relay_outbox;
pub mod relay_targets;
pub mod retention;
pub mod schedules;
pub mod scrobble_sessions;
pub mod secrets;
pub mod sessions;
pub mod settings;
pub mod stats;
pub mod subjects;
pub mod submissions;
pub mod user_settings;
pub mod users;

pub use deferred::Deferred;
pub use effects::{Clock, Randomness};
pub use error::{Error, Result, Rule};
pub use figures::{BUCKETS_US, Figures};
pub use ids::Ids;
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
        subjects::QUERIES,
        submissions::QUERIES,
        match_inputs::QUERIES,
        listens_inbox::QUERIES,
        listens_raw::QUERIES,
        listens::QUERIES,
        listen_duplicates::QUERIES,
        listen_places::QUERIES,
        listen_edits::QUERIES,
        listen_rules::QUERIES,
        manual_matches::QUERIES,
        listen_imports::QUERIES,
        import_marks::QUERIES,
        now_playing::QUERIES,
        feedback::QUERIES,
        pins::QUERIES,
        scrobble_sessions::QUERIES,
        stats::QUERIES,
        listen_exports::QUERIES,
        relay_targets::QUERIES,
        relay_outbox::QUERIES,
        relay_opinions::QUERIES,
        export::QUERIES,
    ];
    all.into_iter().flatten().copied()
}

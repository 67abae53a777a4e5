#![doc = include_str!("../README.md")]

mod accounts;
mod answer;
mod batch;
pub mod codes;
pub mod components;
mod error;
mod health;
mod jobs;
mod kept;
mod listens;
mod lookup;
pub mod openapi;
mod router;
mod search;
mod state;
mod view;

pub use accounts::{Caller, ProxyHeader, Surface, SurfaceOptions, accounts_router};
pub use jobs::{
    Asked, Cancelled, Check, Failure, JobBoard, JobRow, JobState, Operations, WatchOptions,
    operations_router,
};
pub use listens::{Listening, ListeningOptions, listening_router};
pub use router::router;
pub use state::{Options, State};

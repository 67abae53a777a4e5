//! Kinds of jobs: how a row becomes running work.

use std::sync::Arc;

use accounts::Accounts;
use anyhow::{Context as _, Result};
use futures::future::BoxFuture;
use jobs::{Job, Progress, Retry, Stop};
use listens::Listens;
use store::Store;

use super::board::Board;
use crate::config::Config;
use crate::elsewhere::Elsewhere;
use crate::health::Monitor;

/// What jobs work with.
pub struct Tools {
    /// The database.
    pub store: Store,
    /// Who has an account.
    pub accounts: Accounts,
    /// What people listened to.
    pub listens: Listens,
    /// Other servers.
    pub elsewhere: Arc<Elsewhere>,
    /// The settings.
    pub config: Config,
    /// The states of the components.
    pub monitor: Arc<Monitor>,
    /// The time of day, in milliseconds since 1970.
    pub now_ms: fn() -> i64,
}

/// One run of a job: its tools, whom to tell how far it is, and when to end.
#[derive(Clone)]
pub struct Running {
    /// What it works with.
    pub tools: Arc<Tools>,
    /// Whom to tell how far it is.
    pub progress: Arc<Board>,
    /// Whether to end early.
    pub stop: Stop,
}

impl Running {
    /// Runs what waits for disks or computes for long on a thread for that.
    pub async fn blocking<T: Send + 'static>(
        self,
        work: impl FnOnce(&Tools, &dyn Progress, &Stop) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let run = move || work(&self.tools, &*self.progress, &self.stop);
        tokio::task::spawn_blocking(run).await.context("the work was cut off")?
    }
}

/// Work that this program knows how to do.
pub trait Work: Job {
    /// Does it.
    fn run(self, running: Running) -> BoxFuture<'static, Result<()>>;
}

/// A kind of job without its type.
pub struct Kind {
    /// [`Job::NAME`].
    pub name: &'static str,
    /// What it is for, for people.
    pub about: &'static str,
    /// [`Job::PRIORITY`].
    pub priority: i64,
    /// [`Job::RETRY`].
    pub retry: Retry,
    /// [`Job::PHASES`].
    pub phases: u32,
    /// The key of a job with this payload.
    pub unique_key: fn(payload: &str) -> Result<Option<String>>,
    /// Begins the work that a payload describes.
    pub run: fn(payload: &str, running: Running) -> Result<BoxFuture<'static, Result<()>>>,
}

impl Kind {
    /// The kind of a type of work.
    pub const fn of<W: Work>(about: &'static str) -> Self {
        Self {
            name: W::NAME,
            about,
            priority: W::PRIORITY,
            retry: W::RETRY,
            phases: W::PHASES,
            unique_key: |payload| Ok(parse::<W>(payload)?.unique_key()),
            run: |payload, running| Ok(parse::<W>(payload)?.run(running)),
        }
    }
}

fn parse<W: Work>(payload: &str) -> Result<W> {
    serde_json::from_str(payload).with_context(|| format!("the payload is none of {}", W::NAME))
}

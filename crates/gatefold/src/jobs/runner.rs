//! The runner: claims jobs as there is room, runs them, and notices processes that have ended.
//!
//! Several processes share one queue. A job belongs to the process that claimed it for as long as
//! that gives a sign of life; after a silence of [`Pace::lost_after`] another one takes it over.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use jobs::Stop;
use store::jobs as rows;
use store::jobs::Job;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::kind::Tools;
use super::millis;
use super::planner;
use super::run::Run;
use crate::complaint::Complaint;

/// How often a job may end its process before it counts as failed.
const CRASH_LIMIT: u32 = 3;

/// How many jobs at once, and how often to look.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Jobs that run at once.
    pub workers: usize,
    /// How often to look for work.
    pub poll: Duration,
    /// How often a running job gives a sign of life.
    pub heartbeat: Duration,
    /// After how much silence a job is taken from its process.
    pub lost_after: Duration,
}

/// The runner of this process.
pub struct Runner {
    shared: Arc<Shared>,
    loops: JoinSet<()>,
}

/// What all parts of the runner see.
pub(super) struct Shared {
    pub(super) tools: Arc<Tools>,
    pub(super) pace: Pace,
    /// The name under which this process claims; never used again.
    pub(super) process: String,
    stopping: watch::Sender<bool>,
    running: Mutex<HashMap<Uuid, Stop>>,
}

impl Runner {
    /// Starts to look for work.
    #[must_use]
    pub fn start(tools: Arc<Tools>, pace: Pace) -> Self {
        let shared = Arc::new(Shared::new(tools, pace));
        let mut loops = JoinSet::new();
        loops.spawn(keep(Arc::clone(&shared)));
        if pace.workers > 0 {
            loops.spawn(dispatch(Arc::clone(&shared)));
        }
        Self { shared, loops }
    }

    /// Asks running jobs to end and waits for them; what does not end in time is taken over by
    /// another process, or by the next run of this one.
    pub async fn stop(mut self, grace: Duration) {
        self.shared.stopping.send_replace(true);
        self.shared.stop_all();
        let ended = async { while self.loops.join_next().await.is_some() {} };
        if tokio::time::timeout(grace, ended).await.is_err() {
            tracing::warn!("jobs did not end in time; they will be taken over");
        }
    }
}

impl Shared {
    pub(super) fn new(tools: Arc<Tools>, pace: Pace) -> Self {
        Self {
            tools,
            pace,
            process: format!("{}-{}", std::process::id(), Uuid::now_v7().simple()),
            stopping: watch::Sender::new(false),
            running: Mutex::default(),
        }
    }

    pub(super) fn now_ms(&self) -> i64 {
        (self.tools.now_ms)()
    }

    pub(super) fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    /// Waits, but not beyond the end of the program.
    pub(super) async fn pause(&self, how_long: Duration) {
        let mut stopping = self.stopping.subscribe();
        let stopped = stopping.wait_for(|stopping| *stopping);
        // Either way it is time to look again.
        let _ = tokio::time::timeout(how_long, stopped).await;
    }

    /// Notes that a job runs. The flag is raised at once when the program is ending.
    pub(super) fn begin(&self, id: Uuid, stop: &Stop) {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).insert(id, stop.clone());
        if self.is_stopping() {
            stop.request();
        }
    }

    pub(super) fn end(&self, id: Uuid) {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }

    fn stop_all(&self) {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.values().for_each(Stop::request);
    }

    async fn claim(&self) -> Result<Option<Job>> {
        let (process, now_ms) = (self.process.clone(), self.now_ms());
        let claim = self
            .tools
            .store
            .write(move |tx| Box::pin(async move { rows::claim(tx, &process, now_ms).await }));
        Ok(claim.await?)
    }

    /// Takes jobs from processes that have ended.
    async fn release_lost(&self) -> Result<u64> {
        let now_ms = self.now_ms();
        let silent_since = now_ms.saturating_sub(millis(self.pace.lost_after));
        let release = self.tools.store.write(move |tx| {
            Box::pin(async move { rows::release_lost(tx, silent_since, now_ms, CRASH_LIMIT).await })
        });
        Ok(release.await?)
    }
}

/// Claims a job whenever one more may run.
async fn dispatch(shared: Arc<Shared>) {
    let room = Arc::new(Semaphore::new(shared.pace.workers));
    let mut runs = JoinSet::new();
    let mut complaint = Complaint::new("claiming jobs");
    while !shared.is_stopping() {
        // Finished runs are dropped, so that the set does not grow.
        while runs.try_join_next().is_some() {}
        let Ok(permit) = Arc::clone(&room).acquire_owned().await else { break };
        if shared.is_stopping() {
            break;
        }
        match shared.claim().await {
            Ok(Some(job)) => {
                let shared = Arc::clone(&shared);
                runs.spawn(async move {
                    Run::new(shared, job).complete().await;
                    drop(permit);
                });
                complaint.over();
                continue;
            }
            Ok(None) => complaint.over(),
            Err(error) => complaint.about(&error),
        }
        drop(permit);
        shared.pause(shared.pace.poll).await;
    }
    while runs.join_next().await.is_some() {}
}

/// Starts what is due and takes over what was lost.
async fn keep(shared: Arc<Shared>) {
    let mut complaint = Complaint::new("keeping jobs in order");
    let mut planned = false;
    let every = (shared.pace.lost_after / 3).max(shared.pace.poll);
    let mut looked: Option<tokio::time::Instant> = None;
    while !shared.is_stopping() {
        let round = async {
            if !planned {
                planner::put(&shared.tools).await?;
                planned = true;
            }
            planner::start_due(&shared.tools).await?;
            if looked.is_none_or(|at| at.elapsed() >= every) {
                let released = shared.release_lost().await?;
                looked = Some(tokio::time::Instant::now());
                if released > 0 {
                    tracing::warn!(jobs = released, "jobs of a process that ended");
                }
            }
            Ok(())
        };
        match round.await {
            Ok(()) => {
                shared.tools.monitor.job_runner_was_seen(shared.now_ms());
                complaint.over();
            }
            Err(error) => complaint.about(&error),
        }
        shared.pause(shared.pace.poll).await;
    }
}

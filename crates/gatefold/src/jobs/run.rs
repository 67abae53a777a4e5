//! One run of one job: beats while it works, and writes down how it ended.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, anyhow};
use jobs::Stop;
use store::jobs as rows;
use store::jobs::Job;
use store::{Error, Tx};
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

use super::board::{Board, cut};
use super::kind::{Kind, Running};
use super::millis;
use super::runner::Shared;
use crate::exit::chain;

/// How long a job of an unknown kind waits for a process that knows it.
const UNKNOWN_WAIT: Duration = Duration::from_secs(60);
/// How often the end of a job is tried to be written down, while the database is away.
const END_TRIES: u32 = 60;

/// A claimed job.
pub(super) struct Run {
    shared: Arc<Shared>,
    job: Job,
    stop: Stop,
    board: Arc<Board>,
}

/// Why a job is to end early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    No,
    /// Somebody does not want it any more.
    Cancel,
    /// It belongs to another process by now.
    Lost,
}

/// What is written down in the end.
enum End {
    Completed,
    Failed(String),
    Cancelled,
    Again { at_ms: i64, error: String },
}

impl Run {
    pub(super) fn new(shared: Arc<Shared>, job: Job) -> Self {
        let phases = super::find(&job.name).map_or(1, |kind| kind.phases);
        Self { shared, job, stop: Stop::new(), board: Arc::new(Board::new(phases)) }
    }

    /// Runs the job and writes down how it ended.
    pub(super) async fn complete(self) {
        let (id, name) = (self.job.id, self.job.name.as_str());
        let Some(kind) = super::find(name) else {
            tracing::warn!(job.name = name, %id, "a job of a kind that this program does not know");
            let at_ms = self.shared.now_ms().saturating_add(millis(UNKNOWN_WAIT));
            let error = "the process that claimed it does not know this kind of job".to_owned();
            return self.write_down(End::Again { at_ms, error }).await;
        };
        tracing::info!(job.name = name, %id, attempt = self.job.attempts, "job started");
        self.shared.begin(id, &self.stop);
        let (outcome, asked) = self.watch(self.spawn(kind)).await;
        self.shared.end(id);
        match (&outcome, asked) {
            (_, Asked::Lost) => tracing::warn!(job.name = name, %id, "job was taken over"),
            (Ok(()), _) => tracing::info!(job.name = name, %id, "job completed"),
            (Err(_), Asked::Cancel) => tracing::info!(job.name = name, %id, "job cancelled"),
            (Err(error), Asked::No) => {
                tracing::error!(job.name = name, %id, error = chain(error), "job failed");
            }
        }
        if asked != Asked::Lost {
            let end = self.end_of(kind, outcome, asked);
            self.write_down(end).await;
        }
    }

    fn spawn(&self, kind: &'static Kind) -> JoinHandle<Result<()>> {
        let running = Running {
            tools: Arc::clone(&self.shared.tools),
            progress: Arc::clone(&self.board),
            stop: self.stop.clone(),
        };
        let payload = self.job.payload.clone();
        tokio::spawn(async move { (kind.run)(&payload, running)?.await })
    }

    /// Waits for the end; now and then says how far the work is and looks whether it is to end.
    async fn watch(&self, mut work: JoinHandle<Result<()>>) -> (Result<()>, Asked) {
        let mut asked = Asked::No;
        let mut beats = tokio::time::interval(self.shared.pace.heartbeat);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                outcome = &mut work => {
                    // What a panic says is in the log already.
                    let outcome = outcome.unwrap_or_else(|_| Err(anyhow!("the work panicked")));
                    return (outcome, asked);
                }
                _ = beats.tick() => match self.beat().await {
                    Ok(Some(false)) => {}
                    Ok(Some(true)) => asked = Asked::Cancel,
                    Ok(None) => asked = Asked::Lost,
                    // Whether the job is still ours shows when the database is back.
                    Err(error) => tracing::debug!(%error, "a sign of life was not written"),
                },
            }
            if asked != Asked::No {
                self.stop.request();
            }
        }
    }

    async fn beat(&self) -> store::Result<Option<bool>> {
        let (id, process) = (self.job.id, self.shared.process.clone());
        let now_ms = self.shared.now_ms();
        let (percent, message) = self.board.read();
        let beat = self.shared.tools.store.write(move |tx| {
            Box::pin(async move {
                let progress = rows::Progress { percent, message: message.as_deref() };
                rows::heartbeat(tx, (id, &process), now_ms, progress).await
            })
        });
        beat.await
    }

    fn end_of(&self, kind: &Kind, outcome: Result<()>, asked: Asked) -> End {
        let Err(error) = outcome else { return End::Completed };
        if asked == Asked::Cancel {
            return End::Cancelled;
        }
        let now_ms = self.shared.now_ms();
        if self.stop.is_requested() {
            return End::Again { at_ms: now_ms, error: "the program that ran it ended".to_owned() };
        }
        let error = cut(&chain(&error));
        match kind.retry.delay(self.job.attempts) {
            Some(wait) => End::Again { at_ms: now_ms.saturating_add(millis(wait)), error },
            None => End::Failed(error),
        }
    }

    /// Tries until it is written, or until others will have taken the job over anyway.
    async fn write_down(&self, end: End) {
        let end = Arc::new(end);
        for _ in 0..END_TRIES {
            match self.try_write_down(Arc::clone(&end)).await {
                Ok(true) => return,
                Ok(false) => {
                    tracing::warn!(id = %self.job.id, "the job was taken over before it ended");
                    return;
                }
                Err(error) if error.retry_after().is_some() && !self.shared.is_stopping() => {
                    self.shared.pause(self.shared.pace.poll).await;
                }
                Err(error) => {
                    tracing::error!(id = %self.job.id, %error, "the end of a job is not written");
                    return;
                }
            }
        }
    }

    async fn try_write_down(&self, end: Arc<End>) -> Result<bool, Error> {
        let (id, process) = (self.job.id, self.shared.process.clone());
        let now_ms = self.shared.now_ms();
        let write = self.shared.tools.store.write(move |tx| {
            Box::pin(async move { write_end(tx, (id, &process), now_ms, &end).await })
        });
        write.await
    }
}

async fn write_end(
    tx: &mut Tx<'_>,
    claim: (uuid::Uuid, &str),
    now_ms: i64,
    end: &End,
) -> store::Result<bool> {
    match end {
        End::Completed => rows::complete(tx, claim.0, claim.1, now_ms).await,
        End::Cancelled => rows::end_cancelled(tx, claim.0, claim.1, now_ms).await,
        End::Failed(error) => rows::fail(tx, claim, now_ms, error).await,
        End::Again { at_ms, error } => rows::retry(tx, claim, *at_ms, error).await,
    }
}

//! The one thread that writes: units of work that wait are committed together.
//!
//! Each unit but the first runs in its own savepoint, so that one that fails takes nothing with it. Nobody hears
//! of success before the transaction around all of them is committed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::connection::Connection;
use super::run_unit;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::options::Options;
use crate::tx::Work;

/// How long a transaction takes in more units; the first one waits for the last.
const BATCH_TIME: Duration = Duration::from_millis(25);
/// How long a transaction waits for the next unit, while it has fewer than the one before: those who
/// wrote together will soon be back together, and to commit once costs less than to commit for each.
/// Who writes alone waits for nobody.
const BATCH_GAP: Duration = Duration::from_micros(500);

/// The way to the thread.
pub(crate) struct Writer {
    /// `None` after it was closed.
    queue: Mutex<Option<SyncSender<Box<dyn Unit>>>>,
    ended: Mutex<Option<oneshot::Receiver<()>>>,
    context: Arc<Context>,
}

impl Writer {
    pub(crate) fn start(
        connection: Connection,
        options: &Options,
        runtime: Handle,
        context: Arc<Context>,
    ) -> Result<Self> {
        let (queue, units) = sync_channel(options.write_queue.max(1));
        let (end, ended) = oneshot::channel();
        let batch = options.write_batch.max(1);
        let shared = Arc::clone(&context);
        std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || {
                Thread { connection, units, runtime, batch, company: 1, context: shared }.serve();
                // Nobody may be waiting.
                end.send(()).ok();
            })
            .map_err(|error| Error::unavailable(format!("no thread for writing: {error}")))?;
        Ok(Self { queue: Mutex::new(Some(queue)), ended: Mutex::new(Some(ended)), context })
    }

    /// Hands a unit of work to the thread and waits for its commit.
    pub(crate) async fn run<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: Work<T, E>,
    {
        let (reply, answer) = oneshot::channel();
        self.context.meter.writes_waiting.fetch_add(1, Ordering::Relaxed);
        let context = Arc::clone(&self.context);
        let unit = Waiting { work: Some(work), outcome: None, reply: Some(reply), context };
        self.submit(Box::new(unit))?;
        answer.await.unwrap_or_else(|_| Err(Error::unavailable("the writer has ended").into()))
    }

    /// Lets the thread finish what it has, and waits for it.
    pub(crate) async fn close(&self) {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).take();
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(ended) = ended {
            ended.await.ok();
        }
    }

    fn submit(&self, unit: Box<dyn Unit>) -> Result<()> {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = queue.as_ref().ok_or_else(|| Error::unavailable("the database was closed"))?;
        queue.try_send(unit).map_err(|error| match error {
            TrySendError::Full(_) => Error::busy("too many changes are waiting to be written"),
            TrySendError::Disconnected(_) => Error::unavailable("the writer has ended"),
        })
    }
}

/// A unit of work without its types.
trait Unit: Send {
    /// Whether nobody waits for the answer any more.
    fn is_abandoned(&self) -> bool;
    /// Does the work; tells whether to keep it.
    fn run(&mut self, connection: &mut Connection, runtime: &Handle) -> bool;
    /// Tells the caller: its own outcome, or why nothing was committed.
    fn answer(self: Box<Self>, failure: Option<Error>);
}

struct Waiting<T, E, F> {
    work: Option<F>,
    outcome: Option<Result<T, E>>,
    reply: Option<oneshot::Sender<Result<T, E>>>,
    context: Arc<Context>,
}

impl<T, E, F> Unit for Waiting<T, E, F>
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
    F: Work<T, E>,
{
    fn is_abandoned(&self) -> bool {
        self.reply.as_ref().is_none_or(oneshot::Sender::is_closed)
    }

    fn run(&mut self, connection: &mut Connection, runtime: &Handle) -> bool {
        let Some(work) = self.work.take() else { return false };
        let outcome = catch_unwind(AssertUnwindSafe(|| run_unit(connection, runtime, work)));
        let outcome = outcome.unwrap_or_else(|_| {
            Err(Error::Statement { query: "unit of work", source: "it panicked".into() }.into())
        });
        self.outcome.insert(outcome).is_ok()
    }

    fn answer(mut self: Box<Self>, failure: Option<Error>) {
        let outcome = match failure {
            Some(failure) => Some(Err(failure.into())),
            None => self.outcome.take(),
        };
        let reply = self.reply.take();
        // A caller that has its answer does not wait any more.
        drop(self);
        if let (Some(reply), Some(outcome)) = (reply, outcome) {
            // A caller that has gone does not want to know.
            reply.send(outcome).ok();
        }
    }
}

impl<T, E, F> Drop for Waiting<T, E, F> {
    fn drop(&mut self) {
        self.context.meter.writes_waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What the thread owns.
struct Thread {
    connection: Connection,
    units: Receiver<Box<dyn Unit>>,
    runtime: Handle,
    batch: usize,
    /// Units of the transaction before.
    company: usize,
    context: Arc<Context>,
}

impl Thread {
    /// Runs until the last sender is gone.
    fn serve(mut self) {
        let runtime = self.runtime.clone();
        let _inside = runtime.enter();
        while let Ok(first) = self.units.recv() {
            if first.is_abandoned() {
                continue;
            }
            match self.connection.control("BEGIN IMMEDIATE") {
                Ok(()) => self.transaction(first),
                Err(error) => first.answer(Some(error)),
            }
        }
        self.connection.control("PRAGMA optimize").ok();
    }

    /// Runs the first unit and those that wait by then, and commits them.
    fn transaction(&mut self, first: Box<dyn Unit>) {
        let started = Instant::now();
        let mut kept = Vec::new();
        let mut next = Some(first);
        while let Some(unit) = next {
            if !unit.is_abandoned() && !self.unit(unit, &mut kept) {
                return;
            }
            let is_full = kept.len() >= self.batch || started.elapsed() > BATCH_TIME;
            next = if is_full { None } else { self.next(kept.len()) };
        }
        self.company = kept.len();
        match self.connection.control("COMMIT") {
            Ok(()) => {
                let meter = &self.context.meter;
                meter.writes.fetch_add(kept.len() as u64, Ordering::Relaxed);
                meter.commits.fetch_add(1, Ordering::Relaxed);
                self.acknowledge(kept);
            }
            Err(error) => {
                self.connection.control("ROLLBACK").ok();
                refuse(kept, &error);
            }
        }
    }

    /// The next unit of a transaction of so many.
    fn next(&self, kept: usize) -> Option<Box<dyn Unit>> {
        match self.units.try_recv() {
            Ok(unit) => Some(unit),
            Err(_) if kept < self.company => self.units.recv_timeout(BATCH_GAP).ok(),
            Err(_) => None,
        }
    }

    /// Tells all of them that they are committed. Many are told from inside of the runtime, where
    /// waking a task costs no system call.
    fn acknowledge(&self, mut kept: Vec<Box<dyn Unit>>) {
        let answer = |unit: Box<dyn Unit>| unit.answer(None);
        match kept.pop() {
            Some(only) if kept.is_empty() => answer(only),
            last => {
                let all: Vec<_> = kept.into_iter().chain(last).collect();
                self.runtime.spawn(async move { all.into_iter().for_each(answer) });
            }
        }
    }

    /// Runs one unit in its savepoint. False when the whole transaction is lost, as after a full
    /// disk; then everybody has been told.
    fn unit(&mut self, mut unit: Box<dyn Unit>, kept: &mut Vec<Box<dyn Unit>>) -> bool {
        let connection = &mut self.connection;
        if kept.is_empty() {
            // Nothing else would be undone with it, so the transaction is its savepoint.
            if unit.run(connection, &self.runtime) {
                kept.push(unit);
                return true;
            }
            connection.control("ROLLBACK").ok();
            unit.answer(None);
            return false;
        }
        if let Err(error) = connection.control("SAVEPOINT unit") {
            unit.answer(Some(error));
            return true;
        }
        let keep = unit.run(connection, &self.runtime);
        let closed = if keep {
            connection.control("RELEASE unit")
        } else {
            connection.control("ROLLBACK TO unit").and_then(|()| connection.control("RELEASE unit"))
        };
        match closed {
            Ok(()) if keep => kept.push(unit),
            Ok(()) => unit.answer(None),
            Err(error) => {
                if !connection.is_idle() {
                    connection.control("ROLLBACK").ok();
                }
                let lost = Error::unavailable("a change before this one could not be written");
                refuse(std::mem::take(kept), &lost);
                unit.answer(keep.then_some(error));
                return false;
            }
        }
        true
    }
}

/// Tells all of them the same.
fn refuse(units: Vec<Box<dyn Unit>>, error: &Error) {
    for unit in units {
        unit.answer(Some(match error {
            Error::Busy { reason, .. } => Error::busy(reason),
            other => Error::unavailable(other.to_string()),
        }));
    }
}

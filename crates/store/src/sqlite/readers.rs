//! The connections that read: opened when they are needed, never more than the limit.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

use super::blocking;
use super::connection::{Connection, Place, Role};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::figures::Counted;
use crate::options::Options;
use crate::query::Query;
use crate::value::{Row, Value};

/// How long a statement may take on the thread that asks. A point read takes some microseconds,
/// the way to another thread and back takes forty.
const AT_ONCE: Duration = Duration::from_millis(2);

/// A pool of connections.
pub(crate) struct Readers {
    place: Arc<Place>,
    context: Arc<Context>,
    idle: Mutex<Vec<Connection>>,
    open: AtomicU64,
    max: usize,
    permits: Arc<Semaphore>,
    /// Names of the statements that took long when they ran last.
    long: Mutex<HashSet<&'static str>>,
}

impl Readers {
    pub(crate) fn new(place: Arc<Place>, options: &Options, context: Arc<Context>) -> Self {
        let max = options.readers.max(1);
        Self {
            place,
            context,
            idle: Mutex::new(Vec::with_capacity(max)),
            open: AtomicU64::new(0),
            max,
            permits: Arc::new(Semaphore::new(max)),
            long: Mutex::default(),
        }
    }

    /// Runs a statement: at once, or on a thread of its own if it turns out to be long. One that was
    /// long the last time goes there directly, as what was done until it was stopped is done again.
    pub(crate) async fn fetch(
        self: &Arc<Self>,
        query: &'static Query,
        params: Vec<Value>,
    ) -> Result<Vec<Row>> {
        let mut was_stopped = false;
        if !self.long().contains(query.name) {
            match self.at_once(query, &params) {
                Some(Err(Error::TooSlow { .. })) => was_stopped = true,
                Some(result) => return result,
                None => {}
            }
        }
        let work = move |connection: &mut Connection| {
            let begin = Instant::now();
            Ok((connection.rows(query, &params)?, begin.elapsed()))
        };
        let (rows, took) = self.run(work).await?;
        if was_stopped || took > AT_ONCE / 2 {
            self.long().insert(query.name);
        } else {
            self.long().remove(query.name);
        }
        Ok(rows)
    }

    fn long(&self) -> MutexGuard<'_, HashSet<&'static str>> {
        self.long.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `work` with a connection on a thread that may wait for the disk.
    pub(crate) async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&mut Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let waiting = Counted::new(&self.context.meter.waiting);
        let permit = Arc::clone(&self.permits).acquire_owned();
        let permit = tokio::time::timeout(self.context.acquire_timeout, permit).await;
        drop(waiting);
        let permit = permit
            .map_err(|_| Error::busy("all connections that read are in use"))?
            .map_err(|_| Error::unavailable("the database was closed"))?;
        let readers = Arc::clone(self);
        blocking(move || {
            let mut connection = readers.take()?;
            let result = work(&mut connection);
            readers.put_back(connection);
            drop(permit);
            result
        })
        .await
    }

    /// Most, open and unused connections.
    pub(crate) fn counts(&self) -> (u64, u64, u64) {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).len();
        (self.max as u64, self.open.load(Ordering::Relaxed), idle as u64)
    }

    pub(crate) fn close(&self) {
        self.permits.close();
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        self.open.fetch_sub(idle.len() as u64, Ordering::Relaxed);
        idle.clear();
    }

    /// `None` when no open connection is free.
    fn at_once(&self, query: &'static Query, params: &[Value]) -> Option<Result<Vec<Row>>> {
        let permit = self.permits.try_acquire().ok()?;
        let mut connection = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
        let limit = AT_ONCE.min(self.context.statement_timeout);
        let result = connection.rows_within(query, params, limit);
        self.put_back(connection);
        drop(permit);
        Some(result)
    }

    fn take(&self) -> Result<Connection> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(connection) = idle {
            return Ok(connection);
        }
        let connection = Connection::open(&self.place, Role::Read, Arc::clone(&self.context))?;
        self.open.fetch_add(1, Ordering::Relaxed);
        Ok(connection)
    }

    fn put_back(&self, connection: Connection) {
        // A work that failed half-way must not leave its snapshot to the next.
        if connection.is_idle() && !self.permits.is_closed() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        } else {
            self.open.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

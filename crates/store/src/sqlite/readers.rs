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
/// What may be tried on that thread again: less than the limit, so that a statement which takes
/// about that long does not go back and forth.
const SHORT: Duration = Duration::from_millis(1);

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
        if was_stopped || took > SHORT {
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

#[cfg(test)]
mod tests {
    //! Where statements run.
    use super::*;
    use crate::params;

    static COUNT: Query = Query {
        name: "test/count",
        sql: "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) \
              SELECT count(*) FROM n",
        postgres: None,
    };

    #[tokio::test]
    async fn a_statement_that_was_long_goes_to_a_thread_until_it_is_short_again() {
        let folder = tempfile::tempdir().expect("a directory");
        let options = Options::default();
        let context = Arc::new(Context::new(&options));
        let place = Arc::new(Place::new(folder.path().join("test.db"), &options.schemas));
        let readers = Arc::new(Readers::new(place, &options, context));
        let count = async |to: i64| -> i64 {
            let rows = readers.fetch(&COUNT, params![to]).await.expect("a number");
            rows[0].at(0).expect("a number")
        };
        assert_eq!(count(10).await, 10, "opens the connection");
        let many = 1_000_000;
        for _ in 0..2 {
            assert_eq!(count(many).await, many);
            assert!(readers.long().contains(COUNT.name));
        }
        // A thread may have to wait for its turn.
        for _ in 0..100 {
            assert_eq!(count(10).await, 10);
            if readers.long().is_empty() {
                return;
            }
        }
        panic!("a short statement is still taken for a long one");
    }
}

//! Small submissions are written down as they came, and their listens made a few hundred at a time.
//!
//! A listen changes pages all over the database: where its person's listens end in each tree. Made
//! together, those of one person share them. Nobody can tell the difference: before anything is read
//! or written the listens of all that was accepted are made, and after a crash at the next start.

use std::mem::take;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use store::Store;
use store::listens_inbox::{self, Arrival};
use uuid::Uuid;

use super::group::Ticket;
use super::prepare::Batch;
use super::{SMALL, lent};
use crate::error::{Error, Result};
use crate::listens::Listens;
use crate::play::{Play, Submission};

/// Plays whose listens are made without waiting for more.
const MANY: usize = 512;
/// How long an accepted play waits when nobody asks for it.
const LATE: Duration = Duration::from_millis(200);
/// Bytes of a submission at most.
const MAX_BYTES: usize = 1_000_000;
/// Submissions that are read at once after a crash.
const PAGE: u32 = 100;

/// Submissions that are on disk, and whose listens are still to be made.
pub(crate) struct Inbox {
    /// The way into the database that does not wait for the listens.
    store: Store,
    waiting: Mutex<Vec<(Uuid, Batch)>>,
    /// Plays of submissions whose listens are not on disk yet.
    missing: AtomicUsize,
    /// Whether there may be submissions in the table that do not wait here.
    is_stale: AtomicBool,
    has_timer: AtomicBool,
    turn: tokio::sync::Mutex<()>,
}

impl Inbox {
    pub(crate) fn new(store: Store) -> Self {
        Self {
            store,
            waiting: Mutex::default(),
            missing: AtomicUsize::new(0),
            is_stale: AtomicBool::new(true),
            has_timer: AtomicBool::new(false),
            turn: tokio::sync::Mutex::default(),
        }
    }

    /// Whether listens are missing.
    pub(crate) fn is_behind(&self) -> bool {
        self.missing.load(Ordering::Acquire) > 0 || self.is_stale.load(Ordering::Acquire)
    }

    /// Adds what was written down; tells how many plays are missing now.
    fn add(&self, written: Vec<(Uuid, Batch)>) -> usize {
        let plays = plays(&written);
        let missing = plays + self.missing.fetch_add(plays, Ordering::AcqRel);
        self.waiting().extend(written);
        missing
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<(Uuid, Batch)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn plays(of: &[(Uuid, Batch)]) -> usize {
    of.iter().map(|(_, batch)| batch.items.len()).sum()
}

impl Listens {
    /// Keeps plays like [`Listens::submit`], for somebody who does not ask what became of each:
    /// when this returns they are on disk, and whoever asks for listens finds them.
    ///
    /// # Errors
    /// Those of [`Listens::submit`].
    pub async fn accept(&self, submission: &Submission, plays: Vec<Play>) -> Result<()> {
        let is_small = (1..=SMALL).contains(&plays.len());
        if self.inbox().is_none() || !is_small || self.has_subscribers() {
            return self.submit(submission, plays).await.map(drop);
        }
        let text = serde_json::to_string(&(submission, &plays));
        let text = text.map_err(|error| Error::Internal(error.into()))?;
        let batch = self.prepare(submission, plays).await?;
        let arrival = Arrival { id: self.new_id(), user_id: submission.user_id, submission: text };
        let arrival = Some(arrival).filter(|it| it.submission.len() <= MAX_BYTES);
        self.keep_together(batch, arrival).await.map(drop)
    }

    /// Writes submissions down and answers them; gives them back if that fails.
    pub(super) async fn write_down(&self, mut tickets: Vec<Ticket>) -> Vec<Ticket> {
        let Some(inbox) = self.inbox() else { return tickets };
        let arrivals: Vec<_> = tickets.iter_mut().filter_map(|it| it.arrival.take()).collect();
        let ids: Vec<Uuid> = arrivals.iter().map(|arrival| arrival.id).collect();
        let written = inbox.store.write::<_, store::Error, _>(move |tx| {
            Box::pin(async move { listens_inbox::insert(tx, arrivals).await })
        });
        if written.await.is_err() {
            return tickets;
        }
        let (batches, replies): (Vec<_>, Vec<_>) =
            tickets.into_iter().map(|ticket| (ticket.batch, ticket.reply)).unzip();
        let missing = inbox.add(ids.into_iter().zip(batches).collect());
        for reply in replies {
            // A caller that has gone does not want to know.
            reply.send(Ok(Vec::new())).ok();
        }
        if missing < MANY {
            self.catch_up_later();
        } else {
            self.catch_up().await;
        }
        Vec::new()
    }

    fn catch_up_later(&self) {
        let has_timer = |inbox: &super::Inbox| inbox.has_timer.swap(true, Ordering::AcqRel);
        if self.inbox().is_none_or(has_timer) {
            return;
        }
        let listens = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(LATE).await;
            if let Some(inbox) = listens.inbox() {
                inbox.has_timer.store(false, Ordering::Release);
            }
            listens.catch_up().await;
        });
    }

    /// Makes the listens of all that was written down before.
    pub(crate) async fn catch_up(&self) {
        let Some(inbox) = self.inbox() else { return };
        let _turn = inbox.turn.lock().await;
        let waiting = take(&mut *inbox.waiting());
        let plays = plays(&waiting);
        // What waits is in the table as well. Until all of that is made nobody may look.
        if !inbox.is_stale.load(Ordering::Acquire)
            && let Err(error) = self.make_joined(inbox, waiting).await
        {
            tracing::warn!(%error, "listens cannot be made together, now one by one");
            inbox.is_stale.store(true, Ordering::Release);
        }
        if inbox.is_stale.load(Ordering::Acquire) {
            match self.make_each(inbox).await {
                Ok(()) => inbox.is_stale.store(false, Ordering::Release),
                Err(error) => tracing::error!(%error, "accepted submissions have to wait"),
            }
        }
        inbox.missing.fetch_sub(plays, Ordering::AcqRel);
    }

    async fn make_joined(&self, inbox: &Inbox, mut waiting: Vec<(Uuid, Batch)>) -> Result<()> {
        waiting.sort_by_key(|(_, batch)| batch.parts.first().map(|part| part.user_id));
        let (ids, batches): (Vec<_>, Vec<_>) = waiting.into_iter().unzip();
        let mut batches = batches.into_iter();
        let Some(mut joined) = batches.next() else { return Ok(()) };
        batches.for_each(|batch| joined.join(batch));
        self.make(inbox, joined, ids).await
    }

    /// Makes the listens of every submission in the table that can be made.
    async fn make_each(&self, inbox: &Inbox) -> Result<()> {
        let mut after = Uuid::nil();
        loop {
            let page = listens_inbox::first(&inbox.store, after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.id;
            for arrival in page {
                let (id, user_id) = (arrival.id, arrival.user_id);
                match self.make_one(inbox, arrival).await {
                    Err(error @ Error::Unavailable { .. }) => return Err(error),
                    Err(error) => {
                        tracing::error!(%error, %id, %user_id, "an accepted submission cannot be kept");
                    }
                    Ok(()) => {}
                }
            }
        }
    }

    async fn make_one(&self, inbox: &Inbox, arrival: Arrival) -> Result<()> {
        let read = serde_json::from_str(&arrival.submission);
        let (submission, plays): (Submission, _) =
            read.map_err(|error| Error::Internal(error.into()))?;
        let batch = self.prepare(&submission, plays).await?;
        self.make(inbox, batch, vec![arrival.id]).await
    }

    /// Makes listens, and forgets the submissions that they were written down in.
    async fn make(&self, inbox: &Inbox, batch: Batch, ids: Vec<Uuid>) -> Result<()> {
        let batch = lent(batch);
        let made = self.keep(&inbox.store, &batch, move |tx, _| {
            Box::pin(async move { Ok(listens_inbox::remove(tx, &ids).await?) })
        });
        made.await.map(drop)
    }
}

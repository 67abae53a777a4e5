//! Small submissions that come at the same time are written down as they came, and their listens made
//! some hundreds at a time.
//!
//! A listen changes pages all over the database: where its person's listens end in each tree. Made
//! together, those of one person share them. Nobody in this process can tell the difference: who asks
//! for listens waits until those of all that was accepted are made, after a crash as well. (The export
//! of an account has them as they were written down.)

use std::mem::{replace, take};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use store::listens_inbox::{self, Arrival};
use tokio::time::Instant;
use uuid::Uuid;

use super::group::Ticket;
use super::prepare::Batch;
use super::{SMALL, lent};
use crate::error::{Error, Result};
use crate::listens::Listens;
use crate::play::{Play, Submission};

/// Plays whose listens are made without waiting for more.
const MANY: u64 = 512;
/// How long an accepted play waits when nobody asks for it.
const LATE: Duration = Duration::from_millis(200);
/// How old the last look at the table may be when somebody asks: it may have submissions that do not
/// wait here, whose listens could not be made, or of a process that was killed while this one ran.
const LOOK: Duration = Duration::from_mins(10);
/// Bytes of a submission at most.
const MAX_BYTES: usize = 1_000_000;
/// Submissions that are read from the table at once.
const PAGE: u32 = 100;

/// Submissions that are on disk, and whose listens are still to be made.
pub(crate) struct Inbox {
    state: Mutex<State>,
    /// Of whoever makes listens.
    turn: tokio::sync::Mutex<()>,
}

struct State {
    waiting: Vec<(Uuid, Batch)>,
    /// Plays that were ever accepted.
    accepted: u64,
    /// How many of them are listens, or wait in the table for the next look.
    done: u64,
    /// When the table is to be read, as it may have submissions that do not wait here.
    look_at: Instant,
    /// Whether somebody will make the listens without being asked.
    has_timer: bool,
}

impl Default for Inbox {
    fn default() -> Self {
        let look_at = Instant::now();
        let state = State { waiting: Vec::new(), accepted: 0, done: 0, look_at, has_timer: false };
        Self { state: Mutex::new(state), turn: tokio::sync::Mutex::default() }
    }
}

impl Inbox {
    /// Whether listens are missing.
    pub(crate) fn is_behind(&self) -> bool {
        let state = self.state();
        state.done < state.accepted || state.look_at <= Instant::now()
    }

    /// Whether somebody could share the work with a submission that comes now.
    pub(super) fn has_company(&self) -> bool {
        !self.state().waiting.is_empty()
    }

    /// Adds what was written down; tells how many plays wait now.
    fn add(&self, written: impl Iterator<Item = (Uuid, Batch)>) -> u64 {
        let mut state = self.state();
        for (id, batch) in written {
            state.accepted += batch.items.len() as u64;
            state.waiting.push((id, batch));
        }
        state.accepted - state.done
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listens {
    /// Keeps plays like [`Listens::submit`], for somebody who does not ask what became of each:
    /// when this returns they are on disk, and whoever asks for listens finds them.
    ///
    /// # Errors
    /// Those of [`Listens::submit`], for what can be told before the listens are made.
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
        let written = self.database().write::<_, store::Error, _>(move |tx| {
            Box::pin(async move { listens_inbox::insert(tx, arrivals).await })
        });
        if let Err(error) = written.await {
            if let Some(pause) = error.retry_after() {
                // Perhaps only the answer got lost, and they are in the table.
                inbox.state().look_at = Instant::now() + pause;
            }
            return tickets;
        }
        let (batches, replies): (Vec<_>, Vec<_>) =
            tickets.into_iter().map(|ticket| (ticket.batch, ticket.reply)).unzip();
        let waiting = inbox.add(ids.into_iter().zip(batches));
        for reply in replies {
            // A caller that has gone does not want to know.
            reply.send(Ok(Vec::new())).ok();
        }
        if waiting < MANY {
            self.catch_up_late();
        } else {
            self.catch_up().await;
        }
        Vec::new()
    }

    fn catch_up_late(&self) {
        let Some(inbox) = self.inbox() else { return };
        if replace(&mut inbox.state().has_timer, true) {
            return;
        }
        let listens = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(LATE).await;
            if let Some(inbox) = listens.inbox() {
                inbox.state().has_timer = false;
            }
            listens.catch_up().await;
        });
    }

    /// Makes the listens of all that was accepted before.
    pub async fn catch_up(&self) {
        let listens = self.clone();
        // Whoever asks may go away meanwhile.
        let made = tokio::spawn(async move { listens.make_all().await });
        if let Err(error) = made.await {
            tracing::error!(%error, "listens of accepted submissions could not be made");
        }
    }

    async fn make_all(&self) {
        let Some(inbox) = self.inbox() else { return };
        let asked = inbox.state().accepted;
        let _turn = inbox.turn.lock().await;
        let now = Instant::now();
        let (waiting, accepted, look_at) = {
            let mut state = inbox.state();
            if state.done >= asked && state.look_at > now {
                return;
            }
            // Whatever ends this, what is taken here is in the table, too.
            (take(&mut state.waiting), state.accepted, replace(&mut state.look_at, now))
        };
        let told = |error: &Error| {
            tracing::warn!(%error, "listens cannot be made together, now one by one");
        };
        let is_made = look_at > now && self.make_joined(waiting).await.inspect_err(told).is_ok();
        let pause = if is_made { None } else { Some(self.make_each().await) };
        let next = pause.map_or(look_at, |pause| Instant::now() + pause);
        {
            let mut state = inbox.state();
            (state.done, state.look_at) = (accepted, next);
        }
        if pause.is_some_and(|pause| pause < LOOK) {
            self.catch_up_at(next);
        }
    }

    fn catch_up_at(&self, instant: Instant) {
        let listens = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep_until(instant).await;
            listens.catch_up().await;
        });
    }

    async fn make_joined(&self, mut waiting: Vec<(Uuid, Batch)>) -> Result<()> {
        waiting.sort_by_key(|(_, batch)| batch.parts.first().map(|part| part.user_id));
        let (ids, batches): (Vec<_>, Vec<_>) = waiting.into_iter().unzip();
        match Batch::joined(batches) {
            Some(joined) => self.make(joined, ids).await,
            None => Ok(()),
        }
    }

    /// Makes the listens of every submission in the table that can be made; tells when to look again.
    async fn make_each(&self) -> Duration {
        match self.make_pages().await {
            Err(Error::Unavailable { retry_after, source }) => {
                tracing::error!(error = %source, "listens of accepted submissions have to wait");
                retry_after
            }
            Err(error) => {
                tracing::error!(%error, "accepted submissions cannot be read");
                LOOK
            }
            Ok(()) => LOOK,
        }
    }

    async fn make_pages(&self) -> Result<()> {
        let mut after = Uuid::nil();
        loop {
            let page = listens_inbox::first(self.database(), after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.id;
            for arrival in page {
                let (id, user_id) = (arrival.id, arrival.user_id);
                match self.make_one(arrival).await {
                    Err(error @ Error::Unavailable { .. }) => return Err(error),
                    Err(error) => {
                        tracing::error!(%error, %id, %user_id, "an accepted submission cannot be kept");
                    }
                    Ok(()) => {}
                }
            }
        }
    }

    async fn make_one(&self, arrival: Arrival) -> Result<()> {
        let read = serde_json::from_str(&arrival.submission);
        let (submission, plays): (Submission, _) =
            read.map_err(|error| Error::Internal(error.into()))?;
        let batch = self.prepare(&submission, plays).await?;
        self.make(batch, vec![arrival.id]).await
    }

    /// Makes listens, and forgets the submissions that they were written down in.
    async fn make(&self, batch: Batch, ids: Vec<Uuid>) -> Result<()> {
        let batch = lent(batch);
        let made = self.keep(self.database(), &batch, move |tx, _| {
            Box::pin(async move { Ok(listens_inbox::remove(tx, &ids).await?) })
        });
        made.await.map(drop)
    }
}

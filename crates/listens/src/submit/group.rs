//! Small submissions that come at the same time: one unit of work keeps those of different people.
//!
//! While one unit is under way the next submissions wait; then they are kept together, so that each
//! statement and each commit is paid once for all of them. Who submits alone waits for nobody.

use std::collections::{BTreeSet, VecDeque};
use std::mem::{replace, take};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use store::listens_inbox::Arrival;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::prepare::Batch;
use super::{Inbox, Lent, SMALL, lent};
use crate::error::{Error, Result};
use crate::listens::Listens;
use crate::play::Outcome;

/// Submissions that are kept together at most.
const MOST: usize = 64;
/// How long those who came together before are waited for.
const GAP: Duration = Duration::from_millis(1);

/// Submissions that wait.
#[derive(Default)]
pub(crate) struct Group(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    tickets: VecDeque<Ticket>,
    /// Whether somebody keeps them.
    is_led: bool,
}

pub(super) struct Ticket {
    pub(super) batch: Batch,
    /// As it is written down, when nobody asks for the outcomes.
    pub(super) arrival: Option<Arrival>,
    pub(super) reply: oneshot::Sender<Result<Vec<Outcome>>>,
}

impl Ticket {
    fn user_id(&self) -> Option<Uuid> {
        self.batch.parts.first().map(|part| part.user_id)
    }
}

impl Group {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a submission; tells whether somebody has to lead.
    fn add(&self, ticket: Ticket) -> bool {
        let mut waiting = self.waiting();
        waiting.tickets.push_back(ticket);
        !replace(&mut waiting.is_led, true)
    }

    /// The next ones, of different people, so that each sees what the one before has kept; none
    /// when nobody waits, and then nobody leads any more.
    fn next(&self) -> Vec<Ticket> {
        let mut waiting = self.waiting();
        let mut users = BTreeSet::new();
        let (mut taken, mut rest) = (Vec::new(), VecDeque::new());
        let wanted = |ticket: &Ticket| !ticket.reply.is_closed();
        for ticket in take(&mut waiting.tickets).into_iter().filter(wanted) {
            if taken.len() < MOST && users.insert(ticket.user_id()) {
                taken.push(ticket);
            } else {
                rest.push_back(ticket);
            }
        }
        waiting.tickets = rest;
        waiting.is_led = !taken.is_empty();
        taken
    }
}

/// Whoever leads stops to do so even when something panics.
struct Leader(Listens);

impl Drop for Leader {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.group().waiting().is_led = false;
        }
    }
}

impl Listens {
    /// Keeps a batch of one person, if it is small together with those of others. What is to be
    /// written down has no outcomes yet.
    pub(super) async fn keep_together(
        &self,
        batch: Batch,
        arrival: Option<Arrival>,
    ) -> Result<Vec<Outcome>> {
        if batch.items.len() > SMALL {
            // Apart, as the many who wait for others would carry its state with them.
            return Box::pin(self.keep_alone(batch)).await;
        }
        let (reply, answer) = oneshot::channel();
        if self.group().add(Ticket { batch, arrival, reply }) {
            let leader = Leader(self.clone());
            tokio::spawn(async move { leader.0.lead().await });
        }
        let ended = |_| Err(Error::Internal("the program is ending".into()));
        answer.await.unwrap_or_else(ended)
    }

    async fn keep_alone(&self, batch: Batch) -> Result<Vec<Outcome>> {
        self.keep_lent(&lent(batch)).await
    }

    async fn keep_lent(&self, batch: &Lent) -> Result<Vec<Outcome>> {
        let done = self.keep(self.store(), batch, |_, _| Box::pin(async { Ok(()) })).await?;
        Ok(done.0)
    }

    /// Keeps what waits, until nothing waits.
    async fn lead(&self) {
        let mut company = 1;
        loop {
            if company > 1 && self.group().waiting().tickets.len() < company {
                tokio::time::sleep(GAP).await;
            }
            let tickets = self.group().next();
            company = tickets.len();
            match company {
                0 => return,
                _ => self.keep_all(tickets).await,
            }
        }
    }

    async fn keep_all(&self, tickets: Vec<Ticket>) {
        let is_alone = tickets.len() == 1 && !self.inbox().is_some_and(Inbox::has_company);
        let (arrived, mut tickets): (Vec<_>, Vec<_>) =
            tickets.into_iter().partition(|ticket| ticket.arrival.is_some() && !is_alone);
        if !arrived.is_empty() {
            tickets.extend(self.write_down(arrived).await);
        }
        if tickets.len() > 1 {
            tickets = self.keep_joined(tickets).await;
        }
        // One of them is the reason why all of them failed: each has its own answer.
        let last = tickets.pop();
        for Ticket { batch, reply, .. } in tickets {
            let listens = self.clone();
            tokio::spawn(async move { reply.send(listens.keep_alone(batch).await).ok() });
        }
        if let Some(Ticket { batch, reply, .. }) = last {
            reply.send(self.keep_alone(batch).await).ok();
        }
    }

    /// Keeps submissions as one and answers them; if that fails nothing was kept of any, and all of
    /// them come back.
    async fn keep_joined(&self, tickets: Vec<Ticket>) -> Vec<Ticket> {
        let tickets = tickets.into_iter().map(|ticket| (ticket.batch, ticket.reply));
        let (batches, replies): (Vec<_>, Vec<_>) = tickets.unzip();
        let sizes: Vec<usize> = batches.iter().map(|batch| batch.items.len()).collect();
        let Some(joined) = Batch::joined(batches) else { return Vec::new() };
        let joined = lent(joined);
        if let Ok(outcomes) = self.keep_lent(&joined).await {
            let mut outcomes = outcomes.into_iter();
            for (reply, size) in replies.into_iter().zip(sizes) {
                // A caller that has gone does not want to know.
                reply.send(Ok(outcomes.by_ref().take(size).collect())).ok();
            }
            return Vec::new();
        }
        // The unit of work is over, so it has given back what it was lent.
        let batches = Arc::into_inner(joined).map(|joined| joined.into_inner().split());
        let tickets = batches.into_iter().flatten().zip(replies);
        tickets.map(|(batch, reply)| Ticket { batch, arrival: None, reply }).collect()
    }
}

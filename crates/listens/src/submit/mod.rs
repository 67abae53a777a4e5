//! Submission: the one way in for every play.

mod group;
mod inbox;
mod nearby;
mod prepare;
mod unit;

pub(crate) use group::Group;
pub(crate) use inbox::Inbox;
pub(crate) use nearby::report;
pub(crate) use prepare::wrong;
pub(crate) use unit::start_ms;

use std::sync::Arc;

use futures::future::BoxFuture;
use store::{Store, Tx};
use uuid::Uuid;

use crate::error::{Refusal, Result};
use crate::events::Event;
use crate::listens::Listens;
use crate::play::{Outcome, Play, Submission};
use prepare::Batch;

/// Plays of one submission at most: more would hold up everybody else.
pub const MAX_BATCH: usize = 5000;

/// Plays of a submission that is kept together with others.
const SMALL: usize = 50;

/// A batch that a unit of work uses.
type Lent = Arc<tokio::sync::Mutex<Batch>>;

fn lent(batch: Batch) -> Lent {
    Arc::new(tokio::sync::Mutex::new(batch))
}

impl Listens {
    /// Keeps plays, in one unit of work: when this returns they are on disk, and a submission that
    /// comes again changes nothing. The outcomes have the order of the plays.
    ///
    /// # Errors
    /// Refused: more than [`MAX_BATCH`] plays, a user who does not exist, blank or over-long words,
    /// a payload that is not JSON; the field of the refusal is `plays[<place>]`. Then nothing was
    /// kept.
    pub async fn submit(&self, submission: &Submission, plays: Vec<Play>) -> Result<Vec<Outcome>> {
        if plays.is_empty() {
            return Ok(Vec::new());
        }
        let told = self.told(&plays);
        let batch = self.prepare(submission, plays).await?;
        let outcomes = self.keep_together(batch, None).await?;
        self.tell_kept(submission.user_id, told, &outcomes);
        Ok(outcomes)
    }

    /// The same, and in the same unit of work what `and` does with the outcomes.
    pub(crate) async fn submit_and<T, F>(
        &self,
        submission: &Submission,
        plays: Vec<Play>,
        and: F,
    ) -> Result<(Vec<Outcome>, T)>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx<'_>, &'t [Outcome]) -> BoxFuture<'t, Result<T>>
            + Send
            + 'static,
    {
        let told = self.told(&plays);
        let batch = self.prepare(submission, plays).await?;
        let done = self.keep(self.store(), &lent(batch), and).await?;
        self.tell_kept(submission.user_id, told, &done.0);
        Ok(done)
    }

    async fn prepare(&self, submission: &Submission, plays: Vec<Play>) -> Result<Batch> {
        if plays.len() > MAX_BATCH {
            return Err(Refusal::TooMany { what: "plays in a submission", most: MAX_BATCH }.into());
        }
        Batch::new(self, submission, plays)?.look_up(self).await
    }

    /// Keeps a batch, and does what `and` does with the outcomes. Whoever lends it can try again.
    async fn keep<T, F>(&self, store: &Store, batch: &Lent, and: F) -> Result<(Vec<Outcome>, T)>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx<'_>, &'t [Outcome]) -> BoxFuture<'t, Result<T>>
            + Send
            + 'static,
    {
        let (listens, batch) = (self.clone(), Arc::clone(batch));
        let work = store.write(move |tx| {
            Box::pin(async move {
                let done = unit::run(&listens, tx, &mut *batch.lock().await).await?;
                let more = and(tx, &done.outcomes).await?;
                Ok::<_, crate::Error>((done, more))
            })
        });
        let (done, more) = work.await?;
        if done.is_relayed {
            self.wake().queued.notify_one();
        }
        for (hash, known) in done.known {
            self.memory().put(hash, known);
        }
        Ok((done.outcomes, more))
    }

    /// Plays for those who want to hear of them, if there are any.
    fn told(&self, plays: &[Play]) -> Option<Vec<Arc<Play>>> {
        self.has_subscribers().then(|| plays.iter().cloned().map(Arc::new).collect())
    }

    fn tell_kept(&self, user_id: Uuid, told: Option<Vec<Arc<Play>>>, outcomes: &[Outcome]) {
        let inserted_at_ms = self.now_ms();
        for (play, outcome) in told.into_iter().flatten().zip(outcomes) {
            if let Outcome::Kept { id, .. } = *outcome {
                self.tell(Event::Listened { user_id, id, inserted_at_ms, play });
            }
        }
    }
}

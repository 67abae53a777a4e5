//! The live progress of a job, as server-sent events.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use accounts::Scope;
use axum::extract;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use edge::extract::{NoQuery, Path};
use futures::stream::{self, Stream};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;

use super::problems::JobProblems;
use super::shapes::JobShape;
use super::show::find;
use super::{JobRow, Operations, codes};
use crate::accounts::Caller;
use crate::error::Result;

/// How often something is sent, so that proxies keep the connection.
const ALIVE: Duration = Duration::from_secs(15);

/// Watch a job
///
/// For administrators. An event `progress` for each change, with the job as its data; `end` is
/// the last one. After a quarter of an hour the stream ends with `again`: ask again.
#[utoipa::path(
    get,
    path = "/v1/jobs/{id}/events",
    tag = "operation",
    params(("id" = String, Path, description = "The id of the job")),
    responses(
        (status = 200, description = "Events", content_type = "text/event-stream", body = String),
        JobProblems,
    ),
)]
pub(crate) async fn watch_job(
    extract::State(operations): extract::State<Operations>,
    caller: Caller,
    Path(id): Path<String>,
    _: NoQuery,
) -> Result<Response> {
    caller.who.require(Scope::Admin)?;
    let permit = Arc::clone(operations.room()).try_acquire_owned();
    let permit = permit.map_err(|_| codes::too_many_watch())?;
    let first = find(&operations, &id).await?;
    let deadline = Instant::now() + operations.watch().deadline;
    let watcher =
        Watcher { operations, next: Next::Tell(Box::new(first)), deadline, _permit: permit };
    let events = Sse::new(watcher.events()).keep_alive(KeepAlive::new().interval(ALIVE));
    Ok(events.into_response())
}

/// A client that watches.
struct Watcher {
    operations: Operations,
    next: Next,
    deadline: Instant,
    _permit: OwnedSemaphorePermit,
}

/// What a client hears next.
enum Next {
    /// How the job is.
    Tell(Box<JobRow>),
    /// Whatever is not as it was.
    Change(Box<JobRow>),
    /// Nothing.
    Over,
}

impl Watcher {
    fn events(self) -> impl Stream<Item = Result<Event, Infallible>> + Send {
        stream::unfold(self, |mut watcher| async move {
            let event = watcher.event().await?;
            Some((Ok(event), watcher))
        })
    }

    /// The next event; none when it is over.
    async fn event(&mut self) -> Option<Event> {
        let job = match std::mem::replace(&mut self.next, Next::Over) {
            Next::Tell(job) => *job,
            Next::Change(last) => match self.change(*last).await {
                Some(job) => job,
                None => return Some(Event::default().event("again").data("{}")),
            },
            Next::Over => return None,
        };
        let name = if job.state.is_ended() { "end" } else { "progress" };
        if !job.state.is_ended() {
            self.next = Next::Change(Box::new(job.clone()));
        }
        // A shape of texts and numbers always becomes JSON; without it the stream ends.
        Event::default().event(name).json_data(JobShape::from(job)).ok()
    }

    /// Waits for a change. None when the client has to ask again: it takes too long, the server
    /// stops, the database is away, or the job was removed.
    async fn change(&self, last: JobRow) -> Option<JobRow> {
        loop {
            tokio::time::sleep(self.operations.watch().look_every).await;
            if Instant::now() >= self.deadline || self.operations.is_closing() {
                return None;
            }
            let now = self.operations.board().find(last.id).await.ok()??;
            if now != last {
                return Some(now);
            }
        }
    }
}

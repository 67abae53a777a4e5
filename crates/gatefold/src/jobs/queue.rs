//! The queue: how a job gets into it.

use anyhow::{Context as _, Result};
use store::Store;
use store::jobs::{self, NewJob};
use uuid::Uuid;

use super::kind::Kind;

/// Who wants a job, and when it is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Order {
    /// The user; none for the program itself.
    pub by: Option<Uuid>,
    /// Now, in milliseconds since 1970.
    pub now_ms: i64,
}

/// A job of a kind, to be done as soon as somebody has time.
///
/// # Errors
/// When the payload is none of this kind.
pub fn order(kind: &Kind, payload: &str, order: Order) -> Result<NewJob> {
    Ok(NewJob {
        id: Uuid::now_v7(),
        name: kind.name.to_owned(),
        payload: payload.to_owned(),
        priority: kind.priority,
        max_attempts: kind.retry.attempts(),
        run_at_ms: order.now_ms,
        unique_key: (kind.unique_key)(payload)?,
        created_by: order.by,
        created_at_ms: order.now_ms,
    })
}

/// Puts a job into the queue; none when an unfinished one has its key.
///
/// # Errors
/// Those of the database.
pub async fn add(store: &Store, job: NewJob) -> Result<Option<Uuid>> {
    let id = job.id;
    let added = store.write(move |tx| Box::pin(async move { jobs::insert(tx, &job).await })).await;
    Ok(added.context("putting the job into the queue")?.then_some(id))
}

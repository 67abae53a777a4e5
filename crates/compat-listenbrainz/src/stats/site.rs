//! Statistics of the whole site: answered from memory for a while, since they add up everybody.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use edge::Problem;
use http::response::Parts;
use http_body_util::BodyExt as _;
use moka::sync::Cache;
use tokio::sync::{AcquireError, Semaphore, SemaphorePermit};

use crate::Surface;
use crate::failure::Failure;

/// How long an answer is given again.
const LIFETIME: Duration = Duration::from_secs(60);
/// Bytes of answers that are kept.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// An answer that may be given again.
type Kept = Arc<(Parts, Bytes)>;

/// Answers about the whole site, by method, path and query.
pub(crate) struct Memory {
    answers: Cache<String, Kept>,
    /// Who finds out waits for whoever finds out: the same question is asked by many at once.
    turn: Semaphore,
}

impl Memory {
    pub(crate) fn new() -> Self {
        let weight = |question: &String, kept: &Kept| {
            u32::try_from(question.len() + kept.1.len() + 1024).unwrap_or(u32::MAX)
        };
        let answers = Cache::builder().weigher(weight).max_capacity(MOST_BYTES);
        Self { answers: answers.time_to_live(LIFETIME).build(), turn: Semaphore::new(1) }
    }

    /// Waits for the turn to add up everybody.
    pub(crate) async fn turn(&self) -> Result<SemaphorePermit<'_>, AcquireError> {
        self.turn.acquire().await
    }
}

/// Around the paths about the whole site.
pub(crate) async fn remember(
    State(surface): State<Surface>,
    request: Request,
    next: Next,
) -> Response {
    let memory = surface.site();
    let question = format!("{} {}", request.method(), request.uri());
    if let Some(kept) = memory.answers.get(&question) {
        return again(&kept);
    }
    let _turn = memory.turn().await;
    if let Some(kept) = memory.answers.get(&question) {
        return again(&kept);
    }
    let (parts, body) = next.run(request).await.into_parts();
    let bytes = match body.collect().await {
        Ok(whole) => whole.to_bytes(),
        Err(cause) => return Failure::from(Problem::internal(cause)).into_response(),
    };
    let kept = Arc::new((parts, bytes));
    let answer = again(&kept);
    if kept.0.status.is_success() {
        memory.answers.insert(question, kept);
    }
    answer
}

fn again(kept: &Kept) -> Response {
    Response::from_parts(kept.0.clone(), Body::from(kept.1.clone()))
}

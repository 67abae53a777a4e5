//! What runs in the background, for administrators: jobs with live progress, and how components
//! were over time.
//!
//! These paths exist under `/v1` only. What knows the jobs is plugged in (`board.rs`); a handler
//! asks who is calling, hands the question on, and writes the answer (`shapes.rs`).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::FromRef;
use tokio::sync::Semaphore;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::Surface;

mod board;
mod cancel;
pub(crate) mod codes;
mod events;
mod history;
mod list;
mod problems;
mod shapes;
mod show;

pub use board::{Asked, Cancelled, Check, Failure, JobBoard, JobRow, JobState};

/// How many clients may watch jobs, and how.
#[derive(Debug, Clone)]
pub struct WatchOptions {
    /// Clients that watch at once; more are answered with 503.
    pub most: usize,
    /// How often to look whether something has changed.
    pub look_every: Duration,
    /// After how long a client has to ask again.
    pub deadline: Duration,
}

impl Default for WatchOptions {
    /// 64 clients, twice a second, for a quarter of an hour, which is how long a session's token
    /// lives.
    fn default() -> Self {
        let deadline = Duration::from_secs(15 * 60);
        Self { most: 64, look_every: Duration::from_millis(500), deadline }
    }
}

/// What the handlers share. A clone is the same.
#[derive(Clone)]
pub struct Operations(Arc<Shared>);

struct Shared {
    surface: Surface,
    board: Arc<dyn JobBoard>,
    watch: WatchOptions,
    room: Arc<Semaphore>,
    is_closing: AtomicBool,
}

impl Operations {
    /// The jobs that `board` knows, for the administrators of `surface`.
    #[must_use]
    pub fn new(surface: Surface, board: Arc<dyn JobBoard>, watch: WatchOptions) -> Self {
        let room = Arc::new(Semaphore::new(watch.most));
        Self(Arc::new(Shared { surface, board, watch, room, is_closing: AtomicBool::new(false) }))
    }

    /// Ends what is being watched, so that the server can stop.
    pub fn close(&self) {
        self.0.is_closing.store(true, Ordering::Relaxed);
    }

    fn board(&self) -> &dyn JobBoard {
        &*self.0.board
    }

    fn watch(&self) -> &WatchOptions {
        &self.0.watch
    }

    fn room(&self) -> &Arc<Semaphore> {
        &self.0.room
    }

    fn is_closing(&self) -> bool {
        self.0.is_closing.load(Ordering::Relaxed)
    }
}

impl FromRef<Operations> for Surface {
    fn from_ref(operations: &Operations) -> Self {
        operations.0.surface.clone()
    }
}

/// The paths of jobs and health, to be merged with [`crate::router`].
pub fn operations_router(operations: Operations) -> Router {
    let routes: Router<Operations> = operations_routes().into();
    routes.with_state(operations)
}

/// Every path with its handler and its description.
pub(crate) fn operations_routes() -> OpenApiRouter<Operations> {
    OpenApiRouter::new()
        .routes(routes!(list::list_jobs))
        .routes(routes!(show::show_job))
        .routes(routes!(cancel::cancel_job))
        .routes(routes!(events::watch_job))
        .routes(routes!(history::list_health_checks))
}

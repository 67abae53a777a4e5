//! The server under test: Gatefold's routes and their rivals behind the same layer.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use ::catalog::{Generations, Live};
use anyhow::Context as _;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use clap::Args;
use edge::clock::Monotonic;
use edge::server::ServerOptions;
use edge::{Edge, Options};
use serde::Deserialize;
use tokio::net::TcpListener;

use super::CATALOGUE;
use crate::bench::seven_queries::SevenQueries;

/// Bytes of the constant answer.
const CONSTANT: usize = 2048;

/// What to serve.
#[derive(Args)]
pub struct Arguments {
    /// The data directory
    #[arg(long)]
    data: PathBuf,
    /// The SQLite files of the design with seven queries; without them it is not served
    #[arg(long)]
    seven: Option<PathBuf>,
}

/// Serves on a free port of this machine until it is killed; the address is its first line of output.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve(arguments))
}

async fn serve(arguments: &Arguments) -> anyhow::Result<()> {
    let clock = Arc::new(Monotonic::start());
    let edge = Edge::new(Options::default(), clock.clone());
    let live = Arc::new(Live::open(Generations::at(arguments.data.join(CATALOGUE)))?);
    let musicbrainz = compat_musicbrainz::Surface::new(live.clone(), || 0);
    let state = api::State::new(live, edge.clone(), clock, api::Options::default());
    state.prepare()?;
    let mut router = api::router(state).route("/bench/constant", get(constant));
    if let Some(directory) = &arguments.seven {
        let pool = Pool { directory: directory.clone(), idle: Mutex::default() };
        let seven = Router::new()
            .route("/bench/seven/{id}", get(seven_one))
            .route("/bench/seven", post(seven_many));
        router = router.merge(seven.with_state(Arc::new(pool)));
    }
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    let stop = std::future::pending();
    let router = edge.wrap(router).merge(compat_musicbrainz::router(musicbrainz, &edge));
    edge::server::serve(listener, router, &ServerOptions::default(), stop).await;
    Ok(())
}

async fn constant() -> Response {
    static BODY: [u8; CONSTANT] = [b' '; CONSTANT];
    ([(header::CONTENT_TYPE, "application/json")], &BODY[..]).into_response()
}

/// Connections that nobody uses at the moment.
struct Pool {
    directory: PathBuf,
    idle: Mutex<Vec<SevenQueries>>,
}

impl Pool {
    /// Runs blocking work with a connection of its own, away from the threads that serve sockets.
    async fn run<T: Send + 'static>(
        self: Arc<Self>,
        work: impl FnOnce(&SevenQueries) -> anyhow::Result<T> + Send + 'static,
    ) -> anyhow::Result<T> {
        let task = move || {
            let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let queries = match idle {
                Some(queries) => queries,
                None => SevenQueries::open(&self.directory)?,
            };
            let done = work(&queries);
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(queries);
            done
        };
        tokio::task::spawn_blocking(task).await.context("the work was dropped")?
    }
}

async fn seven_one(State(pool): State<Arc<Pool>>, Path(id): Path<String>) -> Response {
    match pool.run(move |queries| queries.one(&id)).await {
        Ok(Some(body)) => json(body),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The part of a batch request that is measured.
#[derive(Deserialize)]
struct BatchRequest {
    tracks: Vec<String>,
}

async fn seven_many(State(pool): State<Arc<Pool>>, Json(request): Json<BatchRequest>) -> Response {
    let work = move |queries: &SevenQueries| {
        let ids: Vec<&str> = request.tracks.iter().map(String::as_str).collect();
        queries.many(&ids)
    };
    match pool.run(work).await {
        Ok(body) => json(body),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn json(body: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

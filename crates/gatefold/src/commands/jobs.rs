//! `gatefold jobs`.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use catalog::{Generations, Live};
use jobs::Unit;
use store::Store;
use store::jobs::{self as rows, Job, State};
use uuid::Uuid;

use crate::cli::{Jobs, ProgressKind};
use crate::clock::{now_ms, rfc3339};
use crate::config::Config;
use crate::health::Monitor;
use crate::jobs::{KINDS, Order, Runner, Tools, add, find, order};

/// How often to look how far a job is.
const LOOK: Duration = Duration::from_millis(200);

/// Lists, starts or ends jobs.
pub(super) fn run(action: &Jobs, config: &Config) -> Result<()> {
    let stop = super::import::stop_on_signal()?;
    super::runtime()?.block_on(async {
        match action {
            Jobs::Kinds => {
                for kind in KINDS {
                    println!("{:20}  {}", kind.name, kind.about);
                }
                Ok(())
            }
            Jobs::List { state, limit, json } => {
                let state = state.as_deref().map(parse_state).transpose()?;
                let store = crate::server::open_store(config).await?;
                for job in rows::list(&store, state, None, *limit).await? {
                    println!("{}", line(&job, *json));
                }
                Ok(())
            }
            Jobs::Run { name, payload, detach } => {
                let store = crate::server::open_store(config).await?;
                let id = start(&store, name, payload).await?;
                if *detach {
                    println!("{id}");
                    return Ok(());
                }
                wait(config, store, (id, stop)).await
            }
            Jobs::Cancel { id } => {
                let store = crate::server::open_store(config).await?;
                cancel(&store, *id).await
            }
        }
    })
}

/// Puts a job into the queue; if one like it waits or runs already, that one is meant.
async fn start(store: &Store, name: &str, payload: &str) -> Result<Uuid> {
    let kind = find(name).with_context(|| {
        format!("there is no kind {name:?} of jobs: list them with `gatefold jobs kinds`")
    })?;
    let job = order(kind, payload, Order { by: None, now_ms: now_ms() })?;
    let key = job.unique_key.clone();
    if let Some(id) = add(store, job).await? {
        return Ok(id);
    }
    for state in [State::Running, State::Queued] {
        let unfinished = rows::list(store, Some(state), None, 1000).await?;
        if let Some(job) = unfinished.into_iter().find(|job| job.unique_key == key) {
            return Ok(job.id);
        }
    }
    bail!("the one before has just ended: try again")
}

/// Works on the queue, as a server would, until the job has ended.
async fn wait(config: &Config, store: Store, (id, stop): (Uuid, jobs::Stop)) -> Result<()> {
    let tools = tools(config, store.clone()).await?;
    let runner = Runner::start(tools, crate::server::pace(config));
    let progress = crate::progress::listener(ProgressKind::Auto);
    progress.phase("job", Some(100), Unit::Items);
    let mut told = 0;
    let ended = loop {
        if stop.is_requested() {
            let now_ms = now_ms();
            let cancel =
                store.write(move |tx| Box::pin(async move { rows::cancel(tx, id, now_ms).await }));
            cancel.await?;
        }
        let job = rows::find(&store, id).await?.context("the job was removed")?;
        progress.advance(u64::from(job.progress.saturating_sub(told)));
        told = told.max(job.progress);
        if job.finished_at_ms.is_some() {
            break job;
        }
        tokio::time::sleep(LOOK).await;
    };
    runner.stop(config.server.shutdown_grace).await;
    store.close().await;
    match ended.state {
        State::Completed => {
            println!("job {id} is completed");
            Ok(())
        }
        State::Cancelled => Err(jobs::Stopped.into()),
        _ => bail!("job {id} failed: {}", ended.error.unwrap_or_default()),
    }
}

async fn tools(config: &Config, store: Store) -> Result<Arc<Tools>> {
    let live = Arc::new(Live::open(Generations::at(config.catalogue_dir()))?);
    let monitor = Monitor::start(crate::server::parts(config, &store, live.clone())?).await;
    let accounts = crate::people::open(config, &store)?;
    let listens = crate::people::listens(&store, live);
    let elsewhere = Arc::new(crate::elsewhere::Elsewhere::new(config, &accounts));
    let config = config.clone();
    Ok(Arc::new(Tools { store, accounts, listens, elsewhere, config, monitor, now_ms }))
}

async fn cancel(store: &Store, id: Uuid) -> Result<()> {
    let now_ms = now_ms();
    let cancel = store.write(move |tx| Box::pin(async move { rows::cancel(tx, id, now_ms).await }));
    match cancel.await? {
        None => bail!("there is no unfinished job {id}"),
        Some(job) if job.state == State::Cancelled => println!("job {id} is cancelled"),
        Some(_) => println!("job {id} is asked to end"),
    }
    Ok(())
}

fn parse_state(text: &str) -> Result<State> {
    State::from_word(text).with_context(|| {
        format!("there is no state {text:?}: use queued, running, completed, failed or cancelled")
    })
}

fn line(job: &Job, json: bool) -> String {
    let note = job.error.as_ref().filter(|_| job.state != State::Completed);
    let note = note.or(job.message.as_ref()).map(String::as_str);
    if json {
        let line = serde_json::json!({
            "id": job.id, "name": job.name, "state": job.state.as_str(), "progress": job.progress,
            "message": job.message, "error": job.error, "attempts": job.attempts,
            "created_at": rfc3339(job.created_at_ms), "started_at": job.started_at_ms.map(rfc3339),
            "finished_at": job.finished_at_ms.map(rfc3339),
        });
        return line.to_string();
    }
    let (state, at) = (job.state.as_str(), rfc3339(job.created_at_ms));
    let line = format!("{}  {at}  {:20}  {state:9}  {:3} %", job.id, job.name, job.progress);
    format!("{line}  {}", note.unwrap_or_default()).trim_end().to_owned()
}

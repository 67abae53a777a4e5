//! `gatefold listens`.

mod export;
mod import;

use std::sync::Arc;

use accounts::Accounts;
use anyhow::{Context as _, Result};
use catalog::{Generations, Live};
use listens::Listens;
use store::Store;
use uuid::Uuid;

use crate::cli;
use crate::config::Config;
use crate::server::open_store;

/// People whose names are read at once.
const PAGE: u32 = 100;

/// Looks after the listening history.
pub(super) fn run(action: &cli::Listens, config: &Config) -> Result<()> {
    super::runtime()?.block_on(async {
        let store = open_store(config).await?;
        let live = Arc::new(Live::open(Generations::at(config.catalogue_dir()))?);
        let listens = crate::people::listens(&store, live);
        let accounts = crate::people::open(config, &store)?;
        let desk = Desk { listens, accounts, config };
        let done = match action {
            cli::Listens::Import(what) => import::run(what, &desk).await,
            cli::Listens::Export(what) => export::run(what, &desk).await,
            cli::Listens::Rebuild { user: Some(name) } => {
                let user = desk.accounts.find_user_locally(name).await?;
                rebuild(&desk.listens, name, user.id).await
            }
            cli::Listens::Rebuild { user: None } => all(&store, &desk.listens).await,
        };
        store.close().await;
        done
    })
}

/// What these commands work with.
struct Desk<'a> {
    listens: Listens,
    accounts: Accounts,
    config: &'a Config,
}

async fn all(store: &Store, listens: &Listens) -> Result<()> {
    let stop = super::import::stop_on_signal()?;
    let mut after = Uuid::nil();
    loop {
        let page = listens.users(after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = *last;
        for id in page {
            stop.check()?;
            let user = store::users::find(store, id).await?;
            let name = user.map_or_else(|| id.to_string(), |user| user.username.text);
            rebuild(listens, &name, id).await?;
        }
    }
}

async fn rebuild(listens: &Listens, name: &str, id: Uuid) -> Result<()> {
    let done = listens.rebuild(id).await.with_context(|| format!("rebuilding {name}"))?;
    println!("{name}: {} reports, {} listens changed", done.reports, done.changed);
    Ok(())
}

//! `gatefold demo`: an invented catalogue by the real path, from dump to answers.

use std::path::Path;

use anyhow::{Context as _, Result};
use catalog::Generations;
use import::import_musicbrainz;
use jobs::{Silent, Stop};
use testkit::{Format, mbid};
use tokio::net::TcpListener;

use super::serve;
use crate::cli::{Demo, ImportHow, ProgressKind};
use crate::config::Config;

/// Makes the little record shop, imports it and serves it.
pub(super) fn run(options: &Demo, config: &Config, data_dir_is_given: bool) -> Result<()> {
    let scratch = tempfile::Builder::new().prefix("gatefold-demo-").tempdir();
    let scratch = scratch.context("making a temporary directory")?;
    let mut config = config.clone();
    if !data_dir_is_given {
        config.data_dir = scratch.path().join("data");
    }
    // Whatever database is configured, a demo leaves it alone.
    config.use_own_database();
    let dump = scratch.path().join("dump");
    println!("Gatefold's little record shop: every artist, title and id in it is invented.");
    make(&dump, &config)?;
    let runtime = tokio::runtime::Runtime::new().context("starting the server's threads")?;
    runtime.block_on(async {
        let listener = listen(options).await?;
        serve::serve(&config, listener, tell).await
    })
}

fn make(dump: &Path, config: &Config) -> Result<()> {
    std::fs::create_dir_all(dump).with_context(|| dump.display().to_string())?;
    testkit::shop().write(dump, Format::TarBz2).context("writing the dump")?;
    let how = ImportHow { strict: true, progress: ProgressKind::Log, staging: None };
    let options = super::import::options(&how, config);
    let generations = Generations::at(config.catalogue_dir());
    let paths = [dump.to_owned()];
    let summary = import_musicbrainz(&paths, &generations, &options, &Silent, &Stop::new())?;
    let records: u64 = summary.manifest.records.values().sum();
    println!("Imported {records} records from a dump in MusicBrainz's format.");
    Ok(())
}

/// The address asked for, or a free port beside it.
async fn listen(options: &Demo) -> Result<TcpListener> {
    match TcpListener::bind(options.listen).await {
        Ok(listener) => Ok(listener),
        Err(error) => {
            println!("{} cannot be used ({error}): taking a free port.", options.listen);
            serve::listen((options.listen.ip(), 0).into()).await
        }
    }
}

fn tell(listener: &TcpListener) -> Result<()> {
    let at = format!("http://{}", listener.local_addr().context("asking for the address")?);
    println!("\nListening on {at}. Try:\n");
    println!("  {at}/docs");
    println!("  {at}/search?q=low+water");
    println!("  {at}/lookup/artist/{}", mbid::LANTERNFISH_CHOIR);
    println!("  {at}/search/track?q=lanternfish+low+watr");
    println!("  {at}/lookup/artist/{}/albums", mbid::LANTERNFISH_CHOIR);
    println!("\nCtrl-C ends it and removes what it made.");
    Ok(())
}

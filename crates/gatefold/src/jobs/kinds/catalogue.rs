//! The latest export of MusicBrainz is downloaded and imported, unless that was done before.

use std::fs;
use std::time::Duration;

use anyhow::{Context as _, Result};
use catalog::Generations;
use futures::future::BoxFuture;
use import::import_musicbrainz;
use jobs::{Job, Progress, Retry, Stop};
use serde::{Deserialize, Serialize};

use crate::jobs::kind::{Running, Tools, Work};

/// The file in the directory of downloads that names the export which was imported last.
const IMPORTED: &str = "IMPORTED";

/// The job.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct RefreshCatalogue {}

impl Job for RefreshCatalogue {
    const NAME: &'static str = "catalogue.refresh";
    /// Nobody waits for it, and it takes long.
    const PRIORITY: i64 = -10;
    const RETRY: Retry =
        Retry::times(5, Duration::from_secs(10 * 60), Duration::from_secs(2 * 60 * 60));
    /// The download of each archive and the steps of an import, roughly.
    const PHASES: u32 = 10;
}

impl Work for RefreshCatalogue {
    fn run(self, running: Running) -> BoxFuture<'static, Result<()>> {
        Box::pin(running.blocking(refresh))
    }
}

fn refresh(tools: &Tools, progress: &dyn Progress, stop: &Stop) -> Result<()> {
    let config = &tools.config;
    let from = config.refresh_url.as_deref();
    let from = from.context("there is no address to refresh from: set catalogue.refresh_url")?;
    let options = import::fetch::Options::new(from, config.downloads_dir());
    let fetched = import::fetch::fetch_export(&options, progress, stop)?;
    let generations = Generations::at(config.catalogue_dir());
    let imported = config.downloads_dir().join(IMPORTED);
    let last = fs::read_to_string(&imported).unwrap_or_default();
    if last.trim() == fetched.export && generations.current()?.is_some() {
        progress.note("the latest export is imported already");
        return Ok(());
    }
    let options = crate::commands::import_options(config);
    import_musicbrainz(&fetched.archives, &generations, &options, progress, stop)?;
    fs::write(&imported, &fetched.export).with_context(|| imported.display().to_string())?;
    if config.keep_generations > 0 {
        generations.prune(config.keep_generations)?;
    }
    Ok(())
}

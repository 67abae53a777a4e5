//! An import from beginning to end.

use std::path::{Path, PathBuf};

use catalog::generation::Draft;
use catalog::{Generations, Manifest, Table};
use jobs::{Progress, Stop, Unit};
use model::IdScheme;

use crate::build::build;
use crate::error::{Error, Result};
use crate::problems::Problems;
use crate::staging::Staging;
use crate::stopwatch::{Clock, Stopwatch};
use crate::{musicbrainz, verify};

/// How to import.
#[derive(Debug, Clone)]
pub struct Options {
    /// Makes the first refused row an error.
    pub strict: bool,
    /// Memory for sorting, in bytes; the importer needs a few bytes more for each id.
    pub memory_bytes: usize,
    /// Where staged rows go; `None` is beside the new generation.
    pub staging: Option<PathBuf>,
    /// Version of the program, for the manifest.
    pub program_version: String,
    /// A steady clock, for the durations.
    pub clock: Clock,
    /// The time of day, RFC 3339 UTC, for the manifest.
    pub imported_at: String,
}

/// What an import did.
#[derive(Debug, Clone)]
pub struct Summary {
    /// The new generation.
    pub generation: u64,
    /// Its manifest: rows, records, problems, phases, files.
    pub manifest: Manifest,
}

/// An import under way: everything that is the same for all sources.
pub(crate) struct Import<'a> {
    draft: Draft,
    scratch: PathBuf,
    /// Where rows go.
    pub(crate) staging: Staging,
    /// What becomes the manifest.
    pub(crate) manifest: Manifest,
    /// The phases.
    pub(crate) watch: Stopwatch<'a>,
    /// Whether to stop.
    pub(crate) stop: &'a Stop,
}

impl<'a> Import<'a> {
    /// Takes the lock and makes the directories.
    pub(crate) fn begin(
        generations: &Generations,
        options: &Options,
        progress: &'a dyn Progress,
        stop: &'a Stop,
    ) -> Result<Self> {
        let draft = generations.begin()?;
        let scratch = match &options.staging {
            Some(directory) => directory.join(format!("gatefold-staging-{}", draft.number())),
            None => draft.directory().join("staging"),
        };
        make_empty(&scratch)?;
        let problems = Problems::new(options.strict);
        let staging = Staging::new(&scratch, options.memory_bytes, problems);
        let manifest = Manifest {
            format_version: catalog::FORMAT_VERSION,
            program_version: options.program_version.clone(),
            imported_at: options.imported_at.clone(),
            ..Manifest::default()
        };
        let watch = Stopwatch::new(progress, options.clock);
        Ok(Self { draft, scratch, staging, manifest, watch, stop })
    }

    /// Builds, checks and publishes what was staged.
    pub(crate) fn finish(mut self, scheme: IdScheme) -> Result<Summary> {
        self.manifest.id_scheme = scheme.as_str().to_owned();
        let directory = self.draft.directory().to_owned();
        let counts = build(&mut self.staging, &directory, &mut self.watch, self.stop)?;
        self.manifest.records = counts
            .into_iter()
            .filter(|(table, _)| !matches!(table, Table::Index(_)))
            .map(|(table, count)| (table.name(), count))
            .collect();
        self.manifest.problems = std::mem::take(&mut self.staging.problems).into_list();
        drop(self.staging);
        std::fs::remove_dir_all(&self.scratch).map_err(Error::disk(&self.scratch))?;
        self.watch.start("verify", None, Unit::Items);
        let number = seal_and_publish(self.draft, &mut self.manifest, self.watch, self.stop)?;
        Ok(Summary { generation: number, manifest: self.manifest })
    }
}

fn seal_and_publish(
    draft: Draft,
    manifest: &mut Manifest,
    watch: Stopwatch<'_>,
    stop: &Stop,
) -> Result<u64> {
    draft.seal(manifest)?;
    let catalog = draft.open()?;
    verify::check(catalog, verify::Extent::Sample)?;
    manifest.phases = watch.finish();
    draft.seal_again(manifest)?;
    stop.check()?;
    Ok(draft.publish()?)
}

fn make_empty(directory: &Path) -> Result<()> {
    if directory.exists() {
        std::fs::remove_dir_all(directory).map_err(Error::disk(directory))?;
    }
    std::fs::create_dir_all(directory).map_err(Error::disk(directory))
}

/// Imports a MusicBrainz export from archives or directories and makes it current.
pub fn import_musicbrainz(
    paths: &[PathBuf],
    generations: &Generations,
    options: &Options,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Summary> {
    // The input first: a wrong path should not wait for, or disturb, anything else.
    let source = crate::dump::open(paths)?;
    let import = || {
        let mut import = Import::begin(generations, options, progress, stop)?;
        musicbrainz::read(&source, &mut import)?;
        import.finish(IdScheme::Mbid)
    };
    import().map_err(|error: Error| error.naming_full_disk(generations.root()))
}

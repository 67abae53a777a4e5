//! The SQLite layout: one file of tracks, albums and artists, perhaps a second of track details.
//!
//! Dense ids are rowids. An album becomes a release group and its only release, both under the
//! album's id; a track becomes a recording and its place on that release. Tables are read once, row
//! by row, in rowid order; rows of link tables are sorted outside memory and joined to their owners.
//! A label has no id in this layout: its public id is the 128-bit XXH3 hash of its name.

mod albums;
mod artists;
mod credits;
mod fields;
mod ids;
mod labels;
mod layout;
mod links;
mod media;
mod scan;
mod source;
mod track_files;
mod tracks;
mod words;

#[cfg(test)]
mod tests;

use std::path::Path;

use catalog::{Generations, SourceArchive};
use jobs::{Progress, Stop, Unit};
use model::IdScheme;

use self::source::Source;
use crate::error::Result;
use crate::run::{Import, Options, Summary};

/// Imports a SQLite catalogue, with its file of track details if there is one, and makes it current.
pub fn import_sqlite(
    main: &Path,
    track_files: Option<&Path>,
    generations: &Generations,
    options: &Options,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Summary> {
    // The input first: a wrong path or layout should not wait for, or disturb, anything else.
    let main = Source::open(main)?;
    let track_files = track_files.map(Source::open).transpose()?;
    let mut rows = main.check(&layout::MAIN)?;
    if let Some(source) = &track_files {
        rows += source.check(&[&layout::TRACK_FILES])?;
    }
    let mut import = Import::begin(generations, options, progress, stop)?;
    let sources = std::iter::once(&main).chain(&track_files);
    import.manifest.sources = sources
        .map(|source| SourceArchive { name: source.name().to_owned(), bytes: source.bytes() })
        .collect();
    import.watch.start("read", Some(rows), Unit::Rows);
    read(&main, track_files.as_ref(), &mut import)?;
    let bytes = import.manifest.sources.iter().map(|source| source.bytes).sum();
    import.watch.bytes(bytes);
    import.finish(IdScheme::Base62)
}

/// Reads everything into the staging area: what is referred to comes before what refers to it.
fn read(main: &Source, track_files: Option<&Source>, import: &mut Import<'_>) -> Result<()> {
    import.staging.facts.popularity_is_given = true;
    words::stage(&mut import.staging);
    artists::read(main, import)?;
    let mut credits = credits::Credits::new(main)?;
    albums::read(main, &mut credits, import)?;
    let ids = tracks::read(main, &mut credits, track_files.is_some(), import)?;
    if let (Some(source), Some(ids)) = (track_files, ids) {
        track_files::read(source, ids, import)?;
    }
    Ok(())
}

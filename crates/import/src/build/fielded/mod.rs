//! Indexes by fields, made from finished records: each entity of a kind becomes a document, in the order of the dense ids.

mod appearances;
mod artists;
mod groups;
mod kept;
mod links;
mod others;
mod recordings;
mod releases;
mod words;

use std::path::Path;

use catalog::codec::{Field, Reader};
use catalog::fielded::{Searched, Sheet, Writer};
use catalog::{Catalog, Table, View};
use jobs::{Progress, Stop};

use self::appearances::{Appearances, Places};
use self::kept::Kept;
use self::words::Lexicon;
use crate::error::Result;

/// Documents after which pages that were read are given back: through a map they would stay resident.
const PART: u64 = 1 << 14;

/// What documents are made with.
struct Cx<'v> {
    view: &'v View<'v>,
    words: &'v Lexicon,
    appearances: &'v mut Appearances,
    /// Where the recording at hand is.
    places: &'v mut Places,
    kept: &'v mut Kept,
}

/// What stays from one part of a table to the next.
struct Stock {
    words: Lexicon,
    appearances: Appearances,
    places: Places,
    kept: Kept,
}

/// Fills the sheet of a record and says how popular it is.
type Fill = fn(&mut Cx<'_>, (u32, &[u8]), &mut Sheet) -> Result<u8>;

/// Takes a record.
type Take<'a> = dyn FnMut(&mut Cx<'_>, (u32, &[u8])) -> Result<()> + 'a;

/// What becomes the documents of each kind of thing that has a table. Releases tell recordings, which come next, where
/// they are.
const KINDS: [(Searched, Fill); 12] = [
    (Searched::Area, others::area),
    (Searched::Artist, artists::artist),
    (Searched::Event, links::event),
    (Searched::Instrument, others::instrument),
    (Searched::Label, artists::label),
    (Searched::Place, others::place),
    (Searched::Release, releases::release),
    (Searched::Recording, recordings::recording),
    (Searched::ReleaseGroup, groups::release_group),
    (Searched::Series, others::series),
    (Searched::Url, links::url),
    (Searched::Work, links::work),
];

/// How far the work has come.
pub(super) struct Run<'a> {
    pub(super) progress: &'a dyn Progress,
    pub(super) stop: &'a Stop,
    /// Bytes for all of it.
    pub(super) memory: usize,
    /// Where a sorter may put its runs, and how many of those bytes it may have.
    pub(super) staging: (&'a Path, usize),
}

/// Writes `fielded/` of a draft whose `data.mdb` is finished.
pub(super) fn write(directory: &Path, run: &Run<'_>) -> Result<()> {
    let target = directory.join("fielded");
    let mut catalog = Catalog::of_draft(directory)?;
    let (staging, sorter_bytes) = run.staging;
    let mut stock = Stock {
        words: Lexicon::read(&catalog)?,
        appearances: Appearances::new(staging, sorter_bytes),
        places: Places::default(),
        kept: Kept::default(),
    };
    let memory = run.memory.saturating_sub(sorter_bytes);
    for (searched, fill) in KINDS {
        let mut writer = Writer::create(&target, searched, memory)?;
        let table = searched.entity().map(Table::Entity);
        if let Some(table) = table {
            catalog = records(catalog, (table, &mut stock), run, &mut |cx, record| {
                let popularity = fill(cx, record, writer.sheet())?;
                Ok(writer.add(record.0, popularity)?)
            })?;
        }
        stock.appearances.end(searched)?;
        writer.finish()?;
    }
    let mut writer = Writer::create(&target, Searched::Annotation, memory)?;
    for kind in others::ANNOTATED {
        let table = Table::Entity(kind);
        catalog = records(catalog, (table, &mut stock), run, &mut |_, record| {
            others::annotation(kind, record, &mut writer)
        })?;
    }
    writer.finish()?;
    let mut writer = Writer::create(&target, Searched::Tag, memory)?;
    others::tags(&catalog, &mut writer)?;
    writer.finish()?;
    Ok(())
}

/// Takes each record of a table, a part of the table at a time.
fn records(
    mut catalog: Catalog,
    (table, stock): (Table, &mut Stock),
    run: &Run<'_>,
    take: &mut Take<'_>,
) -> Result<Catalog> {
    let Stock { words, appearances, places, kept } = stock;
    let mut next = Some(0);
    while let Some(first) = next.take() {
        let view = catalog.view()?;
        let mut cx = Cx { view: &view, words, appearances, places, kept };
        let mut done = 0;
        for record in view.records_from(table, first)? {
            let (id, bytes) = record?;
            if done == PART {
                next = Some(id);
                break;
            }
            take(&mut cx, (id, bytes))?;
            done += 1;
        }
        run.progress.advance(done);
        run.stop.check()?;
        drop(view);
        catalog = catalog.give_back_pages()?;
    }
    Ok(catalog)
}

/// A record of its bytes.
fn taken<'a, R: Field<'a>>(bytes: &'a [u8]) -> Result<R> {
    Ok(R::take(&mut Reader::new(bytes))?)
}

//! Indexes by fields, made from finished records: each entity of a kind becomes a document, in the order of the dense ids.

mod artists;
mod editions;
mod groups;
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

use self::editions::Editions;
use self::words::Lexicon;
use crate::error::Result;

/// Documents after which pages that were read are given back: through a map they would stay resident.
const PART: u64 = 1 << 14;

/// What documents are made with.
struct Cx<'v> {
    view: &'v View<'v>,
    words: &'v Lexicon,
    editions: &'v mut Editions,
}

/// Fills the sheet of a record and says how popular it is.
type Fill = fn(&mut Cx<'_>, (u32, &[u8]), &mut Sheet) -> Result<u8>;

/// Takes a record.
type Take<'a> = dyn FnMut(&mut Cx<'_>, (u32, &[u8])) -> Result<()> + 'a;

/// What becomes the documents of each kind of thing that has a table.
const KINDS: [(Searched, Fill); 12] = [
    (Searched::Area, others::area),
    (Searched::Artist, artists::artist),
    (Searched::Event, links::event),
    (Searched::Instrument, others::instrument),
    (Searched::Label, artists::label),
    (Searched::Place, others::place),
    (Searched::Recording, recordings::recording),
    (Searched::Release, releases::release),
    (Searched::ReleaseGroup, groups::release_group),
    (Searched::Series, others::series),
    (Searched::Url, links::url),
    (Searched::Work, links::work),
];

/// How far the work has come.
pub(super) struct Run<'a> {
    pub(super) progress: &'a dyn Progress,
    pub(super) stop: &'a Stop,
    pub(super) memory: usize,
}

/// Writes `fielded/` of a draft whose `data.mdb` is finished.
pub(super) fn write(directory: &Path, run: &Run<'_>) -> Result<()> {
    let target = directory.join("fielded");
    let mut catalog = Catalog::of_draft(directory)?;
    let words = Lexicon::read(&catalog)?;
    let memory = run.memory;
    for (searched, fill) in KINDS {
        let mut writer = Writer::create(&target, searched, memory)?;
        let table = searched.entity().map(Table::Entity);
        if let Some(table) = table {
            catalog = records(catalog, (table, &words), run, &mut |cx, record| {
                let popularity = fill(cx, record, writer.sheet())?;
                Ok(writer.add(record.0, popularity)?)
            })?;
        }
        writer.finish()?;
    }
    let mut writer = Writer::create(&target, Searched::Annotation, memory)?;
    for kind in others::ANNOTATED {
        catalog = records(catalog, (Table::Entity(kind), &words), run, &mut |_, record| {
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
    (table, words): (Table, &Lexicon),
    run: &Run<'_>,
    take: &mut Take<'_>,
) -> Result<Catalog> {
    let mut editions = Editions::default();
    let mut next = Some(0);
    while let Some(first) = next.take() {
        let view = catalog.view()?;
        let mut cx = Cx { view: &view, words, editions: &mut editions };
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

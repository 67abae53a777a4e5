//! Is a generation what its manifest says? Counts, and look-ups of what it holds by every way in.

use std::sync::Arc;

use catalog::codec::Field;
use catalog::fielded::Searched;
use catalog::record::{Artist, Entity, Recording, Release, ReleaseGroup};
use catalog::{Catalog, Generations, Table, View};
use model::Barcode;
use model::{Isrc, Kind};

use crate::error::{Error, Result};

/// How much is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// About a thousand entities of each kind.
    Sample,
    /// Everything.
    All,
}

/// Entities of a kind that a sample looks up.
const SAMPLE: u64 = 1000;

/// Blocks of records that are counted before their pages are given back: some ten MiB.
const PART_BLOCKS: usize = 128;

/// Records that are looked up before the pages are given back; each may touch a dozen places.
const PART_LOOK_UPS: u32 = 128;

/// What a check saw.
#[derive(Debug, Clone, Copy, Default)]
pub struct Checked {
    /// Records that were read.
    pub records: u64,
    /// Look-ups that led back to their record.
    pub look_ups: u64,
}

/// Checks a generation: every byte of its files, every count, every record and look-up.
pub fn verify(generations: &Generations, number: u64) -> Result<Checked> {
    generations.verify_files(number)?;
    let catalog = Arc::into_inner(generations.open(number)?).expect("nobody else has it yet");
    check(catalog, Extent::All)
}

/// Checks an open generation.
pub fn check(mut catalog: Catalog, extent: Extent) -> Result<Checked> {
    let mut checked = Checked::default();
    for (name, expected) in catalog.manifest().records.clone() {
        let table = Table::all().find(|table| table.name() == name);
        let table = table.ok_or_else(|| Error::Verify(format!("table {name} is unknown")))?;
        let mut found = 0;
        catalog = in_parts(catalog, |view, first| count(view, table, first, &mut found))?;
        if found != expected {
            let reason = format!("table {name} has {found} records, {expected} were written");
            return Err(Error::Verify(reason));
        }
    }
    every_record_is_a_document(&catalog)?;
    let step = |kind: Kind| match extent {
        Extent::All => 1,
        Extent::Sample => step(catalog.manifest().records.get(kind.as_str()).copied()),
    };
    let steps = [Kind::Artist, Kind::ReleaseGroup, Kind::Release, Kind::Recording].map(step);
    let seen = &mut checked;
    catalog = in_parts(catalog, |view, first| {
        each::<Artist<'_>>(view, (first, steps[0]), seen, |_, _| Ok(true))
    })?;
    catalog = in_parts(catalog, |view, first| {
        each::<ReleaseGroup<'_>>(view, (first, steps[1]), seen, |_, _| Ok(true))
    })?;
    catalog = in_parts(catalog, |view, first| {
        let found = |id, release: &Release<'_>| release_is_found(view, id, release);
        each::<Release<'_>>(view, (first, steps[2]), seen, found)
    })?;
    in_parts(catalog, |view, first| {
        let found = |id, recording: &Recording<'_>| recording_is_found(view, id, recording);
        each::<Recording<'_>>(view, (first, steps[3]), seen, found)
    })?;
    Ok(checked)
}

/// The indexes by fields have as many documents as there are records.
fn every_record_is_a_document(catalog: &Catalog) -> Result<()> {
    let view = catalog.view()?;
    for searched in Searched::ALL {
        let documents = view.documents_by_fields(searched)?;
        let Some(kind) = searched.entity() else { continue };
        let records = catalog.manifest().records.get(kind.as_str()).copied().unwrap_or_default();
        if documents != records {
            let kind = kind.as_str();
            let reason = format!("{documents} documents for {records} records of {kind}");
            return Err(Error::Verify(reason));
        }
    }
    Ok(())
}

/// Ids to step over for a sample of that many records; with gaps between ids, a few more are looked up.
fn step(records: Option<u64>) -> u32 {
    u32::try_from(records.unwrap_or(0) / SAMPLE).unwrap_or(u32::MAX).max(1)
}

/// Calls `part` with the dense id to begin at, until there is none. In between, the pages of the
/// file that were read are given back, or all of it would be resident in the end.
fn in_parts(
    mut catalog: Catalog,
    mut part: impl FnMut(&View<'_>, u32) -> Result<Option<u32>>,
) -> Result<Catalog> {
    let mut next = Some(0);
    while let Some(first) = next {
        next = part(&catalog.view()?, first)?;
        catalog = catalog.give_back_pages()?;
    }
    Ok(catalog)
}

/// Counts records from `first` on; returns the id to go on with.
fn count(view: &View<'_>, table: Table, first: u32, found: &mut u64) -> Result<Option<u32>> {
    let part = view.count_from(table, first, PART_BLOCKS)?;
    *found += part.0;
    Ok(part.1)
}

/// Reads every `step`th record of a kind from `first` on and finds it again by its public id;
/// returns the id to go on with.
fn each<'v, E: Entity<'v> + Field<'v>>(
    view: &'v View<'_>,
    (mut first, step): (u32, u32),
    checked: &mut Checked,
    mut also: impl FnMut(u32, &E) -> Result<bool>,
) -> Result<Option<u32>> {
    let kind = E::KIND.as_str();
    for _ in 0..PART_LOOK_UPS {
        let Some(entry) = view.records_from(Table::Entity(E::KIND), first)?.next() else {
            return Ok(None);
        };
        let (id, _) = entry?;
        let record = view.get::<E>(id)?;
        let record = record.ok_or_else(|| Error::Verify(format!("{kind} {id} vanished")))?;
        checked.records += 1;
        let found = view.find::<E>(record.gid())?;
        if found.is_none_or(|found| found.id != id) || !also(id, &record)? {
            return Err(Error::Verify(format!("{kind} {id} is not found by what leads to it")));
        }
        checked.look_ups += 1;
        let Some(next) = id.checked_add(step) else { return Ok(None) };
        first = next;
    }
    Ok(Some(first))
}

fn release_is_found(view: &View<'_>, id: u32, release: &Release<'_>) -> Result<bool> {
    let tracklist = view.tracklist(id)?.unwrap_or_default();
    for medium in tracklist.media.iter() {
        if let Some(track) = medium?.tracks.first()? {
            let placed = view.find_track(track.gid)?;
            if track.gid != model::Gid::default() && placed.is_none() {
                return Ok(false);
            }
        }
    }
    let barcode = release.barcode.and_then(|text| Barcode::parse(text).ok());
    let Some(barcode) = barcode else { return Ok(true) };
    Ok(view.by_barcode(&barcode)?.iter().any(|(found, _)| *found == id))
}

fn recording_is_found(view: &View<'_>, id: u32, recording: &Recording<'_>) -> Result<bool> {
    for isrc in recording.isrcs.iter() {
        let Ok(isrc) = Isrc::parse(isrc?) else { continue };
        // An absurdly shared code is cut off in answers, see `catalog::View::by_isrc`.
        let found = view.by_isrc(&isrc)?;
        if found.len() < 1000 && !found.iter().any(|(found, _)| *found == id) {
            return Ok(false);
        }
    }
    Ok(true)
}

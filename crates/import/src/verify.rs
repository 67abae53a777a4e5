//! Is a generation what its manifest says? Counts, and look-ups of what it holds by every way in.

use catalog::codec::Field;
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
    check(&*generations.open(number)?, Extent::All)
}

/// Checks an open generation.
pub fn check(catalog: &Catalog, extent: Extent) -> Result<Checked> {
    let view = catalog.view()?;
    let mut checked = Checked::default();
    for (name, expected) in &catalog.manifest().records {
        let table = Table::all().find(|table| table.name() == *name);
        let table = table.ok_or_else(|| Error::Verify(format!("table {name} is unknown")))?;
        let found = view.count(table)?;
        if found != *expected {
            let reason = format!("table {name} has {found} records, {expected} were written");
            return Err(Error::Verify(reason));
        }
    }
    let step = |kind| match extent {
        Extent::All => Ok(1),
        Extent::Sample => view.count(Table::Entity(kind)).map(|count| (count / SAMPLE).max(1)),
    };
    each::<Artist<'_>>(&view, step(Kind::Artist)?, &mut checked, |_, _| Ok(true))?;
    each::<ReleaseGroup<'_>>(&view, step(Kind::ReleaseGroup)?, &mut checked, |_, _| Ok(true))?;
    each::<Release<'_>>(&view, step(Kind::Release)?, &mut checked, |id, release| {
        release_is_found(&view, id, release)
    })?;
    each::<Recording<'_>>(&view, step(Kind::Recording)?, &mut checked, |id, recording| {
        recording_is_found(&view, id, recording)
    })?;
    Ok(checked)
}

/// Reads every `step`th record of a kind and finds it again by its public id.
fn each<'v, E: Entity<'v> + Field<'v>>(
    view: &'v View<'_>,
    step: u64,
    checked: &mut Checked,
    mut also: impl FnMut(u32, &E) -> Result<bool>,
) -> Result<()> {
    let kind = E::KIND.as_str();
    for (at, entry) in view.records(Table::Entity(E::KIND))?.enumerate() {
        let (id, _) = entry?;
        if !(at as u64).is_multiple_of(step) {
            continue;
        }
        let record = view.get::<E>(id)?;
        let record = record.ok_or_else(|| Error::Verify(format!("{kind} {id} vanished")))?;
        checked.records += 1;
        let found = view.find::<E>(record.gid())?;
        if found.is_none_or(|found| found.id != id) || !also(id, &record)? {
            return Err(Error::Verify(format!("{kind} {id} is not found by what leads to it")));
        }
        checked.look_ups += 1;
    }
    Ok(())
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

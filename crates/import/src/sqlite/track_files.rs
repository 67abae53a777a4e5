//! `track_files`: details of tracks, which name their track by its public id.
//!
//! Both sides are sorted by that id outside memory and met once, so that no index is needed.

mod json;

use catalog::codec::{Field as _, ListBuffer};
use catalog::record::recording::TrackDetails;
use model::{Gid, Kind};

use super::fields::{Fields, RowResult};
use super::layout::TRACK_FILES;
use super::scan;
use super::source::Source;
use crate::error::Result;
use crate::problems::Refusal;
use crate::run::Import;
use crate::spill::{Order, Sorted, Sorter};
use crate::staging::{Part, Stage, Staging};

/// Public ids of the tracks with their dense ids.
pub(super) struct Ids(Sorter);

impl Ids {
    /// None yet.
    pub(super) fn new(staging: &Staging) -> Self {
        Self(sorter("track-ids", staging))
    }

    /// Adds a track.
    pub(super) fn add(&mut self, gid: Gid, id: u32) -> Result<()> {
        let (key, rest) = halves(gid);
        self.0.push(key, &rest, &id.to_le_bytes())
    }
}

/// Reads the details and gives them to their tracks.
pub(super) fn read(source: &Source, ids: Ids, import: &mut Import<'_>) -> Result<()> {
    let mut details = sorter("track-details", &import.staging);
    let mut bytes = Vec::new();
    scan::each(source, &TRACK_FILES, import, |fields, staging| {
        let (key, rest) = halves(fields.gid("track_id")?);
        bytes.clear();
        // The number keeps rows of one track in their order.
        bytes.extend_from_slice(&fields.number.to_be_bytes());
        details_of(fields, staging, &mut bytes)?;
        Ok(details.push(key, &rest, &bytes)?)
    })?;
    join(Tracks { sorted: ids.0.sort()?, at: None }, details.sort()?, &mut import.staging)
}

fn sorter(name: &str, staging: &Staging) -> Sorter {
    Sorter::new(staging.directory().join(name), Order::Bytes, staging.sorter_bytes())
}

/// An id as a sorting key and the rest of it.
fn halves(gid: Gid) -> (u64, [u8; 8]) {
    let value = u128::from_be_bytes(gid.0);
    ((value >> 64) as u64, (value as u64).to_be_bytes())
}

/// Tracks in the order of their public ids.
struct Tracks {
    sorted: Sorted,
    at: Option<((u64, [u8; 8]), u32)>,
}

impl Tracks {
    /// The track of an id; ids must be asked for in ascending order.
    fn find(&mut self, wanted: (u64, [u8; 8])) -> Result<Option<u32>> {
        while self.at.is_none_or(|(gid, _)| gid < wanted) {
            let Some((key, row)) = self.sorted.next()? else { return Ok(None) };
            let Some((rest, id)) = row.split_first_chunk::<8>() else { continue };
            let id = id.first_chunk().map_or(0, |id| u32::from_le_bytes(*id));
            self.at = Some(((key, *rest), id));
        }
        Ok(self.at.filter(|(gid, _)| *gid == wanted).map(|(_, id)| id))
    }
}

fn join(mut tracks: Tracks, mut details: Sorted, staging: &mut Staging) -> Result<()> {
    let mut last = None;
    while let Some((key, row)) = details.next()? {
        let Some((rest, row)) = row.split_first_chunk::<8>() else { continue };
        let Some((number, bytes)) = row.split_first_chunk::<8>() else { continue };
        let number = u64::from_be_bytes(*number);
        let gid = (key, *rest);
        match tracks.find(gid)? {
            None => {
                let reason = "track_id is not in the main file, or was left out";
                refuse("dangling reference", number, reason, staging)?;
            }
            Some(_) if last == Some(gid) => {
                let reason = "an earlier row has the same track_id; that one was taken";
                refuse("duplicate id", number, reason, staging)?;
            }
            Some(id) => {
                staging.push(
                    Stage::Entity(Kind::Recording),
                    u64::from(id),
                    Part::Details,
                    bytes,
                )?;
            }
        }
        last = Some(gid);
    }
    Ok(())
}

fn refuse(kind: &str, row: u64, reason: &str, staging: &mut Staging) -> Result<()> {
    let (file, table, place) = ("after reading", TRACK_FILES.name, format!("row {row}"));
    staging.problems.refuse(&Refusal { file, table, kind, place: &place, reason })
}

fn details_of(fields: &Fields<'_>, staging: &mut Staging, out: &mut Vec<u8>) -> RowResult {
    let (mut languages, mut roles) = (ListBuffer::default(), ListBuffer::default());
    if let Some(text) = fields.opt_text("language_of_performance")? {
        json(fields, "language_of_performance", json::languages(text, &mut languages), staging)?;
    }
    if let Some(text) = fields.opt_text("artist_roles")? {
        json(fields, "artist_roles", json::roles(text, &mut roles), staging)?;
    }
    let details = TrackDetails {
        has_lyrics: match fields.int("has_lyrics")? {
            None => 0,
            Some(0) => 1,
            Some(_) => 2,
        },
        original_title: fields.opt_text("original_title")?.unwrap_or(""),
        version_title: fields.opt_text("version_title")?.unwrap_or(""),
        languages: languages.list(),
        roles: roles.list(),
        ..TrackDetails::default()
    };
    details.put(out);
    Ok(())
}

/// Reports what is wrong with a column's JSON; the rest of the row is taken.
fn json(
    fields: &Fields<'_>,
    column: &str,
    read: Result<(), String>,
    staging: &mut Staging,
) -> RowResult {
    if let Err(reason) = read {
        let reason = format!("{column}: {reason}; it was left out");
        fields.report("malformed JSON", &reason, &mut staging.problems)?;
    }
    Ok(())
}

//! What was found, in the shape of MusicBrainz's search answers: a file for a few kinds of entities.

mod artists;
mod others;
mod parts;
mod recordings;
mod related;
mod releases;

use catalog::Result;
use catalog::fielded::{Match, Matches, Searched};

use crate::answer::Out;
use crate::cx::Cx;

/// The names of a list in JSON and in XML.
pub(super) fn names(searched: Searched) -> (&'static str, &'static str) {
    match searched {
        Searched::Annotation => ("annotations", "annotation-list"),
        Searched::Area => ("areas", "area-list"),
        Searched::Artist => ("artists", "artist-list"),
        Searched::Event => ("events", "event-list"),
        Searched::Instrument => ("instruments", "instrument-list"),
        Searched::Label => ("labels", "label-list"),
        Searched::Place => ("places", "place-list"),
        Searched::Recording => ("recordings", "recording-list"),
        Searched::Release => ("releases", "release-list"),
        Searched::ReleaseGroup => ("release-groups", "release-group-list"),
        Searched::Series => ("series", "series-list"),
        Searched::Tag => ("tags", "tag-list"),
        Searched::Url => ("urls", "url-list"),
        Searched::Work => ("works", "work-list"),
    }
}

/// A match that is being written.
#[derive(Clone, Copy)]
struct Hit {
    /// Its dense id.
    row: u32,
    /// 0 to 100.
    score: u8,
}

/// Writes the items of a list.
pub(super) fn write(
    out: &mut Out,
    cx: Cx<'_>,
    searched: Searched,
    matches: &Matches,
) -> Result<()> {
    for found in &matches.page {
        let hit = Hit { row: found.id, score: score(found.score, matches.best) };
        item(out, cx, (searched, found), hit)?;
    }
    Ok(())
}

/// A score as a share of the best one, from 0 to 100.
fn score(score: f32, best: f32) -> u8 {
    if best > 0.0 { (score / best * 100.0) as u8 } else { 100 }
}

fn item(out: &mut Out, cx: Cx<'_>, (searched, found): (Searched, &Match), hit: Hit) -> Result<()> {
    match searched {
        Searched::Annotation => others::annotation(out, cx, found, hit),
        Searched::Area => others::area(out, cx, hit),
        Searched::Artist => artists::artist(out, cx, hit),
        Searched::Event => related::event(out, cx, hit),
        Searched::Instrument => others::instrument(out, cx, hit),
        Searched::Label => artists::label(out, cx, hit),
        Searched::Place => others::place(out, cx, hit),
        Searched::Recording => recordings::recording(out, cx, hit),
        Searched::Release => releases::release(out, cx, hit),
        Searched::ReleaseGroup => releases::release_group(out, cx, hit),
        Searched::Series => others::series(out, cx, hit),
        Searched::Tag => others::tag(out, cx, hit),
        Searched::Url => related::url(out, cx, hit),
        Searched::Work => related::work(out, cx, hit),
    }
}

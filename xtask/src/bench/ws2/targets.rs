//! What is asked for: releases, artists and words of a catalogue, drawn with a seed.

use ::catalog::codec::{Field as _, Reader};
use ::catalog::record::{Artist, Recording, Release};
use ::catalog::{Catalog, Page, Relation, Table};
use anyhow::ensure;
use model::{IdScheme, Kind};
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// Tracks of a usual album.
const TRACKS: u32 = 12;
/// What a tagger wants to know of a release.
const INC: &str = "recordings+artist-credits+labels+release-groups+isrcs";

/// Paths below `/ws/2/` with their queries.
pub(super) struct Targets {
    pub(super) releases: Vec<String>,
    pub(super) pages: Vec<String>,
    pub(super) searches: Vec<String>,
}

/// Draws so many of each.
pub(super) fn draw(catalog: &Catalog, count: usize) -> anyhow::Result<Targets> {
    let mut chance = ChaCha8Rng::seed_from_u64(7);
    let targets = Targets {
        releases: releases(catalog, count, &mut chance)?,
        pages: pages(catalog, count)?,
        searches: searches(catalog, count, &mut chance)?,
    };
    let all = [&targets.releases, &targets.pages, &targets.searches];
    ensure!(all.iter().all(|list| !list.is_empty()), "the catalogue is too small");
    Ok(targets)
}

fn releases(
    catalog: &Catalog,
    count: usize,
    chance: &mut ChaCha8Rng,
) -> anyhow::Result<Vec<String>> {
    let view = catalog.view()?;
    let mut found = Vec::new();
    for entry in view.records(Table::Entity(Kind::Release))? {
        let release = Release::take(&mut Reader::new(entry?.1))?;
        if release.track_count == TRACKS {
            let id = release.gid.text(IdScheme::Mbid);
            found.push(format!("release/{}?fmt=json&inc={INC}", id.as_str()));
        }
    }
    Ok(found.choose_multiple(chance, count).cloned().collect())
}

/// First pages of the artists with the most releases.
fn pages(catalog: &Catalog, count: usize) -> anyhow::Result<Vec<String>> {
    let view = catalog.view()?;
    let mut found = Vec::new();
    for entry in view.records(Table::Entity(Kind::Artist))? {
        let (row, bytes) = entry?;
        let none = Page { limit: 0, offset: 0 };
        let (releases, _) = view.browse(Relation::ArtistReleases, row, none)?;
        let gid = Artist::take(&mut Reader::new(bytes))?.gid;
        found.push((releases, gid));
    }
    found.sort_by_key(|(releases, gid)| (std::cmp::Reverse(*releases), *gid));
    let path = |(_, gid): &(usize, model::Gid)| {
        format!("release?artist={}&limit=100&fmt=json", gid.text(IdScheme::Mbid).as_str())
    };
    Ok(found.iter().take(count).map(path).collect())
}

fn searches(
    catalog: &Catalog,
    count: usize,
    chance: &mut ChaCha8Rng,
) -> anyhow::Result<Vec<String>> {
    let view = catalog.view()?;
    let rows: Vec<u32> = view
        .records(Table::Entity(Kind::Recording))?
        .map(|entry| entry.map(|(row, _)| row))
        .collect::<Result<_, _>>()?;
    let mut found = Vec::new();
    while found.len() < count && !rows.is_empty() {
        let row = rows[chance.random_range(0..rows.len())];
        let Some(recording) = view.get::<Recording<'_>>(row)? else { continue };
        let credit = view.artist_credit(recording.artist_credit)?;
        let Some(name) = credit.and_then(|credit| credit.names.first().ok().flatten()) else {
            continue;
        };
        let quoted = |text: &str| text.replace(['"', '\\'], " ");
        let query = format!(
            "recording:\"{}\" AND artist:\"{}\"",
            quoted(recording.name),
            quoted(name.name)
        );
        let query = form_urlencoded::byte_serialize(query.as_bytes()).collect::<String>();
        found.push(format!("recording?query={query}&fmt=json"));
    }
    Ok(found)
}

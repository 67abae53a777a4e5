//! Recordings to search for, by title and artist.

use std::fs;
use std::io::ErrorKind;

use ::catalog::record::Recording;
use ::catalog::{Catalog, View};
use anyhow::{Context as _, ensure};
use model::{Gid, Kind};
use rand::seq::SliceRandom as _;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

use super::dump::Dump;

/// Recordings drawn from a catalogue whose dump does not come with a sample.
const DRAWN: usize = 20_000;

/// One recording, as somebody who looks for it would name it.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// Its public id.
    pub(super) gid: Gid,
    /// Its title.
    pub(super) title: String,
    /// Its artists as printed.
    pub(super) artist: String,
}

impl Target {
    /// Title and artist.
    pub(super) fn query(&self) -> String {
        format!("{} {}", self.title, self.artist)
    }
}

/// A line of `truth.jsonl`; what else stands there is not needed here.
#[derive(Deserialize)]
struct Line {
    mbid: String,
    title: String,
    artist: String,
}

/// The sample of a generated dump, else recordings drawn from the catalogue; in random order.
pub(super) fn read(dump: &Dump, catalog: &Catalog, seed: u64) -> anyhow::Result<Vec<Target>> {
    let path = dump.directory.join("truth.jsonl");
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut targets = match fs::read_to_string(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => drawn(catalog, &mut chance)?,
        other => sample(&other.with_context(|| path.display().to_string())?)?,
    };
    ensure!(!targets.is_empty(), "there is no recording to search for");
    targets.shuffle(&mut chance);
    Ok(targets)
}

fn sample(text: &str) -> anyhow::Result<Vec<Target>> {
    let target = |line: &str| {
        let Line { mbid, title, artist } = serde_json::from_str(line)?;
        Ok(Target { gid: Gid::parse_mbid(&mbid)?, title, artist })
    };
    text.lines().map(target).collect()
}

fn drawn(catalog: &Catalog, chance: &mut ChaCha8Rng) -> anyhow::Result<Vec<Target>> {
    let view = catalog.view()?;
    let last = last_id(&view)?;
    let mut targets = Vec::new();
    for _ in 0..DRAWN {
        let id = chance.random_range(1..=last);
        if let Some(recording) = view.get::<Recording<'_>>(id)? {
            let title = recording.name.to_owned();
            let artist = printed(&view, recording.artist_credit)?;
            targets.push(Target { gid: recording.gid, title, artist });
        }
    }
    Ok(targets)
}

/// The text of a credit.
pub(super) fn printed(view: &View<'_>, credit: u32) -> anyhow::Result<String> {
    let mut text = String::new();
    if let Some(credit) = view.artist_credit(credit)? {
        for name in credit.names.iter() {
            let name = name?;
            text.push_str(name.name);
            text.push_str(name.join_phrase);
        }
    }
    Ok(text)
}

/// The largest dense id of a recording.
pub(super) fn last_id(view: &View<'_>) -> anyhow::Result<u32> {
    let last = view.records(::catalog::Table::Entity(Kind::Recording))?.last();
    Ok(last.context("the catalogue has no recordings")??.0)
}

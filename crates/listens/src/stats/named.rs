//! Names of what is ranked.

use std::collections::HashMap;
use std::sync::Arc;

use catalog::View;
use catalog::covers::{self, Cover};
use catalog::record::{Artist, Recording, Release, ReleaseGroup};
use model::Gid;
use store::subjects::Kind;
use uuid::Uuid;

use super::Statistics;
use crate::directory::Entry;
use crate::error::{Error, Result};
use crate::history::{Credit, Named};

/// Something that listens count for, with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Its name.
    pub name: String,
    /// Its MBID, when the catalogue knows it and its kind has one.
    pub mbid: Option<Uuid>,
    /// The artist credit as printed, of recordings, releases and release groups.
    pub artist_credit_name: Option<String>,
    /// The artists of a recording, release or release group that the catalogue knows, in order.
    pub artists: Vec<Credit>,
    /// The release group of a release.
    pub release_group: Option<Named>,
    /// The release that a recording is mostly found on.
    pub release: Option<Named>,
    /// The front cover of a recording, release or release group.
    pub cover: Option<Cover>,
    /// The length of a recording.
    pub length_ms: Option<u32>,
}

impl Statistics {
    /// Subjects by number, in the same order.
    pub(super) async fn named(&self, ids: impl Iterator<Item = i64>) -> Result<Vec<Subject>> {
        let ids: Vec<i64> = ids.collect();
        let (names, store) = (self.listens.names(), self.listens.store());
        let entries = names.entries(store, ids.iter().copied()).await?;
        let facets = entries.values().flat_map(|entry| &entry.links);
        let facets = facets.filter(|it| matches!(it.kind, Kind::Artist | Kind::ReleaseGroup));
        let facets: Vec<i64> = facets.map(|link| link.target).collect();
        let facets = names.entries(store, facets).await?;
        let subjects = ids.iter().map(|id| {
            let entry = entries.get(id);
            entry.map(|entry| subject(entry, &facets))
        });
        let subjects: Option<Vec<Subject>> = subjects.collect();
        let missing = || Error::Internal("something without a name is counted".into());
        let mut subjects = subjects.ok_or_else(missing)?;
        if let Some(catalog) = self.listens.catalogue().get().as_ref() {
            let view = catalog.view()?;
            for (id, subject) in ids.iter().zip(&mut subjects) {
                let kind = entries.get(id).map(|entry| entry.subject.kind);
                complete(&view, kind, subject)?;
            }
        }
        Ok(subjects)
    }
}

/// Adds what only the catalogue has: it may know more than when the subject was made.
fn complete(view: &View<'_>, kind: Option<Kind>, it: &mut Subject) -> Result<()> {
    let Some(mbid) = it.mbid.map(|mbid| Gid(*mbid.as_bytes())) else { return Ok(()) };
    match kind {
        Some(Kind::Recording) => {
            if let Some(found) = view.find::<Recording<'_>>(mbid)? {
                it.cover = covers::of_recording(view, &found.record)?;
                it.length_ms = found.record.length_ms;
                let main = view.get::<Release<'_>>(found.record.main.release)?;
                it.release = main.map(|main| mbid_and_name(main.gid, main.name));
            }
        }
        Some(Kind::Release) => {
            if let Some(found) = view.find::<Release<'_>>(mbid)? {
                it.cover = covers::of_release(view, &found.record)?;
                it.artists = credits(view, found.record.artist_credit)?;
            }
        }
        Some(Kind::ReleaseGroup) => {
            if let Some(found) = view.find::<ReleaseGroup<'_>>(mbid)? {
                it.cover = covers::of_group(view, &found.record)?;
                it.artists = credits(view, found.record.artist_credit)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// The artists of a credit.
fn credits(view: &View<'_>, credit: u32) -> Result<Vec<Credit>> {
    let Some(credit) = view.artist_credit(credit)? else { return Ok(Vec::new()) };
    let mut credits = Vec::new();
    for name in credit.names.iter().flatten() {
        let Some(artist) = view.get::<Artist<'_>>(name.artist)? else { continue };
        credits.push(Credit {
            mbid: Uuid::from_bytes(artist.gid.0),
            name: name.name.to_owned(),
            join_phrase: name.join_phrase.to_owned(),
        });
    }
    Ok(credits)
}

fn mbid_and_name(gid: Gid, name: &str) -> Named {
    Named { mbid: Uuid::from_bytes(gid.0), name: name.to_owned() }
}

fn subject(entry: &Entry, facets: &HashMap<i64, Arc<Entry>>) -> Subject {
    let names = &entry.subject.names;
    let of = |kind| entry.links.iter().filter(move |link| link.kind == kind);
    let known = |target: &i64| {
        let names = &facets.get(target)?.subject.names;
        names.mbid.map(|mbid| Named { mbid, name: names.name.clone() })
    };
    let credits = of(Kind::Artist).filter_map(|link| {
        let artist = known(&link.target)?;
        Some(Credit {
            mbid: artist.mbid,
            name: link.credited_name.clone().unwrap_or(artist.name),
            join_phrase: link.join_phrase.clone().unwrap_or_default(),
        })
    });
    Subject {
        name: names.name.clone(),
        mbid: names.mbid,
        artist_credit_name: names.artist_credit_name.clone(),
        artists: credits.collect(),
        release_group: of(Kind::ReleaseGroup).find_map(|link| known(&link.target)),
        release: None,
        cover: None,
        length_ms: None,
    }
}

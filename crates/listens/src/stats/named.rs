//! Names of what is ranked.

use std::collections::HashMap;
use std::sync::Arc;

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
    /// The artists of a recording that the catalogue knows, in order.
    pub artists: Vec<Credit>,
    /// The release group of a release.
    pub release_group: Option<Named>,
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
        subjects.ok_or_else(|| Error::Internal("something without a name is counted".into()))
    }
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
    }
}

//! Artists with the albums that they were heard on.

use std::cmp::Reverse;
use std::collections::HashMap;

use uuid::Uuid;

use super::ledger::Order;
use super::top::Entry;
use super::{MAX_ENTRIES, Ranked, Span, Statistics};
use crate::error::Result;

/// An artist with release groups.
#[derive(Debug, Clone, PartialEq)]
pub struct ArtistAlbums {
    /// The artist's MBID, when the catalogue knows the album.
    pub artist_mbid: Option<Uuid>,
    /// The artist's name, else the credit of the album.
    pub artist_name: String,
    /// Plays of these albums.
    pub listens: u64,
    /// Most plays first.
    pub albums: Vec<Entry>,
}

impl Statistics {
    /// Artists of the release groups with most plays: those of the album's credit, not of its
    /// tracks. The first 1,000 release groups of the span count.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn albums(&self, span: &Span, artists: usize) -> Result<Vec<ArtistAlbums>> {
        let part = (0, MAX_ENTRIES);
        let chart = self.top(Ranked::ReleaseGroups, span, Order::Listens, part).await?;
        let mut places: HashMap<(Option<Uuid>, String), usize> = HashMap::new();
        let mut found: Vec<ArtistAlbums> = Vec::new();
        for entry in chart.entries {
            for (artist_mbid, artist_name) in credited(&entry) {
                let folded = text::fold(&artist_name).into_owned();
                let key = (artist_mbid, artist_mbid.map_or(folded, |_| String::new()));
                let place = *places.entry(key).or_insert_with(|| {
                    let (listens, albums) = (0, Vec::new());
                    found.push(ArtistAlbums { artist_mbid, artist_name, listens, albums });
                    found.len() - 1
                });
                if let Some(artist) = found.get_mut(place) {
                    artist.listens += entry.listens;
                    artist.albums.push(entry.clone());
                }
            }
        }
        found.sort_by_key(|artist| Reverse(artist.listens));
        found.truncate(artists);
        Ok(found)
    }
}

/// Who made an album: each artist once, or the words of the credit.
fn credited(album: &Entry) -> Vec<(Option<Uuid>, String)> {
    let mut artists: Vec<(Option<Uuid>, String)> = Vec::new();
    for credit in &album.subject.artists {
        if !artists.iter().any(|(mbid, _)| *mbid == Some(credit.mbid)) {
            artists.push((Some(credit.mbid), credit.name.clone()));
        }
    }
    if artists.is_empty() {
        artists.extend(album.subject.artist_credit_name.clone().map(|name| (None, name)));
    }
    artists
}

//! The text indexes of a generation, and the names by which their candidates are scored.

use std::path::Path;

use model::Kind;

use crate::error::Result;
use crate::read::View;
use crate::record::{Artist, Recording, Release, ReleaseGroup};
use crate::search::{self, Hit, Names, Page, Query, Wanted};

/// What is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SearchKind {
    /// Recordings, by title, artist and the title of their main release's group.
    Track,
    /// Artists, by name, sort name and aliases.
    Artist,
    /// Release groups, by title and artist.
    Album,
}

impl SearchKind {
    /// Every kind, in the order in which they are shown together.
    pub const ALL: [Self; 3] = [Self::Artist, Self::Album, Self::Track];

    /// The directory below `search/`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Track => "track",
            Self::Artist => "artist",
            Self::Album => "album",
        }
    }

    /// The kind of entity whose dense ids are found.
    #[must_use]
    pub fn entity(self) -> Kind {
        match self {
            Self::Track => Kind::Recording,
            Self::Artist => Kind::Artist,
            Self::Album => Kind::ReleaseGroup,
        }
    }
}

/// The open indexes.
pub(crate) struct Texts {
    track: search::Index,
    artist: search::Index,
    album: search::Index,
}

impl Texts {
    pub(crate) fn open(directory: &Path) -> Result<Self> {
        let open = |kind: SearchKind| search::Index::open(&directory.join(kind.as_str()));
        Ok(Self {
            track: open(SearchKind::Track)?,
            artist: open(SearchKind::Artist)?,
            album: open(SearchKind::Album)?,
        })
    }

    fn index(&self, kind: SearchKind) -> &search::Index {
        match kind {
            SearchKind::Track => &self.track,
            SearchKind::Artist => &self.artist,
            SearchKind::Album => &self.album,
        }
    }
}

impl View<'_> {
    /// Finds what a query names, the best first. `expired` says when to give up.
    pub fn search(
        &self,
        kind: SearchKind,
        query: &Query,
        page: Page,
        expired: &dyn Fn() -> bool,
    ) -> Result<Vec<Hit>> {
        // A damaged record ends the search with its own error, not with a missing hit.
        let mut failed = None;
        let mut names = |id: u32, take: &mut dyn FnMut(Names<'_>)| {
            if let Err(error) = self.names(kind, id, take) {
                failed.get_or_insert(error);
            }
        };
        let hits = self.catalog().texts().index(kind).search(query, page, &mut names, expired);
        match failed {
            Some(error) => Err(error),
            None => Ok(hits?),
        }
    }

    /// Dense ids of what has all the wanted words, the most popular first; see [`search::Index::having`].
    pub fn having(
        &self,
        kind: SearchKind,
        wanted: &Wanted,
        limit: usize,
        steps: u64,
    ) -> Result<Vec<u32>> {
        Ok(self.catalog().texts().index(kind).having(wanted, limit, steps)?)
    }

    /// How many documents have a word.
    pub fn occurrences(&self, kind: SearchKind, word: &str) -> Result<u32> {
        Ok(self.catalog().texts().index(kind).occurrences(word)?)
    }

    /// Words that are one edit away from a word, the most frequent first.
    pub fn spelled_like(&self, kind: SearchKind, word: &str, limit: usize) -> Result<Vec<String>> {
        Ok(self.catalog().texts().index(kind).spelled_like(word, limit)?)
    }

    /// How many documents an index has.
    #[must_use]
    pub fn documents(&self, kind: SearchKind) -> u64 {
        self.catalog().texts().index(kind).documents()
    }

    fn names(&self, kind: SearchKind, id: u32, take: &mut dyn FnMut(Names<'_>)) -> Result<()> {
        match kind {
            SearchKind::Artist => {
                let Some(artist) = self.get::<Artist<'_>>(id)? else { return Ok(()) };
                let alias = artist.aliases.first()?.map_or("", |alias| alias.name);
                let more = [artist.sort_name, alias];
                take(Names { title: artist.name, more, popularity: artist.popularity });
            }
            SearchKind::Album => {
                let Some(group) = self.get::<ReleaseGroup<'_>>(id)? else { return Ok(()) };
                let mut printed = String::new();
                let artist = self.printed(group.artist_credit, &mut printed)?;
                take(Names { title: group.name, more: [artist, ""], popularity: group.popularity });
            }
            SearchKind::Track => {
                let Some(track) = self.get::<Recording<'_>>(id)? else { return Ok(()) };
                let mut printed = String::new();
                let artist = self.printed(track.artist_credit, &mut printed)?;
                let release = self.get::<Release<'_>>(track.main.release)?;
                let album = release.map_or("", |release| release.name);
                let more = [artist, album];
                take(Names { title: track.name, more, popularity: track.popularity });
            }
        }
        Ok(())
    }

    /// The text of a credit; a single name, by far the most common, is not copied.
    fn printed<'v>(&'v self, credit: u32, buffer: &'v mut String) -> Result<&'v str> {
        let Some(credit) = self.artist_credit(credit)? else { return Ok("") };
        if let (1, Some(name)) = (credit.names.len(), credit.names.first()?)
            && name.join_phrase.is_empty()
        {
            return Ok(name.name);
        }
        for name in credit.names.iter() {
            let name = name?;
            buffer.push_str(name.name);
            buffer.push_str(name.join_phrase);
        }
        Ok(buffer)
    }
}

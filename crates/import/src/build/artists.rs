//! Artists.

use catalog::codec::ListBuffer;
use catalog::record::{Alias, Artist};
use catalog::{Index, Relation, Table};
use model::Kind;

use super::{Builder, Commons};
use crate::error::Result;
use crate::popularity::Signals;
use crate::staging::Part;

/// Aliases that help to find an artist by text, at most.
const MAX_SEARCHED_ALIASES: usize = 50;

impl Builder<'_, '_> {
    /// Writes the artists.
    pub(super) fn artists(&mut self) -> Result<()> {
        let mut groups = self.entities(Kind::Artist)?;
        let mut commons = Commons::default();
        let (mut genres, mut pictures) = (ListBuffer::default(), ListBuffer::default());
        let mut done = 0;
        while let Some(group) = groups.next()? {
            self.tick(&mut done)?;
            if !self.is_whole(Kind::Artist, group)? {
                continue;
            }
            let Some(mut artist) = group.value::<Artist<'_>>(Part::Record)? else { continue };
            let id = group.id();
            commons.of(group, &self.tag_order)?;
            artist.area = self.checked((Kind::Artist, id), Kind::Area, artist.area)?;
            artist.begin_area = self.checked((Kind::Artist, id), Kind::Area, artist.begin_area)?;
            artist.end_area = self.checked((Kind::Artist, id), Kind::Area, artist.end_area)?;
            artist.country = self.areas.country(artist.area);
            (artist.aliases, artist.tags) = (commons.aliases.list(), commons.tags.list());
            (artist.external_ids, artist.annotation) =
                (commons.external_ids.list(), commons.annotation());
            (artist.ipis, artist.isnis) = (commons.ipis.list(), commons.isnis.list());
            artist.rating = commons.rating;
            group.list(Part::Genre, false, &mut genres);
            group.list(Part::Picture, false, &mut pictures);
            (artist.genre_names, artist.pictures) = (genres.list(), pictures.list());
            let releases = self.staging.facts.artist_credits.get(id);
            let signals = Signals { releases, votes: commons.votes(), ..Signals::default() };
            let score = self.score(artist.popularity, signals);
            artist.popularity = self.popularity(score);
            self.writer.put(Table::Entity(Kind::Artist), id, &artist)?;
            self.indexes.add(Index::Gid(Kind::Artist), &artist.gid.0, id)?;
            self.index_external_ids(Kind::Artist, group)?;
            for area in [artist.area, artist.begin_area, artist.end_area] {
                self.list_in_area(Relation::AreaArtists, area, id)?;
            }
            self.names.named(Kind::Artist, id, artist.name, artist.comment)?;
            let names = searched_names(&artist)?;
            self.texts.artist(id, score, &names)?;
        }
        Ok(())
    }
}

/// The name, the sort name and aliases in the order in which they are kept.
fn searched_names<'a>(artist: &Artist<'a>) -> Result<Vec<&'a str>> {
    let mut names = vec![artist.name, artist.sort_name];
    for alias in artist.aliases.iter().take(MAX_SEARCHED_ALIASES) {
        let alias: Alias<'a> = alias?;
        names.push(alias.name);
    }
    names.retain(|name| !name.is_empty());
    Ok(names)
}

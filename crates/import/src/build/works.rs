//! Works.

use catalog::codec::ListBuffer;
use catalog::record::Work;
use catalog::{Index, Table};
use model::{Iswc, Kind};

use super::{Builder, Commons};
use crate::error::Result;
use crate::popularity::Signals;
use crate::staging::Part;

impl Builder<'_, '_> {
    /// Writes the works.
    pub(super) fn works(&mut self) -> Result<()> {
        let mut groups = self.entities(Kind::Work)?;
        let mut commons = Commons::default();
        let mut lists: [ListBuffer; 3] = Default::default();
        while let Some(group) = groups.next()? {
            if !self.is_whole(Kind::Work, group)? {
                continue;
            }
            let Some(mut work) = group.value::<Work<'_>>(Part::Record)? else { continue };
            let id = group.id();
            commons.of(group, &self.tag_order)?;
            let [languages, iswcs, attributes] = &mut lists;
            group.list(Part::Language, true, languages);
            group.list(Part::Iswc, true, iswcs);
            group.list(Part::Attribute, true, attributes);
            (work.languages, work.iswcs, work.attributes) =
                (languages.list(), iswcs.list(), attributes.list());
            (work.aliases, work.tags) = (commons.aliases.list(), commons.tags.list());
            (work.external_ids, work.annotation) =
                (commons.external_ids.list(), commons.annotation());
            work.rating = commons.rating;
            let signals = Signals { votes: commons.votes(), ..Signals::default() };
            let score = self.score(work.popularity, signals);
            work.popularity = self.popularity(score);
            self.writer.put(Table::Entity(Kind::Work), id, &work)?;
            self.indexes.add(Index::Gid(Kind::Work), &work.gid.0, id)?;
            for iswc in work.iswcs.iter() {
                // A code that is none cannot be asked for; it is still shown.
                if let Ok(iswc) = Iswc::parse(iswc?) {
                    self.indexes.add(Index::Iswc, iswc.as_str().as_bytes(), id)?;
                }
            }
            self.index_external_ids(Kind::Work, group)?;
            self.names.named(Kind::Work, id, work.name, work.comment)?;
        }
        Ok(())
    }
}

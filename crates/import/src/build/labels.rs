//! Labels.

use catalog::record::Label;
use catalog::{Index, Relation, Table};
use model::Kind;

use super::{Builder, Commons};
use crate::error::Result;
use crate::popularity::Signals;
use crate::staging::Part;

impl Builder<'_, '_> {
    /// Writes the labels.
    pub(super) fn labels(&mut self) -> Result<()> {
        let mut groups = self.entities(Kind::Label)?;
        let mut commons = Commons::default();
        while let Some(group) = groups.next()? {
            if !self.is_whole(Kind::Label, group)? {
                continue;
            }
            let Some(mut label) = group.value::<Label<'_>>(Part::Record)? else { continue };
            let id = group.id();
            commons.of(group, &self.tag_order)?;
            label.area = self.checked((Kind::Label, id), Kind::Area, label.area)?;
            label.country = self.areas.country(label.area);
            (label.aliases, label.tags) = (commons.aliases.list(), commons.tags.list());
            (label.external_ids, label.annotation) =
                (commons.external_ids.list(), commons.annotation());
            (label.ipis, label.isnis) = (commons.ipis.list(), commons.isnis.list());
            label.rating = commons.rating;
            let signals = Signals { votes: commons.votes(), ..Signals::default() };
            let score = self.score(label.popularity, signals);
            label.popularity = self.popularity(score);
            self.writer.put(Table::Entity(Kind::Label), id, &label)?;
            self.indexes.add(Index::Gid(Kind::Label), &label.gid.0, id)?;
            self.index_external_ids(Kind::Label, group)?;
            self.list_in_area(Relation::AreaLabels, label.area, id)?;
            self.names.named(Kind::Label, id, label.name, label.comment)?;
        }
        Ok(())
    }
}

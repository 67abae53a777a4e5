//! Places, events, series, instruments and genres: little more than their common parts.

use catalog::codec::{Field, ListBuffer};
use catalog::record::{Entity, Event, Genre, Instrument, Place, Series};
use catalog::{Index, Relation, Table};
use model::Kind;

use super::commons::read_u32;
use super::{Builder, Commons};
use crate::error::Result;
use crate::staging::{Group, Part};

impl Builder<'_, '_> {
    /// Writes them all.
    pub(super) fn other(&mut self) -> Result<()> {
        self.places()?;
        self.events()?;
        self.each(Kind::Series, |builder, group, commons| {
            let Some(mut series) = group.value::<Series<'_>>(Part::Record)? else { return Ok(()) };
            (series.aliases, series.tags) = (commons.aliases.list(), commons.tags.list());
            (series.external_ids, series.annotation) =
                (commons.external_ids.list(), commons.annotation());
            builder.keep(group, &series)
        })?;
        self.each(Kind::Instrument, |builder, group, commons| {
            let Some(mut instrument) = group.value::<Instrument<'_>>(Part::Record)? else {
                return Ok(());
            };
            (instrument.aliases, instrument.tags) = (commons.aliases.list(), commons.tags.list());
            instrument.external_ids = commons.external_ids.list();
            instrument.annotation = commons.annotation();
            builder.keep(group, &instrument)
        })?;
        self.each(Kind::Genre, |builder, group, commons| {
            let Some(mut genre) = group.value::<Genre<'_>>(Part::Record)? else { return Ok(()) };
            (genre.aliases, genre.annotation) = (commons.aliases.list(), commons.annotation());
            genre.external_ids = commons.external_ids.list();
            builder.keep(group, &genre)
        })
    }

    fn places(&mut self) -> Result<()> {
        self.each(Kind::Place, |builder, group, commons| {
            let Some(mut place) = group.value::<Place<'_>>(Part::Record)? else { return Ok(()) };
            let id = group.id();
            place.area = builder.checked((Kind::Place, id), Kind::Area, place.area)?;
            builder.list_in_area(Relation::AreaPlaces, place.area, id)?;
            for event in group.parts(Part::HeldEvent) {
                builder.list_in_area(Relation::AreaEvents, place.area, read_u32(event)?)?;
            }
            (place.aliases, place.tags) = (commons.aliases.list(), commons.tags.list());
            (place.external_ids, place.annotation) =
                (commons.external_ids.list(), commons.annotation());
            place.rating = commons.rating;
            builder.names.named(Kind::Place, id, place.name, place.comment)?;
            builder.keep(group, &place)
        })
    }

    fn events(&mut self) -> Result<()> {
        let mut images = ListBuffer::default();
        self.each(Kind::Event, |builder, group, commons| {
            let Some(mut event) = group.value::<Event<'_>>(Part::Record)? else { return Ok(()) };
            super::joins::images_of(group, &mut images);
            event.images = images.list();
            event.art_presence =
                group.first(Part::Presence).and_then(|b| b.first()).copied().unwrap_or(1);
            (event.aliases, event.tags) = (commons.aliases.list(), commons.tags.list());
            (event.external_ids, event.annotation) =
                (commons.external_ids.list(), commons.annotation());
            event.rating = commons.rating;
            builder.names.event(group.id(), &event)?;
            builder.keep(group, &event)
        })
    }

    /// Calls `write` with each whole group of a kind and its common parts.
    fn each(
        &mut self,
        kind: Kind,
        mut write: impl FnMut(&mut Self, &Group, &Commons) -> Result<()>,
    ) -> Result<()> {
        let mut groups = self.entities(kind)?;
        let mut commons = Commons::default();
        while let Some(group) = groups.next()? {
            if self.is_whole(kind, group)? {
                commons.of(group, &self.tag_order)?;
                write(self, group, &commons)?;
            }
        }
        Ok(())
    }

    /// Writes a record with its public id and ids of other services.
    fn keep<'g, E: Entity<'g> + Field<'g>>(&mut self, group: &Group, record: &E) -> Result<()> {
        self.writer.put(Table::Entity(E::KIND), group.id(), record)?;
        self.indexes.add(Index::Gid(E::KIND), &record.gid().0, group.id())?;
        self.index_external_ids(E::KIND, group)
    }
}

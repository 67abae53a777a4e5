//! Areas, and which of them lie in which: `area_containment` and countries, which no dump has.

use std::collections::{HashMap, HashSet, VecDeque};

use catalog::codec::ListBuffer;
use catalog::record::Area;
use catalog::{Index, Relation, Table};
use model::{Gid, Kind};

use super::{Builder, Commons};
use crate::error::Result;
use crate::staging::Part;

/// MusicBrainz's link type "part of" between areas: de7cc874-8b1b-3a05-8272-f3834c968fb7.
pub(super) const PART_OF: Gid = Gid([
    0xde, 0x7c, 0xc8, 0x74, 0x8b, 0x1b, 0x3a, 0x05, 0x82, 0x72, 0xf3, 0x83, 0x4c, 0x96, 0x8f, 0xb7,
]);

/// Containers of an area, at most: the deepest real chain has fewer than ten.
const MAX_CONTAINERS: usize = 64;

/// What is known of areas once their stage was built.
#[derive(Default)]
pub(super) struct Areas {
    /// Row id of the link type "part of".
    pub(super) part_of: Option<u32>,
    parents: HashMap<u32, Vec<u32>>,
    codes: HashMap<u32, [u8; 2]>,
    /// Names of countries.
    names: HashMap<u32, Box<str>>,
}

impl Areas {
    /// The areas around one, nearest first. A circle in the data ends where it began.
    fn containers(&self, area: u32) -> Vec<u32> {
        let (mut found, mut seen) = (Vec::new(), HashSet::from([area]));
        let mut open = VecDeque::from([area]);
        while let Some(area) = open.pop_front() {
            for parent in self.parents.get(&area).into_iter().flatten() {
                if found.len() < MAX_CONTAINERS && seen.insert(*parent) {
                    found.push(*parent);
                    open.push_back(*parent);
                }
            }
        }
        found
    }

    /// The code of the country that an area is or lies in; zeros when there is none.
    pub(super) fn country(&self, area: u32) -> [u8; 2] {
        let around = std::iter::once(area).chain(self.containers(area));
        around.into_iter().find_map(|area| self.codes.get(&area).copied()).unwrap_or_default()
    }

    /// The name of a country.
    pub(super) fn country_name(&self, country: u32) -> Option<&str> {
        self.names.get(&country).map(|name| &**name)
    }
}

impl Builder<'_, '_> {
    /// Puts an entity into the list of its area and of all areas around that.
    pub(super) fn list_in_area(&mut self, relation: Relation, area: u32, id: u32) -> Result<()> {
        if area == 0 {
            return Ok(());
        }
        self.staging.browse(relation, area, id)?;
        for container in self.areas.containers(area) {
            self.staging.browse(relation, container, id)?;
        }
        Ok(())
    }

    /// Writes the areas.
    pub(super) fn areas(&mut self) -> Result<()> {
        self.areas.codes = std::mem::take(&mut self.staging.facts.country_code);
        for (link, container, part) in std::mem::take(&mut self.staging.facts.area_parts) {
            if Some(self.staging.facts.link_type.get(link)) == self.areas.part_of {
                self.areas.parents.entry(part).or_default().push(container);
            }
        }
        let mut groups = self.entities(Kind::Area)?;
        let mut commons = Commons::default();
        let mut lists: [ListBuffer; 4] = Default::default();
        while let Some(group) = groups.next()? {
            if !self.is_whole(Kind::Area, group)? {
                continue;
            }
            let Some(mut area) = group.value::<Area<'_>>(Part::Record)? else { continue };
            let id = group.id();
            commons.of(group, &self.tag_order)?;
            let [one, two, three, around] = &mut lists;
            group.list(Part::Iso1, true, one);
            group.list(Part::Iso2, true, two);
            group.list(Part::Iso3, true, three);
            around.clear();
            self.areas.containers(id).iter().for_each(|area| around.push(area));
            (area.iso_3166_1, area.iso_3166_2, area.iso_3166_3) =
                (one.list(), two.list(), three.list());
            area.containers = around.list();
            area.country = self.areas.country(id);
            if self.areas.codes.contains_key(&id) {
                self.areas.names.insert(id, area.name.into());
            }
            (area.aliases, area.tags) = (commons.aliases.list(), commons.tags.list());
            (area.external_ids, area.annotation) =
                (commons.external_ids.list(), commons.annotation());
            self.writer.put(Table::Entity(Kind::Area), id, &area)?;
            self.indexes.add(Index::Gid(Kind::Area), &area.gid.0, id)?;
            self.index_external_ids(Kind::Area, group)?;
        }
        Ok(())
    }
}

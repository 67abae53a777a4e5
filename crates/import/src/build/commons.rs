//! The parts that many kinds have: aliases, tags, annotation, rating, ids at other services.

use catalog::codec::{Field as _, ListBuffer, Reader};
use catalog::record::{Alias, Rating, TagCount};

use crate::column::Column;
use crate::error::Result;
use crate::staging::{Group, Part};

/// The place of each tag among all tags by name.
#[derive(Default)]
pub(super) struct TagOrder(Column<u32>);

impl TagOrder {
    /// Takes the tags in the order of their names.
    pub(super) fn set(&mut self, tags: impl Iterator<Item = u32>) {
        for (place, tag) in tags.enumerate() {
            self.0.set(tag, place as u32 + 1);
        }
    }

    fn get(&self, tag: u32) -> u32 {
        self.0.get(tag)
    }
}

/// The common parts of one group, ready to be put into its record.
#[derive(Default)]
pub(super) struct Commons {
    pub(super) aliases: ListBuffer,
    pub(super) tags: ListBuffer,
    pub(super) external_ids: ListBuffer,
    pub(super) ipis: ListBuffer,
    pub(super) isnis: ListBuffer,
    pub(super) rating: Rating,
    annotation: Vec<u8>,
    /// All votes of the tags.
    pub(super) tag_votes: u32,
}

impl Commons {
    /// Collects the parts of a group.
    pub(super) fn of(&mut self, group: &Group, tag_order: &TagOrder) -> Result<()> {
        self.set_aliases(group)?;
        self.set_tags(group, tag_order)?;
        self.set_annotation(group);
        self.external_ids.clear();
        let mut ids: Vec<&[u8]> = group.parts(Part::ExternalId).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter().for_each(|id| self.external_ids.push_encoded(id));
        group.list(Part::Ipi, true, &mut self.ipis);
        group.list(Part::Isni, true, &mut self.isnis);
        self.rating = group.value(Part::Rating)?.unwrap_or_default();
        Ok(())
    }

    /// The newest annotation.
    pub(super) fn annotation(&self) -> &str {
        std::str::from_utf8(&self.annotation).expect("only texts are staged")
    }

    /// All votes: ratings and tags.
    pub(super) fn votes(&self) -> u32 {
        self.tag_votes.saturating_add(self.rating.count)
    }

    fn set_aliases(&mut self, group: &Group) -> Result<()> {
        self.aliases.clear();
        let mut aliases = group.values::<Alias<'_>>(Part::Alias).collect::<Result<Vec<_>, _>>()?;
        aliases.sort_by(|a, b| a.name.cmp(b.name));
        aliases.iter().for_each(|alias| self.aliases.push(alias));
        Ok(())
    }

    fn set_tags(&mut self, group: &Group, tag_order: &TagOrder) -> Result<()> {
        self.tags.clear();
        let mut tags = group.values::<TagCount<'_>>(Part::Tag).collect::<Result<Vec<_>, _>>()?;
        tags.sort_by_key(|tag| tag_order.get(tag.tag));
        self.tag_votes = tags.iter().fold(0, |sum, tag| sum.saturating_add(tag.count));
        // A tag without a name cannot be shown.
        tags.iter().filter(|tag| tag_order.get(tag.tag) > 0).for_each(|tag| self.tags.push(tag));
        Ok(())
    }

    fn set_annotation(&mut self, group: &Group) {
        self.annotation.clear();
        let newest = group.parts(Part::Annotation).max_by_key(|bytes| annotation_id(bytes));
        if let Some(text) = newest.and_then(|bytes| bytes.get(4..)) {
            self.annotation.extend_from_slice(text);
        }
    }
}

/// The number in front of an annotation's text; later annotations have higher ones.
fn annotation_id(bytes: &[u8]) -> u32 {
    bytes.first_chunk().map_or(0, |id| u32::from_be_bytes(*id))
}

/// Reads a part that is one value.
pub(super) fn read_u32(bytes: &[u8]) -> Result<u32> {
    Ok(u32::take(&mut Reader::new(bytes))?)
}

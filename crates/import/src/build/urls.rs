//! Web addresses and the ids of other services that stand in them; links.

use catalog::codec::ListBuffer;
use catalog::record::{ForeignId, Link, LinkAttribute, Url};
use catalog::{Index, Table};
use model::{ExternalId, Kind};

use super::Builder;
use super::commons::read_u32;
use super::joins::owner_of;
use crate::error::Result;
use crate::staging::{Group, Part, Stage};

impl Builder<'_, '_> {
    /// Writes the addresses and gives ids of other services to those who have them.
    pub(super) fn urls(&mut self) -> Result<()> {
        let mut groups = self.entities(Kind::Url)?;
        while let Some(group) = groups.next()? {
            if !self.is_whole(Kind::Url, group)? {
                continue;
            }
            let Some(url) = group.value::<Url<'_>>(Part::Record)? else { continue };
            self.writer.put(Table::Entity(Kind::Url), group.id(), &url)?;
            self.indexes.add(Index::Gid(Kind::Url), &url.gid.0, group.id())?;
            self.indexes.add(Index::Url, url.url.as_bytes(), group.id())?;
            let Some(found) = ExternalId::from_url(url.url) else { continue };
            let id = ForeignId { scheme: found.scheme, value: found.value };
            for owner in group.parts(Part::Owner) {
                let (kind, owner) = owner_of(owner)?;
                self.staging.part(kind, owner, Part::ExternalId, &id)?;
            }
        }
        Ok(())
    }

    /// Puts an entity's ids of other services into their index.
    pub(super) fn index_external_ids(&mut self, kind: Kind, group: &Group) -> Result<()> {
        for id in group.values::<ForeignId<'_>>(Part::ExternalId) {
            let ForeignId { scheme, value } = id?;
            let key = ExternalId { scheme, value }.to_string();
            self.indexes.add(Index::ExternalId(kind), key.as_bytes(), group.id())?;
        }
        Ok(())
    }

    /// Writes what relationships share.
    pub(super) fn links(&mut self) -> Result<()> {
        let mut groups = self.staging.groups(Stage::Links)?;
        let mut attributes = ListBuffer::default();
        while let Some(group) = groups.next()? {
            let Some(mut link) = group.value::<Link<'_>>(Part::Record)? else {
                let link = format!("link {}", group.key);
                self.staging.problems.dangling("link_attribute", group.key, &link)?;
                continue;
            };
            attributes_of(group, &mut attributes)?;
            link.attributes = attributes.list();
            self.writer.put(Table::Link, group.id(), &link)?;
        }
        Ok(())
    }
}

/// The attributes of a link with their values and credits, by type.
fn attributes_of(group: &Group, list: &mut ListBuffer) -> Result<()> {
    list.clear();
    let mut types = group.parts(Part::Attribute).map(read_u32).collect::<Result<Vec<_>>>()?;
    types.sort_unstable();
    let word = |part, wanted: u32| {
        let words = group.values::<LinkAttribute<'_>>(part).filter_map(Result::ok);
        words.into_iter().find(|word| word.attribute_type == wanted).and_then(|word| word.text)
    };
    for attribute_type in types {
        list.push(&LinkAttribute {
            attribute_type,
            text: word(Part::AttributeText, attribute_type),
            credited_as: word(Part::AttributeCredit, attribute_type),
            ..LinkAttribute::default()
        });
    }
    Ok(())
}

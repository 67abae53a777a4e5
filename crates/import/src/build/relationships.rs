//! Relationships, from each of their two ends.

use catalog::Table;
use catalog::codec::ListBuffer;
use catalog::record::Relationship;
use model::Kind;

use super::Builder;
use crate::error::Result;
use crate::staging::{Part, Stage};

impl Builder<'_, '_> {
    /// Writes one list for each entity that has relationships.
    pub(super) fn relationships(&mut self) -> Result<()> {
        let mut groups = self.staging.groups(Stage::Relationships)?;
        let mut list = ListBuffer::default();
        let mut done = 0;
        while let Some(group) = groups.next()? {
            self.tick(&mut done)?;
            let (number, id) = ((group.key >> 32) as u8, group.key as u32);
            let Some(kind) = Kind::from_number(number) else { continue };
            let mut all =
                group.values::<Relationship<'_>>(Part::Record).collect::<Result<Vec<_>, _>>()?;
            if !self.staging.facts.exists(kind, id) {
                self.dangling_end(kind, id)?;
                continue;
            }
            all.sort_by_key(|one| {
                let link_type = self.staging.facts.link_type.get(one.link);
                (one.kind, link_type, one.order, one.backward, one.target)
            });
            list.clear();
            for one in &all {
                let whole =
                    one.target_kind().is_ok_and(|kind| self.staging.facts.exists(kind, one.target));
                // A missing other end is reported when its own group comes.
                if whole && self.staging.facts.link_type.get(one.link) != 0 {
                    list.push(one);
                } else if whole && !one.backward {
                    let link = format!("link {}", one.link);
                    self.staging.problems.dangling("relationships", group.key, &link)?;
                }
            }
            if !list.is_empty() {
                let [a, b, c, d] = id.to_be_bytes();
                let relationships = list.list::<Relationship<'_>>();
                self.writer.put_key(Table::Relationships, &[number, a, b, c, d], &relationships)?;
            }
        }
        Ok(())
    }

    fn dangling_end(&mut self, kind: Kind, id: u32) -> Result<()> {
        let target = format!("{} {id}", kind.as_str());
        self.staging.problems.dangling("relationships", u64::from(id), &target)
    }
}

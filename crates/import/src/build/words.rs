//! The vocabulary, with tags told which genre they name.

use catalog::codec::{Field as _, Reader};
use catalog::{Table, Term, Words};

use super::Builder;
use crate::error::Result;

impl Builder<'_, '_> {
    /// Writes all words and orders the tags by name.
    pub(super) fn words(&mut self) -> Result<()> {
        let words = std::mem::take(&mut self.staging.words);
        let mut tags: Vec<(&str, u32)> = Vec::new();
        for ((list, id), bytes) in &words {
            let mut term = Term::take(&mut Reader::new(bytes))?;
            if *list == Words::Tag {
                term.genre = self.staging.facts.genres.get(term.name).copied().unwrap_or(0);
                tags.push((term.name, *id));
            }
            term.is_creditable =
                *list == Words::LinkAttributeType && self.staging.facts.creditable.contains(*id);
            if *list == Words::ReleaseGroupSecondaryType {
                self.names.secondary_types.insert(*id, term.name.into());
            }
            self.writer.put_key(Table::Vocabulary, &list.key(*id), &term)?;
        }
        tags.sort_unstable();
        self.tag_order.set(tags.into_iter().map(|(_, id)| id));
        let part_of = words.iter().find_map(|((list, id), bytes)| {
            let term = Term::take(&mut Reader::new(bytes)).ok()?;
            (*list == Words::LinkType && term.gid == super::areas::PART_OF).then_some(*id)
        });
        self.areas.part_of = part_of;
        Ok(())
    }
}

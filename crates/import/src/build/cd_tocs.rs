//! Tables of contents and the media that have them.

use catalog::codec::ListBuffer;
use catalog::record::CdToc;
use catalog::{Index, Table};

use super::Builder;
use super::releases::pair_of;
use crate::error::Result;
use crate::staging::{Part, Stage};

impl Builder<'_, '_> {
    /// Writes the tables of contents.
    pub(super) fn cd_tocs(&mut self) -> Result<()> {
        let mut groups = self.staging.groups(Stage::CdTocs)?;
        let mut media = ListBuffer::default();
        while let Some(group) = groups.next()? {
            let Some(mut toc) = group.value::<CdToc<'_>>(Part::Record)? else {
                let toc = format!("cdtoc {}", group.key);
                self.staging.problems.dangling("medium_cdtoc", group.key, &toc)?;
                continue;
            };
            media.clear();
            for pair in group.parts(Part::Toc) {
                let (release, position) = pair_of(pair)?;
                media.push(&release);
                media.push(&position);
            }
            toc.media = media.list();
            self.writer.put(Table::CdToc, group.id(), &toc)?;
            self.indexes.add(Index::DiscId, toc.disc_id.as_bytes(), group.id())?;
        }
        Ok(())
    }
}

//! Media, which the layout does not have: one for each disc number of an album's tracks.

use catalog::record::Medium;
use model::Kind;

use crate::column::IdSet;
use crate::error::Result;
use crate::spill::Pairs;
use crate::staging::{Part, Staging};

/// Disc numbers by album. Nearly all are 1, for which a bit is enough.
pub(super) struct Media {
    first: IdSet,
    others: Pairs,
}

impl Media {
    /// None yet.
    pub(super) fn new(staging: &Staging) -> Self {
        let path = staging.directory().join("media");
        Self { first: IdSet::default(), others: Pairs::new(path, staging.sorter_bytes()) }
    }

    /// Notes that an album has a disc.
    pub(super) fn add(&mut self, album: u32, disc: u32, staging: &mut Staging) -> Result<()> {
        if disc != 1 {
            return self.others.push(u64::from(album), disc);
        }
        if self.first.insert(album) { medium(album, 1, staging) } else { Ok(()) }
    }

    /// Stages the media besides the first.
    pub(super) fn stage(self, staging: &mut Staging) -> Result<()> {
        let mut sorted = self.others.sort()?;
        let mut last = None;
        while let Some(pair) = sorted.next()? {
            if last.replace(pair) != Some(pair) {
                medium(pair.0 as u32, pair.1, staging)?;
            }
        }
        Ok(())
    }
}

fn medium(album: u32, position: u32, staging: &mut Staging) -> Result<()> {
    staging.part(Kind::Release, album, Part::Medium, &Medium { position, ..Medium::default() })
}

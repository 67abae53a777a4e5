//! Labels, which are only names in this layout: albums sorted by label, one entity a name.

use catalog::record::{Label, ReleaseLabel};
use model::{Gid, Kind};
use xxhash_rust::xxh3::xxh3_128;

use crate::error::Result;
use crate::spill::{Order, Sorter};
use crate::staging::{Part, Staging};

/// Bytes after a label's name: a zero, which no name has, and the album.
const TAIL: usize = 5;

/// Names of labels with the albums that they are on.
pub(super) struct Labels(Sorter);

impl Labels {
    /// None yet.
    pub(super) fn new(staging: &Staging) -> Self {
        let path = staging.directory().join("labels");
        Self(Sorter::new(path, Order::Bytes, staging.sorter_bytes()))
    }

    /// Adds a label of an album.
    pub(super) fn add(&mut self, name: &str, album: u32) -> Result<()> {
        let mut tail = [0; TAIL];
        tail[1..].copy_from_slice(&album.to_be_bytes());
        self.0.push(catalog::index::hash(name.as_bytes()), name.as_bytes(), &tail)
    }

    /// Stages each label once, and tells the albums its number.
    pub(super) fn stage(self, staging: &mut Staging) -> Result<()> {
        let mut sorted = self.0.sort()?;
        let (mut id, mut current) = (0, Vec::new());
        while let Some((_, row)) = sorted.next()? {
            let Some((name, tail)) = row.split_last_chunk::<TAIL>() else { continue };
            if name != current {
                id += 1;
                current.clear();
                current.extend_from_slice(name);
                let gid = Gid(xxh3_128(name).to_be_bytes());
                let name = std::str::from_utf8(name).expect("only texts are added");
                staging.entity(Kind::Label, id, &Label { gid, name, ..Label::default() })?;
            }
            let [_, album @ ..] = *tail;
            let label = ReleaseLabel { label: id, ..ReleaseLabel::default() };
            staging.part(Kind::Release, u32::from_be_bytes(album), Part::Label, &label)?;
        }
        Ok(())
    }
}

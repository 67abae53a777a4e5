//! Public ids of merged entities.

use catalog::Table;
use catalog::codec::{Corrupt, Field as _, Reader};
use model::{Gid, Kind};

use super::Builder;
use crate::error::Result;
use crate::staging::{Part, Stage};

impl Builder<'_, '_> {
    /// Writes the redirects, by kind and merged public id.
    pub(super) fn redirects(&mut self) -> Result<()> {
        self.redirects_of_tracks()?;
        let mut sorted = self.staging.sorted(Stage::Redirects)?;
        let mut last = [0_u8; 17];
        while let Some((head, rest)) = sorted.next()? {
            let (tail, target) = rest.split_first_chunk::<9>().ok_or(Corrupt("a redirect"))?;
            let mut key = [0_u8; 17];
            key[..8].copy_from_slice(&head.to_be_bytes());
            key[8..].copy_from_slice(tail);
            let kind = Kind::from_number(key[0]).ok_or(Corrupt("a redirect"))?;
            let id = u32::take(&mut Reader::new(target))?;
            // Of a track the target is its release, which was there when the redirect was made.
            if kind != Kind::Track && !self.staging.facts.exists(kind, id) {
                let table = format!("{}_gid_redirect", kind.as_str());
                let name = format!("{} {id}", kind.as_str());
                self.staging.problems.dangling(&table, u64::from(id), &name)?;
            } else if key != last {
                self.writer.put_bytes(Table::Redirect, &key, target)?;
                last = key;
            }
        }
        Ok(())
    }

    /// Gives redirects of tracks their target. Without one, the track itself was refused and reported.
    fn redirects_of_tracks(&mut self) -> Result<()> {
        let mut groups = self.staging.groups(Stage::TrackRedirects)?;
        while let Some(group) = groups.next()? {
            let Some(target) = group.first(Part::Survivor) else { continue };
            for gid in group.parts(Part::Redirect) {
                let gid = Gid::take(&mut Reader::new(gid))?;
                self.staging.redirect(Kind::Track, gid, target)?;
            }
        }
        Ok(())
    }
}

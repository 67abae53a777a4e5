//! Covers: the picture at the Cover Art Archive that stands for a recording, release or release group.

use model::{Gid, IdScheme};

use crate::codec::Corrupt;
use crate::error::Result;
use crate::read::View;
use crate::record::{Recording, Release, ReleaseGroup};
use crate::vocabulary::Words;

/// Releases of a group, or of a recording, that are looked at.
const MOST_RELEASES: usize = 20;
const FRONT: &str = "Front";
/// Where the archive serves pictures.
const ARCHIVE: &str = "https://coverartarchive.org/release/";

/// A front cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cover {
    /// The archive's id of the picture.
    pub image_id: u64,
    /// The release that it lies with.
    pub release: Gid,
}

impl Release<'_> {
    /// Whether the Cover Art Archive serves its pictures.
    #[must_use]
    pub fn has_archive_pictures(&self) -> bool {
        self.cover_art_presence == 2
    }
}

impl Cover {
    /// Where the archive serves it, in a square of so many pixels: 250, 500 or 1200.
    #[must_use]
    pub fn address(&self, side: u16) -> String {
        let release = self.release.text(IdScheme::Mbid);
        format!("{ARCHIVE}{}/{}-{side}.jpg", release.as_str(), self.image_id)
    }
}

/// The front cover of the release of an MBID, else of its group.
///
/// # Errors
/// Those of the catalogue.
pub fn by_mbid(view: &View<'_>, release: Gid) -> Result<Option<Cover>> {
    let found = view.find::<Release<'_>>(release)?;
    let Some(found) = found.map(|found| found.record) else { return Ok(None) };
    if let Some(cover) = of_release(view, &found)? {
        return Ok(Some(cover));
    }
    match view.get::<ReleaseGroup<'_>>(found.release_group)? {
        Some(group) => of_group(view, &group),
        None => Ok(None),
    }
}

/// The front cover of a release.
///
/// # Errors
/// Those of the catalogue.
pub fn of_release(view: &View<'_>, release: &Release<'_>) -> Result<Option<Cover>> {
    if !release.has_archive_pictures() {
        return Ok(None);
    }
    for image in release.images.iter() {
        let image = image?;
        for kind in image.types.iter() {
            let kind = view.term(Words::CoverArtType, kind?)?;
            if kind.is_some_and(|kind| kind.name == FRONT) {
                return Ok(Some(Cover { image_id: image.id, release: release.gid }));
            }
        }
    }
    Ok(None)
}

/// The cover that was chosen for a group, else that of the first of its releases that has one.
///
/// # Errors
/// Those of the catalogue.
pub fn of_group(view: &View<'_>, group: &ReleaseGroup<'_>) -> Result<Option<Cover>> {
    let chosen = Some(Ok(group.cover_art_release)).filter(|_| group.cover_art_release > 0);
    first(view, chosen.into_iter().chain(group.releases.iter()))
}

/// The cover of the release that a recording is mostly found on, else of another one of its.
///
/// # Errors
/// Those of the catalogue.
pub fn of_recording(view: &View<'_>, it: &Recording<'_>) -> Result<Option<Cover>> {
    let main = Some(Ok(it.main.release)).filter(|_| it.main.release > 0);
    first(view, main.into_iter().chain(it.other_releases.iter()))
}

fn first(
    view: &View<'_>,
    releases: impl Iterator<Item = std::result::Result<u32, Corrupt>>,
) -> Result<Option<Cover>> {
    for row in releases.take(MOST_RELEASES) {
        let Some(release) = view.get::<Release<'_>>(row?)? else { continue };
        if let Some(cover) = of_release(view, &release)? {
            return Ok(Some(cover));
        }
    }
    Ok(None)
}

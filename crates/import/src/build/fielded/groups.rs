//! Documents of release groups.

use catalog::Words;
use catalog::fielded::{ReleaseGroupField as G, Sheet};
use catalog::record::{Release, ReleaseGroup};

use super::artists::CreditFields;
use super::words::aliases;
use super::{Cx, taken};
use crate::error::Result;

/// A release group.
pub(super) fn release_group(
    cx: &mut Cx<'_>,
    (_, bytes): (u32, &[u8]),
    sheet: &mut Sheet,
) -> Result<u8> {
    let group: ReleaseGroup<'_> = taken(bytes)?;
    sheet.text(G::Name, group.name);
    let fields = CreditFields { printed: G::Artist.into(), names: G::ArtistName.into() };
    cx.credit(group.artist_credit)?.put(&fields, sheet);
    aliases(G::Alias, group.aliases, sheet)?;
    sheet.text(G::Comment, group.comment);
    cx.tags(G::Tag, group.tags, sheet)?;
    sheet.date(G::FirstReleaseDate, group.first_release);
    let primary = cx.words.name(Words::ReleaseGroupPrimaryType, group.primary_type);
    sheet.key(G::PrimaryType, primary);
    for row in group.secondary_types.iter() {
        let secondary = cx.words.name(Words::ReleaseGroupSecondaryType, row?);
        sheet.key(G::SecondaryType, secondary);
    }
    sheet.number(G::Releases, group.releases.len() as u64);
    let mut titles: Vec<&str> = Vec::new();
    for id in group.releases.iter() {
        let id = id?;
        let Some(release) = cx.view.get::<Release<'_>>(id)? else { continue };
        sheet.key(G::Status, cx.words.name(Words::ReleaseStatus, release.status));
        if !titles.contains(&release.name) {
            sheet.text(G::Release, release.name);
            titles.push(release.name);
        }
    }
    Ok(group.popularity)
}

//! Documents of releases.

use catalog::Words;
use catalog::fielded::{ReleaseField as R, Sheet};
use catalog::record::{Label, Release, ReleaseGroup};

use super::artists::CreditFields;
use super::editions::events;
use super::words::{aliases, country};
use super::{Cx, taken};
use crate::error::Result;

/// Words for the numbers of data quality.
const QUALITIES: [&str; 4] = ["", "low", "normal", "high"];

/// A release.
pub(super) fn release(cx: &mut Cx<'_>, (id, bytes): (u32, &[u8]), sheet: &mut Sheet) -> Result<u8> {
    let release: Release<'_> = taken(bytes)?;
    sheet.text(R::Name, release.name);
    let fields = CreditFields { printed: R::Artist.into(), names: R::ArtistName.into() };
    cx.credit(release.artist_credit)?.put(&fields, sheet);
    aliases(R::Alias, release.aliases, sheet)?;
    sheet.text(R::Comment, release.comment);
    cx.tags(R::Tag, release.tags, sheet)?;
    sheet.key(R::Asin, release.asin);
    sheet.key(R::Barcode, release.barcode.unwrap_or_default());
    let words = cx.words;
    sheet.key(R::Status, words.name(Words::ReleaseStatus, release.status));
    sheet.key(R::Packaging, words.name(Words::ReleasePackaging, release.packaging));
    sheet.key(R::Language, words.code(Words::Language, release.language));
    sheet.key(R::Script, words.code(Words::Script, release.script));
    sheet.key(R::Quality, QUALITIES.get(usize::from(release.quality)).copied().unwrap_or_default());
    for (code, date) in events(cx, &release)? {
        sheet.key(R::Country, country(&code));
        sheet.date(R::Date, date);
    }
    put_labels(cx, &release, sheet)?;
    put_types(cx, release.release_group, sheet)?;
    put_media(cx, (id, &release), sheet)?;
    Ok(release.popularity)
}

fn put_labels(cx: &Cx<'_>, release: &Release<'_>, sheet: &mut Sheet) -> Result<()> {
    for label in release.labels.iter() {
        let label = label?;
        sheet.key(R::CatalogNumber, label.catalog_number.unwrap_or_default());
        if label.label > 0
            && let Some(record) = cx.view.get::<Label<'_>>(label.label)?
        {
            sheet.text(R::Label, record.name);
        }
    }
    Ok(())
}

fn put_types(cx: &Cx<'_>, release_group: u32, sheet: &mut Sheet) -> Result<()> {
    let Some(group) = cx.view.get::<ReleaseGroup<'_>>(release_group)? else { return Ok(()) };
    let primary = cx.words.name(Words::ReleaseGroupPrimaryType, group.primary_type);
    sheet.key(R::PrimaryType, primary);
    for row in group.secondary_types.iter() {
        let secondary = cx.words.name(Words::ReleaseGroupSecondaryType, row?);
        sheet.key(R::SecondaryType, secondary);
    }
    Ok(())
}

fn put_media(cx: &Cx<'_>, (id, release): (u32, &Release<'_>), sheet: &mut Sheet) -> Result<()> {
    sheet.number(R::Media, release.medium_count);
    sheet.number(R::Tracks, release.track_count);
    let mut disc_ids = 0;
    let tracklist = cx.view.tracklist(id)?.unwrap_or_default();
    for medium in tracklist.media.iter() {
        let medium = medium?;
        let tracks = medium.stated_track_count.unwrap_or(medium.tracks.len() as u32);
        sheet.number(R::MediumTracks, tracks);
        sheet.number(R::MediumDiscIds, medium.cd_tocs.len() as u64);
        disc_ids += medium.cd_tocs.len() as u64;
        sheet.key(R::Format, cx.words.name(Words::MediumFormat, medium.format));
    }
    sheet.number(R::DiscIds, disc_ids);
    Ok(())
}

//! Documents of releases, which also tell those of recordings where they are.

use catalog::Words;
use catalog::codec::ListBuffer;
use catalog::fielded::{ReleaseField as R, Sheet};
use catalog::record::{Label, Release, ReleaseGroup, Tracklist};

use super::appearances::Edition;
use super::artists::CreditFields;
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
    let mut events = ListBuffer::default();
    for event in cx.events(&release)? {
        sheet.key(R::Country, country(&event.country));
        sheet.date(R::Date, event.date);
        events.push(&event);
    }
    put_labels(cx, &release, sheet)?;
    let view = cx.view;
    let group: ReleaseGroup<'_> = view.get(release.release_group)?.unwrap_or_default();
    put_types(cx, &group, sheet)?;
    let tracklist = view.tracklist(id)?.unwrap_or_default();
    put_media(cx, (&release, &tracklist), sheet)?;
    let edition = Edition {
        name: release.name,
        status: release.status,
        primary_type: group.primary_type,
        secondary_types: group.secondary_types,
        events: events.list(),
        track_count: release.track_count,
    };
    cx.appearances.push(id, &edition, &tracklist)?;
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

fn put_types(cx: &Cx<'_>, group: &ReleaseGroup<'_>, sheet: &mut Sheet) -> Result<()> {
    let primary = cx.words.name(Words::ReleaseGroupPrimaryType, group.primary_type);
    sheet.key(R::PrimaryType, primary);
    for row in group.secondary_types.iter() {
        let secondary = cx.words.name(Words::ReleaseGroupSecondaryType, row?);
        sheet.key(R::SecondaryType, secondary);
    }
    Ok(())
}

fn put_media(
    cx: &Cx<'_>,
    (release, tracklist): (&Release<'_>, &Tracklist<'_>),
    sheet: &mut Sheet,
) -> Result<()> {
    sheet.number(R::Media, release.medium_count);
    sheet.number(R::Tracks, release.track_count);
    let mut disc_ids = 0;
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

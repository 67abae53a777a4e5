//! Documents of what relationships make findable: works, events, web addresses.

use catalog::Words;
use catalog::fielded::{EventField as E, Sheet, UrlField as U, WorkField as W, entity_number};
use catalog::record::{Area, Artist, Event, Place, Recording, Url, Work};
use model::Kind;

use super::words::aliases;
use super::{Cx, taken};
use crate::error::Result;

/// Recordings of a work that it is found by; some have tens of thousands.
const MAX_RECORDINGS: u64 = 200;

/// A work.
pub(super) fn work(cx: &mut Cx<'_>, (id, bytes): (u32, &[u8]), sheet: &mut Sheet) -> Result<u8> {
    let work: Work<'_> = taken(bytes)?;
    sheet.text(W::Name, work.name);
    aliases(W::Alias, work.aliases, sheet)?;
    sheet.text(W::Comment, work.comment);
    sheet.key(W::Type, cx.words.name(Words::WorkType, work.work_type));
    for iswc in work.iswcs.iter() {
        sheet.key(W::Iswc, iswc?);
    }
    for row in work.languages.iter() {
        sheet.key(W::Language, cx.words.code(Words::Language, row?));
    }
    cx.tags(W::Tag, work.tags, sheet)?;
    let mut recordings = 0;
    for relationship in cx.view.relationships(Kind::Work, id)?.iter() {
        let relationship = relationship?;
        let target = relationship.target;
        match relationship.target_kind()? {
            Kind::Artist => {
                sheet.number(W::ArtistId, target);
                let artist = cx.view.get::<Artist<'_>>(target)?;
                sheet.text(W::Artist, artist.map_or("", |artist| artist.name));
            }
            Kind::Recording => {
                recordings += 1;
                if recordings <= MAX_RECORDINGS {
                    sheet.number(W::RecordingId, target);
                    let recording = cx.view.get::<Recording<'_>>(target)?;
                    sheet.text(W::Recording, recording.map_or("", |recording| recording.name));
                }
            }
            _ => {}
        }
    }
    sheet.number(W::RecordingCount, recordings);
    Ok(work.popularity)
}

/// An event.
pub(super) fn event(cx: &mut Cx<'_>, (id, bytes): (u32, &[u8]), sheet: &mut Sheet) -> Result<u8> {
    let event: Event<'_> = taken(bytes)?;
    sheet.text(E::Name, event.name);
    aliases(E::Alias, event.aliases, sheet)?;
    sheet.text(E::Comment, event.comment);
    sheet.key(E::Type, cx.words.name(Words::EventType, event.event_type));
    sheet.date(E::Begin, event.begin);
    sheet.date(E::End, event.end);
    sheet.flag(E::Ended, event.ended);
    cx.tags(E::Tag, event.tags, sheet)?;
    for relationship in cx.view.relationships(Kind::Event, id)?.iter() {
        let relationship = relationship?;
        let target = relationship.target;
        match relationship.target_kind()? {
            Kind::Artist => {
                sheet.number(E::ArtistId, target);
                let artist = cx.view.get::<Artist<'_>>(target)?;
                sheet.text(E::Artist, artist.map_or("", |artist| artist.name));
            }
            Kind::Place => {
                sheet.number(E::PlaceId, target);
                let place = cx.view.get::<Place<'_>>(target)?;
                sheet.text(E::Place, place.map_or("", |place| place.name));
            }
            Kind::Area => {
                sheet.number(E::AreaId, target);
                let area = cx.view.get::<Area<'_>>(target)?;
                sheet.text(E::Area, area.map_or("", |area| area.name));
            }
            _ => {}
        }
    }
    Ok(0)
}

/// A web address.
pub(super) fn url(cx: &mut Cx<'_>, (id, bytes): (u32, &[u8]), sheet: &mut Sheet) -> Result<u8> {
    let url: Url<'_> = taken(bytes)?;
    sheet.key(U::Address, url.url);
    sheet.key(U::Below, url.url);
    for relationship in cx.view.relationships(Kind::Url, id)?.iter() {
        let relationship = relationship?;
        let kind = relationship.target_kind()?;
        sheet.key(U::TargetType, &kind.as_str().replace('_', "-"));
        sheet.number(U::TargetId, entity_number(kind, relationship.target));
        if let Some(link) = cx.view.link(relationship.link)? {
            sheet.key(U::RelationType, cx.words.name(Words::LinkType, link.link_type));
        }
    }
    Ok(0)
}

//! Recordings.

use catalog::record::Recording;
use catalog::{Result, Words};
use model::Kind;

use super::{At, release};
use crate::answer::Out;
use crate::dates::DateText;
use crate::inc::Word;
use crate::request::Filter;
use crate::show::{Depth, Show};
use crate::{credit, extras, lists, media, relations};

/// A recording that was asked for, or one in a list.
pub(crate) fn fields<'v>(
    out: &mut Out,
    show: &Show<'v>,
    (at, filter): (At, &Filter),
    recording: &Recording<'v>,
) -> Result<()> {
    let is_top = at.depth == Depth::Top;
    head(out, recording);
    extras::annotation(out, show, at.depth, recording.annotation);
    credits(out, show, at.depth, recording)?;
    if is_top {
        first_release(out, recording);
        if show.wants(Word::Releases) {
            releases(out, show, (at, filter), recording)?;
        }
    }
    tail(out, show, (at, is_top), recording)
}

/// A recording below a track of a release that was asked for.
pub(crate) fn of_track<'v>(
    out: &mut Out,
    show: &Show<'v>,
    (at, is_related): (At, bool),
    recording: &Recording<'v>,
) -> Result<()> {
    head(out, recording);
    credits(out, show, at.depth, recording)?;
    first_release(out, recording);
    tail(out, show, (at, is_related), recording)
}

fn head(out: &mut Out, recording: &Recording<'_>) {
    extras::id(out, recording.gid);
    out.text("title", recording.name);
    extras::length(out, recording.length_ms);
    out.text_or_empty("disambiguation", recording.comment);
    match out {
        Out::Json(json) => json.flag("video", recording.video),
        Out::Xml(xml) if recording.video => xml.element("video", "true"),
        Out::Xml(_) => {}
    }
}

fn credits(out: &mut Out, show: &Show<'_>, depth: Depth, recording: &Recording<'_>) -> Result<()> {
    if !show.wants(Word::ArtistCredits) {
        return Ok(());
    }
    let depth = if depth == Depth::Related { Depth::Far } else { Depth::Linked };
    credit::write(out, show, recording.artist_credit, depth)
}

fn first_release(out: &mut Out, recording: &Recording<'_>) {
    if !recording.first_release.is_unknown() {
        let date = DateText::new(recording.first_release);
        out.text("first-release-date", date.as_str());
    }
}

fn tail<'v>(
    out: &mut Out,
    show: &Show<'v>,
    (at, is_related): (At, bool),
    recording: &Recording<'v>,
) -> Result<()> {
    extras::aliases(out, show, recording.aliases, Words::RecordingAliasType)?;
    isrcs(out, show, at.depth, recording)?;
    if is_related {
        relations::write(out, show, Kind::Recording, at.row)?;
    }
    extras::tags(out, show, recording.tags, false)?;
    extras::rating(out, show, at.depth, recording.rating);
    Ok(())
}

fn isrcs(out: &mut Out, show: &Show<'_>, depth: Depth, recording: &Recording<'_>) -> Result<()> {
    if !show.wants(Word::Isrcs) {
        return Ok(());
    }
    // Those of the other end of a relationship are not told.
    let list = if depth == Depth::Related { Default::default() } else { recording.isrcs };
    match out {
        Out::Json(json) => {
            json.open_list("isrcs");
            for code in list.iter() {
                json.text_item(code?);
            }
            json.close_list();
        }
        Out::Xml(_) if list.is_empty() => {}
        Out::Xml(xml) => {
            xml.open("isrc-list");
            xml.attr("count", &list.len().to_string());
            for code in list.iter() {
                xml.open("isrc");
                xml.attr("id", code?);
                xml.close();
            }
            xml.close();
        }
    }
    Ok(())
}

/// The releases that it is on, with `media` each with the one medium and track.
fn releases(
    out: &mut Out,
    show: &Show<'_>,
    (at, filter): (At, &Filter),
    recording: &Recording<'_>,
) -> Result<()> {
    let found = lists::releases_of_recording(show.cx, recording, filter)?;
    let (total, rows) = found.first(lists::BELOW);
    let (item, json_name, xml_name) = super::names(Kind::Release);
    out.open_list(json_name, xml_name);
    extras::count(out, total);
    for row in rows {
        let Some(record) = show.cx.get(*row)? else { continue };
        out.open_item(item);
        release::with_media(
            out,
            show,
            (At { row: *row, depth: Depth::Linked }, media::Tracks::Of(at.row)),
            &record,
        )?;
        out.close();
    }
    out.close_list();
    Ok(())
}

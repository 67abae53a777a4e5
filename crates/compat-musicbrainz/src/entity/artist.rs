//! Artists.

use catalog::record::Artist;
use catalog::{Relation, Result, Words};
use model::Kind;

use super::area::Within;
use super::{At, area, label};
use crate::answer::Out;
use crate::dates::Span;
use crate::inc::Word;
use crate::request::Filter;
use crate::show::{Depth, Show};
use crate::{credit, extras, lists, relations};

/// The artist that stands for no artist in particular.
pub(crate) const VARIOUS_ARTISTS: u32 = 1;

/// An artist.
pub(crate) fn fields<'v>(
    out: &mut Out,
    show: &Show<'v>,
    (at, filter): (At, &Filter),
    artist: &Artist<'v>,
) -> Result<()> {
    let is_top = at.depth == Depth::Top;
    name(out, show, at.depth, artist);
    if is_top {
        extras::annotation(out, show, at.depth, artist.annotation);
    }
    out.text_or_empty("disambiguation", artist.comment);
    extras::parties(out, at.depth, artist.ipis, artist.isnis)?;
    if is_top {
        let gender = show.cx.words.word(Words::Gender, artist.gender);
        extras::word(out, ("gender", "gender-id"), gender);
    }
    if is_top || at.depth == Depth::Related || out.is_json() {
        out.text_or_null("country", label::country(&artist.country));
    }
    if is_top {
        for (name, row) in [
            ("area", artist.area),
            ("begin-area", artist.begin_area),
            ("end-area", artist.end_area),
        ] {
            area::within(out, show.cx, (name, row), Within::Top)?;
        }
        Span { begin: artist.begin, end: artist.end, ended: artist.ended }.life_span(out);
    }
    let is_various = at.row == VARIOUS_ARTISTS && !is_top && !out.is_json();
    if !is_various && !credit::has_shown_aliases(out, show, at.row)? {
        extras::aliases(out, show, artist.aliases, Words::ArtistAliasType)?;
    }
    if is_top {
        lists_of(out, show, at.row, filter)?;
        relations::write(out, show, Kind::Artist, at.row)?;
    }
    if !is_various {
        let hidden = credit::has_shown_tags(show, at.row)?;
        extras::tags(out, show, artist.tags, hidden)?;
        extras::rating(out, show, at.depth, artist.rating);
    }
    Ok(())
}

fn name(out: &mut Out, show: &Show<'_>, depth: Depth, artist: &Artist<'_>) {
    extras::id(out, artist.gid);
    let word = show.cx.words.word(Words::ArtistType, artist.artist_type);
    extras::kind(out, word.filter(|_| depth != Depth::Far));
    out.text("name", artist.name);
    let sort_name = if artist.sort_name.is_empty() { artist.name } else { artist.sort_name };
    out.text("sort-name", sort_name);
}

/// Recordings, releases, release groups and works.
fn lists_of(out: &mut Out, show: &Show<'_>, row: u32, filter: &Filter) -> Result<()> {
    let cx = show.cx;
    // In JSON, what the artist's own entry says is not said again in the credits of these lists.
    let below = Show { has_credit_extras: !out.is_json(), ..*show };
    if show.wants(Word::Recordings) {
        let (total, rows) = cx.view.browse(Relation::ArtistRecordings, row, lists::BELOW)?;
        super::list(out, &below, (Kind::Recording, Depth::Linked), (total, &rows))?;
    }
    if show.wants(Word::Releases) {
        let relation = if show.wants(Word::VariousArtists) {
            Relation::ArtistTrackReleases
        } else {
            Relation::ArtistReleases
        };
        let found = lists::releases(cx, relation, row, filter)?;
        super::list(out, &below, (Kind::Release, Depth::Linked), found.first(lists::BELOW))?;
    }
    if show.wants(Word::ReleaseGroups) {
        let found = lists::release_groups(cx, row, filter)?;
        super::list(out, &below, (Kind::ReleaseGroup, Depth::Linked), found.first(lists::BELOW))?;
    }
    if show.wants(Word::Works) {
        let (total, rows) = cx.view.browse(Relation::ArtistWorks, row, lists::BELOW)?;
        super::list(out, show, (Kind::Work, Depth::Linked), (total, &rows))?;
    }
    Ok(())
}

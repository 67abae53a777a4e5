//! Artist credits, and what a credit around has shown already.

use catalog::Result;
use catalog::record::{Artist, CreditedName};

use crate::answer::{Key, Out};
use crate::entity::{At, artist};
use crate::request::Filter;
use crate::show::{Depth, Show};

/// The artists of a release, group, recording or track, as they are credited.
pub(crate) fn write(out: &mut Out, show: &Show<'_>, row: u32, depth: Depth) -> Result<()> {
    let show = show.credited();
    out.repeatable(key(&show, row, depth), |out| written(out, &show, row, depth))
}

/// What decides how a credit looks: what surrounds it counts only when that may have shown already
/// what the artists have.
fn key(show: &Show<'_>, row: u32, depth: Depth) -> Key {
    use crate::inc::Word::{Aliases, Genres, Tags};
    let place =
        depth as u32 | u32::from(show.has_extras) << 8 | u32::from(show.has_ratings_below) << 9;
    if show.inc.has_any(&[Aliases, Genres, Tags]) {
        return [row, place, show.release_credit, show.track_credit];
    }
    [row, place, 0, 0]
}

fn written(out: &mut Out, show: &Show<'_>, row: u32, depth: Depth) -> Result<()> {
    out.open_list("artist-credit", "artist-credit");
    if let Some(credit) = show.cx.view.artist_credit(row)? {
        for name in credit.names.iter() {
            let name: CreditedName<'_> = name?;
            let Some(artist) = show.cx.get::<Artist<'_>>(name.artist)? else { continue };
            out.open_item("name-credit");
            match out {
                Out::Json(json) => {
                    json.text("name", name.name);
                    json.text("joinphrase", name.join_phrase);
                }
                Out::Xml(xml) => {
                    if !name.join_phrase.is_empty() {
                        xml.attr("joinphrase", name.join_phrase);
                    }
                    if name.name != artist.name {
                        xml.element("name", name.name);
                    }
                }
            }
            out.open("artist");
            let at = At { row: name.artist, depth };
            artist::fields(out, show, (at, &Filter::default()), &artist)?;
            out.close();
            out.close();
        }
    }
    out.close_list();
    Ok(())
}

/// Whether an artist is in a credit.
fn names(show: &Show<'_>, credit: u32, artist: u32) -> Result<bool> {
    if credit == 0 {
        return Ok(false);
    }
    let Some(credit) = show.cx.view.artist_credit(credit)? else { return Ok(false) };
    for name in credit.names.iter() {
        if name?.artist == artist {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the credits around have shown the tags of an artist.
pub(crate) fn has_shown_tags(show: &Show<'_>, artist: u32) -> Result<bool> {
    use crate::inc::Word::{Genres, Tags};
    if !show.inc.has_any(&[Tags, Genres]) {
        return Ok(false);
    }
    Ok(names(show, show.release_credit, artist)? || names(show, show.track_credit, artist)?)
}

/// Whether the credits around a recording have shown the aliases of an artist; XML repeats them.
pub(crate) fn has_shown_aliases(out: &Out, show: &Show<'_>, artist: u32) -> Result<bool> {
    if !out.is_json() || show.track_credit == 0 || !show.wants(crate::inc::Word::Aliases) {
        return Ok(false);
    }
    Ok(names(show, show.release_credit, artist)? || names(show, show.track_credit, artist)?)
}

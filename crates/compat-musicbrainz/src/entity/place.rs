//! Places.

use catalog::record::Place;
use catalog::{Result, Words};
use model::Kind;

use super::area::Within;
use super::{At, area};
use crate::answer::Out;
use crate::dates::Span;
use crate::show::{Depth, Show};
use crate::{extras, relations};

/// A place.
pub(crate) fn fields<'v>(out: &mut Out, show: &Show<'v>, at: At, place: &Place<'v>) -> Result<()> {
    let is_top = at.depth == Depth::Top;
    extras::id(out, place.gid);
    extras::kind(out, show.cx.words.word(Words::PlaceType, place.place_type));
    out.text("name", place.name);
    out.text_or_empty("disambiguation", place.comment);
    out.text_or_empty("address", place.address);
    coordinates(out, place.coordinates);
    extras::annotation(out, show, at.depth, place.annotation);
    if is_top || out.is_json() {
        let within = if is_top { Within::Top } else { Within::RelatedPlace };
        area::within(out, show.cx, ("area", place.area), within)?;
    }
    if is_top {
        Span { begin: place.begin, end: place.end, ended: place.ended }.life_span(out);
    }
    extras::aliases(out, show, place.aliases, Words::PlaceAliasType)?;
    if is_top {
        relations::write(out, show, Kind::Place, at.row)?;
    }
    extras::tags(out, show, place.tags, false)?;
    extras::rating(out, show, at.depth, place.rating);
    Ok(())
}

fn coordinates(out: &mut Out, text: &str) {
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    let both = text.split_once(',').and_then(|(lat, lon)| Some((number(lat)?, number(lon)?)));
    match (both, out) {
        (Some((latitude, longitude)), out) => {
            out.open("coordinates");
            out.number("latitude", latitude);
            out.number("longitude", longitude);
            out.close();
        }
        (None, Out::Json(json)) => json.null("coordinates"),
        (None, Out::Xml(_)) => {}
    }
}

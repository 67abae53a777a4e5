//! Events.

use catalog::record::Event;
use catalog::{Result, Words};
use model::Kind;

use super::At;
use crate::answer::Out;
use crate::dates::{self, Span};
use crate::show::{Depth, Show};
use crate::{extras, relations};

/// An event.
pub(crate) fn fields<'v>(out: &mut Out, show: &Show<'v>, at: At, event: &Event<'v>) -> Result<()> {
    extras::id(out, event.gid);
    extras::kind(out, show.cx.words.word(Words::EventType, event.event_type));
    out.text("name", event.name);
    out.text_or_empty("disambiguation", event.comment);
    match out {
        Out::Json(json) => json.plain("cancelled", event.cancelled),
        Out::Xml(xml) if event.cancelled => xml.element("cancelled", "true"),
        Out::Xml(_) => {}
    }
    span(out, event);
    // Seconds are not shown.
    out.text_or_empty("time", event.time.get(..5).unwrap_or(event.time));
    out.text_or_empty("setlist", event.setlist);
    extras::annotation(out, show, at.depth, event.annotation);
    extras::aliases(out, show, event.aliases, Words::EventAliasType)?;
    if at.depth == Depth::Top {
        relations::write(out, show, Kind::Event, at.row)?;
    }
    extras::tags(out, show, event.tags, false)?;
    extras::rating(out, show, at.depth, event.rating);
    Ok(())
}

/// XML does not say of an event that it is over.
fn span(out: &mut Out, event: &Event<'_>) {
    if out.is_json() {
        return Span { begin: event.begin, end: event.end, ended: event.ended }.life_span(out);
    }
    if !event.begin.is_unknown() || !event.end.is_unknown() {
        out.open("life-span");
        dates::put(out, "begin", event.begin);
        dates::put(out, "end", event.end);
        out.close();
    }
}

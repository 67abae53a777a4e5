//! Instruments.

use catalog::record::Instrument;
use catalog::{Result, Words};
use model::Kind;

use super::At;
use crate::answer::Out;
use crate::show::{Depth, Show};
use crate::{extras, relations};

/// An instrument.
pub(crate) fn fields<'v>(
    out: &mut Out,
    show: &Show<'v>,
    at: At,
    instrument: &Instrument<'v>,
) -> Result<()> {
    let words = show.cx.words;
    extras::id(out, instrument.gid);
    extras::kind(out, words.word(Words::InstrumentType, instrument.instrument_type));
    out.text("name", instrument.name);
    out.text_or_empty("disambiguation", instrument.comment);
    out.text_or_empty("description", instrument.description);
    extras::annotation(out, show, at.depth, instrument.annotation);
    extras::aliases(out, show, instrument.aliases, Words::InstrumentAliasType)?;
    if at.depth == Depth::Top {
        relations::write(out, show, Kind::Instrument, at.row)?;
    }
    extras::tags(out, show, instrument.tags, false)
}

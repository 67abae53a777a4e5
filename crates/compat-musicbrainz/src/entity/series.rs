//! Series.

use catalog::record::Series;
use catalog::{Result, Words};
use model::Kind;

use super::At;
use crate::answer::Out;
use crate::show::{Depth, Show};
use crate::{extras, relations};

/// A series.
pub(crate) fn fields<'v>(
    out: &mut Out,
    show: &Show<'v>,
    at: At,
    series: &Series<'v>,
) -> Result<()> {
    extras::id(out, series.gid);
    extras::kind(out, show.cx.words.word(Words::SeriesType, series.series_type));
    out.text("name", series.name);
    out.text_or_empty("disambiguation", series.comment);
    extras::annotation(out, show, at.depth, series.annotation);
    extras::aliases(out, show, series.aliases, Words::SeriesAliasType)?;
    if at.depth == Depth::Top {
        relations::write(out, show, Kind::Series, at.row)?;
    }
    extras::tags(out, show, series.tags, false)
}

//! Single figures: one on a line, with its name.

use super::{Failure, MARGIN, NAMES, ROW, cut, picture, text};
use crate::listens::shapes::ListenShape;
use crate::listens::stats_crossed::EndsShape;
use crate::listens::stats_shapes::{StreakShape, StreaksShape, SumsShape};

/// Characters of a line.
const MOST_CHARS: usize = 76;
/// What stands where nothing is.
const NOTHING: &str = "–";

/// The sums of a span.
pub(super) fn totals(sums: &SumsShape) -> Result<String, Failure> {
    let minutes = sums.played_ms / 60_000;
    lines(&[
        ("Listens", sums.listens.to_string()),
        ("Listening time", format!("{} h {} min", minutes / 60, minutes % 60)),
        ("Days with listens", sums.days.to_string()),
        ("Artists", sums.artists.to_string()),
        ("Releases", sums.releases.to_string()),
        ("Recordings", sums.recordings.to_string()),
    ])
}

/// Days in a row.
pub(super) fn streaks(streaks: &StreaksShape) -> Result<String, Failure> {
    let line = |it: &Option<StreakShape>| match it {
        Some(it) => format!("{} days, {} to {}", it.days, it.first, it.last),
        None => NOTHING.to_owned(),
    };
    lines(&[("Longest streak", line(&streaks.longest)), ("Current streak", line(&streaks.current))])
}

/// Where a history begins and ends.
pub(super) fn ends(ends: &EndsShape) -> Result<String, Failure> {
    let line = |it: &Option<ListenShape>| {
        it.as_ref().map_or_else(|| NOTHING.to_owned(), |it| cut(&it.line(), MOST_CHARS))
    };
    lines(&[("First listen", line(&ends.first)), ("Last listen", line(&ends.last))])
}

fn lines(lines: &[(&str, String)]) -> Result<String, Failure> {
    picture(lines.len() as u32 * ROW + 2 * MARGIN as u32, |area| {
        for (at, (name, value)) in (0..).zip(lines) {
            let top = MARGIN + at * ROW as i32 + 4;
            text(area, name, (MARGIN, top), 14)?;
            text(area, value, (NAMES, top), 14)?;
        }
        Ok(())
    })
}

//! Mistakes of the matcher, one line each.

use ::catalog::View;
use ::catalog::record::Recording;
use listens::matching::Match;
use listens::matching::golden::Case;

/// Prints what was said, what was meant and what was found.
pub(super) fn mistake(view: &View<'_>, case: &Case, found: &Match) -> ::catalog::Result<()> {
    let name = |row: Option<u32>| -> ::catalog::Result<String> {
        let recording = row.map(|row| view.get::<Recording<'_>>(row)).transpose()?.flatten();
        Ok(recording
            .map_or_else(|| "nothing".to_owned(), |it| format!("{} [{}]", it.name, it.comment)))
    };
    let words = &case.words;
    println!(
        "{:?}: {} / {} ({:?}, {:?} ms) means {}, found {} by {:?} with {:.2}, {:?}",
        case.noise,
        words.artist_name,
        words.recording_name,
        words.release_name,
        words.length_ms,
        name(case.meant)?,
        name(found.recording.map(|known| known.row))?,
        found.stage,
        found.score,
        found.features,
    );
    Ok(())
}

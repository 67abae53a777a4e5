//! The stage of equal keys: what has all words of title and artist, then the artist's other names.

use catalog::View;
use catalog::record::Artist;
use catalog::search::Wanted;

use super::judge::Judge;
use super::query::{Asked, artists_called, recordings, telling};
use super::said::Said;
use super::wins::ACCEPTED;

/// Recordings of one look-up that are compared.
const MAX_FOUND: usize = 32;

/// Artists whose other names are tried.
const MAX_CALLED: usize = 4;

/// Whether a recording of equal keys is among the wins.
pub(super) fn by_keys(judge: &mut Judge<'_, '_>, said: &Said) -> catalog::Result<bool> {
    let asked = Asked::of(said);
    if by_given_names(judge, said, &asked)? {
        return Ok(true);
    }
    by_called(judge, said, &asked)?;
    Ok(judge.wins.is_accepted(ACCEPTED))
}

/// Looks for the artist as the client writes it.
pub(super) fn by_given_names(
    judge: &mut Judge<'_, '_>,
    said: &Said,
    asked: &Asked,
) -> catalog::Result<bool> {
    let view = judge.view;
    let mut try_words = |title: &[String], artist: &[String], short: Option<&String>| {
        let found = recordings(view, (title, artist), short, MAX_FOUND)?;
        judge.judge_all(said, &found)?;
        Ok::<_, catalog::Error>(judge.wins.is_certain())
    };
    if asked.short_title.is_some() && try_words(&[], &asked.artist, asked.short_title.as_ref())? {
        return Ok(true);
    }
    if try_words(&asked.title, &asked.artist, None)? {
        return Ok(true);
    }
    let has_more = asked.first != asked.artist || asked.base != asked.title;
    if has_more {
        try_words(&asked.base, &asked.first, None)?;
    }
    Ok(judge.wins.is_accepted(ACCEPTED))
}

/// Looks for artists that have the name as an alias, by what they are credited as.
fn by_called(judge: &mut Judge<'_, '_>, said: &Said, asked: &Asked) -> catalog::Result<()> {
    let view = judge.view;
    for id in artists_called(view, &said.names)?.into_iter().take(MAX_CALLED) {
        let name = name_words(view, id)?;
        if name == asked.artist || name == asked.first {
            continue;
        }
        let found = recordings(view, (&asked.base, &name), None, MAX_FOUND)?;
        judge.judge_all(said, &found)?;
        let short = Wanted::title_of(&said.title.base);
        if short.is_some() {
            let found = recordings(view, (&[], &name), short.as_ref(), MAX_FOUND)?;
            judge.judge_all(said, &found)?;
        }
    }
    Ok(())
}

/// The words of an artist's own name.
pub(super) fn name_words(view: &View<'_>, artist: u32) -> catalog::Result<Vec<String>> {
    let artist = view.get::<Artist<'_>>(artist)?;
    Ok(artist.map(|artist| telling(Wanted::words_of(artist.name))).unwrap_or_default())
}

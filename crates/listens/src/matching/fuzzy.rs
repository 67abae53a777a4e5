//! The stage of near keys: misspelt words are left out or corrected, then keys are compared.

use catalog::record::Artist;
use catalog::search::Wanted;
use catalog::{Page, Relation, SearchKind, View};
use text::{Title, artist_key, key};

use super::exact::{by_given_names, name_words};
use super::judge::{Judge, Mode};
use super::query::{Asked, MAX_ARTISTS, artists_called, artists_having, recordings, telling};
use super::said::Said;
use super::titles::{latin, near};
use super::wins::ACCEPTED;

/// Recordings of one look-up that are compared.
const MAX_FOUND: usize = 64;

/// Recordings of one artist that are compared one by one.
const MAX_SCANNED: usize = 600;

/// The same where the title is in other letters than the artist's name.
const MAX_FOREIGN: usize = 2000;

/// Recordings of one title that are compared.
const MAX_TITLED: usize = 160;

/// Words that are left out by turns.
const MAX_LEFT_OUT: usize = 6;

/// Words that are corrected, and corrections of each.
const MAX_CORRECTED: usize = 3;
const MAX_SPELLINGS: usize = 6;

/// A word that fewer than one in so many documents have is rare.
const RARE: u64 = 2000;

/// Score from which on a near match is not improved any more.
const GOOD: f32 = 0.90;

/// Whether a recording of near keys is among the wins.
pub(super) fn by_likeness(judge: &mut Judge<'_, '_>, said: &Said) -> catalog::Result<bool> {
    let asked = Asked::of(said);
    // Whatever has all words, so that other versions are offered as candidates.
    by_given_names(judge, said, &asked)?;
    let search = Search { said, asked: &asked };
    let steps =
        [Search::without_unknown, Search::of_artists, Search::of_misspelt, Search::of_title];
    for step in steps {
        if judge.wins.is_accepted(GOOD) {
            break;
        }
        step(&search, judge)?;
    }
    if judge.wins.is_accepted(ACCEPTED) {
        return Ok(true);
    }
    // What is kept together is an artist, by the word of a person.
    Ok(!said.names.is_one && exchanged(judge, said)?)
}

/// One search.
struct Search<'s> {
    said: &'s Said,
    asked: &'s Asked,
}

impl Search<'_> {
    /// What has the words that occur anywhere; a misspelt word mostly occurs nowhere.
    fn without_unknown(&self, judge: &mut Judge<'_, '_>) -> catalog::Result<()> {
        let (title, artist) = (&self.asked.base, &self.asked.first);
        let (known_title, known_artist) = (known(judge.view, title)?, known(judge.view, artist)?);
        let all_known = known_title.len() == title.len() && known_artist.len() == artist.len();
        if all_known || known_title.is_empty() {
            return Ok(());
        }
        let found = recordings(judge.view, (&known_title, &known_artist), None, MAX_FOUND)?;
        judge.judge_all(self.said, &found)
    }

    /// Recordings of the artists of that name: all, or what has all words of the title but one.
    fn of_artists(&self, judge: &mut Judge<'_, '_>) -> catalog::Result<()> {
        let artists = artists_called(judge.view, &self.said.names)?;
        artists.into_iter().try_for_each(|artist| self.of_artist(judge, artist))
    }

    fn of_artist(&self, judge: &mut Judge<'_, '_>, artist: u32) -> catalog::Result<()> {
        let view = judge.view;
        let Some(known) = view.get::<Artist<'_>>(artist)? else { return Ok(()) };
        // Words of another script lead nowhere.
        let is_foreign = latin(&self.said.title.base, known.name).is_some();
        let most = if is_foreign { MAX_FOREIGN } else { MAX_SCANNED };
        let page = Page { limit: most, offset: 0 };
        let (all, rows) = view.browse(Relation::ArtistRecordings, artist, page)?;
        if all <= most || is_foreign {
            return judge.judge_all(self.said, &rows);
        }
        let name = telling(Wanted::words_of(known.name));
        for words in left_out(&self.asked.base) {
            let found = recordings(view, (&words, &name), None, MAX_FOUND)?;
            judge.judge_all(self.said, &found)?;
            if judge.wins.is_accepted(GOOD) {
                return Ok(());
            }
        }
        for words in corrected(view, SearchKind::Track, &self.asked.base)? {
            let found = recordings(view, (&words, &name), None, MAX_FOUND)?;
            judge.judge_all(self.said, &found)?;
        }
        Ok(())
    }

    /// Recordings of artists with nearly that name.
    fn of_misspelt(&self, judge: &mut Judge<'_, '_>) -> catalog::Result<()> {
        let view = judge.view;
        let mut artists: Vec<u32> = Vec::new();
        let words = Wanted::words_of(&self.said.names.first);
        for words in corrected(view, SearchKind::Artist, &words)? {
            for id in artists_having(view, words, MAX_ARTISTS)? {
                if !artists.contains(&id) && self.is_near(view, id)? {
                    artists.push(id);
                }
            }
        }
        for artist in artists.into_iter().take(MAX_ARTISTS) {
            let name = name_words(view, artist)?;
            let found = recordings(view, (&self.asked.base, &name), None, MAX_FOUND)?;
            judge.judge_all(self.said, &found)?;
            if !judge.wins.is_accepted(ACCEPTED) {
                self.of_artist(judge, artist)?;
            }
        }
        Ok(())
    }

    fn is_near(&self, view: &View<'_>, artist: u32) -> catalog::Result<bool> {
        let Some(artist) = view.get::<Artist<'_>>(artist)? else { return Ok(false) };
        let (short, long) = (artist_key(artist.name), key(artist.name));
        let names = &self.said.names;
        let first = names.each.first().unwrap_or(&names.whole);
        let is_near =
            [&names.whole, &names.main, first].iter().any(|ours| near(ours, &short).is_some());
        Ok(is_near || near(&names.plain, &long).is_some())
    }

    /// Whatever has the title, the artist being misspelt.
    fn of_title(&self, judge: &mut Judge<'_, '_>) -> catalog::Result<()> {
        let view = judge.view;
        let artist = known(view, &self.asked.first)?;
        let title = &self.asked.title;
        let short = self.asked.short_title.as_ref();
        let words: &[String] = if short.is_some() { &[] } else { title };
        if !artist.is_empty() {
            let found = recordings(view, (words, &artist), short, MAX_FOUND)?;
            judge.judge_all(self.said, &found)?;
        }
        let found = recordings(view, (words, &[]), short, MAX_TITLED)?;
        judge.judge_all(self.said, &found)
    }
}

/// Title and artist exchanged, or both in one of the fields.
fn exchanged(judge: &mut Judge<'_, '_>, said: &Said) -> catalog::Result<bool> {
    let mut others = vec![(said.text.as_str(), said.artist.as_str())];
    if let Some((artist, title)) = said.text.split_once(" - ") {
        others.push((artist, title));
        others.push((title, artist));
    }
    // Candidates of the words as they stand stay where they are, below what is accepted.
    for (artist, title) in others {
        let other = said.exchanged(artist, title);
        // What says a version is a title; as an artist it would lose it.
        if other.is_empty() || !Title::read(artist).versions.is_empty() {
            continue;
        }
        judge.mode = Mode::Exact;
        judge.forget();
        if by_given_names(judge, &other, &Asked::of(&other))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The words that occur.
fn known(view: &View<'_>, words: &[String]) -> catalog::Result<Vec<String>> {
    let mut known = Vec::with_capacity(words.len());
    for word in words {
        if view.occurrences(SearchKind::Track, word)? > 0 {
            known.push(word.clone());
        }
    }
    Ok(known)
}

/// The words without one of them, by turns.
fn left_out(words: &[String]) -> Vec<Vec<String>> {
    let without = |place: usize| {
        let mut words = words.to_vec();
        words.remove(place);
        words
    };
    if words.len() < 2 {
        Vec::new()
    } else {
        (0..words.len().min(MAX_LEFT_OUT)).map(without).collect()
    }
}

/// The words with those corrected that occur nowhere, at most two; if all occur, with a rare one corrected.
fn corrected(
    view: &View<'_>,
    kind: SearchKind,
    words: &[String],
) -> catalog::Result<Vec<Vec<String>>> {
    // A misspelling that is a word is a rare one.
    let rare = view.documents(kind) / RARE;
    let (mut unknown, mut doubted) = (Vec::new(), Vec::new());
    for (place, word) in words.iter().enumerate() {
        match view.occurrences(kind, word)? {
            0 => unknown.push(place),
            found if u64::from(found) <= rare => doubted.push(place),
            _ => {}
        }
    }
    if unknown.is_empty() {
        let by_turns = doubted.iter().take(MAX_CORRECTED);
        let respelt = by_turns.map(|place| respelt(view, kind, (words, *place)));
        return Ok(respelt.collect::<catalog::Result<Vec<_>>>()?.concat());
    }
    let mut all: Vec<Vec<String>> = vec![words.to_vec()];
    if unknown.len() > 2 {
        all.clear();
    }
    for place in unknown {
        let respelt = all.iter().map(|words| respelt(view, kind, (words, place)));
        all = respelt.collect::<catalog::Result<Vec<_>>>()?.concat();
    }
    Ok(all)
}

/// The words with the one at a place in every spelling that is one edit away.
fn respelt(
    view: &View<'_>,
    kind: SearchKind,
    (words, place): (&[String], usize),
) -> catalog::Result<Vec<Vec<String>>> {
    let spellings = view.spelled_like(kind, &words[place], MAX_SPELLINGS)?;
    let spelt = spellings.into_iter().map(|spelling| {
        let mut words = words.to_vec();
        words[place] = spelling;
        words
    });
    Ok(spelt.collect())
}

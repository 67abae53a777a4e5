//! The stage of near keys: misspelt words are left out or corrected, then keys are compared.

use catalog::record::Artist;
use catalog::{Page, Relation, SearchKind, View};

use super::exact::{by_given_names, name_words};
use super::judge::{Judge, Mode};
use super::query::{Asked, MAX_ARTISTS, artists_called, artists_having, recordings};
use super::said::Said;
use super::titles::near;
use super::wins::ACCEPTED;

/// Recordings of one look-up that are compared.
const MAX_FOUND: usize = 64;

/// Recordings of one artist that are compared one by one.
const MAX_SCANNED: usize = 400;

/// Words that are left out by turns.
const MAX_LEFT_OUT: usize = 6;

/// Words of an artist that are corrected, and corrections of each.
const MAX_CORRECTED: usize = 3;
const MAX_SPELLINGS: usize = 6;

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
    exchanged(judge, said)
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
        let page = Page { limit: MAX_SCANNED, offset: 0 };
        let (all, rows) = view.browse(Relation::ArtistRecordings, artist, page)?;
        if all <= MAX_SCANNED {
            return judge.judge_all(self.said, &rows);
        }
        let name = name_words(view, artist)?;
        let title = &self.asked.base;
        for left_out in 0..title.len().min(MAX_LEFT_OUT) {
            let mut words = title.clone();
            let word = words.remove(left_out);
            if !words.is_empty() {
                let found = recordings(view, (&words, &name), None, MAX_FOUND)?;
                judge.judge_all(self.said, &found)?;
            } else {
                for spelling in view.spelled_like(SearchKind::Track, &word, MAX_SPELLINGS)? {
                    let found = recordings(view, (&[spelling], &name), None, MAX_FOUND)?;
                    judge.judge_all(self.said, &found)?;
                }
            }
            if judge.wins.is_accepted(GOOD) {
                break;
            }
        }
        Ok(())
    }

    /// Recordings of artists with nearly that name.
    fn of_misspelt(&self, judge: &mut Judge<'_, '_>) -> catalog::Result<()> {
        let view = judge.view;
        let words = &self.asked.first;
        let mut artists: Vec<u32> = Vec::new();
        for place in 0..words.len().min(MAX_CORRECTED) {
            for spelling in view.spelled_like(SearchKind::Artist, &words[place], MAX_SPELLINGS)? {
                let mut corrected = words.clone();
                corrected[place] = spelling;
                for id in artists_having(view, corrected, MAX_ARTISTS)? {
                    if !artists.contains(&id) && self.is_near(view, id)? {
                        artists.push(id);
                    }
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
        let key = text::artist_key(artist.name);
        let names = &self.said.names;
        let first = names.each.first().unwrap_or(&names.whole);
        Ok([&names.whole, &names.main, first].iter().any(|ours| near(ours, &key).is_some()))
    }

    /// Whatever has the title, the artist being misspelt.
    fn of_title(&self, judge: &mut Judge<'_, '_>) -> catalog::Result<()> {
        let view = judge.view;
        let artist = known(view, &self.asked.first)?;
        let title = &self.asked.title;
        let short = self.asked.short_title.as_ref();
        let words: &[String] = if short.is_some() { &[] } else { title };
        let found = recordings(view, (words, &artist), short, MAX_FOUND)?;
        judge.judge_all(self.said, &found)?;
        if artist.is_empty() {
            return Ok(());
        }
        let found = recordings(view, (words, &[]), short, MAX_FOUND)?;
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
        if other.is_empty() {
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

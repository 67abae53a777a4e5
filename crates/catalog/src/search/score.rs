//! Scores: how well a candidate's names answer the query, weighed with its popularity.

use levenshtein_automata::{DFA, Distance};
use text::{Kind, Scratch, Token};

use super::names::Names;
use super::query::{Query, Word};

/// What a thing without any popularity keeps of its score.
const POPULARITY_FLOOR: f32 = 0.4;

/// The same for a thing whose whole title is the query.
const TITLE_FLOOR: f32 = 0.6;

/// Worth of a word met in the title, in the first further name (artist) and in the second (album).
const FIELD_WORTH: [f32; 3] = [1.0, 0.95, 0.7];

/// Worth of a word met in none of the names: an alias must have it.
const ELSEWHERE: f32 = 0.3;

/// Worth of a word with one edit; each further edit takes [`FURTHER_EDIT`].
const ONE_EDIT: f32 = 0.8;
const FURTHER_EDIT: f32 = 0.15;

/// Worth of a beginning of nothing, rising to [`WHOLE_BEGINNING`] for one that lacks nothing.
const BARE_BEGINNING: f32 = 0.7;
const WHOLE_BEGINNING: f32 = 0.95;

/// Parts of the score that do not come from the query's words being met.
const BASE: f32 = 0.45;
const TITLE_COVERED: f32 = 0.25;
const ARTIST_COVERED: f32 = 0.15;
const TITLE_BEGINS: f32 = 0.05;
const IN_ORDER: f32 = 0.05;
const OPTIONAL_MET: f32 = 0.05;

/// What remains of the score of a corrected hit.
const CORRECTED: f32 = 0.5;

/// Scores one candidate after another for one query.
pub(super) struct Scorer<'q> {
    query: &'q Query,
    automata: &'q [Option<DFA>],
    factor: f32,
    is_sure: bool,
    /// Best worth of each word of the query in the present candidate.
    met: Vec<f32>,
    folded: String,
    joined: String,
    scratch: Scratch,
}

/// How a name and the query cover each other.
#[derive(Default)]
struct Cover {
    n_tokens: u32,
    /// Tokens of the name that the query has, each by its worth.
    met: f32,
    begins: bool,
    /// Neighbouring tokens that the query has in the same order.
    n_in_order: u32,
    last_place: Option<usize>,
    n_optional: u32,
    /// Tokens of the present compound, and what of them was met.
    n_joined: u32,
    joined_met: f32,
}

impl Cover {
    /// Which part of the name the query covers.
    fn share(&self) -> f32 {
        if self.n_tokens == 0 { 0.0 } else { (self.met / self.n_tokens as f32).min(1.0) }
    }

    fn order(&self) -> f32 {
        match self.n_tokens {
            0 => 0.0,
            1 => self.share(),
            n => self.n_in_order as f32 / (n - 1) as f32,
        }
    }
}

impl<'q> Scorer<'q> {
    /// A scorer for a query as it stands.
    pub(super) fn new(query: &'q Query) -> Self {
        Self { factor: 1.0, ..Self::corrected(query, &[]) }
    }

    /// A scorer for a corrected query, whose `automata` recognise the corrected words by their place.
    pub(super) fn corrected(query: &'q Query, automata: &'q [Option<DFA>]) -> Self {
        Self {
            query,
            automata,
            factor: CORRECTED,
            is_sure: false,
            met: vec![0.0; query.words.len()],
            folded: String::new(),
            joined: String::new(),
            scratch: Scratch::default(),
        }
    }

    /// Whether one of the candidates so far is what was meant: the query says its whole title.
    pub(super) fn is_sure(&self) -> bool {
        self.is_sure
    }

    /// The score of a candidate: up to 1, and from 1 to 2 where the query names it in full.
    pub(super) fn score(&mut self, names: &Names<'_>) -> f32 {
        self.met.fill(0.0);
        let title = self.cover(names.title, FIELD_WORTH[0]);
        let artist = self.cover(names.more[0], FIELD_WORTH[1]);
        let is_named =
            title.share() >= 1.0 && artist.share() >= 1.0 && self.met.iter().all(|&met| met > 0.9);
        let is_title = title.share() >= 1.0 && self.met.iter().all(|&met| met > 0.9);
        // A word that is met at what the album is worth cannot be met better there.
        let is_settled =
            self.query.optional.is_empty() && self.met.iter().all(|&met| met >= FIELD_WORTH[2]);
        let album =
            if is_settled { Cover::default() } else { self.cover(names.more[1], FIELD_WORTH[2]) };
        self.is_sure |= is_title || is_named;
        let met: f32 = self.met.iter().map(|&met| met.max(ELSEWHERE)).sum();
        let words = met / self.met.len() as f32;
        let n_optional = title.n_optional + artist.n_optional + album.n_optional;
        let fit = words
            * (BASE
                + TITLE_COVERED * title.share()
                + ARTIST_COVERED * artist.share()
                + TITLE_BEGINS * f32::from(u8::from(title.begins))
                + IN_ORDER * title.order()
                + OPTIONAL_MET * f32::from(u8::from(n_optional > 0)));
        let (fit, floor) =
            if is_title { (1.0, TITLE_FLOOR) } else { (fit.min(1.0), POPULARITY_FLOOR) };
        let popularity = f32::from(names.popularity.min(100)) / 100.0;
        let weighed = fit * (floor + (1.0 - floor) * popularity);
        self.factor * if is_named { 1.0 + weighed } else { weighed }
    }

    /// Meets the query with one name.
    fn cover(&mut self, name: &str, worth: f32) -> Cover {
        let mut cover = Cover::default();
        let Self { query, automata, met, folded, joined, scratch, .. } = self;
        folded.clear();
        text::fold_into(name, folded);
        joined.clear();
        text::query_tokens(folded, scratch, &mut |token| {
            if matches!(token.kind, Kind::Emoji | Kind::Symbol) && !is_asked_for(query, token) {
                return;
            }
            let best = meet(query, automata, token, &mut |place, fit| {
                met[place] = met[place].max(fit * worth);
            });
            if !token.glued {
                joined.clear();
                (cover.n_joined, cover.joined_met) = (0, 0.0);
            }
            joined.push_str(token.text);
            cover.add(token, best, query);
            if cover.n_joined > 1 && token.kind == Kind::Word {
                cover.meet_joined(joined, query, &mut |place, fit| {
                    met[place] = met[place].max(fit * worth);
                });
            }
        });
        cover
    }
}

impl Cover {
    fn add(&mut self, token: Token<'_>, best: Option<(usize, f32)>, query: &Query) {
        self.n_tokens += 1;
        self.n_joined += 1;
        let Some((place, fit)) = best else {
            let is_optional = query.optional.iter().any(|optional| optional == token.text);
            self.n_optional += u32::from(is_optional);
            self.met += f32::from(u8::from(is_optional));
            self.last_place = None;
            return;
        };
        self.met += fit;
        self.joined_met += fit;
        self.begins |= self.n_tokens == 1;
        self.n_in_order += u32::from(self.last_place.is_some_and(|last| last <= place));
        self.last_place = Some(place);
    }

    /// Meets the joined form of a compound of the name (`acdc` for `AC/DC`) with the query.
    fn meet_joined(&mut self, joined: &str, query: &Query, record: &mut dyn FnMut(usize, f32)) {
        if let Some(place) = query.words.iter().position(|word| word.text == joined) {
            self.met += self.n_joined as f32 - self.joined_met;
            self.joined_met = self.n_joined as f32;
            self.begins |= self.n_tokens == self.n_joined;
            record(place, 1.0);
        }
    }
}

/// Whether the query has the symbol, required or not.
fn is_asked_for(query: &Query, token: Token<'_>) -> bool {
    query.optional.iter().any(|optional| optional == token.text)
        || query.words.iter().any(|word| word.text == token.text)
}

/// Meets a token of a name with every word of the query; the place and fit of the best.
fn meet(
    query: &Query,
    automata: &[Option<DFA>],
    token: Token<'_>,
    record: &mut dyn FnMut(usize, f32),
) -> Option<(usize, f32)> {
    let mut best: Option<(usize, f32)> = None;
    for (place, word) in query.words.iter().enumerate() {
        let mut fit = plain_fit(word, token, query.open_word() == Some(place));
        if fit == 0.0 {
            fit = automata
                .get(place)
                .and_then(Option::as_ref)
                .map_or(0.0, |automaton| corrected_fit(automaton, token));
        }
        if fit > 0.0 {
            record(place, fit);
            if best.is_none_or(|(_, so_far)| fit > so_far) {
                best = Some((place, fit));
            }
        }
    }
    best
}

fn plain_fit(word: &Word, token: Token<'_>, is_open: bool) -> f32 {
    if word.text == token.text {
        return 1.0;
    }
    if is_open && token.text.starts_with(&word.text) {
        let share = word.text.len() as f32 / token.text.len() as f32;
        return BARE_BEGINNING + (WHOLE_BEGINNING - BARE_BEGINNING) * share;
    }
    // A single character of a script without spaces stands inside the pairs of a name.
    let is_part =
        word.kind == Kind::Gram && token.kind == Kind::Gram && token.text.contains(&word.text);
    if is_part { WHOLE_BEGINNING } else { 0.0 }
}

fn corrected_fit(automaton: &DFA, token: Token<'_>) -> f32 {
    match automaton.eval(token.text) {
        Distance::Exact(edits) => ONE_EDIT - FURTHER_EDIT * f32::from(edits.saturating_sub(1)),
        Distance::AtLeast(_) => 0.0,
    }
}

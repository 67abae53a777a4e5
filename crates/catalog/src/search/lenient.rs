//! Corrections: what a query may have meant when it finds next to nothing as it stands.

use std::ops::Range;
use std::sync::LazyLock;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use tantivy_fst::Automaton;
use text::Kind;

use super::Result;
use super::cursor::Cursor;
use super::query::{Query, Word};
use super::read::{Terms, is_gram};
use super::walk::{Budget, Walk};

/// Words of a query that are corrected; those after them must occur as they stand.
const MAX_CORRECTED: usize = 8;

/// Shortest word, in characters, that may have one edit.
const ONE_EDIT_CHARS: usize = 3;

/// Shortest word, in characters, that may have two edits.
const TWO_EDITS_CHARS: usize = 8;

// Exchanging two neighbours counts as one edit. Building the tables takes milliseconds, so once.
static ONE_EDIT: LazyLock<LevenshteinAutomatonBuilder> =
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true));
static TWO_EDITS: LazyLock<LevenshteinAutomatonBuilder> =
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(2, true));

/// What to walk over, and what a scorer needs to recognise a corrected word.
#[derive(Default)]
pub(super) struct Attempt {
    pub walk: Option<Walk>,
    /// An automaton for each corrected word of the query, by its place.
    pub automata: Vec<Option<DFA>>,
}

/// The query with neighbouring words written together, in every way: two of them, or a whole compound.
pub(super) fn together(query: &Query) -> Vec<Query> {
    let words = &query.words[..query.words.len().min(MAX_CORRECTED)];
    let mut queries = Vec::new();
    for start in 0..words.len() {
        let glued = words[start + 1..].iter().take_while(|word| word.is_glued).count();
        let pair = start + 2;
        let compound = start + 1 + glued;
        if pair <= words.len() {
            queries.extend(join(query, start..pair));
        }
        if compound > pair {
            queries.extend(join(query, start..compound));
        }
    }
    queries
}

fn join(query: &Query, stretch: Range<usize>) -> Option<Query> {
    if query.words[stretch.clone()].iter().any(|word| word.kind != Kind::Word) {
        return None;
    }
    let text: String = query.words[stretch.clone()].iter().map(|word| word.text.as_str()).collect();
    let mut joined = query.clone();
    joined.title.clear();
    joined.words.splice(stretch, [Word { text, kind: Kind::Word, is_glued: false }]);
    Some(joined)
}

/// Whether some word may have two edits.
pub(super) fn has_long_words(query: &Query) -> bool {
    query.words.iter().take(MAX_CORRECTED).any(|word| allowed_edits(word) == 2)
}

/// The walk over the words with up to `max_edits` edits each; none when a word resembles nothing.
pub(super) fn corrected(
    query: &Query,
    terms: &Terms,
    max_edits: u8,
    budget: &Budget<'_>,
) -> Result<Attempt> {
    let mut attempt = Attempt::default();
    let mut cursors = Vec::new();
    for (at, word) in query.words.iter().enumerate() {
        let edits = if at < MAX_CORRECTED { allowed_edits(word).min(max_edits) } else { 0 };
        let is_open = query.open_word() == Some(at);
        let automaton = (edits > 0).then(|| automaton(&word.text, edits, is_open));
        if word.kind == Kind::Gram {
            for c in word.text.chars() {
                cursors.push(terms.whole(c.encode_utf8(&mut [0; 4]))?);
            }
        } else {
            cursors.push(match &automaton {
                Some(_) if is_open && is_gram(&word.text) => {
                    let beginning = whole_automaton(&word.text, edits);
                    terms.beginning_alike(Accepts(&beginning), budget)?
                }
                Some(automaton) => terms.alike(Accepts(automaton), budget)?,
                None if is_open => terms.beginning(&word.text, budget)?,
                None => terms.whole(&word.text)?,
            });
        }
        attempt.automata.push(automaton);
    }
    attempt.walk = cursors.into_iter().collect::<Option<Vec<Cursor>>>().and_then(Walk::new);
    Ok(attempt)
}

fn allowed_edits(word: &Word) -> u8 {
    match word.text.chars().count() {
        _ if word.kind != Kind::Word => 0,
        ..ONE_EDIT_CHARS => 0,
        ONE_EDIT_CHARS..TWO_EDITS_CHARS => 1,
        TWO_EDITS_CHARS.. => 2,
    }
}

fn whole_automaton(word: &str, edits: u8) -> DFA {
    if edits == 1 { ONE_EDIT.build_dfa(word) } else { TWO_EDITS.build_dfa(word) }
}

fn automaton(word: &str, edits: u8, is_beginning: bool) -> DFA {
    match (is_beginning, edits) {
        (false, _) => whole_automaton(word, edits),
        (true, 1) => ONE_EDIT.build_prefix_dfa(word),
        (true, _) => TWO_EDITS.build_prefix_dfa(word),
    }
}

/// A Levenshtein automaton as the dictionary walks with it.
struct Accepts<'a>(&'a DFA);

impl Automaton for Accepts<'_> {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

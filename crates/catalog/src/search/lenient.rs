//! Corrections: what a query may have meant when it finds next to nothing as it stands.

use std::ops::Range;
use std::sync::LazyLock;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use tantivy_fst::Automaton;
use text::Kind;

use super::Result;
use super::cursor::Cursor;
use super::query::{Query, Word};
use super::read::Terms;
use super::walk::{Budget, Walk};

/// Words of a query that are corrected; those after them must occur as they stand.
const MAX_CORRECTED: usize = 16;

/// Shortest word, in characters, that may have one edit.
const ONE_EDIT_CHARS: usize = 3;

/// Shortest word, in characters, that may have two edits.
const TWO_EDITS_CHARS: usize = 8;

// Exchanging two neighbours counts as one edit. Building the tables takes milliseconds, so once.
static ONE_EDIT: LazyLock<LevenshteinAutomatonBuilder> =
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true));
static TWO_EDITS: LazyLock<LevenshteinAutomatonBuilder> =
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(2, true));

/// How far a query is corrected, in the order in which it is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// One edit in the last word, and little effort: something was found already.
    LastWord,
    /// One edit in every word that does not exist; if all do, in each of them by turns.
    OneWord,
    /// As many edits as a word's length allows, in every word that does not exist, one in all others.
    AllWords,
}

/// What to walk over, and what a scorer needs to recognise a corrected word.
#[derive(Default)]
pub(super) struct Attempt {
    pub walks: Vec<Walk>,
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
    joined.first_words.clear();
    joined.last_words.clear();
    joined.words.splice(stretch, [Word { text, kind: Kind::Word, is_glued: false }]);
    Some(joined)
}

/// Prepares the walks of a stage; none when a word resembles nothing.
pub(super) fn attempt(
    stage: Stage,
    query: &Query,
    terms: &Terms,
    budget: &Budget<'_>,
) -> Result<Attempt> {
    let words = Corrections { query, terms, budget, is_thorough: stage != Stage::LastWord };
    // What was typed last is doubted whether it occurs or not.
    let unknown = if stage == Stage::LastWord { Vec::new() } else { words.unknown()? };
    let last = query.words.len() - 1;
    let n_words = query.words.len();
    let plans: Vec<Vec<u8>> = match stage {
        Stage::LastWord => vec![words.plan(|place| u8::from(place == last))],
        Stage::OneWord if unknown.contains(&true) => {
            vec![words.plan(|place| u8::from(unknown[place]))]
        }
        Stage::OneWord => {
            (0..n_words).map(|only| words.plan(|place| u8::from(place == only))).collect()
        }
        Stage::AllWords => vec![words.plan(|place| if unknown[place] { 2 } else { 1 })],
    };
    let mut attempt = Attempt { walks: Vec::new(), automata: (0..n_words).map(|_| None).collect() };
    let mut plans: Vec<Vec<u8>> =
        plans.into_iter().filter(|plan| plan.iter().any(|&edits| edits > 0)).collect();
    if plans.is_empty() && words.has_pairs() {
        plans.push(vec![0; n_words]);
    }
    for plan in plans {
        attempt.walks.extend(words.walk(&plan, &mut attempt.automata)?);
    }
    Ok(attempt)
}

/// A query on its way to corrections.
struct Corrections<'a> {
    query: &'a Query,
    terms: &'a Terms,
    budget: &'a Budget<'a>,
    /// Whether nothing was found so far, so that more work is worth while.
    is_thorough: bool,
}

impl Corrections<'_> {
    /// For every word whether it occurs nowhere.
    fn unknown(&self) -> Result<Vec<bool>> {
        let words = self.query.words.iter().enumerate();
        words.map(|(place, word)| self.is_unknown(place, word)).collect()
    }

    fn is_unknown(&self, place: usize, word: &Word) -> Result<bool> {
        if self.query.open_word() == Some(place) {
            return Ok(self.terms.beginning(&word.text, self.budget)?.is_none());
        }
        Ok(self.terms.find(&word.text)?.is_none())
    }

    /// The edits of every word: what is wanted, as far as its length allows.
    fn plan(&self, wanted: impl Fn(usize) -> u8) -> Vec<u8> {
        let edits = |(place, word): (usize, &Word)| {
            if place < MAX_CORRECTED { allowed_edits(word).min(wanted(place)) } else { 0 }
        };
        self.query.words.iter().enumerate().map(edits).collect()
    }

    /// Whether pairs of characters can be taken apart.
    fn has_pairs(&self) -> bool {
        self.query.words.iter().any(|word| word.kind == Kind::Gram)
    }

    /// The walk with the planned edits; adds the automata that it needs to those there are.
    fn walk(&self, plan: &[u8], automata: &mut [Option<DFA>]) -> Result<Option<Walk>> {
        let mut cursors = Vec::with_capacity(plan.len());
        for (place, (word, &edits)) in self.query.words.iter().zip(plan).enumerate() {
            let is_open = self.query.open_word() == Some(place);
            if word.kind == Kind::Gram {
                for c in word.text.chars() {
                    cursors.push(self.terms.whole(c.encode_utf8(&mut [0; 4]))?);
                }
                continue;
            }
            cursors.push(if edits > 0 {
                let automaton = automata[place].insert(automaton(&word.text, edits, is_open));
                self.alike(word, edits, automaton)?
            } else if is_open {
                self.terms.beginning(&word.text, self.budget)?
            } else {
                self.terms.whole(&word.text)?
            });
            if let Some(None) = cursors.last() {
                return Ok(None);
            }
        }
        Ok(cursors
            .into_iter()
            .collect::<Option<Vec<Cursor>>>()
            .and_then(Walk::new)
            .map(|walk| if self.is_thorough { walk.hasty() } else { walk.in_passing() }))
    }

    fn alike(&self, word: &Word, edits: u8, automaton: &DFA) -> Result<Option<Cursor>> {
        let is_last = self.query.words.last().is_some_and(|last| std::ptr::eq(last, word));
        match edits {
            1 if is_last && self.query.is_open => {
                let how = (automaton, self.is_thorough);
                self.terms.one_edit_beginning(&word.text, how, self.budget)
            }
            1 => self.terms.one_edit(&word.text, automaton, self.budget),
            _ => self.terms.alike(&word.text, automaton, self.budget),
        }
    }
}

fn allowed_edits(word: &Word) -> u8 {
    match word.text.chars().count() {
        _ if word.kind != Kind::Word => 0,
        ..ONE_EDIT_CHARS => 0,
        ONE_EDIT_CHARS..TWO_EDITS_CHARS => 1,
        TWO_EDITS_CHARS.. => 2,
    }
}

/// An automaton that accepts what is one edit from a word, or two.
pub(crate) fn automaton(word: &str, edits: u8, is_beginning: bool) -> DFA {
    let builder = if edits == 1 { &ONE_EDIT } else { &TWO_EDITS };
    if is_beginning { builder.build_prefix_dfa(word) } else { builder.build_dfa(word) }
}

/// A Levenshtein automaton as the dictionary walks with it.
pub(crate) struct Accepts<'a>(pub(crate) &'a DFA);

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

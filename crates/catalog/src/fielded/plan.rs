//! From a query to one of the engine's: what each clause asks of which index field.

mod listed;
mod many;

use model::{Gid, Kind};
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, DisjunctionMaxQuery, EmptyQuery, Occur as Must,
    PhraseQuery, Query as Plan, TermQuery,
};
use tantivy::schema::{Field as Slot, IndexRecordOption, Term};

use super::ask::{Asker, Stretch};
use super::fields::{Field, Listed, Row, Sort};
use super::key;
use super::layout::Layout;
use super::query::{Clause, Occur, Query};
use super::read::entity_number;
use super::set::Set;
use super::sheet::HAS_ACCENTS;
use super::words::Cutter;
use crate::error::Result;
use crate::read::View;

/// A boosted clause counts at most so many times as much.
const MAX_BOOST: f32 = 1e6;

/// What misspelt words lose for each edit.
const EDIT: f32 = 0.25;

/// Plans queries of one kind of thing.
pub(super) struct Planner<'a> {
    pub view: &'a View<'a>,
    pub asker: Asker<'a>,
    pub layout: &'a Layout,
    pub rows: &'static [Row],
    pub cutter: Cutter,
}

/// What a field is, with other names of fields resolved.
#[derive(Clone, Copy)]
enum Place {
    Words { slot: Slot },
    Accents { at: u8, slot: Slot, folded: Slot },
    Key { at: u8, sort: Sort },
    Column { slot: Slot, step: u64 },
    Above { at: u8 },
    Track,
    Own(Kind),
    Listed { listed: Listed, beside: Field },
}

type Planned = Option<Box<dyn Plan>>;

impl Planner<'_> {
    /// The plan of a whole query.
    pub(super) fn whole(&mut self, query: &Query) -> Result<Box<dyn Plan>> {
        Ok(self.plan(query)?.unwrap_or_else(|| Box::new(EmptyQuery)))
    }

    /// The plan of a query; none of one that asks nothing, as a text without words does.
    fn plan(&mut self, query: &Query) -> Result<Planned> {
        Ok(match query {
            Query::All => Some(Box::new(AllQuery)),
            Query::Nothing => Some(Box::new(EmptyQuery)),
            Query::Term { field, text } => self.each(*field, |to, at| to.phrase(at, text, 0))?,
            Query::Phrase { field, text, slop } => {
                self.each(*field, |to, at| to.phrase(at, text, *slop))?
            }
            Query::Wildcard { field, pieces } => {
                self.each(*field, |to, at| Ok(Some(to.wildcard(at, pieces)?)))?
            }
            Query::Fuzzy { field, text, edits } => {
                self.each(*field, |to, at| to.fuzzy(at, text, *edits))?
            }
            Query::Range { field, from, to: end } => {
                self.each(*field, |to, at| Ok(Some(to.range(at, from, end)?)))?
            }
            Query::Boolean { clauses, least } => self.boolean(clauses, *least)?,
            Query::Best { of, share } => {
                let mut plans = Vec::with_capacity(of.len());
                for query in of {
                    plans.extend(self.plan(query)?);
                }
                let best = || DisjunctionMaxQuery::with_tie_breaker(plans, *share);
                (!of.is_empty()).then(|| Box::new(best()) as Box<dyn Plan>)
            }
            Query::Boost(query, boost) => {
                let boost = if boost.is_nan() { 1.0 } else { boost.clamp(0.0, MAX_BOOST) };
                self.plan(query)?.map(|plan| Box::new(BoostQuery::new(plan, boost)) as _)
            }
        })
    }

    /// Asks a field, or both that it stands for.
    fn each(
        &mut self,
        field: Field,
        ask: impl Fn(&mut Self, Field) -> Result<Planned>,
    ) -> Result<Planned> {
        let Sort::Either(first, second) = self.rows[usize::from(field.0)].sort else {
            return ask(self, field);
        };
        let plans = [ask(self, Field(first))?, ask(self, Field(second))?];
        let plans: Vec<_> = plans.into_iter().flatten().map(|plan| (Must::Should, plan)).collect();
        Ok((!plans.is_empty()).then(|| Box::new(BooleanQuery::new(plans)) as _))
    }

    fn boolean(&mut self, clauses: &[Clause], least: usize) -> Result<Planned> {
        let mut plans: Vec<(Must, Box<dyn Plan>)> = Vec::with_capacity(clauses.len() + 1);
        for clause in clauses {
            let occur = match clause.occur {
                Occur::Must => Must::Must,
                Occur::Should => Must::Should,
                Occur::Not => Must::MustNot,
            };
            plans.extend(self.plan(&clause.query)?.map(|plan| (occur, plan)));
        }
        let has = |occur: Must| plans.iter().any(|(found, _)| *found == occur);
        let least = match (has(Must::Must), has(Must::Should)) {
            (false, false) if plans.is_empty() => return Ok(None),
            (false, false) => {
                plans.push((Must::Must, Box::new(AllQuery)));
                0
            }
            (false, true) => least.max(1),
            (true, _) => least,
        };
        Ok(Some(Box::new(BooleanQuery::with_minimum_required_clauses(plans, least))))
    }

    fn place(&self, Field(at): Field) -> Place {
        let sort = self.rows[usize::from(at)].sort;
        let own = |at: u8| self.layout.own[usize::from(at)];
        match sort {
            Sort::Same(other) | Sort::Either(other, _) => self.place(Field(other)),
            Sort::Own(kind) => Place::Own(kind),
            Sort::Listed(listed, beside) => Place::Listed { listed, beside: Field(beside) },
            Sort::Track => Place::Track,
            Sort::Above => Place::Above { at: at - 1 },
            Sort::Accents => match (own(at), own(at - 1)) {
                (Some(slot), Some(folded)) => Place::Accents { at, slot, folded },
                _ => Place::Key { at, sort },
            },
            Sort::Name | Sort::Text | Sort::Column | Sort::Quotient(_) => {
                let (at, step) =
                    if let Sort::Quotient(step) = sort { (at - 1, step) } else { (at, 1) };
                match own(at) {
                    Some(slot) if matches!(sort, Sort::Name | Sort::Text) => Place::Words { slot },
                    Some(slot) => Place::Column { slot, step },
                    None => Place::Key { at, sort },
                }
            }
            Sort::Key(_)
            | Sort::Number
            | Sort::Degrees
            | Sort::Date
            | Sort::Flag
            | Sort::Below
            | Sort::Reference(_)
            | Sort::Any => Place::Key { at, sort },
        }
    }

    /// Words that follow one another, or the one value of a field that has no words.
    fn phrase(&mut self, field: Field, text: &str, slop: u32) -> Result<Planned> {
        Ok(Some(match self.place(field) {
            Place::Words { slot } => return Ok(self.words(slot, (text, slop))),
            Place::Accents { at, slot, folded } => {
                return Ok(self.accents(at, (slot, folded), (text, slop)));
            }
            Place::Key { at, sort: Sort::Date } => match key::date_of(text) {
                Some(date) => self.stretch(at, &date, &key::after(&date))?,
                None => Box::new(EmptyQuery),
            },
            Place::Key { at, sort } => match self.key(sort, text)? {
                Some(key) => self.term(self.layout.keys, &marked(at, &key)),
                None => Box::new(EmptyQuery),
            },
            Place::Column { slot, step } => match text.trim().parse::<u64>() {
                Ok(number) => many::column(slot, step, (Some(number), Some(number))),
                Err(_) => Box::new(EmptyQuery),
            },
            Place::Above { at } => {
                let parents = super::sheet::above(text.trim());
                let terms = parents.map(|parent| {
                    (Must::Should, self.term(self.layout.keys, &marked(at - 1, parent)))
                });
                Box::new(BooleanQuery::new(terms.collect()))
            }
            Place::Listed { listed, .. } => self.listed(listed, text)?,
            Place::Own(kind) => match Gid::parse_mbid(text.trim()) {
                Ok(gid) => self.document(self.view.dense_id(kind, gid)?)?,
                Err(_) => Box::new(EmptyQuery),
            },
            Place::Track => match Gid::parse_mbid(text.trim()) {
                Ok(gid) => {
                    let placed = self.view.find_track(gid)?;
                    self.document(placed.map(|placed| placed.track.recording))?
                }
                Err(_) => Box::new(EmptyQuery),
            },
        }))
    }

    /// Words of a text field, at most that far from where the text has them.
    fn words(&mut self, slot: Slot, (text, slop): (&str, u32)) -> Planned {
        let mut terms: Vec<Term> = Vec::new();
        self.cutter.cut(text, &mut |word, _| terms.push(Term::from_field_text(slot, word)));
        sequence(terms, slop)
    }

    /// Words with their accents. A document without any accents has them only in the field of the folded words.
    fn accents(
        &mut self,
        at: u8,
        (slot, folded): (Slot, Slot),
        (text, slop): (&str, u32),
    ) -> Planned {
        let (mut terms, mut has_accents): (Vec<Term>, bool) = (Vec::new(), false);
        self.cutter.cut(text, &mut |word, kept| {
            has_accents |= kept.is_some();
            terms.push(Term::from_field_text(slot, kept.unwrap_or(word)));
        });
        let minding = sequence(terms, slop)?;
        if has_accents {
            return Some(minding);
        }
        let folded = self.words(folded, (text, slop))?;
        let others = self.term(self.layout.keys, &marked(at, HAS_ACCENTS));
        let folded = BooleanQuery::new(vec![(Must::Must, folded), (Must::MustNot, others)]);
        let both = vec![(Must::Should, minding), (Must::Should, Box::new(folded) as _)];
        Some(Box::new(BooleanQuery::new(both)))
    }

    /// The key of a value in a query, without its mark; none of what no document can have.
    fn key(&self, sort: Sort, text: &str) -> Result<Option<String>> {
        let mut key = String::new();
        match sort {
            Sort::Key(form) => form.push(text, &mut key),
            Sort::Below => key.push_str(text.trim()),
            Sort::Flag => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "1" | "t" => key.push_str("true"),
                "false" | "0" | "f" => key.push_str("false"),
                _ => return Ok(None),
            },
            Sort::Number => match text.trim().parse() {
                Ok(number) => key::push_number(number, &mut key),
                Err(_) => return Ok(None),
            },
            Sort::Degrees => match text.trim().parse::<f64>() {
                Ok(degrees) if degrees.is_finite() => {
                    key::push_number(key::degrees(degrees), &mut key);
                }
                _ => return Ok(None),
            },
            Sort::Date => return Ok(key::date_of(text)),
            Sort::Reference(kind) => {
                let Ok(gid) = Gid::parse_mbid(text.trim()) else { return Ok(None) };
                let Some(id) = self.view.dense_id(kind, gid)? else { return Ok(None) };
                key::push_number(u64::from(id), &mut key);
            }
            Sort::Any => {
                let Ok(gid) = Gid::parse_mbid(text.trim()) else { return Ok(None) };
                let Some(number) = self.entity(gid)? else { return Ok(None) };
                key::push_number(number, &mut key);
            }
            _ => return Ok(None),
        }
        key.truncate(key.floor_char_boundary(key::MAX_KEY_BYTES - 1));
        Ok(Some(key).filter(|key| !key.is_empty()))
    }

    fn term(&self, slot: Slot, text: &str) -> Box<dyn Plan> {
        let term = Term::from_field_text(slot, text);
        Box::new(TermQuery::new(term, IndexRecordOption::Basic))
    }

    /// The number of the entity of a public id, of whatever kind it is.
    fn entity(&self, gid: Gid) -> Result<Option<u64>> {
        for kind in Kind::RELATED {
            if let Some(id) = self.view.dense_id(kind, gid)? {
                return Ok(Some(entity_number(kind, id)));
            }
        }
        Ok(None)
    }

    /// The one document of a dense id.
    fn document(&self, id: Option<u32>) -> Result<Box<dyn Plan>> {
        let document = id.and_then(|id| self.asker.index.document_of(u64::from(id)));
        Ok(match document {
            Some(document) => Box::new(Set::one(document)),
            None => Box::new(EmptyQuery),
        })
    }

    /// All keys of a field from one text on, before another.
    fn stretch(&self, at: u8, from: &str, before: &str) -> Result<Box<dyn Plan>> {
        let stretch = Stretch {
            slot: self.layout.keys,
            from: marked(at, from),
            before: Some(marked(at, before)),
        };
        Ok(Box::new(self.asker.union(&stretch, &mut |_| true)?))
    }

    fn fuzzy(&mut self, field: Field, text: &str, edits: u8) -> Result<Planned> {
        let (slot, word, mark) = match self.place(field) {
            Place::Words { slot } | Place::Accents { folded: slot, .. } => {
                let mut words: Vec<String> = Vec::new();
                self.cutter.cut(text, &mut |word, _| words.push(word.to_owned()));
                match <[String; 1]>::try_from(words) {
                    Ok([word]) => (slot, word, None),
                    Err(_) => return self.phrase(field, text, u32::from(edits)),
                }
            }
            Place::Key { at, sort: Sort::Key(form) } => {
                let mut word = String::new();
                form.push(text, &mut word);
                (self.layout.keys, word, Some(key::mark(at)))
            }
            _ => return self.phrase(field, text, 0),
        };
        if edits == 0 || word.len() > text::MAX_TOKEN_BYTES {
            return self.phrase(field, text, 0);
        }
        let near = self.asker.spelled_like(slot, &word, (edits, mark))?;
        let plans = near.into_iter().map(|(term, edits)| {
            let boost = 1.0 - EDIT * f32::from(edits);
            Box::new(BoostQuery::new(Box::new(scored(term)), boost)) as Box<dyn Plan>
        });
        let plans: Vec<_> = plans.collect();
        if plans.is_empty() {
            return Ok(Some(Box::new(EmptyQuery)));
        }
        Ok(Some(Box::new(DisjunctionMaxQuery::new(plans))))
    }
}

/// Terms that follow one another; nothing when there are none.
fn sequence(mut terms: Vec<Term>, slop: u32) -> Planned {
    Some(match terms.len() {
        0 => return None,
        1 => Box::new(scored(terms.remove(0))),
        _ => {
            let places = terms.into_iter().enumerate().collect();
            Box::new(PhraseQuery::new_with_offset_and_slop(places, slop))
        }
    })
}

fn marked(at: u8, key: &str) -> String {
    let mut marked = String::with_capacity(key.len() + 1);
    marked.push(key::mark(at));
    marked.push_str(key);
    marked
}

fn scored(term: Term) -> TermQuery {
    TermQuery::new(term, IndexRecordOption::WithFreqs)
}

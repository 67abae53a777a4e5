//! Clauses that stand for many terms: wildcards and ranges.

use std::ops::Bound as Limit;

use tantivy::query::{AllQuery, EmptyQuery, Query as Plan, RangeQuery};
use tantivy::schema::{Field as Slot, Term};

use super::super::ask::{Stretch, fits};
use super::super::fields::{Field, Sort};
use super::super::key;
use super::super::query::{Bound, Piece};
use super::{Place, Planner, marked};
use crate::error::Result;

impl Planner<'_> {
    pub(super) fn wildcard(&mut self, field: Field, pieces: &[Piece]) -> Result<Box<dyn Plan>> {
        let (mut stretch, pieces) = match self.place(field) {
            Place::Words { slot } | Place::Accents { folded: slot, .. } => {
                (Stretch::words(slot), folded(pieces))
            }
            Place::Key { at, sort: Sort::Key(form) } => {
                let form = |text: &str, out: &mut String| form.push(text, out);
                (self.keys_of(at), formed(at, pieces, form))
            }
            Place::Key { at, .. } | Place::Above { at } => {
                let exact = |text: &str, out: &mut String| out.push_str(text);
                (self.keys_of(at), formed(at, pieces, exact))
            }
            Place::Column { slot, .. } if pieces == [Piece::Many] => {
                return Ok(column(slot, 1, (None, None)));
            }
            Place::Listed { beside, .. } if pieces == [Piece::Many] => {
                return self.wildcard(beside, pieces);
            }
            _ if pieces == [Piece::Many] => return Ok(Box::new(AllQuery)),
            _ => return Ok(Box::new(EmptyQuery)),
        };
        if let Some(Piece::Text(start)) = pieces.first() {
            stretch.before = Some(key::after(start));
            stretch.from.clone_from(start);
        }
        Ok(Box::new(self.asker.union(&stretch, &mut |word| fits(&pieces, word))?))
    }

    /// All keys of a field.
    fn keys_of(&self, at: u8) -> Stretch {
        let (from, before) = (marked(at, ""), Some(marked(at + 1, "")));
        Stretch { slot: self.layout.keys, from, before }
    }

    pub(super) fn range(
        &mut self,
        field: Field,
        from: &Bound,
        to: &Bound,
    ) -> Result<Box<dyn Plan>> {
        match self.place(field) {
            Place::Words { slot } | Place::Accents { folded: slot, .. } => {
                let start = self.folded_bound(from);
                let end = self.folded_bound(to);
                let stretch = Stretch {
                    slot,
                    from: start.map_or_else(String::new, |(text, is_with)| first(text, is_with)),
                    before: end.map(|(text, is_with)| first(text, !is_with)),
                };
                Ok(Box::new(self.asker.union(&stretch, &mut |_| true)?))
            }
            Place::Column { slot, step } => Ok(number_range(from, to)
                .map_or_else(|| Box::new(EmptyQuery) as _, |range| column(slot, step, range))),
            Place::Key { at, sort } => self.key_range((at, sort), from, to),
            Place::Listed { beside, .. } if (from, to) == (&Bound::Open, &Bound::Open) => {
                self.range(beside, from, to)
            }
            Place::Above { .. } | Place::Own(_) | Place::Track
                if (from, to) == (&Bound::Open, &Bound::Open) =>
            {
                Ok(Box::new(AllQuery))
            }
            Place::Above { .. } | Place::Own(_) | Place::Track | Place::Listed { .. } => {
                Ok(Box::new(EmptyQuery))
            }
        }
    }

    fn key_range(&self, (at, sort): (u8, Sort), from: &Bound, to: &Bound) -> Result<Box<dyn Plan>> {
        let end = |bound: &Bound| -> Result<Option<Option<(String, bool)>>> {
            let (text, is_with) = match bound {
                Bound::Open => return Ok(Some(None)),
                Bound::With(text) => (text, true),
                Bound::Without(text) => (text, false),
            };
            Ok(self.key(sort, text)?.map(|key| Some((key, is_with))))
        };
        let (Some(from), Some(to)) = (end(from)?, end(to)?) else {
            return Ok(Box::new(EmptyQuery));
        };
        // A month belongs to a range that ends with its year.
        let behind =
            |key: String| if sort == Sort::Date { key::after(&key) } else { first(key, false) };
        let from =
            from.map_or_else(String::new, |(key, with)| if with { key } else { behind(key) });
        let before = to.map(|(key, with)| if with { behind(key) } else { key });
        let mut stretch = self.keys_of(at);
        stretch.from = marked(at, &from);
        stretch.before = before.map(|before| marked(at, &before)).or(stretch.before);
        Ok(Box::new(self.asker.union(&stretch, &mut |_| true)?))
    }

    /// The first word of an end of a range, and whether it belongs to it.
    fn folded_bound(&mut self, bound: &Bound) -> Option<(String, bool)> {
        let (text, is_with) = match bound {
            Bound::Open => return None,
            Bound::With(text) => (text, true),
            Bound::Without(text) => (text, false),
        };
        let mut first = None;
        self.cutter.cut(text, &mut |word, _| {
            first.get_or_insert_with(|| word.to_owned());
        });
        Some((first.unwrap_or_default(), is_with))
    }
}

/// The text itself, or the one right behind it.
fn first(mut text: String, is_with: bool) -> String {
    if !is_with {
        text.push('\0');
    }
    text
}

/// Numbers of a column, in steps, from the first to the second.
pub(super) fn column(
    slot: Slot,
    step: u64,
    (from, to): (Option<u64>, Option<u64>),
) -> Box<dyn Plan> {
    let from = from.map_or(Limit::Included(0), |from| Limit::Included(from.saturating_mul(step)));
    let to = to
        .map_or(Limit::Unbounded, |to| Limit::Excluded(to.saturating_add(1).saturating_mul(step)));
    let term = |number| Term::from_field_u64(slot, number);
    Box::new(RangeQuery::new(from.map(term), to.map(term)))
}

/// The ends of a range of numbers, both of which belong to it; none of what is not one.
fn number_range(from: &Bound, to: &Bound) -> Option<(Option<u64>, Option<u64>)> {
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let from = match from {
        Bound::Open => None,
        Bound::With(text) => Some(number(text)?),
        Bound::Without(text) => Some(number(text)?.checked_add(1)?),
    };
    let to = match to {
        Bound::Open => None,
        Bound::With(text) => Some(number(text)?),
        Bound::Without(text) => Some(number(text)?.checked_sub(1)?),
    };
    from.zip(to).is_none_or(|(from, to)| from <= to).then_some((from, to))
}

/// A pattern over folded words.
fn folded(pieces: &[Piece]) -> Vec<Piece> {
    let fold = |text: &str| text::fold(text).replace('\'', "");
    let fold = |piece: &Piece| match piece {
        Piece::Text(text) => Piece::Text(fold(text)),
        other => other.clone(),
    };
    pieces.iter().map(fold).collect()
}

/// A pattern over the keys of a field.
fn formed(at: u8, pieces: &[Piece], form: impl Fn(&str, &mut String)) -> Vec<Piece> {
    let mut start = marked(at, "");
    let mut rest = pieces;
    if let Some((Piece::Text(text), others)) = pieces.split_first() {
        form(text, &mut start);
        rest = others;
    }
    let formed = rest.iter().map(|piece| match piece {
        Piece::Text(text) => {
            let mut formed = String::new();
            form(text, &mut formed);
            Piece::Text(formed)
        }
        other => other.clone(),
    });
    [Piece::Text(start)].into_iter().chain(formed).collect()
}

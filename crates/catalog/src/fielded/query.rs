//! What is asked: a tree of clauses over fields.

use super::fields::Field;

/// A query.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// Every document.
    All,
    /// No document.
    Nothing,
    /// A word or value of a field. What is cut into several words is a phrase.
    Term {
        /// Where.
        field: Field,
        /// What, as it was typed.
        text: String,
    },
    /// Words of a field that follow one another.
    Phrase {
        /// Where.
        field: Field,
        /// What, as it was typed.
        text: String,
        /// How many places the words may be moved in all.
        slop: u32,
    },
    /// A word or value with parts that are left open.
    Wildcard {
        /// Where.
        field: Field,
        /// The parts.
        pieces: Vec<Piece>,
    },
    /// A word that is spelt a little differently.
    Fuzzy {
        /// Where.
        field: Field,
        /// What, as it was typed.
        text: String,
        /// How many characters may be wrong; more than two are taken as two.
        edits: u8,
    },
    /// What lies between two values.
    Range {
        /// Where.
        field: Field,
        /// The lower end.
        from: Bound,
        /// The upper end.
        to: Bound,
    },
    /// All, some and none of several queries.
    Boolean {
        /// The queries.
        clauses: Vec<Clause>,
        /// How many of those that should match must.
        least: usize,
    },
    /// The best of several queries, and a share of what the others score.
    Best {
        /// The queries.
        of: Vec<Query>,
        /// The share.
        share: f32,
    },
    /// A query that counts more, or less.
    Boost(Box<Query>, f32),
}

/// A query within a boolean one.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// Whether it must match.
    pub occur: Occur,
    /// The query.
    pub query: Query,
}

/// Whether a clause must match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occur {
    /// It must.
    Must,
    /// It should: without any that must, one of those that should has to.
    Should,
    /// It must not.
    Not,
}

/// A part of a word with open parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// These characters.
    Text(String),
    /// Any character.
    One,
    /// Any characters, also none.
    Many,
}

/// An end of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bound {
    /// There is none.
    Open,
    /// This value belongs to it.
    With(String),
    /// This value does not.
    Without(String),
}

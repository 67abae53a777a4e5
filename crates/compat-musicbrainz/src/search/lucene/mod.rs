//! Lucene's query syntax, read into a tree.
//!
//! Public for the fuzz target; a request comes in by the router.

mod parse;
mod scan;
#[cfg(test)]
mod tests;

pub use parse::parse;

use catalog::fielded::{Bound, Occur, Piece};

/// Clauses of a query at most, as in Lucene.
pub const MAX_CLAUSES: usize = 1024;

/// Levels of parentheses at most.
pub const MAX_DEPTH: usize = 32;

/// A query as it was written.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A word, or several where a space was escaped.
    Term(String),
    /// Words between quotation marks.
    Phrase {
        /// The words.
        text: String,
        /// How many places they may be moved.
        slop: u32,
    },
    /// A word with open parts.
    Wildcard(Vec<Piece>),
    /// A word that may be spelt differently.
    Fuzzy {
        /// The word.
        text: String,
        /// How many characters may be wrong.
        edits: u8,
    },
    /// What lies between two values.
    Range(Bound, Bound),
    /// Clauses in parentheses, or the whole query.
    Group(Vec<(Occur, Node)>),
    /// A clause that is looked for in a field.
    Field(String, Box<Node>),
    /// A clause that counts more or less.
    Boost(Box<Node>, f32),
    /// Everything.
    All,
}

/// Why a text is no query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// A quotation mark, parenthesis or bracket has no partner.
    Unclosed,
    /// Something stands where it means nothing.
    Unexpected,
    /// Something is missing at the end.
    Unfinished,
    /// A number cannot be read.
    Number,
    /// There are too many clauses, or too many levels.
    TooMuch,
}

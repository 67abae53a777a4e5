//! The grammar: clauses, the operators between and before them, and what follows a clause.

use catalog::fielded::{Bound, Occur};

use super::scan::{Scan, Word};
use super::{Broken, MAX_CLAUSES, MAX_DEPTH, Node};

/// Edits of a fuzzy word when it does not say how many, and at most.
const MAX_EDITS: u8 = 2;

/// Reads a query.
///
/// # Errors
/// When it is none; see the README of this folder's parent.
pub fn parse(text: &str) -> Result<Node, Broken> {
    let mut parser = Parser { scan: Scan::new(text), clauses: 0 };
    let group = parser.group(0)?;
    match parser.scan.peek() {
        None => Ok(group),
        Some(')') => Err(Broken::Unclosed),
        Some(_) => Err(Broken::Unexpected),
    }
}

struct Parser<'a> {
    scan: Scan<'a>,
    clauses: usize,
}

/// What stands between two clauses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Conjunction {
    None,
    And,
    Or,
}

impl Parser<'_> {
    /// Clauses up to a closing parenthesis or the end.
    fn group(&mut self, depth: usize) -> Result<Node, Broken> {
        if depth > MAX_DEPTH {
            return Err(Broken::TooMuch);
        }
        let mut clauses: Vec<(Occur, Node)> = Vec::new();
        loop {
            let conjunction = self.conjunction();
            self.scan.skip_spaces();
            if self.scan.peek().is_none_or(|c| c == ')') {
                let is_complete = conjunction == Conjunction::None && !clauses.is_empty();
                return if is_complete {
                    Ok(Node::Group(clauses))
                } else {
                    Err(Broken::Unfinished)
                };
            }
            if conjunction != Conjunction::None && clauses.is_empty() {
                return Err(Broken::Unexpected);
            }
            let occur = self.modifier()?;
            let Some(node) = self.clause(depth)? else { continue };
            self.clauses += 1;
            if self.clauses > MAX_CLAUSES {
                return Err(Broken::TooMuch);
            }
            if conjunction == Conjunction::And
                && let Some((before @ Occur::Should, _)) = clauses.last_mut()
            {
                *before = Occur::Must;
            }
            let is_joined = conjunction == Conjunction::And && occur == Occur::Should;
            clauses.push((if is_joined { Occur::Must } else { occur }, node));
        }
    }

    fn conjunction(&mut self) -> Conjunction {
        self.scan.skip_spaces();
        if self.scan.take_operator("AND") || self.scan.take_text("&&") {
            Conjunction::And
        } else if self.scan.take_operator("OR") || self.scan.take_text("||") {
            Conjunction::Or
        } else {
            Conjunction::None
        }
    }

    /// What stands before a clause.
    fn modifier(&mut self) -> Result<Occur, Broken> {
        let occur = match self.scan.peek() {
            Some('+') => Occur::Must,
            Some('-' | '!') => Occur::Not,
            _ if self.scan.take_operator("NOT") => {
                self.scan.skip_spaces();
                let is_last = self.scan.peek().is_none_or(|c| c == ')');
                return if is_last { Err(Broken::Unfinished) } else { Ok(Occur::Not) };
            }
            _ => return Ok(Occur::Should),
        };
        // A sign that stands alone, or among others as in `!!!`, is a word.
        let is_operator = self.scan.peek_second().is_some_and(|c| {
            !c.is_whitespace() && !matches!(c, '+' | '-' | '!' | ')' | '^' | '~' | ':' | ']' | '}')
        });
        if !is_operator {
            return Ok(Occur::Should);
        }
        self.scan.next();
        Ok(occur)
    }

    /// A clause; none where an operator stands alone among words.
    fn clause(&mut self, depth: usize) -> Result<Option<Node>, Broken> {
        if self.scan.take_text("*:*") {
            return self.boosted(Node::All).map(Some);
        }
        if !matches!(self.scan.peek(), Some('(' | '[' | '{' | '"')) {
            let word = self.scan.word(false)?.ok_or(Broken::Unexpected)?;
            if !self.scan.take(':') {
                return self.word(word).map(Some);
            }
            self.scan.skip_spaces();
            if self.scan.peek().is_none_or(|c| c == ')') {
                return Err(Broken::Unfinished);
            }
            let value = self.value(depth)?;
            return Ok(Some(Node::Field(word.typed(), Box::new(value))));
        }
        self.value(depth).map(Some)
    }

    /// What may stand behind a field and its colon.
    fn value(&mut self, depth: usize) -> Result<Node, Broken> {
        match self.scan.peek() {
            Some('(') => {
                self.scan.next();
                let group = self.group(depth + 1)?;
                if !self.scan.take(')') {
                    return Err(Broken::Unclosed);
                }
                self.boosted(group)
            }
            Some('"') => {
                self.scan.next();
                let text = self.scan.quoted()?;
                let mut slop = 0;
                if self.scan.take('~') {
                    slop = self.scan.number()?.unwrap_or_default() as u32;
                }
                self.boosted(Node::Phrase { text, slop })
            }
            Some('[' | '{') => {
                let range = self.range()?;
                self.boosted(range)
            }
            _ => {
                let word = self.scan.word(true)?.ok_or(Broken::Unexpected)?;
                self.word(word)
            }
        }
    }

    /// What a word is with what follows it.
    fn word(&mut self, word: Word) -> Result<Node, Broken> {
        let text = word.text().map(str::to_owned);
        if !word.is_escaped && matches!(text.as_deref(), Some("AND" | "OR" | "NOT")) {
            return Err(Broken::Unexpected);
        }
        let is_fuzzy = self.scan.take('~');
        let stated = if is_fuzzy { self.scan.number()? } else { None };
        let node = match text {
            Some(text) if is_fuzzy => {
                let edits = edits(stated, text.chars().count());
                Node::Fuzzy { text, edits }
            }
            Some(text) => Node::Term(text),
            None => Node::Wildcard(word.pieces),
        };
        self.boosted(node)
    }

    fn range(&mut self) -> Result<Node, Broken> {
        let with_first = self.scan.next() == Some('[');
        self.scan.skip_spaces();
        let from = self.scan.bound()?;
        self.scan.skip_spaces();
        if !self.scan.take_text("TO") {
            return Err(if self.scan.peek().is_none() {
                Broken::Unclosed
            } else {
                Broken::Unexpected
            });
        }
        self.scan.skip_spaces();
        let to = self.scan.bound()?;
        self.scan.skip_spaces();
        let with_last = match self.scan.next() {
            Some(']') => true,
            Some('}') => false,
            _ => return Err(Broken::Unclosed),
        };
        let bound = |text: Option<String>, is_with: bool| match text {
            None => Bound::Open,
            Some(text) if is_with => Bound::With(text),
            Some(text) => Bound::Without(text),
        };
        Ok(Node::Range(bound(from, with_first), bound(to, with_last)))
    }

    fn boosted(&mut self, node: Node) -> Result<Node, Broken> {
        if !self.scan.take('^') {
            return Ok(node);
        }
        let boost = self.scan.number()?.ok_or(Broken::Number)?;
        Ok(Node::Boost(Box::new(node), boost))
    }
}

/// Edits of a word: stated, or what a likeness below 1 allows for that many characters.
fn edits(stated: Option<f32>, characters: usize) -> u8 {
    match stated {
        None => MAX_EDITS,
        Some(edits) if edits >= 1.0 => (edits as u8).min(MAX_EDITS),
        Some(likeness) if likeness > 0.0 => {
            (((1.0 - likeness) * characters as f32) as u8).min(MAX_EDITS)
        }
        Some(_) => 0,
    }
}

//! Cursors over document numbers: one posting list, or several united.

use std::io;

use tantivy::postings::SegmentPostings;
use tantivy::{DocSet, TERMINATED};

/// Lists up to this length are decoded at once and merged when many are united: one block of the format.
const SHORT_LIST: u32 = 128;

/// A cursor that only moves forward; [`TERMINATED`] marks its end.
pub(super) enum Cursor {
    One(Box<SegmentPostings>),
    Many(Union),
}

/// Several lists as one.
pub(super) struct Union {
    lists: Vec<SegmentPostings>,
    /// The documents of all short lists, ascending.
    short: Vec<u32>,
    at: usize,
    doc: u32,
    size: u32,
}

impl Cursor {
    pub(super) fn one(list: SegmentPostings) -> Self {
        Self::One(Box::new(list))
    }

    /// Unites the lists that `lists` yields; nothing when there are none.
    pub(super) fn many(
        lists: impl Iterator<Item = io::Result<SegmentPostings>>,
    ) -> io::Result<Option<Self>> {
        let mut union = Union { lists: Vec::new(), short: Vec::new(), at: 0, doc: 0, size: 0 };
        for list in lists {
            union.add(list?);
        }
        if union.size == 0 {
            return Ok(None);
        }
        union.short.sort_unstable();
        union.seek(0);
        Ok(Some(Self::Many(union)))
    }

    /// The present document.
    pub(super) fn doc(&self) -> u32 {
        match self {
            Self::One(list) => list.doc(),
            Self::Many(union) => union.doc,
        }
    }

    /// Moves to the first document that is not before `target`.
    pub(super) fn seek(&mut self, target: u32) -> u32 {
        if self.doc() >= target {
            return self.doc();
        }
        match self {
            Self::One(list) => list.seek(target),
            Self::Many(union) => union.seek(target),
        }
    }

    pub(super) fn advance(&mut self) -> u32 {
        match self {
            Self::One(list) => list.advance(),
            Self::Many(union) if union.doc == TERMINATED => TERMINATED,
            Self::Many(union) => union.seek(union.doc + 1),
        }
    }

    /// Number of documents, or more for a union.
    pub(super) fn size(&self) -> u32 {
        match self {
            Self::One(list) => list.doc_freq(),
            Self::Many(union) => union.size,
        }
    }

    /// Steps that one movement costs.
    pub(super) fn width(&self) -> u32 {
        match self {
            Self::One(_) => 1,
            Self::Many(union) => 1 + union.lists.len() as u32,
        }
    }
}

impl Union {
    fn add(&mut self, mut list: SegmentPostings) {
        self.size = self.size.saturating_add(list.doc_freq());
        if list.doc_freq() > SHORT_LIST {
            self.lists.push(list);
            return;
        }
        while list.doc() != TERMINATED {
            self.short.push(list.doc());
            list.advance();
        }
    }

    fn seek(&mut self, target: u32) -> u32 {
        self.at += self.short[self.at..].partition_point(|&doc| doc < target);
        let mut least = self.short.get(self.at).copied().unwrap_or(TERMINATED);
        for list in &mut self.lists {
            let doc = if list.doc() < target { list.seek(target) } else { list.doc() };
            least = least.min(doc);
        }
        self.doc = least;
        least
    }
}

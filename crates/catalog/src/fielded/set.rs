//! Documents that are known beforehand, as a query of the engine: all score the same.

use std::fmt;
use std::sync::Arc;

use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader, TERMINATED};

/// Documents.
#[derive(Clone)]
pub(super) enum Set {
    /// A few, ascending.
    Few(Arc<[DocId]>),
    /// Many.
    Many(Arc<BitSet>),
}

impl fmt::Debug for Set {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = match self {
            Self::Few(documents) => documents.len(),
            Self::Many(documents) => documents.len(),
        };
        write!(f, "{length} documents")
    }
}

impl Set {
    /// A set of documents, ascending.
    pub(super) fn few(documents: Vec<DocId>) -> Self {
        Self::Few(documents.into())
    }

    /// A set of one document.
    pub(super) fn one(document: DocId) -> Self {
        Self::Few(Arc::new([document]))
    }
}

impl Query for Set {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Set {
    fn scorer(&self, _: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self {
            Self::Few(documents) => {
                let list = List { documents: Arc::clone(documents), at: 0 };
                Box::new(ConstScorer::new(list, boost))
            }
            Self::Many(documents) => {
                let documents = BitSetDocSet::from(BitSet::clone(documents));
                Box::new(ConstScorer::new(documents, boost))
            }
        })
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("one of a set", 1.0))
    }
}

/// A walk over a list.
struct List {
    documents: Arc<[DocId]>,
    at: usize,
}

impl DocSet for List {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = self.documents.get(self.at..).unwrap_or_default();
        self.at += rest.partition_point(|document| *document < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.documents.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.documents.len() as u32
    }
}

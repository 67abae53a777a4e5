//! From a tree of Lucene's syntax to a query over fields.

use catalog::fielded::{Clause, Field, Occur, Piece, Query, Searched};

use super::lucene::Node;

/// The fields in which a word without a field is looked for, each with what it counts.
fn defaults(searched: Searched) -> &'static [(&'static str, f32)] {
    match searched {
        Searched::Annotation => &[("text", 1.0), ("name", 1.0)],
        Searched::Area => &[("area", 1.0), ("sortname", 0.8), ("alias", 0.8)],
        Searched::Artist => &[("artist", 1.0), ("sortname", 0.8), ("alias", 0.8)],
        Searched::Event => &[("event", 1.0), ("artist", 0.5), ("alias", 0.8)],
        Searched::Instrument => &[("instrument", 1.0), ("alias", 0.8), ("description", 0.3)],
        Searched::Label => &[("label", 1.0), ("alias", 0.8)],
        Searched::Place => &[("place", 1.0), ("alias", 0.8), ("address", 0.5), ("area", 0.5)],
        Searched::Recording => &[("recording", 1.0)],
        Searched::Release => &[("release", 1.0)],
        Searched::ReleaseGroup => &[("releasegroup", 1.0), ("alias", 0.8)],
        Searched::Series => &[("series", 1.0), ("alias", 0.8)],
        Searched::Tag => &[("tag", 1.0)],
        Searched::Url => &[("url", 1.0), ("url_descendent", 0.5)],
        Searched::Work => &[("work", 1.0), ("alias", 0.8)],
    }
}

/// The query of a tree.
pub(super) fn query(searched: Searched, node: Node) -> Query {
    Asker { searched }.query(node, None)
}

struct Asker {
    searched: Searched,
}

impl Asker {
    /// A clause in a field, or in those for words without one.
    fn query(&self, node: Node, field: Option<Field>) -> Query {
        match node {
            Node::All => Query::All,
            Node::Term(text) => self.each(field, |field| Query::Term { field, text: text.clone() }),
            Node::Phrase { text, slop } => {
                self.each(field, |field| Query::Phrase { field, text: text.clone(), slop })
            }
            // Everything has some value in some field.
            Node::Wildcard(pieces) if field.is_none() && pieces == [Piece::Many] => Query::All,
            Node::Wildcard(pieces) => {
                self.each(field, |field| Query::Wildcard { field, pieces: pieces.clone() })
            }
            Node::Fuzzy { text, edits } => {
                self.each(field, |field| Query::Fuzzy { field, text: text.clone(), edits })
            }
            Node::Range(from, to) => {
                self.each(field, |field| Query::Range { field, from: from.clone(), to: to.clone() })
            }
            Node::Boost(node, boost) => Query::Boost(Box::new(self.query(*node, field)), boost),
            Node::Group(clauses) => {
                let clauses = clauses.into_iter();
                group(clauses.map(|(occur, node)| (occur, self.query(node, field))).collect())
            }
            Node::Field(name, node) => match self.searched.field(&name) {
                Some(field) => self.query(*node, Some(field)),
                None => self.no_field(name, *node, field),
            },
        }
    }

    /// What looked like a field but is none is a word before another.
    fn no_field(&self, name: String, node: Node, field: Option<Field>) -> Query {
        match node {
            Node::Term(text) => self.query(Node::Term(format!("{name}:{text}")), field),
            node => group(vec![
                (Occur::Should, self.query(Node::Term(name), field)),
                (Occur::Should, self.query(node, field)),
            ]),
        }
    }

    /// The same question to a field, or to each of those for words without one.
    fn each(&self, field: Option<Field>, ask: impl Fn(Field) -> Query) -> Query {
        match field {
            Some(field) => ask(field),
            None => best(self.searched, defaults(self.searched), &ask),
        }
    }
}

/// The same question to several fields, the best answer of which counts.
pub(super) fn best(
    searched: Searched,
    fields: &[(&str, f32)],
    ask: &dyn Fn(Field) -> Query,
) -> Query {
    let fields = fields.iter().filter_map(|(name, boost)| Some((searched.field(name)?, *boost)));
    let mut of: Vec<Query> = fields
        .map(|(field, boost)| match boost {
            1.0 => ask(field),
            boost => Query::Boost(Box::new(ask(field)), boost),
        })
        .collect();
    match of.len() {
        1 => of.remove(0),
        _ => Query::Best { of, share: 0.0 },
    }
}

/// Clauses as one query.
pub(super) fn group(mut clauses: Vec<(Occur, Query)>) -> Query {
    if let [(Occur::Must | Occur::Should, _)] = &clauses[..] {
        return clauses.remove(0).1;
    }
    let clauses = clauses.into_iter().map(|(occur, query)| Clause { occur, query }).collect();
    Query::Boolean { clauses, least: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_that_words_are_looked_for_in_exists() {
        for searched in Searched::ALL {
            for (name, _) in defaults(searched) {
                assert!(searched.field(name).is_some(), "{searched:?} {name}");
            }
        }
    }
}

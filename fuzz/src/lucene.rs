//! Queries in Lucene's syntax. The tests of `compat-musicbrainz` include this file too.

use catalog::fielded::Occur;
use compat_musicbrainz::lucene::{MAX_CLAUSES, MAX_DEPTH, Node, parse};

/// Reads `data` as a query, and once more with every character escaped.
pub fn lucene_query(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(node) = parse(&text) {
        let mut clauses = 0;
        measure(&node, 0, &mut clauses);
        assert!(clauses <= MAX_CLAUSES, "{clauses} clauses");
    }
    if text.is_empty() {
        return;
    }
    let mut escaped = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        // A backslash before a `u` would begin a code.
        if c != 'u' {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    let expected = Node::Group(vec![(Occur::Should, Node::Term(text.into_owned()))]);
    assert_eq!(parse(&escaped), Ok(expected), "{escaped:?}");
}

/// Counts clauses and sees how deep they lie.
fn measure(node: &Node, depth: usize, clauses: &mut usize) {
    match node {
        Node::Group(group) => {
            assert!(depth <= MAX_DEPTH, "a group at level {depth}");
            *clauses += group.len();
            group.iter().for_each(|(_, node)| measure(node, depth + 1, clauses));
        }
        Node::Field(_, node) | Node::Boost(node, _) => measure(node, depth, clauses),
        _ => {}
    }
}

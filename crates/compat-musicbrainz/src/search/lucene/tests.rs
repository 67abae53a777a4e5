//! Queries in, trees out.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

/// A tree as a text: `+` and `-` for what must and must not match.
fn shown(node: &Node) -> String {
    match node {
        Node::Term(text) => text.replace(' ', "_"),
        Node::Phrase { text, slop: 0 } => format!("'{text}'"),
        Node::Phrase { text, slop } => format!("'{text}'~{slop}"),
        Node::Wildcard(pieces) => pieces.iter().fold(String::from("/"), |mut out, piece| {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::One => out.push('?'),
                Piece::Many => out.push('*'),
            }
            out
        }),
        Node::Fuzzy { text, edits } => format!("{text}~{edits}"),
        Node::Range(from, to) => {
            let mut out = String::new();
            for (bound, with, without) in [(from, '[', '{'), (to, ']', '}')] {
                match bound {
                    Bound::Open => write!(out, " *").unwrap(),
                    Bound::With(text) => write!(out, " {with}{text}").unwrap(),
                    Bound::Without(text) => write!(out, " {without}{text}").unwrap(),
                }
            }
            out.trim().to_owned()
        }
        Node::Group(clauses) => {
            let clauses = clauses.iter().map(|(occur, node)| match occur {
                Occur::Must => format!("+{}", shown(node)),
                Occur::Should => shown(node),
                Occur::Not => format!("-{}", shown(node)),
            });
            format!("({})", clauses.collect::<Vec<_>>().join(" "))
        }
        Node::Field(name, node) => format!("{name}={}", shown(node)),
        Node::Boost(node, boost) => format!("{}^{boost}", shown(node)),
        Node::All => "ALL".to_owned(),
    }
}

fn read(text: &str) -> String {
    parse(text).map_or_else(|broken| format!("{broken:?}"), |node| shown(&node))
}

#[test]
fn clauses_and_operators_are_read_as_lucene_does() {
    for (text, expected) in [
        ("fred", "(fred)"),
        ("a b", "(a b)"),
        ("a AND b", "(+a +b)"),
        ("a && b||c", "(+a +b c)"),
        ("a OR b AND c", "(a +b +c)"),
        ("a AND b OR c", "(+a +b c)"),
        ("+a -b !c NOT d", "(+a -b -c -d)"),
        ("a AND NOT b", "(+a -b)"),
        ("a AND (b OR c)", "(+a +(b c))"),
        ("a and not b", "(a and not b)"),
        ("Foo - Bar", "(Foo - Bar)"),
        ("P!nk a-ha", "(P!nk a-ha)"),
        ("!!! -", "(!!! -)"),
        ("*:*", "(ALL)"),
        ("NOTE ORB ANDY", "(NOTE ORB ANDY)"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn fields_hold_words_phrases_groups_and_ranges() {
    for (text, expected) in [
        ("artist:fred", "(artist=fred)"),
        (r#"recording:"night train" AND artist:basie"#, "(+recording='night train' +artist=basie)"),
        ("artist:(a +b)", "(artist=(a +b))"),
        ("date:[1960 TO 1969]", "(date=[1960 ]1969)"),
        ("dur:{1 TO *]", "(dur={1 *)"),
        (r#"x:["a b" TO "c"}"#, "(x=[a b }c)"),
        ("-artist:x", "(-artist=x)"),
        ("url:http://a.org/b:c", "(url=http://a.org/b:c)"),
        ("tnum:3^2.5", "(tnum=3^2.5)"),
        (r"a\:b:c", "(a:b=c)"),
        ("artist: fred", "(artist=fred)"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn words_may_be_open_misspelt_boosted_and_escaped() {
    for (text, expected) in [
        ("be*l? *", "(/be*l? /*)"),
        ("roam~ roam~1 roam~0.8 x~9", "(roam~2 roam~1 roam~0 x~2)"),
        (r#""a b"~3^2"#, "('a b'~3^2)"),
        (r"AC\/DC a\ b \*", "(AC/DC a_b *)"),
        (r"caf\u00e9 \u12", "(café u12)"),
        (r"\AND", "(AND)"),
        ("(a b)^4 c", "((a b)^4 c)"),
        (r#""say \"hi\"""#, r#"('say "hi"')"#),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_query_is_refused() {
    for (text, expected) in [
        ("", "Unfinished"),
        (r#""a"#, "Unclosed"),
        ("(a", "Unclosed"),
        ("a)", "Unclosed"),
        ("()", "Unfinished"),
        ("a AND", "Unfinished"),
        ("AND a", "Unexpected"),
        ("a AND OR b", "Unexpected"),
        ("a NOT", "Unfinished"),
        ("field:", "Unfinished"),
        ("(field: )", "Unfinished"),
        (":x", "Unexpected"),
        ("a^", "Number"),
        ("a^x", "Number"),
        ("~", "Unexpected"),
        ("[1 TO", "Unclosed"),
        ("[1 2]", "Unexpected"),
        ("[1 TO 2", "Unclosed"),
        ("]", "Unexpected"),
        (r"a\", "Unfinished"),
        ("a~1.2.3", "Number"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn size_and_depth_are_bounded() {
    let deep = |levels: usize| format!("{}a{}", "(".repeat(levels), ")".repeat(levels));
    assert!(parse(&deep(MAX_DEPTH)).is_ok());
    assert_eq!(parse(&deep(MAX_DEPTH + 1)), Err(Broken::TooMuch));
    assert_eq!(parse(&deep(100_000)), Err(Broken::TooMuch));
    assert!(parse(&"a ".repeat(MAX_CLAUSES)).is_ok());
    assert_eq!(parse(&"a ".repeat(MAX_CLAUSES + 1)), Err(Broken::TooMuch));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in r#"([a-c]|é|[ :()\[\]{}"~^*?+!|&\\-]|AND|OR|NOT|TO|u00e9|[0-9.]){0,40}"#) {
        let _ = parse(&text);
    }

    #[test]
    fn an_escaped_text_is_one_term(text in r#"[a-zé+&|!(){}\[\]^"~*?:\\/ -]{1,20}"#) {
        let mut escaped = String::new();
        for c in text.chars() {
            escaped.push('\\');
            // `\u` followed by four digits would be a code.
            if c == 'u' { escaped.pop(); }
            escaped.push(c);
        }
        let read = parse(&format!("f:{escaped}")).unwrap();
        let expected = Node::Field("f".into(), Box::new(Node::Term(text)));
        prop_assert_eq!(read, Node::Group(vec![(Occur::Should, expected)]));
    }
}

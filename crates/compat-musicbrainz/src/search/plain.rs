//! `dismax=true`: plain words, each looked for in many fields; only quotation marks, `+` and `-` mean something.

use catalog::fielded::{Clause, Occur, Query, Searched};

use super::ask::{best, group};

/// Words of a query at most.
const MAX_WORDS: usize = 64;

/// Places that the words of the whole query may be moved where they count as a phrase.
const SLOP: u32 = 5;

/// What a phrase of all words counts.
const PHRASE: f32 = 0.5;

/// The fields that words are looked for in, each with what it counts.
fn fields(searched: Searched) -> &'static [(&'static str, f32)] {
    match searched {
        Searched::Annotation => &[("text", 1.0), ("name", 1.0)],
        Searched::Area => &[("area", 2.0), ("sortname", 1.0), ("alias", 1.0), ("comment", 0.5)],
        Searched::Artist => &[("artist", 2.0), ("sortname", 2.0), ("alias", 1.0), ("comment", 0.5)],
        Searched::Event => {
            &[("event", 2.0), ("alias", 1.0), ("artist", 0.5), ("place", 0.5), ("area", 0.5)]
        }
        Searched::Instrument => &[("instrument", 2.0), ("alias", 1.0), ("description", 0.5)],
        Searched::Label => &[("label", 2.0), ("alias", 1.0), ("area", 0.5), ("comment", 0.5)],
        Searched::Place => &[("place", 2.0), ("alias", 1.0), ("address", 0.5), ("area", 0.5)],
        Searched::Recording => {
            &[("recording", 2.0), ("alias", 1.2), ("artist", 1.75), ("release", 1.0), ("tag", 0.5)]
        }
        Searched::Release => {
            &[("release", 1.5), ("alias", 1.2), ("artist", 1.2), ("label", 1.0), ("barcode", 1.0)]
        }
        Searched::ReleaseGroup => {
            &[("releasegroup", 1.5), ("alias", 1.2), ("artist", 1.2), ("release", 1.0)]
        }
        Searched::Series => &[("series", 2.0), ("alias", 1.0), ("comment", 0.5)],
        Searched::Tag => &[("tag", 1.0)],
        Searched::Url => &[("url", 1.0), ("url_descendent", 1.0)],
        Searched::Work => &[("work", 2.0), ("alias", 1.2), ("artist", 1.0), ("recording", 0.5)],
    }
}

/// The query of plain words.
pub(super) fn query(searched: Searched, text: &str) -> Query {
    let mut clauses = Vec::new();
    let mut plain: Vec<&str> = Vec::new();
    for (occur, words) in words(text).into_iter().take(MAX_WORDS) {
        if occur == Occur::Should {
            plain.push(words);
        }
        let ask = |field| Query::Phrase { field, text: words.to_owned(), slop: 0 };
        clauses.push((occur, best(searched, fields(searched), &ask)));
    }
    if clauses.is_empty() {
        return Query::Nothing;
    }
    let found = group(clauses);
    if plain.len() < 2 {
        return found;
    }
    let text = plain.join(" ");
    let ask = |field| Query::Phrase { field, text: text.clone(), slop: SLOP };
    let phrase = best(searched, fields(searched), &ask);
    let phrase = Query::Boost(Box::new(phrase), PHRASE);
    let clause = |occur, query| Clause { occur, query };
    let clauses = vec![clause(Occur::Must, found), clause(Occur::Should, phrase)];
    Query::Boolean { clauses, least: 0 }
}

/// Words and phrases with the sign before each.
fn words(text: &str) -> Vec<(Occur, &str)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (occur, behind) = match rest.as_bytes() {
            [b'+', next, ..] if !next.is_ascii_whitespace() => (Occur::Must, &rest[1..]),
            [b'-', next, ..] if !next.is_ascii_whitespace() => (Occur::Not, &rest[1..]),
            _ => (Occur::Should, rest),
        };
        let quoted = behind.strip_prefix('"').and_then(|behind| behind.split_once('"'));
        let (words, after) = quoted.unwrap_or_else(|| {
            let end = behind.find(char::is_whitespace).unwrap_or(behind.len());
            behind.split_at(end)
        });
        if words.chars().any(|c| !c.is_whitespace()) {
            found.push((occur, words));
        }
        rest = after.trim_start();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_exists() {
        for searched in Searched::ALL {
            for (name, _) in fields(searched) {
                assert!(searched.field(name).is_some(), "{searched:?} {name}");
            }
        }
    }

    #[test]
    fn only_quotation_marks_and_signs_mean_something() {
        use Occur::{Must, Not, Should};
        assert_eq!(
            words(r#"+a AND (b "c d" -e - "f "#),
            [
                (Must, "a"),
                (Should, "AND"),
                (Should, "(b"),
                (Should, "c d"),
                (Not, "e"),
                (Should, "-"),
                (Should, "\"f"),
            ]
        );
        assert_eq!(words("  "), []);
        assert_eq!(words("-é +"), [(Not, "é"), (Should, "+")]);
    }
}

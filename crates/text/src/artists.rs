//! Artists in one text, taken apart.

use crate::key::artist_key;

/// Names that a text is taken apart into at most; the rest stays in the last.
const MAX_NAMES: usize = 24;

/// How boldly a text is taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Splitting {
    /// Only where one name surely ends: `feat.`, `·`, `//`, `;`; among guests also at `,` and `&`.
    Sure,
    /// Wherever one name may end: also at `,`, `&`, `and`, `+`, `x`, `/`, `vs.`, `with`.
    All,
}

/// What stands between two names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    Guests,
    Sure,
    Bold,
}

/// Joints with a space on both sides, by what they are.
const SPACED: [(&str, Joint); 24] = [
    ("feat.", Joint::Guests),
    ("feat", Joint::Guests),
    ("ft.", Joint::Guests),
    ("ft", Joint::Guests),
    ("featuring", Joint::Guests),
    ("·", Joint::Sure),
    ("//", Joint::Sure),
    ("•", Joint::Sure),
    ("|", Joint::Sure),
    ("&", Joint::Bold),
    ("and", Joint::Bold),
    ("+", Joint::Bold),
    ("x", Joint::Bold),
    ("X", Joint::Bold),
    ("×", Joint::Bold),
    ("/", Joint::Bold),
    ("vs.", Joint::Bold),
    ("vs", Joint::Bold),
    ("with", Joint::Bold),
    ("w/", Joint::Bold),
    ("und", Joint::Bold),
    ("et", Joint::Bold),
    ("y", Joint::Bold),
    ("con", Joint::Bold),
];

/// Takes the artists in a text apart; each is named once, in the order of the text.
///
/// `is_one_name` is asked about every stretch that would be cut, longest first, and keeps it whole
/// (`Earth, Wind & Fire`).
#[must_use]
pub fn split_artists(
    text: &str,
    splitting: Splitting,
    is_one_name: &dyn Fn(&str) -> bool,
) -> Vec<String> {
    let text = opened(text);
    let cuts = cuts(&text, splitting);
    let mut names: Vec<String> = Vec::new();
    let mut at = 0;
    while at < cuts.len() {
        // The longest stretch that is one name; a single piece always is.
        let until = (at + 1..cuts.len())
            .rev()
            .find(|until| is_one_name(text[cuts[at].0..cuts[*until].1].trim()))
            .unwrap_or(at);
        let name = text[cuts[at].0..cuts[until].1].trim();
        let key = artist_key(name);
        if !key.is_empty() && !names.iter().any(|known| artist_key(known) == key) {
            names.push(name.to_owned());
        }
        at = until + 1;
    }
    names
}

/// The text with the brackets around guests opened: `Nina (feat. Ray)`.
fn opened(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['(', '[']) {
        let inner = &rest[at + 1..];
        let names_guests =
            SPACED.iter().filter(|(_, joint)| *joint == Joint::Guests).any(|(word, _)| {
                inner.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
                    && inner[word.len()..].starts_with([' ', '.'])
            });
        let close = inner.find([')', ']']).filter(|_| names_guests);
        let Some(close) = close else {
            out.push_str(&rest[..=at]);
            rest = inner;
            continue;
        };
        out.push_str(&rest[..at]);
        out.push(' ');
        out.push_str(&inner[..close]);
        rest = &inner[close + 1..];
    }
    out.push_str(rest);
    out
}

/// The stretches between joints: start and end in bytes.
fn cuts(text: &str, splitting: Splitting) -> Vec<(usize, usize)> {
    let mut cuts = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut among_guests = splitting == Splitting::All;
    while at < text.len() && cuts.len() + 1 < MAX_NAMES {
        let Some((length, joint)) = joint_at(text, at) else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let cuts_here = joint != Joint::Bold || among_guests;
        if cuts_here && !text[start..at].trim().is_empty() {
            cuts.push((start, at));
            start = at + length;
            among_guests |= joint == Joint::Guests;
        }
        at += length;
    }
    cuts.push((start, text.len()));
    cuts
}

/// The joint that begins at a place: its length in bytes.
fn joint_at(text: &str, at: usize) -> Option<(usize, Joint)> {
    let rest = &text[at..];
    if rest.starts_with("//") || rest.starts_with(';') {
        return Some((if rest.starts_with(';') { 1 } else { 2 }, Joint::Sure));
    }
    if rest.starts_with(", ") || rest.starts_with('、') {
        return Some((if rest.starts_with('、') { 3 } else { 2 }, Joint::Bold));
    }
    let inner = rest.strip_prefix(' ')?;
    for (word, joint) in SPACED {
        let Some(found) = inner.get(..word.len()) else { continue };
        let after = &inner[word.len()..];
        let ends = after.starts_with(' ') || (word.ends_with('.') && !after.is_empty());
        if ends
            && (found == word || (word != "x" && word != "X" && found.eq_ignore_ascii_case(word)))
        {
            return Some((1 + word.len(), joint));
        }
    }
    None
}

#[cfg(test)]
mod tests;

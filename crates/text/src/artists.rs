//! Artists in one text, taken apart.

use crate::key::artist_key;
use crate::title::{Part, VersionKind, read_segment};

/// Names that a text is taken apart into at most; the rest stays in the last.
const MAX_NAMES: usize = 24;

/// How boldly a text is taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Splitting {
    /// Only where one name surely ends: `feat.`, `·`, `//`, `;`; among guests also at `,` and `&`.
    Sure,
    /// Wherever one name may end: also at `,`, `&`, `and`, `+`, `x`, `/`, `vs.`, `with` and their like in other languages.
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
const SPACED: [(&str, Joint); 27] = [
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
    ("e", Joint::Bold),
    ("mit", Joint::Bold),
    ("avec", Joint::Bold),
];

/// Bytes of a bracket that is read.
const MAX_BRACKET: usize = 200;

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
    // A name that is nothing but joints is a name.
    if names.is_empty() && !artist_key(&text).is_empty() {
        names.push(text.trim().to_owned());
    }
    names
}

/// The text with the brackets around guests opened, `Nina (feat. Ray)`, and without brackets that say something
/// about the recording, `Nina (live)`.
fn opened(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['(', '[']) {
        let inner = &rest[at + 1..];
        let said = inner_text(inner);
        let parts = said.map(read_segment).unwrap_or_default();
        let guests = match &parts[..] {
            [Part::Guests(names)] => Some(names),
            _ => None,
        };
        let Some(said) = said.filter(|_| guests.is_some() || are_of_recording(&parts)) else {
            out.push_str(&rest[..=at]);
            rest = inner;
            continue;
        };
        out.push_str(&rest[..at]);
        if let Some(guests) = guests {
            out.push_str(" feat. ");
            out.push_str(guests);
        }
        rest = &inner[said.len() + 1..];
    }
    out.push_str(rest);
    // A name that is nothing but a bracket is a name.
    if out.trim().is_empty() { text.to_owned() } else { out }
}

/// What stands in a short bracket without another in it, behind its opening.
fn inner_text(behind: &str) -> Option<&str> {
    let end = behind.find(['(', '[', ')', ']']).filter(|end| *end <= MAX_BRACKET)?;
    behind[end..].starts_with([')', ']']).then(|| &behind[..end])
}

/// Whether a bracket says versions or marks, which clients put behind the artist by mistake.
fn are_of_recording(parts: &[Part]) -> bool {
    let says = |part: &Part| match part {
        Part::Version(version) => version.kind != VersionKind::Other,
        Part::Mark(_) => true,
        _ => false,
    };
    !parts.is_empty() && parts.iter().all(says)
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
    if rest.starts_with('、') {
        return Some(('、'.len_utf8(), Joint::Bold));
    }
    // No comma of a number: `10,000 Anchors`.
    if let Some(after) = rest.strip_prefix(',')
        && !after.starts_with(|c: char| c.is_ascii_digit())
        && !after.is_empty()
    {
        return Some((if after.starts_with(' ') { 2 } else { 1 }, Joint::Bold));
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

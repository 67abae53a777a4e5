//! Pieces: where a title's brackets, ends behind dashes and guests stand.

use std::ops::Range;

use super::{Part, read_piece};

/// Pieces of a title that are looked for; what follows belongs to the last.
const MAX_PIECES: usize = 12;

/// Opening brackets with the closing ones.
const BRACKETS: [(char, char); 7] =
    [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>'), ('（', '）'), ('【', '】'), ('［', '］')];

/// Words that name guests, as they stand behind a space.
const GUESTS: [&str; 6] = ["feat.", "ft.", "featuring ", "feat ", "ft ", "featuring. "];

/// Ends that stand without bracket or dash, folded, behind a space.
const BARE_ENDS: [&str; 24] = [
    "hd",
    "hq",
    "4k",
    "videoclip",
    "video clip",
    "official video",
    "official audio",
    "official music video",
    "official lyric video",
    "official lyrics video",
    "music video",
    "lyric video",
    "lyrics video",
    "with lyrics",
    "offizielles video",
    "video clip official",
    "videoclip oficial",
    "videoclip oficiel",
    "video oficial",
    "remaster",
    "remastered",
    "reissue",
    "re-issue",
    "full album",
];

/// How a piece is set off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Set {
    Bracket,
    Dash,
    Bare,
}

/// A piece of a title.
#[derive(Debug)]
pub(super) struct Piece {
    /// With its brackets or dash.
    pub outer: Range<usize>,
    inner: Range<usize>,
    /// What it says; nothing for a subtitle.
    pub parts: Vec<Part>,
}

impl Piece {
    pub(super) fn inner<'t>(&self, title: &'t str) -> &'t str {
        &title[self.inner.clone()]
    }
}

/// The pieces of a title by place; the title itself, before the first, is never one.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    if !may_have_pieces(text) {
        bare_end(text, text.len(), &mut pieces);
        return pieces;
    }
    brackets(text, &mut pieces);
    dashes(text, &mut pieces);
    pieces.sort_by_key(|piece| piece.outer.start);
    guests(text, &mut pieces);
    let end = end_of_base(text, &pieces);
    bare_end(text, end, &mut pieces);
    pieces.sort_by_key(|piece| piece.outer.start);
    pieces
}

/// Whether anything but a bare end can be there: most titles are plain.
fn may_have_pieces(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'(' | b'[' | b'{' | b'<' | b'-' | 0xE2 | 0xE3 | 0xEF))
        || has_guests(text).is_some()
}

/// Every bracket behind the title, and what it says.
fn brackets(text: &str, pieces: &mut Vec<Piece>) {
    let start = text.len() - text.trim_start().len();
    let mut at = start;
    while pieces.len() < MAX_PIECES {
        let Some((open, c)) = text[at..].char_indices().find(|(_, c)| opens(*c).is_some()) else {
            return;
        };
        let open = at + open;
        let Some(close) = closing(text, open) else { return };
        let inner = open + c.len_utf8()..close;
        let end = close + text[close..].chars().next().map_or(0, char::len_utf8);
        if open > start {
            let parts = read_piece(&text[inner.clone()], Set::Bracket);
            pieces.push(Piece { outer: open..end, inner, parts });
        }
        at = end;
    }
}

fn opens(c: char) -> Option<char> {
    BRACKETS.iter().find(|(open, _)| *open == c).map(|(_, close)| *close)
}

/// Where the bracket that opens at `open` closes, those of its kind inside it passed over.
fn closing(text: &str, open: usize) -> Option<usize> {
    let c = text[open..].chars().next()?;
    let close = opens(c)?;
    let mut depth = 0_usize;
    for (at, found) in text[open..].char_indices() {
        if found == c {
            depth += 1;
        } else if found == close {
            depth -= 1;
            if depth == 0 {
                return Some(open + at);
            }
        }
    }
    None
}

/// Every end behind a spaced dash that says something known; other ends belong to the title.
fn dashes(text: &str, pieces: &mut Vec<Piece>) {
    let brackets: Vec<Range<usize>> = pieces.iter().map(|piece| piece.outer.clone()).collect();
    let mut marks: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        let spaced = is_dash(c)
            && text[..at].ends_with(' ')
            && text[at + c.len_utf8()..].starts_with(' ')
            && !text[..at].trim().is_empty();
        if spaced && !brackets.iter().any(|bracket| bracket.contains(&at)) {
            marks.push(at - 1..at + c.len_utf8() + 1);
        }
        if marks.len() == MAX_PIECES {
            break;
        }
    }
    let first = pieces.len();
    for (place, mark) in marks.iter().enumerate() {
        let next = marks.get(place + 1).map(|next| next.start);
        let bracket = brackets.iter().map(|b| b.start).find(|start| *start > mark.start);
        let end = next.unwrap_or(text.len()).min(bracket.unwrap_or(text.len())).max(mark.end);
        let parts = read_piece(&text[mark.end..end], Set::Dash);
        pieces.push(Piece { outer: mark.start..end, inner: mark.end..end, parts });
    }
    drop_plain_ends(pieces, first);
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '‐' | '‒' | '―')
}

/// Removes what says nothing, and a year that nothing follows: `1979 - 1980` is a title.
fn drop_plain_ends(pieces: &mut Vec<Piece>, first: usize) {
    let mut keeps_year = false;
    for at in (first..pieces.len()).rev() {
        let is_year = matches!(pieces[at].parts[..], [Part::Mark(super::Mark::Year)]);
        if pieces[at].parts.is_empty() || (is_year && !keeps_year) {
            pieces.remove(at);
            keeps_year = false;
        } else {
            keeps_year = true;
        }
    }
}

/// Guests that are named without a bracket, up to the next piece.
fn guests(text: &str, pieces: &mut Vec<Piece>) {
    let Some(at) = has_guests(text) else { return };
    if pieces.iter().any(|piece| piece.outer.contains(&at)) {
        return;
    }
    let next = pieces.iter().map(|piece| piece.outer.start).find(|start| *start > at);
    let inner = at..next.unwrap_or(text.len());
    let parts = read_piece(&text[inner.clone()], Set::Bare);
    if !parts.is_empty() {
        pieces.push(Piece { outer: inner.clone(), inner, parts });
        pieces.sort_by_key(|piece| piece.outer.start);
    }
}

/// Where ` feat. …` begins, behind at least one word.
fn has_guests(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let start = text.len() - text.trim_start().len();
    let is_start = |at: &usize| {
        bytes[*at] == b' '
            && matches!(bytes.get(at + 1), Some(b'f' | b'F'))
            && GUESTS.iter().any(|word| {
                let found = text.get(at + 1..at + 1 + word.len());
                found.is_some_and(|found| found.eq_ignore_ascii_case(word))
            })
    };
    (start..text.len()).find(is_start)
}

/// Where the text outside of pieces ends.
fn end_of_base(text: &str, pieces: &[Piece]) -> usize {
    pieces.first().map_or(text.len(), |piece| piece.outer.start)
}

/// Ends like `HD` and `official video` that stand bare.
fn bare_end(text: &str, end: usize, pieces: &mut Vec<Piece>) {
    let base = text[..end].trim_end();
    let Some(last) = base.rsplit(' ').next().filter(|last| last.len() < base.len()) else { return };
    let ends_so = |ending: &&str| {
        let tail = ending.rsplit(' ').next().unwrap_or(ending);
        tail.len() == last.len() && tail.eq_ignore_ascii_case(last)
    };
    if !last.is_ascii() || !BARE_ENDS.iter().any(ends_so) {
        return;
    }
    let folded = crate::fold(base);
    // Folding may change lengths, so the place is found by counting words.
    let longest = BARE_ENDS
        .iter()
        .filter(|ending| {
            folded
                .strip_suffix(**ending)
                .is_some_and(|before| before.trim_end().len() > 1 && before.ends_with(' '))
        })
        .max_by_key(|ending| ending.len());
    let Some(ending) = longest else { return };
    let words = ending.split(' ').count();
    let Some((start, _)) = base.rmatch_indices(' ').nth(words - 1) else { return };
    let parts = read_piece(&base[start..], Set::Bare);
    if !parts.is_empty() && !base[..start].trim().is_empty() {
        pieces.push(Piece { outer: start..base.len(), inner: start + 1..base.len(), parts });
    }
}

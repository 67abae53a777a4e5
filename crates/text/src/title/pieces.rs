//! Pieces: where a title's brackets, ends behind dashes and guests stand.

use std::borrow::Cow;
use std::ops::Range;

use super::{Mark, Part, read_piece};
use crate::fold::fold;

/// Pieces of a title that are looked for; what follows belongs to the last.
const MAX_PIECES: usize = 12;
/// Signs that may open a bracket and are looked at: each is followed to its end.
const MAX_OPEN: usize = 40;

/// Opening brackets with the closing ones.
const BRACKETS: [(char, char); 7] =
    [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>'), ('（', '）'), ('【', '】'), ('［', '］')];

/// Words that name guests, as they stand behind a space.
const GUESTS: [&str; 6] = ["feat.", "ft.", "featuring ", "feat ", "ft ", "featuring. "];

/// Ends that stand without bracket or dash, folded, behind a space.
const BARE_ENDS: [&str; 27] = [
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
    "sub espanol",
    "subtitulado",
    "subtitulada",
];

/// Ends of the names of files, which clients send for what has no tags.
const FILES: [&str; 18] = [
    ".mp3", ".flac", ".ogg", ".opus", ".m4a", ".wav", ".wma", ".aac", ".aiff", ".mpg", ".mpeg",
    ".mp4", ".flv", ".avi", ".wmv", ".mkv", ".webm", ".mov",
];

/// What sets off asides in titles of videos, with a space on both sides.
const BARS: [char; 2] = ['|', '｜'];

/// How a piece is set off. A bar counts as a bracket.
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
    pub set: Set,
    /// What it says; nothing for a subtitle.
    pub parts: Vec<Part>,
}

impl Piece {
    fn read(text: &str, (outer, inner): (Range<usize>, Range<usize>), set: Set) -> Self {
        let parts = read_piece(&text[inner.clone()], set);
        Self { outer, inner, set, parts }
    }

    pub(super) fn inner<'t>(&self, title: &'t str) -> &'t str {
        &title[self.inner.clone()]
    }

    /// What stays of the piece without the parts that are unwanted; `None` when it stays as it is.
    pub(super) fn kept(&self, title: &str, is_unwanted: &dyn Fn(&Part) -> bool) -> Option<String> {
        let inner = self.inner(title);
        if inner.trim().is_empty() {
            return Some(String::new());
        }
        let unwanted = self.parts.iter().filter(|part| is_unwanted(part)).count();
        if unwanted == 0 {
            return None;
        }
        if unwanted == self.parts.len() {
            return Some(String::new());
        }
        // `Live / Remastered` says two things, one of which may go.
        let says_unwanted = |said: &&str| {
            let parts = read_piece(said, self.set);
            !parts.is_empty() && parts.iter().all(is_unwanted)
        };
        let (gone, kept): (Vec<&str>, Vec<&str>) =
            inner.split(['/', ',', ';']).map(str::trim).partition(says_unwanted);
        if gone.is_empty() || kept.is_empty() {
            return None;
        }
        let (start, end) = (self.outer.start..self.inner.start, self.inner.end..self.outer.end);
        // Behind a bar stands a space.
        let space = if inner.starts_with(' ') { " " } else { "" };
        Some([&title[start], space, &kept.join(" / "), &title[end]].concat())
    }
}

/// The pieces of a title by place; the title itself, before the first, is never one.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let file = file_end(text);
    let bars = bars(&text[..file]);
    let mut pieces = pieces_before(&text[..bars.first().copied().unwrap_or(file)]);
    asides(&text[..file], &bars, &mut pieces);
    if file < text.len() {
        let parts = vec![Part::Mark(Mark::File)];
        pieces.push(Piece {
            outer: file..text.len(),
            inner: file + 1..text.len(),
            set: Set::Bare,
            parts,
        });
    }
    pieces
}

/// Where the end of a file's name begins; the end of the text when there is none.
fn file_end(text: &str) -> usize {
    let end = text.trim_end();
    let start_of = |file: &&str| {
        let start = end.len().checked_sub(file.len())?;
        let names_file = end.get(start..)?.eq_ignore_ascii_case(file);
        let closes = |c: char| BRACKETS.iter().any(|(_, close)| *close == c);
        let before = end[..start].chars().next_back()?;
        (names_file && (before.is_alphanumeric() || closes(before))).then_some(start)
    };
    FILES.iter().find_map(start_of).unwrap_or(text.len())
}

/// Where bars stand behind the title and outside of brackets: the places of the spaces before them.
fn bars(text: &str) -> Vec<usize> {
    let is_bar = |(at, bar): &(usize, &str)| {
        let before = &text[..*at];
        before.ends_with(' ')
            && text[at + bar.len()..].starts_with(' ')
            && !before.trim().is_empty()
    };
    let mut bars: Vec<usize> =
        text.match_indices(BARS).filter(is_bar).map(|(at, _)| at - 1).take(MAX_PIECES).collect();
    if !bars.is_empty() {
        let closed = closed_brackets(text);
        bars.retain(|bar| !closed.iter().any(|(outer, _)| outer.contains(bar)));
    }
    bars
}

/// What stands behind bars; words that say nothing known are an aside.
fn asides(text: &str, starts: &[usize], pieces: &mut Vec<Piece>) {
    for (place, start) in starts.iter().enumerate() {
        let end = starts.get(place + 1).copied().unwrap_or(text.len());
        let inner =
            text[*start + 1..end].chars().next().map_or(end, |bar| start + 1 + bar.len_utf8());
        let mut piece = Piece::read(text, (*start..end, inner..end), Set::Bracket);
        if piece.parts.is_empty() {
            piece.parts.push(Part::Aside);
        }
        pieces.push(piece);
    }
}

fn pieces_before(text: &str) -> Vec<Piece> {
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
    let last = pieces.iter().map(|piece| piece.outer.end).max().unwrap_or(0);
    if end < last && last < text.trim_end().len() {
        // Behind brackets: `[Official Video] HD`.
        bare_end(text, text.len(), &mut pieces);
    }
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
    let behind = closed_brackets(text).into_iter().filter(|(outer, _)| outer.start > start);
    pieces.extend(behind.map(|places| Piece::read(text, places, Set::Bracket)));
}

/// The first brackets that are closed, with their signs and without.
fn closed_brackets(text: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    for _ in 0..MAX_OPEN {
        let Some((open, c)) = text[at..].char_indices().find(|(_, c)| opens(*c).is_some()) else {
            break;
        };
        let open = at + open;
        let Some(close) = closing(text, open) else {
            // `<3` is no bracket, and others may follow.
            at = open + c.len_utf8();
            continue;
        };
        let end = close + text[close..].chars().next().map_or(0, char::len_utf8);
        found.push((open..end, open + c.len_utf8()..close));
        if found.len() > MAX_PIECES {
            break;
        }
        at = end;
    }
    found
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
    let (first, guests) = (pieces.len(), has_guests(text));
    for (place, mark) in marks.iter().enumerate() {
        let next = marks.get(place + 1).map(|next| next.start);
        let bracket = brackets.iter().map(|b| b.start).find(|start| *start > mark.start);
        let guests = guests.filter(|at| *at > mark.end);
        let ends = [next, bracket, guests].into_iter().flatten();
        let end = ends.fold(text.len(), usize::min).max(mark.end);
        pieces.push(Piece::read(text, (mark.start..end, mark.end..end), Set::Dash));
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
        let is_year = matches!(pieces[at].parts[..], [Part::Mark(Mark::Year)]);
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
    let piece = Piece::read(text, (inner.clone(), inner), Set::Bare);
    if !piece.parts.is_empty() {
        pieces.push(piece);
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
    if starred(base, last, pieces) {
        return;
    }
    let last = if last.is_ascii() { Cow::Borrowed(last) } else { fold(last) };
    let ends_so = |ending: &&str| {
        let tail = ending.rsplit(' ').next().unwrap_or(ending);
        tail.len() == last.len() && tail.eq_ignore_ascii_case(&last)
    };
    if !BARE_ENDS.iter().any(ends_so) {
        return;
    }
    let folded = fold(base);
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
    let piece = Piece::read(base, (start..base.len(), start + 1..base.len()), Set::Bare);
    if !piece.parts.is_empty() && !base[..start].trim().is_empty() {
        pieces.push(piece);
    }
}

/// A last word like `**NEW**`, which praises a video unless it says something known.
fn starred(base: &str, last: &str, pieces: &mut Vec<Piece>) -> bool {
    let inner = last.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
    let Some(inner) = inner.filter(|inner| inner.contains(char::is_alphanumeric)) else {
        return false;
    };
    let start = base.len() - last.len();
    let inner = start + 2..start + 2 + inner.len();
    let mut piece = Piece::read(base, (start - 1..base.len(), inner), Set::Bracket);
    if piece.parts.is_empty() {
        piece.parts.push(Part::Mark(Mark::Video));
    }
    pieces.push(piece);
    true
}

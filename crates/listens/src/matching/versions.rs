//! Versions compared: live, remix and their like are never merged away.

use text::{Mark, Part, Version, VersionKind};

use super::features::VersionSaid;

/// Greatest difference in length at which a cut may be the plain recording.
const CUT_LENGTH_MS: u64 = 2000;

/// What the comment of a recording says.
#[derive(Debug, Default)]
pub(super) struct Comment {
    pub versions: Vec<Version>,
    pub marks: Vec<Mark>,
}

impl Comment {
    /// Reads any comment; words that say nothing known are ignored.
    pub(super) fn read(comment: &str) -> Self {
        let mut read = Self::default();
        if comment.is_empty() {
            return read;
        }
        let parts = match text::read_segment(comment) {
            parts if parts.is_empty() => {
                let first = comment.split([',', ';', ':']).next().unwrap_or_default();
                text::read_segment(first)
            }
            parts => parts,
        };
        for part in parts {
            match part {
                Part::Version(version) if version.kind != VersionKind::Other => {
                    read.versions.push(version);
                }
                Part::Mark(mark) => read.marks.push(mark),
                _ => {}
            }
        }
        read
    }
}

/// What is compared: versions of the client's title and release, of the recording's title and comment.
pub(super) struct Sides<'a> {
    pub said: &'a [Version],
    pub said_by_release: &'a [Version],
    pub titled: &'a [Version],
    pub commented: &'a [Version],
    pub length_difference_ms: Option<i64>,
    /// Whether an id vouches for the recording.
    pub is_vouched: bool,
}

/// How the versions agree.
pub(super) fn compare(sides: &Sides<'_>) -> VersionSaid {
    let Sides { said, titled, commented, .. } = *sides;
    if said.is_empty() && titled.is_empty() && commented.is_empty() {
        return VersionSaid::Equal;
    }
    if let Some(detailed) = agree(said, titled) {
        return match (commented.is_empty() || !said.is_empty(), detailed) {
            (false, _) => VersionSaid::Unsaid,
            (true, true) => VersionSaid::Detail,
            (true, false) => VersionSaid::Equal,
        };
    }
    let all = union(titled, commented);
    match agree(said, &all) {
        Some(false) => return VersionSaid::Comment,
        Some(true) => return VersionSaid::Detail,
        None => {}
    }
    if let Some(vouched) = by_release(sides, &all) {
        return vouched;
    }
    let is_cut = |versions: &[Version]| matches!(versions, [only] if only.kind == VersionKind::Cut);
    let one_cut = (is_cut(said) && all.is_empty()) || (said.is_empty() && is_cut(&all));
    let near = sides.length_difference_ms.is_some_and(|ms| ms.unsigned_abs() <= CUT_LENGTH_MS);
    if one_cut && near {
        return VersionSaid::Length;
    }
    if sides.is_vouched && said.is_empty() { VersionSaid::Id } else { VersionSaid::Different }
}

/// Whether the release says what the title lacks.
fn by_release(sides: &Sides<'_>, all: &[Version]) -> Option<VersionSaid> {
    let lacking = |version: &&Version| !sides.said.iter().any(|said| said.kind == version.kind);
    let lacking: Vec<Version> = sides.said_by_release.iter().filter(lacking).cloned().collect();
    if lacking.is_empty() {
        return None;
    }
    agree(&union(sides.said, &lacking), all).map(|_| VersionSaid::Release)
}

/// Whether the kinds are the same and no details differ; `true` when one side lacks a detail.
fn agree(left: &[Version], right: &[Version]) -> Option<bool> {
    if left.len() != right.len() {
        return None;
    }
    let mut detailed = false;
    // Both are sorted by kind.
    for (left, right) in left.iter().zip(right) {
        if left.kind != right.kind {
            return None;
        }
        if left.detail != right.detail {
            if !holds(&left.detail, &right.detail) && !holds(&right.detail, &left.detail) {
                return None;
            }
            detailed = true;
        }
    }
    Some(detailed)
}

/// Whether every word of `part` is among those of `whole`.
fn holds(whole: &str, part: &str) -> bool {
    part.split(' ').filter(|word| !word.is_empty()).all(|word| whole.split(' ').any(|w| w == word))
}

/// The versions of both, one of each kind: the one that says more.
fn union(left: &[Version], right: &[Version]) -> Vec<Version> {
    let mut all: Vec<Version> = left.to_vec();
    for version in right {
        match all.iter_mut().find(|known| known.kind == version.kind) {
            Some(known) if known.detail.len() < version.detail.len() => {
                known.detail.clone_from(&version.detail);
            }
            Some(_) => {}
            None => all.push(version.clone()),
        }
    }
    all.sort();
    all
}

//! Which reports tell of one play; `README.md` has the rules and their reasons.

#[cfg(test)]
mod tests;

use memchr::memmem;
use uuid::Uuid;

/// Beginnings that are this close are one moment.
const MOMENT_MS: i64 = 15_000;
/// The length of a song of which nobody told it.
const UNKNOWN_LENGTH_MS: i64 = 4 * 60_000;
/// Longer lengths count as this one.
pub(crate) const MAX_LENGTH_MS: i64 = 3 * 60 * 60_000;

/// What a report says that matters here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Report {
    /// Its id.
    pub(crate) id: Uuid,
    /// The beginning of the play.
    pub(crate) start_ms: i64,
    /// Length, as sent.
    pub(crate) length_ms: Option<i64>,
    /// Folded title.
    pub(crate) recording_key: String,
    /// Folded artist.
    pub(crate) artist_key: String,
    /// MBID, as sent.
    pub(crate) recording_mbid: Option<Uuid>,
    /// Who sent it.
    pub(crate) client: Client,
}

/// Who sent a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Client {
    /// The door.
    pub(crate) source: String,
    /// Program and version.
    pub(crate) name: Option<String>,
    /// The credential.
    pub(crate) app_token_id: Option<Uuid>,
}

/// A play with its reports, the one that stands for it first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Play {
    pub(crate) reports: Vec<Report>,
}

/// That a report tells of a play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Joined {
    /// The place of the play in the list.
    pub(crate) play: usize,
    /// The rule that said so.
    pub(crate) rule: &'static str,
    /// Between the beginnings.
    pub(crate) distance_ms: i64,
}

/// How far around the beginning of a report plays can lie that it may tell of.
pub(crate) fn reach_ms(length_ms: Option<i64>) -> i64 {
    // The other report may know a length when this one does not.
    let length = length_ms.map_or(5 * UNKNOWN_LENGTH_MS, |length| length.max(UNKNOWN_LENGTH_MS));
    let length = length.min(MAX_LENGTH_MS);
    length + slack_ms(length)
}

/// The play that a report tells of, if it is there.
pub(crate) fn find(report: &Report, plays: &[Play]) -> Option<Joined> {
    let mut best: Option<(usize, i64, Uuid, Joined)> = None;
    for (at, play) in plays.iter().enumerate() {
        let Some(first) = play.reports.first() else { continue };
        let mut reports = play.reports.iter();
        if !reports.clone().any(|it| same_song(report, it))
            || reports.any(|it| same_client(report, it))
        {
            continue;
        }
        let distance_ms = report.start_ms.saturating_sub(first.start_ms);
        // So it is enough to look around one of the two.
        let reach = reach_ms(report.length_ms).min(reach_ms(first.length_ms));
        if distance_ms.saturating_abs() > reach {
            continue;
        }
        let length = longer(report.length_ms, first.length_ms);
        let Some((rank, rule)) = window(distance_ms.saturating_abs(), length) else { continue };
        let key = (rank, distance_ms.saturating_abs(), first.id);
        if best.as_ref().is_none_or(|(rank, distance, id, _)| key < (*rank, *distance, *id)) {
            best = Some((key.0, key.1, key.2, Joined { play: at, rule, distance_ms }));
        }
    }
    best.map(|(.., joined)| joined)
}

/// Whether two reports are about the same song.
pub(crate) fn same_song(a: &Report, b: &Report) -> bool {
    if a.recording_mbid.is_some() && a.recording_mbid == b.recording_mbid {
        return true;
    }
    without_guests(&a.recording_key) == without_guests(&b.recording_key)
        && same_artist(&a.artist_key, &b.artist_key)
}

/// A folded title without a note of guests.
pub(crate) fn without_guests(key: &str) -> &str {
    const NOTES: [&str; 6] = [" (feat", " [feat", " feat. ", " (ft. ", " ft. ", " featuring "];
    // Most titles have none.
    let bytes = key.as_bytes();
    if memmem::find(bytes, b"feat").is_none() && memmem::find(bytes, b"ft.").is_none() {
        return key.trim_end();
    }
    let end = NOTES.iter().filter_map(|note| key.find(note)).min().unwrap_or(key.len());
    key[..end].trim_end()
}

fn same_artist(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let Some(rest) = long.strip_prefix(short) else { return false };
    const SEPARATORS: [&str; 9] = [" feat", " ft.", " & ", ", ", "; ", " / ", "/", " and ", " x "];
    rest.is_empty() || SEPARATORS.iter().any(|separator| rest.starts_with(separator))
}

fn same_client(a: &Report, b: &Report) -> bool {
    fn agree<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
        a.is_none() || b.is_none() || a == b
    }
    let (a, b) = (&a.client, &b.client);
    a.source == b.source
        && agree(a.name.as_ref(), b.name.as_ref())
        && agree(a.app_token_id.as_ref(), b.app_token_id.as_ref())
}

fn longer(a: Option<i64>, b: Option<i64>) -> i64 {
    a.max(b).unwrap_or(UNKNOWN_LENGTH_MS).clamp(0, MAX_LENGTH_MS)
}

fn slack_ms(length_ms: i64) -> i64 {
    MOMENT_MS.max(length_ms / 20)
}

fn window(distance_ms: i64, length_ms: i64) -> Option<(usize, &'static str)> {
    if distance_ms <= MOMENT_MS {
        Some((0, "same_moment"))
    } else if (distance_ms - length_ms).abs() <= slack_ms(length_ms) {
        Some((1, "end_of_play"))
    } else if distance_ms < length_ms {
        Some((2, "during"))
    } else {
        None
    }
}

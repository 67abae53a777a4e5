//! Which release stands for a recording or a release group. `README.md` explains the order.

use crate::facts::{ReleaseFacts, ReleaseGroupFacts};

/// MusicBrainz's row for "Various Artists".
pub const VARIOUS_ARTISTS: u32 = 1;
/// MusicBrainz's row for the release status "Cancelled".
pub const CANCELLED: u8 = 6;

/// A number that is lower for the release to prefer.
#[must_use]
pub fn preference(release: &ReleaseFacts, group: &ReleaseGroupFacts, by_various: bool) -> u64 {
    let date = match release.date_plus_one {
        0 => u32::MAX,
        date => date,
    };
    let fields = [(3, status(release.status)), (3, group_type(group)), (1, u64::from(by_various))];
    fields.into_iter().fold(0, |sum, (bits, value)| sum << bits | value) << 32 | u64::from(date)
}

/// Official, none given, promotion, withdrawn, bootleg, pseudo-release, cancelled.
fn status(row: u8) -> u64 {
    match row {
        1 => 0,
        0 => 1,
        2 => 2,
        5 => 3,
        3 => 4,
        4 => 6,
        CANCELLED => 7,
        _ => 5,
    }
}

/// Album, EP, single, other; then live, soundtrack, remix and the like; then compilations.
fn group_type(group: &ReleaseGroupFacts) -> u64 {
    if group.compilation {
        return 6;
    }
    if group.other_secondary_type {
        return 5;
    }
    match group.primary_type {
        1 => 0,
        3 => 1,
        2 => 2,
        0 => 4,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    //! The order, step by step.
    use super::*;

    #[test]
    fn official_albums_come_before_compilations_and_early_before_late() {
        let release =
            |status, date| ReleaseFacts { status, date_plus_one: date, ..ReleaseFacts::default() };
        let album = ReleaseGroupFacts { primary_type: 1, ..ReleaseGroupFacts::default() };
        let single = ReleaseGroupFacts { primary_type: 2, ..album };
        let compilation = ReleaseGroupFacts { compilation: true, ..album };
        let order = [
            preference(&release(1, 5), &album, false),
            preference(&release(1, 9), &album, false),
            preference(&release(1, 0), &album, false),
            preference(&release(1, 1), &album, true),
            preference(&release(1, 1), &single, false),
            preference(&release(1, 1), &compilation, false),
            preference(&release(0, 1), &album, false),
            preference(&release(3, 1), &album, false),
            preference(&release(4, 1), &album, false),
            preference(&release(CANCELLED, 1), &album, false),
        ];
        assert!(order.is_sorted_by(|a, b| a < b), "{order:?}");
    }
}

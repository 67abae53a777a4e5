//! What people played: ten years of it, some songs far more often than others.

use serde_json::json;

use crate::bench::load;

/// Different recordings that people choose from, and those of somebody with very many listens.
pub(super) const SONGS: u64 = 5_000;
pub(super) const MANY_SONGS: u64 = 150_000;
/// Recordings of a release, and of an artist.
const OF_RELEASE: u64 = 5;
const OF_ARTIST: u64 = 12;
/// 2015-01-01 and 2024-12-31, in seconds since 1970.
pub(super) const BEGIN_S: i64 = 1_420_070_400;
pub(super) const END_S: i64 = 1_735_603_200;
/// Seconds between the plays of somebody whose player tells of each at once: a song of usual length.
const LIVE_S: f64 = 240.0;
/// Listens of a batch.
pub(super) const BATCH: usize = 1_000;

/// The plays of one person in their order.
pub(super) struct History {
    dice: u64,
    next: usize,
    every_s: f64,
    songs: u64,
}

impl History {
    /// So many plays of so many songs, from the beginning to the end of the ten years.
    pub(super) fn of((listens, songs): (usize, u64), seed: u64) -> Self {
        let every_s = (END_S - BEGIN_S) as f64 / listens as f64;
        Self { dice: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1, next: 0, every_s, songs }
    }

    /// Plays one after the other, as a player tells them while it plays.
    pub(super) fn live(seed: u64) -> Self {
        Self { every_s: LIVE_S, ..Self::of((1, SONGS), seed) }
    }

    /// Plays that were told so far.
    pub(super) fn told(&self) -> usize {
        self.next
    }

    /// A number below an end, the same in every run.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        self.dice % end
    }

    /// Few recordings are frequent, many are rare.
    pub(super) fn recording(&mut self) -> u64 {
        let share = self.below(1 << 53) as f64 / (1_u64 << 53) as f64;
        (share.powf(2.5) * self.songs as f64) as u64
    }

    /// The next play, as programs tell it.
    pub(super) fn play(&mut self) -> serde_json::Value {
        let listened_at = BEGIN_S + (self.next as f64 * self.every_s) as i64;
        self.next += 1;
        let number = self.recording();
        json!({
            "listened_at": listened_at,
            "track_metadata": {
                "artist_name": format!("Artist Number {}", number / OF_ARTIST),
                "track_name": format!("A Song of Number {number}"),
                "release_name": format!("The Album of Number {}", number / OF_RELEASE),
                "additional_info": {
                    "duration_ms": 150_000 + number % 200 * 1_000,
                    "media_player": "mpd",
                    "submission_client": "listenbrainz-mpd",
                    "submission_client_version": "2.3.8",
                    "tracknumber": (number % 12 + 1).to_string(),
                },
            },
        })
    }

    /// The submission of the next plays.
    pub(super) fn submission(&mut self, listens: usize) -> String {
        let kind = if listens == 1 { "single" } else { "import" };
        let payload: Vec<_> = (0..listens).map(|_| self.play()).collect();
        json!({ "listen_type": kind, "payload": payload }).to_string()
    }

    /// The same as it goes over the wire to a path.
    pub(super) fn request(&mut self, (path, token): (&str, &str), listens: usize) -> Vec<u8> {
        load::authorized(&load::post(path, &self.submission(listens)), &format!("Token {token}"))
    }
}

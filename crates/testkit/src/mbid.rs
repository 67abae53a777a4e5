//! The well-known ids of the shop. Each is the row's kind and number spelt as a UUID.

/// The id that the shop gives to a row of a kind, as in `gid("artist", 10)`.
///
/// # Panics
/// When the kind is none of MusicBrainz's tables with ids.
#[must_use]
pub fn gid(kind: &str, id: u32) -> String {
    let prefix = PREFIXES.iter().find(|(name, _)| *name == kind);
    let (_, prefix) = prefix.unwrap_or_else(|| panic!("no kind is called {kind}"));
    format!("{prefix}-0000-4000-8000-{id:012}")
}

/// An id of the same kind that was merged into the row of that number.
///
/// # Panics
/// As [`gid`].
#[must_use]
pub fn merged(kind: &str, id: u32) -> String {
    gid(kind, id).replacen("-0000-", "-dead-", 1)
}

const PREFIXES: [(&str, &str); 15] = [
    ("artist", "a2715700"),
    ("artist_credit", "c2ed1700"),
    ("recording", "2ec02d00"),
    ("release", "2e1ea5e0"),
    ("release_group", "62009000"),
    ("track", "72ac0000"),
    ("medium", "3ed10000"),
    ("work", "3026d000"),
    ("label", "1abe1000"),
    ("area", "a2ea0000"),
    ("place", "91ace000"),
    ("event", "e0e47000"),
    ("series", "5e21e500"),
    ("genre", "6e42e000"),
    ("url", "02100000"),
];

/// Various Artists, artist row 1: MusicBrainz's own id.
pub const VARIOUS_ARTISTS: &str = "89ad4ac3-39f7-470e-963a-56509c546377";
/// The Lanternfish Choir: the shop's best known group, with members, urls, tags and merged ids.
pub const LANTERNFISH_CHOIR: &str = "a2715700-0000-4000-8000-000000000010";
/// An id that was merged into The Lanternfish Choir.
pub const LANTERNFISH_CHOIR_MERGED: &str = "a2715700-dead-4000-8000-000000000010";
/// Mirela Vance, the folk singer of Brackwater: shares her name.
pub const MIRELA_VANCE_FOLK: &str = "a2715700-0000-4000-8000-000000000011";
/// Mirela Vance, the techno producer: shares her name.
pub const MIRELA_VANCE_TECHNO: &str = "a2715700-0000-4000-8000-000000000012";
/// 千の灯台: a name and titles in Japanese.
pub const THOUSAND_LIGHTHOUSES: &str = "a2715700-0000-4000-8000-000000000013";
/// نجوم الملح: a name and titles in Arabic, written from right to left.
pub const SALT_STARS: &str = "a2715700-0000-4000-8000-000000000014";
/// Зимовий Трамвай: a name and titles in Cyrillic.
pub const WINTER_TRAM: &str = "a2715700-0000-4000-8000-000000000015";
/// Elias Thornquist, a composer who is dead.
pub const ELIAS_THORNQUIST: &str = "a2715700-0000-4000-8000-000000000016";
/// OX/EN: a name with a slash.
pub const OXEN: &str = "a2715700-0000-4000-8000-000000000019";
/// !?!?!: a name of punctuation only.
pub const BANG: &str = "a2715700-0000-4000-8000-000000000020";
/// P!stachio: a name with punctuation inside; only ever a guest.
pub const PISTACHIO: &str = "a2715700-0000-4000-8000-000000000021";
/// DJ Parsnip, whose guests are spelt feat. and ft.
pub const DJ_PARSNIP: &str = "a2715700-0000-4000-8000-000000000022";
/// Åsa Öberg-Núñez: accents of two languages.
pub const ASA_OBERG_NUNEZ: &str = "a2715700-0000-4000-8000-000000000023";
/// Quiet Machinery: remixer, soundtracks.
pub const QUIET_MACHINERY: &str = "a2715700-0000-4000-8000-000000000024";
/// 🐟 Parade: a name with a character outside the basic plane.
pub const FISH_PARADE: &str = "a2715700-0000-4000-8000-000000000027";
/// Silent Understudy: an artist without any recording.
pub const SILENT_UNDERSTUDY: &str = "a2715700-0000-4000-8000-000000000028";

/// Low Water Songs, the group of five releases.
pub const LOW_WATER_SONGS_GROUP: &str = "62009000-0000-4000-8000-000000000100";
/// An id that was merged into that group.
pub const LOW_WATER_SONGS_GROUP_MERGED: &str = "62009000-dead-4000-8000-000000000100";
/// Everything the Tide Left: the group of the box set.
pub const BOX_SET_GROUP: &str = "62009000-0000-4000-8000-000000000102";

/// Low Water Songs, the British CD of 1998: official, with barcode 0731400000016.
pub const LOW_WATER_SONGS: &str = "2e1ea5e0-0000-4000-8000-000000001000";
/// An id that was merged into that release.
pub const LOW_WATER_SONGS_MERGED: &str = "2e1ea5e0-dead-4000-8000-000000001000";
/// The same for North America: two countries, barcode 731400000016 (no leading zero).
pub const LOW_WATER_SONGS_AMERICA: &str = "2e1ea5e0-0000-4000-8000-000000001001";
/// The remaster of 2018: the empty barcode, an unknown country, digital.
pub const LOW_WATER_SONGS_REMASTER: &str = "2e1ea5e0-0000-4000-8000-000000001002";
/// The edition of 1997 that was cancelled: its date counts for nothing.
pub const LOW_WATER_SONGS_CANCELLED: &str = "2e1ea5e0-0000-4000-8000-000000001003";
/// The box set: pregap track, data track, video, vinyl with sides.
pub const BOX_SET: &str = "2e1ea5e0-0000-4000-8000-000000001020";
/// 夜の汽笛: a release in Japanese.
pub const NIGHT_WHISTLE: &str = "2e1ea5e0-0000-4000-8000-000000001040";
/// Yoru no kiteki: its pseudo-release in Latin script.
pub const NIGHT_WHISTLE_LATIN: &str = "2e1ea5e0-0000-4000-8000-000000001041";
/// The symphony: a credit of three artists with two join phrases.
pub const SYMPHONY_RELEASE: &str = "2e1ea5e0-0000-4000-8000-000000001070";
/// Harbour Lights, Volume 1: by Various Artists.
pub const HARBOUR_LIGHTS: &str = "2e1ea5e0-0000-4000-8000-000000001080";
/// Älvdans: a release without any date.
pub const ALVDANS: &str = "2e1ea5e0-0000-4000-8000-000000001120";

/// Ferry Bells, on many releases, with two ISRCs and a Spotify id.
pub const FERRY_BELLS: &str = "2ec02d00-0000-4000-8000-000000000101";
/// An id that was merged into Ferry Bells.
pub const FERRY_BELLS_MERGED: &str = "2ec02d00-dead-4000-8000-000000000101";
/// Ferry Bells, remastered: the same title and artist.
pub const FERRY_BELLS_REMASTER: &str = "2ec02d00-0000-4000-8000-000000000111";
/// Ferry Bells, live: the same title and artist.
pub const FERRY_BELLS_LIVE: &str = "2ec02d00-0000-4000-8000-000000000121";
/// Peel the Night by "DJ Parsnip feat. P!stachio"; shares ISRC GBSMR2100001.
pub const PEEL_THE_NIGHT: &str = "2ec02d00-0000-4000-8000-000000000190";
/// Peel the Night by "DJ Parsnip ft. P!stachio"; shares ISRC GBSMR2100001.
pub const PEEL_THE_NIGHT_AGAIN: &str = "2ec02d00-0000-4000-8000-000000000191";
/// Kitchen Tape: a recording on no release.
pub const KITCHEN_TAPE: &str = "2ec02d00-0000-4000-8000-000000000270";

/// Ferry Bells as track 2 of the British CD.
pub const FERRY_BELLS_TRACK: &str = "72ac0000-0000-4000-8000-000000000102";
/// An id that was merged into that track.
pub const FERRY_BELLS_TRACK_MERGED: &str = "72ac0000-dead-4000-8000-000000000102";

/// Symphony No. 3, a work of four parts.
pub const SYMPHONY: &str = "3026d000-0000-4000-8000-000000000010";
/// Ferry Bells, the song, with ISWC T-900.000.017-6.
pub const FERRY_BELLS_WORK: &str = "3026d000-0000-4000-8000-000000000017";
/// Saltmarsh Records.
pub const SALTMARSH_RECORDS: &str = "1abe1000-0000-4000-8000-000000000010";
/// Saltmarsh, a city in Brackshire in the United Kingdom.
pub const SALTMARSH: &str = "a2ea0000-0000-4000-8000-000000005001";
/// The Cistern, a venue with coordinates.
pub const CISTERN: &str = "91ace000-0000-4000-8000-000000000001";
/// Cistern Nights 1999, a concert with a set list.
pub const CISTERN_NIGHTS: &str = "e0e47000-0000-4000-8000-000000000001";

/// Disc id of the British CD, which the American one shares.
pub const LOW_WATER_DISC_ID: &str = "n6d8PANb2nuoQycelTrNeYl54tA-";
/// ISRC of Ferry Bells.
pub const FERRY_BELLS_ISRC: &str = "GBSMR9800002";
/// ISRC that stands on two recordings.
pub const SHARED_ISRC: &str = "GBSMR2100001";

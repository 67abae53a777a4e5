//! Invented tracks: names with a Zipf vocabulary in several scripts, the same for the same seed.

/// SplitMix64: small, fast and the same everywhere.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }

    /// A rank below `n`, rank r about as often as 1 / (r + 2).
    pub fn zipf(&mut self, n: usize) -> usize {
        let span = ((n as f64 + 2.0) / 2.0).ln();
        ((2.0 * (self.unit() * span).exp()) as usize).saturating_sub(2).min(n - 1)
    }
}

const VOCABULARY: usize = 1_500_000;
const ONSETS: [&str; 20] = [
    "b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st",
    "tr", "br",
];
const VOWELS: [&str; 6] = ["a", "e", "i", "o", "u", "ea"];
const CODAS: [&str; 4] = ["", "", "n", "r"];
const COMMON: [&str; 40] = [
    "the", "of", "a", "in", "remix", "i", "you", "to", "and", "my", "mix", "on", "me", "song",
    "for", "it", "is", "no", "1", "2", "love", "la", "feat", "from", "by", "we", "de", "time",
    "your", "with", "night", "one", "part", "this", "all", "life", "up", "like", "version",
    "don't",
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Han,
    Cyrillic,
    Arabic,
    Hangul,
}

fn script(random: &mut Random) -> Script {
    match random.below(100) {
        0..6 => Script::Han,
        6..10 => Script::Cyrillic,
        10..12 => Script::Arabic,
        12..14 => Script::Hangul,
        _ => Script::Latin,
    }
}

/// The syllables of the word of a rank: rare words are longer.
fn syllables(rank: usize) -> impl Iterator<Item = usize> {
    let n = match rank {
        0..300 => 1,
        300..30_000 => 2,
        _ if rank.is_multiple_of(8) => 4,
        _ => 3,
    };
    let mut random = Random(rank as u64 * 31);
    (0..n).map(move |_| random.below(ONSETS.len() * VOWELS.len() * CODAS.len()))
}

fn push_word(rank: usize, script: Script, out: &mut String) {
    if script != Script::Han && !out.is_empty() {
        out.push(' ');
    }
    if script == Script::Latin && rank < COMMON.len() {
        return out.push_str(COMMON[rank]);
    }
    for syllable in syllables(rank) {
        let (onset, rest) = (syllable % ONSETS.len(), syllable / ONSETS.len());
        match script {
            Script::Latin => {
                out.push_str(ONSETS[onset]);
                out.push_str(if rank % 23 == 5 && rest % 6 == 1 { "é" } else { VOWELS[rest % 6] });
                out.push_str(CODAS[rest / 6 % 4]);
            }
            Script::Han => out.extend(char::from_u32(0x4E00 + (syllable * 13) as u32)),
            Script::Cyrillic => {
                out.extend(char::from_u32(0x430 + onset as u32));
                out.push(['а', 'е', 'и', 'о', 'у', 'я'][rest % 6]);
            }
            Script::Arabic => {
                out.extend(char::from_u32(0x628 + onset as u32));
                out.push(['ا', 'و', 'ي', 'ر', 'ن', 'م'][rest % 6]);
            }
            Script::Hangul => out.extend(char::from_u32(0xAC00 + (syllable * 19) as u32)),
        }
    }
}

fn name(n_words: usize, script: Script, random: &mut Random) -> String {
    let mut name = String::new();
    for _ in 0..n_words {
        push_word(random.zipf(VOCABULARY), script, &mut name);
    }
    if let Some(first) = name.get(..1) {
        let first = first.to_uppercase();
        name.replace_range(..1, &first);
    }
    name
}

pub struct Track {
    pub title: String,
    pub artist: u32,
    pub album: u32,
    pub popularity: u8,
}

pub struct Tracks {
    pub artists: Vec<String>,
    pub albums: Vec<String>,
    /// The most popular first.
    pub tracks: Vec<Track>,
}

impl Tracks {
    pub fn invent(n: usize, seed: u64) -> Self {
        let mut random = Random(seed);
        let n_artists = n / 10 + 1;
        let n_albums = n / 12 + 1;
        let scripts: Vec<Script> = (0..n_artists).map(|_| script(&mut random)).collect();
        let artists = scripts.iter().map(|&script| {
            let n_words = 1 + random.below(2) + usize::from(random.below(4) == 0);
            name(n_words, script, &mut random)
        });
        let artists: Vec<String> = artists.collect();
        let owners: Vec<u32> = (0..n_albums).map(|_| owner(n_artists, &mut random)).collect();
        let albums = owners.iter().map(|&owner| {
            let n_words = 1 + random.below(4);
            name(n_words, scripts[owner as usize], &mut random)
        });
        let albums: Vec<String> = albums.collect();
        let mut ranked: Vec<(f64, Track)> = (0..n)
            .map(|_| {
                let album = random.below(n_albums) as u32;
                let artist = owners[album as usize];
                let title = title(scripts[artist as usize], &mut random);
                let fame = (1.0 / f64::from(artist + 1)).ln()
                    + 4.0 * random.unit()
                    + 2.0 * random.unit().ln();
                (fame, Track { title, artist, album, popularity: 0 })
            })
            .collect();
        ranked.sort_by(|left, right| right.0.total_cmp(&left.0));
        let span = (n as f64 + 1.0).ln();
        let tracks = ranked.into_iter().enumerate().map(|(rank, (_, track))| {
            let popularity = (100.0 * (1.0 - (rank as f64 + 1.0).ln() / span)) as u8;
            Track { popularity, ..track }
        });
        Self { artists, albums, tracks: tracks.collect() }
    }

    pub fn artist(&self, track: &Track) -> &str {
        &self.artists[track.artist as usize]
    }

    pub fn album(&self, track: &Track) -> &str {
        &self.albums[track.album as usize]
    }
}

/// Half of the albums belong to anyone, half to the famous, none of whom has more than a thousandth of all.
fn owner(n_artists: usize, random: &mut Random) -> u32 {
    const EQUALS: usize = 50;
    if random.below(2) == 0 {
        return random.below(n_artists) as u32;
    }
    let rank = random.zipf(n_artists.div_ceil(EQUALS)) * EQUALS + random.below(EQUALS);
    rank.min(n_artists - 1) as u32
}

fn title(script: Script, random: &mut Random) -> String {
    let mut n_words = 1;
    while n_words < 9 && random.unit() < 0.6 {
        n_words += 1;
    }
    let mut title = name(n_words, script, random);
    match random.below(100) {
        0..6 => title.push_str(" (live)"),
        6..10 => title.push_str(" (remix)"),
        10..12 => title.push_str(" - remastered"),
        12..14 => title.push_str(", Part 2"),
        _ => {}
    }
    title
}

//! Kinds: what the words in a bracket or behind a dash say.

use super::pieces::Set;
use super::{Mark, Part, Version, VersionKind};
use crate::fold::fold;
use crate::key::key;

/// Words of a piece that are looked at: longer ones are subtitles.
const MAX_WORDS: usize = 16;

/// Words of an end behind a dash that may say a version; longer ones are titles.
const MAX_DASH_WORDS: usize = 9;

/// Parts of words that are one word.
const JOINED: [(&str, &str, &str); 12] = [
    ("re", "master", "remaster"),
    ("re", "mastered", "remastered"),
    ("re", "issue", "reissue"),
    ("re", "recorded", "rerecorded"),
    ("re", "recording", "rerecording"),
    ("re", "edit", "edit"),
    ("re", "mix", "remix"),
    ("a", "cappella", "acappella"),
    ("a", "capella", "acappella"),
    ("en", "vivo", "live"),
    ("ao", "vivo", "live"),
    ("dal", "vivo", "live"),
];

/// Words that say nothing about which version it is.
const FILLERS: [&str; 33] = [
    "version",
    "ver",
    "vers",
    "versione",
    "at",
    "in",
    "the",
    "from",
    "on",
    "of",
    "a",
    "and",
    "by",
    "recording",
    "recorded",
    "live",
    "remix",
    "rmx",
    "mix",
    "edit",
    "demo",
    "acoustic",
    "cover",
    "instrumental",
    "karaoke",
    "reprise",
    "acappella",
    "remaster",
    "remastered",
    "unplugged",
    "feat",
    "performance",
    "take",
];

/// Words that follow `live` when it says how something was recorded.
const AFTER_LIVE: [&str; 24] = [
    "at",
    "in",
    "from",
    "on",
    "version",
    "ver",
    "session",
    "sessions",
    "recording",
    "performance",
    "bonus",
    "remaster",
    "remastered",
    "mix",
    "edit",
    "acoustic",
    "studio",
    "demo",
    "take",
    "unplugged",
    "instrumental",
    "cover",
    "video",
    "audio",
];

/// Words that tell of a video or of how something is streamed.
const VIDEO: [&str; 26] = [
    "official",
    "oficial",
    "officiel",
    "oficiel",
    "offizielles",
    "music",
    "video",
    "videoclip",
    "clip",
    "lyric",
    "lyrics",
    "audio",
    "visualizer",
    "visualiser",
    "hd",
    "hq",
    "4k",
    "track",
    "stream",
    "with",
    "full",
    "album",
    "song",
    "uhd",
    "1080p",
    "videolyric",
];

/// What the words of a comment or of a release's title say, as if they stood in a bracket.
#[must_use]
pub fn read_segment(text: &str) -> Vec<Part> {
    read_piece(text, Set::Bracket)
}

/// What a piece says; nothing when it is a subtitle or belongs to the title.
pub(super) fn read_piece(text: &str, set: Set) -> Vec<Part> {
    if let Some(guests) = guests(text, set) {
        return vec![guests];
    }
    let folded = fold(text);
    let words = words(&folded);
    let Some(words) = words.filter(|words| !words.is_empty()) else { return Vec::new() };
    if set == Set::Dash && words.len() > MAX_DASH_WORDS {
        return Vec::new();
    }
    let words = Words { words: &words, set };
    if let Some(number) = words.part_number() {
        return vec![Part::Number(number)];
    }
    let mut parts: Vec<Part> = words.marks(text).into_iter().map(Part::Mark).collect();
    if !matches!(parts[..], [Part::Mark(Mark::Video | Mark::Source | Mark::Producer)]) {
        parts.extend(words.versions(&parts).into_iter().map(Part::Version));
    }
    parts
}

/// `feat. X`, and in a bracket `with X`.
fn guests(text: &str, set: Set) -> Option<Part> {
    let text = text.trim();
    let (word, names) = text.split_once([' ', '.', ':'])?;
    let names = names.trim_start_matches(['.', ' ', ':']);
    let is_feat = ["feat", "ft", "featuring"].iter().any(|known| word.eq_ignore_ascii_case(known));
    let is_with = set == Set::Bracket
        && (word.eq_ignore_ascii_case("with") || word.eq_ignore_ascii_case("w/"))
        && !names.to_ascii_lowercase().starts_with("lyric");
    let named = (is_feat || is_with) && !key(names).is_empty();
    named.then(|| Part::Guests(names.to_owned()))
}

/// The folded words; `None` when there are too many.
fn words(folded: &str) -> Option<Vec<String>> {
    let mut words: Vec<String> = Vec::new();
    for word in folded.split(|c: char| !c.is_alphanumeric() && c != '\'') {
        let word: String = word.chars().filter(|c| *c != '\'').collect();
        if word.is_empty() {
            continue;
        }
        let last = words.last().map_or("", String::as_str);
        let joined = JOINED.iter().find(|(first, second, _)| last == *first && word == *second);
        match (joined, words.last_mut()) {
            (Some((_, _, whole)), Some(last)) => (*whole).clone_into(last),
            _ => words.push(word),
        }
        if words.len() > MAX_WORDS {
            return None;
        }
    }
    Some(words)
}

/// The words of one piece.
struct Words<'a> {
    words: &'a [String],
    set: Set,
}

impl Words<'_> {
    fn has(&self, wanted: &[&str]) -> bool {
        self.words.iter().any(|word| wanted.contains(&word.as_str()))
    }

    fn first_is(&self, wanted: &[&str]) -> bool {
        self.words.first().is_some_and(|word| wanted.contains(&word.as_str()))
    }

    /// Whether the last word, years and the word *remaster* aside, is one of these.
    fn ends_with(&self, wanted: &[&str]) -> bool {
        let mut words = self.words.iter().rev();
        let last = words.find(|word| !is_year(word) && !word.starts_with("remaster"));
        last.is_some_and(|word| wanted.contains(&word.as_str()))
    }

    /// Whether one of the words says it here: at either end, or anywhere in a bracket.
    fn says(&self, wanted: &[&str]) -> bool {
        match self.set {
            Set::Bracket => self.has(wanted),
            Set::Dash | Set::Bare => self.first_is(wanted) || self.ends_with(wanted),
        }
    }

    fn all(&self, is_one: impl Fn(&str) -> bool) -> bool {
        self.words.iter().all(|word| is_one(word))
    }

    /// `part 2` alone.
    fn part_number(&self) -> Option<String> {
        let [word, _] = self.words else { return None };
        let number = key(&self.words.join(" "));
        let is_part = matches!(word.as_str(), "part" | "pt" | "pts" | "parts");
        (is_part && number.ends_with(|c: char| c.is_ascii_digit())).then_some(number)
    }

    fn marks(&self, text: &str) -> Vec<Mark> {
        let mut marks = Vec::new();
        let mut add = |mark: Mark, says: bool| {
            if says {
                marks.push(mark);
            }
        };
        let n_words = self.words.len();
        add(Mark::Remaster, self.words.iter().any(|word| word.starts_with("remaster")));
        add(Mark::Reissue, self.has(&["reissue", "reissued"]));
        add(Mark::Edition, self.is_edition());
        add(Mark::Original, self.is_original());
        add(Mark::Mono, n_words <= 4 && self.has(&["mono", "stereo", "quadraphonic"]));
        let says_words = |wanted: &[&str]| n_words <= 3 && self.says(wanted);
        add(Mark::Explicit, says_words(&["explicit", "uncensored", "dirty"]));
        add(Mark::Clean, says_words(&["clean", "censored"]));
        add(Mark::Video, self.is_video());
        let is_quoted = self.set == Set::Bracket || text.contains(['"', '“', '«', '„']);
        add(Mark::Source, self.first_is(&["from"]) && is_quoted);
        add(Mark::Producer, n_words > 1 && self.first_is(&["prod", "produced"]));
        add(Mark::Year, self.is_year());
        marks
    }

    fn is_edition(&self) -> bool {
        let says = self.has(&["deluxe", "expanded", "anniversary", "bonus"]);
        (says && self.set != Set::Bare) || (self.ends_with(&["edition"]) && self.words.len() <= 5)
    }

    fn is_original(&self) -> bool {
        let first = [
            "album",
            "lp",
            "single",
            "original",
            "standard",
            "main",
            "studio",
            "digital",
            "cd",
            "vinyl",
            "soundtrack",
        ];
        let last = ["version", "mix", "recording", "track", "soundtrack", "ost"];
        (self.first_is(&first) && self.ends_with(&last) && self.words.len() <= 5)
            || self.words == ["original"]
            || (self.set == Set::Bracket && self.ends_with(&["track"]) && self.has(&["album"]))
    }

    fn is_video(&self) -> bool {
        let telling =
            |word: &str| !matches!(word, "with" | "full" | "album" | "song" | "track" | "music");
        self.all(|word| VIDEO.contains(&word)) && self.words.iter().any(|word| telling(word))
            || self.words == ["full", "album"]
    }

    /// Years alone, or `released 2018`.
    fn is_year(&self) -> bool {
        let is_said = |word: &str| is_year(word) || matches!(word, "released" | "recorded");
        self.all(is_said) && self.words.iter().any(|word| is_year(word))
    }

    fn versions(&self, marks: &[Part]) -> Vec<Version> {
        let is_marked = |mark: Mark| marks.contains(&Part::Mark(mark));
        let kinds = self.kinds(is_marked(Mark::Original));
        let detail = self.detail(is_marked(Mark::Remaster));
        let mut versions: Vec<Version> =
            kinds.into_iter().map(|kind| Version { kind, detail: detail.clone() }).collect();
        let generic = ["version", "ver", "vers", "versione"];
        let says_version = match self.set {
            Set::Bracket => self.has(&generic),
            Set::Dash | Set::Bare => self.ends_with(&generic),
        };
        if versions.is_empty() && marks.is_empty() && says_version {
            versions.push(Version { kind: VersionKind::Other, detail });
        }
        versions
    }

    fn kinds(&self, is_original: bool) -> Vec<VersionKind> {
        use VersionKind::*;
        let mut kinds = Vec::new();
        let mut add = |kind: VersionKind, says: bool| {
            if says {
                kinds.push(kind);
            }
        };
        add(Live, self.is_live());
        let is_cut = !is_original && self.is_cut();
        add(Remix, !is_original && !is_cut && self.is_remix());
        add(Cut, is_cut);
        add(
            Demo,
            self.says(&[
                "demo",
                "demos",
                "outtake",
                "outtakes",
                "rehearsal",
                "alternate",
                "tryout",
            ]) || self.is_take(),
        );
        add(
            Acoustic,
            self.says(&["acoustic", "stripped", "orchestral", "akustik", "acustico", "acoustique"]),
        );
        add(Acappella, self.says(&["acappella", "acapella"]));
        add(Instrumental, self.says(&["instrumental", "instrumentals"]));
        add(Karaoke, self.says(&["karaoke"]));
        add(
            Cover,
            self.ends_with(&["cover"]) || (self.set == Set::Bracket && self.first_is(&["cover"])),
        );
        add(Rerecorded, self.says(&["rerecorded", "rerecording"]));
        add(Reprise, self.ends_with(&["reprise"]) && self.words.len() <= 3);
        add(Speed, self.says(&["slowed", "nightcore", "reverb", "8d"]) || self.has(&["sped"]));
        kinds
    }

    /// `live` at an end, or before a word that tells where, when or how.
    fn is_live(&self) -> bool {
        let is_short = self.set == Set::Bracket || self.words.len() <= 3;
        if is_short && self.ends_with(&["live"]) {
            return true;
        }
        let sessions = ["session", "sessions", "unplugged"];
        if self.ends_with(&sessions) && !self.has(&["demo"]) && self.set == Set::Bracket {
            return true;
        }
        let mut pairs = self.words.windows(2).enumerate();
        pairs.any(|(at, pair)| {
            let follows = AFTER_LIVE.contains(&pair[1].as_str())
                || pair[1].starts_with(|c: char| c.is_ascii_digit());
            // A comma or an at sign is no word: `Live @ Moon`, `live, Saltmarsh`.
            let is_alone = self.set == Set::Bracket || self.words.len() == 2;
            pair[0] == "live"
                && (at == 0 || self.set == Set::Bracket)
                && (follows || (at == 0 && is_alone))
        })
    }

    fn is_remix(&self) -> bool {
        let any = ["remix", "rmx", "rework", "reworked", "refix", "mashup", "bootleg", "remixed"];
        self.says(&any) || self.ends_with(&["mix", "dub", "vip", "flip"])
    }

    fn is_cut(&self) -> bool {
        let by_length =
            ["radio", "short", "extended", "long", "12", "7", "12inch", "7inch", "single"];
        let what = ["version", "ver", "edit", "cut", "inch"];
        self.ends_with(&["edit"])
            || (self.first_is(&["edit"]))
            || (self.has(&by_length) && self.ends_with(&what))
            || self.words == ["extended"]
            || self.words == ["radio", "mix"]
    }

    fn is_take(&self) -> bool {
        let numbered = self
            .words
            .windows(2)
            .any(|pair| pair[0] == "take" && pair[1].starts_with(|c: char| c.is_ascii_digit()));
        let early = self.has(&["alternative", "early", "rough"])
            && self.ends_with(&["take", "version", "mix"]);
        (numbered && self.set == Set::Bracket) || early
    }

    /// What says which version: all words but fillers; years only where no remaster could have brought them.
    fn detail(&self, is_remaster: bool) -> String {
        let telling = self
            .words
            .iter()
            .filter(|word| !(FILLERS.contains(&word.as_str()) || is_remaster && is_year(word)));
        telling.map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// Four digits: any year, and some that are none.
fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

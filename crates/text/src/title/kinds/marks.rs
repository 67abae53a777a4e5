//! Marks: what a piece says that does not make it another recording.

use super::super::Mark;
use super::super::pieces::Set;
use super::{Words, is_year};

/// Words that tell of a video or of how something is streamed.
const VIDEO: [&str; 31] = [
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
    "letra",
    "sub",
    "espanol",
    "subtitulado",
    "subtitulada",
];

impl Words<'_> {
    pub(super) fn marks(&self, text: &str) -> Vec<Mark> {
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
        // `original demo version` is a demo.
        let others = ["demo", "live", "acoustic", "instrumental", "alternate", "extended"];
        let is_other = self.has(&others);
        (self.first_is(&first) && self.ends_with(&last) && self.words.len() <= 5 && !is_other)
            || self.words == ["original"]
            || (self.set == Set::Bracket && self.ends_with(&["track"]) && self.has(&["album"]))
    }

    fn is_video(&self) -> bool {
        // In Spanish is another recording, with Spanish subtitles is not.
        let telling = |word: &str| {
            !matches!(word, "with" | "full" | "album" | "song" | "track" | "music" | "espanol")
        };
        self.all(|word| VIDEO.contains(&word)) && self.words.iter().any(|word| telling(word))
            || self.words == ["full", "album"]
            || self.words == ["cover", "art"]
    }

    /// Years alone, or `released 2018`.
    fn is_year(&self) -> bool {
        let is_said = |word: &str| is_year(word) || matches!(word, "released" | "recorded");
        self.all(is_said) && self.words.iter().any(|word| is_year(word))
    }
}

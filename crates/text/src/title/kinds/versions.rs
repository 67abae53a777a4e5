//! Versions: what a piece says that makes it another recording.

use super::super::pieces::Set;
use super::super::{Mark, Part, Version, VersionKind};
use super::{Words, has_date, is_year};

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

impl Words<'_> {
    pub(super) fn versions(&self, text: &str, marks: &[Part]) -> Vec<Version> {
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
        // Whatever happened on a day did not make the plain recording.
        let says_day = has_date(text) && !self.has(&["released", "recorded"]);
        if versions.is_empty() && marks.is_empty() && (says_version || says_day) {
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
            // A comma is no word: `live, Saltmarsh`.
            let is_dated = self.words.last().is_some_and(|word| is_year(word));
            let is_alone = self.set == Set::Bracket || self.words.len() == 2 || is_dated;
            pair[0] == "live"
                && (at == 0 || self.set == Set::Bracket)
                && (follows || (at == 0 && is_alone))
        })
    }

    fn is_remix(&self) -> bool {
        let any = ["remix", "rmx", "rework", "reworked", "refix", "mashup", "bootleg", "remixed"];
        let by = |pair: &[String]| {
            pair[1] == "by" && (pair[0] == "mix" || any.contains(&pair[0].as_str()))
        };
        self.says(&any)
            || self.ends_with(&["mix", "dub", "vip", "flip"])
            || self.words.windows(2).any(by)
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

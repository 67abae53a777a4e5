//! What words count for: subjects of the catalogue's recording, or of the folded names.

use catalog::View;
use catalog::record::{
    Artist, ArtistCredit, CreditedName, Label, Recording, Release, ReleaseGroup,
};
use catalog::vocabulary;
use model::Gid;
use store::manual_matches::Count;
use store::match_inputs::{Candidate, Match, Stage, Status};
use store::subjects::{Kind, Link, Names, NewSubject};
use uuid::Uuid;

use crate::dedupe;
use crate::matching::{self, Effort};
use crate::rules::BETWEEN_ARTISTS;
use crate::words::{Fields, Words};

/// The version of matching and of what is made of its answers. Words that were matched with
/// another one are matched again.
pub(crate) const RULES_VERSION: i64 = 3;
/// Genres that a recording counts for at most.
const MAX_GENRES: usize = 10;
/// Artists of a credit that are counted at most.
const MAX_ARTISTS: usize = 50;
/// Characters of a name that are kept.
const MAX_NAME: usize = 1000;

/// A facet of a subject that is to be made.
#[derive(Debug, Clone)]
pub(crate) struct Facet {
    pub(crate) of: [u8; 16],
    pub(crate) kind: Kind,
    pub(crate) position: i64,
    pub(crate) target: [u8; 16],
    pub(crate) credited_name: Option<String>,
    pub(crate) join_phrase: Option<String>,
    pub(crate) weight: f64,
}

impl Facet {
    /// The row about it, with the numbers of the two.
    pub(crate) fn link(&self, subject: i64, target: i64) -> Link {
        Link {
            subject,
            kind: self.kind,
            position: self.position,
            target,
            credited_name: self.credited_name.clone(),
            join_phrase: self.join_phrase.clone(),
            weight: self.weight,
        }
    }
}

/// What words were found to mean, before it has numbers.
#[derive(Debug, Clone)]
pub(crate) struct Resolved {
    pub(crate) status: Status,
    pub(crate) stage: Option<Stage>,
    pub(crate) score: Option<f64>,
    pub(crate) features: String,
    pub(crate) generation: Option<i64>,
    pub(crate) subjects: Vec<NewSubject>,
    pub(crate) facets: Vec<Facet>,
    pub(crate) recording: [u8; 16],
    pub(crate) release: Option<[u8; 16]>,
    pub(crate) candidates: Vec<Candidate>,
}

impl Resolved {
    /// Nothing but the key of a recording.
    fn of(recording: [u8; 16]) -> Self {
        Self {
            status: Status::Matched,
            stage: None,
            score: None,
            features: "{}".to_owned(),
            generation: None,
            subjects: Vec::new(),
            facets: Vec::new(),
            recording,
            release: None,
            candidates: Vec::new(),
        }
    }

    /// The row about it, with the numbers that its subjects have.
    pub(crate) fn row(&self, recording: i64, release: Option<i64>) -> Match {
        Match {
            status: self.status,
            stage: self.stage,
            score: self.score,
            features: self.features.clone(),
            recording_subject: recording,
            release_subject: release,
            catalogue_generation: self.generation,
            rules_version: Some(RULES_VERSION),
        }
    }

    /// The names of the artists that the recording counts for, in order.
    pub(crate) fn artists(&self) -> Vec<&str> {
        let of_recording =
            |facet: &&Facet| facet.of == self.recording && facet.kind == Kind::Artist;
        let named = |facet: &Facet| Some(self.of_key(&facet.target)?.names.name.as_str());
        self.facets.iter().filter(of_recording).filter_map(named).collect()
    }

    /// The MBID of the recording, when the catalogue knows it.
    pub(crate) fn recording_mbid(&self) -> Option<Uuid> {
        self.of_key(&self.recording)?.names.mbid
    }

    fn of_key(&self, key: &[u8; 16]) -> Option<&NewSubject> {
        self.subjects.iter().find(|it| it.key == *key)
    }

    fn subject(&mut self, kind: Kind, key: [u8; 16], names: Names) -> [u8; 16] {
        if !self.subjects.iter().any(|it| it.key == key) {
            self.subjects.push(NewSubject { kind, key, names });
        }
        key
    }

    fn facet(&mut self, of: [u8; 16], (kind, position): (Kind, i64), target: [u8; 16]) {
        let plain = (None, None, 1.0);
        let (credited_name, join_phrase, weight) = plain;
        self.facets.push(Facet { of, kind, position, target, credited_name, join_phrase, weight });
    }
}

/// The key of a subject that the catalogue knows.
pub(crate) fn key_of_mbid(kind: Kind, mbid: Gid) -> [u8; 16] {
    let mut fields = Fields::new("subject");
    fields.text(kind.as_str());
    fields.bytes(Some(&mbid.0));
    fields.finish()
}

fn key_of_names(kind: Kind, names: &[&str]) -> [u8; 16] {
    let mut fields = Fields::new("subject by name");
    fields.text(kind.as_str());
    for name in names {
        fields.text(name);
    }
    fields.finish()
}

/// What words count for while nothing matches: their folded names.
pub(crate) fn by_names(words: &Words, status: Status) -> Resolved {
    let artist_key = text::fold(&words.artist_name);
    let recording_key = text::fold(&words.recording_name);
    let recording =
        key_of_names(Kind::Recording, &[dedupe::without_guests(&recording_key), &artist_key]);
    let mut it = Resolved { status, ..Resolved::of(recording) };
    let named = |name: &str, credit: Option<&str>| Names {
        name: short(name),
        artist_credit_name: credit.map(short),
        ..Names::default()
    };
    let credit = Some(words.artist_name.as_str());
    let names = Names { length_ms: words.length_ms, ..named(&words.recording_name, credit) };
    it.subject(Kind::Recording, recording, names);
    let names: Vec<&str> = match words.is_one_artist {
        true => vec![&words.artist_name],
        false => words.artist_name.split(BETWEEN_ARTISTS).take(MAX_ARTISTS).collect(),
    };
    for (position, name) in names.into_iter().enumerate() {
        let artist = key_of_names(Kind::Artist, &[&text::fold(name)]);
        it.subject(Kind::Artist, artist, named(name, None));
        it.facet(recording, (Kind::Artist, position as i64), artist);
    }
    if let Some(release_name) = &words.release_name {
        let by = words.release_artist_name.as_ref().unwrap_or(&words.artist_name);
        let release = key_of_names(Kind::Release, &[&text::fold(release_name), &text::fold(by)]);
        it.subject(Kind::Release, release, named(release_name, Some(by)));
        it.release = Some(release);
    }
    it
}

/// Asks the catalogue what words mean.
pub(crate) fn by_catalogue(
    view: &View<'_>,
    words: &Words,
    effort: Effort,
) -> catalog::Result<Resolved> {
    let found = matching::find(view, words, effort)?;
    let generation = i64::try_from(view.catalog().number()).ok();
    let features = || serde_json::to_string(&found.features).unwrap_or_else(|_| "{}".to_owned());
    let Some(recording) = found.recording else {
        let status = if effort == Effort::Exact { Status::Pending } else { Status::Unmatched };
        let unmatched = by_names(words, status);
        let candidates = candidates(&found);
        return Ok(Resolved { generation, features: features(), candidates, ..unmatched });
    };
    let mut it = of_recording(view, recording.row, found.release.map(|release| release.row))?
        .unwrap_or_else(|| by_names(words, Status::Pending));
    let is_certain = found.is_certain();
    it.status = if is_certain { Status::Matched } else { Status::Uncertain };
    it.stage = stage(found.stage);
    it.score = Some(f64::from(found.score.clamp(0.0, 1.0)));
    it.features = features();
    it.candidates = candidates(&found);
    if it.release.is_none() && words.release_name.is_some() {
        let named = by_names(words, Status::Matched);
        it.release = named.release;
        it.subjects.extend(named.subjects.into_iter().filter(|it| it.kind == Kind::Release));
    }
    Ok(it)
}

/// The recording of an MBID, if the catalogue has it.
pub(crate) fn by_mbid(view: &View<'_>, mbid: Gid) -> catalog::Result<Option<Resolved>> {
    let Some(found) = view.find::<Recording<'_>>(mbid)? else { return Ok(None) };
    of_recording(view, found.id, None)
}

/// The recording that people chose for words in which nothing was found, if the catalogue has it. The release stays
/// that of the words.
pub(crate) fn by_choice(
    view: &View<'_>,
    unmatched: &Resolved,
    count: &Count,
) -> catalog::Result<Option<Resolved>> {
    let chosen = Gid(*count.recording_mbid.as_bytes());
    let Some(mut it) = by_mbid(view, chosen)? else { return Ok(None) };
    it.features = serde_json::json!({"chosen_by": count.people}).to_string();
    it.generation = unmatched.generation;
    it.candidates.clone_from(&unmatched.candidates);
    it.release = unmatched.release;
    let release = unmatched.subjects.iter().filter(|it| it.kind == Kind::Release);
    it.subjects.extend(release.cloned());
    Ok(Some(it))
}

/// The release of an MBID, if the catalogue has it; nothing of a recording.
pub(crate) fn release_by_mbid(view: &View<'_>, mbid: Gid) -> catalog::Result<Option<Resolved>> {
    let Some(found) = view.find::<Release<'_>>(mbid)? else { return Ok(None) };
    let mut it = Resolved::of(key_of_mbid(Kind::Release, mbid));
    it.generation = i64::try_from(view.catalog().number()).ok();
    add_release(view, found.id, &mut it)?;
    Ok(Some(it))
}

fn of_recording(
    view: &View<'_>,
    row: u32,
    release: Option<u32>,
) -> catalog::Result<Option<Resolved>> {
    let Some(recording) = view.get::<Recording<'_>>(row)? else { return Ok(None) };
    let generation = i64::try_from(view.catalog().number()).ok();
    let key = key_of_mbid(Kind::Recording, recording.gid);
    let mut it = Resolved { generation, ..Resolved::of(key) };
    let names = Names {
        artist_credit_name: credit_name(view, recording.artist_credit)?,
        length_ms: recording.length_ms.map(i64::from),
        year: recording.first_release.year.map(i64::from),
        ..known(recording.gid, recording.name, generation)
    };
    it.subject(Kind::Recording, key, names);
    artists(view, recording.artist_credit, &mut it)?;
    genres(view, recording.tags, &mut it)?;
    let main = Some(recording.main.release).filter(|id| *id != 0);
    if let Some(id) = release.or(main) {
        add_release(view, id, &mut it)?;
    }
    Ok(Some(it))
}

fn artists(view: &View<'_>, credit: u32, it: &mut Resolved) -> catalog::Result<()> {
    let Some(credit) = view.artist_credit(credit)? else { return Ok(()) };
    let mut position = 0;
    for name in names(&credit) {
        let Some(artist) = view.get::<Artist<'_>>(name.artist)? else { continue };
        let country = std::str::from_utf8(&artist.country).ok();
        let names = Names {
            country: country.filter(|it| it.bytes().all(|b| b.is_ascii_alphanumeric())).map(short),
            ..known(artist.gid, artist.name, it.generation)
        };
        let key = key_of_mbid(Kind::Artist, artist.gid);
        it.subject(Kind::Artist, key, names);
        it.facets.push(Facet {
            of: it.recording,
            kind: Kind::Artist,
            position,
            target: key,
            credited_name: Some(short(name.name)),
            join_phrase: Some(short(name.join_phrase)),
            weight: 1.0,
        });
        position += 1;
    }
    Ok(())
}

/// The strongest tags, as shares of the strongest.
fn genres(
    view: &View<'_>,
    tags: catalog::codec::List<'_, catalog::record::TagCount<'_>>,
    it: &mut Resolved,
) -> catalog::Result<()> {
    let mut tags: Vec<_> = tags.iter().flatten().filter(|tag| tag.count > 0).collect();
    tags.sort_by_key(|tag| std::cmp::Reverse(tag.count));
    let most = tags.first().map_or(1.0, |tag| f64::from(tag.count));
    for (position, tag) in tags.into_iter().take(MAX_GENRES).enumerate() {
        let Some(term) = view.term(vocabulary::Words::Tag, tag.tag)? else { continue };
        let key = key_of_names(Kind::Genre, &[&text::fold(term.name)]);
        it.subject(Kind::Genre, key, Names { name: short(term.name), ..Names::default() });
        it.facet(it.recording, (Kind::Genre, position as i64), key);
        if let Some(facet) = it.facets.last_mut() {
            facet.weight = f64::from(tag.count) / most;
        }
    }
    Ok(())
}

fn add_release(view: &View<'_>, row: u32, it: &mut Resolved) -> catalog::Result<()> {
    let Some(release) = view.get::<Release<'_>>(row)? else { return Ok(()) };
    let key = key_of_mbid(Kind::Release, release.gid);
    let names = Names {
        artist_credit_name: credit_name(view, release.artist_credit)?,
        ..known(release.gid, release.name, it.generation)
    };
    it.release = Some(it.subject(Kind::Release, key, names));
    if let Some(group) = view.get::<ReleaseGroup<'_>>(release.release_group)? {
        let group_key = key_of_mbid(Kind::ReleaseGroup, group.gid);
        let names = Names {
            artist_credit_name: credit_name(view, group.artist_credit)?,
            year: group.first_release.year.map(i64::from),
            ..known(group.gid, group.name, it.generation)
        };
        it.subject(Kind::ReleaseGroup, group_key, names);
        it.facet(key, (Kind::ReleaseGroup, 0), group_key);
    }
    let mut position = 0;
    for on in release.labels.iter().flatten() {
        let Some(label) = view.get::<Label<'_>>(on.label)? else { continue };
        let label_key = key_of_mbid(Kind::Label, label.gid);
        it.subject(Kind::Label, label_key, known(label.gid, label.name, it.generation));
        it.facet(key, (Kind::Label, position), label_key);
        position += 1;
    }
    Ok(())
}

fn known(mbid: Gid, name: &str, generation: Option<i64>) -> Names {
    Names {
        mbid: Some(Uuid::from_bytes(mbid.0)),
        name: short(name),
        catalogue_generation: generation,
        ..Names::default()
    }
}

fn names<'a>(credit: &ArtistCredit<'a>) -> impl Iterator<Item = CreditedName<'a>> {
    credit.names.iter().flatten()
}

/// The words of a credit.
pub(crate) fn credit_name(view: &View<'_>, credit: u32) -> catalog::Result<Option<String>> {
    Ok(view.printed_credit(credit)?.map(|text| short(&text)))
}

fn stage(stage: matching::Stage) -> Option<Stage> {
    match stage {
        matching::Stage::Mbid => Some(Stage::Mbid),
        matching::Stage::Isrc => Some(Stage::Isrc),
        matching::Stage::Exact => Some(Stage::Exact),
        matching::Stage::Fuzzy => Some(Stage::Fuzzy),
        matching::Stage::None => None,
    }
}

fn candidates(found: &matching::Match) -> Vec<Candidate> {
    let staged = found.candidates.iter().filter_map(|it| Some((it, stage(it.stage)?)));
    let rows = staged.take(matching::MAX_CANDIDATES).zip(1..);
    rows.map(|((it, stage), position)| Candidate {
        position,
        recording_mbid: Uuid::from_bytes(it.recording.mbid.0),
        release_mbid: it.release.map(|release| Uuid::from_bytes(release.mbid.0)),
        score: f64::from(it.score.clamp(0.0, 1.0)),
        stage,
        features: serde_json::to_string(&it.features).unwrap_or_else(|_| "{}".to_owned()),
    })
    .collect()
}

/// A name that fits into its column.
fn short(name: &str) -> String {
    name.chars().take(MAX_NAME).collect()
}

//! From staged parts to a generation: records completed, lists ordered, indexes and texts written.
//!
//! Each step is a file; [`build`] is their order. A step takes its stage group by group in the order
//! of the dense ids, and may push parts for the steps after it.

mod areas;
mod browse;
mod cd_tocs;
mod commons;
mod credits;
mod fielded;
mod indexes;
mod joins;
mod names;
mod recordings;
mod redirects;
mod relationships;
mod release_groups;
mod releases;
mod texts;
mod urls;
mod words;
mod works;

mod artists;
mod labels;
mod other;

use std::path::Path;

use catalog::{Build, Table, Writer};
use jobs::{Progress, Stop, Unit};
use model::Kind;

use self::areas::Areas;
use self::commons::{Commons, TagOrder};
use self::credits::Credits;
use self::indexes::Indexes;
use self::names::Names;
use self::texts::Texts;
use crate::column::{Column, TextColumn};
use crate::error::Result;
use crate::facts::Facts;
use crate::popularity::Signals;
use crate::staging::{Group, Groups, Part, Stage, Staging};
use crate::stopwatch::Stopwatch;

/// Everything that the steps share.
struct Builder<'a, 'b> {
    staging: &'a mut Staging,
    writer: Writer<'b>,
    indexes: Indexes,
    names: Names,
    texts: Texts,
    credits: Credits,
    /// Titles of release groups, for searching tracks by album.
    albums: TextColumn,
    areas: Areas,
    /// The releases of pairs of release and label, which are numbered from 1.
    labelled: Column<u32>,
    label_pairs: u32,
    tag_order: TagOrder,
    progress: &'a dyn Progress,
    stop: &'a Stop,
}

/// Writes `data.mdb`, `search/` and `fielded/` into `directory` and says how many records each table got.
pub fn build(
    staging: &mut Staging,
    directory: &Path,
    watch: &mut Stopwatch<'_>,
    stop: &Stop,
) -> Result<Vec<(Table, u64)>> {
    let store = Build::create(directory)?;
    let (counts, texts) = fill(&store, staging, watch, stop)?;
    // The catalogue knows them now.
    staging.facts = Facts::default();
    store.finish()?;
    watch.start("search", Some(texts.count()), Unit::Items);
    let memory = texts.index_bytes();
    texts.write(&directory.join("search"), watch.progress(), stop)?;
    let total = counts.iter().filter(|(table, _)| matches!(table, Table::Entity(_)));
    watch.start("fields", Some(total.map(|(_, count)| count).sum()), Unit::Items);
    let sorter = (staging.directory(), staging.sorter_bytes());
    let run = fielded::Run { progress: watch.progress(), stop, memory, staging: sorter };
    fielded::write(directory, &run)?;
    Ok(counts)
}

/// Writes everything but the search indexes, whose texts it returns.
fn fill(
    store: &Build,
    staging: &mut Staging,
    watch: &mut Stopwatch<'_>,
    stop: &Stop,
) -> Result<(Vec<(Table, u64)>, Texts)> {
    let (at, memory) = (staging.directory().to_owned(), staging.sorter_bytes());
    let mut builder = Builder {
        writer: store.writer()?,
        indexes: Indexes::new(&at, memory),
        names: Names::new(&at, memory),
        texts: Texts::new(&at, memory),
        credits: Credits::default(),
        albums: TextColumn::default(),
        areas: Areas::default(),
        labelled: Column::new(),
        label_pairs: 0,
        tag_order: TagOrder::default(),
        progress: watch.progress(),
        stop,
        staging,
    };
    builder.steps(watch)?;
    let Builder { indexes, mut writer, texts, .. } = builder;
    indexes.write(&mut writer)?;
    Ok((writer.finish()?, texts))
}

impl Builder<'_, '_> {
    /// The steps, each of which may push parts for those after it.
    fn steps(&mut self, watch: &mut Stopwatch<'_>) -> Result<()> {
        watch.start("join", None, Unit::Items);
        self.staging.facts.forget_tracks();
        self.words()?;
        self.annotations()?;
        self.images()?;
        self.urls()?;
        self.links()?;
        self.areas()?;
        self.credits()?;
        watch.start("releases", Some(self.staging.facts.count(Kind::Release)), Unit::Items);
        self.releases()?;
        self.printed_credits()?;
        let groups = self.staging.facts.count(Kind::ReleaseGroup);
        watch.start("release groups", Some(groups), Unit::Items);
        self.release_groups()?;
        watch.start("recordings", Some(self.staging.facts.count(Kind::Recording)), Unit::Items);
        self.recordings()?;
        self.albums = TextColumn::default();
        self.credits.forget_printed();
        watch.start("artists and others", None, Unit::Items);
        self.artists()?;
        self.labels()?;
        self.works()?;
        self.other()?;
        self.cd_tocs()?;
        watch.start("relationships", None, Unit::Items);
        self.relationships()?;
        self.redirects()?;
        watch.start("lists", None, Unit::Items);
        self.browse()?;
        watch.start("indexes", None, Unit::Items);
        Ok(())
    }

    /// The groups of a kind of entity.
    fn entities(&mut self, kind: Kind) -> Result<Groups> {
        self.staging.rest()?;
        self.indexes.rest()?;
        self.names.rest()?;
        self.texts.rest()?;
        self.staging.groups(Stage::Entity(kind))
    }

    /// Whether a group has exactly one record; what is wrong otherwise is reported.
    fn is_whole(&mut self, kind: Kind, group: &Group) -> Result<bool> {
        let records = group.parts(Part::Record).count();
        if records == 0 {
            let target = format!("{} {}", kind.as_str(), group.id());
            self.staging.problems.dangling(
                &format!("{}, its parts", kind.as_str()),
                group.key,
                &target,
            )?;
        }
        for _ in 1..records {
            let place = format!("id {}", group.id());
            self.staging.problems.refuse(&crate::problems::Refusal {
                file: "after reading",
                table: kind.as_str(),
                kind: "duplicate id",
                place: &place,
                reason: "the export has this row id twice; the first row was taken",
            })?;
        }
        Ok(records > 0)
    }

    /// 0 if a reference is dangling, which is reported.
    fn checked(&mut self, from: (Kind, u32), to: Kind, id: u32) -> Result<u32> {
        if id == 0 || self.staging.facts.exists(to, id) {
            return Ok(id);
        }
        let target = format!("{} {id}", to.as_str());
        self.staging.problems.dangling(from.0.as_str(), u64::from(from.1), &target)?;
        Ok(0)
    }

    /// Votes for the best known artist of a credit.
    fn artist_votes(&self, credit: u32) -> u32 {
        let votes =
            self.credits.artists(credit).iter().map(|id| self.staging.facts.artist_votes.get(*id));
        votes.max().unwrap_or(0)
    }

    /// The score of an entity: what the source says, else what the signals say.
    fn score(&self, given: u8, signals: Signals) -> f32 {
        if self.staging.facts.popularity_is_given { f32::from(given) } else { signals.score() }
    }

    /// A score as popularity, 0 to 100.
    fn popularity(&self, score: f32) -> u8 {
        if self.staging.facts.popularity_is_given {
            score as u8
        } else {
            crate::popularity::points(score)
        }
    }

    /// One more group is done: tells the progress now and then and looks whether to stop.
    fn tick(&self, done: &mut u64) -> Result<()> {
        *done += 1;
        if done.is_multiple_of(4096) {
            self.progress.advance(4096);
            self.stop.check()?;
        }
        Ok(())
    }
}

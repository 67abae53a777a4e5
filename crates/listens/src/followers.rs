//! Listens that follow when words count for something else.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use store::listens::{self, Key, Listen as Row};
use store::match_inputs::Input;
use store::{Tx, users};
use uuid::Uuid;

use crate::counts::Changes;
use crate::error::Result;
use crate::stats::presence;

/// Listens, and people, that are read at once.
const PAGE: u32 = 1000;
/// Before all listens.
const BEGIN: Key = (Uuid::nil(), i64::MIN, Uuid::nil());

/// What happens to listens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way {
    /// What words count for from now on; none when that stays.
    pub(crate) to: Option<(i64, Option<i64>)>,
    /// The length of the recording.
    pub(crate) length_ms: Option<i64>,
}

impl Way {
    /// A row as it is from now on. A choice stays; the release is that of the words.
    fn row(&self, old: &Row, told_ms: Option<i64>) -> Row {
        let (recording_subject, release_subject) =
            self.to.unwrap_or((old.recording_subject, old.release_subject));
        if old.is_manual && self.to.is_some() {
            return Row { release_subject, ..old.clone() };
        }
        let played_ms = told_ms.or(self.length_ms);
        Row { recording_subject, release_subject, played_ms, ..old.clone() }
    }
}

/// Words with what happens to their listens, and the days of everybody that change by it.
#[derive(Default)]
pub(crate) struct Followers {
    ways: BTreeMap<i64, Way>,
    /// What the words counted for.
    recordings: Vec<i64>,
    changes: HashMap<Uuid, Changes>,
}

impl Followers {
    /// Lets the listens with these words, as they were, follow in the end.
    pub(crate) fn words(&mut self, input: &Input, way: Way) {
        self.ways.insert(input.id, way);
        self.recordings.push(input.words.matched.recording_subject);
    }

    /// Lets the listens follow for which a recording was chosen by hand.
    pub(crate) async fn chosen(
        &mut self,
        tx: &mut Tx<'_>,
        recording: i64,
        way: &Way,
    ) -> Result<()> {
        let mut after = BEGIN;
        loop {
            let rows = listens::chosen(&mut *tx, recording, after, PAGE).await?;
            let Some((last, _)) = rows.last() else { return Ok(()) };
            after = last.key();
            for row in rows {
                self.one(tx, row, way).await?;
            }
        }
    }

    /// Lets them follow, and marks the days.
    pub(crate) async fn write(mut self, tx: &mut Tx<'_>) -> Result<()> {
        let ways = std::mem::take(&mut self.ways);
        if !ways.is_empty() {
            self.counted(tx, &ways).await?;
        }
        for (input, way) in &ways {
            self.uncounted(tx, *input, way).await?;
        }
        for changes in self.changes.into_values() {
            changes.write(tx).await?;
        }
        Ok(())
    }

    /// The listens that count for what their words mean.
    async fn counted(&mut self, tx: &mut Tx<'_>, ways: &BTreeMap<i64, Way>) -> Result<()> {
        let wanted: Vec<i64> = ways.keys().copied().collect();
        self.recordings.sort_unstable();
        self.recordings.dedup();
        let mut after = Uuid::nil();
        loop {
            let people = users::with_listens(&mut *tx, after, PAGE).await?;
            let Some(last) = people.last() else { return Ok(()) };
            after = *last;
            for user_id in people {
                for span in presence::spans(tx, user_id, &self.recordings).await? {
                    for row in listens::with_words(&mut *tx, user_id, span, &wanted).await? {
                        if let Some(way) = ways.get(&row.0.match_input) {
                            self.one(tx, row, way).await?;
                        }
                    }
                }
            }
        }
    }

    /// Hidden listens, and those for which a recording was chosen.
    async fn uncounted(&mut self, tx: &mut Tx<'_>, input: i64, way: &Way) -> Result<()> {
        let mut after = BEGIN;
        loop {
            let rows = listens::uncounted(&mut *tx, input, after, PAGE).await?;
            let Some((last, _)) = rows.last() else { return Ok(()) };
            after = last.key();
            // Without another target a choice is not concerned.
            for row in rows.into_iter().filter(|(old, _)| !old.is_manual || way.to.is_some()) {
                self.one(tx, row, way).await?;
            }
        }
    }

    async fn one(
        &mut self,
        tx: &mut Tx<'_>,
        (old, told_ms): (Row, Option<i64>),
        way: &Way,
    ) -> Result<()> {
        let row = way.row(&old, told_ms);
        if row != old {
            listens::update(tx, &row).await?;
        }
        let changes = match self.changes.entry(old.user_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let zone = presence::zone(tx, old.user_id).await?;
                place.insert(Changes::new(old.user_id, &zone))
            }
        };
        changes.note(&old);
        Ok(())
    }
}

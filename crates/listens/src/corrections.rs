//! Corrections: what a person's rules, choices and edits make of what was sent.

use model::Gid;
use store::listen_edits::{self, Action, Edit};
use store::listens::{HiddenBy, Listen};
use store::listens_raw::{Report, TimeMeaning};
use store::match_inputs::{self, Status};
use store::subjects::Kind;
use store::submissions::UserContext;
use store::{Tx, listen_rules, manual_matches};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::inputs::{self, Slot};
use crate::known::Known;
use crate::listens::Listens;
use crate::resolve::{self, Resolved};
use crate::rules::{Rule, Ruling};
use crate::submit::start_ms;
use crate::words::Words;

/// What words count for, for one person.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) input: i64,
    /// How long a play is when nobody observed it.
    pub(crate) played_ms: Option<i64>,
    /// The length that the words tell.
    pub(crate) told_ms: Option<i64>,
    pub(crate) recording: i64,
    pub(crate) release: Option<i64>,
    pub(crate) is_manual: bool,
    pub(crate) hidden_by: Option<HiddenBy>,
}

impl Target {
    /// What the words count for when nobody corrects them.
    pub(crate) fn plain(known: &Known) -> Self {
        Self {
            input: known.id,
            played_ms: known.played_ms,
            told_ms: known.length_ms,
            recording: known.recording,
            release: known.release,
            is_manual: false,
            hidden_by: None,
        }
    }
}

/// What deriving looks at in a report, besides its words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Given {
    pub(crate) id: Uuid,
    pub(crate) start_ms: i64,
    pub(crate) played_ms: Option<i64>,
}

impl Given {
    pub(crate) fn of(report: &Report, words: &Words) -> Self {
        let is_end = report.time_meaning == TimeMeaning::End;
        let length = report.played_ms.or(words.length_ms);
        let start_ms = start_ms(report.listened_at_ms, is_end, length);
        Self { id: report.id, start_ms, played_ms: report.played_ms }
    }
}

/// The rules and choices of a person.
pub(crate) struct Corrections {
    user_id: Uuid,
    version: i64,
    rules: Vec<Rule>,
    has_matches: bool,
    has_edits: bool,
}

impl Corrections {
    pub(crate) async fn load(
        tx: &mut Tx<'_>,
        user_id: Uuid,
        context: &UserContext,
    ) -> Result<Self> {
        let rows = match context.has_rules {
            true => listen_rules::list(&mut *tx, user_id).await?,
            false => Vec::new(),
        };
        let rules = rows.iter().filter(|row| row.is_enabled).filter_map(Rule::read).collect();
        Ok(Self {
            user_id,
            version: context.match_version,
            rules,
            has_matches: context.has_matches,
            has_edits: context.has_edits,
        })
    }

    /// What words count for after rules and choices.
    pub(crate) async fn target(
        &self,
        listens: &Listens,
        tx: &mut Tx<'_>,
        (slot, now_ms): (&Slot, i64),
    ) -> Result<Target> {
        let mut hidden_by = None;
        let mut corrected = None;
        match crate::rules::apply(&self.rules, &slot.words) {
            Ruling::Same => {}
            Ruling::Blocked => hidden_by = Some(HiddenBy::Block),
            Ruling::Words(words) => {
                corrected = Some(self.slot(listens, tx, (*words, now_ms)).await?);
            }
        }
        let chosen = self.chosen(tx, slot, corrected.as_ref()).await?;
        let slot = corrected.as_ref().unwrap_or(slot);
        let target = Target { hidden_by, ..Target::plain(slot.known()?) };
        match chosen {
            None => Ok(target),
            Some(mbid) => manual(listens, tx, (&slot.words, mbid), target).await,
        }
    }

    /// The recording that the person chose, for the words as corrected or as sent.
    async fn chosen(
        &self,
        tx: &mut Tx<'_>,
        sent: &Slot,
        corrected: Option<&Slot>,
    ) -> Result<Option<Uuid>> {
        if !self.has_matches {
            return Ok(None);
        }
        for slot in corrected.into_iter().chain([sent]) {
            let choice = manual_matches::find(&mut *tx, self.user_id, slot.msid).await?;
            if let Some(choice) = choice {
                return Ok(Some(choice.recording_mbid));
            }
        }
        Ok(None)
    }

    /// Words with their number.
    async fn slot(
        &self,
        listens: &Listens,
        tx: &mut Tx<'_>,
        (words, now_ms): (Words, i64),
    ) -> Result<Slot> {
        let mut slot = Slot::new(words);
        slot.known = listens.memory().get(&slot.hash);
        if slot.known.is_none() {
            slot.resolved = listens.resolve(&slot.words, crate::matching::Effort::Exact)?;
        }
        let mut slots = [slot];
        inputs::ensure(tx, &mut slots, (self.version, now_ms)).await?;
        let [slot] = slots;
        Ok(slot)
    }

    /// The row that a report comes to when it stands for a play.
    pub(crate) async fn derive(
        &self,
        listens: &Listens,
        tx: &mut Tx<'_>,
        (report, words, now_ms): (&Given, &Words, i64),
    ) -> Result<Listen> {
        let edits = match self.has_edits {
            true => listen_edits::of_raw(&mut *tx, report.id).await?,
            false => Vec::new(),
        };
        let mut words = words.clone();
        for edit in edits.iter().filter(|edit| edit.action == Action::SetWords) {
            detail::<NewWords>(edit)?.put_on(&mut words);
        }
        let slot = self.slot(listens, tx, (words, now_ms)).await?;
        let mut target = self.target(listens, tx, (&slot, now_ms)).await?;
        let mut at_ms = report.start_ms;
        for edit in &edits {
            match edit.action {
                Action::Delete => target.hidden_by = Some(HiddenBy::Deletion),
                Action::SetTime => at_ms = at_ms.saturating_add(detail::<NewTime>(edit)?.shift_ms),
                Action::SetMatch => {
                    let mbid = detail::<NewMatch>(edit)?.recording_mbid;
                    target = manual(listens, tx, (&slot.words, mbid), target).await?;
                }
                Action::SetWords | Action::Separate => {}
            }
        }
        Ok(target.row((self.user_id, at_ms, report.id), report.played_ms))
    }
}

/// Words that an edit or a rule puts in the place of others. An empty release takes it away.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewWords {
    /// Artist credit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub artist_name: Option<String>,
    /// Title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recording_name: Option<String>,
    /// Title of the release; empty for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release_name: Option<String>,
}

impl NewWords {
    /// Whether nothing would change.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(crate) fn put_on(&self, words: &mut Words) {
        if let Some(name) = &self.artist_name {
            words.artist_name.clone_from(name);
        }
        if let Some(name) = &self.recording_name {
            words.recording_name.clone_from(name);
        }
        if let Some(name) = &self.release_name {
            words.release_name = Some(name.clone()).filter(|name| !name.is_empty());
        }
    }
}

#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct NewTime {
    pub(crate) shift_ms: i64,
}

#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct NewMatch {
    pub(crate) recording_mbid: Uuid,
}

fn detail<T: serde::de::DeserializeOwned>(edit: &Edit) -> Result<T> {
    serde_json::from_str(&edit.detail).map_err(|error| Error::Internal(error.into()))
}

/// The target with another recording. One that the catalogue lacks keeps the names of the words.
async fn manual(
    listens: &Listens,
    tx: &mut Tx<'_>,
    (words, mbid): (&Words, Uuid),
    target: Target,
) -> Result<Target> {
    let resolved = vec![recording(listens, words, mbid)?];
    let numbers = inputs::make_subjects(tx, &resolved).await?;
    let recording = inputs::number(&numbers, &resolved[0].recording)?;
    let played_ms = match target.told_ms {
        Some(told) => Some(told),
        None => inputs::lengths(tx, [recording].into_iter()).await?.remove(&recording),
    };
    Ok(Target { recording, played_ms, is_manual: true, ..target })
}

/// What words count for whose recording a person has chosen.
pub(crate) fn recording(listens: &Listens, words: &Words, mbid: Uuid) -> Result<Resolved> {
    let gid = Gid(*mbid.as_bytes());
    let catalog = listens.catalogue().get().clone();
    if let Some(catalog) = catalog {
        let view = catalog.view()?;
        if let Some(mut found) = resolve::by_mbid(&view, gid)? {
            // The release of a listen is that of its words.
            found.release = None;
            return Ok(found);
        }
    }
    let mut named = resolve::by_names(words, Status::Matched);
    let key = resolve::key_of_mbid(Kind::Recording, gid);
    for subject in named.subjects.iter_mut().filter(|it| it.kind == Kind::Recording) {
        subject.key = key;
        subject.names.mbid = Some(mbid);
    }
    for facet in &mut named.facets {
        facet.of = key;
    }
    named.recording = key;
    Ok(named)
}

/// The words of a report.
pub(crate) async fn words_of(tx: &mut Tx<'_>, input: i64) -> Result<Words> {
    let found = match_inputs::list(&mut *tx, &[input]).await?;
    let input = found.into_iter().next();
    let input = input.ok_or_else(|| Error::Internal("a report without words".into()))?;
    Ok(inputs::words(input.words.fields))
}

//! Rules and choices of a person: kept, tried out, and applied to the past and the future.

use store::manual_matches::{self, ManualMatch};
use store::match_inputs::{self, Input, Status};
use store::stats::Counted;
use store::{Tx, listen_rules, listens};
use uuid::Uuid;

use crate::corrections;
use crate::edits::{derive_again, user_context};
use crate::error::{Error, Refusal, Result};
use crate::history::{Listen, MAX_PAGE, MatchKind};
use crate::inputs;
use crate::listens::Listens;
use crate::matching::Effort;
use crate::resolve;
use crate::rules::{self, Rule, Ruling};
use crate::stats::{Order, Range, presence};
use crate::words::Words;

/// Rules of a person at most: each is tried on every listen.
const MAX_RULES: usize = 1000;
/// Listens that are changed in one unit of work.
const STEP: usize = 500;
/// Distinct words under one id at most that follow a choice.
pub(crate) const MAX_WORDS: u32 = 1000;
/// Listens that are shown of those that a rule concerns.
const SHOWN: usize = 20;

/// A rule that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRule {
    /// Its id.
    pub id: Uuid,
    /// What it says.
    pub rule: Rule,
    /// Whether it is applied.
    pub is_enabled: bool,
    /// When it was made.
    pub created_at_ms: i64,
}

/// What a rule would do.
#[derive(Debug, Clone, PartialEq)]
pub struct RulePreview {
    /// How many listens it concerns.
    pub listens: u64,
    /// The newest of them, and what they would become; none for those that would not be shown.
    pub first: Vec<(Listen, Option<Becomes>)>,
}

/// What a rule makes of a listen.
#[derive(Debug, Clone, PartialEq)]
pub struct Becomes {
    /// Its words.
    pub words: Words,
    /// The names of the artists that it would count for.
    pub artists: Vec<String>,
    /// The recording that it would count for, chosen by the person or known to the catalogue.
    pub recording_mbid: Option<Uuid>,
}

/// Words that the catalogue does not know.
#[derive(Debug, Clone, PartialEq)]
pub struct Unmatched {
    /// The words.
    pub words: Words,
    /// Their id.
    pub recording_msid: Uuid,
    /// How often they were heard.
    pub listens: u64,
}

impl Listens {
    /// The rules of a person, in order.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn rules(&self, user_id: Uuid) -> Result<Vec<KeptRule>> {
        let rows = listen_rules::list(self.store(), user_id).await?;
        let rules = rows.iter().filter_map(|row| {
            let (rule, is_enabled) = (Rule::read(row)?, row.is_enabled);
            Some(KeptRule { id: row.id, rule, is_enabled, created_at_ms: row.created_at_ms })
        });
        Ok(rules.collect())
    }

    /// Which listens a rule would concern as the last of all, and what it would make of them,
    /// without keeping it.
    ///
    /// # Errors
    /// Refused: a rule that cannot be.
    pub async fn preview_rule(&self, user_id: Uuid, rule: &Rule) -> Result<RulePreview> {
        rule.write()?;
        let (mut listens, mut first) = (0, Vec::new());
        let mut from = None;
        loop {
            let (page, next) = self.page(user_id, from, MAX_PAGE).await?;
            for listen in page.into_iter().filter(|it| rule.condition.holds(&it.words)) {
                listens += 1;
                if first.len() < SHOWN {
                    let ruling = rules::apply(std::slice::from_ref(rule), &listen.words);
                    first.push((listen, ruling));
                }
            }
            match next {
                Some(next) => from = Some(next),
                None => return Ok(RulePreview { listens, first: self.ruled(first).await? }),
            }
        }
    }

    /// What rulings make of listens; none of those that would not be shown any more.
    async fn ruled(&self, ruled: Vec<(Listen, Ruling)>) -> Result<Vec<(Listen, Option<Becomes>)>> {
        let mut first = Vec::with_capacity(ruled.len());
        for (listen, ruling) in ruled {
            let words = match ruling {
                Ruling::Blocked => {
                    first.push((listen, None));
                    continue;
                }
                Ruling::Same => listen.words.clone(),
                Ruling::Words(words) => *words,
            };
            let msid = words.recording_msid();
            let chosen = match (self.manual_match(listen.user_id, msid).await?, &listen.matched) {
                (Some(choice), _) => Some(choice.recording_mbid),
                (None, Some(matched)) if listen.matched_by == MatchKind::Manual => {
                    Some(matched.recording.mbid)
                }
                _ => None,
            };
            first.push((listen, Some((words, chosen))));
        }
        let listens = self.clone();
        let work = tokio::task::spawn_blocking(move || {
            let becomes = |(listen, words): (Listen, Option<(Words, Option<Uuid>)>)| {
                let words = words.map(|words| listens.becomes(words)).transpose()?;
                Ok((listen, words))
            };
            first.into_iter().map(becomes).collect()
        });
        work.await.map_err(|error| Error::Internal(error.into()))?
    }

    fn becomes(&self, (words, chosen): (Words, Option<Uuid>)) -> Result<Becomes> {
        let found = match chosen {
            Some(mbid) => Some(corrections::recording(self, &words, mbid)?),
            None => self.resolve(&words, Effort::Fuzzy)?,
        };
        let found = found.unwrap_or_else(|| resolve::by_names(&words, Status::Unmatched));
        let artists = found.artists().into_iter().map(str::to_owned).collect();
        Ok(Becomes { artists, recording_mbid: found.recording_mbid(), words })
    }

    /// Keeps a rule behind all others and applies it to the past.
    ///
    /// # Errors
    /// Refused: a rule that cannot be, too many rules.
    pub async fn add_rule(&self, user_id: Uuid, rule: &Rule) -> Result<Uuid> {
        let (action, condition, effect) = rule.write()?;
        if listen_rules::list(self.store(), user_id).await?.len() >= MAX_RULES {
            return Err(Refusal::TooMany { what: "rules", most: MAX_RULES }.into());
        }
        let (id, now_ms) = (self.new_id(), self.now_ms());
        let row = listen_rules::Rule {
            id,
            position: 0,
            action,
            condition,
            effect,
            is_enabled: true,
            created_at_ms: now_ms,
            updated_at_ms: now_ms,
        };
        self.store()
            .write::<_, store::Error, _>(move |tx| {
                Box::pin(async move { listen_rules::insert(tx, user_id, &row).await })
            })
            .await?;
        self.rebuild(user_id).await?;
        Ok(id)
    }

    /// Switches a rule on or off, for the past too.
    ///
    /// # Errors
    /// Refused: a rule of somebody else.
    pub async fn set_rule_enabled(&self, user_id: Uuid, id: Uuid, is_enabled: bool) -> Result<()> {
        let now_ms = self.now_ms();
        let work = self.store().write::<_, store::Error, _>(move |tx| {
            Box::pin(async move {
                listen_rules::set_enabled(tx, (user_id, id), is_enabled, now_ms).await
            })
        });
        self.applied(user_id, work.await?).await
    }

    /// Removes a rule; what it did to the past is taken back.
    ///
    /// # Errors
    /// Refused: a rule of somebody else.
    pub async fn remove_rule(&self, user_id: Uuid, id: Uuid) -> Result<()> {
        let work = self.store().write::<_, store::Error, _>(move |tx| {
            Box::pin(async move { listen_rules::delete(tx, user_id, id).await })
        });
        self.applied(user_id, work.await?).await
    }

    async fn applied(&self, user_id: Uuid, is_there: bool) -> Result<()> {
        if !is_there {
            return Err(Refusal::NotFound { what: "rule" }.into());
        }
        self.rebuild(user_id).await.map(drop)
    }

    /// Says which recording words are, for all listens with these words; none takes it back. Where the catalogue
    /// finds nothing, what most people say counts for those who say nothing.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn match_words(&self, user_id: Uuid, msid: Uuid, mbid: Option<Uuid>) -> Result<()> {
        let (id, now_ms) = (self.new_id(), self.now_ms());
        let is_corrected = self
            .store()
            .write::<_, Error, _>(move |tx| {
                Box::pin(async move {
                    let context = user_context(tx, user_id).await?;
                    manual_matches::retire(tx, user_id, msid, now_ms).await?;
                    if let Some(recording_mbid) = mbid {
                        let choice = ManualMatch {
                            id,
                            recording_msid: msid,
                            recording_mbid,
                            created_at_ms: now_ms,
                        };
                        manual_matches::insert(tx, user_id, &choice).await?;
                    }
                    Ok(context.has_rules || context.has_edits)
                })
            })
            .await?;
        if is_corrected {
            // Words as sent lead to other words then.
            self.rebuild(user_id).await?;
        } else {
            for input in match_inputs::find_by_msid(self.store(), msid, MAX_WORDS).await? {
                self.derive_input(user_id, input).await?;
            }
        }
        self.match_chosen(msid).await
    }

    /// Makes all listens of a person with these words again.
    async fn derive_input(&self, user_id: Uuid, input: Input) -> Result<()> {
        let found = self.store().write::<_, Error, _>(move |tx| {
            Box::pin(async move {
                let recording = [input.words.matched.recording_subject];
                let mut ids = Vec::new();
                for span in presence::spans(tx, user_id, &recording).await? {
                    let rows = listens::with_words(&mut *tx, user_id, span, &[input.id]).await?;
                    ids.extend(rows.into_iter().map(|(row, _)| row.id));
                }
                ids.extend(uncounted(tx, user_id, input.id).await?);
                Ok(ids)
            })
        });
        for ids in found.await?.chunks(STEP) {
            let (listens, ids) = (self.clone(), ids.to_vec());
            self.store()
                .write::<_, Error, _>(move |tx| {
                    Box::pin(async move { derive_again(&listens, tx, user_id, &ids).await })
                })
                .await?;
        }
        Ok(())
    }

    /// The recording that a person chose for words.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn manual_match(&self, user_id: Uuid, msid: Uuid) -> Result<Option<ManualMatch>> {
        Ok(manual_matches::find(self.store(), user_id, msid).await?)
    }

    /// The words under an id, if anybody sent them.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn words(&self, msid: Uuid) -> Result<Option<Words>> {
        let found = match_inputs::find_by_msid(self.store(), msid, 1).await?;
        Ok(found.into_iter().next().map(|input| inputs::words(input.words.fields)))
    }

    /// The words that a person heard most and that the catalogue does not know, at most 100.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn unmatched(&self, user_id: Uuid, limit: u32) -> Result<Vec<Unmatched>> {
        let statistics = self.statistics(user_id).await?;
        let span = statistics.span(Range::AllTime).await?;
        let ledger = statistics.ledger(Counted::Recording, &span).await?;
        let (mut found, mut offset) = (Vec::new(), 0);
        let limit = limit.min(100) as usize;
        while found.len() < limit {
            let (counts, _) = ledger.top(Order::Listens, offset, MAX_PAGE);
            if counts.is_empty() {
                break;
            }
            offset += MAX_PAGE;
            let ids = counts.iter().map(|count| count.subject);
            let entries = self.names().entries(self.store(), ids).await?;
            for count in counts {
                let is_known = entries
                    .get(&count.subject)
                    .is_none_or(|entry| entry.subject.names.mbid.is_some());
                if is_known || found.len() == limit {
                    continue;
                }
                let inputs = match_inputs::find_by_subject(self.store(), count.subject, 1).await?;
                found.extend(inputs.into_iter().map(|input| Unmatched {
                    recording_msid: input.words.recording_msid,
                    words: inputs::words(input.words.fields),
                    listens: u64::try_from(count.listens).unwrap_or(0),
                }));
            }
        }
        Ok(found)
    }
}

/// The listens of a person with these words that no day counts for them.
async fn uncounted(tx: &mut Tx<'_>, user_id: Uuid, input: i64) -> Result<Vec<Uuid>> {
    let mut after = (user_id, i64::MIN, Uuid::nil());
    let mut ids = Vec::new();
    loop {
        let rows = listens::uncounted(&mut *tx, input, after, MAX_PAGE).await?;
        let own = rows.iter().map(|(row, _)| row).filter(|row| row.user_id == user_id);
        let Some(last) = own.clone().next_back() else { return Ok(ids) };
        after = last.key();
        ids.extend(own.map(|row| row.id));
    }
}

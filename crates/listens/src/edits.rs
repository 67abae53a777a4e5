//! Edits: what a person does to plays, one or many at once, and takes back.

use store::listen_edits::{self, Action, Batch, Edit};
use store::listens::{self, Listen as Row};
use store::submissions::{self, UserContext};
use store::{Tx, listen_duplicates, listens_raw};
use text::fold_equal;
use uuid::Uuid;

use crate::corrections::{Corrections, Given, NewMatch, NewTime, NewWords, words_of};
use crate::counts::Changes;
use crate::error::{Error, Refusal, Result};
use crate::history::{Cursor, Listen, MAX_PAGE, MatchKind};
use crate::listens::Listens;

/// Listens that are changed in one unit of work.
const STEP: usize = 500;

/// Which listens are meant; what is not said is not asked for. Names are compared folded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Later than this.
    pub after_ms: Option<i64>,
    /// Earlier than this.
    pub before_ms: Option<i64>,
    /// Artist credit.
    pub artist_name: Option<String>,
    /// Title.
    pub recording_name: Option<String>,
    /// Title of the release.
    pub release_name: Option<String>,
    /// The door.
    pub source: Option<String>,
    /// Program and version.
    pub client: Option<String>,
    /// Only those that the catalogue does not know.
    pub is_unmatched: bool,
}

impl Filter {
    fn holds(&self, listen: &Listen) -> bool {
        let is = |wanted: &Option<String>, name: Option<&str>| match wanted {
            None => true,
            Some(wanted) => name.is_some_and(|name| fold_equal(wanted, name)),
        };
        let words = &listen.words;
        let is_unmatched = matches!(listen.matched_by, MatchKind::Pending | MatchKind::None);
        self.after_ms.is_none_or(|after| listen.listened_at_ms > after)
            && self.before_ms.is_none_or(|before| listen.listened_at_ms < before)
            && is(&self.artist_name, Some(&words.artist_name))
            && is(&self.recording_name, Some(&words.recording_name))
            && is(&self.release_name, words.release_name.as_deref())
            && self.source.as_ref().is_none_or(|source| *source == listen.source)
            && self.client.as_ref().is_none_or(|it| listen.client.as_ref() == Some(it))
            && (!self.is_unmatched || is_unmatched)
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What is done to listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Not shown and not counted any more.
    Delete,
    /// Other words.
    SetWords(NewWords),
    /// This recording.
    SetMatch(Uuid),
    /// Another time, by so much.
    ShiftTime(i64),
}

impl Change {
    fn row(&self) -> Result<(Action, String)> {
        let detail = match self {
            Self::Delete => Ok("{}".to_owned()),
            Self::SetWords(words) => serde_json::to_string(words),
            Self::SetMatch(mbid) => serde_json::to_string(&NewMatch { recording_mbid: *mbid }),
            Self::ShiftTime(shift_ms) => serde_json::to_string(&NewTime { shift_ms: *shift_ms }),
        };
        let action = match self {
            Self::Delete => Action::Delete,
            Self::SetWords(_) => Action::SetWords,
            Self::SetMatch(_) => Action::SetMatch,
            Self::ShiftTime(_) => Action::SetTime,
        };
        Ok((action, detail.map_err(|error| Error::Internal(error.into()))?))
    }

    fn check(&self) -> Result<()> {
        let Self::SetWords(words) = self else { return Ok(()) };
        let names = [&words.artist_name, &words.recording_name].into_iter().flatten();
        let is_bad = |name: &String| name.trim().is_empty() || name.contains('\0');
        let is_long = |name: &String| name.chars().count() > 2000;
        let mut all = names.clone().chain(&words.release_name);
        if words.is_empty() || names.clone().any(is_bad) || all.any(is_long) {
            return Err(Refusal::invalid(
                "words",
                "give a name; none may be blank or over 2,000 characters",
            ));
        }
        Ok(())
    }
}

/// What a change did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EditBatch {
    /// For taking it back.
    pub id: Uuid,
    /// How many listens it concerned.
    pub listens: u64,
}

/// What a filter means.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// How many listens.
    pub listens: u64,
    /// The newest of them.
    pub first: Vec<Listen>,
}

impl Listens {
    /// Which listens a filter means, without changing anything.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn preview(&self, user_id: Uuid, filter: &Filter) -> Result<Preview> {
        let mut preview = Preview { listens: 0, first: Vec::new() };
        let mut from = None;
        loop {
            let (page, next) = self.matching_page(user_id, filter, from).await?;
            preview.listens += page.len() as u64;
            let room = 20_usize.saturating_sub(preview.first.len());
            preview.first.extend(page.into_iter().take(room));
            match next {
                Some(next) => from = Some(next),
                None => return Ok(preview),
            }
        }
    }

    /// Changes all listens that a filter means. They are changed in steps; all have the same batch,
    /// so that they are taken back together.
    ///
    /// # Errors
    /// Refused: a filter that means everything, words without a name.
    pub async fn change(
        &self,
        user_id: Uuid,
        filter: &Filter,
        change: &Change,
    ) -> Result<EditBatch> {
        if filter.is_empty() {
            return Err(Refusal::invalid("filter", "say which listens are meant"));
        }
        // The ids first: what is changed may not be meant any more, or come up twice.
        let mut ids = Vec::new();
        let mut from = None;
        loop {
            let (page, next) = self.matching_page(user_id, filter, from).await?;
            ids.extend(page.into_iter().map(|listen| listen.id));
            match next {
                Some(next) => from = Some(next),
                None => break,
            }
        }
        self.change_all(user_id, ids, change).await
    }

    /// Changes one listen.
    ///
    /// # Errors
    /// Refused: a listen of somebody else, words without a name.
    pub async fn change_one(&self, user_id: Uuid, id: Uuid, change: &Change) -> Result<EditBatch> {
        let found = listens::find(self.store(), user_id, id).await?;
        found.ok_or(Refusal::NotFound { what: "listen" })?;
        self.change_all(user_id, vec![id], change).await
    }

    /// Deletes a listen; it can be taken back.
    ///
    /// # Errors
    /// Refused: a listen of somebody else.
    pub async fn delete(&self, user_id: Uuid, id: Uuid) -> Result<EditBatch> {
        self.change_one(user_id, id, &Change::Delete).await
    }

    /// Deletes the listens that began in a second and whose words have an id, as ListenBrainz names
    /// them. Answers how many there were.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn delete_at(&self, user_id: Uuid, second: i64, msid: Uuid) -> Result<u64> {
        let from = second.saturating_mul(1000);
        let span = (from, from.saturating_add(999));
        let ids = listens::find_at(self.store(), user_id, span, msid).await?;
        if ids.is_empty() {
            return Ok(0);
        }
        Ok(self.change_all(user_id, ids, &Change::Delete).await?.listens)
    }

    /// What a person changed, the newest first.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn edits(&self, user_id: Uuid, limit: u32) -> Result<Vec<Batch>> {
        Ok(listen_edits::batches(self.store(), user_id, limit.min(MAX_PAGE)).await?)
    }

    /// Takes changes back. Answers to how many listens; none when there is nothing to take back.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn undo(&self, user_id: Uuid, batch_id: Uuid) -> Result<u64> {
        let (mut undone, mut after) = (0, Uuid::nil());
        loop {
            let step = STEP as u32;
            let page = listen_edits::of_batch(self.store(), user_id, (batch_id, after), step);
            let edits = page.await?;
            let Some(last) = edits.last() else { return Ok(undone) };
            after = last.id;
            undone += edits.len() as u64;
            let separated = edits.iter().filter(|it| it.action == Action::Separate);
            let separated: Vec<Uuid> = separated.map(|it| it.raw_id).collect();
            let listens = self.clone();
            self.store()
                .write::<_, Error, _>(move |tx| {
                    Box::pin(async move { take_back(&listens, tx, (user_id, edits)).await })
                })
                .await?;
            for raw_id in separated {
                self.rebuild_around(user_id, raw_id).await?;
            }
        }
    }

    /// Makes a report that was joined with others a play of its own.
    ///
    /// # Errors
    /// Refused: a report of somebody else, or one that was not joined.
    pub async fn separate(&self, user_id: Uuid, raw_id: Uuid) -> Result<EditBatch> {
        let listen = listen_duplicates::listen_of(self.store(), user_id, raw_id).await?;
        listen.ok_or(Refusal::NotFound { what: "duplicate" })?;
        let (batch_id, now_ms) = (self.new_id(), self.now_ms());
        let edit = self.edit((user_id, raw_id), (Action::Separate, "{}"), (batch_id, now_ms));
        self.store()
            .write::<_, store::Error, _>(move |tx| {
                Box::pin(async move { listen_edits::insert(tx, &[edit]).await })
            })
            .await?;
        self.rebuild_around(user_id, raw_id).await?;
        Ok(EditBatch { id: batch_id, listens: 1 })
    }

    async fn matching_page(
        &self,
        user_id: Uuid,
        filter: &Filter,
        from: Option<Cursor>,
    ) -> Result<(Vec<Listen>, Option<Cursor>)> {
        let from = from.or_else(|| filter.before_ms.map(Cursor::before));
        let (mut page, next) = self.page(user_id, from, MAX_PAGE).await?;
        let is_over = page
            .last()
            .is_some_and(|last| filter.after_ms.is_some_and(|after| last.listened_at_ms <= after));
        page.retain(|listen| filter.holds(listen));
        Ok((page, next.filter(|_| !is_over)))
    }

    async fn change_all(
        &self,
        user_id: Uuid,
        ids: Vec<Uuid>,
        change: &Change,
    ) -> Result<EditBatch> {
        change.check()?;
        let (action, detail) = change.row()?;
        let (batch_id, now_ms) = (self.new_id(), self.now_ms());
        let listens = ids.len() as u64;
        for ids in ids.chunks(STEP) {
            let edits: Vec<Edit> = ids
                .iter()
                .map(|id| self.edit((user_id, *id), (action, &detail), (batch_id, now_ms)))
                .collect();
            let (ids, listens) = (ids.to_vec(), self.clone());
            self.store()
                .write::<_, Error, _>(move |tx| {
                    Box::pin(async move {
                        listen_edits::insert(tx, &edits).await?;
                        derive_again(&listens, tx, user_id, &ids).await
                    })
                })
                .await?;
        }
        Ok(EditBatch { id: batch_id, listens })
    }

    fn edit(
        &self,
        (user_id, raw_id): (Uuid, Uuid),
        (action, detail): (Action, &str),
        (batch_id, created_at_ms): (Uuid, i64),
    ) -> Edit {
        let (id, detail) = (self.new_id(), detail.to_owned());
        Edit { id, user_id, raw_id, action, detail, batch_id, created_at_ms, undone_at_ms: None }
    }
}

async fn take_back(
    listens: &Listens,
    tx: &mut Tx<'_>,
    (user_id, edits): (Uuid, Vec<Edit>),
) -> Result<()> {
    for edit in &edits {
        listen_edits::undo(tx, user_id, edit.id, listens.now_ms()).await?;
    }
    let ids: Vec<Uuid> = edits.iter().map(|edit| edit.raw_id).collect();
    derive_again(listens, tx, user_id, &ids).await
}

/// Makes listens again from their reports, rules, choices and edits, and marks their days.
pub(crate) async fn derive_again(
    listens: &Listens,
    tx: &mut Tx<'_>,
    user_id: Uuid,
    ids: &[Uuid],
) -> Result<()> {
    let context = user_context(tx, user_id).await?;
    let corrections = Corrections::load(tx, user_id, &context).await?;
    let old = listens::rows(&mut *tx, ids).await?;
    let old: Vec<Row> = old.into_iter().filter(|row| row.user_id == user_id).collect();
    let mut pairs = Vec::with_capacity(old.len());
    for row in old {
        let Some(report) = listens_raw::find(&mut *tx, row.id).await? else { continue };
        let words = words_of(tx, report.match_input).await?;
        let given = (&Given::of(&report, &words), &words, listens.now_ms());
        pairs.push((row, corrections.derive(listens, tx, given).await?));
    }
    replace(tx, (user_id, &context), pairs).await
}

/// Puts new rows in the place of old ones, and marks their days.
pub(crate) async fn replace(
    tx: &mut Tx<'_>,
    (user_id, context): (Uuid, &UserContext),
    pairs: Vec<(Row, Row)>,
) -> Result<()> {
    let mut changes = Changes::new(user_id, &context.time_zone);
    for (old, new) in pairs {
        if old == new {
            continue;
        }
        if old.listened_at_ms == new.listened_at_ms {
            listens::update(tx, &new).await?;
        } else {
            move_in_time(tx, &old, &new).await?;
        }
        changes.note(&old);
        changes.note(&new);
    }
    changes.write(tx).await
}

/// The instant is in the key: the row is removed and made again, and its duplicates with it.
async fn move_in_time(tx: &mut Tx<'_>, old: &Row, new: &Row) -> Result<()> {
    let duplicates = listen_duplicates::of_listen(&mut *tx, old.id).await?;
    listens::delete(tx, old).await?;
    listens::insert(tx, std::slice::from_ref(new)).await?;
    for it in duplicates {
        listen_duplicates::insert(tx, (it.raw_id, new.id), (&it.rule, it.distance_ms)).await?;
    }
    Ok(())
}

pub(crate) async fn user_context(tx: &mut Tx<'_>, user_id: Uuid) -> Result<UserContext> {
    let context = submissions::contexts(tx, &[user_id]).await?.remove(&user_id);
    Ok(context.ok_or(Refusal::NotFound { what: "user" })?)
}

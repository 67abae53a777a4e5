//! Correcting own listens: one, many by a filter, and taking it back.

use axum::extract;
use axum::response::Response;
use edge::Problem;
use edge::extract::{Json, NoQuery};
use edge::problem::code;
use http::StatusCode;
use listens::{Batch, Change, EditBatch, Filter, NewWords, Preview};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Listening;
use super::own::{EditId, ListenId, Reader, Writer};
use super::problems::{OwnProblems, WriteProblems};
use super::shapes::{ListenShape, millis};
use crate::accounts::shapes::{instant, private};
use crate::error::Result;

/// Edits of one list at most.
const EDITS: u32 = 100;

/// Names that stand in the place of others; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewWordsRequest {
    /// Artist credit.
    artist_name: Option<String>,
    /// Title.
    recording_name: Option<String>,
    /// Title of the release; empty for none.
    release_name: Option<String>,
}

impl From<NewWordsRequest> for NewWords {
    fn from(request: NewWordsRequest) -> Self {
        let NewWordsRequest { artist_name, recording_name, release_name } = request;
        Self { artist_name, recording_name, release_name }
    }
}

/// What is to be different: one of these.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeRequest {
    /// Other words.
    words: Option<NewWordsRequest>,
    /// The MBID of the recording that it was.
    recording_mbid: Option<String>,
    /// How much later it was, in milliseconds.
    shift_ms: Option<i64>,
    /// Whether it is deleted.
    #[serde(default)]
    is_deleted: bool,
}

impl ChangeRequest {
    fn change(self) -> Result<Change, Problem> {
        let invalid =
            |field, detail| Problem::new(code::INVALID_FIELD).parameter(field).detail(detail);
        let mbid = self.recording_mbid.map(|text| {
            uuid::Uuid::try_parse(&text)
                .map_err(|_| invalid("recording_mbid", "recording_mbid is a UUID"))
        });
        let changes = [
            self.words.map(|words| Change::SetWords(words.into())),
            mbid.transpose()?.map(Change::SetMatch),
            self.shift_ms.map(Change::ShiftTime),
            self.is_deleted.then_some(Change::Delete),
        ];
        let mut changes = changes.into_iter().flatten();
        let change = changes.next().filter(|_| changes.next().is_none());
        change.ok_or_else(|| {
            invalid("change", "say one of words, recording_mbid, shift_ms and is_deleted")
        })
    }
}

/// Which listens: all conditions hold.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FilterRequest {
    /// Later than this instant, RFC 3339.
    after: Option<String>,
    /// Earlier than this instant.
    before: Option<String>,
    /// Artist credit, whatever its letter case and accents.
    artist_name: Option<String>,
    /// Title.
    recording_name: Option<String>,
    /// Title of the release.
    release_name: Option<String>,
    /// The door.
    source: Option<String>,
    /// Program and version.
    client: Option<String>,
    /// Only those that the catalogue does not know.
    #[serde(default)]
    is_unmatched: bool,
}

impl FilterRequest {
    fn filter(self) -> Result<Filter, Problem> {
        let at = |field, text: Option<String>| {
            let text = text.as_deref().map(|text| {
                let wrong = || Problem::new(code::INVALID_FIELD).parameter(field);
                millis(text).ok_or_else(|| wrong().detail("it is an instant as RFC 3339 writes it"))
            });
            text.transpose()
        };
        Ok(Filter {
            after_ms: at("after", self.after)?,
            before_ms: at("before", self.before)?,
            artist_name: self.artist_name,
            recording_name: self.recording_name,
            release_name: self.release_name,
            source: self.source,
            client: self.client,
            is_unmatched: self.is_unmatched,
        })
    }
}

/// A change of many listens.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangesRequest {
    /// Which.
    filter: FilterRequest,
    /// What is to be different; left out, the listens are only shown.
    change: Option<ChangeRequest>,
}

/// What was changed, or would be.
#[derive(Serialize, ToSchema)]
pub(crate) struct Changed {
    /// For taking it back; null when nothing was changed.
    edit_id: Option<String>,
    /// How many listens.
    listens: u64,
    /// The newest of them, when nothing was changed.
    first: Vec<ListenShape>,
}

impl From<EditBatch> for Changed {
    fn from(batch: EditBatch) -> Self {
        Self { edit_id: Some(batch.id.to_string()), listens: batch.listens, first: Vec::new() }
    }
}

impl From<Preview> for Changed {
    fn from(preview: Preview) -> Self {
        let first = preview.first.into_iter().map(ListenShape::from).collect();
        Self { edit_id: None, listens: preview.listens, first }
    }
}

/// Changes that were made together.
#[derive(Serialize, ToSchema)]
pub(crate) struct EditShape {
    /// Id.
    id: String,
    /// What was done.
    action: &'static str,
    /// To how many listens.
    listens: i64,
    /// When, RFC 3339.
    created_at: String,
    /// When it was taken back.
    undone_at: Option<String>,
}

impl From<Batch> for EditShape {
    fn from(batch: Batch) -> Self {
        Self {
            id: batch.id.to_string(),
            action: batch.action.as_str(),
            listens: batch.listens,
            created_at: instant(batch.created_at_ms),
            undone_at: batch.undone_at_ms.map(instant),
        }
    }
}

/// The latest changes.
#[derive(Serialize, ToSchema)]
pub(crate) struct EditList {
    /// The newest first, at most 100.
    edits: Vec<EditShape>,
}

/// Change a listen
#[utoipa::path(
    patch,
    path = "/v1/listens/{id}",
    tag = "listening",
    params(("id" = String, Path, description = "The id of a listen")),
    request_body = ChangeRequest,
    responses((status = 200, description = "What was changed", body = Changed), WriteProblems),
)]
pub(crate) async fn change_listen(
    extract::State(listening): extract::State<Listening>,
    Writer(user_id): Writer,
    ListenId(listen): ListenId,
    Json(request): Json<ChangeRequest>,
) -> Result<Response> {
    let batch = listening.listens().change_one(user_id, listen, &request.change()?).await?;
    Ok(private(StatusCode::OK, Changed::from(batch)))
}

/// Delete a listen
///
/// It can be taken back.
#[utoipa::path(
    delete,
    path = "/v1/listens/{id}",
    tag = "listening",
    params(("id" = String, Path, description = "The id of a listen")),
    responses((status = 200, description = "What was changed", body = Changed), WriteProblems),
)]
pub(crate) async fn delete_listen(
    extract::State(listening): extract::State<Listening>,
    Writer(user_id): Writer,
    ListenId(listen): ListenId,
) -> Result<Response> {
    let batch = listening.listens().delete(user_id, listen).await?;
    Ok(private(StatusCode::OK, Changed::from(batch)))
}

/// Change many listens
///
/// Without a change the listens that the filter means are counted, and the newest are shown.
#[utoipa::path(
    post,
    path = "/v1/listens/changes",
    tag = "listening",
    request_body = ChangesRequest,
    responses((status = 200, description = "What was changed", body = Changed), WriteProblems),
)]
pub(crate) async fn change_listens(
    extract::State(listening): extract::State<Listening>,
    Writer(user_id): Writer,
    _: NoQuery,
    Json(request): Json<ChangesRequest>,
) -> Result<Response> {
    let listens = listening.listens();
    let filter = request.filter.filter()?;
    let changed = match request.change {
        None => Changed::from(listens.preview(user_id, &filter).await?),
        Some(change) => listens.change(user_id, &filter, &change.change()?).await?.into(),
    };
    Ok(private(StatusCode::OK, changed))
}

/// List what was changed
#[utoipa::path(
    get,
    path = "/v1/listens/edits",
    tag = "listening",
    responses((status = 200, description = "The latest changes", body = EditList), OwnProblems),
)]
pub(crate) async fn list_edits(
    extract::State(listening): extract::State<Listening>,
    Reader(user_id): Reader,
    _: NoQuery,
) -> Result<Response> {
    let edits = listening.listens().edits(user_id, EDITS).await?;
    let edits = edits.into_iter().map(EditShape::from).collect();
    Ok(private(StatusCode::OK, EditList { edits }))
}

/// Take a change back
#[utoipa::path(
    delete,
    path = "/v1/listens/edits/{id}",
    tag = "listening",
    params(("id" = String, Path, description = "The id of an edit")),
    responses((status = 200, description = "What was changed", body = Changed), WriteProblems),
)]
pub(crate) async fn undo_edit(
    extract::State(listening): extract::State<Listening>,
    Writer(user_id): Writer,
    EditId(edit): EditId,
) -> Result<Response> {
    let listens = listening.listens().undo(user_id, edit).await?;
    if listens == 0 {
        return Err(crate::codes::not_found("edit", &edit.to_string()).into());
    }
    Ok(private(StatusCode::OK, Changed { edit_id: None, listens, first: Vec::new() }))
}

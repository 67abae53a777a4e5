//! Importing histories: files that are uploaded, accounts elsewhere, and where imports stand.

use std::path::Path;
use std::time::Duration;

use axum::body::Body;
use axum::extract;
use axum::response::Response;
use edge::Problem;
use edge::extract::{Json, NoQuery, Query};
use edge::problem::code;
use futures::StreamExt as _;
use http::StatusCode;
use jiff::tz::TimeZone;
use listens::formats::by_name;
use listens::{ImportState, NewImport, Skips};
use serde::{Deserialize, Serialize};
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;
use utoipa::{IntoParams, ToSchema};

use super::Listening;
use super::own::{ImportId, Reader, Writer};
use super::problems::{OwnProblems, UploadProblems, WriteProblems};
use crate::accounts::shapes::{done, instant, private};
use crate::error::Result;

/// A client that sends nothing for so long is gone.
const SILENCE: Duration = Duration::from_secs(30);

/// What a file is.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct UploadQuery {
    /// The name of its format; without one it is found out.
    format: Option<String>,
    /// What the file is called.
    file_name: Option<String>,
    /// Zone of times that a player wrote down without one, as in `Europe/Vienna`.
    #[param(default = "UTC")]
    time_zone: Option<String>,
}

/// An account elsewhere.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountRequest {
    /// The name there.
    account_name: String,
}

/// Rows that were skipped for one reason.
#[derive(Serialize, ToSchema)]
pub(crate) struct SkipShape {
    /// The reason: `no_artist no_title no_time bad_time not_heard private not_music not_a_play
    /// not_json wrong_columns row_too_long null_character unknown_wording bad_feedback not_kept
    /// broken`
    reason: String,
    /// How many.
    count: u64,
    /// The first ten, each with its place.
    first: Vec<String>,
}

/// An import.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportShape {
    /// Id.
    id: String,
    /// The name of the format.
    format: String,
    /// The name of the file or account.
    file_name: Option<String>,
    /// `waiting running done failed cancelled interrupted`
    status: &'static str,
    /// How much is done, as far as it is known.
    percent: u8,
    /// Why the last try failed.
    error: Option<String>,
    /// Rows that were read.
    read: u64,
    /// Reports that were new.
    new: u64,
    /// Of these, reports of plays that another program had reported.
    joined: u64,
    /// Reports that were there.
    repeated: u64,
    /// Opinions that were taken.
    feedback: u64,
    /// Pins that were taken.
    pins: u64,
    /// Rows that were skipped, by reason.
    skipped: Vec<SkipShape>,
    /// When it began.
    created_at: String,
    /// When it was done.
    finished_at: Option<String>,
}

impl From<ImportState> for ImportShape {
    fn from(import: ImportState) -> Self {
        let skip = |(reason, Skips { count, first })| SkipShape { reason, count, first };
        Self {
            id: import.id.to_string(),
            format: import.format,
            file_name: import.file_name,
            status: import.status.as_str(),
            percent: import.percent,
            error: import.error,
            read: import.read,
            new: import.new,
            joined: import.report.joined,
            repeated: import.repeated,
            feedback: import.report.feedback,
            pins: import.report.pins,
            skipped: import.report.skipped.into_iter().map(skip).collect(),
            created_at: instant(import.created_at_ms),
            finished_at: import.finished_at_ms.map(instant),
        }
    }
}

/// The newest 100 imports.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportList {
    /// The newest first.
    imports: Vec<ImportShape>,
}

/// Import a file
///
/// The body is the file as another program exported it, or a ZIP of such files; its format is found
/// out by what is in it. The answer comes when the file is there: a job imports it then. The same
/// file again changes nothing.
#[utoipa::path(
    post,
    path = "/v1/listens/imports",
    tag = "listening",
    params(UploadQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 202, description = "The import waits", body = ImportShape), UploadProblems),
)]
pub(crate) async fn upload_listens(
    extract::State(listening): extract::State<Listening>,
    Writer(user_id): Writer,
    Query(query): Query<UploadQuery>,
    body: Body,
) -> Result<Response> {
    let wrong = |parameter, words: &str| {
        Problem::new(code::INVALID_PARAMETER).parameter(parameter).detail(words.to_owned())
    };
    let format = query.format.as_deref().map(|name| {
        by_name(name).ok_or_else(|| wrong("format", "there is no format of this name"))
    });
    let format = format.transpose()?;
    let zone = query.time_zone.as_deref().map(TimeZone::get).transpose();
    let zone = zone.map_err(|_| wrong("time_zone", "time_zone is as in Europe/Vienna"))?;
    let (listens, options) = (listening.listens(), listening.options());
    let (id, part) = listens.new_upload(user_id, &options.uploads).await?;
    if let Err(problem) = keep(body, &part, options.upload_bytes).await {
        // A job removes what is left.
        let _ = tokio::fs::remove_file(&part).await;
        return Err(problem.into());
    }
    let new = NewImport {
        user_id,
        format,
        file_name: query.file_name.unwrap_or_else(|| "upload".to_owned()),
        zone: zone.unwrap_or(TimeZone::UTC),
    };
    listens.queue_import(id, &options.uploads, new).await?;
    let import = listens.find_import(user_id, id).await?;
    Ok(private(StatusCode::ACCEPTED, ImportShape::from(import)))
}

/// Writes a body into a file, piece by piece.
async fn keep(body: Body, part: &Path, most: u64) -> Result<(), Problem> {
    if let Some(folder) = part.parent() {
        tokio::fs::create_dir_all(folder).await.map_err(Problem::internal)?;
    }
    let mut file = File::create(part).await.map_err(Problem::internal)?;
    let (mut pieces, mut bytes) = (body.into_data_stream(), 0_u64);
    loop {
        let slow = |_| Problem::new(code::TIMEOUT).detail("the body came too slowly");
        let next = tokio::time::timeout(SILENCE, pieces.next()).await.map_err(slow)?;
        let Some(piece) = next else { break };
        let broken =
            |cause| Problem::new(code::BAD_REQUEST).detail("the body broke off").caused_by(cause);
        let piece = piece.map_err(broken)?;
        bytes += piece.len() as u64;
        if bytes > most {
            let words = format!("a file has at most {most} bytes: pack it, or import its parts");
            return Err(Problem::new(code::PAYLOAD_TOO_LARGE).detail(words));
        }
        file.write_all(&piece).await.map_err(Problem::internal)?;
    }
    file.sync_all().await.map_err(Problem::internal)
}

/// Import the plays of an account at Last.fm
///
/// The first import takes all of them, later ones those that came since.
#[utoipa::path(
    post,
    path = "/v1/listens/imports/lastfm",
    tag = "listening",
    request_body = AccountRequest,
    responses((status = 202, description = "The import waits", body = ImportShape), WriteProblems),
)]
pub(crate) async fn import_lastfm(
    extract::State(listening): extract::State<Listening>,
    Writer(user_id): Writer,
    _: NoQuery,
    Json(request): Json<AccountRequest>,
) -> Result<Response> {
    if !listening.options().has_lastfm {
        let words = "the operator has to set last_fm.api_key first";
        return Err(Problem::new(code::INVALID_FIELD)
            .parameter("account_name")
            .detail(words)
            .into());
    }
    let listens = listening.listens();
    let id = listens.queue_account_import(user_id, &request.account_name).await?;
    let import = listens.find_import(user_id, id).await?;
    Ok(private(StatusCode::ACCEPTED, ImportShape::from(import)))
}

/// List own imports
#[utoipa::path(
    get,
    path = "/v1/listens/imports",
    tag = "listening",
    responses((status = 200, description = "Imports", body = ImportList), OwnProblems),
)]
pub(crate) async fn list_imports(
    extract::State(listening): extract::State<Listening>,
    Reader(user_id): Reader,
    _: NoQuery,
) -> Result<Response> {
    let imports = listening.listens().imports(user_id).await?;
    let imports = imports.into_iter().map(ImportShape::from).collect();
    Ok(private(StatusCode::OK, ImportList { imports }))
}

/// Show an own import
#[utoipa::path(
    get,
    path = "/v1/listens/imports/{id}",
    tag = "listening",
    params(("id" = String, Path, description = "The id of an import")),
    responses((status = 200, description = "The import", body = ImportShape), OwnProblems),
)]
pub(crate) async fn show_import(
    extract::State(listening): extract::State<Listening>,
    Reader(user_id): Reader,
    ImportId(id): ImportId,
) -> Result<Response> {
    let import = listening.listens().find_import(user_id, id).await?;
    Ok(private(StatusCode::OK, ImportShape::from(import)))
}

/// End an own import
///
/// What was imported stays. An import that has ended stays as it is.
#[utoipa::path(
    delete,
    path = "/v1/listens/imports/{id}",
    tag = "listening",
    params(("id" = String, Path, description = "The id of an import")),
    responses((status = 204, description = "It ends soon"), WriteProblems),
)]
pub(crate) async fn cancel_import(
    extract::State(listening): extract::State<Listening>,
    Writer(user_id): Writer,
    ImportId(id): ImportId,
) -> Result<Response> {
    listening.listens().cancel_import(user_id, id).await?;
    Ok(done())
}

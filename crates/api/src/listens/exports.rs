//! Exporting a history, piece by piece.

use accounts::Scope;
use axum::body::{Body, Bytes};
use axum::extract;
use axum::response::Response;
use edge::Problem;
use edge::extract::Query;
use edge::problem::code;
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use listens::formats::write::{ExportedUser, Kind};
use serde::Deserialize;
use utoipa::IntoParams;

use super::Listening;
use super::problems::OwnProblems;
use crate::accounts::Caller;
use crate::error::Result;

/// What is written.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportQuery {
    /// `listenbrainz`: a ZIP with opinions and pins, as ListenBrainz exports it. `csv`: one table.
    /// `parquet`: a ZIP with a file for each month.
    #[param(default = "listenbrainz")]
    format: Option<String>,
}

/// Export the own history
///
/// It is made while it is sent. One without an end was cut off: no program takes it for whole.
#[utoipa::path(
    get,
    path = "/v1/listens/export",
    tag = "listening",
    params(ExportQuery),
    responses(
        (status = 200, description = "The file", content_type = "application/zip", body = Vec<u8>),
        OwnProblems,
    ),
)]
pub(crate) async fn export_listens(
    extract::State(listening): extract::State<Listening>,
    caller: Caller,
    Query(query): Query<ExportQuery>,
) -> Result<Response> {
    caller.who.require(Scope::ListensRead)?;
    let kind = Kind::parse(query.format.as_deref().unwrap_or("listenbrainz")).ok_or_else(|| {
        let names = Kind::ALL.map(|(_, name)| name).join(", ");
        Problem::new(code::INVALID_PARAMETER)
            .parameter("format")
            .detail(format!("format is one of {names}"))
    })?;
    let user = listening.0.surface.accounts().find_own(&caller.who).await?;
    let user = ExportedUser { id: user.id, name: user.username.text };
    let export = listening.listens().export(&user, kind)?;
    let pieces = futures::stream::try_unfold(export, |mut export| async move {
        let piece = export.next_piece().await?;
        Ok::<_, listens::Error>(piece.map(|piece| (Bytes::from(piece), export)))
    });
    let mut response = Response::new(Body::from_stream(pieces));
    let headers = response.headers_mut();
    let (media_type, file) = match kind {
        Kind::Csv => ("text/csv; charset=utf-8", "attachment; filename=\"listens.csv\""),
        Kind::ListenBrainz | Kind::Parquet => {
            ("application/zip", "attachment; filename=\"listens.zip\"")
        }
    };
    for (name, value) in
        [(CONTENT_TYPE, media_type), (CONTENT_DISPOSITION, file), (CACHE_CONTROL, "no-store")]
    {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

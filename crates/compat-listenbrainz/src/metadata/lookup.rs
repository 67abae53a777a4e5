//! Look-ups: which recording words mean.

use axum::extract::State;
use axum::response::IntoResponse as _;
use catalog::View;
use catalog::record::{Recording, Release};
use edge::Problem;
use edge::extract::Json;
use listens::Words;
use listens::matching::{self, Effort, Match};
use serde_json::{Map, Value};

use super::entities::{Inc, RECORDING, recording as about_recording};
use crate::Surface;
use crate::body::Object;
use crate::caller::Known;
use crate::failure::{Answer, Failure};
use crate::params::Params;

/// Characters of artist, recording and release together.
const MAX_CHARACTERS: usize = 250;
/// Recordings of one request.
const MAX_LOOKUPS: usize = 50;

/// `GET /1/metadata/lookup/`
pub(crate) async fn look_up(
    State(surface): State<Surface>,
    Known(_): Known,
    params: Params,
) -> Answer {
    let words = words(|key| params.filled(key).map(str::to_owned))?;
    let inc = match params.flag("metadata")? {
        true => Some(Inc::read(params.filled("inc").or(Some("artist release")), RECORDING)?),
        false => None,
    };
    let mut found = find(&surface, vec![words], inc).await?;
    Ok(Json(found.pop().unwrap_or_default()).into_response())
}

/// `POST /1/metadata/lookup/`
pub(crate) async fn look_up_many(
    State(surface): State<Surface>,
    Known(_): Known,
    Object(body): Object,
) -> Answer {
    let invalid = || Failure::bad_request("JSON document must contain a list of recordings");
    let asked = body.get("recordings").and_then(Value::as_array).ok_or_else(invalid)?;
    if asked.len() > MAX_LOOKUPS {
        let text = format!("At most {MAX_LOOKUPS} recordings can be looked up at once.");
        return Err(Failure::bad_request(text));
    }
    let read = |item: &Value| words(|key| item.get(key).and_then(Value::as_str).map(str::to_owned));
    let words = asked.iter().map(read).collect::<Answer<Vec<_>>>()?;
    let mut found = find(&surface, words.clone(), None).await?;
    for (index, (entry, words)) in found.iter_mut().zip(&words).enumerate() {
        let mut put = |key: &str, value: Value| entry.insert(key.to_owned(), value);
        put("index", index.into());
        put("artist_name_arg", words.artist_name.clone().into());
        put("recording_name_arg", words.recording_name.clone().into());
        if let Some(release) = &words.release_name {
            put("release_name_arg", release.clone().into());
        }
    }
    Ok(Json(found).into_response())
}

/// The words that a request asks for.
fn words(value: impl Fn(&str) -> Option<String>) -> Answer<Words> {
    let needed = |key: &str| {
        let filled = value(key).filter(|text| !text.trim().is_empty());
        let text = format!("{key} is invalid or not present in arguments");
        filled.ok_or_else(|| Failure::bad_request(text))
    };
    let words = Words {
        artist_name: needed("artist_name")?,
        recording_name: needed("recording_name")?,
        release_name: value("release_name"),
        ..Words::default()
    };
    let texts = [&words.artist_name, &words.recording_name];
    let characters = texts.into_iter().chain(&words.release_name).map(|text| text.chars().count());
    if characters.sum::<usize>() > MAX_CHARACTERS {
        let text = format!("At most {MAX_CHARACTERS} characters can be looked up.");
        return Err(Failure::bad_request(text));
    }
    Ok(words)
}

/// What the catalogue knows of each; empty where it knows nothing.
async fn find(
    surface: &Surface,
    words: Vec<Words>,
    inc: Option<Inc>,
) -> Answer<Vec<Map<String, Value>>> {
    let Some(catalog) = surface.catalogue().get().clone() else {
        return Ok(vec![Map::new(); words.len()]);
    };
    let permit = surface.lookups().acquire_owned().await;
    let search = move || {
        let _permit = permit;
        let view = catalog.view()?;
        let one = |words: &Words| {
            let found = matching::find(&view, words, Effort::Fuzzy)?;
            shape(&view, &found, inc)
        };
        words.iter().map(one).collect::<catalog::Result<Vec<_>>>()
    };
    let joined = tokio::task::spawn_blocking(search).await.map_err(Problem::internal)?;
    Ok(joined.map_err(Problem::internal)?)
}

fn shape(view: &View<'_>, found: &Match, inc: Option<Inc>) -> catalog::Result<Map<String, Value>> {
    let mut entry = Map::new();
    let Some(known) = found.recording else { return Ok(entry) };
    let Some(recording) = view.get::<Recording<'_>>(known.row)? else { return Ok(entry) };
    let ids: Vec<String> = found.artists.iter().map(|artist| artist.mbid.to_string()).collect();
    let mut put = |key: &str, value: Value| entry.insert(key.to_owned(), value);
    put("recording_mbid", known.mbid.to_string().into());
    put("recording_name", recording.name.into());
    let credit = view.printed_credit(recording.artist_credit)?.unwrap_or_default();
    put("artist_credit_name", credit.into());
    put("artist_mbids", ids.into());
    if let Some(release) = found.release
        && let Some(record) = view.get::<Release<'_>>(release.row)?
    {
        put("release_mbid", release.mbid.to_string().into());
        put("release_name", record.name.into());
    }
    if let Some(inc) = inc {
        put("metadata", about_recording(view, (known.row, &recording), inc)?);
    }
    Ok(entry)
}

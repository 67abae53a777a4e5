//! Look-ups: which recording words mean.

use axum::extract::State;
use axum::response::IntoResponse as _;
use catalog::View;
use catalog::record::{Artist, Recording, Release};
use edge::Problem;
use edge::extract::Json;
use listens::Words;
use listens::matching::{self, Effort, Match};
use serde_json::{Map, Value, json};

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
    let with_metadata = params.flag("metadata")?;
    let mut found = find(&surface, vec![words], with_metadata).await?;
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
    let mut found = find(&surface, words.clone(), false).await?;
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
    with_metadata: bool,
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
            shape(&view, &found, with_metadata)
        };
        words.iter().map(one).collect::<catalog::Result<Vec<_>>>()
    };
    let joined = tokio::task::spawn_blocking(search).await.map_err(Problem::internal)?;
    Ok(joined.map_err(Problem::internal)?)
}

fn shape(
    view: &View<'_>,
    found: &Match,
    with_metadata: bool,
) -> catalog::Result<Map<String, Value>> {
    let mut entry = Map::new();
    let Some(known) = found.recording else { return Ok(entry) };
    let Some(recording) = view.get::<Recording<'_>>(known.row)? else { return Ok(entry) };
    let (credit, artists) = credit(view, recording.artist_credit)?;
    let ids: Vec<String> = found.artists.iter().map(|artist| artist.mbid.to_string()).collect();
    let mut put = |key: &str, value: Value| entry.insert(key.to_owned(), value);
    put("recording_mbid", known.mbid.to_string().into());
    put("recording_name", recording.name.into());
    put("artist_credit_name", credit.clone().into());
    put("artist_mbids", ids.into());
    let mut on_release = Value::Null;
    if let Some(release) = found.release
        && let Some(record) = view.get::<Release<'_>>(release.row)?
    {
        put("release_mbid", release.mbid.to_string().into());
        put("release_name", record.name.into());
        on_release = json!({"mbid": release.mbid.to_string(), "name": record.name});
    }
    if with_metadata {
        let isrcs = recording.isrcs.iter().collect::<Result<Vec<&str>, _>>()?;
        let about = json!({
            "name": recording.name,
            "length": recording.length_ms,
            "isrcs": isrcs,
        });
        let artist = json!({"name": credit, "artists": artists});
        put("metadata", json!({"recording": about, "artist": artist, "release": on_release}));
    }
    Ok(entry)
}

/// A credit as printed, and its artists.
fn credit(view: &View<'_>, row: u32) -> catalog::Result<(String, Vec<Value>)> {
    let (mut text, mut artists) = (String::new(), Vec::new());
    let Some(credit) = view.artist_credit(row)? else { return Ok((text, artists)) };
    for name in credit.names.iter() {
        let name = name?;
        text.push_str(name.name);
        text.push_str(name.join_phrase);
        if let Some(artist) = view.get::<Artist<'_>>(name.artist)? {
            artists.push(json!({
                "artist_mbid": artist.gid.to_string(),
                "name": name.name,
                "join_phrase": name.join_phrase,
            }));
        }
    }
    Ok((text, artists))
}

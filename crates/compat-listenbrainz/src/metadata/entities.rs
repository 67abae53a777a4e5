//! Recordings, artists and release groups by MBID, with what is asked for beside them.

use axum::extract::State;
use axum::response::IntoResponse as _;
use catalog::record::{Artist, Recording, Release, ReleaseGroup};
use catalog::{View, covers};
use edge::Problem;
use edge::extract::Json;
use model::{Gid, IdScheme, Kind};
use serde_json::{Map, Value, json};

use super::about::{self, artist, credit, rels, tags};
use crate::Surface;
use crate::body::Object;
use crate::failure::{Answer, Failure};
use crate::params::Params;

/// Things of one request in a path.
const MAX_ASKED: usize = 200;
/// Recordings of one request in a body.
const MAX_RECORDINGS: usize = 1000;

/// What can be told beside a recording.
pub(super) const RECORDING: &[&str] = &["artist", "tag", "release"];

/// What is told beside the thing itself.
#[derive(Clone, Copy, Default)]
pub(super) struct Inc {
    artist: bool,
    tag: bool,
    release: bool,
    recording: bool,
    release_group: bool,
}

/// `GET /1/metadata/recording/`
pub(crate) async fn list_recordings(State(surface): State<Surface>, params: Params) -> Answer {
    let inc = Inc::read(params.filled("inc"), RECORDING)?;
    recordings(surface, mbids(&params, "recording")?, inc).await
}

/// `POST /1/metadata/recording/`
pub(crate) async fn list_recordings_in_body(
    State(surface): State<Surface>,
    Object(body): Object,
) -> Answer {
    let inc = body.get("inc").and_then(Value::as_str).filter(|inc| !inc.is_empty());
    let inc = Inc::read(inc, RECORDING)?;
    let invalid = || Failure::bad_request("JSON document must contain a list of recording_mbids");
    let asked = body.get("recording_mbids").and_then(Value::as_array).ok_or_else(invalid)?;
    if asked.len() > MAX_RECORDINGS {
        let text = format!("At most {MAX_RECORDINGS} recordings can be asked for at once.");
        return Err(Failure::bad_request(text));
    }
    let read = |it: &Value| mbid("recording", it.as_str().unwrap_or_default());
    recordings(surface, asked.iter().map(read).collect::<Answer<Vec<_>>>()?, inc).await
}

async fn recordings(surface: Surface, mbids: Vec<Gid>, inc: Inc) -> Answer {
    let found = look(surface, mbids, move |view, gid| {
        let found = view.find::<Recording<'_>>(gid)?;
        found.map(|found| recording(view, (found.id, &found.record), inc)).transpose()
    });
    Ok(Json(Value::Object(found.await?)).into_response())
}

/// `GET /1/metadata/release_group/`
pub(crate) async fn list_release_groups(State(surface): State<Surface>, params: Params) -> Answer {
    let inc = Inc::read(params.filled("inc"), &["artist", "tag", "release", "recording"])?;
    let found = look(surface, mbids(&params, "release_group")?, move |view, gid| {
        let found = view.find::<ReleaseGroup<'_>>(gid)?;
        found.map(|found| group(view, (found.id, &found.record), inc)).transpose()
    });
    Ok(Json(Value::Object(found.await?)).into_response())
}

/// `GET /1/metadata/artist/`: a list, in the order in which they were asked for.
pub(crate) async fn list_artists(State(surface): State<Surface>, params: Params) -> Answer {
    let inc = Inc::read(params.filled("inc"), &["artist", "tag", "release", "release_group"])?;
    let mbids = mbids(&params, "artist")?;
    let order: Vec<String> = mbids.iter().map(text).collect();
    let found = look(surface, mbids, move |view, gid| {
        let found = view.find::<Artist<'_>>(gid)?;
        found.map(|found| of_artist(view, (found.id, &found.record), inc)).transpose()
    });
    let mut found = found.await?;
    let listed: Vec<Value> = order.iter().filter_map(|mbid| found.remove(mbid)).collect();
    Ok(Json(listed).into_response())
}

/// Asks the catalogue about each; what it does not know is left out.
async fn look(
    surface: Surface,
    mbids: Vec<Gid>,
    one: impl Fn(&View<'_>, Gid) -> catalog::Result<Option<Value>> + Send + 'static,
) -> Answer<Map<String, Value>> {
    let Some(catalog) = surface.catalogue().get().clone() else { return Ok(Map::new()) };
    let permit = surface.lookups().acquire_owned().await;
    let search = move || {
        let _permit = permit;
        let view = catalog.view()?;
        let mut found = Map::new();
        for gid in mbids {
            if let Some(shape) = one(&view, gid)? {
                found.insert(text(&gid), shape);
            }
        }
        Ok::<_, catalog::Error>(found)
    };
    let joined = tokio::task::spawn_blocking(search).await.map_err(Problem::internal)?;
    Ok(joined.map_err(Problem::internal)?)
}

/// A recording.
pub(super) fn recording(
    view: &View<'_>,
    (row, it): (u32, &Recording<'_>),
    inc: Inc,
) -> catalog::Result<Value> {
    let isrcs = it.isrcs.iter().collect::<Result<Vec<&str>, _>>()?;
    let mut shape = json!({"recording": {
        "name": it.name,
        "length": it.length_ms,
        "isrcs": isrcs,
        "first_release_date": about::date(it.first_release),
        "rels": about::credited(view, row)?,
    }});
    let main = view.get::<Release<'_>>(it.main.release)?;
    if inc.artist {
        shape["artist"] = credit(view, it.artist_credit)?;
    }
    if let Some(release) = main.as_ref().filter(|_| inc.release) {
        shape["release"] = about::release(view, release, covers::of_recording(view, it)?)?;
    }
    if inc.tag {
        let group = main.map(|release| view.get::<ReleaseGroup<'_>>(release.release_group));
        let group = group.transpose()?.flatten();
        shape["tag"] = json!({
            "artist": about::tags_of_credit(view, it.artist_credit)?,
            "recording": tags(view, it.tags, None)?,
            "release_group": match &group {
                Some(group) => tags(view, group.tags, Some(("release_group_mbid", group.gid)))?,
                None => json!([]),
            },
        });
    }
    Ok(shape)
}

fn group(view: &View<'_>, (row, it): (u32, &ReleaseGroup<'_>), inc: Inc) -> catalog::Result<Value> {
    let mut shape = json!({"release_group": {
        "name": it.name,
        "date": about::date(it.first_release),
        "type": about::primary_type(view, it)?,
        "rels": rels(view, (Kind::ReleaseGroup, row))?,
    }});
    if inc.artist {
        shape["artist"] = credit(view, it.artist_credit)?;
    }
    let main = view.get::<Release<'_>>(it.main_release)?;
    if let Some(release) = main.as_ref().filter(|_| inc.release) {
        shape["release"] = about::release(view, release, covers::of_group(view, it)?)?;
    }
    if inc.recording && main.is_some() {
        shape["recording"] = about::tracks(view, it.main_release)?;
    }
    if inc.tag {
        shape["tag"] = json!({
            "artist": about::tags_of_credit(view, it.artist_credit)?,
            "release_group": tags(view, it.tags, None)?,
        });
    }
    Ok(shape)
}

fn of_artist(view: &View<'_>, (row, it): (u32, &Artist<'_>), inc: Inc) -> catalog::Result<Value> {
    let mut shape = artist(view, it)?;
    shape["mbid"] = text(&it.gid).into();
    shape["rels"] = rels(view, (Kind::Artist, row))?;
    if inc.tag {
        shape["tag"] = json!({"artist": tags(view, it.tags, Some(("artist_mbid", it.gid)))?});
    }
    if inc.release_group {
        shape["release_group"] = about::groups_of_artist(view, row)?;
    }
    Ok(shape)
}

impl Inc {
    pub(super) fn read(text: Option<&str>, allowed: &[&str]) -> Answer<Self> {
        let mut inc = Self::default();
        for word in text.unwrap_or_default().split([' ', '+', ',']).filter(|it| !it.is_empty()) {
            let place = match word {
                "artist" => &mut inc.artist,
                "tag" => &mut inc.tag,
                "release" => &mut inc.release,
                "recording" => &mut inc.recording,
                "release_group" => &mut inc.release_group,
                _ => return Err(wrong(word, allowed)),
            };
            *place = true;
            if !allowed.contains(&word) {
                return Err(wrong(word, allowed));
            }
        }
        Ok(inc)
    }
}

fn wrong(word: &str, allowed: &[&str]) -> Failure {
    let word = edge::problem::shorten(word);
    let text = format!("invalid inc argument '{word}'. Must be one of {}.", allowed.join(", "));
    Failure::bad_request(text)
}

/// The ids in `{kind}_mbids`, separated by commas.
fn mbids(params: &Params, kind: &str) -> Answer<Vec<Gid>> {
    let key = format!("{kind}_mbids");
    let none = || Failure::bad_request(format!("No valid {kind} mbid found."));
    let texts = params.filled(&key).ok_or_else(none)?;
    let mbids = texts.split(',').map(str::trim).filter(|text| !text.is_empty());
    let mbids = mbids.take(MAX_ASKED + 1).map(|it| mbid(kind, it)).collect::<Answer<Vec<_>>>()?;
    match mbids.len() {
        0 => Err(none()),
        1..=MAX_ASKED => Ok(mbids),
        _ => Err(Failure::bad_request(format!("At most {MAX_ASKED} can be asked for at once."))),
    }
}

fn mbid(kind: &str, text: &str) -> Answer<Gid> {
    let wrong = || format!("{kind}_mbid {} is not valid.", edge::problem::shorten(text));
    Gid::parse_mbid(text).map_err(|_| Failure::bad_request(wrong()))
}

fn text(gid: &Gid) -> String {
    gid.text(IdScheme::Mbid).as_str().to_owned()
}

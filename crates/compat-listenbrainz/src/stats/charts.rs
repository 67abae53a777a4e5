//! Charts: what was played most.

use listens::stats::{Entry, Order, Ranked, Subject};

use super::*;

/// What a chart is called, and how its entries look.
struct Form {
    ranked: Ranked,
    key: &'static str,
    total: &'static str,
    entry: fn(&Entry) -> Value,
}

/// `GET …/artists`
pub(crate) async fn list_artists(
    State(surface): State<Surface>,
    whose: Whose,
    params: Params,
) -> Answer {
    let form = Form {
        ranked: Ranked::Artists,
        key: "artists",
        total: "total_artist_count",
        entry: artist,
    };
    list(&surface, (whose, params), &form).await
}

/// `GET …/releases`
pub(crate) async fn list_releases(
    State(surface): State<Surface>,
    whose: Whose,
    params: Params,
) -> Answer {
    let form = Form {
        ranked: Ranked::Releases,
        key: "releases",
        total: "total_release_count",
        entry: |entry| credited(entry, "release_name", "release_mbid"),
    };
    list(&surface, (whose, params), &form).await
}

/// `GET …/release-groups`
pub(crate) async fn list_release_groups(
    State(surface): State<Surface>,
    whose: Whose,
    params: Params,
) -> Answer {
    let form = Form {
        ranked: Ranked::ReleaseGroups,
        key: "release_groups",
        total: "total_release_group_count",
        entry: |entry| credited(entry, "release_group_name", "release_group_mbid"),
    };
    list(&surface, (whose, params), &form).await
}

/// `GET …/recordings`
pub(crate) async fn list_recordings(
    State(surface): State<Surface>,
    whose: Whose,
    params: Params,
) -> Answer {
    let form = Form {
        ranked: Ranked::Recordings,
        key: "recordings",
        total: "total_recording_count",
        entry: |entry| credited(entry, "track_name", "recording_mbid"),
    };
    list(&surface, (whose, params), &form).await
}

async fn list(surface: &Surface, (whose, params): (Whose, Params), form: &Form) -> Answer {
    let part = params.part()?;
    let question = Question::read(surface, whose, &params).await?;
    let (span, within) = (&question.span, (part.offset, part.limit));
    let chart = question.statistics.top(form.ranked, span, Order::Listens, within).await?;
    let entries: Vec<Value> = chart.entries.iter().map(form.entry).collect();
    let mut more = Map::new();
    more.insert("count".to_owned(), entries.len().into());
    more.insert("offset".to_owned(), part.offset.into());
    more.insert(form.total.to_owned(), chart.total.into());
    Ok(question.answer(form.key, entries.into(), more))
}

/// An artist with the number of plays.
pub(super) fn artist(entry: &Entry) -> Value {
    json!({
        "artist_mbid": entry.subject.mbid,
        "artist_name": entry.subject.name,
        "listen_count": entry.listens,
    })
}

/// Something with an artist credit. `name` and `mbid` are the keys of its own.
fn credited(entry: &Entry, name: &str, mbid: &str) -> Value {
    let subject = &entry.subject;
    let mut shape = json!({"listen_count": entry.listens});
    credit(subject, &mut shape);
    shape[name] = subject.name.clone().into();
    shape[mbid] = subject.mbid.map(|mbid| mbid.to_string()).into();
    if let Some(release) = &subject.release {
        shape["release_name"] = release.name.clone().into();
        shape["release_mbid"] = release.mbid.to_string().into();
    }
    shape
}

/// Who made something, and its cover.
pub(super) fn credit(subject: &Subject, shape: &mut Value) {
    let ids: Vec<String> = subject.artists.iter().map(|it| it.mbid.to_string()).collect();
    shape["artist_name"] = subject.artist_credit_name.clone().into();
    shape["artist_mbids"] = ids.into();
    shape["artists"] = subject.artists.iter().map(crate::track::credit).collect();
    crate::track::put_cover(subject.cover, shape);
}

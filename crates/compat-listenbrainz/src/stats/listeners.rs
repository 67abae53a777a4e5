//! Who listens to an artist or a release group, of those whose history everybody may see.

use std::collections::HashMap;

use http::StatusCode;
use listens::stats::{Listeners, ListenersOf};
use model::Gid;
use uuid::Uuid;

use super::*;

/// Listeners that are shown.
const SHOWN: usize = 10;

/// `GET /1/stats/artist/{mbid}/listeners`
pub(crate) async fn list_artist_listeners(
    State(surface): State<Surface>,
    whose: Whose,
    Path(mbid): Path<String>,
    params: Params,
) -> Answer {
    let found = find(&surface, (whose, &params), (ListenersOf::Artist, &mbid)).await?;
    let Some((listeners, mut payload)) = found else { return Ok(nobody()) };
    payload["artist_mbid"] = mbid.into();
    payload["artist_name"] = listeners.subject.name.clone().into();
    Ok(wrap(payload))
}

/// `GET /1/stats/release-group/{mbid}/listeners`
pub(crate) async fn list_group_listeners(
    State(surface): State<Surface>,
    whose: Whose,
    Path(mbid): Path<String>,
    params: Params,
) -> Answer {
    let found = find(&surface, (whose, &params), (ListenersOf::ReleaseGroup, &mbid)).await?;
    let Some((listeners, mut payload)) = found else { return Ok(nobody()) };
    let subject = &listeners.subject;
    charts::credit(subject, &mut payload);
    payload["release_group_mbid"] = mbid.into();
    payload["release_group_name"] = subject.name.clone().into();
    Ok(wrap(payload))
}

/// Who it is, and what both answers have.
async fn find(
    surface: &Surface,
    (whose, params): (Whose, &Params),
    (of, mbid): (ListenersOf, &str),
) -> Answer<Option<(Listeners, Value)>> {
    let invalid = || Failure::bad_request(format!("{mbid} mbid format invalid."));
    let gid = Gid::parse_mbid(mbid).map_err(|_| invalid())?;
    let names: HashMap<Uuid, String> =
        whose.people().iter().map(|user| (user.id, user.username.text.clone())).collect();
    let question = Question::read(surface, whose, params).await?;
    let found = question.statistics.listeners((of, gid), &question.span).await?;
    let Some(found) = found.filter(|found| found.listens > 0) else { return Ok(None) };
    let shown = found.people.iter().take(SHOWN);
    let listeners = shown
        .map(|(user_id, plays)| json!({"user_name": names.get(user_id), "listen_count": plays}));
    let mut payload = question.payload();
    payload["listeners"] = listeners.collect();
    payload["total_listen_count"] = found.listens.into();
    payload["total_user_count"] = found.people.len().into();
    Ok(Some((found, payload)))
}

/// Nothing to tell, as ListenBrainz says it.
fn nobody() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

//! The queue of a target: which plays get into it.

use store::listens::Listen;
use store::listens_raw::Report;
use store::relay_targets::{Protocol, RelayTarget};
use store::{Tx, relay_outbox, relay_targets};
use uuid::Uuid;

use crate::error::Result;

/// Queues new listens of a person, each with its report, for the targets that want them, in the
/// unit of work that keeps them; tells whether somebody has to be woken.
pub(crate) async fn queue(
    tx: &mut Tx<'_>,
    user_id: Uuid,
    new: &[(&Listen, &Report)],
) -> Result<bool> {
    let targets = relay_targets::list_of_user(&mut *tx, user_id).await?;
    let mut queued = Vec::new();
    for target in targets.iter().filter(|target| target.is_enabled) {
        let wanted = new.iter().filter(|(row, report)| {
            row.hidden_by.is_none()
                && row.listened_at_ms >= target.begins_at_ms
                && !comes_from(target, &report.source, report.relayed_from.as_deref())
        });
        queued.extend(wanted.map(|(row, _)| (target.id, row.listened_at_ms, row.id)));
    }
    if queued.is_empty() {
        return Ok(false);
    }
    Ok(relay_outbox::insert(tx, &queued).await? > 0)
}

/// Whether plays came from a target: then they are not sent back.
fn comes_from(target: &RelayTarget, source: &str, relayed_from: Option<&str>) -> bool {
    let is_same = relayed_from.is_some_and(|from| host(from) == host(&target.base_url));
    // A file does not say of which server it is: all of its kind are meant.
    let origin = match source {
        "import.lastfm" | "import.lastfm-csv" | "import.librefm" => Some(Protocol::Lastfm),
        "import.listenbrainz" => Some(Protocol::ListenBrainz),
        _ => None,
    };
    is_same || (relayed_from.is_none() && origin == Some(target.protocol))
}

/// Host and port of an address, in small letters.
pub(super) fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    //! Where plays come from.
    use super::*;

    fn target(protocol: Protocol, base_url: &str) -> RelayTarget {
        RelayTarget {
            id: Uuid::nil(),
            user_id: Uuid::nil(),
            protocol,
            base_url: base_url.to_owned(),
            account_name: String::new(),
            is_enabled: true,
            is_now_playing_enabled: true,
            begins_at_ms: 0,
            state: relay_targets::State::Ok,
            failures: 0,
            retry_at_ms: None,
            sent_count: 0,
            last_success_at_ms: None,
            last_error: None,
            created_at_ms: 0,
        }
    }

    #[test]
    fn nothing_is_sent_back_to_where_it_came_from() {
        let lastfm = target(Protocol::Lastfm, "https://ws.audioscrobbler.com/2.0/");
        let brainz = target(Protocol::ListenBrainz, "https://api.listenbrainz.org");
        let from = |source, relayed_from: Option<&str>| {
            [&lastfm, &brainz].map(|target| comes_from(target, source, relayed_from))
        };
        assert_eq!(from("native", None), [false, false]);
        assert_eq!(from("import.spotify", None), [false, false]);
        assert_eq!(from("import.lastfm-csv", None), [true, false]);
        assert_eq!(from("import.listenbrainz", None), [false, true]);
        assert_eq!(from("listenbrainz", Some("https://API.listenbrainz.org/1/")), [false, true]);
        // It is known from which server it was fetched: others of the kind are not meant.
        assert_eq!(from("import.lastfm", Some("https://libre.fm/2.0/")), [false, false]);
    }
}

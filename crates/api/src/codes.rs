//! Every code of an error answer: those of this interface and those of the edge.

use edge::problem::code;
use edge::problem::code::{NOT_FOUND, TIMEOUT, UNAVAILABLE};
use edge::{Code, Problem};
use http::StatusCode;

/// No import has finished yet.
pub const NO_CATALOGUE: Code =
    Code::new("no_catalogue", StatusCode::SERVICE_UNAVAILABLE, "There is no catalogue yet");
/// An id that has none of the accepted forms.
pub const MALFORMED_ID: Code =
    Code::new("malformed_id", StatusCode::BAD_REQUEST, "Not an id in any accepted form");
/// A search for fewer than two characters.
pub const QUERY_TOO_SHORT: Code =
    Code::new("query_too_short", StatusCode::BAD_REQUEST, "The search text is too short");
/// A batch of more items than are answered at once.
pub const BATCH_TOO_LARGE: Code =
    Code::new("batch_too_large", StatusCode::BAD_REQUEST, "Too many items in one batch");

/// The codes of this interface alone.
const OWN: [Code; 4] = [NO_CATALOGUE, MALFORMED_ID, QUERY_TOO_SHORT, BATCH_TOO_LARGE];

/// Seconds after which it is worth asking again whether an import has finished.
const RETRY_IMPORT_S: u64 = 30;

/// Seconds after which it is worth asking again whether the server is ready.
const RETRY_READY_S: u64 = 5;

/// The whole table.
pub fn all() -> impl Iterator<Item = Code> {
    code::ALL
        .iter()
        .copied()
        .chain(OWN)
        .chain(crate::accounts::codes::ALL)
        .chain(crate::jobs::codes::ALL)
}

/// There is no catalogue yet.
pub(crate) fn no_catalogue() -> Problem {
    Problem::new(NO_CATALOGUE)
        .detail("import one with `gatefold import`; the server will find it by itself")
        .retry_after_s(RETRY_IMPORT_S)
}

/// Something is missing that answers need; the words are for operators.
pub(crate) fn not_ready(missing: &[String]) -> Problem {
    Problem::new(UNAVAILABLE).detail(missing.join("; ")).retry_after_s(RETRY_READY_S)
}

/// An id without an accepted form.
pub(crate) fn malformed_id(text: &str) -> Problem {
    let shown = edge::problem::shorten(text);
    Problem::new(MALFORMED_ID).parameter("id").detail(format!(
        "\"{shown}\" is neither an id of this catalogue nor scheme:value, as in mbid:…, \
         spotify:…, discogs:…, isrc:…, upc:…"
    ))
}

/// Nothing has this id.
pub(crate) fn not_found(what: &str, id: &str) -> Problem {
    let shown = edge::problem::shorten(id);
    Problem::new(NOT_FOUND).detail(format!("no {what} has the id \"{shown}\""))
}

/// A search that was not done in time.
pub(crate) fn search_timeout() -> Problem {
    Problem::new(TIMEOUT).detail("the search took too long; ask for fewer or longer words")
}

/// A search text of fewer characters than a search needs.
pub(crate) fn query_too_short(least: usize) -> Problem {
    Problem::new(QUERY_TOO_SHORT)
        .parameter("q")
        .detail(format!("a search text has at least {least} characters"))
}

/// A batch of more items than are answered at once.
pub(crate) fn batch_too_large(items: usize, most: usize) -> Problem {
    Problem::new(BATCH_TOO_LARGE)
        .detail(format!("there are {items} items in it; send at most {most} at once"))
}

#[cfg(test)]
mod tests {
    //! Codes are promises: this table changes only by new lines.
    use expect_test::expect;

    #[test]
    fn codes_and_statuses_stay_as_they_are() {
        let line = |code: edge::Code| format!("{} {}\n", code.status.as_u16(), code.name);
        let table: String = super::all().map(line).collect();
        expect![[r#"
            400 bad_request
            400 unknown_parameter
            400 missing_parameter
            400 invalid_parameter
            400 invalid_cursor
            400 malformed_body
            400 unknown_field
            400 missing_field
            400 invalid_field
            404 not_found
            404 no_such_path
            405 method_not_allowed
            408 timeout
            413 payload_too_large
            415 unsupported_media_type
            429 rate_limited
            500 internal
            503 unavailable
            503 no_catalogue
            400 malformed_id
            400 query_too_short
            400 batch_too_large
            401 not_signed_in
            401 wrong_credentials
            401 session_ended
            403 account_disabled
            429 too_many_attempts
            409 taken
            403 registration_closed
            403 invitation_needed
            400 link_ended
            403 scope_needed
            403 session_needed
            403 admin_needed
            409 last_admin
            409 too_many
            403 cross_site
            502 provider_failed
            409 job_ended
        "#]]
        .assert_eq(&table);
    }
}

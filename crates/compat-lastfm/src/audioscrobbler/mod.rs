//! AudioScrobbler 1.2: answers are a word in a line of plain text, always with status 200.

mod session;
mod tracks;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::header::{CONTENT_TYPE, LOCATION};
use http::{HeaderValue, StatusCode};

use crate::Surface;
use crate::failure::{Code, Failure};
use crate::params::Call;

/// Where a handshake sends what plays now.
pub(crate) const NOW_PLAYING: &str = "/np_1.2";
/// Where a handshake sends what was played.
pub(crate) const SUBMISSION: &str = "/protocol_1.2";

/// Where those are led who come by a browser. The place may change, so it is no permanent move.
const DOCUMENTATION: &str = "/docs";

/// What a client is told.
#[derive(Debug)]
pub(crate) enum Word {
    /// It was done; the lines that follow.
    Ok(Vec<String>),
    /// The name or the digest is wrong.
    BadAuth,
    /// The session does not work, or not any more: the client shakes hands again.
    BadSession,
    /// The clock of the client is far ahead, or it did not tell the time.
    BadTime,
    /// It may work later: the client keeps what it has and comes back.
    Failed(String),
}

impl From<Failure> for Word {
    fn from(failure: Failure) -> Self {
        match failure.code() {
            Code::Session => Self::BadSession,
            Code::Authentication | Code::Signature | Code::ApiKey => Self::BadAuth,
            _ => Self::Failed(failure.parts().1.replace(['\r', '\n'], " ")),
        }
    }
}

impl Word {
    /// The answer.
    pub(crate) fn write(&self) -> Response {
        let text = match self {
            Self::Ok(lines) => {
                lines.iter().fold("OK\n".to_owned(), |text, line| format!("{text}{line}\n"))
            }
            Self::BadAuth => "BADAUTH\n".to_owned(),
            Self::BadSession => "BADSESSION\n".to_owned(),
            Self::BadTime => "BADTIME\n".to_owned(),
            Self::Failed(reason) => format!("FAILED {reason}\n"),
        };
        let kind = HeaderValue::from_static("text/plain; charset=utf-8");
        ([(CONTENT_TYPE, kind)], text).into_response()
    }
}

fn write(outcome: Result<Vec<String>, Word>) -> Response {
    outcome.map_or_else(|word| word.write(), |lines| Word::Ok(lines).write())
}

/// `/?hs=true`: opens a session. People who come here by a browser are shown the documentation.
pub(crate) async fn handshake(State(surface): State<Surface>, call: Call) -> Response {
    match call.params.get("hs") {
        None => (StatusCode::FOUND, [(LOCATION, DOCUMENTATION)]).into_response(),
        Some(_) => write(session::open(&surface, &call).await),
    }
}

/// What plays now.
pub(crate) async fn set_now_playing(State(surface): State<Surface>, call: Call) -> Response {
    write(tracks::set_now_playing(&surface, &call).await)
}

/// What was played.
pub(crate) async fn submit(State(surface): State<Surface>, call: Call) -> Response {
    write(tracks::submit(&surface, &call).await)
}

//! What the edge refuses, in the words of the protocol that was spoken.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use edge::problem::CONTENT_TYPE_VALUE;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{StatusCode, Uri};

use crate::audioscrobbler::{NOW_PLAYING, SUBMISSION, Word};
use crate::failure::{Code, Failure};
use crate::methods;
use crate::params::is_json;

/// What a path speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    LastFm { is_json: bool },
    AudioScrobbler,
}

/// The outermost layer.
pub(crate) async fn dress(request: Request, next: Next) -> Response {
    let language = language(request.uri());
    let answer = next.run(request).await;
    let is_problem = answer.headers().get(CONTENT_TYPE).is_some_and(|it| it == CONTENT_TYPE_VALUE);
    match language {
        Some(language) if is_problem => translate(language, answer),
        _ => answer,
    }
}

/// What is spoken at an address; none elsewhere. The format is told where only the address counts:
/// who is refused so early has not been read further.
fn language(uri: &Uri) -> Option<Language> {
    let query = uri.query().unwrap_or_default();
    match uri.path() {
        "/2.0" | "/2.0/" | "/apis/audioscrobbler/2.0" | "/apis/audioscrobbler/2.0/" => {
            Some(Language::LastFm { is_json: is_json(query) })
        }
        NOW_PLAYING | SUBMISSION => Some(Language::AudioScrobbler),
        "/" if query.contains("hs=") => Some(Language::AudioScrobbler),
        _ => None,
    }
}

fn translate(language: Language, answer: Response) -> Response {
    let failure = failure(answer.status());
    let written = match language {
        Language::LastFm { is_json } => methods::write(is_json, Err(failure)),
        Language::AudioScrobbler => Word::from(failure).write(),
    };
    let (said, body) = written.into_parts();
    let (mut parts, _) = answer.into_parts();
    parts.status = said.status;
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.extend(said.headers);
    Response::from_parts(parts, body)
}

/// What a status means to a scrobbler: whether it gives up or comes back.
fn failure(status: StatusCode) -> Failure {
    match status {
        StatusCode::TOO_MANY_REQUESTS => Code::Limit.into(),
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::REQUEST_TIMEOUT => Code::Unavailable.into(),
        StatusCode::PAYLOAD_TOO_LARGE => {
            Failure::new(Code::Parameters, "Invalid parameters - The request is too large")
        }
        status if status.is_server_error() => Code::Failed.into(),
        _ => Code::Parameters.into(),
    }
}

//! Methods of Last.fm 2.0: one path, the method in a parameter.

mod auth;
mod shapes;
mod top;
mod track;
mod user;

use std::ops::Deref;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, StatusCode};

use crate::Surface;
use crate::failure::{Code, Failure, defect};
use crate::node::Node;
use crate::params::Call;
use crate::signature;

/// What a method answers.
pub(crate) type Answer = Result<Node, Failure>;

/// A call that may change something or says a password: it came by POST, and its signature holds.
pub(crate) struct Change<'c>(&'c Call);

impl<'c> Change<'c> {
    fn of(surface: &Surface, call: &'c Call) -> Result<Self, Failure> {
        if call.parts.method != Method::POST {
            let words = "Invalid parameters - This method needs POST";
            return Err(Failure::new(Code::Parameters, words));
        }
        signature::check(surface.options(), &call.params)?;
        Ok(Self(call))
    }
}

impl Deref for Change<'_> {
    type Target = Call;

    fn deref(&self) -> &Call {
        self.0
    }
}

/// Answers any method, in the format that was asked for.
pub(crate) async fn answer(State(surface): State<Surface>, call: Call) -> Response {
    let outcome = dispatch(&surface, &call).await;
    write(call.params.is_json(), outcome)
}

async fn dispatch(surface: &Surface, call: &Call) -> Answer {
    let name = call.params.filled("method").unwrap_or_default().to_ascii_lowercase();
    let signed = || signature::check(surface.options(), &call.params).map(|()| call);
    let change = || Change::of(surface, call);
    match name.as_str() {
        "auth.getmobilesession" => auth::get_mobile_session(surface, &change()?).await,
        "auth.gettoken" => auth::get_token(surface, signed()?),
        "auth.getsession" => auth::get_session(surface, signed()?).await,
        "auth.getsessioninfo" => auth::get_session_info(surface, signed()?).await,
        "track.scrobble" => track::scrobble(surface, &change()?).await,
        "track.updatenowplaying" => track::update_now_playing(surface, &change()?).await,
        "track.love" => track::love(surface, &change()?, listens::Score::Love).await,
        "track.unlove" => track::love(surface, &change()?, listens::Score::Neutral).await,
        "user.getinfo" => user::get_info(surface, call).await,
        "user.getrecenttracks" => user::get_recent_tracks(surface, call).await,
        "user.gettopartists" => top::get(surface, call, top::ARTISTS).await,
        "user.gettopalbums" => top::get(surface, call, top::ALBUMS).await,
        "user.gettoptracks" => top::get(surface, call, top::TRACKS).await,
        _ => Err(Code::Method.into()),
    }
}

/// An answer in one of the two formats.
pub(crate) fn write(is_json: bool, outcome: Answer) -> Response {
    let status = outcome.as_ref().map_or_else(Failure::status, |_| StatusCode::OK);
    let (kind, body) = if is_json {
        let json = match &outcome {
            Ok(node) => node.to_json(),
            Err(failure) => {
                let (number, text) = failure.parts();
                serde_json::json!({ "error": number, "message": text })
            }
        };
        ("application/json; charset=utf-8", json.to_string().into_bytes())
    } else {
        let xml = match &outcome {
            Ok(node) => node.to_xml("ok"),
            Err(failure) => failure.node().to_xml("failed"),
        };
        let xml = xml.inspect_err(|error| drop(defect(error))).unwrap_or_default();
        ("text/xml; charset=utf-8", xml)
    };
    (status, [(CONTENT_TYPE, HeaderValue::from_static(kind))], body).into_response()
}

//! Statistics of a person, or of all whose history everybody may see: charts and activity, right at
//! the moment of the question, those of all within a minute.

use accounts::User;
use axum::extract::{FromRequestParts, MatchedPath, Path, State};
use axum::response::{IntoResponse as _, Response};
use edge::extract::Json;
use http::request::Parts;
use listens::stats::{Range, Span, Statistics};
use serde_json::{Map, Value, json};

mod activity;
mod charts;
mod countries;
mod crossed;
mod listeners;
pub(crate) mod site;

pub(crate) use activity::{list_countries, list_hours, list_periods, list_years, show_year};
pub(crate) use charts::{list_artists, list_recordings, list_release_groups, list_releases};
pub(crate) use crossed::{list_albums, list_evolution, list_genres};
pub(crate) use listeners::{list_artist_listeners, list_group_listeners};

use crate::Surface;
use crate::caller::Listener;
use crate::failure::{Answer, Failure};
use crate::params::Params;

/// Whose statistics are asked for.
pub(crate) enum Whose {
    /// The person in the path.
    Person(Box<User>),
    /// All whose history everybody may see.
    Site(Vec<User>),
}

impl FromRequestParts<Surface> for Whose {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, surface: &Surface) -> Answer<Self> {
        let route = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str);
        if route.is_some_and(|route| route.contains("{user}")) {
            let Listener(user) = Listener::from_request_parts(parts, surface).await?;
            return Ok(Self::Person(Box::new(user)));
        }
        Ok(Self::Site(surface.accounts().public_listeners().await?))
    }
}

impl Whose {
    fn people(&self) -> &[User] {
        match self {
            Self::Person(user) => std::slice::from_ref(user),
            Self::Site(people) => people,
        }
    }
}

/// A question about people and a range of days.
pub(crate) struct Question {
    statistics: Statistics,
    range: Range,
    span: Span,
    /// Of one person.
    user_name: Option<String>,
}

impl FromRequestParts<Surface> for Question {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, surface: &Surface) -> Answer<Self> {
        let whose = Whose::from_request_parts(parts, surface).await?;
        let Ok(params) = Params::from_request_parts(parts, surface).await;
        Self::read(surface, whose, &params).await
    }
}

impl Question {
    async fn read(surface: &Surface, whose: Whose, params: &Params) -> Answer<Self> {
        let name = params.filled("range").unwrap_or("all_time");
        let range = name.parse::<Range>();
        let range = range.map_err(|_| Failure::bad_request(format!("Invalid range: {name}")))?;
        let (statistics, user_name) = match whose {
            Whose::Person(user) => {
                (surface.listens().statistics(user.id).await?, Some(user.username.text))
            }
            Whose::Site(people) => (surface.listens().statistics_together(&people), None),
        };
        let span = statistics.span(range).await?;
        Ok(Self { statistics, range, span, user_name })
    }

    /// What every answer has.
    fn payload(&self) -> Value {
        let mut payload = json!({
            "range": self.range.to_string(),
            "from_ts": self.span.from_ms.div_euclid(1000),
            "to_ts": self.span.to_ms.div_euclid(1000),
            "last_updated": self.statistics.now_ms().div_euclid(1000),
        });
        if let Some(name) = &self.user_name {
            payload["user_id"] = name.as_str().into();
        }
        payload
    }

    /// The answer: what was asked for, beside what every answer has.
    fn answer(&self, key: &str, value: Value, more: Map<String, Value>) -> Response {
        let mut payload = self.payload();
        payload[key] = value;
        for (key, value) in more {
            payload[key] = value;
        }
        wrap(payload)
    }
}

fn wrap(payload: Value) -> Response {
    Json(json!({"payload": payload})).into_response()
}

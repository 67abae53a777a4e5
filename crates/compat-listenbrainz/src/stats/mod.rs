//! Statistics of a person: charts and activity, right at the moment of the question.

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use edge::extract::Json;
use listens::stats::{Range, Span, Statistics};
use serde_json::{Map, Value, json};

mod activity;
mod charts;
mod countries;

pub(crate) use activity::{list_countries, list_hours, list_periods, list_years, show_year};
pub(crate) use charts::{list_artists, list_recordings, list_release_groups, list_releases};

use crate::Surface;
use crate::caller::Listener;
use crate::failure::{Answer, Failure};
use crate::params::Params;

/// A question about a person and a range of days.
struct Question {
    statistics: Statistics,
    range: Range,
    span: Span,
    user_name: String,
}

impl Question {
    async fn read(surface: &Surface, user: accounts::User, params: &Params) -> Answer<Self> {
        let name = params.filled("range").unwrap_or("all_time");
        let range = name.parse::<Range>();
        let range = range.map_err(|_| Failure::bad_request(format!("Invalid range: {name}")))?;
        let statistics = surface.listens().statistics(user.id).await?;
        let span = statistics.span(range).await?;
        Ok(Self { statistics, range, span, user_name: user.username.text })
    }

    /// The answer: what was asked for, beside what every answer has.
    fn answer(&self, key: &str, value: Value, more: Map<String, Value>) -> Response {
        let mut payload = json!({
            "user_id": self.user_name,
            "range": self.range.to_string(),
            "from_ts": self.span.from_ms.div_euclid(1000),
            "to_ts": self.span.to_ms.div_euclid(1000),
            "last_updated": self.statistics.now_ms().div_euclid(1000),
        });
        payload[key] = value;
        for (key, value) in more {
            payload[key] = value;
        }
        Json(json!({"payload": payload})).into_response()
    }
}

//! Cases of other programs' tests, replayed step by step: what to send, and whether what came is
//! what the case expects.
//!
//! It sends nothing itself: one crate asks its router, another a program over a socket.
//!
//! ```text
//! let mut replay = Replay::new(&case, known)?;
//! while let Some(request) = replay.request()? {
//!     failed.extend(replay.take(send(request)));
//! }
//! ```

mod expectations;
mod places;
mod reply;
mod request;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::Value;

pub use reply::Reply;
pub use request::Request;

use places::Places;

/// Cases of ListenBrainz's own tests, in the data of [other people](crate::foreign).
pub const LISTENBRAINZ: &str = "listens/listenbrainz-cases.jsonl";

/// Requests of real clients, as they were recorded, in the same data.
pub const CAPTURES: &str = "listens/wire-captures.jsonl";

/// What the names in braces stand for, such as `token:maya`; cases cannot know it. A digest
/// `md5(…)` is calculated from others.
pub type Known = BTreeMap<String, String>;

/// Names of people whose tokens a case asks for.
#[must_use]
pub fn people(case: &Value) -> Vec<String> {
    let text = case.to_string();
    let after = text.split("{{token:").skip(1);
    after.filter_map(|rest| rest.split_once("}}")).map(|(name, _)| name.to_owned()).collect()
}

/// Whether a case asks for what neither its own answers nor the harness know: the name begins so.
#[must_use]
pub fn asks_for(case: &Value, name: &str) -> bool {
    case.to_string().contains(&format!("{{{{{name}"))
}

/// A case in the middle of its steps.
pub struct Replay<'c> {
    steps: &'c [Value],
    places: Places,
}

impl<'c> Replay<'c> {
    /// A case before its first step.
    ///
    /// # Errors
    /// A case without steps.
    pub fn new(case: &'c Value, known: Known) -> Result<Self, String> {
        let steps = case["steps"].as_array().ok_or("the case has no steps")?;
        Ok(Self { steps, places: Places { known, replies: Vec::new() } })
    }

    /// What the next step sends; none behind the last one.
    ///
    /// # Errors
    /// A step that says too little.
    pub fn request(&self) -> Result<Option<Request>, String> {
        let step = self.steps.get(self.places.replies.len());
        step.map(|step| Request::of(step, self.steps, &self.places)).transpose()
    }

    /// Takes the answer to it, and tells what was expected of that step and is not so.
    pub fn take(&mut self, reply: Reply) -> Vec<String> {
        let Some(step) = self.steps.get(self.places.replies.len()) else { return Vec::new() };
        self.places.replies.push(reply);
        let broken = step["expect"].as_array().into_iter().flatten();
        let broken = broken.filter(|expected| !expectations::holds(expected, &self.places));
        let told = |expected: &Value| {
            let body = self.places.replies.last().map(|it| it.body.as_str()).unwrap_or_default();
            format!("{} {}: {expected} got {body}", step["method"], step["url"])
        };
        broken.map(told).collect()
    }
}

//! What a step sends.

use form_urlencoded::{Serializer, byte_serialize, parse};
use serde_json::Value;

use super::places::{Places, plain};

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The method of HTTP.
    pub method: String,
    /// The path as it stands in the case.
    pub path: String,
    /// Path and query, encoded.
    pub address: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// The body, empty if there is none.
    pub body: String,
    /// How long the case waits after the answer.
    pub then_pause_ms: i64,
}

impl Request {
    pub(super) fn of(step: &Value, steps: &[Value], places: &Places) -> Result<Self, String> {
        let url = places.fill(&step["url"]);
        let url = url.as_str().ok_or("a step has no address")?;
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let mut headers = pairs(&places.fill(&step["headers"]));
        let form = pairs(&places.fill(&step["form"]));
        let body = match form.is_empty() {
            true => body(step, steps, places),
            false => {
                let kind = "application/x-www-form-urlencoded".to_owned();
                headers.push(("content-type".to_owned(), kind));
                Serializer::new(String::new()).extend_pairs(form).finish()
            }
        };
        let mut parameters: Vec<(String, String)> = parse(query.as_bytes()).into_owned().collect();
        parameters.extend(pairs(&places.fill(&step["query"])));
        let pause_s = step["then_sleep_s"].as_f64().unwrap_or_default();
        Ok(Self {
            method: step["method"].as_str().unwrap_or("GET").to_owned(),
            path: path.to_owned(),
            address: address(path, parameters),
            headers,
            body,
            then_pause_ms: (pause_s * 1000.0) as i64,
        })
    }
}

fn pairs(fields: &Value) -> Vec<(String, String)> {
    let fields = fields.as_object().into_iter().flatten();
    fields.map(|(name, value)| (name.clone(), plain(value))).collect()
}

fn address(path: &str, parameters: Vec<(String, String)>) -> String {
    let path: String = byte_serialize(path.as_bytes()).collect();
    let path = path.replace("%2F", "/").replace('+', "%20");
    if parameters.is_empty() {
        return path;
    }
    let query = Serializer::new(String::new()).extend_pairs(parameters).finish();
    format!("{path}?{query}")
}

fn body(step: &Value, steps: &[Value], places: &Places) -> String {
    let generated = step.get("json_generator").and_then(|it| repeated(it, steps));
    match (generated.as_ref().or_else(|| step.get("json")), step.get("body")) {
        (Some(json), _) => places.fill(json).to_string(),
        (None, Some(text)) => plain(&places.fill(text)),
        (None, None) => String::new(),
    }
}

/// The listens of another step again and again, where the case only says how often.
fn repeated(generator: &Value, steps: &[Value]) -> Option<Value> {
    let after = generator["payload_unit"].as_str()?.split("step ").nth(1)?;
    let number = after.split(|c: char| !c.is_ascii_digit()).next()?;
    let one = steps.get(number.parse::<usize>().ok()?)?["json"]["payload"].as_array()?;
    let count = usize::try_from(generator["repeat"].as_u64()?).ok()?;
    let payload: Vec<Value> = one.iter().cycle().take(one.len() * count).cloned().collect();
    Some(serde_json::json!({"listen_type": generator["listen_type"], "payload": payload}))
}

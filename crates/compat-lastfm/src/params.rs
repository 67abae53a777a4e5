//! Parameters of a request, from the query and from the body together.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::extract::{FromRequest, Request};
use edge::Problem;
use edge::extract::{Unread, read_body};
use edge::problem::code;
use http::Method;
use http::header::CONTENT_TYPE;
use http::request::Parts;

/// The largest body: fifty tracks with long names.
const MAX_BODY: usize = 512 * 1024;
/// Time for a body to arrive.
const DEADLINE: Duration = Duration::from_secs(30);
/// More parameters than fifty tracks have.
const MAX_PARAMETERS: usize = 2000;

/// Names and values in the order in which they came.
#[derive(Debug, Clone, Default)]
pub(crate) struct Params(pub(crate) Vec<(String, String)>);

/// A request, read whole.
pub(crate) struct Call {
    /// All but the body.
    pub(crate) parts: Parts,
    /// Its parameters.
    pub(crate) params: Params,
}

impl<S: Sync> FromRequest<S> for Call {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let mut pairs = read(parts.uri.query().unwrap_or_default().as_bytes());
        // A body of another type is none of ours; without a type clients mean a form.
        let kind = parts.headers.get(CONTENT_TYPE).map(http::HeaderValue::as_bytes);
        let is_form = kind.is_none_or(|kind| !kind.starts_with(b"multipart/"));
        if parts.method == Method::POST && is_form {
            let body = read_body(body, MAX_BODY, DEADLINE).await.map_err(|unread| {
                let code = match unread {
                    Unread::TooLarge => code::PAYLOAD_TOO_LARGE,
                    Unread::Broken(_) => code::BAD_REQUEST,
                    Unread::Slow => code::TIMEOUT,
                };
                Problem::new(code).detail(unread.to_string())
            })?;
            pairs.extend(read(&body));
        }
        pairs.truncate(MAX_PARAMETERS);
        Ok(Self { parts, params: Params(pairs) })
    }
}

fn read(text: &[u8]) -> Vec<(String, String)> {
    let pairs = form_urlencoded::parse(text).take(MAX_PARAMETERS);
    pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

/// Whether the answer to a query is to be JSON.
pub(crate) fn is_json(query: &str) -> bool {
    Params(read(query.as_bytes())).is_json()
}

impl Params {
    /// Whether the answer is to be JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.get("format").is_some_and(|format| format.eq_ignore_ascii_case("json"))
    }

    /// The value of a parameter, the first if there are several.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value of a parameter, none when it is blank.
    pub(crate) fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).map(str::trim).filter(|value| !value.is_empty())
    }

    /// A whole number.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.filled(name)?.parse().ok()
    }

    /// The items of names with an index in brackets, by index; gaps are left out. Of names without
    /// one, a single item is made if `is_one` says that they are one.
    pub(crate) fn items(&self, is_one: impl Fn(&Self) -> bool) -> Vec<Self> {
        let places: BTreeSet<u32> =
            self.0.iter().filter_map(|(name, _)| place(name)?.1.parse().ok()).collect();
        if places.is_empty() {
            return if is_one(self) { vec![self.clone()] } else { Vec::new() };
        }
        let mut items = std::collections::BTreeMap::from_iter(
            places.into_iter().map(|place| (place, Self::default())),
        );
        for (name, value) in &self.0 {
            let Some((name, index)) = place(name) else { continue };
            let Ok(index) = index.parse::<u32>() else { continue };
            if let Some(item) = items.get_mut(&index) {
                item.0.push((name.to_owned(), value.clone()));
            }
        }
        items.into_values().collect()
    }
}

/// Name and index of a parameter such as `artist[3]`.
fn place(name: &str) -> Option<(&str, &str)> {
    name.strip_suffix(']')?.split_once('[')
}

#[cfg(test)]
mod tests {
    //! Names with and without indexes.
    use super::*;

    fn params(text: &str) -> Params {
        Params(read(text.as_bytes()))
    }

    #[test]
    fn items_are_in_the_order_of_their_indexes_and_gaps_are_no_items() {
        let items = params("t[10]=k&t[2]=b&a%5B2%5D=x&s=1&t[x]=9&t[2]=c").items(|_| false);
        let texts: Vec<String> = items.iter().map(|item| format!("{:?}", item.0)).collect();
        assert_eq!(texts, [r#"[("t", "b"), ("a", "x"), ("t", "c")]"#, r#"[("t", "k")]"#]);
    }

    #[test]
    fn one_item_needs_no_index() {
        let one = params("t=b&a=x+y").items(|it| it.get("t").is_some());
        assert_eq!((one.len(), one[0].get("a")), (1, Some("x y")));
        assert!(params("s=1").items(|it| it.get("t").is_some()).is_empty());
    }
}

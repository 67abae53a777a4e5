//! The OpenAPI document: fresh, and true to real answers.

use std::collections::{BTreeMap, BTreeSet};

use expect_test::expect_file;
use http::StatusCode;
use model::Kind;
use serde_json::{Value, json};

use crate::Server;
use crate::fixture::mbid;

#[test]
fn the_committed_document_is_fresh() {
    expect_file!["../../openapi.yaml"].assert_eq(&api::openapi::yaml());
}

#[test]
fn every_operation_is_named_tagged_and_refuses_in_problems() {
    let document = document();
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        let methods = item.as_object().into_iter().flatten();
        for (method, operation) in methods.filter(|(key, _)| *key != "servers") {
            let name = operation["operationId"].as_str().unwrap_or_default().to_owned();
            assert!(!name.is_empty() && names.insert(name), "{method} {path}");
            assert!(operation["summary"].is_string(), "{method} {path} has a summary");
            assert!(operation["tags"].is_array(), "{method} {path} has a tag");
            for (status, response) in operation["responses"].as_object().into_iter().flatten() {
                let is_problem = response["content"]["application/problem+json"].is_object();
                assert_eq!(is_problem, status.as_str() >= "400", "{method} {path} {status}");
            }
        }
    }
    assert!(names.len() > 22, "{}", names.len());
}

#[tokio::test]
async fn answers_are_what_the_document_says() {
    let server = Server::new();
    let document = document();
    for (path, address) in addresses() {
        let answer = server.get(&address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text());
        let operation = &document["paths"][path]["get"];
        check(&document, operation, (&answer.json(), 200), &address);
    }
    let batch = json!({
        "tracks": [mbid(Kind::Recording, 1), mbid(Kind::Recording, 3), "x"],
        "artists": [mbid(Kind::Artist, 1)],
        "albums": [mbid(Kind::Release, 1)],
        "isrcs": ["GBAAA0100001"],
    });
    let request_schema = &document["components"]["schemas"]["BatchRequest"];
    Checker { document: &document }.check(request_schema, &batch, "batch request");
    let answer = server.post("/batch/lookup", &batch.to_string()).await.json();
    check(&document, &document["paths"]["/batch/lookup"]["post"], (&answer, 200), "batch");
    let problem = server.get("/lookup/track/x").await.json();
    let operation = &document["paths"]["/lookup/track/{id}"]["get"];
    check(&document, operation, (&problem, 400), "problem");
}

fn document() -> Value {
    serde_json::from_str(&api::openapi::json()).unwrap_or_default()
}

/// A real address for every path that answers JSON to GET.
fn addresses() -> BTreeMap<&'static str, String> {
    let with = |path: &'static str, id: String| (path, path.replace("{id}", &id));
    let mut addresses: BTreeMap<_, _> = [
        with("/lookup/track/{id}", mbid(Kind::Track, 4)),
        with("/lookup/artist/{id}", mbid(Kind::Artist, 1)),
        with("/lookup/artist/{id}/albums", mbid(Kind::Artist, 1)),
        with("/lookup/album/{id}", mbid(Kind::Release, 1)),
        with("/lookup/album/{id}/tracks", mbid(Kind::Release, 1)),
        with("/lookup/release-group/{id}", mbid(Kind::ReleaseGroup, 1)),
        with("/lookup/label/{id}", mbid(Kind::Label, 1)),
        with("/lookup/work/{id}", mbid(Kind::Work, 1)),
        with("/lookup/recording/{id}", mbid(Kind::Recording, 1)),
    ]
    .into();
    addresses.insert("/lookup/isrc/{isrc}", "/lookup/isrc/GBAAA0100001".to_owned());
    addresses.insert("/lookup/upc/{code}", "/lookup/upc/731453463822".to_owned());
    for path in ["/search", "/search/track", "/search/artist", "/search/album"] {
        addresses.insert(path, format!("{path}?q=lanterns&limit=1"));
    }
    for path in ["/health", "/healthz", "/readyz"] {
        addresses.insert(path, path.to_owned());
    }
    addresses
}

fn check(document: &Value, operation: &Value, (answer, status): (&Value, u16), what: &str) {
    let response = &operation["responses"][status.to_string()]["content"];
    let content = response.as_object().into_iter().flatten().next();
    let schema = content.map(|(_, content)| &content["schema"]).unwrap_or(&Value::Null);
    assert!(schema.is_object(), "{what}: no schema for {status}");
    Checker { document }.check(schema, answer, what);
}

/// Holds a value against a schema, more strictly than JSON Schema would: every field of the value
/// must be in the schema.
struct Checker<'d> {
    document: &'d Value,
}

impl<'d> Checker<'d> {
    fn check(&self, schema: &'d Value, value: &Value, at: &str) {
        let schema = self.resolve(schema);
        if let Some(choices) = schema["oneOf"].as_array() {
            let mut fitting = choices.iter().map(|choice| self.resolve(choice));
            let is_null = |schema: &Value| schema["type"] == "null";
            let choice = fitting.find(|schema| is_null(schema) == value.is_null());
            let choice = choice.unwrap_or_else(|| panic!("{at}: nothing of oneOf fits {value}"));
            if !value.is_null() {
                self.check(choice, value, at);
            }
            return;
        }
        let types = self.types(schema);
        assert!(types.contains(type_of(value)), "{at}: {value} is not {types:?}");
        match value {
            Value::Array(items) => {
                for (place, item) in items.iter().enumerate() {
                    self.check(&schema["items"], item, &format!("{at}[{place}]"));
                }
            }
            Value::Object(fields) => self.check_fields(schema, fields, at),
            _ => {}
        }
    }

    fn check_fields(&self, schema: &'d Value, fields: &serde_json::Map<String, Value>, at: &str) {
        if schema["additionalProperties"].is_object() {
            for (name, value) in fields {
                self.check(&schema["additionalProperties"], value, &format!("{at}.{name}"));
            }
            return;
        }
        let (mut properties, mut required) = (BTreeMap::new(), BTreeSet::new());
        self.collect(schema, &mut properties, &mut required);
        for name in required {
            assert!(fields.contains_key(name), "{at}: {name} is required");
        }
        for (name, value) in fields {
            let schema = properties.get(name.as_str());
            let schema = schema.unwrap_or_else(|| panic!("{at}: {name} is not in the document"));
            self.check(schema, value, &format!("{at}.{name}"));
        }
    }

    /// All properties of a schema and of what it is made of.
    fn collect(
        &self,
        schema: &'d Value,
        properties: &mut BTreeMap<&'d str, &'d Value>,
        required: &mut BTreeSet<&'d str>,
    ) {
        let schema = self.resolve(schema);
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.collect(part, properties, required);
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            properties.insert(name, property);
        }
        required
            .extend(schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str));
    }

    fn types(&self, schema: &'d Value) -> BTreeSet<&'d str> {
        match &schema["type"] {
            Value::String(name) => [name.as_str()].into(),
            Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
            _ if schema["allOf"].is_array() => ["object"].into(),
            _ => panic!("a schema without a type: {schema}"),
        }
    }

    fn resolve(&self, schema: &'d Value) -> &'d Value {
        let Some(reference) = schema["$ref"].as_str() else { return schema };
        let path = reference.strip_prefix('#').unwrap_or_default();
        let target = self.document.pointer(path);
        self.resolve(target.unwrap_or_else(|| panic!("{reference} leads nowhere")))
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

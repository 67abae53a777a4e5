//! The OpenAPI document, made from the handlers and shapes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::response::IntoResponse;
use edge::Code;
use edge::extract::NoQuery;
use edge::problem::{self, Problem, ProblemBody, code};
use http::header::CONTENT_TYPE;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::{Ref, RefOr, Schema, Server};
use utoipa::{IntoResponses, OpenApi};

use crate::codes;

/// What the document says beside paths and shapes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Gatefold",
        description = "What is this piece of music? Look-ups by id, ISRC and barcode, batches and searches, \
            answered from a catalogue on this machine.\n\n\
            Ids are those of the catalogue, or `scheme:value`: `mbid:`, `isrc:`, `upc:`, `discid:`, `spotify:`, \
            `discogs:`, `wikidata:` and others. An id that was merged into another leads to the survivor, whose \
            own address is in `Content-Location`.\n\n\
            Fields are always there; what is unknown is null, and a list without entries is empty. New fields \
            may be added at any time. Answers carry an `ETag`; send it back in `If-None-Match`.\n\n\
            Each client may ask 100 times a second, 200 times at once, unless the operator has decided otherwise; \
            `X-RateLimit-Limit`, `-Remaining` and `-Reset` tell how much is left. Errors are problems \
            (RFC 9457) whose `code` never changes its meaning.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
        version = "1.0.0",
    ),
    servers(
        (url = "/", description = "This server"),
        (url = "/v1", description = "The same, bound to this version of the interface"),
    ),
    tags(
        (name = "look-up", description = "Things by id and by code"),
        (name = "search", description = "Things by text"),
        (name = "listening", description = "What people listened to"),
        (name = "account", description = "The own account, sessions and tokens"),
        (name = "administration", description = "What administrators do"),
        (name = "operation", description = "The server itself"),
    ),
    components(schemas(ProblemBody)),
)]
pub(crate) struct Description;

/// Whether fields of a schema may be left out: what clients send, and problems.
fn is_sparse(name: &str) -> bool {
    name.ends_with("Request") || name == "ProblemBody"
}

/// The document.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    let mut document = crate::router::routes().into_openapi();
    let accounts = crate::accounts::accounts_routes().into_openapi();
    let operations = crate::jobs::operations_routes().into_openapi();
    let listening = crate::listens::listening_routes().into_openapi();
    for mut more in [accounts, operations, listening] {
        // Their paths have the version in them.
        for item in more.paths.paths.values_mut() {
            item.servers = Some(vec![Server::new("/")]);
        }
        let (info, servers) = (document.info.clone(), document.servers.clone());
        document.merge(more);
        (document.info, document.servers) = (info, servers);
    }
    crate::accounts::security::describe(&mut document);
    for (name, schema) in document.components.iter_mut().flat_map(|c| &mut c.schemas) {
        if let RefOr::T(schema) = schema
            && !is_sparse(name)
        {
            require_all(schema);
        }
    }
    document
}

/// Fields of answers are always there, also those that may be null.
fn require_all(schema: &mut Schema) {
    match schema {
        Schema::Object(object) => {
            object.required = object.properties.keys().cloned().collect();
        }
        Schema::AllOf(parts) => {
            for part in &mut parts.items {
                if let RefOr::T(part) = part {
                    require_all(part);
                }
            }
        }
        _ => {}
    }
}

/// The document as JSON.
///
/// # Panics
/// Never: it holds only texts, numbers, lists and maps.
#[must_use]
pub fn json() -> String {
    document().to_pretty_json().expect("a document of plain values becomes JSON")
}

/// The document as YAML.
///
/// # Panics
/// Never: it holds only texts, numbers, lists and maps.
#[must_use]
pub fn yaml() -> String {
    document().to_yaml().expect("a document of plain values becomes YAML")
}

static JSON: LazyLock<String> = LazyLock::new(json);
static YAML: LazyLock<String> = LazyLock::new(yaml);

/// The OpenAPI document as JSON
#[utoipa::path(
    get,
    path = "/openapi.json",
    tag = "operation",
    responses(
        (status = 200, description = "This document", content_type = "application/json", body = Object),
        PlainProblems,
    ),
)]
pub(crate) async fn show_openapi_json(_: NoQuery) -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], JSON.as_str())
}

/// The OpenAPI document as YAML
#[utoipa::path(
    get,
    path = "/openapi.yaml",
    tag = "operation",
    responses(
        (status = 200, description = "This document", content_type = "application/yaml", body = String),
        PlainProblems,
    ),
)]
pub(crate) async fn show_openapi_yaml(_: NoQuery) -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/yaml")], YAML.as_str())
}

pub(crate) type Responses = BTreeMap<String, RefOr<Response>>;

/// What can go wrong anywhere.
const PLAIN: [Code; 3] = [code::UNKNOWN_PARAMETER, code::RATE_LIMITED, code::INTERNAL];
/// What can go wrong wherever the catalogue answers.
const CATALOGUE: [Code; 2] = [code::INVALID_PARAMETER, codes::NO_CATALOGUE];
/// What can go wrong with an id or code in the path.
const LOOKUP: [Code; 2] = [codes::MALFORMED_ID, code::NOT_FOUND];
/// What can go wrong with a search.
const SEARCH: [Code; 4] =
    [code::MISSING_PARAMETER, codes::QUERY_TOO_SHORT, code::INVALID_CURSOR, code::TIMEOUT];
/// What can go wrong with a body.
const BATCH: [Code; 6] = [
    code::MALFORMED_BODY,
    code::UNKNOWN_FIELD,
    code::INVALID_FIELD,
    codes::BATCH_TOO_LARGE,
    code::PAYLOAD_TOO_LARGE,
    code::UNSUPPORTED_MEDIA_TYPE,
];

/// Errors of paths that do not need the catalogue.
pub(crate) struct PlainProblems;

impl IntoResponses for PlainProblems {
    fn responses() -> Responses {
        problems(&[&PLAIN])
    }
}

/// Errors of look-ups.
pub(crate) struct LookupProblems;

impl IntoResponses for LookupProblems {
    fn responses() -> Responses {
        not_modified(problems(&[&PLAIN, &CATALOGUE, &LOOKUP]))
    }
}

/// Errors of searches.
pub(crate) struct SearchProblems;

impl IntoResponses for SearchProblems {
    fn responses() -> Responses {
        not_modified(problems(&[&PLAIN, &CATALOGUE, &SEARCH]))
    }
}

/// Errors of batches.
pub(crate) struct BatchProblems;

impl IntoResponses for BatchProblems {
    fn responses() -> Responses {
        problems(&[&PLAIN[1..], &CATALOGUE[1..], &BATCH])
    }
}

/// Errors of the question whether the server is ready.
pub(crate) struct ReadyProblems;

impl IntoResponses for ReadyProblems {
    fn responses() -> Responses {
        problems(&[&PLAIN, &CATALOGUE[1..], &[code::UNAVAILABLE]])
    }
}

fn not_modified(mut responses: Responses) -> Responses {
    let description = "The client's version, named in `If-None-Match`, is still the current one";
    let response = ResponseBuilder::new().description(description).build();
    responses.insert("304".to_owned(), RefOr::T(response));
    responses
}

/// One response for each status, with an example for each code.
pub(crate) fn problems(lists: &[&[Code]]) -> Responses {
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in lists.iter().flat_map(|list| list.iter()) {
        by_status.entry(code.status.as_u16()).or_default().push(*code);
    }
    let response = |(status, codes): (u16, Vec<Code>)| {
        (status.to_string(), RefOr::T(problem_response(&codes)))
    };
    by_status.into_iter().map(response).collect()
}

fn problem_response(codes: &[Code]) -> Response {
    let names: Vec<String> = codes.iter().map(|code| format!("`{}`", code.name)).collect();
    let examples = codes.iter().map(|code| {
        let value = serde_json::to_value(Problem::new(*code).body(None)).ok();
        (code.name, ExampleBuilder::new().summary(code.title).value(value).build())
    });
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("ProblemBody")))
        .examples_from_iter(examples)
        .build();
    ResponseBuilder::new()
        .description(names.join(", "))
        .content(problem::CONTENT_TYPE_VALUE, content)
        .build()
}

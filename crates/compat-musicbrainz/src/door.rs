//! The door: a request is understood, refused or handed to what answers it.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::Response;
use catalog::Catalog;
use edge::Problem;
use edge::caching::{Etag, respond};
use edge::problem::code;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use model::Kind;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::answer::{Format, Out};
use crate::browse::{self, Browse};
use crate::cx::Cx;
use crate::failure::{Answer, Failure};
use crate::inc::Inc;
use crate::params::Params;
use crate::registry::{self, Resource};
use crate::request::{self, Filter};
use crate::show::Show;
use crate::words::Lexicon;
use crate::{Surface, codes, cover_art, dress, lookup, search};

/// Caches may keep an answer for a minute, then ask whether it is still the current one.
const CACHE_CONTROL: &str = "public, max-age=60";

/// What a request names: a resource, an id below it, parameters.
struct Asked {
    /// The path below `/ws/2/`.
    path: String,
    /// The part of the address behind the question mark.
    query: String,
    params: Params,
    format: Format,
}

impl Asked {
    fn segments(&self) -> Vec<&str> {
        self.path.split('/').filter(|part| !part.is_empty()).collect()
    }
}

/// Answers everything below `/ws/2/`.
pub(crate) async fn answer(
    State(surface): State<Surface>,
    Path(path): Path<String>,
    request: Parts,
) -> Response {
    let query = request.uri.query().unwrap_or_default().to_owned();
    let params = Params::parse(&query);
    if is_text(&path, &params, &request) {
        return genre_names(&surface).unwrap_or_else(|failure| failure.respond(Format::Xml));
    }
    let format = match request::format(&params, request.headers.get(ACCEPT)) {
        Ok(format) => format,
        Err(failure) => return failure.respond(Format::Xml),
    };
    let asked = Asked { path, query, params, format };
    let made = match &request.method {
        &Method::GET | &Method::HEAD => read(&surface, asked, &request.headers).await,
        &Method::OPTIONS => Ok(dress::preflight()),
        method => Err(refuse_method(&asked, method)),
    };
    made.unwrap_or_else(|failure| failure.respond(format))
}

/// Submission needs an account of MusicBrainz.
fn refuse_method(asked: &Asked, method: &Method) -> Failure {
    let takes = ["release", "recording", "rating", "tag", "collection"];
    match asked.segments().first() {
        Some(resource) if method == Method::POST && takes.contains(resource) => {
            Failure::unauthorized()
        }
        Some(&"collection") => Failure::unauthorized(),
        _ => {
            let text = format!("{method} is not allowed on this endpoint.");
            Failure::Said(StatusCode::METHOD_NOT_ALLOWED, text)
        }
    }
}

async fn read(surface: &Surface, asked: Asked, headers: &HeaderMap) -> Answer<Response> {
    let catalog = current(surface)?;
    let words = surface.words(&catalog)?;
    let is_search = asked.params.filled("query").is_some() && asked.segments().len() == 1;
    if !is_search {
        let etag = etag(&words, &asked);
        return respond(headers, etag, CACHE_CONTROL, || {
            write(&catalog, &words, &asked).map(|body| body_of(body, asked.format))
        });
    }
    let closed = |error: tokio::sync::AcquireError| Failure::from(Problem::internal(error));
    let permit = surface.searches.clone().acquire_owned().await.map_err(closed)?;
    let (etag, format) = (etag(&words, &asked), asked.format);
    let searched = tokio::task::spawn_blocking(move || {
        let written = write(&catalog, &words, &asked);
        drop(permit);
        written
    });
    let body = searched.await.map_err(|error| Failure::from(Problem::internal(error)))??;
    respond(headers, etag, CACHE_CONTROL, || Ok(body_of(body, format)))
}

/// The generation to answer from.
fn current(surface: &Surface) -> Answer<std::sync::Arc<Catalog>> {
    let none = || Problem::new(code::UNAVAILABLE).detail("no catalogue has been imported yet");
    Ok(surface.catalogue.get().clone().ok_or_else(none)?)
}

/// The tag of an answer: generation, address and format determine it.
fn etag(words: &Lexicon, asked: &Asked) -> Etag {
    let seed = words.stamp() ^ u64::from(asked.format == Format::Json);
    let path = xxh3_64_with_seed(asked.path.as_bytes(), seed);
    Etag::from_parts(&[path, xxh3_64_with_seed(asked.query.as_bytes(), path)])
}

fn body_of(body: Vec<u8>, format: Format) -> Response {
    let mut answer = Response::new(Body::from(body));
    let kind = HeaderValue::from_static(format.content_type());
    answer.headers_mut().insert(CONTENT_TYPE, kind);
    answer
}

fn write(catalog: &Catalog, words: &Lexicon, asked: &Asked) -> Answer<Vec<u8>> {
    let view = catalog.view()?;
    let cx = Cx { view: &view, words };
    let mut out = Out::new(asked.format);
    dispatch(cx, asked, &mut out)?;
    Ok(out.finish())
}

fn dispatch(cx: Cx<'_>, asked: &Asked, out: &mut Out) -> Answer<()> {
    let segments = asked.segments();
    let Some(resource) = segments.first().and_then(|name| registry::find(name)) else {
        return Err(Failure::not_found());
    };
    match (resource.name, &segments[1..]) {
        ("collection", _) => Err(Failure::unauthorized()),
        ("rating" | "tag", []) if asked.params.filled("id").is_some() => {
            if asked.params.filled("entity").is_none() {
                return Err(no_such_query(resource));
            }
            Err(Failure::unauthorized())
        }
        ("genre", ["all"]) => {
            let page = request::page(&asked.params)?;
            let all = cx.words.genres();
            let rows = all.iter().skip(page.offset).take(page.limit).copied().collect();
            let show = Show::new(cx, Inc::default());
            Ok(browse::write(out, &show, (Kind::Genre, all.len(), page.offset), rows)?)
        }
        (name, []) if resource.is_searched && asked.params.filled("query").is_some() => {
            search::search(cx, name, &asked.params, out)
        }
        // A table of contents needs no id.
        ("discid", []) => look_up(cx, (asked, resource), "", out),
        (_, []) => list(cx, (asked, resource), out),
        (_, [id]) => look_up(cx, (asked, resource), id, out),
        _ => Err(Failure::not_found()),
    }
}

fn no_such_query(resource: &Resource) -> Failure {
    Failure::bad_request(format!(
        "The given parameters do not match any available query type for the {} resource.",
        resource.name
    ))
}

/// What a request includes and filters, checked.
fn wanted(
    cx: Cx<'_>,
    (asked, resource): (&Asked, &Resource),
    (by, words): (Option<&str>, &str),
) -> Answer<(Inc, Filter)> {
    let inc = request::inc(&asked.params, resource, words)?;
    let filter = Filter::read(&asked.params, (resource.name, by), inc, cx.words)?;
    if inc.needs_account() {
        return Err(Failure::unauthorized());
    }
    Ok((inc, filter))
}

fn list(cx: Cx<'_>, (asked, resource): (&Asked, &Resource), out: &mut Out) -> Answer<()> {
    if resource.name == "genre" && asked.params.get("collection").is_none() {
        let text = "This hasn't been implemented yet.".to_owned();
        return Err(Failure::Said(StatusCode::NOT_IMPLEMENTED, text));
    }
    let refused = || no_such_query(resource);
    let (linked, words) = resource.browse.ok_or_else(refused)?;
    let by = linked.iter().find(|name| asked.params.get(name).is_some()).ok_or_else(refused)?;
    let (inc, filter) = wanted(cx, (asked, resource), (Some(*by), words))?;
    let show = Show::new(cx, inc);
    if resource.name == "url" {
        return browse::addresses(out, &show, &asked.params);
    }
    let kind = resource.kind.ok_or_else(refused)?;
    Browse { kind, by, params: &asked.params, filter: &filter }.answer(out, &show)
}

fn look_up(
    cx: Cx<'_>,
    (asked, resource): (&Asked, &Resource),
    id: &str,
    out: &mut Out,
) -> Answer<()> {
    let words = resource.look_up.ok_or_else(Failure::not_found)?;
    let (inc, filter) = wanted(cx, (asked, resource), (None, words))?;
    let show = Show::new(cx, inc);
    match (resource.kind, resource.name) {
        (None, "isrc") => codes::isrc(out, &show, id, &filter),
        (None, "iswc") => codes::iswc(out, &show, id),
        (None, "discid") => codes::disc_id(out, &show, id, &asked.params),
        (None, _) => Err(Failure::not_found()),
        (Some(kind), name) => lookup::answer(out, &show, (kind, id, &filter), |survivor| {
            let query = &asked.query;
            let mark = if query.is_empty() { "" } else { "?" };
            format!("/ws/2/{name}/{survivor}{mark}{query}")
        }),
    }
}

/// Whether the names of all genres are wanted as plain text, which nothing else exists as.
fn is_text(path: &str, params: &Params, request: &Parts) -> bool {
    let accept = request.headers.get(ACCEPT);
    let is_accepted = accept.is_some_and(|accept| accept.as_bytes().starts_with(b"text/plain"));
    path == "genre/all"
        && request.method == Method::GET
        && params.get("fmt").map_or(is_accepted, |format| format == "txt")
}

fn genre_names(surface: &Surface) -> Answer<Response> {
    let catalog = current(surface)?;
    let words = surface.words(&catalog)?;
    let view = catalog.view()?;
    let cx = Cx { view: &view, words: &words };
    let mut text = String::new();
    for row in words.genres() {
        text.push_str(crate::entity::name(cx, Kind::Genre, *row)?);
        text.push('\n');
    }
    let mut answer = Response::new(Body::from(text));
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    answer.headers_mut().insert(CONTENT_TYPE, kind);
    Ok(answer)
}

/// The listing of a release's cover art.
pub(crate) async fn release_art(
    State(surface): State<Surface>,
    Path(id): Path<String>,
) -> Response {
    art(&surface, |out, cx| cover_art::of_release(out, cx, &id))
}

/// The listing of a release group's cover art.
pub(crate) async fn group_art(State(surface): State<Surface>, Path(id): Path<String>) -> Response {
    art(&surface, |out, cx| cover_art::of_group(out, cx, &id))
}

fn art(surface: &Surface, write: impl FnOnce(&mut Out, Cx<'_>) -> Answer<()>) -> Response {
    let make = || {
        let catalog = current(surface)?;
        let words = surface.words(&catalog)?;
        let view = catalog.view()?;
        let mut out = Out::new(Format::Json);
        write(&mut out, Cx { view: &view, words: &words })?;
        Ok(body_of(out.finish(), Format::Json))
    };
    make().unwrap_or_else(|failure: Failure| failure.respond(Format::Json))
}

#![doc = include_str!("README.md")]

mod ask;
mod list;
pub mod lucene;
mod plain;

use std::time::Duration;

use catalog::Page;
use catalog::fielded::{Matches, Searched};

use crate::answer::Out;
use crate::cx::Cx;
use crate::failure::{Answer, Failure};
use crate::params::Params;

/// Entries of a page when nobody says how many, or too many.
const DEFAULT_LIMIT: usize = 25;

/// Entries of a page at most.
const MAX_LIMIT: usize = 100;

/// Bytes of a query at most.
const MAX_QUERY_BYTES: usize = 16 << 10;

/// How long a query may take.
const DEADLINE: Duration = Duration::from_secs(5);

/// What is told about a query that cannot be read.
const BROKEN: &str = "Search server could not complete query: Bad request";

/// What is told where there is no query.
const EMPTY: &str = "Must specify a least one parameter (other than 'limit', 'offset' or empty 'query') for collections query.";

/// What a resource can be searched for; `None` for one that cannot.
fn searched(resource: &str) -> Option<Target> {
    if resource == "cdstub" {
        return Some(Target::CdStub);
    }
    let is_it = |searched: &Searched| searched.as_str().replace('_', "-") == resource;
    Searched::ALL.into_iter().find(is_it).map(Target::Indexed)
}

/// What is searched for.
#[derive(Clone, Copy)]
enum Target {
    /// Something with an index.
    Indexed(Searched),
    /// Stubs of CDs, which are in no dump.
    CdStub,
}

/// Answers a request that has the parameter `query`.
///
/// `resource` is the first word of the path, as in `release-group`. The caller runs this where it may take
/// milliseconds.
pub(crate) fn search(cx: Cx<'_>, resource: &str, params: &Params, out: &mut Out) -> Answer<()> {
    let target = searched(resource).ok_or_else(Failure::not_found)?;
    let page = page(params);
    let matches = match target {
        Target::Indexed(searched) => find(cx, searched, params, page)?,
        Target::CdStub => {
            text(params)?;
            Matches::default()
        }
    };
    let created = &cx.view.catalog().manifest().imported_at;
    head(out, created);
    let (json_name, xml_name) = match target {
        Target::Indexed(searched) => list::names(searched),
        Target::CdStub => ("cdstubs", "cdstub-list"),
    };
    if let Some(json) = out.json() {
        json.plain("count", matches.count);
        json.plain("offset", page.offset);
    }
    out.open_list(json_name, xml_name);
    if let Some(xml) = out.xml() {
        xml.attr("count", &matches.count.to_string());
        xml.attr("offset", &page.offset.to_string());
    }
    if let Target::Indexed(searched) = target {
        list::write(out, cx, searched, &matches)?;
    }
    out.close_list();
    Ok(())
}

/// What stands around a list: when the index was made, and in XML where scores come from.
fn head(out: &mut Out, created: &str) {
    match out {
        Out::Json(json) => json.text("created", created),
        Out::Xml(xml) => {
            xml.attr("created", created);
            xml.attr("xmlns:ns2", "http://musicbrainz.org/ns/ext#-2.0");
        }
    }
}

/// The text of the query.
fn text(params: &Params) -> Answer<&str> {
    let mut given = params.all("query");
    let text = given.next().unwrap_or_default();
    if given.next().is_some() {
        return Err(Failure::bad_request("Must specify at most 1 query argument"));
    }
    if text.trim().is_empty() {
        return Err(Failure::bad_request(EMPTY));
    }
    if text.len() > MAX_QUERY_BYTES {
        return Err(Failure::bad_request(BROKEN));
    }
    Ok(text)
}

fn find(cx: Cx<'_>, searched: Searched, params: &Params, page: Page) -> Answer<Matches> {
    let text = text(params)?;
    let query = if params.get("dismax") == Some("true") {
        plain::query(searched, text)
    } else {
        let node = lucene::parse(text).map_err(|_| Failure::bad_request(BROKEN))?;
        ask::query(searched, node)
    };
    let started = std::time::Instant::now();
    let expired = || started.elapsed() > DEADLINE;
    Ok(cx.view.fielded(searched, &query, page, &expired)?)
}

/// The page; what is no number, or too large, is as if it were not there.
fn page(params: &Params) -> Page {
    let number = |name| params.get(name).and_then(|text| text.trim().parse::<usize>().ok());
    let limit = number("limit").filter(|limit| (1..=MAX_LIMIT).contains(limit));
    Page { limit: limit.unwrap_or(DEFAULT_LIMIT), offset: number("offset").unwrap_or_default() }
}

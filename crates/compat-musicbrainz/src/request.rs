//! A request, understood: what is asked for, in which format, with which filters.

use catalog::Words;
use http::{HeaderValue, StatusCode};
use model::{Gid, Kind};

use crate::answer::Format;
use crate::failure::{Answer, Failure};
use crate::inc::{Inc, Word, related};
use crate::params::Params;
use crate::registry::{EXTRA, IGNORED, Resource, lists};
use crate::words::Lexicon;

/// Entries of a browse query when nobody says how many.
const DEFAULT_LIMIT: usize = 25;
/// Entries of a browse query at most.
const MAX_LIMIT: usize = 100;
/// What is told about a format that nobody knows.
const NO_FORMAT: &str = "Invalid format. Either set an Accept header (recognized mime types are \
                         application/json and application/xml), or include a fmt= argument in the \
                         query string (valid values for fmt are json and xml).";

/// The format of the answer: `fmt` wins, then `Accept`; nothing said is XML.
pub(crate) fn format(params: &Params, accept: Option<&HeaderValue>) -> Answer<Format> {
    let refused = || Failure::Said(StatusCode::NOT_ACCEPTABLE, NO_FORMAT.to_owned());
    if let Some(name) = params.get("fmt") {
        return match name {
            "json" => Ok(Format::Json),
            "xml" => Ok(Format::Xml),
            _ => Err(refused()),
        };
    }
    let Some(accept) = accept else { return Ok(Format::Xml) };
    let accept = accept.to_str().map_err(|_| refused())?;
    if accept.trim().is_empty() || accept.trim() == "*/*" {
        return Ok(Format::Xml);
    }
    let (json, xml) = (weight(accept, "json"), weight(accept, "xml"));
    match (json > 0, xml > 0) {
        (false, false) => Err(refused()),
        _ if json > xml => Ok(Format::Json),
        _ => Ok(Format::Xml),
    }
}

/// How much a header likes `application/<kind>`, in thousandths; the most exact range counts.
fn weight(accept: &str, kind: &str) -> u16 {
    let mut best = (0, 0);
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let exactness = match name.split_once('/') {
            Some(("application", sub)) if sub == kind => 3,
            Some(("application", "*")) => 2,
            Some(("*", "*")) => 1,
            _ => continue,
        };
        let quality = parts.find_map(|part| part.strip_prefix("q=")).map_or(1.0, |text| {
            text.parse::<f32>().ok().filter(|q| (0.0..=1.0).contains(q)).unwrap_or(0.0)
        });
        best = best.max((exactness, (quality * 1000.0) as u16));
    }
    best.1
}

/// Reads `inc` for a resource that knows `words`.
pub(crate) fn inc(params: &Params, resource: &Resource, words: &str) -> Answer<Inc> {
    if words == IGNORED {
        return Ok(Inc::default());
    }
    let mut given = params.all("inc");
    let text = given.next().unwrap_or_default();
    if given.next().is_some() {
        return Err(Failure::bad_request(
            "Inc arguments must be combined with a space (+ or %20), but you provided multiple \
             parameters",
        ));
    }
    let names: Vec<&str> = text.split(['+', ' ']).filter(|name| !name.is_empty()).collect();
    let allows = |name: &str| {
        lists(words, name) || EXTRA.iter().any(|(by, more)| names.contains(by) && lists(more, name))
    };
    let mut inc = Inc::default();
    for given in &names {
        let name = &*given.replace("mediums", "media");
        if let Some(kind) = related(name)
            && lists(words, "rels")
        {
            inc = inc.with_relations(kind);
        } else if allows(name) {
            inc = Word::parse(name).map_or(inc, |word| inc.with(word));
        } else {
            return Err(Failure::bad_request(refusal(name, resource.name)));
        }
    }
    Ok(inc)
}

/// Why a word is not allowed.
fn refusal(name: &str, resource: &str) -> String {
    let by: Vec<&str> =
        EXTRA.iter().filter(|(_, more)| lists(more, name)).map(|(by, _)| *by).collect();
    if by.is_empty() {
        return format!("{name} is not a valid inc parameter for the {resource} resource.");
    }
    format!(
        "{name} is not a valid option for the inc parameter for the {resource} resource unless \
         you specify one of the following other inc parameters: {}",
        by.join(", ")
    )
}

/// Types of release groups and statuses of releases that are wanted; empty is all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    /// Row ids of primary types.
    pub(crate) primary_types: Vec<u32>,
    /// Row ids of secondary types.
    pub(crate) secondary_types: Vec<u32>,
    /// Row ids of statuses.
    pub(crate) statuses: Vec<u32>,
    /// Whether release groups are left out that have no official release, though the status of
    /// one of theirs is known.
    pub(crate) is_website_default: bool,
}

impl Filter {
    /// Reads `type`, `status` and `release-group-status`; `by` is what is browsed from.
    pub(crate) fn read(
        params: &Params,
        (resource, by): (&str, Option<&str>),
        inc: Inc,
        words: &Lexicon,
    ) -> Answer<Self> {
        let mut filter = Self::default();
        filter.take_group_status(params, (resource, by))?;
        let has_releases = inc.has(Word::Releases) || resource == "release";
        if let Some(types) = params.filled("type") {
            if !has_releases && !inc.has(Word::ReleaseGroups) && resource != "release-group" {
                return Err(Failure::bad_request(
                    "type is not a valid parameter unless releases or release-groups are \
                     requested.",
                ));
            }
            for name in types.split('|').filter(|name| !name.is_empty()) {
                filter.take_type(name, words)?;
            }
        }
        let Some(statuses) = params.filled("status") else { return Ok(filter) };
        if !has_releases {
            return Err(Failure::bad_request(
                "status is not a valid parameter unless releases are requested.",
            ));
        }
        for name in statuses.split('|').filter(|name| !name.is_empty()) {
            let rows = rows(words, Words::ReleaseStatus, name);
            if rows.is_empty() {
                let text = format!("{name} is not a recognized release status.");
                return Err(Failure::bad_request(text));
            }
            filter.statuses.extend(rows);
        }
        Ok(filter)
    }

    fn take_group_status(
        &mut self,
        params: &Params,
        (resource, by): (&str, Option<&str>),
    ) -> Answer<()> {
        let Some(name) = params.filled("release-group-status") else { return Ok(()) };
        if (resource, by) != ("release-group", Some("artist")) {
            return Err(Failure::bad_request(
                "release-group-status is not a valid parameter unless release groups are browsed \
                 by artist.",
            ));
        }
        self.is_website_default = match name {
            "all" => false,
            "website-default" => true,
            _ => {
                let text = format!("{name} is not a recognized release-group-status.");
                return Err(Failure::bad_request(text));
            }
        };
        Ok(())
    }

    fn take_type(&mut self, name: &str, words: &Lexicon) -> Answer<()> {
        // A secondary type hides a primary one of the same name.
        let secondary = rows(words, Words::ReleaseGroupSecondaryType, name);
        if !secondary.is_empty() {
            self.secondary_types.extend(secondary);
            return Ok(());
        }
        let primary = rows(words, Words::ReleaseGroupPrimaryType, name);
        if primary.is_empty() {
            let text = format!("{name} is not a recognized release-group type.");
            return Err(Failure::bad_request(text));
        }
        self.primary_types.extend(primary);
        Ok(())
    }

    /// Whether it wants everything.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it wants release groups of all types.
    pub(crate) fn has_types(&self) -> bool {
        !self.primary_types.is_empty() || !self.secondary_types.is_empty()
    }
}

/// The rows of a word in lower case, which may say `sa-` or `va-` before it.
fn rows(words: &Lexicon, list: Words, name: &str) -> Vec<u32> {
    let bare = name.strip_prefix("sa-").or_else(|| name.strip_prefix("va-")).unwrap_or(name);
    if bare.to_lowercase() != bare { Vec::new() } else { words.rows(list, bare) }
}

/// Reads `limit` and `offset`.
pub(crate) fn page(params: &Params) -> Answer<catalog::Page> {
    let number = |name: &str, default: usize| -> Answer<usize> {
        let Some(text) = params.filled(name) else { return Ok(default) };
        let refused = || {
            Failure::bad_request("The 'limit' and 'offset' parameters must be positive integers")
        };
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(refused());
        }
        let value = text.parse().map_err(|_| refused())?;
        // 0 counts as nothing said.
        Ok(if value == 0 { default } else { value })
    };
    let limit = number("limit", DEFAULT_LIMIT)?.min(MAX_LIMIT);
    Ok(catalog::Page { limit, offset: number("offset", 0)? })
}

/// Reads a public id.
pub(crate) fn gid(text: &str) -> Answer<Gid> {
    Gid::parse_mbid(text).map_err(|_| Failure::bad_request("Invalid mbid."))
}

/// The kind that a parameter of a browse query names.
pub(crate) fn linked_kind(name: &str) -> Option<Kind> {
    Some(match name {
        "area" => Kind::Area,
        "artist" | "track_artist" => Kind::Artist,
        "event" => Kind::Event,
        "label" => Kind::Label,
        "place" => Kind::Place,
        "recording" => Kind::Recording,
        "release" => Kind::Release,
        "release-group" => Kind::ReleaseGroup,
        "series" => Kind::Series,
        "track" => Kind::Track,
        "work" => Kind::Work,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;

//! Formats, words of `inc` and pages, taken and refused.

use super::*;
use crate::registry;

fn asked(query: &str, accept: Option<&str>) -> Result<Format, u16> {
    let accept = accept.map(|accept| HeaderValue::from_str(accept).expect("a header"));
    format(&Params::parse(query), accept.as_ref()).map_err(|failure| match failure {
        Failure::Said(status, _) => status.as_u16(),
        _ => 0,
    })
}

#[test]
fn fmt_wins_then_accept_and_nothing_said_is_xml() {
    assert_eq!(asked("fmt=json", Some("application/xml")), Ok(Format::Json));
    assert_eq!(asked("fmt=unicorn", Some("application/json")), Err(406));
    assert_eq!(asked("", None), Ok(Format::Xml));
    assert_eq!(asked("", Some("*/*")), Ok(Format::Xml));
    assert_eq!(asked("", Some("application/json")), Ok(Format::Json));
    assert_eq!(asked("", Some("application/xml;q=0.5, application/json")), Ok(Format::Json));
    assert_eq!(asked("", Some("text/html, */*;q=0.1")), Ok(Format::Xml));
    assert_eq!(asked("", Some("application/something-else")), Err(406));
    assert_eq!(asked("", Some("application/json;q=0, */*")), Ok(Format::Xml));
}

fn refused(resource: &str, query: &str) -> String {
    let resource = registry::find(resource).expect("a resource");
    let words = resource.look_up.expect("it is looked up");
    match inc(&Params::parse(query), resource, words) {
        Err(Failure::Said(_, text)) => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn words_that_do_not_fit_are_refused_in_the_words_of_musicbrainz() {
    assert_eq!(
        refused("artist", "inc=coffee"),
        "coffee is not a valid inc parameter for the artist resource."
    );
    assert_eq!(
        refused("artist", "inc=media"),
        "media is not a valid option for the inc parameter for the artist resource unless you \
         specify one of the following other inc parameters: releases"
    );
    assert_eq!(
        refused("work", "inc=aliases&inc=tags"),
        "Inc arguments must be combined with a space (+ or %20), but you provided multiple \
         parameters"
    );
}

#[test]
fn words_may_be_joined_with_a_plus_or_a_space_and_allow_others() {
    let artist = registry::find("artist").expect("a resource");
    let words = artist.look_up.expect("it is looked up");
    for query in ["inc=releases+media", "inc=releases%20mediums", "inc=releases%2Bmedia"] {
        let inc = inc(&Params::parse(query), artist, words).expect("taken");
        assert!(inc.has(Word::Releases) && inc.has(Word::Media), "{query}");
    }
    let inc = inc(&Params::parse("inc=url-rels"), artist, words).expect("taken");
    assert!(inc.relates(Kind::Url) && !inc.relates(Kind::Artist));
}

#[test]
fn pages_have_bounds() {
    let page = |query: &str| page(&Params::parse(query)).ok().map(|page| (page.limit, page.offset));
    assert_eq!(page(""), Some((25, 0)));
    assert_eq!(page("limit=500&offset=7"), Some((100, 7)));
    assert_eq!(page("limit=0"), Some((25, 0)));
    assert_eq!(page("limit=-1"), None);
    assert_eq!(page("offset=x"), None);
    assert_eq!(page("offset=99999999999999999999999"), None);
}

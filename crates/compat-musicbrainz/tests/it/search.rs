//! Searches by `?query=`, over the record shop and in the shape of other people's answers.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use testkit::foreign;

use crate::world::World;

/// Every resource that can be searched, with the name of its list.
const LISTS: [(&str, &str); 15] = [
    ("annotation", "annotations"),
    ("area", "areas"),
    ("artist", "artists"),
    ("cdstub", "cdstubs"),
    ("event", "events"),
    ("instrument", "instruments"),
    ("label", "labels"),
    ("place", "places"),
    ("recording", "recordings"),
    ("release", "releases"),
    ("release-group", "release-groups"),
    ("series", "series"),
    ("tag", "tags"),
    ("url", "urls"),
    ("work", "works"),
];

/// A query as it stands in an address.
fn address(resource: &str, query: &str) -> String {
    let query: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
    format!("{resource}?query={query}")
}

fn list_of(resource: &str) -> &'static str {
    LISTS.iter().find(|(name, _)| *name == resource).unwrap().1
}

async fn find(world: &World, resource: &str, query: &str) -> Value {
    let answer = world.json(&address(resource, query)).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.text());
    answer.json()
}

/// The names of what a query finds.
async fn names(world: &World, resource: &str, query: &str) -> Vec<String> {
    let answer = find(world, resource, query).await;
    let list = answer[list_of(resource)].as_array().unwrap();
    let name = |item: &Value| {
        let name = item["name"].as_str().or(item["title"].as_str()).or(item["resource"].as_str());
        name.unwrap_or("-").to_owned()
    };
    list.iter().map(name).collect()
}

#[tokio::test]
async fn queries_as_taggers_send_them_find_what_they_mean() {
    let world = World::shop();
    for (resource, query, expected) in [
        (
            "recording",
            r#"recording:"ferry bells" AND artist:"the lanternfish choir""#,
            "Ferry Bells",
        ),
        ("recording", "recording:(ferry bells) artist:(lanternfish choir) tnum:(2)", "Ferry Bells"),
        ("recording", "isrc:GBSMR9800002", "Ferry Bells"),
        ("recording", "qdur:[0 TO 9999] AND ferry~ AND bels~1", "Ferry Bells"),
        ("release", "release:(low water songs) artist:(lanternfish choir)", "Low Water Songs"),
        ("release", "barcode:* AND low wat?r s*", "Low Water Songs"),
        ("release-group", "low AND water AND primarytype:album", "Low Water Songs"),
        ("artist", "artist:lanternfish", "The Lanternfish Choir"),
        ("artist", "ox\\/en", "OX/EN"),
        ("artist", "\\!\\?\\!\\?\\!", "!?!?!"),
        ("label", "saltmarsh", "Saltmarsh Records"),
        ("work", "ferry bells", "Ferry Bells"),
        ("area", "saltmarsh", "Saltmarsh"),
        ("place", "cistern", "The Cistern"),
    ] {
        let found = names(&world, resource, query).await;
        let first = found.first().map_or("nothing", String::as_str);
        assert!(first.starts_with(expected), "{resource} {query}: {found:?}");
    }
}

#[tokio::test]
async fn the_best_match_has_100_and_pages_do_not_change_scores() {
    let world = World::shop();
    let whole = find(&world, "recording", "ferry bells night").await;
    let scores: Vec<u64> = whole["recordings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["score"].as_u64().unwrap())
        .collect();
    assert_eq!(scores[0], 100);
    assert!(scores.is_sorted_by(|a, b| a >= b) && *scores.last().unwrap() < 100, "{scores:?}");
    assert_eq!(whole["count"].as_u64().unwrap() as usize, scores.len());
    assert_eq!(whole["offset"], 0);
    let path = format!("{}&limit=1&offset=2", address("recording", "ferry bells night"));
    let part = world.json(&path).await.json();
    assert_eq!(part["recordings"], Value::Array(vec![whole["recordings"][2].clone()]));
    assert_eq!((&part["count"], &part["offset"]), (&whole["count"], &Value::from(2)));
    for odd in ["limit=0", "limit=101", "limit=x", "offset=-1"] {
        let path = format!("{}&{odd}", address("recording", "ferry bells night"));
        assert_eq!(world.json(&path).await.json()["recordings"], whole["recordings"], "{odd}");
    }
    let beyond = format!("{}&offset=1000000", address("recording", "ferry"));
    assert_eq!(world.json(&beyond).await.json()["recordings"], Value::Array(Vec::new()));
}

#[tokio::test]
async fn plain_words_are_looked_for_in_many_fields() {
    let world = World::shop();
    for words in ["ferry bells lanternfish", "(ferry bells: lanternfish", "ferry AND \"bells"] {
        let path = format!("{}&dismax=true", address("recording", words));
        let answer = world.json(&path).await;
        assert_eq!(answer.status, 200, "{words}");
        assert_eq!(answer.json()["recordings"][0]["title"], "Ferry Bells", "{words}");
    }
}

#[tokio::test]
async fn broken_queries_are_refused_in_the_words_of_musicbrainz() {
    let world = World::shop();
    let broken = "400 Search server could not complete query: Bad request";
    for query in ["artist:\"", "(a", "a)", "a AND", "[1 TO", "a^", "artist:", "()"] {
        for (resource, _) in LISTS {
            if resource != "cdstub" {
                assert_eq!(world.json(&address(resource, query)).await.error(), broken, "{query}");
            }
        }
    }
    let twice = format!("{}&query=b", address("artist", "a"));
    assert_eq!(world.json(&twice).await.error(), "400 Must specify at most 1 query argument");
    let deep = format!("{}a{}", "(".repeat(500), ")".repeat(500));
    assert_eq!(world.json(&address("artist", &deep)).await.error(), broken);
}

#[tokio::test]
async fn every_field_takes_every_kind_of_value() {
    let world = World::shop();
    let values = [
        "x",
        "\"x y\"~2",
        "1",
        "-1",
        "1999",
        "[1 TO 2]",
        "{1999 TO *}",
        "*",
        "a*",
        "*?",
        "x~",
        "true",
        "\"\"",
        "00000000-0000-4000-8000-000000000000",
        "\\*",
        "[\"\" TO \"\"]",
    ];
    for searched in catalog::fielded::Searched::ALL {
        let resource = searched.as_str().replace('_', "-");
        for field in searched.field_names() {
            for value in values {
                let query = format!("{field}:{value} OR NOT {field}:{value}^2");
                let answer = world.json(&address(&resource, &query)).await;
                assert_eq!(answer.status, 200, "{resource} {query}: {}", answer.text());
            }
        }
    }
}

#[tokio::test]
async fn every_resource_lists_everything_in_both_formats() {
    let world = World::shop();
    for (resource, list) in LISTS {
        let answer = find(&world, resource, "*:*").await;
        let items = answer[list].as_array().unwrap();
        let count = answer["count"].as_u64().unwrap() as usize;
        assert_eq!(items.len(), count.min(25), "{resource}");
        assert_eq!(items.is_empty(), resource == "cdstub", "{resource}");
        assert!(items.iter().all(|item| item["score"] == 100), "{resource}");
        let xml = world.xml(&address(resource, "*:*")).await;
        assert_eq!(xml.status, 200, "{resource}");
        let head = format!("<{resource}-list count=\"{count}\" offset=\"0\"");
        let text = xml.text();
        assert!(text.contains(&head), "{resource}: {text}");
        assert_eq!(text.matches("ns2:score=\"100\"").count(), items.len(), "{resource}");
    }
}

/// The type of every value by its path, without the places in lists.
fn shapes(value: &Value, path: &str, found: &mut BTreeSet<(String, &'static str)>) {
    let kind = match value {
        Value::Null => return,
        Value::Bool(_) => "flag",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(items) => {
            items.iter().for_each(|item| shapes(item, &format!("{path}[]"), found));
            "list"
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| shapes(value, &format!("{path}.{name}"), found));
            "object"
        }
    };
    found.insert((path.to_owned(), kind));
}

/// Fields of the samples that this catalogue has no value for, or that the samples have by accident.
const NOT_OURS: [&str; 5] = [
    // A count of the tags that slipped out of their list.
    ".artists[].count",
    "/metadata/artist-list/artist/tag-list@count",
    // No series of the shop has one.
    ".series[].disambiguation",
    ".cdstubs[]",
    // The same in XML.
    "/metadata/cdstub-list/cdstub",
];

/// Every element and attribute of a document by its path.
fn paths(xml: &str) -> BTreeSet<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut open, mut found) = (Vec::new(), BTreeSet::new());
    loop {
        use quick_xml::events::Event;
        let event = reader.read_event().unwrap();
        let is_empty = matches!(event, Event::Empty(_));
        match event {
            Event::Eof => return found,
            Event::Start(start) | Event::Empty(start) => {
                open.push(String::from_utf8(start.name().as_ref().to_vec()).unwrap());
                let path = format!("/{}", open.join("/"));
                for attribute in start.attributes() {
                    let name = attribute.unwrap().key.as_ref().to_vec();
                    found.insert(format!("{path}@{}", String::from_utf8(name).unwrap()));
                }
                found.insert(path);
                if is_empty {
                    open.pop();
                }
            }
            Event::End(_) => {
                open.pop();
            }
            _ => {}
        }
    }
}

/// Whether it is known why we lack something.
fn is_accepted(path: &str) -> bool {
    NOT_OURS.iter().any(|ours| path.starts_with(ours)) || path.ends_with("/series/disambiguation")
}

#[tokio::test]
async fn answers_have_the_shape_of_the_samples() {
    let Some(folder) = foreign::find("musicbrainz/search-formats") else { return };
    let world = World::shop();
    let (mut compared, mut missing): (usize, Vec<String>) = (0, Vec::new());
    for (resource, list) in LISTS {
        let Ok(sample) = fs::read(folder.join(format!("{resource}-list.json"))) else { continue };
        let sample: Value = serde_json::from_slice(&sample).unwrap();
        let path = format!("{}&limit=100", address(resource, "*:*"));
        let (mut wanted, mut found) = (BTreeSet::new(), BTreeSet::new());
        shapes(&sample, "", &mut wanted);
        shapes(&world.json(&path).await.json(), "", &mut found);
        let lost = wanted.difference(&found).map(|(path, kind)| format!("{list}{path} {kind}"));
        missing.extend(lost.filter(|path| !is_accepted(&path[list.len()..])));
        let sample = fs::read_to_string(folder.join(format!("{resource}-list.xml"))).unwrap();
        let (wanted, found) = (paths(&sample), paths(&world.xml(&path).await.text()));
        missing.extend(wanted.difference(&found).filter(|path| !is_accepted(path)).cloned());
        compared += 1;
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert_eq!(compared, 9, "a sample was not compared");
}

//! No combination of words is an error of the server.

use serde_json::Value;
use testkit::foreign;

use crate::world::{World, fixture};

/// Random pairs that are tried of each kind of request.
const PAIRS: usize = 24;

/// A small generator: the same pairs on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }
}

/// Tables whose second column is a public id, with the resource of that name.
const TABLES: [(&str, &str); 13] = [
    ("area", "area"),
    ("artist", "artist"),
    ("event", "event"),
    ("genre", "genre"),
    ("instrument", "instrument"),
    ("label", "label"),
    ("place", "place"),
    ("recording", "recording"),
    ("release", "release"),
    ("release_group", "release-group"),
    ("series", "series"),
    ("url", "url"),
    ("work", "work"),
];

/// Public ids by resource.
fn ids(name: &str) -> Vec<(&'static str, Vec<String>)> {
    let mut found: Vec<(&str, Vec<String>)> =
        TABLES.iter().map(|(_, resource)| (*resource, Vec::new())).collect();
    let source = import::dump::open(&[fixture(name).unwrap()]).unwrap();
    source
        .for_each_table::<import::dump::Error>(&mut |header, blocks| {
            let at = TABLES.iter().position(|(table, _)| *table == header.name);
            while let Some(block) = blocks.next_block()? {
                let mut rows = block.rows();
                while let Some(row) = rows.next_row() {
                    if let Some(at) = at {
                        found[at].1.push(row.str(1).unwrap().into_owned());
                    }
                }
            }
            Ok(())
        })
        .unwrap();
    found
}

fn words(definition: &Value) -> Vec<String> {
    let listed = definition["inc"].as_array().cloned().unwrap_or_default();
    let mut words = Vec::new();
    for word in listed.iter().filter_map(Value::as_str) {
        if word == "_relations" {
            let kinds = TABLES.iter().map(|(_, resource)| format!("{resource}-rels"));
            words.extend(kinds);
        } else {
            words.push(word.to_owned());
        }
    }
    words
}

#[tokio::test]
async fn no_word_and_no_pair_of_words_is_an_error_of_the_server() {
    let Some(text) = foreign::text("musicbrainz/ws2-defs.json") else { return };
    let definitions: Value = serde_json::from_str(&text).unwrap();
    let Some(world) = World::of_fixture("main") else { return };
    let ids = ids("main");
    let of = |resource: &str| {
        let found = ids.iter().find(|(name, _)| *name == resource);
        found.map(|(_, ids)| ids.as_slice()).unwrap_or_default()
    };
    let mut dice = Dice(7);
    let (mut tried, mut refused) = (0, Vec::new());
    for definition in
        definitions.as_object().unwrap().values().flat_map(|it| it.as_array().unwrap())
    {
        let resource = definition["resource"].as_str().unwrap_or_default();
        let words = words(definition);
        if definition["method"] != "GET" || words.is_empty() {
            continue;
        }
        let mut choices: Vec<String> = words.iter().cloned().chain([String::new()]).collect();
        for _ in 0..PAIRS {
            let (a, b) = (dice.roll(words.len()), dice.roll(words.len()));
            choices.push(format!("{}+{}", words[a], words[b]));
        }
        for inc in choices {
            let start = match definition["linked"].as_array() {
                Some(linked) => {
                    let by = linked[dice.roll(linked.len())].as_str().unwrap();
                    let owner = if by == "track_artist" { "artist" } else { by };
                    let known = of(owner);
                    let id = known.get(dice.roll(known.len()));
                    let nobody = "00000000-0000-4000-8000-000000000000";
                    format!("{resource}?{by}={}&inc={inc}", id.map_or(nobody, |id| id))
                }
                None => match (resource, of(resource)) {
                    ("isrc", _) => format!("isrc/GBAAA9900303?inc={inc}"),
                    ("iswc", _) => format!("iswc/T-000.000.002-0?inc={inc}"),
                    ("discid", _) => format!("discid/T.epJ9O5SoDjPqAJuOJfAI9O8Nk-?inc={inc}"),
                    (_, []) => continue,
                    (_, known) => format!("{resource}/{}?inc={inc}", known[dice.roll(known.len())]),
                },
            };
            for answer in [world.json(&start).await, world.xml(&start).await] {
                tried += 1;
                assert!(answer.status.as_u16() < 500, "{start}: {}", answer.text());
                let is_account = inc.contains("user-") || start.contains("collection=");
                if answer.status == 400 && !is_account {
                    refused.push(format!("{start}: {}", answer.text()));
                }
            }
        }
    }
    assert!(tried > 1000, "{tried}");
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

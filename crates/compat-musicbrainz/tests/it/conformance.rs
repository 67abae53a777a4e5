//! Cases of MusicBrainz's own tests, replayed when they lie beside the repository.
//!
//! `docs/conformance.md` explains those that fail.

use std::collections::HashMap;

use serde_json::Value;
use testkit::foreign;

use crate::world::World;

mod compare;

/// Cases that must pass at least; what `docs/conformance.md` says.
const JSON_FLOOR: usize = 65;
const XML_FLOOR: usize = 85;

const JSON_CASES: &str = "musicbrainz/ws2-cases.jsonl";
const XML_CASES: &str = "musicbrainz/ws2-cases-xml.jsonl";

/// The exports that cases need, each imported once.
#[derive(Default)]
struct Worlds {
    worlds: HashMap<String, World>,
    /// Exports by the path of a case, where they are not the one that the case names.
    exports: HashMap<String, String>,
}

impl Worlds {
    /// Where a path is asked in both formats, the JSON case knows the export that has the entity.
    fn with_exports_of(cases: &[Value]) -> Self {
        let text = |case: &Value, key: &str| case[key].as_str().unwrap().to_owned();
        let exports = cases.iter().map(|case| (text(case, "path"), text(case, "fixture")));
        Self { exports: exports.collect(), ..Self::default() }
    }

    fn of(&mut self, case: &Value) -> &World {
        let own = case["fixture"].as_str().unwrap();
        let name = self.exports.get(case["path"].as_str().unwrap()).map_or(own, String::as_str);
        self.worlds.entry(name.to_owned()).or_insert_with(|| World::of_fixture(name).unwrap())
    }
}

fn score(kind: &str, count: usize, failed: &[String], floor: usize) {
    let passed = count - failed.len();
    let list = failed.join("\n");
    println!("conformance: {passed} of {count} {kind} cases of MusicBrainz pass\n{list}");
    assert!(count > 0, "the file holds no case");
    assert!(passed >= floor, "{passed} pass, {floor} did before:\n{list}");
}

#[tokio::test]
async fn json_cases_of_musicbrainz_pass() {
    let Some(cases) = foreign::lines(JSON_CASES) else { return };
    let mut worlds = Worlds::default();
    let mut failed = Vec::new();
    for case in &cases {
        let path = case["path"].as_str().unwrap();
        let answer = worlds.of(case).json(path).await;
        let status = case["status"].as_u64().unwrap();
        let differences = compare::json(&case["expected"], &answer.json());
        if u64::from(answer.status.as_u16()) != status || !differences.is_empty() {
            let differences = differences.join("\n    ");
            failed.push(format!("{} {path}:\n    {differences}", answer.status.as_u16()));
        }
    }
    score("JSON", cases.len(), &failed, JSON_FLOOR);
}

#[tokio::test]
async fn xml_cases_of_musicbrainz_pass_but_for_those_that_are_explained() {
    let Some(cases) = foreign::lines(XML_CASES) else { return };
    let mut worlds = Worlds::with_exports_of(&foreign::lines(JSON_CASES).unwrap_or_default());
    let mut failed = Vec::new();
    for case in &cases {
        let path = case["path"].as_str().unwrap();
        let accept = case["accept"].as_str().unwrap();
        let answer = worlds.of(case).ask(path, accept).await;
        let status = case["status"].as_u64().unwrap();
        let expected = case["expected_text"].as_str().unwrap();
        let differences = if accept == "text/plain" {
            let is_same = expected.trim() == answer.text().trim();
            if is_same { Vec::new() } else { vec![answer.text()] }
        } else {
            match testkit::xml::parse(&answer.text()) {
                Ok(got) => compare::xml(&testkit::xml::parse(expected).unwrap(), &got),
                Err(error) => vec![error],
            }
        };
        if u64::from(answer.status.as_u16()) != status || !differences.is_empty() {
            let differences = differences.join("\n    ");
            failed.push(format!("{} {path}:\n    {differences}", answer.status.as_u16()));
        }
    }
    score("XML", cases.len(), &failed, XML_FLOOR);
}

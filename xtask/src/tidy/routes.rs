//! Every HTTP route stands in the OpenAPI document and in a test.
//!
//! Surfaces that speak the protocol of another program have no place in our document: their routes
//! only have to stand in a test of their own crate. The document is the committed snapshot that a test of the `api` crate keeps fresh.

use super::findings::Findings;
use super::repository::{File, Repository};

/// Names of the snapshot.
const SNAPSHOTS: [&str; 2] = ["openapi.json", "openapi.yaml"];
/// Crates that declare routes, and whose tests call them.
const CRATES: [&str; 2] = ["crates/api/", "crates/gatefold/"];

/// Crates whose routes are somebody else's protocol, and whose.
const FOREIGN: [(&str, &str); 1] = [("crates/compat-listenbrainz/", "ListenBrainz")];

/// Compares declared, documented and tested routes.
pub(super) fn check(repository: &Repository, findings: &mut Findings) {
    for (prefix, whose) in FOREIGN {
        check_foreign(repository, (prefix, whose), findings);
    }
    let is_snapshot =
        |file: &&File| file.path.starts_with("crates/") && SNAPSHOTS.contains(&file.name());
    let Some(snapshot) = repository.files.iter().find(is_snapshot) else {
        findings.note("THERE IS NO OPENAPI SNAPSHOT below crates/: routes were not checked");
        return;
    };
    let documented = match documented(snapshot) {
        Ok(paths) => paths,
        Err(error) => return findings.add(&snapshot.path, 0, error.to_string()),
    };
    if documented.is_empty() {
        findings.add(&snapshot.path, 0, "it documents no path");
    }
    let ours = |file: &&File| CRATES.iter().any(|prefix| file.path.starts_with(prefix));
    for file in repository.files.iter().filter(ours).filter(|file| !file.is_test()) {
        for (line, route) in declared(file) {
            if !documented.contains(&route) {
                let message = format!("route {route} is not in {}", snapshot.path);
                findings.add(&file.path, line, message);
            }
        }
    }
    let tests: Vec<&File> = repository.files.iter().filter(ours).filter(|f| f.is_test()).collect();
    for path in &documented {
        let is_tested = |file: &&File| file.path != snapshot.path && calls(&file.text, path);
        if !tests.iter().any(is_tested) {
            findings.add(&snapshot.path, 0, format!("no test calls {path}"));
        }
    }
}

/// Routes of another program's protocol: each is called by a test of the crate.
fn check_foreign(repository: &Repository, foreign: (&str, &str), findings: &mut Findings) {
    let (prefix, whose) = foreign;
    let of_crate = repository.files.iter().filter(|file| file.path.starts_with(prefix));
    let (tests, sources): (Vec<&File>, Vec<&File>) = of_crate.partition(|file| file.is_test());
    for file in sources {
        for (line, route) in declared(file) {
            if !tests.iter().any(|test| calls(&test.text, &route)) {
                let message = format!("no test below {prefix} calls {route} of {whose}");
                findings.add(&file.path, line, message);
            }
        }
    }
}

/// The paths of a document.
fn documented(snapshot: &File) -> anyhow::Result<Vec<String>> {
    if snapshot.path.ends_with(".json") {
        let document: serde_json::Value = serde_json::from_str(&snapshot.text)?;
        let paths = document.get("paths").and_then(serde_json::Value::as_object);
        return Ok(paths.into_iter().flatten().map(|(path, _)| path.clone()).collect());
    }
    let below = snapshot.text.lines().skip_while(|line| *line != "paths:").skip(1);
    let lines = below.take_while(|line| line.starts_with([' ', '#']) || line.is_empty());
    let key = |line: &str| {
        let key = line.strip_prefix("  ")?.strip_suffix(':')?;
        let key = key.trim_matches(['"', '\'']);
        key.starts_with('/').then(|| key.to_owned())
    };
    Ok(lines.filter_map(key).collect())
}

/// The routes that a file gives to a router, with their lines.
fn declared(file: &File) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in file.text.match_indices(".route(") {
        let rest = file.text[at + ".route(".len()..].trim_start();
        let Some(rest) = rest.strip_prefix('"') else { continue };
        let Some((route, _)) = rest.split_once('"') else { continue };
        found.push((file.text[..at].lines().count(), route.to_owned()));
    }
    found
}

/// Whether a text has an address of that path: parameters may be anything, the end must be an end.
fn calls(text: &str, path: &str) -> bool {
    let first = path[1..].split('/').next().unwrap_or_default();
    text.match_indices(&format!("/{first}")).any(|(at, _)| {
        let before = &text[..at];
        let begins = before.ends_with("/v1")
            || before.chars().next_back().is_none_or(|c| c.is_whitespace() || "\"'}`".contains(c));
        begins && matches_at(&text[at..], path)
    })
}

fn matches_at(text: &str, path: &str) -> bool {
    let mut rest = text;
    for segment in path[1..].split('/') {
        let Some(after) = rest.strip_prefix('/') else { return false };
        rest = if segment.starts_with('{') {
            // A parameter of a test may itself be written as a placeholder with braces.
            let end = after.find(|c: char| c.is_whitespace() || "/\"'?`\\".contains(c));
            let end = end.unwrap_or(after.len());
            if end == 0 {
                return false;
            }
            &after[end..]
        } else {
            match after.strip_prefix(segment) {
                Some(after) => after,
                None => return false,
            }
        };
    }
    rest.chars().next().is_none_or(|c| c.is_whitespace() || "\"'?`\\#".contains(c))
}

#[cfg(test)]
mod tests {
    //! Addresses that call a route and those that only look like it.
    use super::*;

    #[test]
    fn a_call_has_the_whole_path() {
        let path = "/lookup/artist/{id}/albums";
        assert!(calls("get(\"/lookup/artist/1/albums?limit=3\")", path));
        assert!(calls("format!(\"{base}/lookup/artist/{id}/albums\")", path));
        assert!(calls("GET /v1/lookup/artist/1/albums", path));
        assert!(!calls("get(\"/lookup/artist/1\")", path));
        assert!(!calls("get(\"/lookup/artist/1/albums/2\")", path));
        assert!(!calls("get(\"/lookup/artist//albums\")", path));
        assert!(!calls("\"/searching\"", "/search"));
    }

    #[test]
    fn paths_are_read_from_both_forms_of_the_document() -> anyhow::Result<()> {
        let yaml = "openapi: 3.1.0\npaths:\n  /health:\n    get:\n      x: y\n  '/a/{id}':\n    get: {}\ncomponents:\n  /no:\n";
        let yaml = File::parse("crates/api/openapi.yaml".to_owned(), yaml.to_owned())?;
        assert_eq!(documented(&yaml)?, ["/health", "/a/{id}"]);
        let json = r#"{"paths":{"/health":{"get":{}}}}"#;
        let json = File::parse("crates/api/openapi.json".to_owned(), json.to_owned())?;
        assert_eq!(documented(&json)?, ["/health"]);
        Ok(())
    }

    #[test]
    fn declared_routes_are_found_with_their_lines() -> anyhow::Result<()> {
        let text = "//! x\nfn f() {\n    r.route(\"/docs\", get(docs)).route(\n        \"/x\", get(x));\n}\n";
        let file = File::parse("crates/api/src/router.rs".to_owned(), text.to_owned())?;
        assert_eq!(declared(&file), [(3, "/docs".to_owned()), (3, "/x".to_owned())]);
        Ok(())
    }
}

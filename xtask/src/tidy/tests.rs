//! Every guard finds what it is for, in small invented repositories.

use expect_test::{Expect, expect};

use super::findings::Findings;
use super::metadata::{Metadata, Package, Target};
use super::repository::{File, Repository};
use super::{Guard, docs, goldens, manifests, modules, names, paths, routes, sizes};

/// A repository of one crate with the given files.
fn repository(files: &[(&str, &str)]) -> Repository {
    let parse = |(path, text): &(&str, &str)| {
        File::parse((*path).to_owned(), (*text).to_owned()).expect("the invented files are Rust")
    };
    let package = Package {
        name: "shop".to_owned(),
        manifest_path: "crates/shop/Cargo.toml".to_owned(),
        dependencies: Vec::new(),
        targets: vec![
            Target { src_path: "crates/shop/src/lib.rs".to_owned() },
            Target { src_path: "crates/shop/tests/it/main.rs".to_owned() },
        ],
    };
    Repository {
        files: files.iter().map(parse).collect(),
        metadata: Metadata { packages: vec![package] },
        root: String::new(),
    }
}

fn check(guard: Guard, files: &[(&str, &str)], expected: &Expect) {
    let mut findings = Findings::new(&[]);
    guard(&repository(files), &mut findings);
    expected.assert_eq(&findings.lines());
}

#[test]
fn files_functions_and_parameter_lists_have_budgets() {
    let long_file = "//! x\n".repeat(401);
    let with_tests = format!("//! x\n#[cfg(test)]\nmod tests {{\n{}}}\n", "//! x\n".repeat(450));
    let long_fn = format!("//! x\nfn f(a: u8, b: u8) {{\n{}}}\n", "    g();\n".repeat(59));
    let wide = "//! x\nimpl S {\n    fn f(&self, a: u8, b: u8, c: u8, d: u8, e: u8) {}\n}\n";
    check(
        sizes::check,
        &[
            ("crates/shop/src/a.rs", &long_file),
            ("crates/shop/src/b.rs", &with_tests),
            ("crates/shop/src/c.rs", &long_fn),
            ("crates/shop/src/d.rs", wide),
            ("crates/shop/src/d/tests.rs", &long_fn),
        ],
        &expect![[r"
            crates/shop/src/a.rs:0: 401 lines without tests, the limit is 400: split it
            crates/shop/src/c.rs:2: fn f has 61 lines, the limit is 60: split it
            crates/shop/src/d.rs:3: fn f has 5 parameters, the limit is 4: group them in a struct
        "]],
    );
}

#[test]
fn a_file_says_what_it_is() {
    check(
        docs::check,
        &[
            ("crates/shop/src/a.rs", "//! A.\n"),
            ("crates/shop/src/b.rs", "#![doc = include_str!(\"../README.md\")]\n"),
            ("crates/shop/src/c.rs", "/// Not the file.\nfn f() {}\n"),
        ],
        &expect![[r"
            crates/shop/src/c.rs:1: it has no `//!`: say in a noun phrase what the file holds
        "]],
    );
}

#[test]
fn a_route_of_a_foreign_protocol_is_called_by_a_test_of_its_crate() {
    let routes = "//! x\nfn f() { r.route(\"/1/a/{b}\", x).route(\"/1/c\", x); }\n";
    let mut findings = Findings::new(&[]);
    let files = [
        ("crates/compat-listenbrainz/src/lib.rs", routes),
        ("crates/compat-listenbrainz/tests/it/a.rs", "//! x\nfn f() { get(\"/1/a/maya\"); }\n"),
        ("crates/shop/tests/it/c.rs", "//! x\nfn f() { get(\"/1/c\"); }\n"),
    ];
    routes::check(&repository(&files), &mut findings);
    expect![[r"
        crates/compat-listenbrainz/src/lib.rs:2: no test below crates/compat-listenbrainz/ calls /1/c of ListenBrainz
    "]]
    .assert_eq(&findings.lines());
}

#[test]
fn a_forgotten_file_is_found() {
    check(
        modules::check,
        &[
            ("crates/shop/src/lib.rs", "mod a;\nmod b;\nmod inner { mod c; }\n"),
            ("crates/shop/src/a.rs", "mod deep;\n"),
            ("crates/shop/src/a/deep.rs", ""),
            ("crates/shop/src/b/mod.rs", "#[path = \"odd_name.rs\"]\nmod odd;\n"),
            ("crates/shop/src/b/odd_name.rs", ""),
            ("crates/shop/src/inner/c.rs", ""),
            ("crates/shop/tests/it/main.rs", "mod used;\n"),
            ("crates/shop/tests/it/used.rs", ""),
            ("crates/shop/tests/it/forgotten.rs", ""),
        ],
        &expect![[r"
            crates/shop/tests/it/forgotten.rs:0: no `mod` leads to it: it is never compiled
        "]],
    );
}

#[test]
fn names_that_say_nothing_are_found() {
    check(
        names::check,
        &[
            ("crates/shop/src/date_utils.rs", "struct ShelfManager;\n"),
            ("crates/shop/src/shelf.rs", "mod common { struct Shelf; }\nenum Implicit {}\n"),
        ],
        &expect![[r#"
            crates/shop/src/date_utils.rs:0: "utils" in a file's name says nothing
            crates/shop/src/date_utils.rs:1: "Manager" in the name of ShelfManager says nothing
            crates/shop/src/shelf.rs:1: "common" in the name of module common says nothing
        "#]],
    );
}

#[test]
fn a_manifest_inherits() {
    let manifest = "[package]\nname = \"shop\"\ndescription = \"x\"\nversion = \"1.0.0\"\nedition.workspace = true\nrust-version.workspace = true\nlicense.workspace = true\npublish.workspace = true\n[dependencies]\nserde = \"1\"\n";
    check(
        manifests::check,
        &[("crates/shop/Cargo.toml", manifest)],
        &expect![[r"
            crates/shop/Cargo.toml:0: it lacks `[lints] workspace = true`
            crates/shop/Cargo.toml:0: it lacks `version.workspace = true`
            crates/shop/Cargo.toml:0: serde has its own version: put it into the workspace's Cargo.toml and write `serde.workspace = true`
        "]],
    );
}

#[test]
fn a_page_that_names_a_missing_file_is_found() {
    let page = "Edit `crates/shop/src/lib.rs` and `crates/shop/src/gone.rs`.\nAdd `crates/shop/src/<name>.rs`, `crates/cellar/<name>.rs`; see `src/lib.rs`, `/lookup/x` and `a/b`.\n";
    check(
        paths::check,
        &[("crates/shop/src/lib.rs", ""), ("docs/adding/shelf.md", page)],
        &expect![[r"
            docs/adding/shelf.md:1: `crates/shop/src/gone.rs` does not exist
            docs/adding/shelf.md:2: `crates/cellar/<name>.rs` does not exist
            docs/adding/shelf.md:2: `src/lib.rs` should begin at the root of the repository
        "]],
    );
}

#[test]
fn a_test_file_that_nothing_reads_is_found() {
    check(
        goldens::check,
        &[
            (
                "crates/shop/tests/it/main.rs",
                "fn t() { golden(\"used\"); list(read_dir(\"crashes\")); }\n",
            ),
            ("crates/shop/tests/golden/used.json", "{}"),
            ("crates/shop/tests/golden/forgotten.json", "{}"),
            ("crates/shop/tests/crashes/0a1b", "x"),
            ("crates/shop/proptest-regressions/shelf/tests.txt", "cc 1"),
            ("crates/shop/proptest-regressions/cellar.txt", "cc 1"),
            ("crates/shop/src/shelf/tests.rs", ""),
            ("fuzz/regressions/crashes/1", "x"),
            ("fuzz/regressions/nobody/1", "x"),
        ],
        &expect![[r"
            crates/shop/tests/golden/forgotten.json:0: no test names it: test it or remove it
            crates/shop/proptest-regressions/cellar.txt:0: the seeds of /cellar.rs, which does not exist
            fuzz/regressions/nobody/1:0: no test names it: test it or remove it
        "]],
    );
}

#[test]
fn a_route_without_document_or_test_is_found() {
    let snapshot = r#"{"paths":{"/health":{},"/search/track":{},"/lookup/artist/{id}":{}}}"#;
    check(
        routes::check,
        &[
            ("crates/api/openapi.json", snapshot),
            (
                "crates/api/src/router.rs",
                "fn f() { r.route(\"/health\", x).route(\"/secret\", y); }\n",
            ),
            (
                "crates/api/tests/it/main.rs",
                "fn t() { get(\"/health\"); get(\"/lookup/artist/5\"); }\n",
            ),
        ],
        &expect![[r"
            crates/api/src/router.rs:1: route /secret is not in crates/api/openapi.json
            crates/api/openapi.json:0: no test calls /search/track
        "]],
    );
}

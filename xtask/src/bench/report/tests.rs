//! What stays and what is replaced.

use expect_test::expect;

use super::*;

fn report(bench: &str, value: f64) -> Report<'_> {
    let rows = vec![
        Row::goal("speed", Measured::of([value, value + 1.0]), "ms", Goal::AtMost(10.0)),
        Row::told("size", Measured::once(1234.5678), "B"),
    ];
    Report { bench, facts: vec![("machine", "a loom".to_owned())], method: "By hand.", rows }
}

#[test]
fn a_run_replaces_its_own_rows_and_no_others() -> anyhow::Result<()> {
    let docs = tempfile::tempdir()?;
    report("a", 1.0).write(docs.path())?;
    report("b", 2.0).write(docs.path())?;
    report("a", 30.0).write(docs.path())?;
    let json = std::fs::read_to_string(docs.path().join("benchmarks.json"))?;
    expect![[r#"
        [
          {"bench":"b","goal":"≤ 10","measure":"speed","met":true,"unit":"ms","value":2.5},
          {"bench":"b","goal":null,"measure":"size","met":null,"unit":"B","value":1235.0},
          {"bench":"a","goal":"≤ 10","measure":"speed","met":false,"unit":"ms","value":30.5},
          {"bench":"a","goal":null,"measure":"size","met":null,"unit":"B","value":1235.0}
        ]
    "#]]
    .assert_eq(&json);
    let markdown = std::fs::read_to_string(docs.path().join("benchmarks.md"))?;
    assert_eq!(markdown.matches("## a\n").count(), 1);
    assert_eq!(markdown.matches("## b\n").count(), 1);
    assert!(markdown.find("## a\n") < markdown.find("## b\n"), "sections keep their places");
    Ok(())
}

#[test]
fn a_miss_is_explained_by_the_note_of_its_name() -> anyhow::Result<()> {
    let docs = tempfile::tempdir()?;
    let notes = "# Notes\n\n## speed\n\nThe loom is old.\n\n## other\n\nNothing.\n";
    std::fs::write(docs.path().join("benchmarks-notes.md"), notes)?;
    report("a", 30.0).write(docs.path())?;
    let markdown = std::fs::read_to_string(docs.path().join("benchmarks.md"))?;
    let section = markdown.split_once("<!-- begin a -->").map_or("", |(_, rest)| rest);
    expect![[r#"

        ## a

        * machine: a loom

        | measure | median | lowest … highest | unit | goal | met    |
        | ------- | ------ | ---------------- | ---- | ---- | ------ |
        | speed   | 30.5   | 30 … 31          | ms   | ≤ 10 | **no** |
        | size    | 1235   |                  | B    |      |        |

        ### Misses

        * **speed**: The loom is old.

        ### Method

        By hand.

        <!-- end a -->
    "#]]
    .assert_eq(section);
    Ok(())
}

#[test]
fn a_note_that_came_later_replaces_what_stood_there() -> anyhow::Result<()> {
    let docs = tempfile::tempdir()?;
    report("a", 30.0).write(docs.path())?;
    report("b", 30.0).write(docs.path())?;
    let path = docs.path().join("benchmarks.md");
    let before = std::fs::read_to_string(&path)?;
    assert_eq!(before.matches("* **speed**: Not explained yet.\n").count(), 2);
    std::fs::write(docs.path().join("benchmarks-notes.md"), "## speed\n\nThe loom is old.\n")?;
    Report::explain(docs.path())?;
    let after = std::fs::read_to_string(&path)?;
    assert_eq!(after, before.replace("Not explained yet.", "The loom is old."));
    Ok(())
}

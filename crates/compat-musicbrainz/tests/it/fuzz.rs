//! The fuzz target for queries without a fuzzer: random input, and every input that is kept.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use self::lucene::lucene_query;

#[path = "../../../../fuzz/src/lucene.rs"]
mod lucene;

#[test]
fn no_old_finding_comes_back() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/regressions/lucene_query");
    let mut files = 0;
    for file in fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        println!("replaying {}", path.display());
        lucene_query(&fs::read(&path).unwrap());
        files += 1;
    }
    assert!(files > 0, "{} is empty", folder.display());
}

proptest! {
    #[test]
    fn any_text_is_a_query_or_refused(
        text in r#"([a-c]|[ :()\[\]{}"~^*?+!|&\\/-]|AND |OR |NOT | TO |\\u|[0-9.]){0,60}"#,
        raw in prop::collection::vec(any::<u8>(), 0..80),
    ) {
        lucene_query(text.as_bytes());
        lucene_query(&raw);
    }
}

//! Candidates as they are kept: recording, stage, release.

use std::fmt::Write as _;

use catalog::record::{Recording, Release};
use expect_test::expect;
use model::Gid;

use super::{CHOIR, on, shop, words};
use crate::matching::{Effort, Words};

fn kept(asked: &Words, effort: Effort) -> String {
    let shop = shop();
    let view = shop.catalog.view().unwrap();
    let mut out = String::new();
    for kept in crate::resolve::by_catalogue(&view, asked, effort).unwrap().candidates {
        let found = view.find::<Recording<'_>>(Gid(*kept.recording_mbid.as_bytes())).unwrap();
        let found = found.unwrap();
        let release = kept.release_mbid.map(|mbid| {
            let release = view.find::<Release<'_>>(Gid(*mbid.as_bytes())).unwrap().unwrap();
            release.record.name.to_owned()
        });
        let release = release.unwrap_or_else(|| "no release".to_owned());
        writeln!(out, "{} by {:?} on {release}", found.id, kept.stage).unwrap();
    }
    out
}

#[test]
fn a_candidate_is_kept_with_the_stage_that_finds_it_and_its_release() {
    let wrong_version = words(CHOIR, "Ferry Bells (Demo)");
    expect![[r#"
        101 by Exact on Low Water Songs
        121 by Exact on Live at the Cistern
        130 by Exact on Ferry Bells
        111 by Exact on Low Water Songs (20th Anniversary Remaster)
        142 by Exact on Everything the Tide Left
        131 by Exact on Ferry Bells (feat. Mirela Vance)
        132 by Exact on Ferry Bells (feat. Mirela Vance)
    "#]]
    .assert_eq(&kept(&wrong_version, Effort::Fuzzy));
    assert_eq!(
        kept(&wrong_version, Effort::Exact),
        kept(&wrong_version, Effort::Fuzzy),
        "what both stages see was found by the first"
    );
    let misspelt = on(CHOIR, "Fery Bells", "Live at the Cistern");
    expect![[r#"
        101 by Fuzzy on Low Water Songs
        111 by Fuzzy on Low Water Songs (20th Anniversary Remaster)
        142 by Fuzzy on Everything the Tide Left
        131 by Fuzzy on Ferry Bells (feat. Mirela Vance)
        132 by Fuzzy on Ferry Bells (feat. Mirela Vance)
        130 by Fuzzy on Ferry Bells
    "#]]
    .assert_eq(&kept(&misspelt, Effort::Fuzzy));
    let shared = Words {
        isrc: Some(testkit::mbid::SHARED_ISRC.to_owned()),
        ..words("DJ Parsnip", "Peel the Night")
    };
    expect![[r#"
        191 by Isrc on Harbour Lights, Volume 1
    "#]]
    .assert_eq(&kept(&shared, Effort::Exact));
}

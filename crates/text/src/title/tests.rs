//! Titles as clients write them, and how they are read.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

fn check(titles: &[&str], expected: Expect) {
    let mut out = String::new();
    for text in titles {
        let title = Title::read(text);
        write!(out, "{text} => {}", title.key).unwrap();
        if title.subtitles.is_empty() { Ok(()) } else { write!(out, " +{:?}", title.subtitles) }
            .unwrap();
        for version in &title.versions {
            write!(out, " {:?}({})", version.kind, version.detail).unwrap();
        }
        for guests in &title.guests {
            write!(out, " with {guests}").unwrap();
        }
        for mark in &title.marks {
            write!(out, " {mark:?}").unwrap();
        }
        out.push('\n');
    }
    expected.assert_eq(&out);
}

#[test]
fn versions_are_another_recording() {
    check(
        &[
            "Ferry Bells (live)",
            "Ferry Bells - Live at the Cistern",
            "Ferry Bells [Live 1999]",
            "Ferry Bells (Quiet Machinery remix)",
            "Ferry Bells - Radio Edit",
            "Ferry Bells (demo)",
            "Ferry Bells - Acoustic",
            "Ferry Bells (a cappella)",
            "Ferry Bells (En Vivo)",
            "Ferry Bells (Re-Recorded)",
            "Low Water (reprise)",
            "Ferry Bells (Nina’s Version)",
            "Ferry Bells <live>",
            "Ferry Bells （Instrumental）",
            "Ferry Bells - sped up",
            "Ferry Bells (take 3)",
            "Ferry Bells - Live @ Moon Cistern 2010",
            "Ferry Bells - En Vivo Saltmarsh 2006",
            "Ferry Bells - Quiet remix by Nina",
            "Ferry Bells - Original Demo Vocal Version",
            "Ferry Bells - Sparse Mix feat. Nina",
            "I <3 Bells (live)",
        ],
        expect![[r#"
            Ferry Bells (live) => ferrybells Live()
            Ferry Bells - Live at the Cistern => ferrybells Live(cistern)
            Ferry Bells [Live 1999] => ferrybells Live(1999)
            Ferry Bells (Quiet Machinery remix) => ferrybells Remix(quiet machinery)
            Ferry Bells - Radio Edit => ferrybells Cut(radio)
            Ferry Bells (demo) => ferrybells Demo()
            Ferry Bells - Acoustic => ferrybells Acoustic()
            Ferry Bells (a cappella) => ferrybells Acappella()
            Ferry Bells (En Vivo) => ferrybells Live()
            Ferry Bells (Re-Recorded) => ferrybells Rerecorded(rerecorded)
            Low Water (reprise) => lowwater Reprise()
            Ferry Bells (Nina’s Version) => ferrybells Other(ninas)
            Ferry Bells <live> => ferrybells Live()
            Ferry Bells （Instrumental） => ferrybells Instrumental()
            Ferry Bells - sped up => ferrybells Speed(sped up)
            Ferry Bells (take 3) => ferrybells Demo(3)
            Ferry Bells - Live @ Moon Cistern 2010 => ferrybells Live(moon cistern 2010)
            Ferry Bells - En Vivo Saltmarsh 2006 => ferrybells Live(saltmarsh 2006)
            Ferry Bells - Quiet remix by Nina => ferrybells Remix(quiet nina)
            Ferry Bells - Original Demo Vocal Version => ferrybells Demo(original vocal)
            Ferry Bells - Sparse Mix feat. Nina => ferrybells Remix(sparse) with Nina
            I <3 Bells (live) => i3bells Live()
        "#]],
    );
}

#[test]
fn marks_are_the_same_recording() {
    check(
        &[
            "Ferry Bells - 2018 Remaster",
            "Ferry Bells (Remastered 2018)",
            "Ferry Bells [2011 - Re-Mastered]",
            "Ferry Bells (Album Version)",
            "Ferry Bells (Original Mix)",
            "Ferry Bells (Explicit)",
            "Ferry Bells [Official Video]",
            "Ferry Bells official music video",
            "Ferry Bells HD",
            "Ferry Bells (From \"The Weir\")",
            "Ferry Bells (Bonus Track)",
            "Ferry Bells - Mono",
            "Ferry Bells (Live / Remastered)",
            "Ferry Bells - Remastered 2009 - Live",
            "Ferry Bells (prod. Nina)",
        ],
        expect![[r#"
            Ferry Bells - 2018 Remaster => ferrybells Remaster
            Ferry Bells (Remastered 2018) => ferrybells Remaster
            Ferry Bells [2011 - Re-Mastered] => ferrybells Remaster
            Ferry Bells (Album Version) => ferrybells Original
            Ferry Bells (Original Mix) => ferrybells Original
            Ferry Bells (Explicit) => ferrybells Explicit
            Ferry Bells [Official Video] => ferrybells Video
            Ferry Bells official music video => ferrybells Video
            Ferry Bells HD => ferrybells Video
            Ferry Bells (From "The Weir") => ferrybells Source
            Ferry Bells (Bonus Track) => ferrybells Edition
            Ferry Bells - Mono => ferrybells Mono
            Ferry Bells (Live / Remastered) => ferrybells Live() Remaster
            Ferry Bells - Remastered 2009 - Live => ferrybells Live() Remaster
            Ferry Bells (prod. Nina) => ferrybells Producer
        "#]],
    );
}

#[test]
fn guests_and_subtitles_are_told_apart() {
    check(
        &[
            "Ferry Bells (feat. Mirela Vance)",
            "Ferry Bells feat. Mirela Vance & Nina (live)",
            "Ferry Bells ft Mirela Vance",
            "Ferry Bells (with Mirela Vance)",
            "Ferry Bells (A Song of the Sea)",
            "(You Only) Ring Once",
            "Tide, Part II",
            "Tide (Part 2)",
            "Tide, Pt. 2",
        ],
        expect![[r#"
            Ferry Bells (feat. Mirela Vance) => ferrybells with Mirela Vance
            Ferry Bells feat. Mirela Vance & Nina (live) => ferrybells Live() with Mirela Vance & Nina
            Ferry Bells ft Mirela Vance => ferrybells with Mirela Vance
            Ferry Bells (with Mirela Vance) => ferrybells with Mirela Vance
            Ferry Bells (A Song of the Sea) => ferrybells +["asongofthesea"]
            (You Only) Ring Once => youonlyringonce
            Tide, Part II => tidepart2
            Tide (Part 2) => tidepart2
            Tide, Pt. 2 => tidepart2
        "#]],
    );
}

#[test]
fn what_videos_and_files_add_is_no_part_of_the_title() {
    check(
        &[
            "Ferry Bells.mp3",
            "Ferry Bells (live).FLAC",
            "Ferry Bells | The Lanternfish Choir | Official Video",
            "Ferry Bells | Live at the Cistern",
            "Ferry Bells (Official Video | HD)",
            "Ferry Bells (Live | Saltmarsh)",
            "Countdown (3-2-1)",
            "Ferry Bells **NEW**",
            "Ferry Bells **live**",
            "Ferry Bells [Official Video] HD",
            "Ferry Bells sub Español",
            "Ferry Bells (Español)",
            "Ferry Bells (Cover Art)",
            "Ferry Bells (Cistern 2/12/18)",
            "Ferry Bells (2018-12-02)",
            "Ferry.mp3.Bells",
            "| Ferry |",
            ".mp3",
        ],
        expect![[r#"
            Ferry Bells.mp3 => ferrybells File
            Ferry Bells (live).FLAC => ferrybells Live() File
            Ferry Bells | The Lanternfish Choir | Official Video => ferrybells +["thelanternfishchoir"] Video
            Ferry Bells | Live at the Cistern => ferrybells Live(cistern)
            Ferry Bells (Official Video | HD) => ferrybells Video
            Ferry Bells (Live | Saltmarsh) => ferrybells Live(saltmarsh)
            Countdown (3-2-1) => countdown +["321"]
            Ferry Bells **NEW** => ferrybells Video
            Ferry Bells **live** => ferrybells Live()
            Ferry Bells [Official Video] HD => ferrybells Video
            Ferry Bells sub Español => ferrybells Video
            Ferry Bells (Español) => ferrybells +["espanol"]
            Ferry Bells (Cover Art) => ferrybells Video
            Ferry Bells (Cistern 2/12/18) => ferrybells Other(cistern 2 12 18)
            Ferry Bells (2018-12-02) => ferrybells Other(2018 12 02)
            Ferry.mp3.Bells => ferrymp3bells
            | Ferry | => ferry
            .mp3 => mp3
        "#]],
    );
}

#[test]
fn a_subtitle_in_other_letters_is_told_from_one_in_the_same() {
    let in_other_letters = |text: &str| Title::read(text).in_other_letters().map(str::to_owned);
    assert_eq!(in_other_letters("夜の汽笛 (Night Whistle)").as_deref(), Some("nightwhistle"));
    assert_eq!(in_other_letters("Night Whistle (夜の汽笛)").as_deref(), Some("夜の汽笛"));
    assert_eq!(in_other_letters("Ferry Bells (A Song of the Sea)"), None);
    assert_eq!(in_other_letters("夜の汽笛 (2)"), None);
    assert_eq!(in_other_letters("夜の汽笛 (live)"), None);
}

#[test]
fn words_of_a_title_are_not_mistaken_for_versions() {
    check(
        &[
            "All the Way Live",
            "Nina - Live and Let Ring",
            "Nina – Reanimator",
            "264 - The Heart",
            "1979 - 1980",
            "Video Killed the Ferry",
            "Leftfeat. Nina",
            ")--- ---x--- ---(",
            "(live)",
            "[untitled]",
            "Feat of Strength",
            "",
        ],
        expect![[r#"
            All the Way Live => allthewaylive
            Nina - Live and Let Ring => ninaliveandletring
            Nina – Reanimator => ninareanimator
            264 - The Heart => 264theheart
            1979 - 1980 => 19791980
            Video Killed the Ferry => videokilledtheferry
            Leftfeat. Nina => leftfeatnina
            )--- ---x--- ---( => x
            (live) => live
            [untitled] => untitled
            Feat of Strength => featofstrength
             => 
        "#]],
    );
}

#[test]
fn only_what_is_unwanted_is_removed() {
    let marks = |part: &Part| matches!(part, Part::Mark(_));
    assert_eq!(
        without("Ferry Bells (feat. Nina) - 2018 Remaster", &marks),
        "Ferry Bells (feat. Nina)"
    );
    assert_eq!(without("Ferry Bells [Explicit] (live)", &marks), "Ferry Bells (live)");
    assert_eq!(without("Ferry Bells (Something)", &marks), "Ferry Bells (Something)");
    assert_eq!(without("  Ferry   Bells ", &marks), "Ferry   Bells");
}

#[test]
fn of_two_things_in_one_bracket_the_wanted_one_stays() {
    let marks = |part: &Part| matches!(part, Part::Mark(_));
    assert_eq!(without("Ferry Bells (Live / Remastered)", &marks), "Ferry Bells (Live)");
    assert_eq!(without("Ferry Bells - Demo, Mono, 2011 Remaster", &marks), "Ferry Bells - Demo");
    // Nothing in it can be taken away alone.
    assert_eq!(without("Ferry Bells (Live Remaster)", &marks), "Ferry Bells (Live Remaster)");
}

#[test]
fn stray_signs_go_and_pairs_stay() {
    let nothing = |_: &Part| false;
    for text in
        ["Ferry Bells ()", "-Ferry Bells", "Ferry Bells:", "\"Ferry Bells", ", Ferry Bells;"]
    {
        assert_eq!(without(text, &nothing), "Ferry Bells", "{text}");
    }
    for text in ["-Ferry Bells-", "\"Ferry\" Bells", "--", "(Ferry) Bells", "/"] {
        assert_eq!(without(text, &nothing), text);
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "[ a-z()\\[\\]<>（）–\\-.0-9]{0,40}|.{0,40}") {
        let title = Title::read(&text);
        prop_assert!(title.base.len() <= text.len());
        prop_assert_eq!(&title, &Title::read(&text));
        prop_assert!(without(&text, &|_| true).len() <= text.len());
    }

    #[test]
    fn a_title_without_signs_is_its_own_base(text in "[a-z]{1,8}( [b-e]{1,8}){0,4}") {
        let title = Title::read(&text);
        prop_assert_eq!(title.base, text);
        prop_assert!(title.versions.is_empty() && title.marks.is_empty() && title.guests.is_empty());
    }
}

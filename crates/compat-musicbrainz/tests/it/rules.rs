//! Rules of look-ups and browse queries that the cases of other people do not reach.

use serde_json::Value;
use testkit::Shop;
use testkit::mbid::gid;

use crate::world::World;

/// The label Salt of the shop, and its best known band.
const LABEL: u32 = 10;
const CHOIR: u32 = 10;

fn titles(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap()).collect()
}

/// Gives a release another date, and its labels another catalogue number.
fn moved(shop: &mut Shop, release: u32, day: [&str; 3], number: Option<&str>) {
    let id = release.to_string();
    for row in shop.table_mut("release_country") {
        if row[0].as_deref() == Some(&*id) {
            for (field, text) in row[2..5].iter_mut().zip(day) {
                *field = Some(text.to_owned());
            }
        }
    }
    for row in shop.table_mut("release_label") {
        if row[1].as_deref() == Some(&*id) {
            row[3] = number.map(str::to_owned);
        }
    }
}

#[tokio::test]
async fn releases_of_a_label_come_by_date_then_catalogue_number() {
    let world = World::of_shop(|shop| {
        moved(shop, 1030, ["1998", "3", "2"], Some("SALT 000"));
        moved(shop, 1170, ["1998", "3", "2"], None);
    });
    let label = gid("label", LABEL);
    let answer = world.json(&format!("label/{label}?inc=releases")).await.json();
    let found = titles(&answer["releases"]);
    // The cancelled edition of 1997, then "SALT 000", "SALT 001" and none of the same day.
    assert_eq!(found[..4], ["Low Water Songs", "Ferry Bells", "Low Water Songs", "Hedgerow"]);
    let count = found.len();
    assert_eq!(found.iter().filter(|title| **title == "Ferry Bells").count(), 1, "of {count}");
    let page = world.xml(&format!("release?label={label}&limit=1&offset=1")).await;
    assert!(page.text().contains("<title>Ferry Bells</title>"), "{}", page.text());
}

#[tokio::test]
async fn labels_of_a_release_come_by_catalogue_number() {
    let world = World::of_shop(|shop| {
        let rows = shop.table_mut("release_label");
        let first = rows.iter_mut().find(|row| row[1].as_deref() == Some("1000")).unwrap();
        first[3] = Some("SALT Z".to_owned());
    });
    let release = gid("release", 1000);
    let answer = world.json(&format!("release/{release}?inc=labels")).await.json();
    let numbers: Vec<&str> = answer["label-info"]
        .as_array()
        .unwrap()
        .iter()
        .map(|info| info["catalog-number"].as_str().unwrap())
        .collect();
    assert_eq!(numbers, ["SALT CD 1", "SALT Z"]);
}

#[tokio::test]
async fn groups_that_only_have_bootlegs_are_left_out_when_the_websites_choice_is_wanted() {
    let world = World::shop();
    let artist = gid("artist", CHOIR);
    let of = |status: &str| format!("release-group?artist={artist}&limit=100{status}");
    let all = world.json(&of("")).await.json();
    assert_eq!(world.json(&of("&release-group-status=all")).await.json(), all);
    let some = world.json(&of("&release-group-status=website-default")).await.json();
    assert!(titles(&all["release-groups"]).contains(&"Harbour Radio Session"), "{all}");
    let left: Vec<&str> = titles(&all["release-groups"])
        .into_iter()
        .filter(|title| !titles(&some["release-groups"]).contains(title))
        .collect();
    assert_eq!(left, ["Harbour Radio Session"]);
    let counts = [&all, &some].map(|page| page["release-group-count"].as_u64().unwrap());
    assert_eq!(counts[0], counts[1] + 1);
    let refused = world.json(&of("&release-group-status=mine")).await;
    assert_eq!(refused.error(), "400 mine is not a recognized release-group-status.");
    for path in [
        format!("artist/{artist}?inc=release-groups&release-group-status=all"),
        format!("release-group?release={}&release-group-status=all", gid("release", 1000)),
    ] {
        assert_eq!(
            world.json(&path).await.error(),
            "400 release-group-status is not a valid parameter unless release groups are browsed \
             by artist.",
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_genre_does_not_look_at_inc_and_a_parameter_that_comes_twice_is_no_id() {
    let world = World::shop();
    let all = world.json("genre/all").await.json();
    let genre = all["genres"][0]["id"].as_str().unwrap();
    let answer = world.json(&format!("genre/{genre}?inc=aliases")).await;
    assert_eq!((answer.status.as_u16(), &answer.json()), (200, &all["genres"][0]));
    let artist = gid("artist", CHOIR);
    let twice = world.json(&format!("release?artist={artist}&artist={artist}")).await;
    assert_eq!(twice.error(), "400 Invalid mbid.");
    let various = world.json(&format!("artist/{artist}?inc=various-artists")).await;
    assert_eq!(
        various.error(),
        "400 various-artists is not a valid option for the inc parameter for the artist resource \
         unless you specify one of the following other inc parameters: releases"
    );
}

#[tokio::test]
async fn a_table_of_contents_needs_no_disc_id() {
    let world = World::shop();
    let toc = "toc=1+1+15150+150";
    let with = world.json(&format!("discid/-?{toc}")).await;
    let without = world.json(&format!("discid?{toc}")).await;
    assert_eq!((without.status.as_u16(), without.json()), (200, with.json()));
    assert_eq!(world.json("discid").await.error(), "400 Invalid discid.");
}

#[tokio::test]
async fn xml_tells_when_the_area_of_what_was_asked_for_ended_and_json_does_not() {
    let world = World::of_shop(|shop| {
        let area = shop.dump.field_mut("artist", CHOIR, "area");
        *area = Some("243".to_owned());
    });
    let path = format!("artist/{}", gid("artist", CHOIR));
    let xml = world.xml(&path).await.text();
    let area = xml.split_once("<area ").unwrap().1.split_once("</area>").unwrap().0;
    assert!(
        area.contains("<life-span><end>1991-12-26</end><ended>true</ended></life-span>"),
        "{xml}"
    );
    assert!(world.json(&path).await.json()["area"].get("life-span").is_none());
}

#[tokio::test]
async fn what_is_written_again_is_what_was_written_before() {
    // The artists of an album are the same for release, group, tracks and recordings.
    let world = World::shop();
    let release = gid("release", 1000);
    for more in ["", "+tags", "+aliases", "+ratings+genres", "+artist-rels+recording-level-rels"] {
        let path = format!("release/{release}?inc=recordings+artist-credits+release-groups{more}");
        let answer = world.json(&path).await.json();
        let tracks = answer["media"][0]["tracks"].as_array().unwrap();
        assert!(tracks.len() > 1);
        for track in tracks {
            let own = &track["artist-credit"][0]["artist"];
            let of_recording = &track["recording"]["artist-credit"][0]["artist"];
            assert_eq!(own["id"], of_recording["id"], "{path}");
            assert_eq!(own["sort-name"], answer["artist-credit"][0]["artist"]["sort-name"]);
            // Beside the credit of the release, tags are not said again; aliases are, once.
            assert!(own.get("tags").is_none() && of_recording.get("tags").is_none(), "{path}");
            assert_eq!(own.get("aliases").is_some(), more == "+aliases", "{path}");
            assert!(of_recording.get("aliases").is_none(), "{path}");
        }
        let of_release = &answer["artist-credit"][0]["artist"];
        assert_eq!(of_release.get("tags").is_some(), more == "+tags", "{path}");
    }
}

#[tokio::test]
async fn a_work_has_its_attributes_where_the_export_has_them() {
    let world = World::shop();
    let path = format!("work/{}", gid("work", 10));
    let attribute = &world.json(&path).await.json()["attributes"][0];
    assert_eq!((&attribute["type"], &attribute["value"]), (&"Key".into(), &"B major".into()));
    assert!(attribute["value-id"].is_string() && attribute["type-id"].is_string());
    let xml = world.xml(&path).await.text();
    let element = xml.split_once("<attribute-list>").unwrap().1;
    assert!(element.contains("type=\"Key\"") && element.contains(">B major<"), "{xml}");
}

//! Every field of the main shapes.

use expect_test::expect;
use model::Kind;

use crate::Server;
use crate::fixture::mbid;

async fn check(address: &str, expected: expect_test::Expect) {
    let answer = Server::new().get_ok(address).await;
    expected.assert_eq(&serde_json::to_string_pretty(&answer).unwrap_or_default());
}

#[tokio::test]
async fn a_track_has_every_field_of_its_shape() {
    let address = format!("/lookup/track/{}", mbid(Kind::Recording, 1));
    check(&address, expect![[r#"
        {
          "album": {
            "album_type": "album",
            "artists": [
              {
                "disambiguation": "dream pop from Hull",
                "followers_total": null,
                "genres": [
                  "rock",
                  "dream pop"
                ],
                "id": "01010101-0101-0101-0101-010101010101",
                "images": [],
                "mbid": "01010101-0101-0101-0101-010101010101",
                "name": "The Lanterns",
                "popularity": 80,
                "sort_name": "Lanterns, The"
              }
            ],
            "copyright_c": null,
            "copyright_p": null,
            "disambiguation": null,
            "external_id_upc": "0731453463822",
            "id": "03030303-0303-0303-0303-030303030301",
            "images": [
              {
                "height": null,
                "url": "https://coverartarchive.org/release/03030303-0303-0303-0303-030303030301/front",
                "width": null
              },
              {
                "height": 1200,
                "url": "https://coverartarchive.org/release/03030303-0303-0303-0303-030303030301/front-1200",
                "width": 1200
              },
              {
                "height": 500,
                "url": "https://coverartarchive.org/release/03030303-0303-0303-0303-030303030301/front-500",
                "width": 500
              },
              {
                "height": 250,
                "url": "https://coverartarchive.org/release/03030303-0303-0303-0303-030303030301/front-250",
                "width": 250
              }
            ],
            "label": "Paper Moon Records",
            "mbid": "03030303-0303-0303-0303-030303030301",
            "name": "Harbour Lights",
            "popularity": 70,
            "release_date": "2001-05",
            "release_date_precision": "month",
            "release_group": {
              "disambiguation": null,
              "first_release_date": "2001-05",
              "id": "02020202-0202-0202-0202-020202020201",
              "name": "Harbour Lights",
              "popularity": 70,
              "primary_type": "Album",
              "secondary_types": []
            },
            "status": "Official",
            "total_tracks": 2
          },
          "artist_credit": {
            "name": "The Lanterns",
            "names": [
              {
                "artist_id": "01010101-0101-0101-0101-010101010101",
                "join_phrase": "",
                "name": "The Lanterns"
              }
            ]
          },
          "artist_roles": {
            "Maya Ostrov": [
              "composer",
              "singer"
            ]
          },
          "artists": [
            {
              "disambiguation": "dream pop from Hull",
              "followers_total": null,
              "genres": [
                "rock",
                "dream pop"
              ],
              "id": "01010101-0101-0101-0101-010101010101",
              "images": [],
              "mbid": "01010101-0101-0101-0101-010101010101",
              "name": "The Lanterns",
              "popularity": 80,
              "sort_name": "Lanterns, The"
            }
          ],
          "disambiguation": null,
          "disc_number": 1,
          "duration_ms": 181000,
          "explicit": false,
          "external_ids": [
            {
              "scheme": "spotify",
              "value": "0OdUWJ0sBjDrqHygGUXeCF"
            }
          ],
          "first_release_date": "2001-05",
          "genres": [
            "rock"
          ],
          "has_lyrics": true,
          "id": "04040404-0404-0404-0404-040404040401",
          "isrc": "GBAAA0100001",
          "isrcs": [
            "GBAAA0100001",
            "GBAAA0100002"
          ],
          "languages": [
            "en"
          ],
          "mbid": "04040404-0404-0404-0404-040404040401",
          "name": "Come Home",
          "original_title": "Come Home",
          "popularity": 75,
          "preview_url": null,
          "rating": {
            "value": 90,
            "votes": 2
          },
          "track_mbid": null,
          "track_number": 1,
          "version_title": "Album Version",
          "video": false
        }"#]]).await;
}

#[tokio::test]
async fn an_album_has_every_field_of_its_shape() {
    let address = format!("/lookup/album/{}", mbid(Kind::Release, 1));
    check(&address, expect![[r#"
        {
          "album_type": "album",
          "aliases": [],
          "annotation": null,
          "artist_credit": {
            "name": "The Lanterns",
            "names": [
              {
                "artist_id": "01010101-0101-0101-0101-010101010101",
                "join_phrase": "",
                "name": "The Lanterns"
              }
            ]
          },
          "artists": [
            {
              "disambiguation": "dream pop from Hull",
              "followers_total": null,
              "genres": [
                "rock",
                "dream pop"
              ],
              "id": "01010101-0101-0101-0101-010101010101",
              "images": [],
              "mbid": "01010101-0101-0101-0101-010101010101",
              "name": "The Lanterns",
              "popularity": 80,
              "sort_name": "Lanterns, The"
            }
          ],
          "asin": null,
          "copyright_c": null,
          "copyright_p": null,
          "disambiguation": null,
          "events": [
            {
              "area": {
                "id": "07070707-0707-0707-0707-070707070701",
                "name": "United Kingdom"
              },
              "country": "GB",
              "date": "2001-05",
              "date_precision": "month"
            }
          ],
          "external_id_upc": "0731453463822",
          "external_ids": [],
          "genres": [],
          "id": "03030303-0303-0303-0303-030303030301",
          "images": [
            {
              "height": null,
              "url": "https://coverartarchive.org/release/03030303-0303-0303-0303-030303030301/front",
              "width": null
            },
            {
              "height": 1200,
              "url": "https://coverartarchive.org/release/03030303-0303-0303-0303-030303030301/front-1200",
              "width": 1200
            },
            {
              "height": 500,
              "url": "https://coverartarchive.org/release/03030303-0303-0303-0303-030303030301/front-500",
              "width": 500
            },
            {
              "height": 250,
              "url": "https://coverartarchive.org/release/03030303-0303-0303-0303-030303030301/front-250",
              "width": 250
            }
          ],
          "label": "Paper Moon Records",
          "labels": [
            {
              "catalog_number": "PM 001",
              "id": "06060606-0606-0606-0606-060606060601",
              "name": "Paper Moon Records"
            },
            {
              "catalog_number": "PM 001-2",
              "id": null,
              "name": null
            }
          ],
          "language": "English",
          "mbid": "03030303-0303-0303-0303-030303030301",
          "media": [
            {
              "disc_ids": [
                "arIS30RPWowvwNEqsqdDnZzDGhk-"
              ],
              "format": "CD",
              "name": null,
              "position": 1,
              "track_count": 3
            }
          ],
          "name": "Harbour Lights",
          "packaging": "Gatefold Cover",
          "popularity": 70,
          "release_date": "2001-05",
          "release_date_precision": "month",
          "release_group": {
            "disambiguation": null,
            "first_release_date": "2001-05",
            "id": "02020202-0202-0202-0202-020202020201",
            "name": "Harbour Lights",
            "popularity": 70,
            "primary_type": "Album",
            "secondary_types": []
          },
          "script": "Latin",
          "status": "Official",
          "total_tracks": 2
        }"#]]).await;
}

#[tokio::test]
async fn an_artist_has_every_field_of_its_shape() {
    let address = format!("/lookup/artist/{}", mbid(Kind::Artist, 1));
    check(
        &address,
        expect![[r#"
        {
          "aliases": [
            {
              "begin_date": null,
              "end_date": null,
              "ended": false,
              "locale": "en_GB",
              "name": "Lanterns UK",
              "primary": false,
              "sort_name": "Lanterns UK",
              "type": "Artist name"
            }
          ],
          "annotation": null,
          "area": {
            "id": "07070707-0707-0707-0707-070707070701",
            "name": "United Kingdom"
          },
          "begin_area": null,
          "begin_date": "1998-03",
          "begin_date_precision": "month",
          "country": "GB",
          "disambiguation": "dream pop from Hull",
          "end_area": null,
          "end_date": null,
          "end_date_precision": null,
          "ended": false,
          "external_ids": [
            {
              "scheme": "discogs",
              "value": "108713"
            },
            {
              "scheme": "wikidata",
              "value": "Q44190"
            }
          ],
          "followers_total": null,
          "gender": null,
          "genres": [
            "rock",
            "dream pop"
          ],
          "id": "01010101-0101-0101-0101-010101010101",
          "images": [],
          "ipis": [],
          "isnis": [
            "0000000121707484"
          ],
          "mbid": "01010101-0101-0101-0101-010101010101",
          "name": "The Lanterns",
          "popularity": 80,
          "rating": {
            "value": 86,
            "votes": 42
          },
          "sort_name": "Lanterns, The",
          "type": "Group"
        }"#]],
    )
    .await;
}

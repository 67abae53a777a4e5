//! Exports in their own form: the names of files, the text of lines, Parquet as its readers see it.

use std::fs::File;
use std::io::{Cursor, ErrorKind, Read, Write as _};

use expect_test::expect;
use listens::formats::write::{Directory, ExportedListen, Kind, MappedArtist, Mapping};
use listens::{TimeMeaning, Words};
use model::Gid;
use parquet::file::reader::{FileReader, SerializedFileReader};
use zip::ZipArchive;

use super::round_trip::{Sink, user, write};

fn listen(listened_at_ms: i64) -> ExportedListen {
    let words = Words {
        artist_name: "Tin Harbour".to_owned(),
        recording_name: "Low \"Tide\"".to_owned(),
        length_ms: Some(215_000),
        artist_mbids: vec![Gid([0x22; 16]), Gid([0x66; 16])],
        ..Words::default()
    };
    ExportedListen {
        listened_at_ms,
        inserted_at_ms: 1_703_000_012_500,
        words,
        played_ms: Some(100_000),
        source: "lastfm".to_owned(),
        client: Some("reed 1.2".to_owned()),
        ..ExportedListen::default()
    }
}

/// 2023-12-19, 2023-12-19, 2024-02-03.
pub(super) fn history() -> [ExportedListen; 3] {
    let artist = |byte, join_phrase: &str| MappedArtist {
        artist_mbid: Gid([byte; 16]),
        name: format!("Artist {byte}"),
        join_phrase: join_phrase.to_owned(),
    };
    let mapping = Mapping {
        recording_mbid: Gid([0x11; 16]),
        recording_name: "Low Tide".to_owned(),
        release_mbid: Some(Gid([0x55; 16])),
        release_group_mbid: None,
        artists: vec![artist(1, " & "), artist(2, "")],
    };
    let words = Words { artist_mbids: Vec::new(), length_ms: None, ..listen(0).words };
    [
        ExportedListen { mapping: Some(mapping), ..listen(1_703_000_000_000) },
        ExportedListen { time_meaning: TimeMeaning::End, words, ..listen(1_703_000_000_250) },
        listen(1_707_000_000_000),
    ]
}

fn files(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(zip)).unwrap();
    let count = archive.len();
    let file = |index| {
        let mut file = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(file).collect()
}

fn parquet(bytes: &[u8]) -> SerializedFileReader<File> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    SerializedFileReader::new(file).unwrap()
}

#[test]
fn the_archive_of_listenbrainz_has_a_file_for_each_month() {
    let mut text = String::new();
    for (name, bytes) in files(&write(Kind::ListenBrainz, &history())) {
        text += &format!("{name}\n{}", String::from_utf8(bytes).unwrap());
    }
    expect![[r#"
        user.json
        {"user_id":"00000000-0000-0000-0000-000000000007","username":"rowan"}
        listens/2023/12.jsonl
        {"inserted_at":1703000012.5,"listened_at":1703000000,"track_metadata":{"additional_info":{"artist_mbids":["22222222-2222-2222-2222-222222222222","66666666-6666-6666-6666-666666666666"],"duration_ms":215000,"ms_played":100000,"submission_client":"reed 1.2"},"artist_name":"Tin Harbour","mbid_mapping":{"artist_mbids":["01010101-0101-0101-0101-010101010101","02020202-0202-0202-0202-020202020202"],"artists":[{"artist_credit_name":"Artist 1","artist_mbid":"01010101-0101-0101-0101-010101010101","join_phrase":" & "},{"artist_credit_name":"Artist 2","artist_mbid":"02020202-0202-0202-0202-020202020202","join_phrase":""}],"recording_mbid":"11111111-1111-1111-1111-111111111111","recording_name":"Low Tide","release_mbid":"55555555-5555-5555-5555-555555555555"},"recording_msid":"00000000-0000-0000-0000-000000000000","track_name":"Low \"Tide\""}}
        {"inserted_at":1703000012.5,"listened_at":1703000000.25,"track_metadata":{"additional_info":{"ms_played":100000,"submission_client":"reed 1.2","time_meaning":"end"},"artist_name":"Tin Harbour","mbid_mapping":null,"recording_msid":"00000000-0000-0000-0000-000000000000","track_name":"Low \"Tide\""}}
        listens/2024/2.jsonl
        {"inserted_at":1703000012.5,"listened_at":1707000000,"track_metadata":{"additional_info":{"artist_mbids":["22222222-2222-2222-2222-222222222222","66666666-6666-6666-6666-666666666666"],"duration_ms":215000,"ms_played":100000,"submission_client":"reed 1.2"},"artist_name":"Tin Harbour","mbid_mapping":null,"recording_msid":"00000000-0000-0000-0000-000000000000","track_name":"Low \"Tide\""}}
    "#]].assert_eq(&text);
}

#[test]
fn a_table_has_one_row_a_listen() {
    let text = String::from_utf8(write(Kind::Csv, &history())).unwrap();
    expect![[r#"
        listened_at,time_meaning,artist_name,recording_name,release_name,release_artist_name,track_number,length_ms,played_ms,isrc,recording_mbid,release_mbid,track_mbid,artist_mbids,matched_recording_mbid,matched_release_mbid,source,client,source_track_id,recording_msid,inserted_at,additional_info
        2023-12-19T15:33:20Z,start,Tin Harbour,"Low ""Tide""",,,,215000,100000,,,,,22222222-2222-2222-2222-222222222222 66666666-6666-6666-6666-666666666666,11111111-1111-1111-1111-111111111111,55555555-5555-5555-5555-555555555555,lastfm,reed 1.2,,00000000-0000-0000-0000-000000000000,2023-12-19T15:33:32.5Z,
        2023-12-19T15:33:20.25Z,end,Tin Harbour,"Low ""Tide""",,,,,100000,,,,,,,,lastfm,reed 1.2,,00000000-0000-0000-0000-000000000000,2023-12-19T15:33:32.5Z,
        2024-02-03T22:40:00Z,start,Tin Harbour,"Low ""Tide""",,,,215000,100000,,,,,22222222-2222-2222-2222-222222222222 66666666-6666-6666-6666-666666666666,,,lastfm,reed 1.2,,00000000-0000-0000-0000-000000000000,2023-12-19T15:33:32.5Z,
    "#]].assert_eq(&text.replace("\r\n", "\n"));
}

#[test]
fn parquet_has_a_folder_for_each_month_and_its_readers_see_all_columns() {
    let mut text = String::new();
    for (name, bytes) in files(&write(Kind::Parquet, &history())) {
        let reader = parquet(&bytes);
        text += &format!("{name}\n");
        for row in reader.get_row_iter(None).unwrap() {
            text += &format!("{}\n", row.unwrap());
        }
    }
    expect![[r#"
        listens/year=2023/month=12/listens.parquet
        {listened_at: 2023-12-19 15:33:20.000 +00:00, time_meaning: "start", artist_name: "Tin Harbour", recording_name: "Low "Tide"", release_name: null, release_artist_name: null, track_number: null, length_ms: 215000, played_ms: 100000, isrc: null, recording_mbid: null, release_mbid: null, track_mbid: null, artist_mbids: ["22222222-2222-2222-2222-222222222222", "66666666-6666-6666-6666-666666666666"], matched_recording_mbid: "11111111-1111-1111-1111-111111111111", matched_release_mbid: "55555555-5555-5555-5555-555555555555", source: "lastfm", client: "reed 1.2", source_track_id: null, recording_msid: "00000000-0000-0000-0000-000000000000", inserted_at: 2023-12-19 15:33:32.500 +00:00, additional_info: null}
        {listened_at: 2023-12-19 15:33:20.250 +00:00, time_meaning: "end", artist_name: "Tin Harbour", recording_name: "Low "Tide"", release_name: null, release_artist_name: null, track_number: null, length_ms: null, played_ms: 100000, isrc: null, recording_mbid: null, release_mbid: null, track_mbid: null, artist_mbids: [], matched_recording_mbid: null, matched_release_mbid: null, source: "lastfm", client: "reed 1.2", source_track_id: null, recording_msid: "00000000-0000-0000-0000-000000000000", inserted_at: 2023-12-19 15:33:32.500 +00:00, additional_info: null}
        listens/year=2024/month=2/listens.parquet
        {listened_at: 2024-02-03 22:40:00.000 +00:00, time_meaning: "start", artist_name: "Tin Harbour", recording_name: "Low "Tide"", release_name: null, release_artist_name: null, track_number: null, length_ms: 215000, played_ms: 100000, isrc: null, recording_mbid: null, release_mbid: null, track_mbid: null, artist_mbids: ["22222222-2222-2222-2222-222222222222", "66666666-6666-6666-6666-666666666666"], matched_recording_mbid: null, matched_release_mbid: null, source: "lastfm", client: "reed 1.2", source_track_id: null, recording_msid: "00000000-0000-0000-0000-000000000000", inserted_at: 2023-12-19 15:33:32.500 +00:00, additional_info: null}
    "#]].assert_eq(&text);
}

#[test]
fn parquet_has_groups_of_a_bounded_size() {
    let history: Vec<ExportedListen> =
        (0..25_000).map(|at| listen(1_703_000_000_000 + at)).collect();
    let (_, bytes) = files(&write(Kind::Parquet, &history)).remove(0);
    let reader = parquet(&bytes);
    let groups = reader.metadata().row_groups().iter();
    let rows: Vec<i64> = groups.map(parquet::file::metadata::RowGroupMetaData::num_rows).collect();
    assert!(rows.len() > 1 && rows.iter().all(|&count| count <= 20_000), "{rows:?}");
    assert_eq!(rows.iter().sum::<i64>(), 25_000);
}

#[test]
fn an_export_into_a_directory_has_the_same_files() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path().join("export");
    for kind in [Kind::ListenBrainz, Kind::Parquet] {
        let folder = Box::new(Directory::new(root.clone()));
        let mut writer = kind.write_folder(folder, &user()).unwrap().unwrap();
        for listen in history() {
            writer.listen(&listen).unwrap();
        }
        writer.finish().unwrap();
        for (name, bytes) in files(&write(kind, &history())) {
            assert!(std::fs::read(root.join(&name)).unwrap() == bytes, "{name}");
        }
    }
}

#[test]
fn a_listen_of_a_month_that_is_over_is_refused() {
    for kind in [Kind::ListenBrainz, Kind::Parquet] {
        let mut writer = kind.write(Box::new(Sink::default()), &user()).unwrap();
        writer.listen(&history()[2]).unwrap();
        assert_eq!(writer.listen(&history()[0]).unwrap_err().kind(), ErrorKind::InvalidInput);
    }
}

#[test]
fn kinds_have_names_that_are_read_again() {
    for (kind, name) in Kind::ALL {
        assert_eq!(Kind::parse(name), Some(kind));
    }
    assert_eq!(Kind::parse("xlsx"), None);
}

//! The examples of `README.md` and cases that people reported to other programs.
use expect_test::{Expect, expect};

use super::*;

/// `client hh:mm:ss artist - title [length in s]`, one report a line, in the order of arrival.
fn reports(text: &str) -> Vec<Report> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .enumerate()
        .map(|(at, line)| {
            let (client, rest) = line.split_once(' ').unwrap_or((line, ""));
            let (time, rest) = rest.split_once(' ').unwrap_or((rest, ""));
            let seconds = time.split(':').fold(0, |sum, it| sum * 60 + it.parse().unwrap_or(0));
            let (words, length) = match rest.split_once(" [") {
                Some((words, length)) => (words, length.trim_end_matches(']').parse::<i64>().ok()),
                None => (rest, None),
            };
            let (artist, title) = words.split_once(" - ").unwrap_or((words, ""));
            Report {
                id: Uuid::from_u128(at as u128 + 1),
                start_ms: seconds * 1000,
                length_ms: length.map(|length| length * 1000),
                recording_key: text::fold(title).into_owned(),
                artist_key: text::fold(artist).into_owned(),
                recording_mbid: None,
                client: Client { source: client.to_owned(), name: None, app_token_id: None },
            }
        })
        .collect()
}

/// Arrivals one after the other, as submissions do it.
fn check(text: &str, expected: &Expect) {
    let mut plays: Vec<Play> = Vec::new();
    let mut rules = Vec::new();
    for report in reports(text) {
        match find(&report, &plays) {
            None => plays.push(Play { reports: vec![report] }),
            Some(joined) => {
                rules.push(format!(" {} {}s", joined.rule, joined.distance_ms / 1000));
                plays[joined.play].reports.push(report);
            }
        }
    }
    expected.assert_eq(&format!("{}{}", plays.len(), rules.concat()));
}

#[test]
fn two_clients_that_see_one_play_make_one_listen() {
    let text = "mpd 12:00:00 Nina - Blue [200]\nweb 12:00:02 NINA - Blue";
    check(text, &expect!["1 same_moment 2s"]);
}

#[test]
fn a_client_that_stamps_the_end_joins() {
    let text = "web 12:00:00 Nina - Blue [200]\nmpd 12:03:20 Nina - Blue [200]";
    check(text, &expect!["1 end_of_play 200s"]);
    let text = "mpd 12:03:24 Nina - Blue [200]\nweb 12:00:00 Nina - Blue";
    check(text, &expect!["1 end_of_play -204s"]);
}

#[test]
fn a_report_from_the_middle_of_a_play_joins() {
    let text = "web 12:00:00 Nina - Blue [200]\npano 12:01:50 Nina - Blue";
    check(text, &expect!["1 during 110s"]);
}

#[test]
fn real_repeats_of_one_client_survive() {
    let text = "web 12:00:00 Nina - Blue [200]\nweb 12:03:20 Nina - Blue [200]\nweb 12:03:25 Nina - Blue [200]";
    check(text, &expect!["3"]);
}

#[test]
fn real_repeats_that_two_clients_see_are_two_listens() {
    let together = "
        web 12:00:00 Nina - Blue [200]
        mpd 12:00:01 Nina - Blue [200]
        web 12:03:20 Nina - Blue [200]
        mpd 12:03:21 Nina - Blue [200]";
    check(together, &expect!["2 same_moment 1s same_moment 1s"]);
    let one_after_the_other = "
        web 12:00:00 Nina - Blue [200]
        web 12:03:20 Nina - Blue [200]
        mpd 12:00:01 Nina - Blue [200]
        mpd 12:03:21 Nina - Blue [200]";
    check(one_after_the_other, &expect!["2 same_moment 1s same_moment 1s"]);
    let live_with_ends = "
        web 12:00:00 Nina - Blue [200]
        mpd 12:03:20 Nina - Blue [200]
        web 12:03:20 Nina - Blue [200]
        mpd 12:06:40 Nina - Blue [200]";
    check(live_with_ends, &expect!["2 end_of_play 200s end_of_play 200s"]);
}

#[test]
fn a_play_that_one_client_missed_is_not_swallowed() {
    let text = "
        web 12:00:00 Nina - Blue [200]
        mpd 12:00:03 Nina - Blue [200]
        mpd 12:03:23 Nina - Blue [200]";
    check(text, &expect!["2 same_moment 3s"]);
}

#[test]
fn another_song_another_version_and_another_artist_stay() {
    let text = "
        web 12:00:00 Nina - Blue
        mpd 12:00:00 Nina - Green
        mpd 12:00:00 Nina - Blue (live)
        mpd 12:00:00 Ninette - Blue";
    check(text, &expect!["4"]);
}

#[test]
fn guests_and_letter_case_do_not_hide_a_song() {
    let text = "
        web 12:00:00 Nina feat. Otto - Blue
        mpd 12:00:01 Nina - BLUE (feat. Otto)
        pano 12:00:02 Nina, Otto - blue";
    check(text, &expect!["1 same_moment 1s same_moment 2s"]);
}

#[test]
fn later_plays_elsewhere_are_plays() {
    let text = "phone 12:00:00 Nina - Blue [200]\ndesk 12:10:00 Nina - Blue [200]";
    check(text, &expect!["2"]);
    let text = "phone 12:00:00 Nina - Blue\ndesk 12:05:00 Nina - Blue";
    check(text, &expect!["2"]);
}

#[test]
fn three_clients_with_different_habits_make_one_listen() {
    let text = "
        web 12:00:00 Nina - Blue [200]
        mpd 12:03:21 Nina - Blue [200]
        spotify 12:00:04 Nina - Blue [199]";
    check(text, &expect!["1 end_of_play 201s same_moment 4s"]);
}

#[test]
fn an_equal_mbid_is_an_equal_song() {
    let mut both = reports("web 12:00:00 Nina - Blue\nmpd 12:00:01 ニーナ - 青");
    assert!(!same_song(&both[0], &both[1]));
    for report in &mut both {
        report.recording_mbid = Some(Uuid::from_u128(7));
    }
    assert!(same_song(&both[0], &both[1]));
}

#[test]
fn a_client_that_says_less_is_not_another_one() {
    let mut both = reports("web 12:00:00 Nina - Blue\nweb 12:00:09 Nina - Blue");
    both[0].client.name = Some("Player 1".to_owned());
    let plays = [Play { reports: vec![both[0].clone()] }];
    assert_eq!(find(&both[1], &plays), None);
    both[1].client.name = Some("Player 2".to_owned());
    assert!(find(&both[1], &plays).is_some());
}

#[test]
fn extreme_times_and_lengths_do_not_overflow() {
    let mut both = reports("web 12:00:00 Nina - Blue\nmpd 12:00:00 Nina - Blue");
    both[0].start_ms = i64::MIN;
    both[1].start_ms = i64::MAX;
    both[1].length_ms = Some(i64::MAX);
    assert_eq!(find(&both[1], &[Play { reports: vec![both[0].clone()] }]), None);
    assert!(reach_ms(Some(i64::MAX)) <= 2 * MAX_LENGTH_MS);
}

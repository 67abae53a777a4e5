//! Columns that follow from other rows: users of credits and tags, dates of release groups.

use std::collections::BTreeMap;

use super::derived::rating;
use crate::dump::{DumpWriter, Row};
use crate::row;

/// Tables with an artist credit, and its column.
const CREDITED: [(&str, usize); 4] =
    [("recording", 3), ("release", 3), ("release_group", 3), ("track", 7)];

pub(super) fn fill(dump: &mut DumpWriter) {
    count_credits(dump);
    count_tags(dump);
    release_group_meta(dump);
}

fn count_credits(dump: &mut DumpWriter) {
    let mut users: BTreeMap<Option<String>, u32> = BTreeMap::new();
    for (table, column) in CREDITED {
        for row in dump.table(table) {
            *users.entry(row[column].clone()).or_default() += 1;
        }
    }
    for row in dump.table_mut("artist_credit") {
        row[3] = Some(users.get(&row[0]).copied().unwrap_or(0).to_string());
    }
}

fn count_tags(dump: &mut DumpWriter) {
    let mut users: BTreeMap<Option<String>, u32> = BTreeMap::new();
    let tables = ["artist_tag", "release_group_tag", "release_tag", "recording_tag", "label_tag"];
    for table in tables {
        for row in dump.table(table) {
            *users.entry(row[1].clone()).or_default() += 1;
        }
    }
    for row in dump.table_mut("tag") {
        row[2] = Some(users.get(&row[0]).copied().unwrap_or(0).to_string());
    }
}

/// Sorts an unknown part behind every known one.
fn order(date: &[Option<String>]) -> Vec<u32> {
    let number = |part: &Option<String>| part.as_deref().and_then(|text| text.parse().ok());
    date.iter().map(|part| number(part).unwrap_or(u32::MAX)).collect()
}

/// As the master server keeps it: the number of releases, and the earliest date of one that was
/// not cancelled.
fn release_group_meta(dump: &mut DumpWriter) {
    let mut group_of = BTreeMap::new();
    let mut count: BTreeMap<Option<String>, u32> = BTreeMap::new();
    for row in dump.table("release") {
        *count.entry(row[4].clone()).or_default() += 1;
        if row[5].as_deref() != Some("6") {
            group_of.insert(row[0].clone(), row[4].clone());
        }
    }
    let mut first: BTreeMap<Option<String>, Row> = BTreeMap::new();
    let dated = dump.table("release_country").iter().map(|row| (&row[0], &row[2..5]));
    let unknown = dump.table("release_unknown_country").iter().map(|row| (&row[0], &row[1..4]));
    for (release, date) in dated.chain(unknown) {
        let Some(group) = group_of.get(release) else { continue };
        if date.iter().all(Option::is_none) {
            continue;
        }
        let earliest = first.entry(group.clone()).or_insert_with(|| date.to_vec());
        if order(date) < order(earliest) {
            *earliest = date.to_vec();
        }
    }
    for row in dump.table("release_group").to_vec() {
        let id = row[0].as_deref().and_then(|id| id.parse().ok()).unwrap_or(0);
        let (rating, votes) = rating("release_group", id);
        let date = first.get(&row[0]).cloned().unwrap_or_else(|| vec![None; 3]);
        let releases = count.get(&row[0]).copied().unwrap_or(0);
        let meta = [row![id, releases], date, row![rating, votes]].concat();
        dump.push("release_group_meta", meta);
    }
}

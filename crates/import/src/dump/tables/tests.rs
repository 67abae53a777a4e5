//! The shapes of tables and families.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

#[test]
fn tables_are_sorted_for_the_search() {
    assert!(SINGLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
    assert!(SINGLE.iter().all(|(_, columns)| !columns.is_empty() && !columns.contains("  ")));
}

#[test]
fn every_shape_has_the_width_of_schema_31() {
    let widths = [
        ("artist", 19),
        ("track", 12),
        ("release", 14),
        ("link_type", 16),
        ("link_attribute_type", 8),
        ("artist_alias", 16),
        ("genre_alias_type", 6),
        ("work_attribute", 5),
        ("work_attribute_type", 8),
        ("work_attribute_type_allowed_value", 7),
        ("artist_credit_gid_redirect", 3),
        ("release_group_tag", 4),
        ("release_group_meta", 7),
        ("release_meta", 5),
        ("recording_meta", 3),
        ("event_annotation", 2),
        ("l_artist_recording", 9),
        ("cover_art_archive.cover_art", 12),
    ];
    for (table, width) in widths {
        assert_eq!(columns(table).unwrap().len(), width, "{table}");
    }
    assert_eq!(columns("artist").unwrap().name(3), "sort_name");
    assert_eq!(columns("artist").unwrap().name(19), "?");
}

#[test]
fn a_name_outside_every_family_is_not_read() {
    for table in
        ["", "editor", "_tag", "x_tag", "genre_tag", "url_alias", "l_", "l_url_artist", "l_artist"]
    {
        assert_eq!(columns(table), None, "{table}");
    }
}

#[test]
fn relationship_tables_name_two_types_in_order() {
    assert_eq!(relationship("l_release_group_series"), Some(("release_group", "series")));
    assert_eq!(relationship("l_release_release_group"), Some(("release", "release_group")));
    assert_eq!(
        relationship("l_release_group_release_group"),
        Some(("release_group", "release_group"))
    );
    assert_eq!(relationship("l_release_group"), None);
    assert_eq!(relationship("l_work_recording"), None);
}

#[test]
fn core_and_implied_tables_are_known() {
    let implied = IMPLIED.iter().flat_map(|&(one, other)| [one, other]);
    assert!(CORE.into_iter().chain(implied).all(|table| columns(table).is_some()));
}

//! Column names of the tables in file order.

/// The columns of a table, separated by spaces; `None` for a table that the kit does not know.
#[must_use]
pub fn columns(table: &str) -> Option<&'static str> {
    if let Ok(at) = SINGLE.binary_search_by_key(&table, |(name, _)| *name) {
        return Some(SINGLE[at].1);
    }
    if table.starts_with("l_") {
        return Some(RELATIONSHIP);
    }
    FAMILIES.iter().find(|(ending, _)| table.ends_with(ending)).map(|(_, columns)| *columns)
}

const RELATIONSHIP: &str = "id link entity0 entity1 edits_pending last_updated link_order \
                            entity0_credit entity1_credit";
const WORD: &str = "id name parent child_order description gid";

/// Tables of one shape, by the end of their name; the owner's column is called `entity`.
const FAMILIES: [(&str, &str); 15] = [
    ("_attribute_type_allowed_value", "id attribute_type value parent child_order description gid"),
    ("_attribute_type", "id name comment free_text parent child_order description gid"),
    ("_attribute", "id entity attribute_type allowed_value text"),
    ("_gid_redirect", "gid new_id created"),
    ("_annotation", "entity annotation"),
    (
        "_alias",
        "id entity name locale edits_pending last_updated type sort_name begin_date_year \
         begin_date_month begin_date_day end_date_year end_date_month end_date_day \
         primary_for_locale ended",
    ),
    ("_tag", "entity tag count last_updated"),
    ("_meta", "id rating rating_count"),
    ("_type", WORD),
    ("gender", WORD),
    ("release_status", WORD),
    ("release_packaging", WORD),
    ("release_group_primary_type", WORD),
    ("release_group_secondary_type", WORD),
    ("series_ordering_type", WORD),
];

/// Other tables, sorted by name.
const SINGLE: [(&str, &str); 62] = [
    ("annotation", "id editor text changelog created"),
    (
        "area",
        "id gid name type edits_pending last_updated begin_date_year begin_date_month \
         begin_date_day end_date_year end_date_month end_date_day ended comment",
    ),
    (
        "artist",
        "id gid name sort_name begin_date_year begin_date_month begin_date_day end_date_year \
         end_date_month end_date_day type area gender comment edits_pending last_updated ended \
         begin_area end_area",
    ),
    ("artist_credit", "id name artist_count ref_count created edits_pending gid"),
    ("artist_credit_name", "artist_credit position artist name join_phrase"),
    ("artist_ipi", "artist ipi edits_pending created"),
    ("artist_isni", "artist isni edits_pending created"),
    ("cdtoc", "id discid freedb_id track_count leadout_offset track_offset created"),
    ("country_area", "area"),
    (
        "cover_art_archive.cover_art",
        "id release comment edit ordering date_uploaded edits_pending mime_type filesize \
         thumb_250_filesize thumb_500_filesize thumb_1200_filesize",
    ),
    ("cover_art_archive.cover_art_type", "id type_id"),
    ("cover_art_archive.image_type", "mime_type suffix"),
    ("cover_art_archive.release_group_cover_art", "release_group release"),
    (
        "event",
        "id gid name begin_date_year begin_date_month begin_date_day end_date_year \
         end_date_month end_date_day time type cancelled setlist comment edits_pending \
         last_updated ended",
    ),
    (
        "event_art_archive.event_art",
        "id event comment edit ordering date_uploaded edits_pending mime_type filesize \
         thumb_250_filesize thumb_500_filesize thumb_1200_filesize",
    ),
    ("event_art_archive.event_art_type", "id type_id"),
    ("event_meta", "id rating rating_count event_art_presence"),
    ("genre", "id gid name comment edits_pending last_updated"),
    ("instrument", "id gid name type edits_pending last_updated comment description"),
    ("iso_3166_1", "area code"),
    ("iso_3166_2", "area code"),
    ("iso_3166_3", "area code"),
    ("isrc", "id recording isrc edits_pending created"),
    ("iswc", "id work iswc edits_pending created"),
    (
        "label",
        "id gid name begin_date_year begin_date_month begin_date_day end_date_year \
         end_date_month end_date_day label_code type area comment edits_pending last_updated \
         ended",
    ),
    ("label_ipi", "label ipi edits_pending created"),
    ("label_isni", "label isni edits_pending created"),
    ("language", "id iso_code_2t iso_code_2b iso_code_1 name frequency iso_code_3"),
    (
        "link",
        "id link_type begin_date_year begin_date_month begin_date_day end_date_year \
         end_date_month end_date_day attribute_count created ended",
    ),
    ("link_attribute", "link attribute_type created"),
    ("link_attribute_credit", "link attribute_type credited_as"),
    ("link_attribute_text_value", "link attribute_type text_value"),
    ("link_attribute_type", "id parent root child_order gid name description last_updated"),
    ("link_creditable_attribute_type", "attribute_type"),
    ("link_text_attribute_type", "attribute_type"),
    (
        "link_type",
        "id parent child_order gid entity_type0 entity_type1 name description link_phrase \
         reverse_link_phrase long_link_phrase last_updated is_deprecated has_dates \
         entity0_cardinality entity1_cardinality",
    ),
    ("link_type_attribute_type", "link_type attribute_type min max last_updated"),
    ("medium", "id release position format name edits_pending last_updated track_count gid"),
    ("medium_cdtoc", "id medium cdtoc edits_pending last_updated"),
    ("medium_format", "id name parent child_order year has_discids description gid"),
    ("medium_index", "medium toc"),
    ("orderable_link_type", "link_type direction"),
    (
        "place",
        "id gid name type address area coordinates comment edits_pending last_updated \
         begin_date_year begin_date_month begin_date_day end_date_year end_date_month \
         end_date_day ended",
    ),
    ("recording", "id gid name artist_credit length comment edits_pending last_updated video"),
    (
        "release",
        "id gid name artist_credit release_group status packaging language script barcode \
         comment edits_pending quality last_updated",
    ),
    ("release_country", "release country date_year date_month date_day"),
    ("release_group", "id gid name artist_credit type comment edits_pending last_updated"),
    (
        "release_group_meta",
        "id release_count first_release_date_year first_release_date_month \
         first_release_date_day rating rating_count",
    ),
    ("release_group_secondary_type_join", "release_group secondary_type created"),
    ("release_label", "id release label catalog_number last_updated"),
    ("release_meta", "id date_added info_url amazon_asin cover_art_presence"),
    ("release_unknown_country", "release date_year date_month date_day"),
    (
        "replication_control",
        "id current_schema_sequence current_replication_sequence last_replication_date",
    ),
    ("script", "id iso_code iso_number name frequency"),
    ("series", "id gid name comment type ordering_type edits_pending last_updated"),
    ("series_type", "id name entity_type parent child_order description gid"),
    ("tag", "id name ref_count"),
    ("tag_relation", "tag1 tag2 weight last_updated"),
    (
        "track",
        "id gid recording medium position number name artist_credit length edits_pending \
         last_updated is_data_track",
    ),
    ("url", "id gid url edits_pending last_updated"),
    ("work", "id gid name type comment edits_pending last_updated"),
    ("work_language", "work language edits_pending created"),
];

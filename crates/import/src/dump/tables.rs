//! The tables of an export that can be read, with their columns in file order.
//!
//! Families of tables have one shape: in them the column that names the owner is called `entity`.

/// A table that is always there with at least one row, however small the export.
///
/// MusicBrainz fills the type tables when the database is made, and artist 1 is Various Artists.
pub const CORE: [&str; 9] = [
    "artist",
    "artist_type",
    "gender",
    "language",
    "link_type",
    "medium_format",
    "release_group_primary_type",
    "release_status",
    "script",
];

/// Tables that must have rows when another one has: (that other one, what it cannot do without).
///
/// A table without rows has no file, so only such a pair shows that a file is missing.
pub const IMPLIED: [(&str, &str); 11] = [
    ("recording", "artist_credit"),
    ("release_group", "artist_credit"),
    ("artist_credit", "artist_credit_name"),
    ("release", "release_group"),
    ("medium", "release"),
    ("track", "medium"),
    ("track", "recording"),
    ("release_country", "country_area"),
    ("country_area", "area"),
    ("link_attribute", "link"),
    ("medium_cdtoc", "cdtoc"),
];

/// The columns of a table in file order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns(&'static str);

impl Columns {
    /// How many columns a row has; never 0.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "every table has columns")]
    pub fn len(self) -> usize {
        self.names().count()
    }

    /// The names in file order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        self.0.split(' ')
    }

    /// The name of a column counted from 0, for messages; `?` beyond the last.
    #[must_use]
    pub fn name(self, column: usize) -> &'static str {
        self.names().nth(column).unwrap_or("?")
    }
}

/// The columns of a table in file order; `None` for a table that is not read.
#[must_use]
pub fn columns(table: &str) -> Option<Columns> {
    let single = SINGLE.binary_search_by_key(&table, |&(name, _)| name).ok().map(|at| SINGLE[at].1);
    single.or_else(|| family(table)).map(Columns)
}

fn family(table: &str) -> Option<&'static str> {
    if is_relationship(table) {
        return Some(RELATIONSHIP);
    }
    FAMILIES.iter().find_map(|&(ending, members, columns)| {
        let entity = table.strip_suffix(ending)?;
        members.split(' ').any(|member| member == entity).then_some(columns)
    })
}

/// Whether the name is that of a relationship table, `l_<type0>_<type1>` in alphabetical order.
#[must_use]
pub fn is_relationship(table: &str) -> bool {
    relationship(table).is_some()
}

/// The two entity types of a relationship table, as in `("artist", "release_group")`.
#[must_use]
pub fn relationship(table: &str) -> Option<(&'static str, &'static str)> {
    let pair = table.strip_prefix("l_")?;
    let kinds = || RELATED.split(' ');
    kinds().find_map(|first| {
        let rest = pair.strip_prefix(first)?.strip_prefix('_')?;
        kinds().find(|&second| second == rest && first <= second).map(|second| (first, second))
    })
}

/// The kinds that relationships connect, as table names say them.
const RELATED: &str = "area artist event genre instrument label place recording release \
                       release_group series url work";

/// The shapes of families: ending, whose tables end so, columns.
const FAMILIES: [(&str, &str, &str); 9] = [
    ("_attribute_type_allowed_value", ATTRIBUTED, ALLOWED_VALUE),
    ("_attribute_type", ATTRIBUTED, ATTRIBUTE_TYPE),
    ("_alias_type", ALIASED, LOOKUP),
    ("_gid_redirect", REDIRECTED, "gid new_id created"),
    ("_annotation", ANNOTATED, "entity annotation"),
    ("_attribute", ATTRIBUTED, ATTRIBUTE),
    ("_alias", ALIASED, ALIAS),
    ("_meta", RATED, "id rating rating_count"),
    ("_tag", ANNOTATED, "entity tag count last_updated"),
];

const ALIASED: &str = "area artist event genre instrument label place recording release \
                       release_group series work";
const ANNOTATED: &str = "area artist event instrument label place recording release \
                         release_group series work";
const ATTRIBUTED: &str = "area artist event instrument label medium place recording \
                          release release_group series work";
const REDIRECTED: &str = "area artist artist_credit event instrument label medium place \
                          recording release release_group series track url work";
const RATED: &str = "artist label place recording work";

const ALIAS: &str = "id entity name locale edits_pending last_updated type sort_name \
                     begin_date_year begin_date_month begin_date_day end_date_year \
                     end_date_month end_date_day primary_for_locale ended";
const LOOKUP: &str = "id name parent child_order description gid";
const ENTITY_LOOKUP: &str = "id name entity_type parent child_order description gid";
const ATTRIBUTE_TYPE: &str = "id name comment free_text parent child_order description \
                              gid";
const ALLOWED_VALUE: &str = "id entity_attribute_type value parent child_order \
                             description gid";
const ATTRIBUTE: &str = "id entity attribute_type allowed_value text";
const RELATIONSHIP: &str = "id link entity0 entity1 edits_pending last_updated link_order \
                            entity0_credit entity1_credit";
const ART: &str = "id entity comment edit ordering date_uploaded edits_pending mime_type \
                   filesize thumb_250_filesize thumb_500_filesize thumb_1200_filesize";

/// Tables outside the families, sorted by name.
const SINGLE: [(&str, &str); 85] = [
    ("alternative_medium", "id medium alternative_release name"),
    ("alternative_medium_track", "alternative_medium track alternative_track"),
    ("alternative_release", "id gid release name artist_credit type language script comment"),
    ("alternative_release_type", LOOKUP),
    ("alternative_track", "id name artist_credit ref_count"),
    ("annotation", "id editor text changelog created"),
    (
        "area",
        "id gid name type edits_pending last_updated begin_date_year begin_date_month \
         begin_date_day end_date_year end_date_month end_date_day ended comment",
    ),
    ("area_type", LOOKUP),
    (
        "artist",
        "id gid name sort_name begin_date_year begin_date_month begin_date_day \
         end_date_year end_date_month end_date_day type area gender comment edits_pending \
         last_updated ended begin_area end_area",
    ),
    ("artist_credit", "id name artist_count ref_count created edits_pending gid"),
    ("artist_credit_name", "artist_credit position artist name join_phrase"),
    ("artist_ipi", "artist ipi edits_pending created"),
    ("artist_isni", "artist isni edits_pending created"),
    ("artist_type", LOOKUP),
    ("cdtoc", "id discid freedb_id track_count leadout_offset track_offset created"),
    ("country_area", "area"),
    ("cover_art_archive.art_type", LOOKUP),
    ("cover_art_archive.cover_art", ART),
    ("cover_art_archive.cover_art_type", "id type_id"),
    ("cover_art_archive.image_type", "mime_type suffix"),
    ("cover_art_archive.release_group_cover_art", "release_group release"),
    ("editor_collection_type", ENTITY_LOOKUP),
    (
        "event",
        "id gid name begin_date_year begin_date_month begin_date_day end_date_year \
         end_date_month end_date_day time type cancelled setlist comment edits_pending \
         last_updated ended",
    ),
    ("event_art_archive.art_type", LOOKUP),
    ("event_art_archive.event_art", ART),
    ("event_art_archive.event_art_type", "id type_id"),
    ("event_meta", "id rating rating_count event_art_presence"),
    ("event_type", LOOKUP),
    ("gender", LOOKUP),
    ("genre", "id gid name comment edits_pending last_updated"),
    ("instrument", "id gid name type edits_pending last_updated comment description"),
    ("instrument_type", LOOKUP),
    ("iso_3166_1", "area code"),
    ("iso_3166_2", "area code"),
    ("iso_3166_3", "area code"),
    ("isrc", "id recording isrc edits_pending created"),
    ("iswc", "id work iswc edits_pending created"),
    (
        "label",
        "id gid name begin_date_year begin_date_month begin_date_day end_date_year \
         end_date_month end_date_day label_code type area comment edits_pending \
         last_updated ended",
    ),
    ("label_ipi", "label ipi edits_pending created"),
    ("label_isni", "label isni edits_pending created"),
    ("label_type", LOOKUP),
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
    ("medium_attribute_type_allowed_format", "medium_format medium_attribute_type"),
    (
        "medium_attribute_type_allowed_value_allowed_format",
        "medium_format medium_attribute_type_allowed_value",
    ),
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
    ("place_type", LOOKUP),
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
    ("release_group_primary_type", LOOKUP),
    ("release_group_secondary_type", LOOKUP),
    ("release_group_secondary_type_join", "release_group secondary_type created"),
    ("release_label", "id release label catalog_number last_updated"),
    ("release_meta", "id date_added info_url amazon_asin cover_art_presence"),
    ("release_packaging", LOOKUP),
    ("release_status", LOOKUP),
    ("release_unknown_country", "release date_year date_month date_day"),
    (
        "replication_control",
        "id current_schema_sequence current_replication_sequence last_replication_date",
    ),
    ("script", "id iso_code iso_number name frequency"),
    ("series", "id gid name comment type ordering_type edits_pending last_updated"),
    ("series_ordering_type", LOOKUP),
    ("series_type", ENTITY_LOOKUP),
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
    ("work_type", LOOKUP),
];

#[cfg(test)]
mod tests;

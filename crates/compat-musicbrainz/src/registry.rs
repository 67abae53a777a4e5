//! The resources of the interface: which requests each understands and what they may include.

use model::Kind;

/// Words that every kind of entity with tags and ratings knows.
const RATED: &str =
    "aliases annotation rels tags user-tags genres user-genres ratings user-ratings";
/// The same without ratings.
const TAGGED: &str = "aliases annotation rels tags user-tags genres user-genres";
/// Stands for the words of a resource that does not look at `inc`.
pub(crate) const IGNORED: &str = "*";

/// What a request for a resource may be.
pub(crate) struct Resource {
    /// The first word of the path.
    pub(crate) name: &'static str,
    /// What it consists of, if a public id is looked up.
    pub(crate) kind: Option<Kind>,
    /// The words of `inc` for a look-up, `rels` for all relationships; `None` when there is none.
    pub(crate) look_up: Option<&'static str>,
    /// The parameters that name what to browse from, and the words of `inc` then.
    pub(crate) browse: Option<(&'static [&'static str], &'static str)>,
    /// Whether `query` is understood.
    pub(crate) is_searched: bool,
}

const NONE: Resource =
    Resource { name: "", kind: None, look_up: None, browse: None, is_searched: false };

/// All resources, by name.
pub(crate) const RESOURCES: [Resource; 21] = [
    Resource { name: "annotation", is_searched: true, ..NONE },
    entity("area", Kind::Area, RATED, &["collection"]),
    Resource {
        look_up: Some(
            "recordings releases release-groups works aliases annotation rels tags user-tags \
             genres user-genres ratings user-ratings",
        ),
        ..entity(
            "artist",
            Kind::Artist,
            RATED,
            &["area", "recording", "release", "release-group", "work", "collection"],
        )
    },
    Resource { name: "cdstub", is_searched: true, ..NONE },
    Resource { name: "collection", ..NONE },
    Resource {
        name: "discid",
        look_up: Some(
            "artists labels recordings release-groups artist-credits tags user-tags genres \
             user-genres aliases puids isrcs rels cdstubs",
        ),
        ..NONE
    },
    entity(
        "event",
        Kind::Event,
        RATED,
        &["area", "artist", "collection", "event", "place", "series"],
    ),
    Resource { is_searched: false, ..entity("genre", Kind::Genre, IGNORED, &["collection"]) },
    entity("instrument", Kind::Instrument, TAGGED, &["collection"]),
    Resource {
        name: "isrc",
        look_up: Some(
            "artists releases puids isrcs artist-credits aliases rels tags user-tags ratings \
             user-ratings",
        ),
        ..NONE
    },
    Resource {
        name: "iswc",
        look_up: Some("artists aliases artist-credits rels tags user-tags ratings user-ratings"),
        ..NONE
    },
    Resource {
        look_up: Some(
            "releases aliases annotation rels tags user-tags genres user-genres ratings \
             user-ratings",
        ),
        ..entity("label", Kind::Label, RATED, &["area", "release", "collection"])
    },
    entity("place", Kind::Place, RATED, &["area", "collection"]),
    Resource { name: "rating", ..NONE },
    Resource {
        look_up: Some(
            "artists releases artist-credits puids isrcs aliases rels tags user-tags genres \
             user-genres ratings user-ratings release-groups work-level-rels annotation",
        ),
        ..entity(
            "recording",
            Kind::Recording,
            "aliases artist-credits puids isrcs annotation rels tags user-tags genres user-genres \
             ratings user-ratings work-level-rels",
            &["artist", "release", "collection", "work"],
        )
    },
    Resource {
        look_up: Some(
            "artists labels recordings release-groups aliases tags user-tags genres user-genres \
             ratings user-ratings collections user-collections artist-credits discids media \
             recording-level-rels release-group-level-rels work-level-rels rels annotation",
        ),
        ..entity(
            "release",
            Kind::Release,
            "aliases artist-credits labels recordings discids tags user-tags genres user-genres \
             ratings user-ratings release-groups media recording-level-rels \
             release-group-level-rels work-level-rels rels annotation",
            &[
                "area",
                "track_artist",
                "artist",
                "label",
                "recording",
                "release-group",
                "track",
                "collection",
            ],
        )
    },
    Resource {
        look_up: Some(
            "artists releases artist-credits aliases annotation rels tags user-tags genres \
             user-genres ratings user-ratings",
        ),
        ..entity(
            "release-group",
            Kind::ReleaseGroup,
            "aliases artist-credits annotation rels release-group-status tags user-tags genres \
             user-genres ratings user-ratings",
            &["artist", "release", "collection"],
        )
    },
    entity("series", Kind::Series, TAGGED, &["collection"]),
    Resource { name: "tag", is_searched: true, ..NONE },
    entity("url", Kind::Url, "rels", &["resource"]),
    entity("work", Kind::Work, RATED, &["artist", "collection"]),
];

/// A kind of entity whose look-ups and browse queries include the same.
const fn entity(
    name: &'static str,
    kind: Kind,
    inc: &'static str,
    linked: &'static [&'static str],
) -> Resource {
    Resource {
        name,
        kind: Some(kind),
        look_up: Some(inc),
        browse: Some((linked, inc)),
        is_searched: true,
    }
}

/// What other words of `inc` allow.
pub(crate) const EXTRA: [(&str, &str); 7] = [
    ("recordings", "artist-credits puids isrcs"),
    ("releases", "artist-credits discids media type status various-artists"),
    ("release-groups", "artist-credits type"),
    ("works", "artist-credits"),
    ("recording-rels", "artist-credits"),
    ("release-rels", "artist-credits"),
    ("release-group-rels", "artist-credits"),
];

/// The resource of a name.
pub(crate) fn find(name: &str) -> Option<&'static Resource> {
    RESOURCES.iter().find(|resource| resource.name == name)
}

/// Whether a list of words has a word.
pub(crate) fn lists(words: &str, wanted: &str) -> bool {
    words.split_ascii_whitespace().any(|word| word == wanted)
}

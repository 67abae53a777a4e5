//! Elements that several answers have.

use catalog::covers::Cover;
use uuid::Uuid;

use crate::failure::Failure;
use crate::node::Node;
use crate::params::Params;

/// Entries of a page, when nothing is said.
const DEFAULT_LIMIT: i64 = 50;
/// Entries of a page at most.
const MAX_LIMIT: i64 = 1000;
/// Where people read about what the catalogue knows: this server has no pages of its own.
const MUSICBRAINZ: &str = "https://musicbrainz.org/";
/// Sizes in which programs look for a picture, with the side of the square that comes nearest.
const SIZES: [(&str, u16); 4] =
    [("small", 250), ("medium", 250), ("large", 250), ("extralarge", 500)];

/// A page that was asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    /// The first page is 1.
    pub(super) number: i64,
    /// Entries of each.
    pub(super) limit: i64,
}

impl Page {
    /// The page in `page` and `limit`.
    pub(super) fn read(params: &Params) -> Result<Self, Failure> {
        let limit = params.number("limit").unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
        let number = params.number("page").unwrap_or(1).max(1);
        Ok(Self { number, limit })
    }

    /// Entries before it.
    pub(super) fn offset(self) -> u32 {
        let before = (self.number - 1).saturating_mul(self.limit);
        u32::try_from(before).unwrap_or(u32::MAX)
    }

    /// Entries of it.
    pub(super) fn limit(self) -> u32 {
        u32::try_from(self.limit).unwrap_or(u32::MAX)
    }

    /// A list with what Last.fm says about its pages.
    pub(super) fn around(self, list: Node, user: &str, total: u64) -> Node {
        let pages = total.div_ceil(self.limit.unsigned_abs());
        list.with("user", user)
            .with("page", &self.number.to_string())
            .with("perPage", &self.limit.to_string())
            .with("totalPages", &pages.to_string())
            .with("total", &total.to_string())
    }
}

/// The addresses of a cover, empty where there is none.
pub(super) fn images(cover: Option<Cover>) -> impl Iterator<Item = Node> {
    SIZES.into_iter().map(move |(size, side)| {
        let address = cover.map(|cover| cover.address(side)).unwrap_or_default();
        Node::text("image", &address).with("size", size)
    })
}

/// An artist as a list of its own: name, id and page.
pub(super) fn artist(name: &str, id: Option<Uuid>) -> Vec<Node> {
    vec![
        Node::text("name", name),
        Node::text("mbid", &mbid(id)),
        Node::text("url", &page("artist", id)),
    ]
}

/// The page of an entity at MusicBrainz, empty when it is not known which entity it is.
pub(super) fn page(kind: &str, id: Option<Uuid>) -> String {
    id.map(|id| format!("{MUSICBRAINZ}{kind}/{id}")).unwrap_or_default()
}

/// An id of MusicBrainz, empty when there is none.
pub(super) fn mbid(id: Option<Uuid>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

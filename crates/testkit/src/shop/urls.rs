//! Web addresses, most with the id that another service gives.

use super::shelf::{CHANGED, Shelf};
use crate::{mbid, row};

/// Kind and row of the owner, type of relationship, address.
type Address = (&'static str, u32, u32, &'static str);

#[rustfmt::skip]
const ADDRESSES: [Address; 30] = [
    ("artist", 10, 183, "https://lanternfish-choir.example/"),
    ("artist", 10, 194, "https://open.spotify.com/artist/0LanternfishChoir00001"),
    ("artist", 10, 194, "https://www.deezer.com/artist/31000010"),
    ("artist", 10, 194, "https://music.apple.com/gb/artist/310000010"),
    ("artist", 10, 180, "https://www.discogs.com/artist/9000010"),
    ("artist", 10, 352, "https://www.wikidata.org/wiki/Q990000010"),
    ("artist", 10, 193, "https://www.youtube.com/channel/UClanternfishchoir000010"),
    ("artist", 10, 718, "https://lanternfishchoir.bandcamp.com/"),
    ("artist", 11, 180, "https://www.discogs.com/artist/9000011"),
    ("artist", 12, 180, "https://www.discogs.com/artist/9000012"),
    ("artist", 12, 194, "https://open.spotify.com/artist/0MirelaVanceTechno0002"),
    ("artist", 13, 352, "https://www.wikidata.org/wiki/Q990000013"),
    ("artist", 13, 193, "https://www.youtube.com/@sen-no-todai"),
    ("artist", 16, 310, "https://viaf.org/viaf/990000016"),
    ("artist", 22, 291, "https://soundcloud.com/dj-parsnip-plates"),
    ("label", 10, 217, "https://www.discogs.com/label/9000010"),
    ("label", 10, 219, "https://saltmarsh-records.example/"),
    ("release", 1000, 76, "https://www.discogs.com/release/9001000"),
    ("release", 1000, 85, "https://open.spotify.com/album/0LowWaterSongsAlbum001"),
    ("release", 1002, 85, "https://open.spotify.com/album/0LowWaterSongsAlbum018"),
    ("release", 1002, 74, "https://lanternfishchoir.bandcamp.com/album/low-water-songs"),
    ("release", 1002, 85, "https://music.apple.com/gb/album/310001002"),
    ("release_group", 100, 90, "https://www.discogs.com/master/9000100"),
    ("release_group", 100, 353, "https://www.wikidata.org/wiki/Q990000100"),
    ("recording", 101, 268, "https://open.spotify.com/track/0FerryBellsTrack000001"),
    ("recording", 101, 268, "https://www.deezer.com/track/31000101"),
    ("recording", 142, 268, "https://www.youtube.com/watch?v=FerryBells1"),
    ("work", 17, 351, "https://www.wikidata.org/wiki/Q990000017"),
    ("place", 1, 594, "https://www.wikidata.org/wiki/Q990000001"),
    // One address of two entities.
    ("release", 1001, 76, "https://www.discogs.com/release/9001000"),
];

pub(super) fn fill(shelf: &mut Shelf) {
    for (kind, owner, link_type, url) in ADDRESSES {
        shelf.url((kind, owner), link_type, url);
    }
    shelf.add("url_gid_redirect", row![mbid::merged("url", 1), 1, CHANGED]);
}

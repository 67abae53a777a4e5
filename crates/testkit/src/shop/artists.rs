//! Artists, their aliases and codes, and every credit under which they appear.

use super::shelf::{Alias, CHANGED, Shelf, date, some};
use crate::{mbid, row};

#[derive(Default)]
struct Artist {
    id: u32,
    name: &'static str,
    sort_name: &'static str,
    /// 1 person, 2 group, 3 other, 5 orchestra, 6 choir; 0 unknown.
    kind: u32,
    area: u32,
    gender: u32,
    comment: &'static str,
    begin: &'static str,
    end: &'static str,
    begin_area: u32,
    end_area: u32,
    ended: bool,
}

#[rustfmt::skip]
fn artists() -> Vec<Artist> {
    let none = Artist::default;
    vec![
        Artist { id: 1, name: "Various Artists", kind: 3, comment: "add compilations to this artist", ..none() },
        Artist { id: 10, name: "The Lanternfish Choir", sort_name: "Lanternfish Choir, The", kind: 2, area: 5001, begin: "1994-09", begin_area: 5003, ..none() },
        Artist { id: 11, name: "Mirela Vance", sort_name: "Vance, Mirela", kind: 1, area: 5002, gender: 2, comment: "folk singer from Brackwater", begin: "1971-02-28", begin_area: 5002, ..none() },
        Artist { id: 12, name: "Mirela Vance", sort_name: "Vance, Mirela", kind: 1, area: 222, comment: "techno producer", ..none() },
        Artist { id: 13, name: "千の灯台", sort_name: "Sen no Tōdai", kind: 2, area: 5004, begin: "2009", ..none() },
        Artist { id: 14, name: "نجوم الملح", sort_name: "Nujum al-Milh", kind: 2, area: 63, ..none() },
        Artist { id: 15, name: "Зимовий Трамвай", sort_name: "Zymovyi Tramvai", kind: 2, area: 219, begin: "2014-12", ..none() },
        Artist { id: 16, name: "Elias Thornquist", sort_name: "Thornquist, Elias", kind: 1, area: 202, gender: 1, comment: "composer", begin: "1788", end: "1841-11-03", begin_area: 202, end_area: 81, ended: true },
        Artist { id: 17, name: "Orchestra of the Tidal Gate", sort_name: "Orchestra of the Tidal Gate", kind: 5, area: 81, ..none() },
        Artist { id: 18, name: "Henrike Aldous", sort_name: "Aldous, Henrike", kind: 1, gender: 2, comment: "conductor", begin: "????-07-14", ..none() },
        Artist { id: 19, name: "OX/EN", kind: 2, area: 222, ..none() },
        Artist { id: 20, name: "!?!?!", kind: 2, comment: "pronounced “well, well”", ..none() },
        Artist { id: 21, name: "P!stachio", kind: 1, gender: 3, area: 38, ..none() },
        Artist { id: 22, name: "DJ Parsnip", sort_name: "Parsnip, DJ", kind: 1, area: 5003, ..none() },
        Artist { id: 23, name: "Åsa Öberg-Núñez", sort_name: "Öberg-Núñez, Åsa", kind: 1, gender: 2, area: 202, ..none() },
        Artist { id: 24, name: "Quiet Machinery", kind: 2, area: 81, begin: "2001", end: "", ended: true, ..none() },
        Artist { id: 25, name: "Nadia Brook", sort_name: "Brook, Nadia", kind: 1, gender: 2, begin: "1973-05-06", ..none() },
        Artist { id: 26, name: "Tove Lindmark", sort_name: "Lindmark, Tove", kind: 1, area: 202, ..none() },
        Artist { id: 27, name: "🐟 Parade", sort_name: "Fish Parade", ..none() },
        Artist { id: 28, name: "Silent Understudy", sort_name: "Understudy, Silent", kind: 1, comment: "never recorded", ..none() },
    ]
}

/// Row id, then the names: artist, name as credited, join phrase.
type Credit = (u32, &'static [(u32, &'static str, &'static str)]);

/// Credits of one artist under its own name have the artist's row id and are not listed here.
#[rustfmt::skip]
const CREDITS: [Credit; 10] = [
    (41, &[(10, "The Lanternfish Choir", " feat. "), (11, "Mirela Vance", "")]),
    (42, &[(16, "Thornquist", "; "), (17, "Orchestra of the Tidal Gate", ", "), (18, "Henrike Aldous", "")]),
    (43, &[(22, "DJ Parsnip", " feat. "), (21, "P!stachio", "")]),
    (44, &[(22, "DJ Parsnip", " ft. "), (21, "P!stachio", "")]),
    (45, &[(24, "Quiet Machinery", " × "), (11, "Mirela Vance", "")]),
    (46, &[(22, "DJ Parsnip", " / "), (24, "Quiet Machinery", "")]),
    (47, &[(10, "Lanternfish Choir", "")]),
    (48, &[(13, "Thousand Lighthouses", "")]),
    (49, &[(14, "Salt Stars", " & "), (15, "Winter Tram", " & "), (13, "千の灯台", " (live)")]),
    (50, &[(21, "P!stachio", " with "), (21, "Her Other Self", "")]),
];

pub(super) fn fill(shelf: &mut Shelf) {
    for artist in artists() {
        add(shelf, &artist);
    }
    for (id, names) in CREDITS {
        credit(shelf, id, names);
    }
    aliases(shelf);
    let merged = [(10, "artist"), (12, "artist")];
    merged.iter().for_each(|(id, kind)| shelf.redirect(kind, *id));
    for (artist, ipi) in [(16, "00012345675"), (11, "00023456784"), (11, "00023456882")] {
        shelf.add("artist_ipi", row![artist, ipi, 0, CHANGED]);
    }
    shelf.add("artist_isni", row![16, "0000000123456789", 0, CHANGED]);
    shelf.add("artist_isni", row![10, "000000012345679X", 0, CHANGED]);
}

fn add(shelf: &mut Shelf, artist: &Artist) {
    let gid = match artist.id {
        1 => mbid::VARIOUS_ARTISTS.to_owned(),
        id => mbid::gid("artist", id),
    };
    let sort_name = if artist.sort_name.is_empty() { artist.name } else { artist.sort_name };
    let row = [
        row![artist.id, gid, artist.name, sort_name],
        date(artist.begin),
        date(artist.end),
        row![some(artist.kind), some(artist.area), some(artist.gender), artist.comment, 0],
        row![CHANGED, artist.ended, some(artist.begin_area), some(artist.end_area)],
    ];
    shelf.add("artist", row.concat());
    credit(shelf, artist.id, &[(artist.id, artist.name, "")]);
}

fn credit(shelf: &mut Shelf, id: u32, names: &[(u32, &str, &str)]) {
    let printed: String = names.iter().flat_map(|(_, name, join)| [*name, *join]).collect();
    let gid = mbid::gid("artist_credit", id);
    // The number of users is counted when all rows are there.
    let row = row![id, printed, names.len() as u32, 0, CHANGED, 0, gid];
    shelf.add("artist_credit", row);
    for (position, (artist, name, join_phrase)) in (0..).zip(names) {
        shelf.add("artist_credit_name", row![id, position, *artist, *name, *join_phrase]);
    }
}

#[rustfmt::skip]
fn aliases(shelf: &mut Shelf) {
    let none = Alias::default;
    let aliases = [
        (10, Alias { name: "Lanternfish Choir", kind: 1, ..none() }),
        (10, Alias { name: "Lantern Fish Choir", kind: 3, ..none() }),
        (10, Alias { name: "Chœur des poissons-lanternes", locale: "fr", primary: true, kind: 1, ..none() }),
        (11, Alias { name: "Mirela Anne Vance", sort_name: "Vance, Mirela Anne", kind: 2, ..none() }),
        (13, Alias { name: "Thousand Lighthouses", locale: "en", primary: true, kind: 1, begin: "2012", ..none() }),
        (13, Alias { name: "Sen no Todai", locale: "en", kind: 1, ..none() }),
        (13, Alias { name: "千の灯台", sort_name: "せんのとうだい", locale: "ja", primary: true, kind: 1, ..none() }),
        (14, Alias { name: "Salt Stars", locale: "en", primary: true, kind: 1, ..none() }),
        (14, Alias { name: "نجوم الملح", locale: "ar", primary: true, kind: 1, ..none() }),
        (15, Alias { name: "Winter Tram", locale: "en", primary: true, kind: 1, ..none() }),
        (15, Alias { name: "Зимний Трамвай", locale: "ru", kind: 1, begin: "2014", end: "2016-03", ..none() }),
        (19, Alias { name: "Oxen", kind: 3, ..none() }),
        (20, Alias { name: "Well Well", kind: 3, ..none() }),
        (23, Alias { name: "Asa Oberg-Nunez", sort_name: "Oberg-Nunez, Asa", kind: 3, ..none() }),
        (27, Alias { name: "Fish Parade", locale: "en", ..none() }),
    ];
    for (artist, alias) in aliases {
        shelf.alias("artist", artist, &alias);
    }
}

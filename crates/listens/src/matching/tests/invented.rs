//! The golden set over an invented catalogue of some thousand recordings, with floors for every kind of noise.

use super::super::golden::{Noise, Tallies, cases, verdict};
use super::super::{Effort, find};
use super::stock::{Song, Stock, catalogue, gid};
use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};

const ARTISTS: u32 = 220;
const EACH: u32 = 18;

/// Names and titles, made of syllables.
struct Words(TestRng);

impl Words {
    fn below(&mut self, bound: u32) -> u32 {
        self.0.next_u32() % bound
    }

    fn word(&mut self) -> String {
        let onsets = ["b", "d", "f", "gr", "k", "l", "m", "n", "pr", "r", "s", "st", "t", "v"];
        let vowels = ["a", "e", "i", "o", "u", "ea", "oo", "é"];
        let mut word = String::new();
        for _ in 0..2 + self.below(2) {
            word.push_str(onsets[self.below(14) as usize]);
            word.push_str(vowels[self.below(8) as usize]);
        }
        word
    }

    fn cyrillic(&mut self) -> String {
        let letters: Vec<char> = "бавогадажезиколимунапырост".chars().collect();
        (0..6).map(|_| letters[self.below(26) as usize]).collect()
    }

    fn text(&mut self, most: u32, is_cyrillic: bool) -> String {
        let count = 1 + self.below(most);
        let words: Vec<String> =
            (0..count).map(|_| if is_cyrillic { self.cyrillic() } else { self.word() }).collect();
        words.join(" ")
    }

    fn title(&mut self, is_cyrillic: bool) -> String {
        let mut title = self.text(4, is_cyrillic);
        match self.below(20) {
            0 => title.push_str(" (live)"),
            1 => title.push_str(" (instrumental)"),
            2 => title.push_str(&format!(" ({} remix)", self.word())),
            3 => title.push_str(", Part II"),
            _ => {}
        }
        title
    }
}

fn stock() -> Stock {
    let mut words = Words(TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    let mut stock = Stock::default();
    for artist in 1..=ARTISTS {
        let is_cyrillic = artist % 9 == 0;
        // Every tenth artist has the name of the one before.
        let name = match stock.names.last().filter(|_| artist % 10 == 0) {
            Some(last) => last.clone(),
            None => words.text(3, is_cyrillic),
        };
        stock.names.push(name);
        let alias = (artist % 5 == 0).then(|| words.text(2, false));
        stock.aliases.push(alias);
        stock.credit(vec![(artist, String::new())]);
    }
    let joins = [" feat. ", " & ", ", "];
    for artist in 1..=ARTISTS {
        let guest = 1 + words.below(ARTISTS);
        if guest != artist {
            let join = joins[words.below(3) as usize].to_owned();
            stock.credit(vec![(artist, join), (guest, String::new())]);
        }
    }
    let credits = stock.credits.len() as u32;
    for credit in 1..=credits {
        let artists = &stock.credits[credit as usize - 1];
        let (is_cyrillic, is_alone) = (artists[0].0.is_multiple_of(9), artists.len() == 1);
        let release = stock.releases.len() as u32 + 1;
        stock.releases.push((gid(3, release), words.text(3, is_cyrillic), credit));
        let count = if is_alone { EACH } else { 4 };
        for _ in 0..count {
            let title = words.title(is_cyrillic);
            let popularity = words.below(60) as u8;
            let gid = gid(4, stock.songs.len() as u32 + 1);
            stock.songs.push(Song { gid, title, credit, release, popularity });
        }
    }
    stock
}

/// Least recall by noise; what is not listed must be complete.
const FLOORS: [(Noise, f64); 6] = [
    (Noise::OneTypo, 0.93),
    (Noise::TwoTypos, 0.85),
    (Noise::Transliterated, 0.90),
    (Noise::Alias, 0.97),
    (Noise::Homonym, 0.97),
    (Noise::Exchanged, 0.97),
];

#[test]
fn precision_and_recall_stay_above_their_floors() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = catalogue(folder.path(), &stock());
    let view = catalog.view().unwrap();
    let cases = cases(&view, 3000, 1).unwrap();
    assert!(cases.len() > 2500, "{} cases", cases.len());
    let mut tallies = Tallies::new();
    for case in &cases {
        let found = find(&view, &case.words, Effort::Fuzzy).unwrap();
        tallies.entry(case.noise).or_default().add(verdict(&view, case, &found).unwrap());
    }
    let (mut right, mut wrong) = (0, 0);
    for (noise, tally) in &tallies {
        println!("{noise:?}: {tally:?}, recall {:.3}", tally.recall());
        (right, wrong) = (right + tally.right, wrong + tally.wrong);
        let floor = FLOORS.iter().find(|(known, _)| known == noise).map_or(0.99, |floor| floor.1);
        assert!(noise.is_negative() || tally.recall() >= floor, "{noise:?}: {tally:?}");
    }
    let precision = f64::from(right) / f64::from(right + wrong);
    assert!(precision >= 0.995, "precision {precision}: {tallies:?}");
    assert_eq!(tallies.len(), Noise::ALL.len(), "every kind of noise was made");
}

#[test]
fn the_same_seed_makes_the_same_cases() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = catalogue(folder.path(), &stock());
    let view = catalog.view().unwrap();
    let texts = |seed: u64| -> Vec<String> {
        let cases = cases(&view, 200, seed).unwrap();
        cases.iter().map(|case| format!("{case:?}")).collect()
    };
    assert_eq!(texts(3), texts(3));
    assert_ne!(texts(3), texts(4));
}

/// Artists with one credited name each, as catalogues have them that were not made with care.
fn careless_stock() -> Stock {
    let mut stock = Stock::default();
    let songs = [
        ("Mirela Vance feat. Otto Lind", "Rope and Tar"),
        ("Salt & Static", "Low Water [Harbour remix]"),
        ("Nina Weir", "Ferry Bells (feat. Otto Lind)"),
        ("Nina Weir", "Barnacle [live]"),
    ];
    for (row, (artist, title)) in (1..).zip(songs) {
        let artist = stock.artist(artist);
        let credit = stock.credit(vec![(artist, String::new())]);
        let title = title.to_owned();
        stock.songs.push(Song { gid: gid(4, row), title, credit, release: 0, popularity: 0 });
    }
    stock
}

#[test]
fn guests_and_joined_names_are_made_of_single_names_too() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = catalogue(folder.path(), &careless_stock());
    let view = catalog.view().unwrap();
    let cases = cases(&view, 200, 1).unwrap();
    let of = |wanted: Noise| cases.iter().filter(move |case| case.noise == wanted);
    let wanted = [
        (Noise::GuestInTitle, [1, 3]),
        (Noise::GuestInArtist, [1, 3]),
        (Noise::JoinedNames, [1, 2]),
        (Noise::VersionMoved, [2, 4]),
    ];
    for (noise, rows) in wanted {
        let mut made: Vec<u32> = of(noise).filter_map(|case| case.meant).collect();
        made.sort_unstable();
        assert_eq!(made, rows, "{noise:?}");
        for case in of(noise) {
            let found = find(&view, &case.words, Effort::Fuzzy).unwrap();
            assert_eq!(found.recording.map(|known| known.row), case.meant, "{:?}", case.words);
        }
    }
    assert_eq!(of(Noise::Alias).count(), 0, "nobody has an alias");
}

#[test]
fn what_a_catalogue_lacks_is_made_up_for_by_kinds_that_suit_any_recording() {
    let mut stock = stock();
    stock.aliases.fill(None);
    let folder = tempfile::tempdir().unwrap();
    let catalog = catalogue(folder.path(), &stock);
    let cases = cases(&catalog.view().unwrap(), 3000, 1).unwrap();
    let count = |of: fn(Noise) -> bool| cases.iter().filter(|case| of(case.noise)).count();
    assert_eq!((cases.len(), count(Noise::is_negative)), (3000, 600));
    assert_eq!(count(|noise| noise == Noise::Alias), 0);
    assert_eq!(count(Noise::is_typo), 530, "a sixth of what is lacking for each of two kinds");
}

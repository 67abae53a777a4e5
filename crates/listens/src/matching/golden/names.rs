//! Noise of names: guests moved, artists joined otherwise.

use text::{Part, Splitting, Title, fold, split_artists, without};

use super::Plain;
use super::dice::Dice;
use crate::Words;

/// Moves the guests into the title or behind the artist, written in one of several ways.
pub(super) fn guest(
    plain: &Plain<'_>,
    words: &mut Words,
    in_title: bool,
    dice: &mut Dice,
) -> Option<()> {
    let Guests { artist, title, named } = Guests::of(plain)?;
    if in_title {
        let (open, close) =
            dice.pick(&[(" (feat. ", ")"), (" [ft. ", "]"), (" feat. ", ""), (" (with ", ")")]);
        words.recording_name = format!("{title}{open}{named}{close}");
        words.artist_name = artist;
    } else {
        let (open, close) =
            dice.pick(&[(" ft. ", ""), (" featuring ", ""), (" (Feat. ", ")"), (", ", "")]);
        words.artist_name = format!("{artist}{open}{named}{close}");
        words.recording_name = title;
    }
    Some(())
}

/// Artist and title without the guests, and the guests.
struct Guests {
    artist: String,
    title: String,
    named: String,
}

impl Guests {
    /// The guests of the credit; otherwise those that the title names, or the name of a single artist.
    fn of(plain: &Plain<'_>) -> Option<Self> {
        let title = plain.recording.name;
        let of = |artist: &str, title: &str, named: String| {
            Some(Self { artist: artist.to_owned(), title: title.to_owned(), named })
        };
        if let [(_, first, join), guests @ ..] = &plain.names[..]
            && join.contains("feat")
            && !guests.is_empty()
        {
            return of(
                first,
                title,
                guests.iter().flat_map(|(_, name, join)| [*name, *join]).collect(),
            );
        }
        if let [named] = &Title::read(title).guests[..] {
            let rest = without(title, &|part| matches!(part, Part::Guests(_)));
            return of(&plain.artist(), &rest, named.clone());
        }
        let [(_, name, _)] = plain.names[..] else { return None };
        let is_guest =
            |word: &str| matches!(fold(word).trim_end_matches('.'), "feat" | "ft" | "featuring");
        let names = split_artists(name, Splitting::Sure, &|_| false);
        let (first, guests) = names.split_first().filter(|(_, guests)| !guests.is_empty())?;
        name.split(' ').any(is_guest).then(|| of(first, title, guests.join(" & ")))?
    }
}

/// Joins the artists of a credit otherwise, or what one credited name is made of.
pub(super) fn joined(plain: &Plain<'_>, words: &mut Words, dice: &mut Dice) -> Option<()> {
    let names = match plain.names[..] {
        [(_, name, _)] => split_artists(name, Splitting::All, &|_| false),
        _ => plain.names.iter().map(|name| name.1.to_owned()).collect(),
    };
    if names.len() < 2 {
        return None;
    }
    words.artist_name =
        names.join(dice.pick(&[", ", " & ", " and ", "; ", " / ", " + ", " x ", " · "]));
    Some(())
}

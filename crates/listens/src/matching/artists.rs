//! Artists compared: a credit with the names that a client said.

use catalog::View;
use catalog::record::{Artist, ArtistCredit};
use text::{Splitting, allowed_edits, artist_key, edits_within, key, numbers, split_artists};

use super::features::ArtistSaid;
use super::judge::Mode;
use super::said::Names;
use super::titles::{latin, near};

/// Names of a credit that are compared.
const MAX_NAMES: usize = 16;

/// Names of a credit whose artists' other names are read.
const MAX_LOOKED_UP: usize = 3;

/// Aliases of an artist that are read.
const MAX_ALIASES: usize = 200;

/// A credit in keys.
struct Credit<'v> {
    printed: String,
    whole: String,
    /// Key, artist, and the name as printed.
    names: Vec<(String, u32, &'v str)>,
    /// All names, those within names with `&` taken apart, and guests of the title.
    pieces: Vec<String>,
}

/// How the credit agrees with what was said; `None` when it does not.
pub(super) fn compare(
    view: &View<'_>,
    names: &Names,
    (credit, guests): (u32, &[String]),
    mode: Mode,
) -> catalog::Result<Option<ArtistSaid>> {
    let Some(credit) = view.artist_credit(credit)? else { return Ok(None) };
    let credit = Credit::read(&credit, guests, names)?;
    if let Some(said) = by_keys(names, &credit) {
        return Ok(Some(said));
    }
    if let Some(said) = by_other_names(view, names, &credit)? {
        return Ok(Some(said));
    }
    if mode == Mode::Exact {
        return Ok(None);
    }
    let first = credit.names.first().map_or("", |name| name.0.as_str());
    let edits = near(&names.whole, &credit.whole)
        .or_else(|| near(&names.plain, &key(&credit.printed)))
        .or_else(|| near(&names.main, first))
        .or_else(|| near(names.each.first()?, first));
    let digits = numbers(&names.first) == numbers(credit.names.first().map_or("", |name| name.2));
    Ok(edits.filter(|_| digits).map(ArtistSaid::Edits))
}

impl<'v> Credit<'v> {
    fn read(credit: &ArtistCredit<'v>, guests: &[String], said: &Names) -> catalog::Result<Self> {
        let mut read = Self {
            printed: String::new(),
            whole: String::new(),
            names: Vec::new(),
            pieces: Vec::new(),
        };
        for name in credit.names.iter().take(MAX_NAMES) {
            let name = name?;
            read.printed.push_str(name.name);
            read.printed.push_str(name.join_phrase);
            read.names.push((artist_key(name.name), name.artist, name.name));
            read.add(name.name, said);
        }
        guests.iter().for_each(|guest| read.add(guest, said));
        read.whole = match &read.names[..] {
            [(key, ..)] => key.clone(),
            _ => artist_key(&read.printed),
        };
        Ok(read)
    }

    /// Takes a name apart, but for what was said to be the name of one artist.
    fn add(&mut self, text: &str, said: &Names) {
        let is_one = |part: &str| said.is_one && artist_key(part) == said.whole;
        let names = match is_one(text) {
            true => vec![text.to_owned()],
            false => split_artists(text, Splitting::All, &is_one),
        };
        for name in names {
            let key = artist_key(&name);
            if !self.pieces.contains(&key) {
                self.pieces.push(key);
            }
        }
    }
}

fn by_keys(names: &Names, credit: &Credit<'_>) -> Option<ArtistSaid> {
    let ours = |name: &String| names.each.contains(name);
    let theirs = |name: &String| credit.pieces.contains(name);
    let all_ours = credit.pieces.iter().all(ours);
    let all_theirs = names.each.iter().all(theirs);
    if all_ours && all_theirs && !names.each.is_empty() {
        let is_printed_so = names.whole == credit.whole;
        return Some(if is_printed_so { ArtistSaid::Equal } else { ArtistSaid::Names });
    }
    let (first, ..) = credit.names.first()?;
    if names.begins_with(first) || names.whole == credit.whole {
        // One side says no more than the other, or they share a guest at least.
        let shared = names.each.iter().filter(|name| theirs(name)).count();
        let is_part = all_ours || all_theirs || shared > 1;
        return Some(if is_part { ArtistSaid::Missing } else { ArtistSaid::FirstOnly });
    }
    let is_guest = credit.names.iter().skip(1).any(|(name, ..)| names.begins_with(name));
    is_guest.then_some(ArtistSaid::Guest)
}

/// The artists' names, sort names and aliases.
fn by_other_names(
    view: &View<'_>,
    names: &Names,
    credit: &Credit<'_>,
) -> catalog::Result<Option<ArtistSaid>> {
    for (place, (_, id, _)) in credit.names.iter().take(MAX_LOOKED_UP).enumerate() {
        let Some(artist) = view.get::<Artist<'_>>(*id)? else { continue };
        if is_called(&artist, names)? {
            return Ok(Some(if place == 0 { ArtistSaid::Alias } else { ArtistSaid::Guest }));
        }
    }
    Ok(None)
}

/// Whether one of an artist's names is what the text begins with.
pub(super) fn is_called(artist: &Artist<'_>, names: &Names) -> catalog::Result<bool> {
    if names.begins_with(&artist_key(artist.name)) {
        return Ok(true);
    }
    let is_sort_name = |sort: &str| {
        if sort.is_empty() {
            return false;
        }
        let turned =
            sort.split_once(", ").map(|(last, first)| artist_key(&format!("{first} {last}")));
        names.begins_with(&artist_key(sort)) || turned.is_some_and(|key| names.begins_with(&key))
    };
    if is_sort_name(artist.sort_name) {
        return Ok(true);
    }
    for alias in artist.aliases.iter().take(MAX_ALIASES) {
        let alias = alias?;
        if names.begins_with(&artist_key(alias.name)) || is_sort_name(alias.sort_name) {
            return Ok(true);
        }
    }
    let Some((ours, theirs)) = latin(&names.first, artist.name) else { return Ok(false) };
    let letters = ours.chars().count().min(theirs.chars().count());
    Ok(edits_within(&ours, &theirs, allowed_edits(letters)).is_some())
}

//! Release groups.

use catalog::record::ReleaseGroup;
use catalog::{Result, Words};
use model::Kind;

use super::At;
use crate::answer::Out;
use crate::dates::DateText;
use crate::inc::Word;
use crate::request::Filter;
use crate::show::{Depth, Show};
use crate::{credit, extras, lists, relations, words};

/// Secondary types that XML tells in the place of "Album", the first that fits.
const INSTEAD_OF_ALBUM: [&str; 6] =
    ["Compilation", "Remix", "Soundtrack", "Live", "Spokenword", "Interview"];

/// A release group.
pub(crate) fn fields<'v>(
    out: &mut Out,
    show: &Show<'v>,
    (at, filter): (At, &Filter),
    group: &ReleaseGroup<'v>,
) -> Result<()> {
    let is_top = at.depth == Depth::Top;
    // Of the other end of a relationship MusicBrainz tells neither types nor date.
    let is_whole = matches!(at.depth, Depth::Top | Depth::Linked);
    extras::id(out, group.gid);
    let words = show.cx.words;
    let primary =
        words.word(Words::ReleaseGroupPrimaryType, group.primary_type).filter(|_| is_whole);
    let mut secondary = Vec::new();
    for row in group.secondary_types.iter().filter(|_| is_whole) {
        secondary.extend(words.word(Words::ReleaseGroupSecondaryType, row?));
    }
    one_type(out, primary, &secondary);
    out.text("title", group.name);
    out.text_or_empty("disambiguation", group.comment);
    extras::annotation(out, show, at.depth, group.annotation);
    let date = DateText::new(group.first_release);
    out.text("first-release-date", if is_whole { date.as_str() } else { "" });
    types(out, primary, &secondary);
    if show.wants(Word::ArtistCredits) {
        let depth = if is_whole { Depth::Linked } else { Depth::Far };
        credit::write(out, show, group.artist_credit, depth)?;
    }
    if show.wants(Word::Releases) {
        releases(out, show, (at, filter), group)?;
    }
    extras::aliases(out, show, group.aliases, Words::ReleaseGroupAliasType)?;
    if is_top || (at.depth == Depth::Linked && show.wants(Word::ReleaseGroupLevelRels)) {
        relations::write(out, show, Kind::ReleaseGroup, at.row)?;
    }
    extras::tags(out, show, group.tags, false)?;
    extras::rating(out, show, at.depth, group.rating);
    Ok(())
}

/// The one type that XML had before there were secondary types.
fn one_type(out: &mut Out, primary: Option<&words::Word>, secondary: &[&words::Word]) {
    if out.is_json() {
        return;
    }
    let named = |name: &str| secondary.iter().find(|word| &*word.name == name).copied();
    let word = match primary {
        Some(primary) if &*primary.name == "Album" => {
            INSTEAD_OF_ALBUM.iter().find_map(|name| named(name)).or(Some(primary))
        }
        Some(primary) => Some(primary),
        None => secondary.first().copied(),
    };
    extras::kind(out, word);
}

fn types(out: &mut Out, primary: Option<&words::Word>, secondary: &[&words::Word]) {
    extras::word(out, ("primary-type", "primary-type-id"), primary);
    match out {
        Out::Json(json) => {
            json.open_list("secondary-types");
            secondary.iter().for_each(|word| json.text_item(&word.name));
            json.close_list();
            json.open_list("secondary-type-ids");
            secondary.iter().for_each(|word| json.text_item(&word.gid));
            json.close_list();
        }
        Out::Xml(_) if secondary.is_empty() => {}
        out => {
            out.open("secondary-type-list");
            for word in secondary {
                extras::word(out, ("secondary-type", ""), Some(word));
            }
            out.close();
        }
    }
}

/// Its releases; below the top there is an empty list in JSON, which MusicBrainz does not fill.
fn releases(
    out: &mut Out,
    show: &Show<'_>,
    (at, filter): (At, &Filter),
    group: &ReleaseGroup<'_>,
) -> Result<()> {
    if at.depth == Depth::Top {
        let found = lists::releases_of_group(show.cx, group, filter)?;
        return super::list(out, show, (Kind::Release, Depth::Linked), found.first(lists::BELOW));
    }
    if let Some(json) = out.json() {
        json.open_list("releases");
        json.close_list();
    }
    Ok(())
}

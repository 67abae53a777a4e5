//! Genres.

use catalog::record::Genre;

use crate::answer::Out;
use crate::extras;

/// A genre.
pub(crate) fn fields(out: &mut Out, genre: &Genre<'_>) {
    extras::id(out, genre.gid);
    out.text("name", genre.name);
    out.text_or_empty("disambiguation", genre.comment);
}

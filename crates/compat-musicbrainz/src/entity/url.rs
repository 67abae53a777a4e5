//! Web addresses.

use catalog::Result;
use catalog::record::Url;
use model::Kind;

use super::At;
use crate::answer::Out;
use crate::show::{Depth, Show};
use crate::{extras, relations};

/// A web address.
pub(crate) fn fields(out: &mut Out, show: &Show<'_>, at: At, url: &Url<'_>) -> Result<()> {
    extras::id(out, url.gid);
    out.text("resource", url.url);
    if at.depth == Depth::Top {
        relations::write(out, show, Kind::Url, at.row)?;
    }
    Ok(())
}

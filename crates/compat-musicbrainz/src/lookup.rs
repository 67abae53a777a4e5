//! Look-ups: one entity by its public id.

use model::Kind;

use crate::answer::Out;
use crate::entity::{self, At};
use crate::failure::{Answer, Failure};
use crate::request::{self, Filter};
use crate::show::{Depth, Show};

/// Writes the entity of a kind that an id leads to. A merged one is elsewhere: `path` makes its
/// address of its id.
pub(crate) fn answer(
    out: &mut Out,
    show: &Show<'_>,
    (kind, id, filter): (Kind, &str, &Filter),
    path: impl FnOnce(&str) -> String,
) -> Answer<()> {
    let gid = request::gid(id)?;
    let found = entity::locate(show.cx, kind, gid)?.ok_or_else(Failure::not_found)?;
    if found.merged {
        return Err(Failure::Moved(path(found.gid.text(model::IdScheme::Mbid).as_str())));
    }
    let (name, ..) = entity::names(kind);
    out.open_root(name);
    let at = At { row: found.row, depth: Depth::Top };
    entity::fields(out, show, (kind, at), filter)?;
    out.close_root();
    Ok(())
}

//! `gatefold listens export`.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use listens::Export;
use listens::formats::write::{Directory, ExportedUser, Kind};

use super::Desk;
use crate::cli::ExportListens;

/// Writes a history to where it is wanted.
pub(super) async fn run(what: &ExportListens, desk: &Desk<'_>) -> Result<()> {
    let user = desk.accounts.find_user_locally(&what.user).await?;
    let user = ExportedUser { id: user.id, name: user.username.text };
    let kind = Kind::parse(&what.format).with_context(|| {
        let names = Kind::ALL.map(|(_, name)| name);
        format!("there is no format {:?}: use one of {}", what.format, names.join(", "))
    })?;
    match &what.out {
        Some(folder) if folder.is_dir() => {
            let place = Box::new(Directory::new(folder.clone()));
            let Some(mut export) = desk.listens.export_folder(&user, kind, place)? else {
                bail!("{} is one file: give its name behind --out", what.format);
            };
            while export.step().await? {}
            Ok(())
        }
        Some(path) => into_file(desk.listens.export(&user, kind)?, path).await,
        None if io::stdout().is_terminal() => bail!("say where to with --out, or pipe it"),
        None => write(desk.listens.export(&user, kind)?, &mut io::stdout().lock()).await,
    }
}

/// Writes a file that has its name only when it is whole.
async fn into_file(export: Export, path: &Path) -> Result<()> {
    let name = || path.display().to_string();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let part =
        tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).with_context(name)?;
    let mut out = BufWriter::new(part);
    write(export, &mut out).await.with_context(name)?;
    let part = out.into_inner().map_err(io::IntoInnerError::into_error).with_context(name)?;
    part.as_file().sync_all().with_context(name)?;
    let kept: File = part.persist(path).with_context(name)?;
    drop(kept);
    Ok(())
}

async fn write(mut export: Export, out: &mut impl Write) -> Result<()> {
    while let Some(piece) = export.next_piece().await? {
        out.write_all(&piece)?;
    }
    Ok(out.flush()?)
}

//! `gatefold listens import`.

use std::path::Path;

use anyhow::{Context as _, Result};
use jiff::tz::TimeZone;
use jobs::{Progress, Stop, Stopped};
use listens::formats::{ALL, Format, by_name};
use listens::{ImportState, NewImport};
use uuid::Uuid;

use super::Desk;
use crate::cli::ImportListens;
use crate::elsewhere::Elsewhere;
use crate::progress::listener;

/// Imports one file after the other, and prints what became of them.
pub(super) async fn run(what: &ImportListens, desk: &Desk<'_>) -> Result<()> {
    let stop = crate::commands::import::stop_on_signal()?;
    let user_id = desk.accounts.find_user_locally(&what.user).await?.id;
    let progress = listener(what.progress);
    if let Some(name) = &what.account {
        let id = account(desk, (user_id, name), (&*progress, &stop)).await?;
        print(&desk.listens.find_import(user_id, id).await?);
        return Ok(());
    }
    let format = what.format.as_deref().map(format).transpose()?;
    let zone = TimeZone::get(&what.time_zone).context("--time-zone")?;
    for path in &what.files {
        let file_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let new = NewImport { user_id, format, file_name, zone: zone.clone() };
        let id = file(desk, (path, new), (&*progress, &stop)).await;
        let id = id.with_context(|| path.display().to_string())?;
        print(&desk.listens.find_import(user_id, id).await?);
    }
    Ok(())
}

async fn file(
    desk: &Desk<'_>,
    (path, new): (&Path, NewImport),
    watch: (&dyn Progress, &Stop),
) -> Result<Uuid> {
    let zone = new.zone.clone();
    let id = desk.listens.begin_import(path, new).await?;
    match desk.listens.import_file((id, path), zone, watch).await? {
        true => Ok(id),
        false => Err(Stopped.into()),
    }
}

async fn account(
    desk: &Desk<'_>,
    (user_id, name): (Uuid, &str),
    watch: (&dyn Progress, &Stop),
) -> Result<Uuid> {
    let elsewhere = Elsewhere::new(desk.config, &desk.accounts);
    let id = desk.listens.begin_account_import(user_id, name).await?;
    let from = (id, elsewhere.remote());
    match desk.listens.import_account(from, elsewhere.lastfm(name), watch).await? {
        true => Ok(id),
        false => Err(Stopped.into()),
    }
}

fn format(name: &str) -> Result<&'static Format> {
    by_name(name).with_context(|| {
        let names: Vec<&str> = ALL.iter().map(|format| format.name).collect();
        format!("there is no format {name:?}: use one of {}", names.join(", "))
    })
}

/// The final table.
fn print(import: &ImportState) {
    let name = import.file_name.as_deref().unwrap_or_default();
    println!("{name} ({})", import.format);
    let report = &import.report;
    let counts = [
        ("rows read", import.read),
        ("listens that are new", import.new - report.joined.min(import.new)),
        ("reports of listens that other programs reported", report.joined),
        ("listens that were there", import.repeated),
        ("opinions", report.feedback),
        ("pins", report.pins),
        ("rows skipped", import.skipped),
    ];
    for (what, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        println!("  {what:48} {count:12}");
    }
    for (reason, skips) in &report.skipped {
        let first = skips.first.first().map(String::as_str).unwrap_or_default();
        println!("    {reason:46} {:12}  {first}", skips.count);
    }
}

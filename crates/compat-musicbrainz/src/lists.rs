//! Lists that lead from one entity to others, filtered and in order.

use catalog::codec::Corrupt;
use catalog::record::{Area, Recording, Release, ReleaseGroup};
use catalog::{Page, Relation, Result, Words};
use model::Date;

use crate::cx::Cx;
use crate::request::Filter;

/// Items of a list below an entity at most.
pub(crate) const BELOW: Page = Page { limit: 25, offset: 0 };
/// Items of a list that are looked at one by one at most, so that a request stays bounded.
const MAX_FILTERED: usize = 100_000;
/// The name of the status of what an artist meant to publish.
const OFFICIAL: &str = "Official";

/// All that fits, in order.
pub(crate) struct Rows(pub(crate) Vec<u32>);

impl Rows {
    /// How many there are, and those of a page.
    pub(crate) fn first(&self, page: Page) -> (usize, &[u32]) {
        let from = page.offset.min(self.0.len());
        let to = (from + page.limit).min(self.0.len());
        (self.0.len(), &self.0[from..to])
    }
}

/// Releases of a relation that fit.
pub(crate) fn releases(
    cx: Cx<'_>,
    relation: Relation,
    owner: u32,
    filter: &Filter,
) -> Result<Rows> {
    let whole = Page { limit: MAX_FILTERED, offset: 0 };
    let (_, mut rows) = cx.view.browse(relation, owner, whole)?;
    if !filter.is_empty() {
        keep(&mut rows, |row| fits(cx, row, filter))?;
    }
    Ok(Rows(rows))
}

/// Release groups of an artist that fit.
pub(crate) fn release_groups(cx: Cx<'_>, artist: u32, filter: &Filter) -> Result<Rows> {
    let whole = Page { limit: MAX_FILTERED, offset: 0 };
    let (_, mut rows) = cx.view.browse(Relation::ArtistReleaseGroups, artist, whole)?;
    if filter.has_types() {
        keep(&mut rows, |row| {
            let group = cx.get::<ReleaseGroup<'_>>(row)?;
            group.map_or(Ok(false), |group| group_fits(&group, filter).map_err(Into::into))
        })?;
    }
    if filter.is_website_default {
        keep(&mut rows, |row| is_official(cx, row))?;
    }
    Ok(Rows(rows))
}

/// Whether a group has an official release, or none whose status is known.
fn is_official(cx: Cx<'_>, row: u32) -> Result<bool> {
    let Some(group) = cx.get::<ReleaseGroup<'_>>(row)? else { return Ok(false) };
    let mut has_status = false;
    for release in group.releases.iter() {
        let Some(release) = cx.get::<Release<'_>>(release?)? else { continue };
        match cx.words.name(Words::ReleaseStatus, release.status) {
            Some(OFFICIAL) => return Ok(true),
            Some(_) => has_status = true,
            None => {}
        }
    }
    Ok(!has_status)
}

/// Releases of a group that fit, by date, country and barcode.
pub(crate) fn releases_of_group(
    cx: Cx<'_>,
    group: &ReleaseGroup<'_>,
    filter: &Filter,
) -> Result<Rows> {
    let mut found = Vec::new();
    for row in group.releases.iter() {
        let row = row?;
        let Some(release) = cx.get::<Release<'_>>(row)? else { continue };
        if !status_fits(&release, filter) {
            continue;
        }
        let (date, country) = first_event(cx, &release)?;
        found.push(((date, country.is_none(), country, barcode(&release)), row));
    }
    found.sort_unstable();
    Ok(Rows(found.into_iter().map(|(_, row)| row).collect()))
}

/// Releases that a recording is on and that fit, by date and name.
pub(crate) fn releases_of_recording(
    cx: Cx<'_>,
    recording: &Recording<'_>,
    filter: &Filter,
) -> Result<Rows> {
    let mut found = Vec::new();
    let main = Some(Ok(recording.main.release)).filter(|_| recording.main.release > 0);
    for row in main.into_iter().chain(recording.other_releases.iter()) {
        let row = row?;
        let Some(release) = cx.get::<Release<'_>>(row)? else { continue };
        if filter.is_empty() || release_fits(cx, &release, filter)? {
            found.push((first_event(cx, &release)?.0, release.name, row));
        }
    }
    found.sort_by(|a, b| {
        let by_name = || cx.words.collation().compare(a.1, b.1);
        a.0.cmp(&b.0).then_with(by_name).then(a.2.cmp(&b.2))
    });
    Ok(Rows(found.into_iter().map(|(.., row)| row).collect()))
}

/// The first date, and the country of that event.
fn first_event<'v>(cx: Cx<'v>, release: &Release<'v>) -> Result<(u32, Option<&'v str>)> {
    let Some(event) = release.events.first()? else { return Ok((Date::default().order(), None)) };
    let country = cx.get::<Area<'_>>(event.country)?.map(|area| area.name);
    Ok((event.date.order(), country))
}

/// Unknown barcodes come last.
fn barcode<'v>(release: &Release<'v>) -> (bool, &'v str) {
    (release.barcode.is_none(), release.barcode.unwrap_or_default())
}

fn keep(rows: &mut Vec<u32>, mut fits: impl FnMut(u32) -> Result<bool>) -> Result<()> {
    let mut failed = Ok(());
    rows.retain(|row| match fits(*row) {
        Ok(fits) => fits && failed.is_ok(),
        Err(error) => {
            failed = Err(error);
            false
        }
    });
    failed
}

fn fits(cx: Cx<'_>, row: u32, filter: &Filter) -> Result<bool> {
    let release = cx.get::<Release<'_>>(row)?;
    release.map_or(Ok(false), |release| release_fits(cx, &release, filter))
}

/// Whether a release has a status and a type that are wanted.
fn release_fits(cx: Cx<'_>, release: &Release<'_>, filter: &Filter) -> Result<bool> {
    if !status_fits(release, filter) {
        return Ok(false);
    }
    if !filter.has_types() {
        return Ok(true);
    }
    let group = cx.get::<ReleaseGroup<'_>>(release.release_group)?;
    group.map_or(Ok(false), |group| group_fits(&group, filter).map_err(Into::into))
}

fn status_fits(release: &Release<'_>, filter: &Filter) -> bool {
    filter.statuses.is_empty() || filter.statuses.contains(&release.status)
}

/// Whether a group has a primary type that is wanted, and a secondary one.
fn group_fits(group: &ReleaseGroup<'_>, filter: &Filter) -> Result<bool, Corrupt> {
    let primary = &filter.primary_types;
    if !primary.is_empty() && !primary.contains(&group.primary_type) {
        return Ok(false);
    }
    if filter.secondary_types.is_empty() {
        return Ok(true);
    }
    let types = group.secondary_types.to_vec()?;
    Ok(types.iter().any(|row| filter.secondary_types.contains(row)))
}

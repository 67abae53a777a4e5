//! Look-ups by the codes that are printed on records: ISRC, ISWC, disc id, table of contents.

use catalog::record::{CdToc, Release};
use catalog::{Page, Toc};
use model::{DiscId, Isrc, Iswc, Kind};

use crate::answer::Out;
use crate::cx::Cx;
use crate::entity::{self, At};
use crate::failure::{Answer, Failure};
use crate::inc::Word;
use crate::params::Params;
use crate::request::{self, Filter};
use crate::show::{Depth, Show};
use crate::{browse, media};

/// Releases of a disc that are shown at most.
const MAX_RELEASES: usize = 25;
/// How far the parts of a disc may be from those that were asked for.
const TOLERANCE_MS: u32 = 10_000;

/// The recordings of an ISRC.
pub(crate) fn isrc(out: &mut Out, show: &Show<'_>, code: &str, filter: &Filter) -> Answer<()> {
    let parsed = Isrc::parse(code).ok().filter(|isrc| isrc.as_str() == code);
    let parsed = parsed.ok_or_else(|| Failure::bad_request("Invalid isrc."))?;
    let mut found = show.cx.view.by_isrc(&parsed)?;
    if found.is_empty() {
        return Err(Failure::not_found());
    }
    found.sort_by_key(|(row, _)| *row);
    out.open_root("isrc");
    match out {
        Out::Json(json) => json.text("isrc", code),
        Out::Xml(xml) => xml.attr("id", code),
    }
    out.open_list("recordings", "recording-list");
    crate::extras::count(out, found.len());
    for (row, recording) in &found {
        out.open_item("recording");
        let at = At { row: *row, depth: Depth::Top };
        entity::recording::fields(out, show, (at, filter), recording)?;
        out.close();
    }
    out.close_list();
    out.close_root();
    Ok(())
}

/// The works of an ISWC.
pub(crate) fn iswc(out: &mut Out, show: &Show<'_>, code: &str) -> Answer<()> {
    let parsed = Iswc::parse(code).map_err(|_| Failure::bad_request("Invalid iswc."))?;
    let mut found = show.cx.view.by_iswc(&parsed)?;
    if found.is_empty() {
        return Err(Failure::not_found());
    }
    found.sort_by(|a, b| show.cx.words.collation().compare(a.1.name, b.1.name).then(a.0.cmp(&b.0)));
    let rows: Vec<u32> = found.into_iter().map(|(row, _)| row).collect();
    Ok(browse::write(out, show, (Kind::Work, rows.len(), 0), rows)?)
}

/// The disc of an id with its releases; if nobody has it, releases whose tracks are about as long
/// as `toc` says.
pub(crate) fn disc_id(out: &mut Out, show: &Show<'_>, id: &str, params: &Params) -> Answer<()> {
    let mut page = request::page(params)?;
    page.limit = page.limit.min(MAX_RELEASES);
    let parsed = DiscId::parse(id).ok();
    let toc = params.filled("toc");
    if parsed.is_none() && params.get("toc").is_none() {
        return Err(Failure::bad_request("Invalid discid."));
    }
    if params.filled("cdstubs").is_some_and(|word| word != "yes" && word != "no") {
        let text = "Invalid argument \"cdstubs\": must be \"yes\" or \"no\"";
        return Err(Failure::bad_request(text));
    }
    let show = Show { inc: show.inc.with(Word::DiscIds), ..*show };
    if let Some(parsed) = parsed
        && let Some((_, disc)) = show.cx.view.by_disc_id(&parsed)?
    {
        return write_disc(out, &show, &disc, page);
    }
    let toc = toc.ok_or_else(Failure::not_found)?;
    let toc = parse_toc(toc).ok_or_else(|| Failure::bad_request("Invalid TOC"))?;
    let is_any_format = params.get("media-format") == Some("all");
    let rows = show.cx.view.by_toc(&toc, TOLERANCE_MS, is_any_format)?;
    let total = rows.len();
    let mut rows = rows.into_iter().skip(page.offset).take(page.limit).collect();
    if show.wants(Word::Recordings) {
        browse::limit_tracks(show.cx, &mut rows)?;
    }
    Ok(browse::write(out, &show, (Kind::Release, total, page.offset), rows)?)
}

fn write_disc(out: &mut Out, show: &Show<'_>, disc: &CdToc<'_>, page: Page) -> Answer<()> {
    let rows = releases_of(show.cx, disc)?;
    out.open_root("disc");
    media::disc(out, disc)?;
    out.open_list("releases", "release-list");
    if let Some(xml) = out.xml() {
        xml.attr("count", &rows.len().to_string());
        if page.offset > 0 {
            xml.attr("offset", &page.offset.to_string());
        }
    }
    for row in rows.iter().skip(page.offset).take(page.limit) {
        out.open_item("release");
        let at = At { row: *row, depth: Depth::Top };
        entity::fields(out, show, (Kind::Release, at), &Filter::default())?;
        out.close();
    }
    out.close_list();
    out.close_root();
    Ok(())
}

/// The releases with media of a table of contents, by dense id.
fn releases_of(cx: Cx<'_>, disc: &CdToc<'_>) -> Answer<Vec<u32>> {
    let mut rows = Vec::new();
    // Releases and positions of media stand in turn.
    for row in disc.media.iter().step_by(2) {
        let row = row?;
        if cx.get::<Release<'_>>(row)?.is_some() {
            rows.push(row);
        }
    }
    rows.sort_unstable();
    rows.dedup();
    Ok(rows)
}

/// Reads "first track, last track, end, start of each track" in sectors.
fn parse_toc(text: &str) -> Option<Toc> {
    let numbers = text.trim().split([' ', '+']).map(|number| {
        number.bytes().all(|byte| byte.is_ascii_digit()).then(|| number.parse::<u32>().ok())?
    });
    let numbers: Vec<u32> = numbers.collect::<Option<_>>()?;
    let [1, last, end, starts @ ..] = numbers.as_slice() else { return None };
    if !(1..=99).contains(last) || starts.len() != *last as usize {
        return None;
    }
    let marks: Vec<u32> = starts.iter().chain([end]).copied().collect();
    if !marks.is_sorted_by(|a, b| a < b) {
        return None;
    }
    let lengths = marks.windows(2).map(|pair| u64::from(pair[1] - pair[0]) * 1000 / 75);
    Toc::of(lengths)
}

#[cfg(test)]
mod tests {
    //! Tables of contents as clients send them.
    use super::*;

    #[test]
    fn a_table_of_contents_is_read_or_refused() {
        assert!(parse_toc("1 3 60295 150 22352 38335").is_some());
        assert!(parse_toc(" 1+3+60295+150+22352+38335 ").is_some());
        for text in ["", "1", "1 2 60295 150", "2 3 9 1 2", "1 2 100 90 80", "1 1 5 x", "1 0 5"] {
            assert!(parse_toc(text).is_none(), "{text}");
        }
    }
}

//! Statistics drawn as SVG: bars for what is ranked, columns for what has an order, grids for the
//! week, the calendar and what is counted by two things, lines of text for single figures. No font is
//! needed to draw; the reader's sans-serif is used.

mod grid;
mod lines;

use plotters::coord::Shift;
use plotters::prelude::{
    DrawingArea, DrawingAreaErrorKind, EmptyElement, IntoDrawingArea as _, IntoFont as _, RGBColor,
    Rectangle, SVGBackend, Text, TextStyle,
};
use plotters::style::{Color as _, WHITE};

use super::stats::StatisticsShape;
use super::stats_shapes::{BucketShape, DiscoveryShape, EntryShape};

const WIDTH: u32 = 800;
const HEIGHT: u32 = 400;
/// Height of a bar with the space around it.
const ROW: u32 = 24;
/// Room for names, left of bars.
const NAMES: i32 = 260;
/// Room for numbers, right of bars.
const NUMBERS: i32 = 80;
const MARGIN: i32 = 12;
/// Characters of a name.
const MOST_CHARS: usize = 38;
/// Labels under columns at most.
const MOST_LABELS: usize = 12;

const INK: RGBColor = RGBColor(34, 34, 34);
const FILL: RGBColor = RGBColor(53, 116, 171);

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
/// What went wrong; writing to a text never does.
pub(super) type Failure = DrawingAreaErrorKind<std::io::Error>;

/// Draws the figures.
pub(super) fn draw(shape: &StatisticsShape) -> Result<String, Failure> {
    match shape {
        StatisticsShape::Chart(chart) => {
            let row = |it: &EntryShape| (it.subject.name.clone(), it.listens);
            bars(chart.entries.iter().map(row).collect())
        }
        StatisticsShape::Discoveries(found) => {
            let row = |it: &DiscoveryShape| (it.subject.name.clone(), it.listens);
            bars(found.discoveries.iter().map(row).collect())
        }
        StatisticsShape::Countries(countries) => {
            let name = |code: &Option<String>| code.clone().unwrap_or_else(|| "unknown".to_owned());
            bars(countries.countries.iter().map(|it| (name(&it.code), it.listens)).collect())
        }
        StatisticsShape::Activity(activity) => columns(periods(&activity.periods)),
        StatisticsShape::Year(year) => columns(periods(&year.months)),
        StatisticsShape::Decades(decades) => {
            let name = |year: Option<i64>| year.map_or("unknown".to_owned(), |it| format!("{it}s"));
            let rows = decades.decades.iter().map(|it| (name(it.first_year), it.listens));
            columns(rows.collect())
        }
        StatisticsShape::Hours(hours) => grid::week(&hours.hours),
        StatisticsShape::GenreHours(genres) => grid::genres(&genres.genres),
        StatisticsShape::Calendar(calendar) => grid::calendar(&calendar.periods),
        StatisticsShape::Evolution(evolution) => grid::evolution(evolution),
        StatisticsShape::Albums(albums) => {
            bars(albums.artists.iter().map(|it| (it.artist_name.clone(), it.listens)).collect())
        }
        StatisticsShape::Totals(totals) => lines::totals(&totals.totals),
        StatisticsShape::Streaks(streaks) => lines::streaks(streaks),
        StatisticsShape::Ends(ends) => lines::ends(ends),
    }
}

fn periods(periods: &[BucketShape]) -> Vec<(String, u64)> {
    periods.iter().map(|it| (it.first.clone(), it.listens)).collect()
}

/// One bar a row, with its name and number.
fn bars(rows: Vec<(String, u64)>) -> Result<String, Failure> {
    let height = (rows.len().max(1) as u32) * ROW + 2 * MARGIN as u32;
    let most = rows.iter().map(|(_, value)| *value).max().unwrap_or(0);
    picture(height, |area| {
        let room = WIDTH as i32 - NAMES - NUMBERS - MARGIN;
        for (at, (name, value)) in (0..).zip(&rows) {
            let top = MARGIN + at * ROW as i32;
            text(area, &shorten(name), (MARGIN, top + 4), 14)?;
            let end = NAMES + scaled(*value, most, room);
            bar(area, [(NAMES, top + 3), (end.max(NAMES + 1), top + ROW as i32 - 3)], 1.0)?;
            text(area, &value.to_string(), (end + 6, top + 4), 14)?;
        }
        Ok(())
    })
}

/// One column for each, with some names below.
fn columns(rows: Vec<(String, u64)>) -> Result<String, Failure> {
    let most = rows.iter().map(|(_, value)| *value).max().unwrap_or(0);
    picture(HEIGHT, |area| {
        let (left, bottom) = (MARGIN + 48, HEIGHT as i32 - 36);
        let (room, high) = (WIDTH as i32 - left - MARGIN, bottom - MARGIN - 16);
        text(area, &most.to_string(), (MARGIN, MARGIN), 12)?;
        text(area, "0", (MARGIN, bottom - 12), 12)?;
        let count = rows.len().max(1);
        let step = count.div_ceil(MOST_LABELS);
        let place = |at: usize| left + (room as f64 * at as f64 / count as f64) as i32;
        for (at, (name, value)) in rows.iter().enumerate() {
            let (from, to) = (place(at), place(at + 1));
            let space = i32::from(to - from > 3);
            let top = bottom - scaled(*value, most, high);
            if *value > 0 {
                bar(area, [(from, top), ((to - space).max(from + 1), bottom)], 1.0)?;
            }
            if at % step == 0 {
                text(area, name, (from, bottom + 8), 11)?;
            }
        }
        Ok(())
    })
}

fn picture(
    height: u32,
    draw: impl FnOnce(&Area<'_>) -> Result<(), Failure>,
) -> Result<String, Failure> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
        area.fill(&WHITE)?;
        draw(&area)?;
        area.present()?;
    }
    Ok(svg)
}

fn bar(area: &Area<'_>, corners: [(i32, i32); 2], strength: f64) -> Result<(), Failure> {
    area.draw(&Rectangle::new(corners, FILL.mix(strength).filled()))
}

fn text(area: &Area<'_>, text: &str, at: (i32, i32), size: u32) -> Result<(), Failure> {
    let style = TextStyle::from(("sans-serif", size).into_font()).color(&INK);
    area.draw(&(EmptyElement::at(at) + Text::new(text.to_owned(), (0, 0), style)))
}

fn scaled(value: u64, most: u64, room: i32) -> i32 {
    if most == 0 { 0 } else { (value as f64 / most as f64 * f64::from(room)) as i32 }
}

/// A name that fits beside a picture.
fn shorten(name: &str) -> String {
    cut(name, MOST_CHARS)
}

/// A text of so many characters at most, without those that XML does not know.
fn cut(text: &str, most: usize) -> String {
    let mut chars = text.chars().filter(|c| !c.is_control());
    let mut short: String = chars.by_ref().take(most).collect();
    if chars.next().is_some() {
        short.push('…');
    }
    short
}

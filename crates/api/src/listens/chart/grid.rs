//! Grids: a field for each two things, darker for more plays.

use super::{Area, Failure, MARGIN, NAMES, WIDTH, bar, picture, scaled, shorten, text};
use crate::listens::stats_crossed::{EvolutionShape, GenreHoursShape};
use crate::listens::stats_shapes::BucketShape;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/// Side of the field of a day in a calendar.
const DAY: i32 = 13;
/// Weeks in a row of a calendar: a year, wherever it begins.
const WEEKS: usize = 54;
/// Rows of a calendar at most: the last so many years are drawn.
const MOST_YEARS: usize = 40;
/// Periods that are drawn at most: the last ones.
const MOST_PERIODS: usize = 60;

/// What a grid shows: rows with their names, and names of columns, of which every `step`th is shown.
struct Grid {
    rows: Vec<(String, Vec<u64>)>,
    columns: Vec<String>,
    /// Room for names of rows.
    names: i32,
    step: usize,
}

impl Grid {
    fn draw(&self) -> Result<String, Failure> {
        let most = self.rows.iter().flat_map(|(_, row)| row).copied().max().unwrap_or(0);
        let count = i32::try_from(self.columns.len().max(1)).unwrap_or(1);
        let width = ((WIDTH as i32 - self.names - MARGIN) / count).clamp(2, 60);
        let high = 24;
        let rows = i32::try_from(self.rows.len()).unwrap_or(0);
        picture((high * rows.max(1) + 2 * MARGIN + 24) as u32, |area| {
            for (at, (name, row)) in (0..).zip(&self.rows) {
                let top = MARGIN + at * high;
                text(area, &shorten(name), (MARGIN, top + high / 2 - 6), 12)?;
                for (column, value) in (0..).zip(row) {
                    let left = self.names + column * width;
                    field(area, [(left, top), (left + width - 2, top + high - 2)], (*value, most))?;
                }
            }
            let below = MARGIN + high * rows + 6;
            for (at, name) in (0..).zip(&self.columns).step_by(self.step.max(1)) {
                text(area, name, (self.names + at * width, below), 11)?;
            }
            Ok(())
        })
    }
}

fn field(
    area: &Area<'_>,
    corners: [(i32, i32); 2],
    (value, most): (u64, u64),
) -> Result<(), Failure> {
    let share = f64::from(scaled(value, most, 1000)) / 1000.0;
    bar(area, corners, 0.06 + 0.94 * share)
}

/// Seven rows of 24 fields.
pub(super) fn week(hours: &[[u64; 24]; 7]) -> Result<String, Failure> {
    let rows = DAYS.iter().zip(hours).map(|(name, hours)| ((*name).to_owned(), hours.to_vec()));
    of_hours(rows.collect(), 60)
}

/// Genres by hour.
pub(super) fn genres(genres: &[GenreHoursShape]) -> Result<String, Failure> {
    let rows = genres.iter().map(|it| (it.genre.clone(), it.hours.to_vec()));
    of_hours(rows.collect(), NAMES)
}

fn of_hours(rows: Vec<(String, Vec<u64>)>, names: i32) -> Result<String, Failure> {
    let columns = (0..24).map(|hour| hour.to_string()).collect();
    Grid { rows, columns, names, step: 3 }.draw()
}

/// Artists by period.
pub(super) fn evolution(it: &EvolutionShape) -> Result<String, Failure> {
    let skipped = it.periods.len().saturating_sub(MOST_PERIODS);
    let periods: Vec<_> = it.periods.iter().skip(skipped).collect();
    let row = |at: usize| periods.iter().map(move |it| it.listens.get(at).copied().unwrap_or(0));
    let artists = it.artists.iter().enumerate();
    let rows = artists.map(|(at, artist)| (artist.name.clone(), row(at).collect())).collect();
    let columns: Vec<String> = periods.iter().map(|it| it.period.first.clone()).collect();
    let step = columns.len().div_ceil(6);
    Grid { rows, columns, names: NAMES, step }.draw()
}

/// A calendar: a column for each week, a row of them for each year.
pub(super) fn calendar(days: &[BucketShape]) -> Result<String, Failure> {
    let most = days.iter().map(|day| day.listens).max().unwrap_or(0);
    let mut years: Vec<(&str, Vec<&BucketShape>)> = Vec::new();
    for day in days {
        let name = day.first.split('-').next().unwrap_or_default();
        match years.last_mut() {
            Some((last, days)) if *last == name => days.push(day),
            _ => years.push((name, vec![day])),
        }
    }
    let years = years.split_off(years.len().saturating_sub(MOST_YEARS));
    let high = DAY * 7 + 24;
    picture((high * years.len().max(1) as i32 + 2 * MARGIN) as u32, |area| {
        for (at, (name, days)) in (0..).zip(&years) {
            let top = MARGIN + at * high;
            text(area, name, (MARGIN, top), 14)?;
            let begin = days.first().map_or(0, |day| week_day(&day.first));
            for (place, day) in (begin..).zip(days) {
                let (week, row) = (place / 7, place % 7);
                let left = 60 + DAY * week.min(WEEKS as i32);
                let top = top + DAY * row;
                field(area, [(left, top), (left + DAY - 2, top + DAY - 2)], (day.listens, most))?;
            }
        }
        Ok(())
    })
}

/// Which day of the week a date is, from Monday.
fn week_day(date: &str) -> i32 {
    let date = date.parse::<jiff::civil::Date>();
    date.map_or(0, |date| i32::from(date.weekday().to_monday_zero_offset()))
}

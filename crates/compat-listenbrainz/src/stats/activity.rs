//! When somebody listens, and to what of which years and countries.

use listens::stats::{Bucket, Chart, Entry, Period, Unit, YearReport};

use super::charts::artist;
use super::countries::three_letters;
use super::*;

const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The periods of a range, and how they are called.
fn unit(range: Range) -> (Unit, &'static str) {
    let period = match range {
        Range::AllTime => return (Unit::Year, "%Y"),
        Range::Dates(..) => return (Unit::Day, "%d %B %Y"),
        Range::This(period) | Range::Last(period) => period,
    };
    match period {
        Period::Week => (Unit::Day, "%A %d %B %Y"),
        Period::Month | Period::Quarter => (Unit::Day, "%d %B %Y"),
        Period::HalfYear | Period::Year => (Unit::Month, "%B %Y"),
    }
}

/// `GET …/listening-activity`: this period beside the one before.
pub(crate) async fn list_periods(question: Question) -> Answer {
    let (unit, format) = unit(question.range);
    let statistics = &question.statistics;
    let mut buckets = match statistics.span_before(question.range) {
        Some(before) => statistics.activity(&before, unit).await?,
        None => Vec::new(),
    };
    buckets.extend(statistics.activity(&question.span, unit).await?);
    if question.range == Range::AllTime {
        buckets.retain(|bucket| bucket.listens > 0);
    }
    let periods: Vec<Value> = buckets.iter().map(|bucket| period(bucket, format)).collect();
    Ok(question.answer("listening_activity", periods.into(), Map::new()))
}

fn period(bucket: &Bucket, format: &str) -> Value {
    json!({
        "from_ts": bucket.from_ms.div_euclid(1000),
        "to_ts": bucket.to_ms.div_euclid(1000),
        "time_range": bucket.first.strftime(format).to_string(),
        "listen_count": bucket.listens,
    })
}

/// `GET …/daily-activity`: every hour of every weekday.
pub(crate) async fn list_hours(question: Question) -> Answer {
    let week = question.statistics.hours(&question.span).await?;
    Ok(question.answer("daily_activity", hours(&week), Map::new()))
}

fn hours(week: &[[u64; 24]; 7]) -> Value {
    let day = |hours: &[u64; 24]| -> Value {
        let hour = |(hour, listens): (usize, &u64)| json!({"hour": hour, "listen_count": listens});
        hours.iter().enumerate().map(hour).collect()
    };
    let days = WEEKDAYS.iter().zip(week).map(|(name, hours)| ((*name).to_owned(), day(hours)));
    Value::Object(days.collect())
}

/// `GET …/artist-map`: countries of artists.
pub(crate) async fn list_countries(question: Question) -> Answer {
    let countries = question.statistics.countries(&question.span).await?;
    let shapes = countries.iter().filter_map(|country| {
        Some(json!({
            "country": three_letters(country.code.as_deref()?)?,
            "artist_count": country.artist_count,
            "listen_count": country.listens,
            "artists": country.artists.iter().map(artist).collect::<Vec<_>>(),
        }))
    });
    Ok(question.answer("artist_map", shapes.collect(), Map::new()))
}

/// `GET …/era-activity`: years of first releases.
pub(crate) async fn list_years(question: Question) -> Answer {
    let years = question.statistics.years(&question.span).await?;
    let shapes = years.iter().filter_map(|(year, (listens, _))| {
        Some(json!({"year": (*year)?, "listen_count": listens}))
    });
    Ok(question.answer("era_activity", shapes.collect(), Map::new()))
}

/// `GET /1/stats/user/{user}/year-in-music/{year}`
pub(crate) async fn show_year(
    State(surface): State<Surface>,
    Listener(user): Listener,
    Path((_, year)): Path<(String, String)>,
) -> Answer {
    let number =
        year.parse::<i16>().map_err(|_| Failure::bad_request(format!("Invalid year: {year}")))?;
    let report = surface.listens().statistics(user.id).await?.year(number).await?;
    let payload = json!({"user_name": user.username.text, "year": number, "data": data(&report)});
    Ok(Json(json!({"payload": payload})).into_response())
}

fn data(report: &YearReport) -> Value {
    let list = |chart: &Chart, name: &str, mbid: &str| -> Value {
        chart.entries.iter().map(|entry| place(entry, name, mbid)).collect()
    };
    json!({
        "total_listen_count": report.totals.listens,
        "total_listening_time": report.totals.played_ms / 1000,
        "total_artists_count": report.totals.artists,
        "total_recordings_count": report.totals.recordings,
        "total_release_groups_count": report.release_groups.total,
        "total_new_artists_discovered": report.new_artists.total,
        "top_artists": list(&report.artists, "artist_name", "artist_mbid"),
        "top_recordings": list(&report.recordings, "track_name", "recording_mbid"),
        "top_release_groups":
            list(&report.release_groups, "release_group_name", "release_group_mbid"),
        "top_genres": list(&report.genres, "genre", "genre_mbid"),
        "listens_per_day":
            report.days.iter().map(|day| period(day, "%d %B %Y")).collect::<Vec<_>>(),
        "day_of_week": busiest_weekday(&report.hours),
        "most_listened_year": report.released.iter()
            .filter_map(|(year, (listens, _))| Some(((*year)?.to_string(), (*listens).into())))
            .collect::<Map<String, Value>>(),
    })
}

fn place(entry: &Entry, name: &str, mbid: &str) -> Value {
    let mut shape = json!({
        "artist_name": entry.subject.artist_credit_name,
        "listen_count": entry.listens,
    });
    shape[name] = entry.subject.name.clone().into();
    shape[mbid] = entry.subject.mbid.map(|mbid| mbid.to_string()).into();
    shape
}

/// The weekday with most plays; none without plays.
fn busiest_weekday(week: &[[u64; 24]; 7]) -> Option<&'static str> {
    let sums = week.iter().map(|hours| hours.iter().sum::<u64>());
    let busiest = sums.zip(WEEKDAYS).rev().max_by_key(|(listens, _)| *listens);
    busiest.filter(|(listens, _)| *listens > 0).map(|(_, name)| name)
}

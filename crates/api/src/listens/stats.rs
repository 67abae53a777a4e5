//! Statistics: charts and figures of a span of days, as JSON or drawn.

use std::borrow::Cow;

use axum::extract;
use axum::response::{IntoResponse as _, Response};
use edge::Problem;
use edge::extract::{Path, Query};
use edge::paging::{Cursor, Limit};
use edge::problem::code;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use jiff::civil::Date;
use listens::stats::{Order, Range, Ranked, Span, Statistics, Unit};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::problems::ReadProblems;
use super::stats_crossed::{
    AlbumsShape, ArtistAlbumsShape, EndsShape, EvolutionShape, GenreHoursShape, GenresByHourShape,
};
use super::stats_shapes::{
    ActivityShape, BucketShape, ChartShape, CountriesShape, DecadeShape, DecadesShape,
    DiscoveriesShape, HoursShape, ListenCountryShape, SpanShape, StreaksShape, TotalsShape,
    YearShape, discoveries, entries,
};
use super::{Listening, chart};
use crate::accounts::MaybeCaller;
use crate::accounts::page::Page;
use crate::accounts::shapes::private;
use crate::error::Result;

/// Artists that are shown with their albums.
const MOST_ARTISTS: usize = 50;
/// Artists that are followed over time.
const MOST_FOLLOWED: u32 = 10;
/// Genres that are shown by hour.
const MOST_GENRES: usize = 40;
const CHARTS: [(&str, Ranked); 6] = [
    ("artists", Ranked::Artists),
    ("recordings", Ranked::Recordings),
    ("releases", Ranked::Releases),
    ("release-groups", Ranked::ReleaseGroups),
    ("genres", Ranked::Genres),
    ("labels", Ranked::Labels),
];

/// Which days, and which part.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct StatisticsQuery {
    /// `all_time`; `week month quarter half_yearly year` for the last one that is over; with
    /// `this_` before it, the present one.
    #[param(default = "all_time")]
    range: Option<String>,
    /// The first day, instead of `range`.
    first: Option<String>,
    /// The last day, instead of `range`.
    last: Option<String>,
    /// Of `year`: which; the present one when nothing is said.
    year: Option<i16>,
    /// Of charts: `listens` or `time`, what they are ordered by.
    #[param(default = "listens")]
    order: Option<String>,
    /// Of `activity` and `evolution`: `day week month year`.
    #[param(default = "month")]
    unit: Option<String>,
    /// Of `discoveries`: `artists recordings releases`.
    #[param(default = "artists")]
    of: Option<String>,
    /// Of charts and `discoveries`: entries on a page, 1 to 50.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 50, default = 20)]
    limit: Option<Limit>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// One of these, as asked for.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum StatisticsShape {
    /// Of `artists recordings releases release-groups genres labels`.
    Chart(ChartShape),
    /// Of `discoveries`.
    Discoveries(DiscoveriesShape),
    /// Of `activity`.
    Activity(ActivityShape),
    /// Of `hours`.
    Hours(HoursShape),
    /// Of `totals`.
    Totals(TotalsShape),
    /// Of `streaks`.
    Streaks(StreaksShape),
    /// Of `decades`.
    Decades(DecadesShape),
    /// Of `countries`.
    Countries(CountriesShape),
    /// Of `calendar`: each day.
    Calendar(ActivityShape),
    /// Of `ends`.
    Ends(Box<EndsShape>),
    /// Of `albums`.
    Albums(AlbumsShape),
    /// Of `evolution`.
    Evolution(EvolutionShape),
    /// Of `genre-hours`.
    GenreHours(GenresByHourShape),
    /// Of `year`.
    Year(Box<YearShape>),
}

/// Show statistics
///
/// Right at once after every change, in the person's time zone. With `.svg` at the end of the
/// path the same is drawn.
#[utoipa::path(
    get,
    path = "/v1/users/{name}/stats/{what}",
    tag = "listening",
    params(
        ("name" = String, Path, description = "The name of a user"),
        ("what" = String, Path, description = "`artists recordings releases release-groups genres labels \
            discoveries activity calendar hours totals streaks ends decades countries albums evolution \
            genre-hours year`, with `.svg` or without"),
        StatisticsQuery,
    ),
    responses(
        (status = 200, description = "The figures", content(
            (StatisticsShape = "application/json"),
            (String = "image/svg+xml"),
        )),
        ReadProblems,
    ),
)]
pub(crate) async fn show_statistics(
    extract::State(listening): extract::State<Listening>,
    viewer: MaybeCaller,
    Path((name, what)): Path<(String, String)>,
    Query(query): Query<StatisticsQuery>,
) -> Result<Response> {
    let user = listening.person(&name, &viewer).await?;
    let (kind, is_drawn) = what.strip_suffix(".svg").map_or((&*what, false), |kind| (kind, true));
    let statistics = listening.listens().statistics(user.id).await?;
    let shape = answer(&statistics, kind, &query).await?;
    if !is_drawn {
        return Ok(private(StatusCode::OK, shape));
    }
    let mut response = chart::draw(&shape).map_err(Problem::internal)?.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

async fn answer(
    statistics: &Statistics,
    kind: &str,
    query: &StatisticsQuery,
) -> Result<StatisticsShape> {
    if kind == "year" {
        let year = query.year.unwrap_or(statistics.today().year());
        return Ok(StatisticsShape::Year(Box::new(statistics.year(year).await?.into())));
    }
    let span = statistics.span(query.range()?).await?;
    let days = SpanShape::new(&span, statistics);
    if let Some((_, ranked)) = CHARTS.iter().find(|(name, _)| *name == kind) {
        return query.chart(statistics, &span, *ranked).await;
    }
    Ok(match kind {
        "discoveries" => query.discoveries(statistics, &span).await?,
        "activity" => {
            let periods = statistics.activity(&span, query.unit()?).await?;
            let periods = periods.into_iter().map(BucketShape::from).collect();
            StatisticsShape::Activity(ActivityShape { span: days, periods })
        }
        "hours" => {
            let hours = statistics.hours(&span).await?;
            StatisticsShape::Hours(HoursShape { span: days, hours })
        }
        "totals" => {
            let totals = statistics.totals(&span).await?.into();
            StatisticsShape::Totals(TotalsShape { span: days, totals })
        }
        "streaks" => {
            let streaks = statistics.streaks(&span).await?;
            StatisticsShape::Streaks(StreaksShape::new(days, streaks))
        }
        "decades" => {
            let decades = statistics.decades(&span).await?;
            let decades = decades.into_iter().map(DecadeShape::from).collect();
            StatisticsShape::Decades(DecadesShape { span: days, decades })
        }
        "countries" => {
            let countries = statistics.countries(&span).await?;
            let countries = countries.into_iter().map(ListenCountryShape::from).collect();
            StatisticsShape::Countries(CountriesShape { span: days, countries })
        }
        _ => return crossed(statistics, kind, (&span, query)).await,
    })
}

/// What is counted by two things at once, and the ends.
async fn crossed(
    statistics: &Statistics,
    kind: &str,
    (span, query): (&Span, &StatisticsQuery),
) -> Result<StatisticsShape> {
    let days = SpanShape::new(span, statistics);
    Ok(match kind {
        "calendar" => {
            let periods = statistics.activity(span, Unit::Day).await?;
            let periods = periods.into_iter().map(BucketShape::from).collect();
            StatisticsShape::Calendar(ActivityShape { span: days, periods })
        }
        "ends" => {
            let ends = statistics.ends(span).await?;
            StatisticsShape::Ends(Box::new(EndsShape::new(days, ends)))
        }
        "albums" => {
            let artists = statistics.albums(span, MOST_ARTISTS).await?;
            let artists = artists.into_iter().map(ArtistAlbumsShape::from).collect();
            StatisticsShape::Albums(AlbumsShape { span: days, artists })
        }
        "evolution" => {
            let evolution = statistics.evolution(span, query.unit()?, MOST_FOLLOWED).await?;
            StatisticsShape::Evolution(EvolutionShape::new(days, evolution))
        }
        "genre-hours" => {
            let genres = statistics.genre_hours(span, MOST_GENRES).await?;
            let genres = genres.into_iter().map(GenreHoursShape::from).collect();
            StatisticsShape::GenreHours(GenresByHourShape { span: days, genres })
        }
        _ => return Err(crate::codes::not_found("statistics", kind).into()),
    })
}

impl StatisticsQuery {
    fn range(&self) -> Result<Range, Problem> {
        let date = |field, text: &String| {
            let wrong = || invalid(field, "a day is written as in 2026-11-21");
            text.parse::<Date>().map_err(|_| wrong())
        };
        match (&self.range, &self.first, &self.last) {
            (None, None, None) => Ok(Range::AllTime),
            (Some(name), None, None) => {
                name.parse().map_err(|error: listens::Refusal| invalid("range", error.to_string()))
            }
            (None, Some(first), Some(last)) => {
                let (first, last) = (date("first", first)?, date("last", last)?);
                if first > last {
                    return Err(invalid("last", "the last day does not come before the first"));
                }
                Ok(Range::Dates(first, last))
            }
            _ => Err(invalid("range", "send range, or first and last")),
        }
    }

    fn unit(&self) -> Result<Unit, Problem> {
        match self.unit.as_deref() {
            Some("day") => Ok(Unit::Day),
            Some("week") => Ok(Unit::Week),
            None | Some("month") => Ok(Unit::Month),
            Some("year") => Ok(Unit::Year),
            Some(_) => Err(invalid("unit", "unit is day, week, month or year")),
        }
    }

    fn order(&self) -> Result<Order, Problem> {
        match self.order.as_deref() {
            None | Some("listens") => Ok(Order::Listens),
            Some("time") => Ok(Order::Time),
            Some(_) => Err(invalid("order", "order is listens or time")),
        }
    }

    fn page(&self, what: &str, span: &Span) -> Result<Page, Problem> {
        let days = format!("{} {} {:?}", span.first(), span.last(), self.order);
        Page::new(&[what.as_bytes(), days.as_bytes()], self.limit, self.cursor.as_deref())
    }

    async fn chart(
        &self,
        statistics: &Statistics,
        span: &Span,
        ranked: Ranked,
    ) -> Result<StatisticsShape> {
        let page = self.page(&format!("{ranked:?}"), span)?;
        let part = (page.skipped(), page.wanted() as u32);
        let chart = statistics.top(ranked, span, self.order()?, part).await?;
        let mut entries = entries(chart.entries, page.skipped());
        let next_cursor = page.cut(&mut entries, |entry| Cursor::at(entry.rank));
        let days = SpanShape::new(span, statistics);
        Ok(StatisticsShape::Chart(ChartShape {
            span: days,
            entries,
            total: chart.total,
            next_cursor,
        }))
    }

    async fn discoveries(&self, statistics: &Statistics, span: &Span) -> Result<StatisticsShape> {
        let ranked = match self.of.as_deref() {
            None | Some("artists") => Ranked::Artists,
            Some("recordings") => Ranked::Recordings,
            Some("releases") => Ranked::Releases,
            Some(_) => {
                return Err(invalid("of", "of is artists, recordings or releases").into());
            }
        };
        let page = self.page(&format!("new {ranked:?}"), span)?;
        let part = (page.skipped(), page.wanted() as u32);
        let found = statistics.discoveries(ranked, span, part).await?;
        let mut discoveries = discoveries(found.entries, page.skipped());
        let next_cursor = page.cut(&mut discoveries, |it| Cursor::at(it.place));
        let (days, total) = (SpanShape::new(span, statistics), found.total);
        let shape = DiscoveriesShape { span: days, discoveries, total, next_cursor };
        Ok(StatisticsShape::Discoveries(shape))
    }
}

fn invalid(parameter: &'static str, detail: impl Into<Cow<'static, str>>) -> Problem {
    Problem::new(code::INVALID_PARAMETER).parameter(parameter).detail(detail)
}

//! Statistics as they are written.

use listens::stats::{
    Bucket, Country, Decade, Discovery, Entry, Span, Statistics, Streak, Streaks, Subject, Totals,
    YearReport,
};
use model::IdScheme;
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::{ListenCreditShape, ListenShape, NamedShape};
use crate::accounts::shapes::instant;

/// The days that an answer is about.
#[derive(Serialize, ToSchema)]
pub(crate) struct SpanShape {
    /// The first day.
    first: String,
    /// The last day, which is included.
    last: String,
    /// The IANA name of the time zone that the days are of.
    time_zone: String,
}

impl SpanShape {
    pub(super) fn new(span: &Span, statistics: &Statistics) -> Self {
        let (first, last) = (span.first().to_string(), span.last().to_string());
        Self { first, last, time_zone: statistics.time_zone().to_owned() }
    }
}

/// Something that was played, by name.
#[derive(Serialize, ToSchema)]
pub(crate) struct SubjectShape {
    /// Name.
    pub(super) name: String,
    /// MBID; null for what the catalogue does not know, and for genres.
    mbid: Option<String>,
    /// Artist credit as printed.
    artist_credit_name: Option<String>,
    /// The artists of a recording, release or release group, in order, when the catalogue knows it.
    artists: Vec<ListenCreditShape>,
    /// The release group of a release.
    release_group: Option<NamedShape>,
    /// The release that a recording is mostly found on.
    release: Option<NamedShape>,
    /// The front cover of a recording, release or release group, at the Cover Art Archive.
    cover: Option<ListenCoverShape>,
}

/// A picture at the Cover Art Archive.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListenCoverShape {
    /// The archive's id of the picture.
    image_id: u64,
    /// MBID of the release that it lies with.
    release_mbid: String,
}

impl From<Subject> for SubjectShape {
    fn from(subject: Subject) -> Self {
        Self {
            name: subject.name,
            mbid: subject.mbid.map(|mbid| mbid.to_string()),
            artist_credit_name: subject.artist_credit_name,
            artists: subject.artists.iter().map(ListenCreditShape::from).collect(),
            release_group: subject.release_group.as_ref().map(NamedShape::from),
            release: subject.release.as_ref().map(NamedShape::from),
            cover: subject.cover.map(|cover| ListenCoverShape {
                image_id: cover.image_id,
                release_mbid: cover.release.text(IdScheme::Mbid).as_str().to_owned(),
            }),
        }
    }
}

/// A place in a chart.
#[derive(Serialize, ToSchema)]
pub(crate) struct EntryShape {
    /// From 1.
    pub(super) rank: u64,
    /// What.
    pub(super) subject: SubjectShape,
    /// Plays.
    pub(super) listens: u64,
    /// Listening time in milliseconds.
    played_ms: u64,
}

/// Entries with their ranks, which begin behind `skipped`.
pub(super) fn entries(entries: Vec<Entry>, skipped: u32) -> Vec<EntryShape> {
    let ranked = (u64::from(skipped) + 1..).zip(entries);
    let shapes = ranked.map(|(rank, entry)| EntryShape {
        rank,
        subject: entry.subject.into(),
        listens: entry.listens,
        played_ms: entry.played_ms,
    });
    shapes.collect()
}

/// A part of a chart.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChartShape {
    /// The days.
    pub(super) span: SpanShape,
    /// In order.
    pub(super) entries: Vec<EntryShape>,
    /// Entries of the whole chart.
    pub(super) total: u64,
    /// What to send as `cursor` for the next page; null on the last.
    pub(super) next_cursor: Option<String>,
}

/// Something that was heard for the first time.
#[derive(Serialize, ToSchema)]
pub(crate) struct DiscoveryShape {
    /// From 1, the latest first.
    pub(super) place: u64,
    /// What.
    pub(super) subject: SubjectShape,
    /// The first play, RFC 3339.
    first_listened_at: String,
    /// The latest play.
    last_listened_at: String,
    /// All plays until today.
    pub(super) listens: u64,
}

pub(super) fn discoveries(found: Vec<Discovery>, skipped: u32) -> Vec<DiscoveryShape> {
    let placed = (u64::from(skipped) + 1..).zip(found);
    let shapes = placed.map(|(place, it)| DiscoveryShape {
        place,
        subject: it.subject.into(),
        first_listened_at: instant(it.first_listened_at_ms),
        last_listened_at: instant(it.last_listened_at_ms),
        listens: it.listens,
    });
    shapes.collect()
}

/// A part of what was discovered.
#[derive(Serialize, ToSchema)]
pub(crate) struct DiscoveriesShape {
    /// The days.
    pub(super) span: SpanShape,
    /// The latest first.
    pub(super) discoveries: Vec<DiscoveryShape>,
    /// All of the days.
    pub(super) total: u64,
    /// What to send as `cursor` for the next page; null on the last.
    pub(super) next_cursor: Option<String>,
}

/// Plays of a period.
#[derive(Serialize, ToSchema)]
pub(crate) struct BucketShape {
    /// Its first day.
    pub(super) first: String,
    /// Its last day.
    last: String,
    /// Plays.
    pub(super) listens: u64,
    /// Listening time in milliseconds.
    played_ms: u64,
}

impl From<Bucket> for BucketShape {
    fn from(bucket: Bucket) -> Self {
        let (first, last) = (bucket.first.to_string(), bucket.last.to_string());
        Self { first, last, listens: bucket.listens, played_ms: bucket.played_ms }
    }
}

/// Plays over time.
#[derive(Serialize, ToSchema)]
pub(crate) struct ActivityShape {
    /// The days.
    pub(super) span: SpanShape,
    /// The oldest first, empty ones too.
    pub(super) periods: Vec<BucketShape>,
}

/// Plays by weekday and hour.
#[derive(Serialize, ToSchema)]
pub(crate) struct HoursShape {
    /// The days.
    pub(super) span: SpanShape,
    /// Seven lists, Monday first, of 24 numbers.
    #[schema(value_type = Vec<Vec<u64>>)]
    pub(super) hours: [[u64; 24]; 7],
}

/// Sums.
#[derive(Serialize, ToSchema)]
pub(crate) struct SumsShape {
    /// Plays.
    pub(super) listens: u64,
    /// Listening time in milliseconds.
    pub(super) played_ms: u64,
    /// Days with plays.
    pub(super) days: u64,
    /// Different recordings.
    pub(super) recordings: u64,
    /// Different releases.
    pub(super) releases: u64,
    /// Different artists.
    pub(super) artists: u64,
}

impl From<Totals> for SumsShape {
    fn from(totals: Totals) -> Self {
        let Totals { listens, played_ms, days, recordings, releases, artists } = totals;
        Self { listens, played_ms, days, recordings, releases, artists }
    }
}

/// The sums of some days.
#[derive(Serialize, ToSchema)]
pub(crate) struct TotalsShape {
    /// The days.
    pub(super) span: SpanShape,
    /// Their sums.
    pub(super) totals: SumsShape,
}

/// Days in a row with plays.
#[derive(Serialize, ToSchema)]
pub(crate) struct StreakShape {
    /// The first day.
    pub(super) first: String,
    /// The last day.
    pub(super) last: String,
    /// How many days.
    pub(super) days: u64,
}

impl From<Streak> for StreakShape {
    fn from(streak: Streak) -> Self {
        let (first, last) = (streak.first.to_string(), streak.last.to_string());
        Self { first, last, days: streak.days }
    }
}

/// Days in a row with plays.
#[derive(Serialize, ToSchema)]
pub(crate) struct StreaksShape {
    /// The days.
    span: SpanShape,
    /// The longest.
    pub(super) longest: Option<StreakShape>,
    /// The one that reaches to today or yesterday.
    pub(super) current: Option<StreakShape>,
}

impl StreaksShape {
    pub(super) fn new(span: SpanShape, streaks: Streaks) -> Self {
        let [longest, current] = [streaks.longest, streaks.current].map(|it| it.map(Into::into));
        Self { span, longest, current }
    }
}

/// Plays of recordings of a decade.
#[derive(Serialize, ToSchema)]
pub(crate) struct DecadeShape {
    /// Its first year; null when the catalogue does not know.
    pub(super) first_year: Option<i64>,
    /// Plays.
    pub(super) listens: u64,
    /// Listening time in milliseconds.
    played_ms: u64,
}

impl From<Decade> for DecadeShape {
    fn from(decade: Decade) -> Self {
        let Decade { first_year, listens, played_ms } = decade;
        Self { first_year, listens, played_ms }
    }
}

/// Plays by decade of the first release.
#[derive(Serialize, ToSchema)]
pub(crate) struct DecadesShape {
    /// The days.
    pub(super) span: SpanShape,
    /// The oldest first, unknown ones at the end.
    pub(super) decades: Vec<DecadeShape>,
}

/// Plays of artists of a country.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListenCountryShape {
    /// ISO 3166-1 in two letters; null when the catalogue does not know.
    pub(super) code: Option<String>,
    /// How many artists.
    artist_count: u64,
    /// Plays.
    pub(super) listens: u64,
    /// Those with most plays, at most 50.
    artists: Vec<EntryShape>,
}

impl From<Country> for ListenCountryShape {
    fn from(country: Country) -> Self {
        Self {
            code: country.code,
            artist_count: country.artist_count,
            listens: country.listens,
            artists: entries(country.artists, 0),
        }
    }
}

/// Plays by country of the artists.
#[derive(Serialize, ToSchema)]
pub(crate) struct CountriesShape {
    /// The days.
    pub(super) span: SpanShape,
    /// Most plays first.
    pub(super) countries: Vec<ListenCountryShape>,
}

/// A year in numbers. Charts have 50 entries at most.
#[derive(Serialize, ToSchema)]
pub(crate) struct YearShape {
    /// The year.
    year: i16,
    /// Its sums.
    totals: SumsShape,
    /// The sums of the year before.
    totals_before: SumsShape,
    /// Artists.
    artists: Vec<EntryShape>,
    /// Recordings.
    recordings: Vec<EntryShape>,
    /// Release groups.
    release_groups: Vec<EntryShape>,
    /// Genres.
    genres: Vec<EntryShape>,
    /// Labels.
    labels: Vec<EntryShape>,
    /// Artists that were heard for the first time, the latest first.
    new_artists: Vec<DiscoveryShape>,
    /// How many those are.
    new_artist_count: u64,
    /// Recordings that were heard for the first time.
    new_recordings: Vec<DiscoveryShape>,
    /// How many those are.
    new_recording_count: u64,
    /// Plays of the months.
    pub(super) months: Vec<BucketShape>,
    /// Plays of the days.
    days: Vec<BucketShape>,
    /// Plays by weekday, Monday first, and hour.
    #[schema(value_type = Vec<Vec<u64>>)]
    hours: [[u64; 24]; 7],
    /// The day with most plays.
    busiest_day: Option<BucketShape>,
    /// The most days in a row with plays.
    longest_streak: Option<StreakShape>,
    /// Plays by decade of the first release.
    decades: Vec<DecadeShape>,
    /// Plays by country of the artists.
    countries: Vec<ListenCountryShape>,
    /// The first listen.
    first: Option<ListenShape>,
    /// The last listen.
    last: Option<ListenShape>,
}

impl From<YearReport> for YearShape {
    fn from(year: YearReport) -> Self {
        Self {
            year: year.year,
            totals: year.totals.into(),
            totals_before: year.totals_before.into(),
            artists: entries(year.artists.entries, 0),
            recordings: entries(year.recordings.entries, 0),
            release_groups: entries(year.release_groups.entries, 0),
            genres: entries(year.genres.entries, 0),
            labels: entries(year.labels.entries, 0),
            new_artist_count: year.new_artists.total,
            new_artists: discoveries(year.new_artists.entries, 0),
            new_recording_count: year.new_recordings.total,
            new_recordings: discoveries(year.new_recordings.entries, 0),
            months: year.months.into_iter().map(BucketShape::from).collect(),
            days: year.days.into_iter().map(BucketShape::from).collect(),
            hours: year.hours,
            busiest_day: year.busiest_day.map(BucketShape::from),
            longest_streak: year.longest_streak.map(StreakShape::from),
            decades: year.decades.into_iter().map(DecadeShape::from).collect(),
            countries: year.countries.into_iter().map(ListenCountryShape::from).collect(),
            first: year.first.map(ListenShape::from),
            last: year.last.map(ListenShape::from),
        }
    }
}

//! Artists by album and over time, and genres by hour.

use listens::stats::{ArtistAlbums, Entry, Period, Unit};

use super::*;

/// Artists that are shown with their albums.
const ARTISTS: usize = 15;
/// Artists that are followed over time.
const FOLLOWED: u32 = 10;
/// Genres that are shown, each with up to 24 hours.
const GENRES: usize = 40;

/// `GET …/artist-activity`: artists with their albums.
pub(crate) async fn list_albums(question: Question) -> Answer {
    let artists = question.statistics.albums(&question.span, ARTISTS).await?;
    let shapes: Vec<Value> = artists.iter().map(artist).collect();
    Ok(question.answer("artist_activity", shapes.into(), Map::new()))
}

fn artist(it: &ArtistAlbums) -> Value {
    let album = |album: &Entry| {
        json!({
            "name": album.subject.name,
            "listen_count": album.listens,
            "release_group_mbid": album.subject.mbid.map(|mbid| mbid.to_string()),
        })
    };
    json!({
        "name": it.artist_name,
        "artist_name": it.artist_name,
        "artist_mbid": it.artist_mbid.map(|mbid| mbid.to_string()),
        "listen_count": it.listens,
        "albums": it.albums.iter().map(album).collect::<Vec<_>>(),
    })
}

/// `GET …/artist-evolution-activity`: artists over time.
pub(crate) async fn list_evolution(question: Question) -> Answer {
    let (unit, format) = unit(question.range);
    let evolution = question.statistics.evolution(&question.span, unit, FOLLOWED).await?;
    let mut shapes = Vec::new();
    for (period, plays) in &evolution.periods {
        let name = period.first.strftime(format).to_string();
        for (artist, plays) in evolution.artists.iter().zip(plays).filter(|(_, it)| **it > 0) {
            shapes.push(json!({
                "time_unit": name,
                "artist_mbid": artist.mbid.map(|mbid| mbid.to_string()),
                "artist_name": artist.name,
                "listen_count": plays,
            }));
        }
    }
    Ok(question.answer("artist_evolution_activity", shapes.into(), Map::new()))
}

/// The periods of a range, and how they are called in it.
fn unit(range: Range) -> (Unit, &'static str) {
    match range {
        Range::AllTime => (Unit::Year, "%Y"),
        Range::This(Period::Week) | Range::Last(Period::Week) => (Unit::Day, "%A"),
        Range::This(Period::Month) | Range::Last(Period::Month) => (Unit::Day, "%-d"),
        Range::This(_) | Range::Last(_) => (Unit::Month, "%B"),
        Range::Dates(..) => (Unit::Day, "%Y-%m-%d"),
    }
}

/// `GET …/genre-activity`: genres by hour of the day.
pub(crate) async fn list_genres(question: Question) -> Answer {
    let genres = question.statistics.genre_hours(&question.span, GENRES).await?;
    let mut shapes = Vec::new();
    for genre in &genres {
        for (hour, plays) in genre.hours.iter().enumerate().filter(|(_, plays)| **plays > 0) {
            shapes.push(json!({"genre": genre.genre, "hour": hour, "listen_count": plays}));
        }
    }
    Ok(question.answer("genre_activity", shapes.into(), Map::new()))
}

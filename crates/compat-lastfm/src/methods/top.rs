//! Charts of a person: artists, albums, tracks.

use jiff::Span;
use listens::stats::{Entry, Order, Range, Ranked};

use super::Answer;
use super::shapes::{Page, artist, images, mbid, page};
use super::user::person;
use crate::Surface;
use crate::failure::{Code, Failure};
use crate::node::Node;
use crate::params::{Call, Params};

/// What a chart ranks, and how it is called.
pub(super) struct Named {
    ranked: Ranked,
    list: &'static str,
    entry: &'static str,
    /// What MusicBrainz calls an entry.
    entity: &'static str,
}

/// `user.getTopArtists`
pub(super) const ARTISTS: Named =
    Named { ranked: Ranked::Artists, list: "topartists", entry: "artist", entity: "artist" };
/// `user.getTopAlbums`
pub(super) const ALBUMS: Named =
    Named { ranked: Ranked::Releases, list: "topalbums", entry: "album", entity: "release" };
/// `user.getTopTracks`
pub(super) const TRACKS: Named =
    Named { ranked: Ranked::Recordings, list: "toptracks", entry: "track", entity: "recording" };

/// A chart of the days that `period` names.
pub(super) async fn get(surface: &Surface, call: &Call, named: Named) -> Answer {
    let user = person(surface, call).await?;
    let part = Page::read(&call.params)?;
    let statistics = surface.listens().statistics(user.id).await?;
    let range = range(&call.params, statistics.today())?;
    let span = statistics.span(range).await?;
    let wanted = (part.offset(), part.limit());
    let chart = statistics.top(named.ranked, &span, Order::Listens, wanted).await?;
    let places = u64::from(part.offset()) + 1..;
    let entries = chart.entries.iter().zip(places);
    let entries = entries.map(|(entry, place)| shape(&named, entry, place));
    let list = Node::list(named.list, named.entry, entries.collect());
    Ok(part.around(list, &user.username.text, chart.total))
}

/// The days until today that a word of Last.fm means.
fn range(params: &Params, today: jiff::civil::Date) -> Result<Range, Failure> {
    let length = match params.filled("period").unwrap_or("overall") {
        "overall" => return Ok(Range::AllTime),
        "7day" => Span::new().days(7),
        "1month" => Span::new().months(1),
        "3month" => Span::new().months(3),
        "6month" => Span::new().months(6),
        "12month" => Span::new().months(12),
        _ => return Err(Failure::new(Code::Parameters, "Invalid parameters - No such period")),
    };
    let first = today.saturating_sub(length);
    Ok(Range::Dates(first, today))
}

fn shape(named: &Named, entry: &Entry, place: u64) -> Node {
    let subject = &entry.subject;
    let mut children = vec![
        Node::text("name", &subject.name),
        Node::text("playcount", &entry.listens.to_string()),
        Node::text("mbid", &mbid(subject.mbid)),
        Node::text("url", &page(named.entity, subject.mbid)),
    ];
    match named.ranked {
        Ranked::Recordings => {
            // 0 is how Last.fm says that it does not know.
            let length_s = subject.length_ms.unwrap_or(0) / 1000;
            children.push(Node::text("duration", &length_s.to_string()));
            children.push(Node::text("streamable", "0").with("fulltrack", "0"));
        }
        Ranked::Artists => children.push(Node::text("streamable", "0")),
        _ => {}
    }
    if let Some(credit) = &subject.artist_credit_name {
        let first = subject.artists.first().map(|first| first.mbid);
        children.push(Node::new("artist", artist(credit, first)));
    }
    children.extend(images(subject.cover));
    Node::new(named.entry, children).with("rank", &place.to_string())
}

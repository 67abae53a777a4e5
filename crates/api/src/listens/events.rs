//! What a person hears at this moment, as server-sent events.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract;
use axum::response::sse::{Event as Message, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use edge::Problem;
use edge::extract::{NoQuery, Path};
use edge::problem::code;
use futures::stream::{self, Stream};
use listens::{Feed, News};
use serde::Serialize;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::Instant;

use super::Listening;
use super::problems::ReadProblems;
use super::shapes::{ListenShape, NowPlayingShape};
use crate::accounts::MaybeCaller;
use crate::error::Result;

/// How often something is sent, so that proxies keep the connection.
const ALIVE: Duration = Duration::from_secs(15);
/// After how long a client has to ask again: what it may see may have changed.
const DEADLINE: Duration = Duration::from_secs(15 * 60);
/// Seconds after which a client that found no room may try again.
const RETRY_S: u64 = 10;

/// Watch what a person hears
///
/// `listen` for each new listen, `now-playing` when something begins (and at first, when something
/// plays already), `stopped` when nothing plays any more. What another process over the same
/// database takes in comes some seconds later, listens if they are among the 50 newest. `again` is the last one: ask again. It comes after a
/// quarter of an hour, and to a client that is too slow.
#[utoipa::path(
    get,
    path = "/v1/users/{name}/events",
    tag = "listening",
    params(("name" = String, Path, description = "The name of a user")),
    responses(
        (status = 200, description = "Events", content_type = "text/event-stream", body = String),
        ReadProblems,
    ),
)]
pub(crate) async fn watch_listens(
    extract::State(listening): extract::State<Listening>,
    viewer: MaybeCaller,
    Path(name): Path<String>,
    _: NoQuery,
) -> Result<Response> {
    let user = listening.person(&name, &viewer).await?;
    let permit = Arc::clone(&listening.0.room).try_acquire_owned().map_err(|_| {
        let words = "too many clients watch at the moment";
        Problem::new(code::UNAVAILABLE).detail(words).retry_after_s(RETRY_S)
    })?;
    let watcher = Watcher {
        feed: listening.listens().watch(user.id).await?,
        closing: listening.0.closing.subscribe(),
        deadline: Instant::now() + DEADLINE,
        is_over: false,
        _permit: permit,
    };
    let alive = KeepAlive::new().interval(ALIVE);
    Ok(Sse::new(watcher.messages()).keep_alive(alive).into_response())
}

/// A client that watches.
struct Watcher {
    feed: Feed,
    closing: watch::Receiver<bool>,
    deadline: Instant,
    is_over: bool,
    _permit: OwnedSemaphorePermit,
}

impl Watcher {
    fn messages(self) -> impl Stream<Item = Result<Message, Infallible>> + Send {
        stream::unfold(self, |mut watcher| async move {
            let message = watcher.message().await?;
            Some((Ok(message), watcher))
        })
    }

    /// The next message; none when it is over.
    async fn message(&mut self) -> Option<Message> {
        while !self.is_over {
            let news = tokio::select! {
                news = self.feed.next() => news,
                _ = self.closing.wait_for(|is_closing| *is_closing) => Ok(None),
                () = tokio::time::sleep_until(self.deadline) => Ok(None),
            };
            // A database that fails now may answer when the client asks again.
            match news {
                Ok(Some(news)) => match tell(news) {
                    Some(message) => return Some(message),
                    None => continue,
                },
                Ok(None) | Err(_) => {
                    self.is_over = true;
                    return Some(Message::default().event("again").data("{}"));
                }
            }
        }
        None
    }
}

fn tell(news: News) -> Option<Message> {
    match news {
        News::Listened(listen) => message("listen", ListenShape::from(*listen)),
        News::Playing(playing) => message("now-playing", NowPlayingShape::from(*playing)),
        News::Stopped => Some(Message::default().event("stopped").data("{}")),
    }
}

fn message(name: &str, shape: impl Serialize) -> Option<Message> {
    // A shape of texts and numbers always becomes JSON.
    Message::default().event(name).json_data(shape).ok()
}

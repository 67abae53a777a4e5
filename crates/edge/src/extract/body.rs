//! A body read whole: bounded in size and in time.

use std::time::Duration;

use axum::body::{Body, Bytes};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

/// Why a body was not read.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// It has more bytes than are read.
    #[error("the body is too large")]
    TooLarge,
    /// The connection ended within it.
    #[error("the body broke off")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It was not complete in time.
    #[error("the body came too slowly")]
    Slow,
}

/// Reads a whole body of at most `limit` bytes that arrives before the deadline.
///
/// # Errors
/// [`Unread`]; nothing of the body is kept then.
pub async fn read_body(body: Body, limit: usize, deadline: Duration) -> Result<Bytes, Unread> {
    let whole = tokio::time::timeout(deadline, Limited::new(body, limit).collect()).await;
    match whole {
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Unread::TooLarge),
        Ok(Err(error)) => Err(Unread::Broken(error)),
        Err(_) => Err(Unread::Slow),
    }
}

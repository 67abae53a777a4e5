//! What a person heard for the first time in a span.

use store::user_subjects::{self, Counted};

use super::named::Subject;
use super::{MAX_ENTRIES, Ranked, Span, Statistics};
use crate::error::{Refusal, Result};

/// A part of what was discovered.
#[derive(Debug, Clone, PartialEq)]
pub struct Discoveries {
    /// The latest first.
    pub entries: Vec<Discovery>,
    /// All of the span.
    pub total: u64,
}

/// Something that was heard for the first time.
#[derive(Debug, Clone, PartialEq)]
pub struct Discovery {
    /// What.
    pub subject: Subject,
    /// The first play.
    pub first_listened_at_ms: i64,
    /// The latest play.
    pub last_listened_at_ms: i64,
    /// All plays until today.
    pub listens: u64,
}

impl Statistics {
    /// Artists, recordings or releases whose first play lies in a span, at most [`MAX_ENTRIES`].
    ///
    /// # Errors
    /// Refused: anything else than these three.
    pub async fn discoveries(
        &self,
        ranked: Ranked,
        span: &Span,
        (offset, limit): (u32, u32),
    ) -> Result<Discoveries> {
        let kind = match ranked {
            Ranked::Artists => Counted::Artist,
            Ranked::Recordings => Counted::Recording,
            Ranked::Releases => Counted::Release,
            _ => {
                let reason = "first plays are known of artists, recordings and releases";
                return Err(Refusal::invalid("of", reason));
            }
        };
        let (store, of) = (self.listens.store(), (self.place.user_id, kind));
        let between = (span.from_ms, span.to_ms);
        let part = (limit.min(MAX_ENTRIES), offset);
        let counts = user_subjects::discovered(store, of, between, part).await?;
        let total = user_subjects::count_discovered(store, of, between).await?;
        let subjects = self.named(counts.iter().map(|count| count.subject)).await?;
        let entries = counts.iter().zip(subjects).map(|(count, subject)| Discovery {
            subject,
            first_listened_at_ms: count.first_listened_at_ms,
            last_listened_at_ms: count.last_listened_at_ms,
            listens: u64::try_from(count.listens).unwrap_or(0),
        });
        Ok(Discoveries { entries: entries.collect(), total: u64::try_from(total).unwrap_or(0) })
    }
}

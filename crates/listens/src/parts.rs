//! Parts of the history by number, for clients that know no cursors.

use store::{listen_places, listens};
use uuid::Uuid;

use crate::error::Result;
use crate::history::{Listen, MAX_PAGE, Window};
use crate::listens::Listens;

impl Listens {
    /// How many listens a person has in a span of time.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn count_in(&self, user_id: Uuid, window: Window) -> Result<u64> {
        if window == Window::default() {
            return self.count(user_id).await;
        }
        let count = listen_places::count(self.store(), user_id, bounds(window)).await?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Listens of a span of time, the newest first, behind so many others, at most [`MAX_PAGE`].
    ///
    /// # Errors
    /// Those of the database.
    pub async fn part(
        &self,
        user_id: Uuid,
        window: Window,
        (offset, limit): (u32, u32),
    ) -> Result<Vec<Listen>> {
        let (before_ms, after_ms) = bounds(window);
        let before = match offset.checked_sub(1) {
            None => Some((before_ms, Uuid::nil())),
            Some(last) => {
                listen_places::nth(self.store(), user_id, (before_ms, after_ms), last).await?
            }
        };
        let Some(before) = before else { return Ok(Vec::new()) };
        let limit = limit.clamp(1, MAX_PAGE);
        let mut rows = listens::page(self.store(), user_id, before, limit).await?;
        rows.retain(|row| row.row.listened_at_ms > after_ms);
        self.complete(rows).await
    }
}

fn bounds(window: Window) -> (i64, i64) {
    (window.before_ms.unwrap_or(i64::MAX), window.after_ms.unwrap_or(i64::MIN))
}

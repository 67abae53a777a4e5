//! Pages of lists in the order of ids.

use edge::Problem;
use edge::paging::{Cursor, Limit, Scope};
use serde::{Deserialize, Deserializer};
use utoipa::IntoParams;
use uuid::Uuid;

/// Which page of a list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageQuery {
    /// Entries on a page, 1 to 50.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 50, default = 20)]
    limit: Option<Limit>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A page that was asked for.
pub(super) struct Page {
    /// The last id of the page before.
    pub(super) after: Option<Uuid>,
    limit: u32,
    scope: Scope,
}

impl PageQuery {
    /// The page of this list.
    pub(super) fn page(&self, list: &str) -> Result<Page, Problem> {
        let scope = Scope::of(&[list.as_bytes()]);
        let cursor = self.cursor.as_deref().map(|text| Cursor::decode(text, scope)).transpose()?;
        let after = cursor.map(|cursor| Uuid::from_u64_pair(cursor.position, cursor.tie));
        let limit = self.limit.unwrap_or_default().get() as u32;
        Ok(Page { after, limit, scope })
    }
}

impl Page {
    /// How many entries to ask for: one more than there are on the page.
    pub(super) fn wanted(&self) -> u32 {
        self.limit + 1
    }

    /// Cuts the one more off; the cursor of the next page if there was one.
    pub(super) fn cut<T>(&self, entries: &mut Vec<T>, id: impl Fn(&T) -> Uuid) -> Option<String> {
        let is_more = entries.len() > self.limit as usize;
        entries.truncate(self.limit as usize);
        let last = entries.last().filter(|_| is_more).map(id)?;
        let (position, tie) = last.as_u64_pair();
        Some(Cursor { position, tie }.encode(self.scope))
    }
}

/// Tells a field that is null from one that is not there.
pub(super) fn some<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

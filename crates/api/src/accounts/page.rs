//! Pages of lists in the order of ids or of time.

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

impl PageQuery {
    /// The page of this list.
    pub(crate) fn page(&self, list: &str) -> Result<Page, Problem> {
        Page::new(&[list.as_bytes()], self.limit, self.cursor.as_deref())
    }
}

/// A page that was asked for.
pub(crate) struct Page {
    /// The place of the last entry of the page before.
    after: Option<Cursor>,
    limit: usize,
    scope: Scope,
}

impl Page {
    /// A page of the list that `parts` of the request tell from all others.
    pub(crate) fn new(
        parts: &[&[u8]],
        limit: Option<Limit>,
        cursor: Option<&str>,
    ) -> Result<Self, Problem> {
        let scope = Scope::of(parts);
        let after = cursor.map(|text| Cursor::decode(text, scope)).transpose()?;
        Ok(Self { after, limit: limit.unwrap_or_default().get(), scope })
    }

    /// The last id of the page before, in a list in the order of ids.
    pub(crate) fn after_id(&self) -> Option<Uuid> {
        self.after.map(|cursor| Uuid::from_u64_pair(cursor.position, cursor.tie))
    }

    /// The last instant of the page before, in a list in the order of time.
    pub(crate) fn after_ms(&self) -> Option<i64> {
        self.after.map(|cursor| i64::try_from(cursor.position).unwrap_or(i64::MAX))
    }

    /// How many entries the pages before had, in a list that is paged by places.
    pub(crate) fn skipped(&self) -> u32 {
        self.after.map_or(0, |cursor| u32::try_from(cursor.position).unwrap_or(u32::MAX))
    }

    /// How many entries to ask for: one more than there are on the page.
    pub(crate) fn wanted(&self) -> usize {
        self.limit + 1
    }

    /// Cuts the one more off; the cursor of the next page if there was one.
    pub(crate) fn cut<T>(
        &self,
        entries: &mut Vec<T>,
        place: impl Fn(&T) -> Cursor,
    ) -> Option<String> {
        let is_more = entries.len() > self.limit;
        entries.truncate(self.limit);
        let last = entries.last().filter(|_| is_more).map(place)?;
        Some(last.encode(self.scope))
    }
}

/// The place of an entry in a list in the order of ids.
pub(crate) fn by_id(id: Uuid) -> Cursor {
    let (position, tie) = id.as_u64_pair();
    Cursor { position, tie }
}

/// The place of an entry in a list in the order of time; times before 1970 count as 1970.
pub(crate) fn by_ms(at_ms: i64) -> Cursor {
    Cursor::at(u64::try_from(at_ms).unwrap_or(0))
}

/// Tells a field that is null from one that is not there.
pub(super) fn some<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

//! Ways to add the rows that many tables share: aliases, tags, relationships, urls.

use crate::dump::row::NULL;
use crate::dump::{DumpWriter, Row};
use crate::{mbid, row};

/// When every row was last changed.
pub(super) const CHANGED: &str = "2025-11-02 18:04:55.5+00";

/// The dump while it is filled.
#[derive(Default)]
pub(super) struct Shelf {
    pub(super) dump: DumpWriter,
}

/// An alias; `locale` and `kind` are empty or 0 when there is none.
#[derive(Default)]
pub(super) struct Alias {
    pub(super) name: &'static str,
    pub(super) sort_name: &'static str,
    pub(super) locale: &'static str,
    pub(super) primary: bool,
    /// Row id of the type: 1 name, 2 legal name or search hint.
    pub(super) kind: u32,
    pub(super) begin: &'static str,
    pub(super) end: &'static str,
}

/// An attribute of a relationship.
#[derive(Default, Clone, Copy)]
pub(super) struct Attribute {
    pub(super) kind: u32,
    pub(super) text: Option<&'static str>,
    pub(super) credited_as: Option<&'static str>,
}

/// A relationship: type, both ends and what is special about it.
#[derive(Default)]
pub(super) struct Relationship<'a> {
    pub(super) kind: u32,
    pub(super) ends: (u32, u32),
    pub(super) attributes: &'a [Attribute],
    pub(super) begin: &'static str,
    pub(super) end: &'static str,
    pub(super) order: u32,
    pub(super) credits: (&'static str, &'static str),
}

/// Three fields of a partial date such as `1998-03`; unknown parts are `????` or `??`.
pub(super) fn date(text: &str) -> Row {
    let mut parts = text.split('-').map(|part| part.parse::<u32>().ok());
    row![parts.next().flatten(), parts.next().flatten(), parts.next().flatten()]
}

/// `None` for 0.
pub(super) fn some(id: u32) -> Option<u32> {
    (id != 0).then_some(id)
}

/// `None` for the empty text.
pub(super) fn text(value: &'static str) -> Option<&'static str> {
    (!value.is_empty()).then_some(value)
}

impl Shelf {
    pub(super) fn add(&mut self, table: &str, row: Row) {
        self.dump.push(table, row);
    }

    /// The number after the last row of a table.
    fn next_id(&self, table: &str) -> u32 {
        self.dump.table(table).len() as u32 + 1
    }

    pub(super) fn alias(&mut self, kind: &str, owner: u32, alias: &Alias) {
        let table = format!("{kind}_alias");
        let ended = !alias.end.is_empty();
        let sort_name = text(alias.sort_name).unwrap_or(alias.name);
        let row = [
            row![self.next_id(&table), owner, alias.name, text(alias.locale), 0, CHANGED],
            row![some(alias.kind), sort_name],
            date(alias.begin),
            date(alias.end),
            row![alias.primary, ended],
        ];
        self.add(&table, row.concat());
    }

    /// Tags by their row id, with counts.
    pub(super) fn tags(&mut self, kind: &str, owner: u32, tags: &[(u32, i32)]) {
        for (tag, count) in tags {
            self.add(&format!("{kind}_tag"), row![owner, *tag, *count, CHANGED]);
        }
    }

    pub(super) fn annotation(&mut self, kind: &str, owner: u32, words: &str) {
        let id = self.next_id("annotation");
        self.add("annotation", row![id, 1, words, NULL, CHANGED]);
        self.add(&format!("{kind}_annotation"), row![owner, id]);
    }

    /// Makes the merged id of a row lead to it.
    pub(super) fn redirect(&mut self, kind: &str, survivor: u32) {
        let row = row![mbid::merged(kind, survivor), survivor, CHANGED];
        self.add(&format!("{kind}_gid_redirect"), row);
    }

    pub(super) fn relate(&mut self, ends: (&str, &str), of: &Relationship<'_>) {
        let table = format!("l_{}_{}", ends.0, ends.1);
        let link = self.link(of);
        let row = row![
            self.next_id(&table),
            link,
            of.ends.0,
            of.ends.1,
            0,
            CHANGED,
            of.order,
            of.credits.0,
            of.credits.1
        ];
        self.add(&table, row);
    }

    /// A relationship without anything special.
    pub(super) fn connect(&mut self, ends: (&str, &str), kind: u32, ids: (u32, u32)) {
        self.relate(ends, &Relationship { kind, ends: ids, ..Relationship::default() });
    }

    /// The link of that type, dates and attributes: one is shared by all plain ones of a type.
    fn link(&mut self, of: &Relationship<'_>) -> u32 {
        let row_of = |id: u32| {
            let count = of.attributes.len() as u32;
            let dates = [date(of.begin), date(of.end)].concat();
            let row = [row![id, of.kind], dates, row![count, CHANGED, !of.end.is_empty()]];
            row.concat()
        };
        let links = self.dump.table("link");
        if of.attributes.is_empty()
            && let Some(at) = links.iter().position(|row| row[1..] == row_of(0)[1..])
        {
            return at as u32 + 1;
        }
        let id = self.next_id("link");
        self.add("link", row_of(id));
        for attribute in of.attributes {
            self.add("link_attribute", row![id, attribute.kind, CHANGED]);
            if let Some(value) = attribute.text {
                self.add("link_attribute_text_value", row![id, attribute.kind, value]);
            }
            if let Some(name) = attribute.credited_as {
                self.add("link_attribute_credit", row![id, attribute.kind, name]);
            }
        }
        id
    }

    /// An address, and a relationship to it; an address is one row however many refer to it.
    pub(super) fn url(&mut self, (kind, owner): (&str, u32), link_type: u32, url: &str) {
        let known = self.dump.table("url").iter().position(|row| row[2].as_deref() == Some(url));
        let id = known.map_or(self.next_id("url"), |at| at as u32 + 1);
        if known.is_none() {
            self.add("url", row![id, mbid::gid("url", id), url, 0, CHANGED]);
        }
        let ids = if kind == "work" { (id, owner) } else { (owner, id) };
        let ends = if kind == "work" { ("url", "work") } else { (kind, "url") };
        self.connect(ends, link_type, ids);
    }
}

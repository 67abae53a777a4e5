//! The words of a catalogue in memory, and what many kinds of documents have in common.

use std::collections::HashMap;

use catalog::codec::List;
use catalog::fielded::{Field, Sheet};
use catalog::record::{Alias, Area, TagCount};
use catalog::{Catalog, Words};

use super::Cx;
use crate::error::Result;

/// A word and its code.
type Word = (Box<str>, Box<str>);

/// Words by list and row id. Tags stay in the catalogue: there are too many.
pub(super) struct Lexicon(HashMap<(u8, u32), Word>);

impl Lexicon {
    /// Reads all words.
    pub(super) fn read(catalog: &Catalog) -> Result<Self> {
        let view = catalog.view()?;
        let mut words = HashMap::new();
        for term in view.terms()? {
            let (list, row, term) = term?;
            if list != Words::Tag as u8 {
                words.insert((list, row), (term.name.into(), term.code.into()));
            }
        }
        Ok(Self(words))
    }

    /// The name of a word; empty where there is none.
    pub(super) fn name(&self, words: Words, row: u32) -> &str {
        self.0.get(&(words as u8, row)).map_or("", |word| &word.0)
    }

    /// The code of a language or script.
    pub(super) fn code(&self, words: Words, row: u32) -> &str {
        self.0.get(&(words as u8, row)).map_or("", |word| &word.1)
    }
}

impl Cx<'_> {
    /// Puts the names of tags.
    pub(super) fn tags(
        &self,
        field: impl Into<Field>,
        tags: List<'_, TagCount<'_>>,
        sheet: &mut Sheet,
    ) -> Result<()> {
        let field = field.into();
        for tag in tags.iter() {
            if let Some(term) = self.view.term(Words::Tag, tag?.tag)? {
                sheet.text(field, term.name);
            }
        }
        Ok(())
    }

    /// Puts the name of an area.
    pub(super) fn area(&self, field: impl Into<Field>, area: u32, sheet: &mut Sheet) -> Result<()> {
        if area > 0
            && let Some(area) = self.view.get::<Area<'_>>(area)?
        {
            sheet.text(field, area.name);
        }
        Ok(())
    }
}

/// Puts other names.
pub(super) fn aliases(
    field: impl Into<Field>,
    aliases: List<'_, Alias<'_>>,
    sheet: &mut Sheet,
) -> Result<()> {
    let field = field.into();
    for alias in aliases.iter() {
        let alias = alias?;
        sheet.text(field, alias.name);
        if alias.sort_name != alias.name {
            sheet.text(field, alias.sort_name);
        }
    }
    Ok(())
}

/// A country's code as text; empty where there is none.
pub(super) fn country(code: &[u8; 2]) -> &str {
    std::str::from_utf8(code).map_or("", |code| code.trim_matches('\0'))
}

//! The words of one generation in memory, with their public ids: types, formats, languages.

use catalog::codec::{Field as _, Reader};
use catalog::record::Genre;
use catalog::{Catalog, Result, Table, Term, View, Words};
use model::Kind;
use text::Collation;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Rows of a list that are kept; MusicBrainz's longest list, languages, has 7,900.
const MAX_WORDS: usize = 1 << 18;

/// A word.
#[derive(Debug, Clone, Default)]
pub(crate) struct Word {
    /// The word; empty where there is none.
    pub(crate) name: Box<str>,
    /// Its public id in text.
    pub(crate) gid: Box<str>,
    /// ISO 639-3 of a language, ISO 15924 of a script.
    pub(crate) code: Box<str>,
    /// ISO 639-2/T of a language.
    pub(crate) second_code: Box<str>,
    /// Of a link type: whether one entity may have many such relationships as the first, and as
    /// the second end.
    pub(crate) has_many: [bool; 2],
    /// Of an attribute type: whether what it stands for can be credited under another name.
    pub(crate) is_creditable: bool,
}

impl Word {
    fn of(term: &Term<'_>) -> Self {
        Self {
            name: term.name.into(),
            gid: term.gid.text(model::IdScheme::Mbid).as_str().into(),
            code: term.code.into(),
            second_code: term.second_code.into(),
            has_many: [term.is_many_first, term.is_many_second],
            is_creditable: term.is_creditable,
        }
    }

    /// The code of a language: ISO 639-3, where there is none ISO 639-2/T.
    pub(crate) fn language(&self) -> &str {
        if self.code.is_empty() { &self.second_code } else { &self.code }
    }
}

/// Words by list and row id. Tags stay in the catalogue: there are too many.
pub(crate) struct Lexicon {
    generation: u64,
    stamp: u64,
    lists: Vec<Vec<Word>>,
    /// All genres by name.
    genres: Vec<u32>,
    collation: Collation,
}

impl Lexicon {
    /// Reads all words of a generation.
    pub(crate) fn read(catalog: &Catalog) -> Result<Self> {
        let imported_at = catalog.manifest().imported_at.as_bytes();
        let seed = xxh3_64_with_seed(imported_at, catalog.number());
        let mut lexicon = Self {
            generation: catalog.number(),
            stamp: xxh3_64_with_seed(env!("CARGO_PKG_VERSION").as_bytes(), seed),
            lists: vec![Vec::new(); Words::tables().len() + 1],
            genres: Vec::new(),
            collation: Collation::new(),
        };
        let view = catalog.view()?;
        for term in view.terms()? {
            let (list, row, term) = term?;
            let (list, row) = (usize::from(list), row as usize);
            if list == Words::Tag as usize || row >= MAX_WORDS {
                continue;
            }
            if let Some(list) = lexicon.lists.get_mut(list) {
                if list.len() <= row {
                    list.resize(row + 1, Word::default());
                }
                list[row] = Word::of(&term);
            }
        }
        lexicon.genres = genres(&view, &lexicon.collation)?;
        Ok(lexicon)
    }

    /// The dense ids of all genres, by name.
    pub(crate) fn genres(&self) -> &[u32] {
        &self.genres
    }

    /// The order of names.
    pub(crate) fn collation(&self) -> &Collation {
        &self.collation
    }

    /// The number of the generation.
    pub(crate) fn generation(&self) -> u64 {
        self.generation
    }

    /// A number that is another for every import and every version of this program.
    pub(crate) fn stamp(&self) -> u64 {
        self.stamp
    }

    /// A word; `None` for row 0, which is "none".
    #[inline]
    pub(crate) fn word(&self, words: Words, row: u32) -> Option<&Word> {
        self.lists[words as usize].get(row as usize).filter(|word| !word.name.is_empty())
    }

    /// The name of a word.
    #[inline]
    pub(crate) fn name(&self, words: Words, row: u32) -> Option<&str> {
        self.word(words, row).map(|word| &*word.name)
    }

    /// The rows of all words of a list whose name is this, in any case of its letters.
    pub(crate) fn rows(&self, words: Words, name: &str) -> Vec<u32> {
        let list = &self.lists[words as usize];
        let is_it = |(row, word): (usize, &Word)| {
            (word.name.to_lowercase() == name.to_lowercase()).then_some(row as u32)
        };
        list.iter().enumerate().filter_map(is_it).filter(|row| *row > 0).collect()
    }
}

/// All genres by name.
fn genres(view: &View<'_>, collation: &Collation) -> Result<Vec<u32>> {
    let mut named = Vec::new();
    for entry in view.records(Table::Entity(Kind::Genre))? {
        let (row, bytes) = entry?;
        named.push((Genre::take(&mut Reader::new(bytes))?.name, row));
    }
    named.sort_by(|a, b| collation.compare(a.0, b.0).then(a.1.cmp(&b.1)));
    Ok(named.into_iter().map(|(_, row)| row).collect())
}

//! The words of one generation in memory, with their public ids: types, formats, languages.

use catalog::{Catalog, Result, Term, Words};
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
    /// Its place in lists for people.
    pub(crate) child_order: u32,
    /// Of an attribute type: the top word above it.
    pub(crate) root: u32,
}

impl Word {
    fn of(term: &Term<'_>) -> Self {
        Self {
            name: term.name.into(),
            gid: term.gid.text(model::IdScheme::Mbid).as_str().into(),
            code: term.code.into(),
            second_code: term.second_code.into(),
            child_order: term.child_order,
            root: term.root,
        }
    }
}

/// Words by list and row id. Tags stay in the catalogue: there are too many.
pub(crate) struct Lexicon {
    generation: u64,
    stamp: u64,
    lists: Vec<Vec<Word>>,
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
        Ok(lexicon)
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

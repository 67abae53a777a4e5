//! The words of one generation in memory: types, formats, languages, and which tags are genres.
//!
//! A track's answer needs a dozen words. Here each is one index into a list; in the catalogue each
//! would be a search in a tree.

use catalog::{Catalog, Result, Term, Words};
use model::IdScheme;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Rows of a list that are kept; MusicBrainz's longest list, languages, has 7,900.
const MAX_WORDS: usize = 1 << 18;
/// Tags that are looked at; MusicBrainz has about 400,000. Two bytes each.
const MAX_TAGS: usize = 1 << 22;
/// The name that turns a release group of any primary type into a compilation.
const COMPILATION: &str = "Compilation";
/// The type of a picture that the Cover Art Archive serves as `front`.
const FRONT: &str = "Front";

/// Words by list and row id.
pub(crate) struct Lexicon {
    scheme: IdScheme,
    stamp: u64,
    lists: Vec<Vec<Box<str>>>,
    /// Release group types in lower case.
    album_types: Vec<Box<str>>,
    compilation: u32,
    front: u32,
    /// One more than the place in `genres`, by tag.
    genre_of_tag: Vec<u16>,
    genres: Vec<Box<str>>,
}

impl Lexicon {
    /// Reads all words of a generation.
    pub(crate) fn read(catalog: &Catalog) -> Result<Self> {
        let imported_at = catalog.manifest().imported_at.as_bytes();
        let version = env!("CARGO_PKG_VERSION").as_bytes();
        let seed = xxh3_64_with_seed(imported_at, catalog.number());
        let mut lexicon = Self {
            scheme: catalog.id_scheme(),
            stamp: xxh3_64_with_seed(version, seed),
            lists: vec![Vec::new(); Words::tables().len() + 1],
            album_types: Vec::new(),
            compilation: 0,
            front: 0,
            genre_of_tag: Vec::new(),
            genres: Vec::new(),
        };
        let view = catalog.view()?;
        for term in view.terms()? {
            let (list, row, term) = term?;
            lexicon.take(usize::from(list), row, &term);
        }
        let types = &lexicon.lists[Words::ReleaseGroupPrimaryType as usize];
        lexicon.album_types = types.iter().map(|name| name.to_lowercase().into()).collect();
        lexicon.compilation = lexicon.row(Words::ReleaseGroupSecondaryType, COMPILATION);
        lexicon.front = lexicon.row(Words::CoverArtType, FRONT);
        Ok(lexicon)
    }

    fn take(&mut self, list: usize, row: u32, term: &Term<'_>) {
        let row = row as usize;
        if list == Words::Tag as usize {
            if term.genre > 0 && row < MAX_TAGS && self.genres.len() < usize::from(u16::MAX) {
                self.genres.push(term.name.into());
                put_at(&mut self.genre_of_tag, row, self.genres.len() as u16);
            }
        } else if let Some(list) = self.lists.get_mut(list).filter(|_| row < MAX_WORDS) {
            put_at(list, row, term.name.into());
        }
    }

    /// The row of a name, 0 when there is none.
    fn row(&self, words: Words, name: &str) -> u32 {
        let list = &self.lists[words as usize];
        list.iter().position(|word| &**word == name).unwrap_or(0) as u32
    }

    /// How public ids are written.
    pub(crate) fn scheme(&self) -> IdScheme {
        self.scheme
    }

    /// A number that is another for every import and every version of this program.
    pub(crate) fn stamp(&self) -> u64 {
        self.stamp
    }

    /// A word; `None` for row 0, which is "none".
    #[inline]
    pub(crate) fn word(&self, words: Words, row: u32) -> Option<&str> {
        let word = self.lists[words as usize].get(row as usize)?;
        (!word.is_empty()).then_some(&**word)
    }

    /// The primary type of a release group in lower case.
    #[inline]
    pub(crate) fn album_type(&self, row: u32) -> Option<&str> {
        self.album_types.get(row as usize).filter(|word| !word.is_empty()).map(|word| &**word)
    }

    /// Whether a secondary type says that a release group is a compilation.
    #[inline]
    pub(crate) fn is_compilation(&self, row: u32) -> bool {
        row == self.compilation && row > 0
    }

    /// Whether a type of picture is the front cover.
    #[inline]
    pub(crate) fn is_front(&self, row: u32) -> bool {
        row == self.front && row > 0
    }

    /// The genre that a tag names, `None` for other tags.
    #[inline]
    pub(crate) fn genre(&self, tag: u32) -> Option<&str> {
        let place = usize::from(*self.genre_of_tag.get(tag as usize)?).checked_sub(1)?;
        self.genres.get(place).map(|name| &**name)
    }
}

fn put_at<T: Default + Clone>(list: &mut Vec<T>, at: usize, value: T) {
    if list.len() <= at {
        list.resize(at + 1, T::default());
    }
    list[at] = value;
}

//! Look-ups: documents that have certain words, unscored, for programs that compare names themselves.

use std::cmp::Reverse;

use text::{Kind, Scratch};

use super::edits::each_edit;
use super::names::whole_title;
use super::query::{MAX_QUERY_BYTES, MAX_WORDS};
use super::read::Index;
use super::walk::{Budget, Walk};
use super::{Error, Result};

/// What documents must have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Words, all of them, anywhere in the document; see [`Wanted::words_of`].
    pub words: Vec<String>,
    /// The whole title, if the index knows it as one; see [`Wanted::title_of`].
    pub title: Option<String>,
}

impl Wanted {
    /// The different words of a text as the index knows them, at most [`MAX_WORDS`]; signs only where there is no word.
    #[must_use]
    pub fn words_of(text: &str) -> Vec<String> {
        let folded = text::fold(&text[..text.floor_char_boundary(MAX_QUERY_BYTES)]);
        let (mut words, mut signs): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        text::query_tokens(&folded, &mut Scratch::default(), &mut |token| {
            let is_word = matches!(token.kind, Kind::Word | Kind::Gram);
            let list = if is_word { &mut words } else { &mut signs };
            if list.len() < MAX_WORDS && !list.iter().any(|known| known == token.text) {
                list.push(token.text.to_owned());
            }
        });
        if words.is_empty() { signs } else { words }
    }

    /// The text as a whole title; `None` when it is too long to be indexed as one.
    #[must_use]
    pub fn title_of(text: &str) -> Option<String> {
        let mut title = String::new();
        whole_title(&text::fold(&text[..text.floor_char_boundary(MAX_QUERY_BYTES)]), &mut title);
        (!title.is_empty()).then_some(title)
    }
}

impl Index {
    /// Dense ids of documents that have everything wanted, the most popular first.
    ///
    /// Ends after `limit` documents or about `steps` steps (some tens of nanoseconds each), so a document of common
    /// words may be missed. Wanting nothing finds nothing.
    ///
    /// # Errors
    /// Failures to read the index.
    pub fn having(&self, wanted: &Wanted, limit: usize, steps: u64) -> Result<Vec<u32>> {
        let mut cursors = Vec::with_capacity(wanted.words.len() + 1);
        if let Some(title) = &wanted.title {
            let Some(cursor) = self.titled(title)? else { return Ok(Vec::new()) };
            cursors.push(cursor);
        }
        // The dictionary tells at once that a word is unknown; opening lists is dearer.
        let mut known = Vec::with_capacity(wanted.words.len());
        for word in &wanted.words {
            let Some(info) = self.terms.find(word)? else { return Ok(Vec::new()) };
            known.push(info);
        }
        for info in &known {
            cursors.push(self.terms.open(info)?);
        }
        let Some(walk) = Walk::new(cursors) else { return Ok(Vec::new()) };
        self.collect(walk.within(steps), limit)
    }

    fn collect(&self, mut walk: Walk, limit: usize) -> Result<Vec<u32>> {
        let budget = Budget::new(&|| false);
        let mut found = Vec::new();
        while found.len() < limit {
            let Some(document) = walk.next(&budget, &mut { u64::MAX })? else { break };
            found.extend(self.id_of(document));
        }
        Ok(found)
    }

    /// How many documents have a word; 0 when none has.
    ///
    /// # Errors
    /// Failures to read the index.
    pub fn occurrences(&self, word: &str) -> Result<u32> {
        Ok(self.terms.find(word)?.map_or(0, |info| info.doc_freq))
    }

    /// Words of the index that are one edit away from a word, the most frequent first.
    ///
    /// None for a word of a script without a small alphabet.
    ///
    /// # Errors
    /// Failures to read the index.
    pub fn spelled_like(&self, word: &str, limit: usize) -> Result<Vec<String>> {
        let mut found: Vec<(Reverse<u32>, String)> = Vec::new();
        each_edit(word, 0..usize::MAX, &mut |near| {
            let is_new = near != word && !found.iter().any(|(_, known)| known == near);
            if is_new && let Some(info) = self.terms.find(near)? {
                found.push((Reverse(info.doc_freq), near.to_owned()));
            }
            Ok::<_, Error>(())
        })?;
        found.sort_unstable();
        found.truncate(limit);
        Ok(found.into_iter().map(|(_, word)| word).collect())
    }
}

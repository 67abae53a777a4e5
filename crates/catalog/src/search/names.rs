//! Names of candidates, as the caller reads them from the store.

use text::{Run, Runs, Scratch};

/// What a candidate is scored by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Names<'a> {
    /// The title or name.
    pub title: &'a str,
    /// The credited artist and the album title, or what stands for them; empty where there is none.
    pub more: [&'a str; 2],
    /// 0 to 100.
    pub popularity: u8,
}

/// Reads the names of a dense id and hands them on; does nothing when there is no such thing.
pub type Reader<'a> = dyn FnMut(u32, &mut dyn FnMut(Names<'_>)) + 'a;

/// Most words of a title that is indexed as a whole.
const MAX_WHOLE_WORDS: usize = 2;

/// Appends the words of a folded title of one or two words, spaced; nothing for any other title.
///
/// Longer titles need no such entry: their words together are rare enough.
pub(super) fn whole_title(folded: &str, out: &mut String) {
    let mut words = Runs::new(folded).filter(Run::is_word_like);
    let mut scratch = Scratch::default();
    let first: [Option<Run<'_>>; MAX_WHOLE_WORDS + 1] = std::array::from_fn(|_| words.next());
    let start = out.len();
    for run in first.iter().flatten() {
        match run {
            Run::Word { text, .. } if first[MAX_WHOLE_WORDS].is_none() => {
                if out.len() > start {
                    out.push(' ');
                }
                out.push_str(scratch.without_apostrophes(text));
            }
            _ => return out.truncate(start),
        }
    }
}

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

/// Most different words of a title that is indexed as a whole.
pub(super) const MAX_WHOLE_WORDS: usize = 2;

/// Most words of it, repetitions included, and most characters of a word in a script without spaces.
const MAX_WHOLE_LENGTH: usize = 8;

/// Appends the words of a folded title of one or two different words, spaced; nothing for any other title.
///
/// Longer titles need no such entry: their words together are rare enough.
pub(super) fn whole_title(folded: &str, out: &mut String) {
    let start = out.len();
    let mut scratch = Scratch::default();
    let mut different = [""; MAX_WHOLE_WORDS];
    let mut n_different = 0;
    for (n, run) in Runs::new(folded).filter(Run::is_word_like).enumerate() {
        let text = match run {
            Run::Word { text, .. } => text,
            Run::Continuous(text) if text.chars().nth(MAX_WHOLE_LENGTH).is_none() => text,
            _ => return out.truncate(start),
        };
        if !different[..n_different].contains(&text) {
            if n_different == MAX_WHOLE_WORDS {
                return out.truncate(start);
            }
            different[n_different] = text;
            n_different += 1;
        }
        if n == MAX_WHOLE_LENGTH {
            return out.truncate(start);
        }
        if n > 0 {
            out.push(' ');
        }
        out.push_str(scratch.without_apostrophes(text));
    }
}

//! One value for each row id, in pages that exist only where ids do.
//!
//! A growing vector would need twice its memory while it grows, and one absurd id in a damaged file
//! would ask for gigabytes; here it costs one page.

/// Ids in a page.
const PAGE: usize = 1 << 14;

/// Values by row id; an id that was never set has the default value.
#[derive(Debug, Default)]
pub struct Column<T> {
    pages: Vec<Option<Box<[T]>>>,
}

impl<T: Copy + Default> Column<T> {
    /// No values yet.
    #[must_use]
    pub fn new() -> Self {
        Self { pages: Vec::new() }
    }

    /// The value of an id.
    #[inline]
    #[must_use]
    pub fn get(&self, id: u32) -> T {
        let id = id as usize;
        match self.pages.get(id / PAGE) {
            Some(Some(page)) => page[id % PAGE],
            _ => T::default(),
        }
    }

    /// The place of an id's value.
    #[inline]
    pub fn at(&mut self, id: u32) -> &mut T {
        let id = id as usize;
        let page = id / PAGE;
        if page >= self.pages.len() {
            self.pages.resize_with(page + 1, || None);
        }
        let page =
            self.pages[page].get_or_insert_with(|| vec![T::default(); PAGE].into_boxed_slice());
        &mut page[id % PAGE]
    }

    /// Sets the value of an id.
    #[inline]
    pub fn set(&mut self, id: u32, value: T) {
        *self.at(id) = value;
    }
}

/// A set of row ids.
#[derive(Debug, Default)]
pub struct IdSet {
    words: Column<u64>,
    count: u64,
}

impl IdSet {
    /// Adds an id; `false` if it was there before.
    #[inline]
    pub fn insert(&mut self, id: u32) -> bool {
        let word = self.words.at(id / 64);
        let bit = 1 << (id % 64);
        let new = *word & bit == 0;
        *word |= bit;
        self.count += u64::from(new);
        new
    }

    /// Whether an id is there.
    #[inline]
    #[must_use]
    pub fn contains(&self, id: u32) -> bool {
        self.words.get(id / 64) >> (id % 64) & 1 == 1
    }

    /// How many ids there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.count
    }
}

/// A text for each row id, all in one place.
#[derive(Debug, Default)]
pub struct TextColumn {
    /// Where a text begins, plus one; 0 is "none".
    starts: Column<u64>,
    bytes: Vec<Vec<u8>>,
}

/// Bytes of a block of texts.
const BLOCK: usize = 4 << 20;
/// Bits of a position that say where in the block.
const BLOCK_BITS: u32 = 32;

impl TextColumn {
    /// Sets the text of an id; of a text over 65,535 bytes the beginning is kept.
    pub fn set(&mut self, id: u32, text: &str) {
        let text = &text[..text.floor_char_boundary(usize::from(u16::MAX))];
        if self.bytes.last().is_none_or(|block| block.len() + text.len() + 2 > BLOCK) {
            self.bytes.push(Vec::with_capacity(BLOCK));
        }
        let at = self.bytes.len() - 1;
        let block = &mut self.bytes[at];
        self.starts.set(id, (at as u64) << BLOCK_BITS | (block.len() as u64 + 1));
        block.extend_from_slice(&(text.len() as u16).to_le_bytes());
        block.extend_from_slice(text.as_bytes());
    }

    /// The text of an id; empty when there is none.
    #[must_use]
    pub fn get(&self, id: u32) -> &str {
        let start = self.starts.get(id);
        if start == 0 {
            return "";
        }
        let block = &self.bytes[(start >> BLOCK_BITS) as usize];
        let at = (start as u32 - 1) as usize;
        let length = usize::from(u16::from_le_bytes([block[at], block[at + 1]]));
        std::str::from_utf8(&block[at + 2..at + 2 + length]).expect("only texts were put in")
    }
}

#[cfg(test)]
mod tests {
    //! Values come back, unset ones are the default, and far ids are cheap.
    use super::*;

    #[test]
    fn a_far_id_costs_one_page() {
        let mut column = Column::<u32>::new();
        column.set(u32::MAX, 7);
        column.set(3, 1);
        assert_eq!((column.get(u32::MAX), column.get(3), column.get(4)), (7, 1, 0));
        assert_eq!(column.pages.iter().flatten().count(), 2);
    }

    #[test]
    fn a_set_counts_each_id_once() {
        let mut set = IdSet::default();
        assert!(set.insert(70) && !set.insert(70) && set.insert(0));
        assert!(set.contains(70) && !set.contains(71));
        assert_eq!(set.len(), 2);
    }

    #[test]
    fn texts_come_back_over_block_borders() {
        let mut texts = TextColumn::default();
        let long = "é".repeat(20_000);
        for id in 0..200 {
            texts.set(id, &format!("{id}{long}"));
        }
        assert!((0..200).all(|id| texts.get(id) == format!("{id}{long}")));
        assert_eq!(texts.get(999), "");
        texts.set(1, &"é".repeat(40_000));
        assert_eq!(texts.get(1).len(), 65_534);
    }
}

//! Records as bytes: fields one after another, absent ones cost a bit.
//!
//! A record is a presence number, the required fields, then each optional field whose bit is set.
//! Numbers are LEB128, texts and lists carry their length. `FORMAT.md` repeats this byte by byte.

mod record;

use std::marker::PhantomData;

use model::{Date, Gid};

pub(crate) use record::{Presence, record};

/// Bytes that are no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Corrupt(pub &'static str);

/// The result of reading bytes.
pub type Read<T> = Result<T, Corrupt>;

/// A position in a record's bytes. Never reads outside them.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Starts at the first byte.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// Whether everything was read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The next `length` bytes.
    #[inline]
    pub fn bytes(&mut self, length: usize) -> Read<&'a [u8]> {
        if length > self.bytes.len() {
            return Err(Corrupt("a field is cut off"));
        }
        let (head, tail) = self.bytes.split_at(length);
        self.bytes = tail;
        Ok(head)
    }

    /// The next LEB128 number.
    #[inline]
    pub fn varint(&mut self) -> Read<u64> {
        let mut value = 0_u64;
        for (at, &byte) in self.bytes.iter().enumerate().take(10) {
            value |= u64::from(byte & 0x7f) << (7 * at as u32);
            if byte < 0x80 {
                self.bytes = &self.bytes[at + 1..];
                return Ok(value);
            }
        }
        Err(Corrupt("a number does not end"))
    }
}

/// Appends a LEB128 number.
#[inline]
pub fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// A value that stands in a record.
pub trait Field<'a>: Sized {
    /// Appends the value's bytes.
    fn put(&self, out: &mut Vec<u8>);
    /// Reads the value.
    fn take(from: &mut Reader<'a>) -> Read<Self>;
}

/// A field that a record may lack; the default value is not written.
pub trait Optional<'a>: Field<'a> + Default {
    /// Whether the value is what an absent field means.
    fn is_absent(&self) -> bool;
}

macro_rules! number {
    ($($number:ty),*) => {$(
        impl<'a> Field<'a> for $number {
            #[inline]
            fn put(&self, out: &mut Vec<u8>) {
                put_varint(out, u64::from(*self));
            }
            #[inline]
            fn take(from: &mut Reader<'a>) -> Read<Self> {
                <$number>::try_from(from.varint()?).map_err(|_| Corrupt("a number is too large"))
            }
        }
        impl<'a> Optional<'a> for $number {
            #[inline]
            fn is_absent(&self) -> bool {
                *self == 0
            }
        }
    )*};
}
number!(u8, u16, u32, u64);

impl<'a> Field<'a> for bool {
    /// A flag is its presence bit: it has no bytes.
    fn put(&self, _: &mut Vec<u8>) {}
    fn take(_: &mut Reader<'a>) -> Read<Self> {
        Ok(true)
    }
}

impl<'a> Optional<'a> for bool {
    fn is_absent(&self) -> bool {
        !self
    }
}

impl<'a> Field<'a> for &'a str {
    #[inline]
    fn put(&self, out: &mut Vec<u8>) {
        put_varint(out, self.len() as u64);
        out.extend_from_slice(self.as_bytes());
    }
    #[inline]
    fn take(from: &mut Reader<'a>) -> Read<Self> {
        let length = usize::try_from(from.varint()?).map_err(|_| Corrupt("a text is too long"))?;
        std::str::from_utf8(from.bytes(length)?).map_err(|_| Corrupt("a text is not UTF-8"))
    }
}

impl<'a> Optional<'a> for &'a str {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl<'a, T: Field<'a>> Field<'a> for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        if let Some(value) = self {
            value.put(out);
        }
    }
    fn take(from: &mut Reader<'a>) -> Read<Self> {
        T::take(from).map(Some)
    }
}

impl<'a, T: Field<'a>> Optional<'a> for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<'a, const N: usize> Field<'a> for [u8; N] {
    #[inline]
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }
    #[inline]
    fn take(from: &mut Reader<'a>) -> Read<Self> {
        from.bytes(N)?.try_into().map_err(|_| Corrupt("a field is cut off"))
    }
}

impl<'a> Optional<'a> for [u8; 2] {
    fn is_absent(&self) -> bool {
        *self == [0; 2]
    }
}

impl<'a> Field<'a> for Gid {
    #[inline]
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }
    #[inline]
    fn take(from: &mut Reader<'a>) -> Read<Self> {
        <[u8; 16]>::take(from).map(Gid)
    }
}

impl<'a> Optional<'a> for Gid {
    fn is_absent(&self) -> bool {
        self.0 == [0; 16]
    }
}

/// Years are stored plus this, so that 0 can mean "unknown": -8191 to 8191 fit fourteen bits.
const YEAR_ZERO: i32 = 8192;

impl<'a> Field<'a> for Date {
    /// Three bytes, little end first: year 14 bits, month 4, day 5; 0 is unknown.
    fn put(&self, out: &mut Vec<u8>) {
        let year = self.year.map_or(0, |y| (i32::from(y) + YEAR_ZERO).clamp(1, 16383) as u32);
        let month = u32::from(self.month.unwrap_or(0) & 15);
        let day = u32::from(self.day.unwrap_or(0) & 31);
        out.extend_from_slice(&(year << 9 | month << 5 | day).to_le_bytes()[..3]);
    }
    fn take(from: &mut Reader<'a>) -> Read<Self> {
        let [a, b, c] = <[u8; 3]>::take(from)?;
        let packed = u32::from_le_bytes([a, b, c, 0]);
        let known = |value: u32| (value > 0).then_some(value as u8);
        let year = packed >> 9;
        Ok(Self {
            year: (year > 0).then(|| (year as i32 - YEAR_ZERO) as i16),
            month: known(packed >> 5 & 15),
            day: known(packed & 31),
        })
    }
}

impl<'a> Optional<'a> for Date {
    fn is_absent(&self) -> bool {
        self.is_unknown()
    }
}

/// A list in a record, read item by item.
#[derive(Debug)]
pub struct List<'a, T> {
    count: u32,
    bytes: &'a [u8],
    item: PhantomData<T>,
}

impl<T> Clone for List<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for List<'_, T> {}

impl<T> Default for List<'_, T> {
    fn default() -> Self {
        Self { count: 0, bytes: &[], item: PhantomData }
    }
}

impl<'a, T: Field<'a>> List<'a, T> {
    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The items; a damaged one is the last.
    pub fn iter(&self) -> impl Iterator<Item = Read<T>> + use<'a, T> {
        let mut reader = Reader::new(self.bytes);
        let mut left = self.count;
        std::iter::from_fn(move || {
            left = left.checked_sub(1)?;
            let item = T::take(&mut reader);
            if item.is_err() {
                left = 0;
            }
            Some(item)
        })
    }

    /// The first item.
    pub fn first(&self) -> Read<Option<T>> {
        self.iter().next().transpose()
    }

    /// All items.
    pub fn to_vec(&self) -> Read<Vec<T>> {
        self.iter().collect()
    }
}

impl<'a, T: Field<'a>> Field<'a> for List<'a, T> {
    /// Number of items, number of bytes, the items.
    fn put(&self, out: &mut Vec<u8>) {
        put_varint(out, u64::from(self.count));
        put_varint(out, self.bytes.len() as u64);
        out.extend_from_slice(self.bytes);
    }
    fn take(from: &mut Reader<'a>) -> Read<Self> {
        let count = u32::take(from)?;
        let length = usize::try_from(from.varint()?).map_err(|_| Corrupt("a list is too long"))?;
        let bytes = from.bytes(length)?;
        // Every item but a flag has a byte, and no list is made of flags.
        if count as usize > bytes.len() {
            return Err(Corrupt("a list has fewer bytes than items"));
        }
        Ok(Self { count, bytes, item: PhantomData })
    }
}

impl<'a, T: Field<'a>> Optional<'a> for List<'a, T> {
    fn is_absent(&self) -> bool {
        self.count == 0
    }
}

/// The bytes of a [`List`] while it is made.
#[derive(Debug, Default, Clone)]
pub struct ListBuffer {
    count: u32,
    bytes: Vec<u8>,
}

impl ListBuffer {
    /// Adds an item at the end.
    pub fn push<'a, T: Field<'a>>(&mut self, item: &T) {
        item.put(&mut self.bytes);
        self.count += 1;
    }

    /// Adds an item whose bytes were made before.
    pub fn push_encoded(&mut self, item: &[u8]) {
        self.bytes.extend_from_slice(item);
        self.count += 1;
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Whether nothing was pushed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Empties the buffer and keeps its memory.
    pub fn clear(&mut self) {
        self.count = 0;
        self.bytes.clear();
    }

    /// The list, to be put into a record. The caller names the type of the items that were pushed.
    #[must_use]
    pub fn list<'a, T: Field<'a>>(&'a self) -> List<'a, T> {
        List { count: self.count, bytes: &self.bytes, item: PhantomData }
    }
}

#[cfg(test)]
mod tests;

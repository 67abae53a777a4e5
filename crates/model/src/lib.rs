//! The nouns: ids, kinds, partial dates and codes of the music field.

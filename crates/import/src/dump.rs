//! The archives of a MusicBrainz export: opening them, and the rows of their tables.

pub mod row;

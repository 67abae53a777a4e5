#![doc = include_str!("../README.md")]

mod artists;
mod collation;
mod edits;
mod entities;
mod fold;
mod key;
mod title;
mod tokens;

pub use artists::{Splitting, split_artists};
pub use collation::Collation;
pub use edits::{allowed_edits, edits_within};
pub use entities::decode_entities;
pub use fold::{fold, fold_equal, fold_into};
pub use key::{artist_key, consonant_key, key, key_into, lacks_vowels, latin_key, numbers};
pub use title::{Mark, Part, Title, Version, VersionKind, read_segment, without};
pub use tokens::{Kind, MAX_TOKEN_BYTES, Run, Runs, Scratch, Token, index_tokens, query_tokens};

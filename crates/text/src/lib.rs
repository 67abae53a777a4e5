#![doc = include_str!("../README.md")]

mod fold;
mod tokens;

pub use fold::{fold, fold_equal, fold_into};
pub use tokens::{Kind, MAX_TOKEN_BYTES, Run, Runs, Scratch, Token, index_tokens, query_tokens};

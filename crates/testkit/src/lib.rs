//! The little record shop: one invented catalogue with every hard case, written as a real dump.
//!
//! [`shop`] fills a [`DumpWriter`] with the rows of about twenty invented artists; tests may break
//! a row before they write it. `README.md` says who is who and which hard case each one is.

#[cfg(feature = "cases")]
pub mod cases;
pub mod dump;
mod effects;
pub mod foreign;
pub mod mbid;
#[cfg(feature = "oidc")]
pub mod oidc;
#[cfg(feature = "postgres")]
pub mod postgres;
mod shop;
#[cfg(feature = "xml")]
pub mod xml;

pub use dump::{Archive, DumpWriter, Format, Head, Row};
pub use effects::{Time, chance, copy_folder};
pub use shop::{Shop, shop, words};

//! Matching over the little record shop.

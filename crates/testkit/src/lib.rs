//! The little record shop: one invented catalogue with every hard case.

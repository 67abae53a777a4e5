//! The read-only reference catalogue: file format, look-up, browse, search.

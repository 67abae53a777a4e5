//! Queries: texts in files, known by name, each with at most one exception for PostgreSQL.

use std::borrow::Cow;

/// A statement in `sql/<aggregate>/<query>.sql`.
#[derive(Debug)]
pub struct Query {
    /// `<aggregate>/<query>`, as it appears in logs and errors.
    pub name: &'static str,
    /// The text in the dialect that both engines speak.
    pub sql: &'static str,
    /// The text of `<query>.postgres.sql`, where PostgreSQL needs another.
    pub postgres: Option<&'static str>,
}

/// What is sent to an engine: the text of a query, or one that was made from it.
pub(crate) struct Text {
    pub(crate) query: &'static Query,
    pub(crate) sql: Cow<'static, str>,
}

/// Declares the queries of an aggregate, and the list `QUERIES` of them.
///
/// ```text
/// queries! { "jobs"; FIND = "find"; CLAIM = "claim", postgres; }
/// ```
/// reads `sql/jobs/find.sql`, `sql/jobs/claim.sql` and `sql/jobs/claim.postgres.sql`.
macro_rules! queries {
    (@text $folder:literal, $file:literal, $end:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sql/", $folder, "/", $file, $end))
    };
    (@postgres $folder:literal, $file:literal) => { None };
    (@postgres $folder:literal, $file:literal, postgres) => {
        Some($crate::query::queries!(@text $folder, $file, ".postgres.sql"))
    };
    ($folder:literal; $($name:ident = $file:literal $(, $engine:ident)?;)*) => {
        $(static $name: $crate::query::Query = $crate::query::Query {
            name: concat!($folder, "/", $file),
            sql: $crate::query::queries!(@text $folder, $file, ".sql"),
            postgres: $crate::query::queries!(@postgres $folder, $file $(, $engine)?),
        };)*
        pub(crate) static QUERIES: &[&$crate::query::Query] = &[$(&$name),*];
    };
}
pub(crate) use queries;

//! The two schemas that tables can be kept in, and the check of their names.

use crate::error::{Error, Result};

/// The longest name: PostgreSQL cuts identifiers at 63 bytes.
const MAX_NAME: usize = 63;
/// Names that an engine uses itself.
const RESERVED: [&str; 4] = ["main", "temp", "information_schema", "pg_catalog"];

/// Where the tables of each half are kept; `None` is the default place.
///
/// In PostgreSQL a name is a schema. In SQLite it is a file `<name>.db` beside the main file,
/// attached to every connection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schemas {
    media_library: Option<String>,
    listens: Option<String>,
}

impl Schemas {
    /// Takes the configured names; an empty name is none.
    ///
    /// # Errors
    /// [`Error::Invalid`] when a name is not `[a-z_][a-z0-9_]*`, is too long or is reserved.
    pub fn new(media_library: Option<&str>, listens: Option<&str>) -> Result<Self> {
        Ok(Self { media_library: checked(media_library)?, listens: checked(listens)? })
    }

    /// The schema of artists, releases and files.
    #[must_use]
    pub fn media_library(&self) -> Option<&str> {
        self.media_library.as_deref()
    }

    /// The schema of users, listens and everything that runs the program.
    #[must_use]
    pub fn listens(&self) -> Option<&str> {
        self.listens.as_deref()
    }

    /// The names in use, each once.
    pub(crate) fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.listens().into_iter().chain(self.media_library()).collect();
        names.dedup();
        names
    }

    /// Whether some tables are in the default place.
    pub(crate) fn uses_default(&self) -> bool {
        self.media_library.is_none() || self.listens.is_none()
    }

    /// Replaces `{medialibrary}` and `{listens}` in a migration by prefixes such as `listens.`.
    pub(crate) fn fill(&self, template: &str, default: &str) -> String {
        let prefix = |name: Option<&str>| format!("{}.", name.unwrap_or(default));
        template
            .replace("{medialibrary}", &prefix(self.media_library()))
            .replace("{listens}", &prefix(self.listens()))
    }
}

fn checked(name: Option<&str>) -> Result<Option<String>> {
    let Some(name) = name.filter(|name| !name.is_empty()) else { return Ok(None) };
    let is_letter = |c: char| c.is_ascii_lowercase() || c == '_';
    let is_identifier = name.starts_with(is_letter)
        && name.len() <= MAX_NAME
        && name.chars().all(|c| is_letter(c) || c.is_ascii_digit());
    if !is_identifier || RESERVED.contains(&name) || name.starts_with("pg_") {
        let shown: String = name.chars().take(MAX_NAME + 1).collect();
        return Err(Error::Invalid(format!(
            "{shown:?} cannot name a schema: use up to {MAX_NAME} small letters, digits and underscores, not starting with a digit, pg_ or a reserved word"
        )));
    }
    Ok(Some(name.to_owned()))
}

#[cfg(test)]
mod tests {
    //! Names, good and bad.
    use super::*;

    #[test]
    fn a_name_that_is_no_identifier_is_refused() {
        for bad in ["main", "Listens", "1st", "a b", "x;drop table users", "pg_x", "é"] {
            assert!(Schemas::new(None, Some(bad)).is_err(), "{bad}");
        }
        assert!(Schemas::new(Some(&"x".repeat(64)), None).is_err());
    }

    #[test]
    fn an_empty_name_is_the_default_place() {
        assert_eq!(Schemas::new(Some(""), None).ok(), Some(Schemas::default()));
    }

    #[test]
    fn one_name_for_both_is_one_schema() {
        let schemas = Schemas::new(Some("music"), Some("music")).unwrap_or_default();
        assert_eq!(schemas.names(), ["music"]);
        assert_eq!(
            schemas.fill("{listens}users {medialibrary}tags", "main"),
            "music.users music.tags"
        );
    }
}

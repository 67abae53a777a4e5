//! The list of migrations. A new one is two pairs of files and one line here.

/// A step from one shape of the tables to the next, and back.
#[derive(Debug)]
pub(crate) struct Migration {
    pub(crate) version: u32,
    pub(crate) name: &'static str,
    pub(crate) sqlite: Texts,
    pub(crate) postgres: Texts,
}

/// The two directions, as templates: `{listens}` and `{medialibrary}` become prefixes.
#[derive(Debug)]
pub(crate) struct Texts {
    folder: &'static str,
    pub(crate) up: &'static str,
    pub(crate) down: &'static str,
}

impl Texts {
    /// What makes a migration the one that was applied.
    pub(crate) fn checksum(&self) -> String {
        blake3::hash(self.up.as_bytes()).to_hex().to_string()
    }

    /// The file that [`Texts::checksum`] is of.
    pub(crate) fn file(&self, migration: &Migration) -> String {
        format!("{}/{:04}_{}.up.sql", self.folder, migration.version, migration.name)
    }
}

macro_rules! text {
    ($engine:literal, $number:literal, $name:literal, $direction:literal) => {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/migrations/",
            $engine,
            "/",
            $number,
            "_",
            $name,
            ".",
            $direction,
            ".sql"
        ))
    };
}

macro_rules! texts {
    ($engine:literal, $number:literal, $name:literal) => {
        Texts {
            folder: $engine,
            up: text!($engine, $number, $name, "up"),
            down: text!($engine, $number, $name, "down"),
        }
    };
}

macro_rules! migrations {
    ($($version:literal $number:literal $name:literal;)*) => {
        &[$(Migration {
            version: $version,
            name: $name,
            sqlite: texts!("sqlite", $number, $name),
            postgres: texts!("postgres", $number, $name),
        }),*]
    };
}

/// All migrations, the oldest first.
pub(crate) static MIGRATIONS: &[Migration] = migrations! {
    1 "0001" "accounts";
    2 "0002" "operations";
    3 "0003" "listens";
    4 "0004" "scrobble_sessions";
    5 "0005" "relay";
    6 "0006" "fewer_trees";
    7 "0007" "past_blocks";
    8 "0008" "relay_opinions";
    9 "0009" "kept_together";
    10 "0010" "blocks_by_row";
    11 "0011" "known_subjects";
    12 "0012" "listens_inbox";
};

#[cfg(test)]
mod tests {
    //! The list against the directory.
    use std::path::Path;

    use super::*;

    #[test]
    fn every_file_is_in_the_list_once_and_in_order() {
        let versions: Vec<u32> = MIGRATIONS.iter().map(|migration| migration.version).collect();
        assert_eq!(versions, (1..=MIGRATIONS.len() as u32).collect::<Vec<_>>());
        for folder in ["sqlite", "postgres"] {
            let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
            let mut found: Vec<String> = std::fs::read_dir(directory)
                .expect("the directory is in the repository")
                .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
                .collect();
            found.sort();
            let expected: Vec<String> = MIGRATIONS
                .iter()
                .flat_map(|it| ["down", "up"].map(|way| (it, way)))
                .map(|(it, way)| format!("{:04}_{}.{way}.sql", it.version, it.name))
                .collect();
            assert_eq!(found, expected, "{folder}");
        }
    }
}

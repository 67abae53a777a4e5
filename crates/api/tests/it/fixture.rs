//! A small invented catalogue, written record by record.

use std::collections::HashMap;
use std::path::Path;

use catalog::codec::{Field, List, ListBuffer};
use catalog::index::hash;
use catalog::record::{Entity, ForeignId};
use catalog::search::Document;
use catalog::{Build, FORMAT_VERSION, Generations, Index, Manifest, Table, Term, Words, Writer};
use model::{Gid, Kind, Scheme};

mod entities;
mod releases;

pub use entities::MERGED;
pub use releases::{DISC_ID, SHARED_ISRC};

/// The public id of an invented thing.
pub fn gid(kind: Kind, number: u8) -> Gid {
    let mut bytes = [kind as u8; 16];
    bytes[15] = number;
    Gid(bytes)
}

/// The public id as text.
pub fn mbid(kind: Kind, number: u8) -> String {
    gid(kind, number).to_string()
}

/// A list of a record, kept for ever: fixtures are few and small.
pub fn list<T: Field<'static>>(items: &[T]) -> List<'static, T> {
    let mut buffer = ListBuffer::default();
    for item in items {
        buffer.push(item);
    }
    Box::leak(Box::new(buffer)).list()
}

/// A generation that is being written, with the keys of its indexes.
pub struct Fill<'b> {
    writer: Writer<'b>,
    keys: HashMap<Index, Vec<(u64, u32)>>,
}

impl Fill<'_> {
    /// Writes an entity and finds it again by its public id and its ids elsewhere.
    fn entity<'a, E: Entity<'a>>(&mut self, row: u32, record: &E) -> catalog::Result<()> {
        self.key(Index::Gid(E::KIND), &record.gid().0, row);
        for id in record.external_ids().iter() {
            let ForeignId { scheme, value } = id?;
            let key = format!("{}:{value}", scheme.as_str());
            self.key(Index::ExternalId(E::KIND), key.as_bytes(), row);
        }
        self.writer.put(Table::Entity(E::KIND), row, record)
    }

    fn key(&mut self, index: Index, key: &[u8], row: u32) {
        self.keys.entry(index).or_default().push((hash(key), row));
    }

    fn words(&mut self) -> catalog::Result<()> {
        let mut words = vec![
            (Words::ArtistType, 1, "Person", 0),
            (Words::ArtistType, 2, "Group", 0),
            (Words::Gender, 2, "Female", 0),
            (Words::ReleaseStatus, 1, "Official", 0),
            (Words::ReleasePackaging, 4, "Gatefold Cover", 0),
            (Words::ReleaseGroupPrimaryType, 1, "Album", 0),
            (Words::ReleaseGroupSecondaryType, 1, "Compilation", 0),
            (Words::MediumFormat, 1, "CD", 0),
            (Words::LabelType, 9, "Imprint", 0),
            (Words::WorkType, 17, "Song", 0),
            (Words::WorkAttributeType, 1, "Key", 0),
            (Words::WorkAttributeTypeAllowedValue, 7, "F major", 0),
            (Words::Language, 120, "English", 0),
            (Words::Script, 28, "Latin", 0),
            (Words::LinkType, 168, "composer", 0),
            (Words::LinkType, 278, "performance", 0),
            (Words::LinkAttributeType, 578, "cover", 0),
            (Words::Tag, 5, "rock", 1),
            (Words::Tag, 7, "seen live", 0),
            (Words::Tag, 9, "dream pop", 2),
            (Words::CoverArtType, 1, "Front", 0),
            (Words::CoverArtType, 2, "Back", 0),
            (Words::ArtistAliasType, 1, "Artist name", 0),
        ];
        words.sort_by_key(|(list, row, ..)| list.key(*row));
        for (list, row, name, genre) in words {
            let term = Term { name, genre, ..Term::default() };
            self.writer.put_key(Table::Vocabulary, &list.key(row), &term)?;
        }
        Ok(())
    }

    fn indexes(mut self) -> catalog::Result<()> {
        for table in Table::all() {
            let Table::Index(index) = table else { continue };
            let mut keys = self.keys.remove(&index).unwrap_or_default();
            keys.sort_unstable();
            self.writer.put_index(index, keys.len() as u64, &mut keys.into_iter())?;
        }
        self.writer.finish()?;
        Ok(())
    }
}

/// Makes the catalogue the current generation below `root`.
pub fn make(root: &Path) -> catalog::Result<Generations> {
    let generations = Generations::at(root);
    let draft = generations.begin()?;
    let build = Build::create(draft.directory())?;
    let mut fill = Fill { writer: build.writer()?, keys: HashMap::new() };
    fill.words()?;
    fill.places_and_people()?;
    fill.compositions()?;
    fill.albums()?;
    fill.indexes()?;
    build.finish()?;
    texts(&draft.directory().join("search"))?;
    let mut manifest = Manifest {
        format_version: FORMAT_VERSION,
        program_version: "0.0.0".into(),
        id_scheme: "mbid".into(),
        imported_at: "2026-01-02T03:04:05Z".into(),
        source_timestamp: "2026-01-01 00:00:00+00".into(),
        ..Manifest::default()
    };
    draft.seal(&mut manifest)?;
    draft.publish()?;
    Ok(generations)
}

/// What can be searched: title and what else it is found by, the most popular first.
fn texts(directory: &Path) -> catalog::Result<()> {
    let index = |name: &str, documents: &[(u32, &str, &[&str])]| -> catalog::Result<()> {
        let mut writer = catalog::search::Writer::create(&directory.join(name), 1 << 20)?;
        for &(id, title, more) in documents {
            writer.add(&Document { id, title, more })?;
        }
        writer.finish()?;
        Ok(())
    };
    index("artist", &[(1, "The Lanterns", &["Lanterns, The"]), (2, "Maya Ostrov", &[])])?;
    let group = [(1, "Harbour Lights", &["The Lanterns"][..]), (2, "Lanterns for All", &[])];
    index("album", &group)?;
    index(
        "track",
        &[
            (1, "Come Home", &["The Lanterns", "Harbour Lights"]),
            (2, "Café del Mar", &["The Lanterns feat. Maya Ostrov", "Harbour Lights"]),
            (3, "Unreleased Lanterns", &["Maya Ostrov"]),
        ],
    )
}

/// An id at another service.
fn foreign(scheme: Scheme, value: &str) -> ForeignId<'_> {
    ForeignId { scheme, value }
}

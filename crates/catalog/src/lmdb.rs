//! Opening LMDB environments: the only module with `unsafe` code.
#![expect(
    unsafe_code,
    reason = "memory maps cannot be opened otherwise; the reasons why it is sound stand at each block"
)]

use std::path::Path;

use heed::types::Bytes;
use heed::{CommitOrAbort, Database, Env, EnvFlags, EnvOpenOptions, WithoutTls};

use crate::error::{Error, Result};
use crate::table::Table;

/// A table's handle.
pub(crate) type Handle = Database<'static, Bytes, Bytes>;

/// An environment whose read transactions may move between threads.
pub(crate) type Environment = Env<WithoutTls>;

/// Address space for a generation under construction. The file grows as it is written; a full
/// MusicBrainz generation is below 16 GiB.
const BUILD_MAP_BYTES: usize = 256 << 30;

const TABLES: u32 = 64;

/// The page size of every generation: LMDB takes the operating system's, and files of another one
/// are refused by LMDB itself.
const PAGE: usize = 4096;

/// Opens a finished file for reading, and its tables.
///
/// The caller has checked that the file has the length and checksum of its manifest.
pub(crate) fn open(file: &Path, length: u64) -> Result<(Environment, Vec<Handle>)> {
    let length = usize::try_from(length).unwrap_or(usize::MAX).next_multiple_of(PAGE);
    let mut options = EnvOpenOptions::new().read_txn_without_tls();
    options.map_size(length).max_dbs(TABLES);
    // SAFETY: flags. NO_LOCK asks that there be no writer: a generation's file is never written
    // again once it has its name (`Generations::publish`), by this or another process.
    unsafe {
        options.flags(
            EnvFlags::READ_ONLY
                | EnvFlags::NO_LOCK
                | EnvFlags::NO_SUB_DIR
                | EnvFlags::NO_READ_AHEAD,
        );
    }
    // SAFETY: the mapped file does not change while it is mapped, for the same reason; pruning
    // unlinks it, which leaves the mapping intact.
    let env = unsafe { options.open(file) }?;
    let mut handles = Vec::with_capacity(Table::COUNT);
    for table in Table::all() {
        let txn = env.read_txn()?;
        let name = table.name();
        let opened = env.open_databases_and_commit(txn, |opener, txn| {
            opener
                .open_database::<Bytes, Bytes>(txn, Some(&name))
                .map(CommitOrAbort::<_, ()>::Commit)
        })?;
        handles.push(opened.unwrap_commit().ok_or_else(|| Error::Foreign {
            path: file.to_owned(),
            reason: format!("table {name} is missing"),
        })?);
    }
    Ok((env, handles))
}

/// Maps a file that was opened for reading anew, so that no page of it is mapped.
pub(crate) fn remap(env: Environment) -> Result<Environment> {
    let length = env.info().map_size;
    // SAFETY: this asks that no transaction be active. A `View` borrows its `Catalog`, which alone
    // has the environment and gives it away only while there is no view. An environment that could
    // not be mapped again is dropped here.
    unsafe { env.resize(length) }?;
    Ok(env)
}

/// Makes a new file for writing, with all tables.
pub(crate) fn create(file: &Path) -> Result<(Environment, Vec<Handle>)> {
    let mut options = EnvOpenOptions::new().read_txn_without_tls();
    options.map_size(BUILD_MAP_BYTES).max_dbs(TABLES);
    // SAFETY: flags. The file lies in a directory of this import alone (`Generations::begin` holds
    // the lock), so nobody else has it open; NO_SYNC only loses data that no manifest names yet,
    // `finish` forces it to disk before the generation gets its name.
    unsafe {
        options.flags(
            EnvFlags::NO_LOCK | EnvFlags::NO_SUB_DIR | EnvFlags::NO_SYNC | EnvFlags::NO_MEM_INIT,
        );
    }
    // SAFETY: as above, one process and one writer.
    let env = unsafe { options.open(file) }?;
    let mut handles = Vec::with_capacity(Table::COUNT);
    for table in Table::all() {
        let txn = env.write_txn()?;
        let name = table.name();
        let made = env.create_databases_and_commit(txn, |opener, txn| {
            opener
                .create_database::<Bytes, Bytes>(txn, Some(&name))
                .map(CommitOrAbort::<_, ()>::Commit)
        })?;
        handles.push(made.unwrap_commit());
    }
    Ok((env, handles))
}

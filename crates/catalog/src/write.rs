//! Filling a generation's `data.mdb`.

use std::path::Path;

use heed::{PutFlags, RwTxn};

use crate::block::Filling;
use crate::codec::Field;
use crate::error::Result;
use crate::index::{HEADER_KEY, Header, put_bucket};
use crate::lmdb::{self, Environment, Handle};
use crate::table::{Index, Table};

/// Bytes put before the transaction is committed, which bounds LMDB's list of changed pages.
const COMMIT_BYTES: usize = 16 << 20;

/// Name of the store's file in a generation's directory.
pub(crate) const DATA_FILE: &str = "data.mdb";

/// An open file that is being filled.
pub struct Build {
    env: Environment,
    handles: Vec<Handle>,
}

impl Build {
    /// Makes `data.mdb` in `directory`.
    pub fn create(directory: &Path) -> Result<Self> {
        let (env, handles) = lmdb::create(&directory.join(DATA_FILE))?;
        Ok(Self { env, handles })
    }

    /// The one who writes. Each table takes its keys in ascending order.
    pub fn writer(&self) -> Result<Writer<'_>> {
        Ok(Writer {
            build: self,
            txn: Some(self.env.write_txn()?),
            pending_bytes: 0,
            scratch: Vec::new(),
            block: Vec::new(),
            filling: Table::all().map(|_| Filling::default()).collect(),
            counts: vec![0; Table::COUNT],
        })
    }

    /// Forces everything to disk and closes the file.
    pub fn finish(self) -> Result<()> {
        self.env.force_sync()?;
        Ok(())
    }
}

/// Appends records to tables.
pub struct Writer<'b> {
    build: &'b Build,
    txn: Option<RwTxn<'b>>,
    pending_bytes: usize,
    scratch: Vec<u8>,
    block: Vec<u8>,
    filling: Vec<Filling>,
    counts: Vec<u64>,
}

impl Writer<'_> {
    /// Appends a record under a dense id.
    pub fn put<'a>(&mut self, table: Table, id: u32, record: &impl Field<'a>) -> Result<()> {
        self.encoded(record, |writer, bytes| writer.put_numbered(table, id, bytes))
    }

    /// Appends the bytes of a record under a number.
    pub fn put_numbered(&mut self, table: Table, number: u32, bytes: &[u8]) -> Result<()> {
        debug_assert!(table.is_in_blocks(), "{table:?} has longer keys");
        let slot = table.slot();
        self.counts[slot] += 1;
        if self.filling[slot].is_closed_to(number) {
            self.put_block(slot)?;
        }
        self.filling[slot].put(number, bytes);
        Ok(())
    }

    /// Appends a record under a key.
    pub fn put_key<'a>(&mut self, table: Table, key: &[u8], record: &impl Field<'a>) -> Result<()> {
        self.encoded(record, |writer, bytes| writer.put_bytes(table, key, bytes))
    }

    /// Appends bytes under a key.
    pub fn put_bytes(&mut self, table: Table, key: &[u8], bytes: &[u8]) -> Result<()> {
        debug_assert!(!table.is_in_blocks(), "{table:?} has numbers for keys");
        self.counts[table.slot()] += 1;
        self.append(table.slot(), key, bytes)
    }

    fn encoded<'a>(
        &mut self,
        record: &impl Field<'a>,
        put: impl FnOnce(&mut Self, &[u8]) -> Result<()>,
    ) -> Result<()> {
        let mut bytes = std::mem::take(&mut self.scratch);
        bytes.clear();
        record.put(&mut bytes);
        let done = put(self, &bytes);
        self.scratch = bytes;
        done
    }

    fn put_block(&mut self, slot: usize) -> Result<()> {
        let mut bytes = std::mem::take(&mut self.block);
        let done = match self.filling[slot].take(&mut bytes) {
            Some(key) => self.append(slot, &key, &bytes),
            None => Ok(()),
        };
        self.block = bytes;
        done
    }

    fn append(&mut self, slot: usize, key: &[u8], bytes: &[u8]) -> Result<()> {
        let txn = self.txn.as_mut().expect("a writer has a transaction until it is finished");
        self.build.handles[slot].put_with_flags(txn, PutFlags::APPEND, key, bytes)?;
        self.pending_bytes += bytes.len() + key.len() + 16;
        if self.pending_bytes >= COMMIT_BYTES { self.commit() } else { Ok(()) }
    }

    /// Writes an index of `count` entries that come in ascending order of their hashes.
    pub fn put_index(
        &mut self,
        index: Index,
        count: u64,
        entries: &mut dyn Iterator<Item = (u64, u32)>,
    ) -> Result<()> {
        if count == 0 {
            return Ok(());
        }
        let header = Header::for_count(count);
        self.encoded(&header, |writer, bytes| {
            writer.append(Table::Index(index).slot(), HEADER_KEY, bytes)
        })?;
        let mut bucket: Vec<(u64, u32)> = Vec::new();
        let mut bytes = Vec::new();
        for entry in entries {
            let full = bucket
                .first()
                .is_some_and(|first| header.bucket(first.0) != header.bucket(entry.0));
            if full {
                self.put_bucket(index, &header, &bucket, &mut bytes)?;
                bucket.clear();
            }
            bucket.push(entry);
        }
        self.put_bucket(index, &header, &bucket, &mut bytes)
    }

    fn put_bucket(
        &mut self,
        index: Index,
        header: &Header<'_>,
        entries: &[(u64, u32)],
        bytes: &mut Vec<u8>,
    ) -> Result<()> {
        let Some(first) = entries.first() else { return Ok(()) };
        put_bucket(entries, bytes);
        self.put_numbered(Table::Index(index), header.bucket(first.0), bytes)
    }

    fn commit(&mut self) -> Result<()> {
        if let Some(txn) = self.txn.take() {
            txn.commit()?;
        }
        self.txn = Some(self.build.env.write_txn()?);
        self.pending_bytes = 0;
        Ok(())
    }

    /// Commits what is left and says how many records each table got.
    pub fn finish(mut self) -> Result<Vec<(Table, u64)>> {
        for slot in 0..self.filling.len() {
            self.put_block(slot)?;
        }
        if let Some(txn) = self.txn.take() {
            txn.commit()?;
        }
        Ok(Table::all().map(|table| (table, self.counts[table.slot()])).collect())
    }
}

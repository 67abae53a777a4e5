//! Export: everything about a user as a ZIP of JSON Lines, made piece by piece.
//!
//! `docs/export.md` says what is in it.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value as Json, json};
use store::Value;
use store::export::{self, Record};
use uuid::Uuid;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use crate::accounts::Accounts;
use crate::audit::{Action, Parties};
use crate::caller::{Caller, Client};
use crate::error::{Error, Result};

/// Rows of one piece.
const PAGE: u32 = 500;

const README: &str = "Everything that this server knows about one account, as JSON Lines: one file \
for each table, one row a line.\nNames that end in _at_ms are milliseconds since 1970 in UTC. Hashes, \
tokens and secrets of other services are left out: only that they exist is told.\n";

/// What the ZIP writer writes into, emptied after every piece.
#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// An export that is being made.
pub struct Export {
    accounts: Accounts,
    user_id: Uuid,
    buffer: Buffer,
    /// None when all was written.
    zip: Option<ZipWriter<StreamWriter<Buffer>>>,
    /// The table that comes next, and where in it.
    table: usize,
    after: Uuid,
}

impl Accounts {
    /// Begins an export of everything about the caller.
    ///
    /// # Errors
    /// Refused to app tokens.
    pub async fn export(&self, caller: &Caller, client: &Client) -> Result<Export> {
        caller.require_person()?;
        let parties = Parties::own(caller.user_id);
        self.write_event(self.event(Action::UserExported, parties, client)).await?;
        let buffer = Buffer::default();
        let mut zip = ZipWriter::new_stream(buffer.clone());
        start(&mut zip, "README.txt")?;
        zip.write_all(README.as_bytes()).map_err(Error::internal)?;
        Ok(Export {
            accounts: self.clone(),
            user_id: caller.user_id,
            buffer,
            zip: Some(zip),
            table: 0,
            after: Uuid::nil(),
        })
    }
}

impl Export {
    /// The next bytes of the ZIP; none at its end.
    ///
    /// # Errors
    /// Those of the database. The ZIP has no end then, so nobody takes it for a whole one.
    pub async fn next_piece(&mut self) -> Result<Option<Vec<u8>>> {
        while let Some(mut zip) = self.zip.take() {
            let Some((name, query)) = export::TABLES.get(self.table) else {
                drop(zip.finish().map_err(Error::internal)?);
                break;
            };
            if self.after.is_nil() {
                start(&mut zip, &format!("{name}.jsonl"))?;
            }
            let store = self.accounts.store();
            let rows = export::page(store, query, (self.user_id, self.after), PAGE).await?;
            for row in &rows {
                writeln!(zip, "{}", line(row)).map_err(Error::internal)?;
            }
            match rows.last() {
                Some(last) if rows.len() == PAGE as usize => self.after = last.key,
                _ => (self.table, self.after) = (self.table + 1, Uuid::nil()),
            }
            self.zip = Some(zip);
            let piece = self.buffer.take();
            if !piece.is_empty() {
                return Ok(Some(piece));
            }
        }
        Ok(Some(self.buffer.take()).filter(|piece| !piece.is_empty()))
    }
}

fn start(zip: &mut ZipWriter<StreamWriter<Buffer>>, name: &str) -> Result<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .unix_permissions(0o600);
    zip.start_file(name, options).map_err(Error::internal)
}

fn line(row: &Record) -> Json {
    let pairs = row.fields.iter().map(|(name, value)| (name.clone(), plain(name, value)));
    Json::Object(pairs.collect::<Map<_, _>>())
}

/// Both engines write the same: SQLite has neither truth values nor ids of its own.
fn plain(name: &str, value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(it) => json!(it),
        Value::Int(it) if name.starts_with("is_") || name.ends_with("_enabled") => json!(*it != 0),
        Value::Int(it) => json!(it),
        Value::Real(it) => json!(it),
        Value::Text(it) if name == "detail" => {
            serde_json::from_str(it).unwrap_or_else(|_| json!(it))
        }
        Value::Text(it) => json!(it),
        Value::Uuid(it) => json!(it.to_string()),
        Value::Blob(it) => match Uuid::from_slice(it) {
            Ok(id) => json!(id.to_string()),
            Err(_) => Json::Null,
        },
    }
}

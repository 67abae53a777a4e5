//! Export of a history: complete, in the order of time, and in pieces of bounded size.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use model::Gid;
use serde_json::{Map, Value};
use store::feedback::{self, Part};
use store::listen_exports::{self, Leaving};
use store::pins;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::formats::write::{
    ExportedListen, ExportedUser, Folder, Kind, MappedArtist, Mapping, Writer,
};
use crate::formats::{Feedback, Pin};
use crate::history::{Listen, Named};
use crate::listens::Listens;

/// Rows of one step.
const PAGE: u32 = 1000;

/// An export that is being made, into a place of the caller or piece by piece.
pub struct Export {
    listens: Listens,
    user_id: Uuid,
    /// None when all was written.
    writer: Option<Box<dyn Writer>>,
    part: At,
    buffer: Buffer,
}

/// What comes next.
#[derive(Clone, Copy)]
enum At {
    /// Listens behind this instant and id.
    Listens(i64, Uuid),
    /// Opinions, without so many.
    Feedback(u32),
    /// Pins, without so many.
    Pins(u32),
    End,
}

/// What was written and not fetched yet.
#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Listens {
    /// Begins an export that is fetched in pieces.
    ///
    /// # Errors
    /// None that is known: what is written goes into memory.
    pub fn export(&self, user: &ExportedUser, kind: Kind) -> Result<Export> {
        let buffer = Buffer::default();
        let writer = kind.write(Box::new(buffer.clone()), user).map_err(internal)?;
        Ok(self.begin_export(user, (writer, buffer)))
    }

    /// Begins an export into a folder; none for a kind that is one file.
    ///
    /// # Errors
    /// The folder's.
    pub fn export_folder(
        &self,
        user: &ExportedUser,
        kind: Kind,
        folder: Box<dyn Folder>,
    ) -> Result<Option<Export>> {
        let writer = kind.write_folder(folder, user).map_err(internal)?;
        Ok(writer.map(|writer| self.begin_export(user, (writer, Buffer::default()))))
    }

    fn begin_export(
        &self,
        user: &ExportedUser,
        (writer, buffer): (Box<dyn Writer>, Buffer),
    ) -> Export {
        let part = At::Listens(i64::MIN, Uuid::nil());
        Export { listens: self.clone(), user_id: user.id, writer: Some(writer), part, buffer }
    }
}

impl Export {
    /// The next bytes; none at the end.
    ///
    /// # Errors
    /// Those of the database. The export has no end then, so nobody takes it for a whole one.
    pub async fn next_piece(&mut self) -> Result<Option<Vec<u8>>> {
        while self.step().await? {
            let piece = self.buffer.take();
            if !piece.is_empty() {
                return Ok(Some(piece));
            }
        }
        Ok(Some(self.buffer.take()).filter(|piece| !piece.is_empty()))
    }

    /// Writes some rows, or the end. False when the end was written before.
    ///
    /// # Errors
    /// Those of the database and of the place.
    pub async fn step(&mut self) -> Result<bool> {
        if self.writer.is_none() {
            return Ok(false);
        }
        match self.part {
            At::Listens(ms, id) => self.some_listens((ms, id)).await?,
            At::Feedback(offset) => self.some_feedback(offset).await?,
            At::Pins(offset) => self.some_pins(offset).await?,
            At::End => {
                let writer = self.writer.take();
                write(move || writer.map_or(Ok(()), Writer::finish)).await?;
            }
        }
        Ok(true)
    }

    async fn some_listens(&mut self, after: (i64, Uuid)) -> Result<()> {
        let store = self.listens.store();
        let rows = listen_exports::page(store, self.user_id, after, PAGE).await?;
        self.part = match rows.last() {
            Some(last) if rows.len() == PAGE as usize => {
                At::Listens(last.listen.row.listened_at_ms, last.listen.row.id)
            }
            _ => At::Feedback(0),
        };
        let beside: Vec<_> =
            rows.iter().map(|row| (row.source_track_id.clone(), row.observed_ms)).collect();
        let rows = rows.into_iter().map(|Leaving { listen, .. }| listen).collect();
        let listens = self.listens.complete(rows).await?;
        let leaving: Vec<ExportedListen> = listens
            .into_iter()
            .zip(beside)
            .map(|(listen, beside)| exported(listen, beside))
            .collect();
        self.write_all(leaving, |writer, listen| writer.listen(listen)).await
    }

    async fn some_feedback(&mut self, offset: u32) -> Result<()> {
        let part = Part { limit: PAGE, offset };
        let rows = feedback::list(self.listens.store(), self.user_id, 0, part).await?;
        let is_last = rows.len() < PAGE as usize;
        self.part = if is_last { At::Pins(0) } else { At::Feedback(offset + PAGE) };
        let mut leaving = Vec::with_capacity(rows.len());
        for row in rows {
            leaving.push(Feedback {
                recording_msid: row.recording_msid,
                recording_mbid: row.recording_mbid.map(gid),
                words: words_of(&self.listens, row.recording_msid).await?,
                score: if row.score > 0 { 1 } else { -1 },
                created_at_ms: Some(row.created_at_ms),
            });
        }
        self.write_all(leaving, |writer, feedback| writer.feedback(feedback)).await
    }

    async fn some_pins(&mut self, offset: u32) -> Result<()> {
        let part = Part { limit: PAGE, offset };
        let rows = pins::list(self.listens.store(), self.user_id, part).await?;
        let is_last = rows.len() < PAGE as usize;
        self.part = if is_last { At::End } else { At::Pins(offset + PAGE) };
        let mut leaving = Vec::with_capacity(rows.len());
        for row in rows {
            leaving.push(Pin {
                recording_msid: row.recording_msid,
                recording_mbid: row.recording_mbid.map(gid),
                words: words_of(&self.listens, row.recording_msid).await?,
                blurb: row.comment,
                created_at_ms: Some(row.created_at_ms),
                pinned_until_ms: Some(row.pinned_until_ms),
            });
        }
        self.write_all(leaving, |writer, pin| writer.pin(pin)).await
    }

    /// Compression takes a while, and a folder is a disk: not on a thread that others wait for.
    async fn write_all<T: Send + 'static>(
        &mut self,
        rows: Vec<T>,
        each: fn(&mut dyn Writer, &T) -> io::Result<()>,
    ) -> Result<()> {
        let Some(mut writer) = self.writer.take() else { return Ok(()) };
        let writer = write(move || {
            rows.iter().try_for_each(|row| each(&mut *writer, row))?;
            Ok(writer)
        });
        self.writer = Some(writer.await?);
        Ok(())
    }
}

async fn words_of(listens: &Listens, msid: Option<Uuid>) -> Result<Option<crate::Words>> {
    match msid {
        Some(msid) => listens.words(msid).await,
        None => Ok(None),
    }
}

async fn write<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(internal),
        Err(error) => Err(Error::Internal(error.into())),
    }
}

fn internal(error: io::Error) -> Error {
    Error::Internal(error.into())
}

/// A listen with its words as corrected, stamped with its beginning.
fn exported(
    listen: Listen,
    (source_track_id, played_ms): (Option<String>, Option<i64>),
) -> ExportedListen {
    ExportedListen {
        listened_at_ms: listen.listened_at_ms,
        time_meaning: crate::TimeMeaning::Start,
        inserted_at_ms: listen.inserted_at_ms,
        recording_msid: listen.recording_msid,
        additional_info: additional_info(&listen.payload),
        words: listen.words,
        played_ms,
        source: listen.source,
        client: listen.client,
        source_track_id,
        mapping: listen.matched.as_deref().map(mapping),
    }
}

/// What a client of ListenBrainz said beside the names.
pub(crate) fn additional_info(payload: &str) -> Map<String, Value> {
    let Ok(Value::Object(mut message)) = serde_json::from_str(payload) else { return Map::new() };
    let Some(Value::Object(metadata)) = message.get_mut("track_metadata") else {
        return Map::new();
    };
    match metadata.remove("additional_info") {
        Some(Value::Object(info)) => info,
        _ => Map::new(),
    }
}

fn mapping(matched: &crate::history::Mapping) -> Mapping {
    let mbid = |named: &Named| gid(named.mbid);
    Mapping {
        recording_mbid: mbid(&matched.recording),
        recording_name: matched.recording.name.clone(),
        release_mbid: matched.release.as_ref().map(mbid),
        release_group_mbid: matched.release_group.as_ref().map(mbid),
        artists: matched
            .artists
            .iter()
            .map(|credit| MappedArtist {
                artist_mbid: gid(credit.mbid),
                name: credit.name.clone(),
                join_phrase: credit.join_phrase.clone(),
            })
            .collect(),
    }
}

fn gid(id: Uuid) -> Gid {
    Gid(*id.as_bytes())
}

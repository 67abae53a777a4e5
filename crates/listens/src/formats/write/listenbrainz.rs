//! The archive that ListenBrainz exports: listens by month, feedback, pins.

use std::io;

use serde_json::{Value, json};

use super::{ExportedListen, ExportedUser, Folder, Month, json as lines, out_of_order};
use crate::formats::found::{Feedback, Pin};

/// An archive that is being written.
pub(super) struct Writer {
    folder: Box<dyn Folder>,
    part: Part,
}

/// The file that is written; the order is that of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    User,
    Listens(Month),
    Feedback,
    Pins,
}

impl Part {
    fn path(self) -> String {
        match self {
            Self::User => "user.json".to_owned(),
            Self::Listens(Month { year, month }) => format!("listens/{year}/{month}.jsonl"),
            Self::Feedback => "feedback.jsonl".to_owned(),
            Self::Pins => "pinned_recording.jsonl".to_owned(),
        }
    }
}

impl Writer {
    pub(super) fn new(mut folder: Box<dyn Folder>, user: &ExportedUser) -> io::Result<Self> {
        let part = Part::User;
        folder.begin(&part.path())?;
        let user = json!({"user_id": user.id.to_string(), "username": user.name});
        writeln!(folder, "{user}")?;
        Ok(Self { folder, part })
    }

    fn line(&mut self, part: Part, line: &Value) -> io::Result<()> {
        if part < self.part {
            return Err(out_of_order());
        }
        if part > self.part {
            self.folder.begin(&part.path())?;
            self.part = part;
        }
        writeln!(self.folder, "{line}")
    }
}

impl super::Writer for Writer {
    fn listen(&mut self, listen: &ExportedListen) -> io::Result<()> {
        self.line(Part::Listens(Month::of(listen.listened_at_ms)?), &lines::listen(listen))
    }

    fn feedback(&mut self, feedback: &Feedback) -> io::Result<()> {
        self.line(Part::Feedback, &lines::feedback(feedback))
    }

    fn pin(&mut self, pin: &Pin) -> io::Result<()> {
        self.line(Part::Pins, &lines::pin(pin))
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        self.folder.finish()
    }
}

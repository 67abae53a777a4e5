//! Import of the plays that an account at Last.fm, or at a server like it, has.
//!
//! The newest come first: each page ends where the next one begins, whatever is scrobbled
//! meanwhile. Once all is read, the next import stops at the plays of the last one.

use std::io::Cursor;

use jobs::{Progress, Stop, Unit};
use serde::{Deserialize, Serialize};
use store::listen_imports;
use store::listen_imports::Import;
use uuid::Uuid;

use super::file::file_name;
use super::job::ImportJob;
use super::report::Counts;
use super::step::{Course, Step};
use crate::error::{Error, Refusal, Result};
use crate::formats::{self, Limits, Options, Position, Reason, Upload};
use crate::listens::Listens;
use crate::play::Submission;
use crate::remote::{Remote, RemoteRequest, form, said};

/// The format of the pages.
const FORMAT: &str = "lastfm";
/// Plays of a page: as many as Last.fm gives.
const PAGE: usize = 200;

/// Where plays are fetched from.
#[derive(Debug, Clone, Copy)]
pub struct Account<'a> {
    /// The address of the interface.
    pub base_url: &'a str,
    /// The key of this installation there.
    pub api_key: &'a str,
    /// The name of the account there.
    pub name: &'a str,
}

/// How far an account was read. Instants are seconds since 1970.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Reached {
    /// Plays before this instant are still to be read; none begins with the newest.
    #[serde(default)]
    to_s: Option<i64>,
    /// The newest play that was seen.
    #[serde(default)]
    newest_s: i64,
}

/// What a server says when it refuses.
#[derive(Deserialize)]
struct Refused {
    error: i64,
    #[serde(default)]
    message: String,
}

impl Listens {
    /// Puts an import of an account into the queue.
    ///
    /// # Errors
    /// Refused: a name that is blank or too long.
    pub async fn queue_account_import(&self, user_id: Uuid, name: &str) -> Result<Uuid> {
        let row = self.new_account_row(user_id, name)?;
        let account = row.file_name.clone();
        let (id, job) = (row.id, ImportJob { import: Some(row.id), zone: None, account });
        let job = job.row(self.new_id(), user_id, self.now_ms())?;
        self.queue_import_row(row, job).await?;
        Ok(id)
    }

    /// The import of an account that this process works on itself.
    ///
    /// # Errors
    /// Refused: a name that is blank or too long.
    pub async fn begin_account_import(&self, user_id: Uuid, name: &str) -> Result<Uuid> {
        let row = self.new_account_row(user_id, name)?;
        let id = row.id;
        self.insert_import_row(row).await?;
        Ok(id)
    }

    fn new_account_row(&self, user_id: Uuid, name: &str) -> Result<Import> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 200 {
            return Err(Refusal::invalid("account_name", "1 to 200 characters"));
        }
        Ok(Import {
            id: self.new_id(),
            user_id,
            job_id: None,
            format: FORMAT.to_owned(),
            file_name: Some(file_name(name)),
            file_hash: None,
            progress: listen_imports::Progress::default(),
            created_at_ms: self.now_ms(),
            finished_at_ms: None,
        })
    }

    /// Fetches what an account has and this history has not, from where the import stands to its
    /// end. False when it was asked to stop before.
    ///
    /// # Errors
    /// When the server is away or refuses: what was fetched stays, and it goes on from there.
    pub async fn import_account(
        &self,
        (id, remote): (Uuid, &dyn Remote),
        account: Account<'_>,
        (progress, stop): (&dyn Progress, &Stop),
    ) -> Result<bool> {
        let row = self.import_row(id).await?;
        if row.finished_at_ms.is_some() {
            return Ok(true);
        }
        let service = service(account.base_url);
        let mark = self.latest_import(row.user_id, &service).await?;
        let from_s = mark.latest_listened_at_ms / 1000;
        let reached = row.progress.position.as_deref().map(serde_json::from_str::<Reached>);
        let mut reached = reached.and_then(std::result::Result::ok).unwrap_or_default();
        let submission = Submission {
            import_id: Some(id),
            // What came from there is not sent back there.
            relayed_from: Some(account.base_url.to_owned()),
            ..Submission::new(row.user_id, "import.lastfm")
        };
        let mut course = Course { id, submission, counts: Counts::of(&row.progress) };
        progress.phase("plays of the account", None, Unit::Rows);
        loop {
            if stop.is_requested() {
                return Ok(false);
            }
            let step = self.account_page(remote, account, (from_s, reached.to_s)).await?;
            let rows = step.rows;
            let next = next(reached, &step);
            let position = serde_json::to_string(&next.unwrap_or(reached)).unwrap_or_default();
            self.keep_step(&mut course, step, &position).await?;
            progress.advance(rows);
            match next {
                Some(next) => reached = next,
                None => break,
            }
        }
        let newest_ms = reached.newest_s.saturating_mul(1000);
        self.set_latest_import(course.submission.user_id, &service, newest_ms).await?;
        self.finish_import(id, row.user_id).await?;
        Ok(true)
    }

    async fn account_page(
        &self,
        remote: &dyn Remote,
        account: Account<'_>,
        (from_s, to_s): (i64, Option<i64>),
    ) -> Result<Step> {
        let (limit, from, to) =
            (PAGE.to_string(), from_s.to_string(), to_s.map(|to| to.to_string()));
        let mut pairs = vec![
            ("method", "user.getrecenttracks"),
            ("user", account.name),
            ("api_key", account.api_key),
            ("format", "json"),
            ("limit", &limit),
        ];
        if from_s > 0 {
            pairs.push(("from", &from));
        }
        pairs.extend(to.as_deref().map(|to| ("to", to)));
        let url = format!("{}?{}", account.base_url, form(pairs));
        let request = RemoteRequest { url, authorization: None, body: None };
        let answer = remote.send(request).await.map_err(|error| Error::Internal(error.into()))?;
        let refused = serde_json::from_slice::<Refused>(&answer.body).ok();
        if answer.status != 200 || refused.is_some() {
            let why = refused.map_or_else(
                || format!("HTTP status {}", answer.status),
                |it| format!("{} (error {})", said(&it.message), it.error),
            );
            let words = format!("{} does not give the plays: {why}", account.base_url);
            return Err(Error::Internal(words.into()));
        }
        self.account_plays(answer.body)
    }

    /// The plays of a page.
    fn account_plays(&self, body: Vec<u8>) -> Result<Step> {
        let unreadable = |error: formats::Unreadable| Error::Internal(error.into());
        let format = formats::by_name(FORMAT).ok_or("there is no such format");
        let format = format.map_err(|error| Error::Internal(error.into()))?;
        let upload = Upload::open("page", Box::new(Cursor::new(body)), Limits::default());
        let options = Options::new(self.now_ms());
        let reader = upload.map_err(unreadable)?.read(format, options, Position::default());
        let mut step = Step::default();
        for row in reader.map_err(unreadable)? {
            // Each page begins with what plays now.
            let is_playing = matches!(&row, Err(skipped) if skipped.reason == Reason::NotAPlay);
            if !is_playing {
                step.add(row);
            }
        }
        Ok(step)
    }
}

/// The name under which it is noted how far an account was read.
fn service(base_url: &str) -> String {
    match base_url.contains("audioscrobbler.com") {
        true => FORMAT.to_owned(),
        false => base_url.chars().take(100).collect(),
    }
}

/// Where the next page ends; none when there is none.
fn next(reached: Reached, step: &Step) -> Option<Reached> {
    let seconds = || step.instants_ms().map(|ms| ms.div_euclid(1000));
    let (oldest, newest) = (seconds().min()?, seconds().max()?);
    let newest_s = reached.newest_s.max(newest);
    // Its second is read again: there may be more plays in it. Repetitions change nothing.
    let overlapping = oldest.saturating_add(1);
    let to_s = match reached.to_s {
        Some(to) if overlapping >= to => {
            if seconds().count() < PAGE / 2 {
                return None;
            }
            // A page of one second: there cannot be much more in it.
            oldest
        }
        _ => overlapping,
    };
    Some(Reached { to_s: Some(to_s), newest_s })
}

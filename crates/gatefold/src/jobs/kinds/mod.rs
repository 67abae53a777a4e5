//! The kinds of jobs, one file each.

mod backup;
mod catalogue;
mod ended;
mod erasure;
mod health;
mod import;
mod matching;
mod relay;
mod retention;
mod sessions;
mod tokens;

use anyhow::Result;
use futures::future::BoxFuture;
use jobs::Progress as _;
use store::Tx;

use super::kind::{Kind, Running};

/// All kinds.
pub static KINDS: &[Kind] = &[
    Kind::of::<sessions::CleanSessions>("remove sessions that have expired"),
    Kind::of::<tokens::CleanTokens>("remove tokens that have expired or were ended long ago"),
    Kind::of::<erasure::EraseUsers>("erase accounts whose grace period is over"),
    Kind::of::<retention::ApplyRetention>("remove rows that are older than retention says"),
    Kind::of::<ended::CleanJobs>("remove jobs that ended long ago"),
    Kind::of::<health::CheckHealth>("write down the state of the components"),
    Kind::of::<backup::MakeBackup>("make a backup and remove old ones"),
    Kind::of::<matching::MatchListens>("match words of listens with the catalogue"),
    Kind::of::<listens::ImportJob>("import a history, or clear uploads away that nobody waits for"),
    Kind::of::<relay::SendRelays>("forward plays to the servers that people named"),
    Kind::of::<catalogue::RefreshCatalogue>("import the latest export of MusicBrainz"),
];

/// The kind of a name.
pub fn find(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

/// Rows that one unit of work removes: few enough that others need not wait for long.
const STEP: u32 = 500;

/// A statement that removes rows from before an instant, at most so many.
type Remove = for<'t> fn(&'t mut Tx<'_>, i64, u32) -> BoxFuture<'t, store::Result<u64>>;

/// Removes rows step by step until none is left or the job is to end; tells how many.
async fn in_steps(running: &Running, before_ms: i64, remove: Remove) -> Result<u64> {
    let mut removed = 0;
    loop {
        running.stop.check()?;
        let step = running.tools.store.write(move |tx| remove(tx, before_ms, STEP));
        let count = step.await?;
        removed += count;
        running.progress.advance(count);
        if count < u64::from(STEP) {
            return Ok(removed);
        }
    }
}

#[cfg(test)]
mod tests {
    //! The list.
    use super::*;

    #[test]
    fn names_are_unique_and_every_kind_runs_without_parameters() {
        for kind in KINDS {
            let same = KINDS.iter().filter(|other| other.name == kind.name);
            assert_eq!(same.count(), 1, "{}", kind.name);
            let key = (kind.unique_key)("{}").expect("schedules pass no parameters");
            assert_eq!(key.as_deref(), Some(kind.name));
        }
    }
}

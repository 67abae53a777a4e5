//! What most people chose: words in which the catalogue finds nothing count for it, for those who chose nothing.

use std::collections::HashMap;

use store::Tx;
use store::manual_matches::{self, Count};
use store::match_inputs::{self, Input, Status};
use uuid::Uuid;

use crate::error::Result;
use crate::listens::Listens;
use crate::rematch::MOST;
use crate::resolve::{self, Resolved};
use crate::ruling::MAX_WORDS;

impl Listens {
    /// Has words that somebody chose a recording for asked again. Those that nobody has asked for yet will be.
    pub(crate) async fn match_chosen(&self, msid: Uuid) -> Result<()> {
        if self.catalogue().get().is_none() {
            return Ok(());
        }
        let mut inputs = match_inputs::find_by_msid(self.store(), msid, MAX_WORDS).await?;
        inputs.retain(|input| {
            let matched = &input.words.matched;
            matched.stage.is_none() && matched.status != Status::Pending
        });
        while !inputs.is_empty() {
            let rest = inputs.split_off(inputs.len().min(MOST as usize));
            self.match_again(inputs, MOST).await?;
            inputs = rest;
        }
        Ok(())
    }
}

/// Takes what most people chose for words in which nothing was found. The state of matching is locked, so that nobody
/// chooses meanwhile.
pub(crate) async fn take_up(
    listens: &Listens,
    tx: &mut Tx<'_>,
    found: &mut [(Input, Resolved)],
) -> Result<()> {
    let open = found.iter_mut().filter(|(_, it)| it.status == Status::Unmatched);
    let open: Vec<_> = open.map(|(input, it)| (input.words.recording_msid, it)).collect();
    let Some(catalog) = listens.catalogue().get().clone().filter(|_| !open.is_empty()) else {
        return Ok(());
    };
    let msids: Vec<[u8; 16]> = open.iter().map(|(msid, _)| msid.into_bytes()).collect();
    let most = most(manual_matches::count(&mut *tx, &msids).await?);
    let view = catalog.view()?;
    for (msid, unmatched) in open {
        if let Some(count) = most.get(&msid)
            && let Some(chosen) = resolve::by_choice(&view, unmatched, count)?
        {
            *unmatched = chosen;
        }
    }
    Ok(())
}

/// The recording that most people chose for words; of several the one that was chosen last.
fn most(counts: Vec<Count>) -> HashMap<Uuid, Count> {
    let mut most: HashMap<Uuid, Count> = HashMap::new();
    for count in counts {
        let best = most.entry(count.recording_msid).or_insert(count);
        // The id only makes the answer the same every time.
        let order = |it: &Count| (it.people, it.newest_ms, it.recording_mbid);
        if order(&count) > order(best) {
            *best = count;
        }
    }
    most
}

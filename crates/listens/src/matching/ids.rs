//! The stages that believe ids, after a look at title and artist.

use catalog::record::Recording;
use model::{IdScheme, Isrc};

use super::Stage;
use super::features::RefusedId;
use super::judge::Judge;
use super::said::Said;
use super::wins::ACCEPTED_BY_ID;

/// Recordings with one ISRC that are compared.
const MAX_SHARING: usize = 32;

/// Tries the ids of recording and track, then the ISRC; notes what was not believed.
pub(super) fn by_ids(
    judge: &mut Judge<'_, '_>,
    said: &Said,
    refused: &mut Vec<RefusedId>,
) -> catalog::Result<Option<Stage>> {
    judge.begin(Stage::Mbid);
    if judge.view.catalog().id_scheme() == IdScheme::Mbid {
        if let Some(reason) = by_recording(judge, said)? {
            refused.push(reason);
        }
        if let Some(reason) = by_track(judge, said)? {
            refused.push(reason);
        }
        if judge.wins.is_accepted(ACCEPTED_BY_ID) {
            return Ok(Some(Stage::Mbid));
        }
    }
    judge.begin(Stage::Isrc);
    let known = by_isrc(judge, said)?;
    if judge.wins.is_accepted(ACCEPTED_BY_ID) {
        return Ok(Some(Stage::Isrc));
    }
    refused.extend(known.then_some(RefusedId::Isrc));
    Ok(None)
}

fn by_recording(judge: &mut Judge<'_, '_>, said: &Said) -> catalog::Result<Option<RefusedId>> {
    let Some(gid) = judge.words.recording_mbid else { return Ok(None) };
    let Some(found) = judge.view.find::<Recording<'_>>(gid)? else {
        return Ok(Some(RefusedId::UnknownRecording));
    };
    judge.judge(said, found.id)?;
    Ok((!judge.wins.is_accepted(ACCEPTED_BY_ID)).then_some(RefusedId::Recording))
}

/// A track's id counts where the recording's does not; its own title is as good as the recording's.
fn by_track(judge: &mut Judge<'_, '_>, said: &Said) -> catalog::Result<Option<RefusedId>> {
    let gid = judge.words.track_mbid.filter(|_| !judge.wins.is_accepted(ACCEPTED_BY_ID));
    let Some(gid) = gid else { return Ok(None) };
    let view = judge.view;
    let Some(placed) = view.find_track(gid)? else { return Ok(Some(RefusedId::UnknownTrack)) };
    judge.judge_titled(said, placed.track.recording, placed.track.name)?;
    Ok((!judge.wins.is_accepted(ACCEPTED_BY_ID)).then_some(RefusedId::Track))
}

/// Whether the catalogue knows the code.
fn by_isrc(judge: &mut Judge<'_, '_>, said: &Said) -> catalog::Result<bool> {
    let Some(isrc) = judge.words.isrc.as_deref().and_then(|text| Isrc::parse(text).ok()) else {
        return Ok(false);
    };
    let view = judge.view;
    let sharing = view.by_isrc(&isrc)?;
    for (row, _) in sharing.iter().take(MAX_SHARING) {
        judge.judge(said, *row)?;
    }
    Ok(!sharing.is_empty())
}

//! Words and the catalogue: what listens count for before and after it knows them.

use listens::{Change, Play};
use listens::{Listens, MatchKind, NewWords, Rematched, Window};
use store::match_inputs::{Stage, Status};
use uuid::Uuid;

use crate::place::{Engine, Place, by, play};

const CHOIR: &str = "The Lanternfish Choir";

/// All steps of all kinds of matching; answers how many words and subjects are others now.
pub async fn match_all(listens: &Listens) -> u64 {
    let mut changed = 0;
    for kind in 0..3 {
        let mut after = 0;
        loop {
            let step = match kind {
                0 => listens.match_pending(after, 3).await,
                1 => listens.match_stale(after, 3).await,
                _ => listens.renew_subjects(after, 3).await,
            };
            let step: Rematched = step.unwrap();
            changed += step.changed;
            match step.next {
                Some(next) => after = next,
                None => break,
            }
        }
    }
    changed
}

async fn artists(place: &Place, user: Uuid) -> Vec<(String, bool, i64)> {
    let counts = place.counts(user).await.into_iter().filter(|it| it.of == "Artists");
    let mut told: Vec<_> =
        counts.map(|it| (it.name, it.mbid.is_some(), it.listens as i64)).collect();
    told.sort_by_key(|(name, _, listens)| (-listens, name.clone()));
    told
}

fn plays() -> Vec<Play> {
    vec![
        play("the lanternfish choir", "FERRY BELLS", 0),
        play(CHOIR, "Ferry Bells", 300),
        // A typing error, which only the long look forgives.
        play(CHOIR, "Ferry Bels", 600),
        play("Nobody Has Heard Of", "This Song At All", 900),
    ]
}

pub async fn what_the_catalogue_knows_is_matched_at_once(engine: Engine) {
    let place = Place::new(&engine).await;
    place.open_shop(1);
    let maya = place.user("maya").await;
    place.submit(&by(maya, "phone"), plays()).await;
    let history = place.history(maya).await;
    let kinds: Vec<_> = history.iter().rev().map(|it| it.matched_by).collect();
    let (known, open) = (MatchKind::Automatic, MatchKind::Pending);
    assert_eq!(kinds, [known, known, open, open]);
    let matched = history[3].matched.clone().unwrap();
    assert_eq!(matched.recording.name, "Ferry Bells");
    assert_eq!(matched.artists[0].name, CHOIR);
    assert!(matched.release.is_some() && matched.release_group.is_some());
    assert_eq!(history[2].matched, history[3].matched);
    assert_eq!(history[0].matched, None);
    // The long look finds one more.
    assert_eq!(match_all(&place.listens).await, 1);
    let history = place.history(maya).await;
    let why = async |at: usize| place.listens.reasons(maya, history[at].id).await.unwrap();
    let (exact, typo, unknown) = (why(3).await, why(1).await, why(0).await);
    // Another recording of these artists has the same title.
    assert_eq!((exact.status, exact.stage), (Status::Uncertain, Some(Stage::Exact)));
    assert_eq!((&exact.features["title"], exact.score), (&"equal".into(), Some(1.0)));
    let other = &exact.candidates[0];
    assert_eq!(other.recording_name.as_deref(), Some("Ferry Bells"));
    assert_eq!(other.artist_credit_name.as_deref(), Some(CHOIR));
    assert_ne!(other.recording_mbid, matched.recording.mbid);
    assert_eq!(typo.stage, Some(Stage::Fuzzy));
    assert!(typo.score < exact.score, "{typo:?}");
    assert_ne!(typo.features["title"], exact.features["title"]);
    assert_eq!((unknown.status, unknown.stage), (Status::Unmatched, None));
    let stranger = place.user("otto").await;
    assert!(place.listens.reasons(stranger, history[3].id).await.is_err());
    let kinds: Vec<_> = history.iter().rev().map(|it| it.matched_by).collect();
    assert_eq!(kinds, [known, known, known, MatchKind::None]);
    assert_eq!(history[1].matched.as_ref().unwrap().recording, matched.recording);
    assert_eq!(
        artists(&place, maya).await,
        [(CHOIR.to_owned(), true, 3), ("Nobody Has Heard Of".to_owned(), false, 1)]
    );
    let unmatched = place.listens.unmatched(maya, 10).await.unwrap();
    assert_eq!(unmatched.len(), 1);
    assert_eq!(place.listens.rebuild(maya).await.unwrap().changed, 0);
    assert_eq!(match_all(&place.listens).await, 0);
    // Another process has the same answer for words that are known.
    let again = place.sibling();
    let more = vec![play(CHOIR, "Ferry Bels", 5000)];
    let outcome = again.submit(&by(maya, "phone"), more).await.unwrap();
    let read = again.find(maya, outcome[0].id()).await.unwrap().unwrap();
    assert_eq!(read.matched.unwrap().recording, matched.recording);
}

pub async fn listens_from_before_the_catalogue_follow_when_it_comes(engine: Engine) {
    let place = Place::new(&engine).await;
    let (maya, otto) = (place.user("maya").await, place.user("otto").await);
    for user in [maya, otto] {
        place.submit(&by(user, "phone"), plays()).await;
    }
    assert_eq!(match_all(&place.listens).await, 0, "there is nothing to match with");
    assert!(place.history(maya).await.iter().all(|it| it.matched.is_none()));
    assert_eq!(
        artists(&place, maya).await,
        [
            ("the lanternfish choir".to_owned(), false, 3),
            ("Nobody Has Heard Of".to_owned(), false, 1)
        ]
    );
    place.open_shop(1);
    assert_eq!(match_all(&place.listens).await, 3);
    for user in [maya, otto] {
        assert_eq!(
            artists(&place, user).await,
            [(CHOIR.to_owned(), true, 3), ("Nobody Has Heard Of".to_owned(), false, 1)]
        );
        let matched = place.history(user).await.iter().filter(|it| it.matched.is_some()).count();
        assert_eq!(matched, 3);
        assert_eq!(place.listens.rebuild(user).await.unwrap().changed, 0);
    }
    // What is submitted from now on counts for the same.
    place.submit(&by(maya, "phone"), vec![play(CHOIR, "Ferry Bells", 9000)]).await;
    assert_eq!(artists(&place, maya).await[0], (CHOIR.to_owned(), true, 4));
    // The same again, as another generation.
    let (history, counts) = (place.history(maya).await, place.counts(maya).await);
    place.open_shop(2);
    assert_eq!(match_all(&place.listens).await, 0);
    assert_eq!((place.history(maya).await, place.counts(maya).await), (history, counts));
}

pub async fn what_a_person_chose_stays_whatever_the_catalogue_says(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let outcomes = place.submit(&by(maya, "phone"), plays()).await;
    let chosen = Uuid::from_u128(7);
    place.listens.match_words(maya, outcomes[2].recording_msid(), Some(chosen)).await.unwrap();
    let edit = Change::SetMatch(chosen);
    place.listens.change_one(maya, outcomes[1].id(), &edit).await.unwrap();
    place.open_shop(1);
    match_all(&place.listens).await;
    let history = place.history(maya).await;
    for (listen, kind) in history.iter().rev().zip([
        MatchKind::Automatic,
        MatchKind::Manual,
        MatchKind::Manual,
        MatchKind::None,
    ]) {
        assert_eq!(listen.matched_by, kind, "{listen:?}");
    }
    assert_eq!(place.listens.rebuild(maya).await.unwrap().changed, 0);
    let known = Change::SetWords(NewWords {
        artist_name: Some(CHOIR.to_owned()),
        recording_name: Some("Ferry Bells".to_owned()),
        release_name: None,
    });
    place.listens.change_one(maya, outcomes[3].id(), &known).await.unwrap();
    let read = place.listens.find(maya, outcomes[3].id()).await.unwrap().unwrap();
    assert_eq!(read.matched.unwrap().recording.name, "Ferry Bells");
    assert_eq!(read.matched_by, MatchKind::Automatic);
}

pub async fn what_most_people_chose_counts_for_the_others(engine: Engine) {
    let place = Place::new(&engine).await;
    place.open_shop(1);
    let [maya, otto, nils, nora] = [
        place.user("maya").await,
        place.user("otto").await,
        place.user("nils").await,
        place.user("nora").await,
    ];
    let mut unknown = Uuid::nil();
    let mut known = Uuid::nil();
    for user in [maya, otto, nils, nora] {
        let outcomes = place.submit(&by(user, "phone"), plays()).await;
        (known, unknown) = (outcomes[1].recording_msid(), outcomes[3].recording_msid());
    }
    match_all(&place.listens).await;
    let recording = |row| testkit::mbid::gid("recording", row).parse::<Uuid>().unwrap();
    let (bells, tar) = (recording(101), recording(103));
    let choose = async |user, msid, mbid| {
        place.clock.advance(1000);
        place.listens.match_words(user, msid, mbid).await.unwrap();
        assert_eq!(match_all(&place.listens).await, 0, "everything is asked at once");
    };
    let newest = async |user| {
        let listen = place.history(user).await.swap_remove(0);
        (listen.matched_by, listen.matched.map(|it| it.recording.mbid))
    };
    choose(maya, unknown, Some(tar)).await;
    assert_eq!(newest(maya).await, (MatchKind::Manual, Some(tar)));
    assert_eq!(newest(nora).await, (MatchKind::Automatic, Some(tar)));
    let id = place.history(nora).await[0].id;
    let why = place.listens.reasons(nora, id).await.unwrap();
    assert_eq!((why.status, why.stage, why.score), (Status::Matched, None, None));
    assert_eq!(why.features, serde_json::json!({"chosen_by": 1}));
    assert_eq!(artists(&place, nora).await, [(CHOIR.to_owned(), true, 4)]);
    // Of two that as many people chose, the later choice counts.
    choose(otto, unknown, Some(bells)).await;
    assert_eq!(newest(nora).await, (MatchKind::Automatic, Some(bells)));
    choose(nils, unknown, Some(tar)).await;
    assert_eq!(newest(nora).await, (MatchKind::Automatic, Some(tar)));
    assert_eq!(newest(otto).await, (MatchKind::Manual, Some(bells)), "one's own choice stays");
    // A recording that the catalogue lacks says nothing to the others.
    choose(maya, unknown, Some(Uuid::from_u128(7))).await;
    choose(nils, unknown, Some(Uuid::from_u128(7))).await;
    assert_eq!(newest(nora).await, (MatchKind::None, None));
    // Nobody is asked about what the catalogue finds itself.
    let before = place.history(nora).await;
    choose(maya, known, Some(tar)).await;
    assert_eq!(place.history(nora).await, before);
    // The release stays that of the words.
    let mut song = play("Nobody Has Heard Of", "This Song At All", 2000);
    song.words.release_name = Some("Tape A".to_owned());
    for user in [maya, nora] {
        place.one(&by(user, "phone"), song.clone()).await;
    }
    match_all(&place.listens).await;
    choose(maya, song.words.recording_msid(), Some(bells)).await;
    assert_eq!(newest(nora).await, (MatchKind::Automatic, Some(bells)));
    let releases = place.counts(nora).await.into_iter().filter(|it| it.of == "Releases");
    let releases: Vec<_> = releases.map(|it| (it.name, it.listens)).collect();
    assert!(releases.contains(&("Tape A".to_owned(), 1)), "{releases:?}");
    choose(maya, song.words.recording_msid(), None).await;
    for user in [maya, otto, nils] {
        choose(user, unknown, None).await;
    }
    assert_eq!(newest(maya).await, (MatchKind::None, None));
    assert_eq!(newest(nora).await, (MatchKind::None, None));
    for user in [maya, otto, nils, nora] {
        assert_eq!(place.listens.rebuild(user).await.unwrap().changed, 0);
    }
}

pub async fn who_remembers_words_reads_what_another_process_found(engine: Engine) {
    let place = Place::new(&engine).await;
    place.open_shop(1);
    let maya = place.user("maya").await;
    let other = place.sibling();
    place.submit(&by(maya, "phone"), plays()).await;
    let seen = async || {
        let history = other.history(maya, Window::default(), 100).await.unwrap();
        let seen = history.into_iter().rev().skip(2);
        seen.map(|it| (it.matched_by, it.matched.map(|it| it.recording.name.clone())))
            .collect::<Vec<_>>()
    };
    let bells = Some("Ferry Bells".to_owned());
    let (found, none) = ((MatchKind::Automatic, bells), (MatchKind::None, None));
    let pending = (MatchKind::Pending, None);
    assert_eq!(seen().await, [pending.clone(), pending]);
    match_all(&place.listens).await;
    assert_eq!(seen().await, [found.clone(), none.clone()]);
    assert_eq!(seen().await, [found, none]);
}

pub async fn names_and_artists_follow_a_newer_catalogue(engine: Engine) {
    let place = Place::new(&engine).await;
    place.open_shop(1);
    let maya = place.user("maya").await;
    let outcome = place.one(&by(maya, "phone"), play(CHOIR, "Ferry Bells", 0)).await;
    // By hand too.
    let matched = place.history(maya).await[0].matched.clone().unwrap();
    let other = place.one(&by(maya, "phone"), play("Otter", "Something", 900)).await;
    let edit = Change::SetMatch(matched.recording.mbid);
    place.listens.change_one(maya, other.id(), &edit).await.unwrap();
    let counts = place.counts(maya).await;
    // As if the catalogue of before had known neither the artists nor this name.
    let from = (i64::MIN, Uuid::nil());
    let rows = store::listens::rows_after(&place.store, maya, from, 1).await.unwrap();
    let id = rows[0].recording_subject;
    let names = store::subjects::list(&place.store, &[id]).await.unwrap()[0].names.clone();
    let old = store::subjects::Names {
        name: "Ferry Bell".to_owned(),
        catalogue_generation: Some(0),
        ..names.clone()
    };
    place
        .store
        .write::<_, store::Error, _>(move |tx| {
            Box::pin(async move {
                store::subjects::refresh(tx, id, &old).await?;
                store::subjects::delete_links(tx, id).await.map(drop)
            })
        })
        .await
        .unwrap();
    place.listens.rebuild(maya).await.unwrap();
    assert!(artists(&place, maya).await.is_empty());
    let name = async |id: Uuid| {
        let read = place.sibling().find(maya, id).await.unwrap().unwrap();
        read.matched.unwrap().recording.name.clone()
    };
    assert_eq!(name(outcome.id()).await, "Ferry Bell");
    place.open_shop(2);
    assert!(!place.listens.is_matched().await.unwrap());
    assert_eq!(match_all(&place.listens).await, 1);
    assert_eq!(place.counts(maya).await, counts);
    assert_eq!(artists(&place, maya).await, [(CHOIR.to_owned(), true, 2)]);
    assert_eq!(place.history(maya).await[1].matched, Some(matched));
    assert_eq!(place.listens.rebuild(maya).await.unwrap().changed, 0);
    assert_eq!(place.counts(maya).await, counts);
    assert_eq!(match_all(&place.listens).await, 0);
    let state = place.listens.match_state().unwrap();
    place.listens.note_matched(state).await.unwrap();
    assert!(place.listens.is_matched().await.unwrap());
    place.open_shop(3);
    assert!(!place.listens.is_matched().await.unwrap());
}

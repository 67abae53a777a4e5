//! Jobs and schedules.

use futures::future::join_all;
use store::jobs::{self, Job, NewJob, Progress, State};
use store::{Store, schedules};

use crate::place::{NOW, Place, id, unit};

fn new_job(number: u128) -> NewJob {
    NewJob {
        id: id(number),
        name: "scan".to_owned(),
        payload: r#"{"path": "/music"}"#.to_owned(),
        priority: 0,
        max_attempts: 2,
        run_at_ms: NOW,
        unique_key: None,
        created_by: None,
        created_at_ms: NOW,
    }
}

async fn add(store: &Store, job: NewJob) -> bool {
    unit!(store, |tx| jobs::insert(tx, &job).await).unwrap()
}

async fn claim(store: &Store, process: &'static str, now_ms: i64) -> Option<Job> {
    unit!(store, |tx| jobs::claim(tx, process, now_ms).await).unwrap()
}

async fn state(store: &Store, number: u128) -> State {
    jobs::find(store, id(number)).await.unwrap().unwrap().state
}

pub async fn the_most_urgent_job_that_is_due_is_claimed_first(place: Place) {
    let store = place.store().await;
    add(&store, new_job(1)).await;
    add(&store, NewJob { priority: 5, ..new_job(2) }).await;
    add(&store, NewJob { priority: 9, run_at_ms: NOW + 100, ..new_job(3) }).await;
    assert_eq!(jobs::next_due(&store).await.unwrap(), Some(NOW));
    assert_eq!(claim(&store, "p", NOW - 1).await, None);
    let first = claim(&store, "p", NOW).await.unwrap();
    assert_eq!((first.id, first.state, first.attempts), (id(2), State::Running, 1));
    assert_eq!(first.payload, r#"{"path": "/music"}"#);
    assert_eq!((first.claimed_by.as_deref(), first.heartbeat_at_ms), (Some("p"), Some(NOW)));
    assert_eq!(claim(&store, "p", NOW).await.unwrap().id, id(1));
    assert_eq!(claim(&store, "p", NOW).await, None);
    assert_eq!(jobs::next_due(&store).await.unwrap(), Some(NOW + 100));
    assert_eq!(claim(&store, "p", NOW + 100).await.unwrap().id, id(3));
    assert_eq!(jobs::next_due(&store).await.unwrap(), None);
}

pub async fn many_processes_claim_each_job_once(place: Place) {
    let store = place.store().await;
    let other = place.store().await;
    for number in 1..=20 {
        add(&store, new_job(number)).await;
    }
    let claims = (0..40).map(|at| if at % 2 == 0 { &store } else { &other });
    let claimed = join_all(claims.map(|store| claim(store, "p", NOW))).await;
    let mut ids: Vec<_> = claimed.into_iter().flatten().map(|job| job.id).collect();
    ids.sort();
    assert_eq!(ids, (1..=20).map(id).collect::<Vec<_>>());
}

pub async fn a_unique_key_is_free_again_when_its_job_has_ended(place: Place) {
    let store = place.store().await;
    let keyed = |number| NewJob { unique_key: Some("scan:/music".to_owned()), ..new_job(number) };
    assert!(add(&store, keyed(1)).await);
    assert!(!add(&store, keyed(2)).await);
    claim(&store, "p", NOW).await.unwrap();
    assert!(!add(&store, keyed(2)).await);
    unit!(store, |tx| jobs::complete(tx, id(1), "p", NOW).await).unwrap();
    assert!(add(&store, keyed(2)).await);
    // Jobs without a key do not get in each other's way.
    assert!(add(&store, new_job(3)).await && add(&store, new_job(4)).await);
}

pub async fn progress_is_told_and_an_end_is_asked_for(place: Place) {
    let store = place.store().await;
    add(&store, new_job(1)).await;
    claim(&store, "p", NOW).await.unwrap();
    let beat = |percent| {
        let store = &store;
        async move {
            let progress = Progress { percent, message: Some("reading") };
            unit!(store, |tx| jobs::heartbeat(tx, (id(1), "p"), NOW + 1, progress).await)
        }
    };
    assert_eq!(beat(40).await.unwrap(), Some(false));
    let job = jobs::find(&store, id(1)).await.unwrap().unwrap();
    assert_eq!((job.progress, job.message.as_deref()), (40, Some("reading")));
    assert_eq!(job.heartbeat_at_ms, Some(NOW + 1));
    assert!(beat(101).await.is_err());
    let asked = unit!(store, |tx| jobs::cancel(tx, id(1), NOW + 2).await).unwrap().unwrap();
    assert_eq!((asked.state, asked.cancel_requested), (State::Running, true));
    assert_eq!(beat(50).await.unwrap(), Some(true));
    assert!(unit!(store, |tx| jobs::end_cancelled(tx, id(1), "p", NOW + 3).await).unwrap());
    assert_eq!(state(&store, 1).await, State::Cancelled);
    assert_eq!(beat(60).await.unwrap(), None);
    assert_eq!(unit!(store, |tx| jobs::cancel(tx, id(1), NOW).await).unwrap(), None);
    // One that waits ends at once.
    add(&store, new_job(2)).await;
    let ended = unit!(store, |tx| jobs::cancel(tx, id(2), NOW).await).unwrap().unwrap();
    assert_eq!((ended.state, ended.finished_at_ms), (State::Cancelled, Some(NOW)));
    assert_eq!(claim(&store, "p", NOW).await, None);
}

pub async fn a_failed_job_waits_and_runs_again(place: Place) {
    let store = place.store().await;
    add(&store, new_job(1)).await;
    claim(&store, "p", NOW).await.unwrap();
    let again =
        unit!(store, |tx| jobs::retry(tx, (id(1), "p"), NOW + 50, "no network").await).unwrap();
    assert!(again);
    assert_eq!(claim(&store, "p", NOW).await, None);
    let job = claim(&store, "q", NOW + 50).await.unwrap();
    assert_eq!((job.attempts, job.error.as_deref()), (2, Some("no network")));
    assert!(unit!(store, |tx| jobs::fail(tx, (id(1), "q"), NOW + 60, "gave up").await).unwrap());
    let job = jobs::find(&store, id(1)).await.unwrap().unwrap();
    assert_eq!((job.state, job.error.as_deref()), (State::Failed, Some("gave up")));
    assert_eq!((job.claimed_by, job.finished_at_ms), (None, Some(NOW + 60)));
}

pub async fn a_job_of_a_lost_process_is_resumed_or_fails(place: Place) {
    let store = place.store().await;
    add(&store, NewJob { max_attempts: 1, ..new_job(1) }).await;
    let release = |silent_since| {
        let store = &store;
        async move { unit!(store, |tx| jobs::release_lost(tx, silent_since, NOW, 3).await).unwrap() }
    };
    for attempt in 1..=3 {
        assert_eq!(claim(&store, "p", NOW).await.unwrap().attempts, attempt);
        assert_eq!(release(NOW).await, 0, "it gave a sign of life");
        assert_eq!(release(NOW + 1).await, 1);
    }
    assert_eq!(state(&store, 1).await, State::Failed);
    assert_eq!(claim(&store, "p", NOW).await, None);
    add(&store, new_job(2)).await;
    claim(&store, "p", NOW).await.unwrap();
    unit!(store, |tx| jobs::cancel(tx, id(2), NOW).await).unwrap();
    assert_eq!(release(NOW + 1).await, 1);
    assert_eq!(state(&store, 2).await, State::Cancelled);
}

pub async fn a_late_process_cannot_end_a_job_of_another(place: Place) {
    let store = place.store().await;
    add(&store, new_job(1)).await;
    claim(&store, "slow", NOW).await.unwrap();
    unit!(store, |tx| jobs::release_lost(tx, NOW + 1, NOW, 3).await).unwrap();
    claim(&store, "quick", NOW).await.unwrap();
    assert!(!unit!(store, |tx| jobs::complete(tx, id(1), "slow", NOW).await).unwrap());
    assert!(!unit!(store, |tx| jobs::retry(tx, (id(1), "slow"), NOW, "x").await).unwrap());
    assert!(unit!(store, |tx| jobs::complete(tx, id(1), "quick", NOW).await).unwrap());
    let job = jobs::find(&store, id(1)).await.unwrap().unwrap();
    assert_eq!((job.state, job.progress), (State::Completed, 100));
}

pub async fn ended_jobs_are_listed_counted_and_removed(place: Place) {
    let store = place.store().await;
    for number in 1..=5 {
        add(&store, new_job(number)).await;
    }
    for _ in 0..3 {
        let job = claim(&store, "p", NOW).await.unwrap();
        unit!(store, |tx| jobs::complete(tx, job.id, "p", NOW).await).unwrap();
    }
    let numbers = |jobs: Vec<Job>| jobs.iter().map(|it| it.id.as_u128()).collect::<Vec<_>>();
    assert_eq!(numbers(jobs::list(&store, None, None, 2).await.unwrap()), [5, 4]);
    assert_eq!(numbers(jobs::list(&store, None, Some(id(4)), 9).await.unwrap()), [3, 2, 1]);
    let waiting = jobs::list(&store, Some(State::Queued), None, 9).await.unwrap();
    assert_eq!(numbers(waiting), [5, 4]);
    let counts = jobs::count_by_state(&store).await.unwrap();
    assert_eq!(counts, [(State::Completed, 3), (State::Queued, 2)]);
    assert_eq!(unit!(store, |tx| jobs::delete_finished(tx, NOW, 9).await).unwrap(), 0);
    assert_eq!(unit!(store, |tx| jobs::delete_finished(tx, NOW + 1, 2).await).unwrap(), 2);
    assert_eq!(unit!(store, |tx| jobs::delete_finished(tx, NOW + 1, 2).await).unwrap(), 1);
}

pub async fn of_two_processes_one_moves_a_schedule_on(place: Place) {
    let store = place.store().await;
    add(&store, new_job(1)).await;
    let put = |cron: &'static str, next| {
        let store = &store;
        async move { unit!(store, |tx| schedules::put(tx, "backup", cron, next).await).unwrap() }
    };
    assert!(put("0 3 * * *", NOW).await);
    assert!(!put("0 3 * * *", NOW + 7).await, "a known time stays");
    let due = schedules::list(&store).await.unwrap().remove(0);
    assert_eq!((due.next_run_at_ms, due.last_run_at_ms), (NOW, None));
    let moves = (0..2).map(|_| {
        let (store, due) = (&store, due.clone());
        async move {
            let made = (NOW + 1, Some(id(1)));
            unit!(store, |tx| schedules::advance(tx, &due, NOW + 100, made).await).unwrap()
        }
    });
    let moved = join_all(moves).await;
    assert_eq!(moved.iter().filter(|it| **it).count(), 1);
    let moved = schedules::list(&store).await.unwrap().remove(0);
    assert_eq!((moved.next_run_at_ms, moved.last_job_id), (NOW + 100, Some(id(1))));
    assert!(put("0 4 * * *", NOW + 50).await, "a new text gives a new time");
    assert!(unit!(store, |tx| schedules::delete(tx, "backup").await).unwrap());
    assert_eq!(schedules::list(&store).await.unwrap(), []);
}

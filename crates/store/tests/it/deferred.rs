//! Work that is put off, and submissions whose listens are still to be made.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use futures::future::BoxFuture;
use store::listens_inbox::{self, Arrival};
use store::{Deferred, Error, Rule, Store, users};

use crate::place::{Place, id, unit};
use crate::users::{insert, new_user};

/// Somebody who makes a user before anybody else looks.
#[derive(Default)]
struct Late {
    past: OnceLock<Store>,
    asked: AtomicUsize,
}

impl Deferred for Late {
    fn settle(self: Arc<Self>) -> Option<BoxFuture<'static, ()>> {
        let number = self.asked.fetch_add(1, Ordering::SeqCst) as u128;
        (number < 3).then(|| -> BoxFuture<'static, ()> {
            Box::pin(async move {
                let past = self.past.get().expect("it was put off before");
                insert(past, new_user(10 + number)).await.expect("a new user");
            })
        })
    }
}

pub async fn what_was_put_off_is_done_before_anybody_reads_or_writes(place: Place) {
    let store = place.store().await;
    let late = Arc::new(Late::default());
    let deferred: Arc<dyn Deferred> = late.clone();
    assert!(late.past.set(store.defer(Arc::downgrade(&deferred))).is_ok());
    drop(deferred);
    // One statement, a view, a unit of work; clones are the same database.
    assert_eq!(users::count(&store.clone()).await.unwrap(), 1);
    let seen = store.read(|view| Box::pin(async move { users::count(&mut *view).await })).await;
    assert_eq!(seen.unwrap(), 2);
    let seen: Result<i64, Error> =
        store.write(|tx| Box::pin(async move { users::count(&mut *tx).await })).await;
    assert_eq!(seen.unwrap(), 3);
    assert_eq!(users::count(&store).await.unwrap(), 3);
    assert_eq!(late.asked.load(Ordering::SeqCst), 4);
    // Nobody is asked who has gone.
    let past = late.past.get().unwrap().clone();
    drop(late);
    assert_eq!(users::count(&store).await.unwrap(), users::count(&past).await.unwrap());
}

pub async fn submissions_wait_in_the_order_of_arrival(place: Place) {
    let store = place.store().await;
    for number in 1..=2 {
        insert(&store, new_user(number)).await.unwrap();
    }
    let arrival = |number: u128, user: u128| Arrival {
        id: id(number),
        user_id: id(user),
        submission: format!("[{number}]"),
    };
    let all = [arrival(11, 1), arrival(12, 2), arrival(13, 1), arrival(14, 2)];
    let shuffled = [2, 0, 3, 1].map(|at: usize| all[at].clone()).to_vec();
    unit!(store, |tx| listens_inbox::insert(tx, shuffled).await).unwrap();
    assert_eq!(listens_inbox::first(&store, id(0), 9).await.unwrap(), all);
    assert_eq!(listens_inbox::first(&store, id(11), 2).await.unwrap(), all[1..3]);
    unit!(store, |tx| listens_inbox::remove(tx, &[id(12), id(99)]).await).unwrap();
    unit!(store, |tx| users::erase(tx, id(1)).await).unwrap();
    assert_eq!(listens_inbox::first(&store, id(0), 9).await.unwrap(), all[3..]);
    let nobody = unit!(store, |tx| listens_inbox::insert(tx, vec![arrival(15, 1)]).await);
    let refused = nobody.unwrap_err();
    assert!(matches!(refused, Error::Conflict { rule: Rule::ForeignKey, .. }), "{refused}");
}

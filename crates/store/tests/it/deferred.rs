//! Work that is put off, and submissions whose listens are still to be made.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::future::BoxFuture;
use store::listens_inbox::{self, Arrival};
use store::{Deferred, Error, Rule, Store, users};

use crate::place::{Place, id, unit};
use crate::users::{insert, new_user};

/// Somebody who makes a user before others look, three times.
struct Late {
    database: Store,
    asked: AtomicUsize,
}

impl Deferred for Late {
    fn catch_up(self: Arc<Self>) -> Option<BoxFuture<'static, ()>> {
        let number = self.asked.fetch_add(1, Ordering::SeqCst) as u128;
        if number >= 3 {
            return None;
        }
        Some(Box::pin(async move {
            insert(&self.database, new_user(10 + number)).await.expect("a new user");
        }))
    }
}

pub async fn what_was_put_off_is_done_before_others_look(place: Place) {
    let database = place.store().await;
    let late = Arc::new(Late { database: database.clone(), asked: AtomicUsize::new(0) });
    let deferred: Arc<dyn Deferred> = late.clone();
    let store = database.after(Arc::downgrade(&deferred));
    drop(deferred);
    assert_eq!(users::count(&database).await.unwrap(), 0);
    // One statement, a view, a unit of work.
    assert_eq!(users::count(&store.clone()).await.unwrap(), 1);
    let seen = store.read(|view| Box::pin(async move { users::count(&mut *view).await })).await;
    assert_eq!(seen.unwrap(), 2);
    let seen: Result<i64, Error> =
        store.write(|tx| Box::pin(async move { users::count(&mut *tx).await })).await;
    assert_eq!(seen.unwrap(), 3);
    assert_eq!(users::count(&store).await.unwrap(), 3);
    assert_eq!(late.asked.load(Ordering::SeqCst), 4);
    // Nobody is asked who has gone.
    drop(late);
    assert_eq!(users::count(&store).await.unwrap(), 3);
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

//! Signing in, and those who should not.

use std::time::Duration;

use accounts::{Options, PasswordOptions, Refusal};
use futures::future::join_all;
use store::Tx;

use crate::place::{Engine, PASSWORD, Place, client, credentials, options, refused};

pub async fn name_and_address_both_sign_in(engine: Engine) {
    let place = Place::new(&engine).await;
    let user = place.register("Maya").await;
    for name in ["maya", " MAYA ", "maya@example.org", "Maya@Example.org"] {
        let (caller, _) = place.sign_in(name).await;
        assert_eq!(caller.user_id, user.id, "{name}");
    }
}

pub async fn whatever_is_wrong_the_words_are_the_same(engine: Engine) {
    let place = Place::new(&engine).await;
    place.register("maya").await;
    for (number, (name, password)) in
        [("maya", "wrong"), ("nobody", PASSWORD), ("", ""), ("x@y.z", PASSWORD)].iter().enumerate()
    {
        let from = client(number as u8);
        let outcome = place.accounts.sign_in(&credentials(name, password), &from).await;
        assert_eq!(refused(outcome), Refusal::WrongCredentials, "{name}");
    }
    assert!(
        place.accounts.sign_in(&credentials("maya", &"x".repeat(5000)), &client(9)).await.is_err()
    );
}

pub async fn a_disabled_user_hears_so_only_with_the_right_password(engine: Engine) {
    let place = Place::new(&engine).await;
    let id = place.register("maya").await.id;
    let disabled = place.store.write::<_, store::Error, _>(move |tx: &mut Tx<'_>| {
        Box::pin(async move { store::users::set_active(tx, id, false, 1).await })
    });
    assert!(disabled.await.unwrap());
    let wrong = place.accounts.sign_in(&credentials("maya", "wrong one"), &client(1)).await;
    assert_eq!(refused(wrong), Refusal::WrongCredentials);
    let right = place.accounts.sign_in(&credentials("maya", PASSWORD), &client(1)).await;
    assert_eq!(refused(right), Refusal::Disabled);
}

pub async fn an_old_bcrypt_hash_is_replaced_at_the_first_sign_in(engine: Engine) {
    let place = Place::new(&engine).await;
    let id = place.register("maya").await.id;
    let old = bcrypt::hash_with_salt(PASSWORD, 5, [3; 16]).unwrap().to_string();
    place
        .store
        .write::<_, store::Error, _>(move |tx: &mut Tx<'_>| {
            Box::pin(async move { store::users::set_password(tx, id, Some(&old), 1).await })
        })
        .await
        .unwrap();
    place.sign_in("maya").await;
    let user = store::users::find(&place.store, id).await.unwrap().unwrap();
    assert!(user.password_hash.unwrap().starts_with("$argon2id$"));
    place.sign_in("maya").await;
}

pub async fn strangers_who_guess_are_slowed_and_the_owner_still_enters(engine: Engine) {
    let place = Place::new(&engine).await;
    place.register("maya").await;
    place.sign_in("maya").await;
    let mut slowed = 0;
    for stranger in 10..60 {
        let guess = credentials("maya", "wrong one");
        let outcome = place.accounts.sign_in(&guess, &client(stranger)).await;
        slowed += u32::from(matches!(refused(outcome), Refusal::TooManyAttempts { .. }));
    }
    assert!(slowed > 30, "{slowed}");
    place.sign_in("maya").await;
    // After a restart it is the open session that tells where the owner usually is.
    let restarted = place.sibling();
    for stranger in 10..60 {
        let _slowed = restarted.sign_in(&credentials("maya", "no"), &client(stranger)).await;
    }
    assert!(restarted.sign_in(&credentials("maya", PASSWORD), &client(1)).await.is_ok());
    let outcome = restarted.sign_in(&credentials("maya", PASSWORD), &client(200)).await;
    assert!(matches!(refused(outcome), Refusal::TooManyAttempts { .. }));
    place.clock.advance(Duration::from_secs(3600));
    assert!(restarted.sign_in(&credentials("maya", PASSWORD), &client(200)).await.is_ok());
}

/// What signing in costs: work of hashes, statements, units of work.
async fn cost_of_a_refusal(place: &Place, name: &str, from: u8) -> (Refusal, [u64; 3]) {
    let work = || {
        let figures = place.store.figures();
        [place.accounts.hashed_kib(), figures.statements, figures.writes]
    };
    let before = work();
    let outcome = place.accounts.sign_in(&credentials(name, "wrong one"), &client(from)).await;
    let after = work();
    (refused(outcome), std::array::from_fn(|at| after[at] - before[at]))
}

pub async fn an_unknown_name_takes_as_much_work_as_a_wrong_password(engine: Engine) {
    let place = Place::new(&engine).await;
    place.register("maya").await;
    let mut slowed = 0;
    for round in 0..40 {
        let (why, known) = cost_of_a_refusal(&place, "maya", round).await;
        let (same, unknown) = cost_of_a_refusal(&place, "nobody", 100 + round).await;
        assert_eq!(std::mem::discriminant(&why), std::mem::discriminant(&same), "round {round}");
        assert_eq!(known, unknown, "round {round}: {why:?}");
        if why == Refusal::WrongCredentials {
            let PasswordOptions { memory_kib, iterations, .. } = options().passwords;
            assert_eq!(known[0], u64::from(memory_kib * iterations), "one hash of today's price");
            assert!(known[1] > 0 && known[2] > 0, "{known:?}");
        } else {
            slowed += 1;
        }
    }
    assert!((1..40).contains(&slowed), "both kinds of refusals were compared: {slowed}");
}

pub async fn who_comes_again_as_told_is_not_taken_for_guessing(engine: Engine) {
    let passwords =
        PasswordOptions { memory_kib: 4096, iterations: 2, workers: 1, queue: 0, lanes: 1 };
    let place = Place::with(&engine, Options { passwords, ..options() }).await;
    // How many find the queue full is a matter of timing, so people come until enough of them did.
    let mut busy = 0;
    for round in 0..100 {
        let mut outside: Vec<String> = (0..6).map(|n| format!("person{round}_{n}")).collect();
        for name in &outside {
            place.register(name).await;
        }
        while !outside.is_empty() {
            let attempts = outside.iter().map(|name| async {
                let credentials = credentials(name, PASSWORD);
                (name.clone(), place.accounts.sign_in(&credentials, &client(1)).await)
            });
            let outcomes = join_all(attempts).await;
            outside.clear();
            for (name, outcome) in outcomes {
                if outcome.is_err() {
                    assert_eq!(refused(outcome), Refusal::Busy);
                    busy += 1;
                    outside.push(name);
                }
            }
        }
        if busy > 8 {
            return;
        }
    }
    panic!("only {busy} attempts found the queue full");
}

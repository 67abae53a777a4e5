//! Who may make an account.

use accounts::{NewAccount, Options, Refusal, Registration, Role};
use futures::future::join_all;

use crate::place::{Engine, Place, account, client, options, refused};

pub async fn of_many_first_accounts_at_once_one_is_an_administrators(engine: Engine) {
    let place = Place::new(&engine).await;
    let names: Vec<String> = (0..20).map(|n| format!("user{n}")).collect();
    let users = join_all(names.iter().map(|name| place.register(name))).await;
    assert_eq!(users.iter().filter(|user| user.role == Role::Admin).count(), 1);
    assert_eq!(users.len(), 20);
}

pub async fn a_name_or_address_is_given_once(engine: Engine) {
    let place = Place::new(&engine).await;
    place.register("Maya").await;
    let same = NewAccount { email: None, ..account("MAYA") };
    let again = place.accounts.register(&same, &client(1)).await;
    assert_eq!(refused(again), Refusal::Taken { what: "username" });
    let other = NewAccount { email: Some("MAYA@example.org".to_owned()), ..account("otto") };
    let again = place.accounts.register(&other, &client(1)).await;
    assert_eq!(refused(again), Refusal::Taken { what: "email" });
}

pub async fn of_many_who_want_one_address_one_gets_it(engine: Engine) {
    let place = Place::new(&engine).await;
    let wanted: Vec<NewAccount> = (0..20)
        .map(|n| NewAccount { email: Some("a@example.org".into()), ..account(&format!("u{n}")) })
        .collect();
    let from = client(1);
    let outcomes =
        join_all(wanted.iter().map(|account| place.accounts.register(account, &from))).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for refusal in outcomes.into_iter().filter(Result::is_err).map(refused) {
        assert_eq!(refusal, Refusal::Taken { what: "email" });
    }
}

pub async fn nobody_registers_where_it_is_closed(engine: Engine) {
    let options = Options { registration: Registration::Closed, ..options() };
    let place = Place::with(&engine, options).await;
    let outcome = place.accounts.register(&account("maya"), &client(1)).await;
    assert_eq!(refused(outcome), Refusal::RegistrationClosed);
}

pub async fn the_first_needs_no_invitation_and_others_do(engine: Engine) {
    let options = Options { registration: Registration::Invitation, ..options() };
    let place = Place::with(&engine, options).await;
    assert_eq!(place.register("maya").await.role, Role::Admin);
    let outcome = place.accounts.register(&account("otto"), &client(1)).await;
    assert_eq!(refused(outcome), Refusal::InvitationNeeded);
    let bad = NewAccount { invitation: Some("gfo_x".into()), ..account("otto") };
    let outcome = place.accounts.register(&bad, &client(1)).await;
    assert_eq!(refused(outcome), Refusal::LinkEnded);
}

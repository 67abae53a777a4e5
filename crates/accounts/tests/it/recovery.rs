//! Forgotten passwords, changed ones, and addresses that are proven.

use std::time::Duration;

use accounts::{NewAccount, Options, Refusal, Registration, User};

use crate::place::{Engine, PASSWORD, Place, account, client, credentials, options, refused};

const NEW: &str = "battery staple";

async fn find(place: &Place, user: &User) -> User {
    store::users::find(&place.store, user.id).await.unwrap().unwrap()
}

pub async fn a_link_sets_a_new_password_once_and_ends_all_sessions(engine: Engine) {
    let place = Place::new(&engine).await;
    let user = place.register("maya").await;
    let (_, pair) = place.sign_in("maya").await;
    place.mailbox.take();
    place.accounts.forgot_password("maya@example.org", &client(1)).await.unwrap();
    let token = place.mailbox.token();
    let silly = place.accounts.reset_password(&token, "maya", &client(1)).await;
    assert!(matches!(refused(silly), Refusal::Invalid { field: "password", .. }));
    place.accounts.reset_password(&token, NEW, &client(1)).await.unwrap();
    assert_eq!(refused(place.check(&pair.access).await), Refusal::NotSignedIn);
    assert!(place.accounts.sign_in(&credentials("maya", NEW), &client(1)).await.is_ok());
    let old = place.accounts.sign_in(&credentials("maya", PASSWORD), &client(1)).await;
    assert_eq!(refused(old), Refusal::WrongCredentials);
    let again = place.accounts.reset_password(&token, PASSWORD, &client(1)).await;
    assert_eq!(refused(again), Refusal::LinkEnded);
    assert!(find(&place, &user).await.is_verified, "who has the link reads the mail");
}

pub async fn nobody_learns_who_has_an_account(engine: Engine) {
    let place = Place::new(&engine).await;
    place.register("maya").await;
    place.mailbox.take();
    for name in ["nobody", "nobody@example.org", "", "\u{0}"] {
        assert!(place.accounts.forgot_password(name, &client(1)).await.is_ok(), "{name:?}");
    }
    assert!(place.mailbox.take().is_empty());
}

pub async fn a_link_ends_with_time_and_with_the_next_one(engine: Engine) {
    let place = Place::new(&engine).await;
    place.register("maya").await;
    place.mailbox.take();
    place.accounts.forgot_password("maya", &client(1)).await.unwrap();
    let first = place.mailbox.token();
    place.accounts.forgot_password("maya", &client(1)).await.unwrap();
    let second = place.mailbox.token();
    let outcome = place.accounts.reset_password(&first, NEW, &client(1)).await;
    assert_eq!(refused(outcome), Refusal::LinkEnded);
    place.clock.advance(Duration::from_secs(3601));
    let outcome = place.accounts.reset_password(&second, NEW, &client(1)).await;
    assert_eq!(refused(outcome), Refusal::LinkEnded);
    for wrong in ["", "gfo_", "nonsense", &second.replace("gfo_", "gfa_")] {
        let outcome = place.accounts.reset_password(wrong, NEW, &client(1)).await;
        assert_eq!(refused(outcome), Refusal::LinkEnded);
    }
}

pub async fn mails_are_not_a_weapon(engine: Engine) {
    let place = Place::new(&engine).await;
    place.register("maya").await;
    place.mailbox.take();
    let mut refusals = 0;
    for from in 0..100 {
        refusals += u32::from(place.accounts.forgot_password("maya", &client(from)).await.is_err());
    }
    assert!(refusals > 80 && place.mailbox.take().len() < 20);
}

pub async fn a_changed_password_needs_the_old_one_and_ends_other_sessions(engine: Engine) {
    let place = Place::new(&engine).await;
    place.register("maya").await;
    let (caller, pair) = place.sign_in("maya").await;
    let (_, other) = place.sign_in("maya").await;
    let wrong = place.accounts.change_password(&caller, ("wrong one", NEW), &client(1)).await;
    assert_eq!(refused(wrong), Refusal::WrongCredentials);
    place.accounts.change_password(&caller, (PASSWORD, NEW), &client(1)).await.unwrap();
    assert!(place.check(&pair.access).await.is_ok());
    assert_eq!(refused(place.check(&other.access).await), Refusal::NotSignedIn);
}

pub async fn an_address_is_believed_when_its_link_was_used(engine: Engine) {
    let place = Place::new(&engine).await;
    let user = place.register("maya").await;
    let token = place.mailbox.token();
    place.accounts.verify_email(&token, &client(1)).await.unwrap();
    assert!(find(&place, &user).await.is_verified);
    let again = place.accounts.verify_email(&token, &client(1)).await;
    assert_eq!(refused(again), Refusal::LinkEnded);
}

pub async fn a_new_address_counts_when_it_is_proven_and_the_old_one_hears_of_it(engine: Engine) {
    let place = Place::new(&engine).await;
    let user = place.register("maya").await;
    let token = place.mailbox.token();
    place.accounts.verify_email(&token, &client(1)).await.unwrap();
    let (caller, _) = place.sign_in("maya").await;
    let change = ("new@example.org", PASSWORD);
    place.accounts.change_email(&caller, change, &client(1)).await.unwrap();
    assert_eq!(find(&place, &user).await.email.unwrap().text, "maya@example.org");
    let token = place.mailbox.token();
    place.accounts.verify_email(&token, &client(1)).await.unwrap();
    assert_eq!(find(&place, &user).await.email.unwrap().text, "new@example.org");
    let notice = place.mailbox.take();
    assert_eq!((notice.len(), notice[0].to.as_str()), (1, "maya@example.org"));
    place.register("otto").await;
    let (otto, _) = place.sign_in("otto").await;
    let taken = place.accounts.change_email(&otto, change, &client(1)).await;
    assert_eq!(refused(taken), Refusal::Taken { what: "email" });
}

pub async fn a_sign_in_on_a_strange_device_is_told_to_those_who_want_it(engine: Engine) {
    let place = Place::new(&engine).await;
    place.register("maya").await;
    place.accounts.verify_email(&place.mailbox.token(), &client(1)).await.unwrap();
    let (caller, _) = place.sign_in("maya").await;
    place.sign_in("maya").await;
    assert!(place.mailbox.take().is_empty());
    let strange = accounts::Client { device: Some("another".into()), ..client(7) };
    let sign_in = async |device: &accounts::Client| {
        place.accounts.sign_in(&credentials("maya", PASSWORD), device).await.unwrap();
        place.mailbox.take()
    };
    let notices = sign_in(&strange).await;
    assert!(notices[0].text.contains("another") && notices[0].text.contains("192.0.2.7"));
    let quiet = place.accounts.change_settings(&caller, |settings| {
        settings.notify_security_enabled = false;
        Ok(())
    });
    quiet.await.unwrap();
    let stranger = accounts::Client { device: Some("third".into()), ..client(7) };
    assert!(sign_in(&stranger).await.is_empty());
}

pub async fn an_invitation_registers_one_person_and_proves_the_address(engine: Engine) {
    let options = Options { registration: Registration::Invitation, ..options() };
    let place = Place::with(&engine, options).await;
    let maya = place.caller("maya").await;
    place.mailbox.take();
    let invited = place.accounts.invite(&maya, Some("Otto@example.org"), &client(1)).await.unwrap();
    assert_eq!(place.mailbox.token(), invited.token);
    let otto = NewAccount { invitation: Some(invited.token.clone()), ..account("otto") };
    let user = place.accounts.register(&otto, &client(2)).await.unwrap();
    assert!(user.is_verified);
    let again = NewAccount { invitation: Some(invited.token), ..account("third") };
    let outcome = place.accounts.register(&again, &client(2)).await;
    assert_eq!(refused(outcome), Refusal::LinkEnded);
    let (otto, _) = place.sign_in("otto").await;
    let outcome = place.accounts.invite(&otto, None, &client(2)).await.map(drop);
    assert_eq!(refused(outcome), Refusal::AdminNeeded);
}

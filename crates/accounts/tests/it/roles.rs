//! Administrators, of whom one always stays.

use accounts::{Refusal, Role, UserChange};
use futures::future::join;

use crate::place::{Engine, PASSWORD, Place, account, client, credentials, refused};

fn role(role: Role) -> UserChange {
    UserChange { role: Some(role), ..UserChange::default() }
}

pub async fn the_last_administrator_stays_whatever_is_tried(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("maya").await;
    let off = UserChange { is_active: Some(false), ..UserChange::default() };
    let gone = UserChange { is_deleted: Some(true), ..UserChange::default() };
    for change in [role(Role::User), off, gone] {
        let change = (maya.user_id, change);
        let outcome = place.accounts.change_user(&maya, change, &client(1)).await;
        assert_eq!(refused(outcome), Refusal::LastAdmin);
    }
    let outcome = place.accounts.delete_own(&maya, PASSWORD, &client(1)).await;
    assert_eq!(refused(outcome), Refusal::LastAdmin);
}

pub async fn of_two_who_demote_each_other_at_once_one_stays(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("maya").await;
    let otto = place.caller("otto").await;
    let promoted = (otto.user_id, role(Role::Admin));
    place.accounts.change_user(&maya, promoted, &client(1)).await.unwrap();
    let (otto, _) = place.sign_in("otto").await;
    let from = client(1);
    let (first, second) = join(
        place.accounts.change_user(&maya, (otto.user_id, role(Role::User)), &from),
        place.accounts.change_user(&otto, (maya.user_id, role(Role::User)), &from),
    )
    .await;
    assert!(first.is_ok() != second.is_ok());
    assert_eq!(store::users::count_admins(&place.store).await.unwrap(), 1);
}

pub async fn who_is_disabled_or_demoted_is_so_at_once(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("maya").await;
    place.register("otto").await;
    let (otto, pair) = place.sign_in("otto").await;
    place.accounts.change_user(&maya, (otto.user_id, role(Role::Admin)), &client(1)).await.unwrap();
    assert_eq!(place.check(&pair.access).await.unwrap().role, Role::Admin);
    let off = UserChange { is_active: Some(false), ..role(Role::User) };
    place.accounts.change_user(&maya, (otto.user_id, off), &client(1)).await.unwrap();
    assert_eq!(refused(place.check(&pair.access).await), Refusal::NotSignedIn);
    let outcome = place.accounts.refresh(&pair.refresh, &client(1)).await;
    assert_eq!(refused(outcome), Refusal::SessionEnded);
    let outcome = place.accounts.check_proxy("otto", true).await;
    assert_eq!(refused(outcome), Refusal::NotSignedIn);
}

pub async fn administrators_make_and_list_users_and_others_do_not(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("maya").await;
    let new = account("otto");
    let otto = place.accounts.create_user(&maya, (&new, Role::User), &client(1)).await.unwrap();
    let all = place.accounts.list_users(&maya, None, 10).await.unwrap();
    assert_eq!(all.len(), 2);
    let rest = place.accounts.list_users(&maya, Some(all[0].id), 10).await.unwrap();
    assert_eq!(rest[0].id, otto.id);
    let (otto, _) = place.sign_in("otto").await;
    for outcome in [
        place.accounts.list_users(&otto, None, 10).await.map(drop),
        place.accounts.find_user(&otto, maya.user_id).await.map(drop),
        place.accounts.create_user(&otto, (&account("x"), Role::User), &client(1)).await.map(drop),
        place
            .accounts
            .change_user(&otto, (maya.user_id, role(Role::User)), &client(1))
            .await
            .map(drop),
        place.accounts.list_audit(&otto, None, 10).await.map(drop),
    ] {
        assert_eq!(refused(outcome), Refusal::AdminNeeded);
    }
}

pub async fn a_proxy_is_believed_only_if_it_is_trusted(engine: Engine) {
    let place = Place::new(&engine).await;
    let user = place.register("maya").await;
    assert_eq!(place.accounts.check_proxy("MAYA", true).await.unwrap().user_id, user.id);
    for (name, is_trusted) in
        [("maya", false), ("nobody", true), ("", true), ("maya@example.org", true)]
    {
        let outcome = place.accounts.check_proxy(name, is_trusted).await;
        assert_eq!(refused(outcome), Refusal::NotSignedIn);
    }
}

pub async fn the_audit_trail_tells_who_did_what_and_to_users_only_their_part(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("maya").await;
    place.register("otto").await;
    let _wrong = place.accounts.sign_in(&credentials("otto", "wrong one"), &client(9)).await;
    let (otto, _) = place.sign_in("otto").await;
    place
        .accounts
        .change_user(&maya, (otto.user_id, role(Role::Admin)), &client(50))
        .await
        .unwrap();
    let own = place.accounts.list_own_audit(&otto, None, 100).await.unwrap();
    let actions: Vec<_> = own.iter().map(|event| event.action.as_str()).collect();
    assert_eq!(actions, ["role.changed", "session.created", "session.refused", "user.registered"]);
    assert_eq!(own[0].address, None, "where the administrator was is not told");
    assert_eq!(own[2].address.as_deref(), Some("192.0.2.9"));
    let page = place.accounts.list_own_audit(&otto, Some(own[1].id), 1).await.unwrap();
    assert_eq!(page.len(), 1);
    assert_eq!(page[0].id, own[2].id);
    let all = place.accounts.list_audit(&maya, None, 100).await.unwrap();
    assert_eq!(all.len(), 6);
    assert_eq!(all[0].address.as_deref(), Some("192.0.2.50"));
}

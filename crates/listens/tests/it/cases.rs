//! The list of cases and the engines that they run on.
//!
//! On SQLite each is a test of its own. On PostgreSQL one test runs them all, since each process
//! starts a server; it names those that failed.

use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use testkit::postgres::Cluster;

use crate::place::Engine;

type Case = fn(Engine) -> LocalBoxFuture<'static, ()>;

macro_rules! cases {
    ($($module:ident { $($name:ident,)* })*) => {
        const CASES: &[(&str, Case)] = &[$($((
            concat!(stringify!($module), "::", stringify!($name)),
            |engine| Box::pin(crate::$module::$name(engine)),
        ),)*)*];

        mod sqlite {
            $(mod $module {
                $(#[tokio::test]
                async fn $name() {
                    crate::$module::$name(crate::place::Engine::Sqlite).await;
                })*
            })*
        }
    };
}

cases! {
    submitting {
        a_submission_that_comes_again_changes_nothing,
        a_play_twice_in_one_batch_is_kept_once,
        several_plays_in_one_second_are_kept,
        the_same_play_of_two_people_is_kept_for_both,
        what_was_sent_is_read_back,
        one_bad_play_keeps_all_of_a_submission_out,
        many_who_submit_at_once_lose_nothing,
        those_who_look_on_hear_of_new_listens_only,
        the_sources_own_id_tells_plays_apart,
    }
}

#[test]
fn postgres() {
    let cluster = Cluster::shared().unwrap();
    let mut failed = Vec::new();
    for (name, case) in CASES {
        // A runtime for each, as on SQLite: nothing of one case goes on during the next.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let case = case(Engine::Postgres(cluster.clone()));
        if runtime.block_on(AssertUnwindSafe(case).catch_unwind()).is_err() {
            failed.push(*name);
        }
    }
    assert!(failed.is_empty(), "failed: {failed:?}");
}

//! The list of cases and the places that they run in.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use futures::future::BoxFuture;

use crate::place::{Engine, Place};
use crate::{deferred, jobs, many, operations, sessions, tokens, units, users};

type Case = fn(Place) -> BoxFuture<'static, ()>;

macro_rules! cases {
    ($($module:ident::$name:ident,)*) => {
        &[$((
            concat!(stringify!($module), "::", stringify!($name)),
            |place| Box::pin($module::$name(place)),
        )),*]
    };
}

/// What holds on both engines.
const CASES: &[(&str, Case)] = cases![
    units::a_failed_unit_leaves_nothing,
    units::a_swallowed_failure_still_undoes_the_unit,
    units::a_unit_sees_its_own_writes,
    units::a_view_sees_one_state,
    units::a_unit_that_waits_too_long_is_undone,
    units::a_unit_that_panics_harms_nobody_else,
    units::a_null_parameter_and_a_value_share_a_statement,
    units::many_units_at_once_all_happen,
    many::many_rows_are_inserted_by_few_statements,
    many::of_many_rows_one_that_is_refused_undoes_all,
    many::of_many_rows_those_that_were_inserted_are_counted,
    units::figures_count_what_happened,
    units::after_closing_everything_is_refused,
    deferred::what_was_put_off_is_done_before_others_look,
    deferred::submissions_wait_in_the_order_of_arrival,
    users::a_user_reads_back_as_it_was_made,
    users::a_taken_name_or_address_is_told_by_its_index,
    users::of_many_registrations_of_one_address_one_succeeds,
    users::a_value_that_is_not_allowed_is_refused,
    users::every_setter_changes_its_column,
    users::only_the_proven_address_becomes_verified,
    users::a_better_hash_does_not_undo_a_changed_password,
    users::erasing_a_user_takes_what_belongs_to_it,
    users::administrators_are_counted_while_they_can_act,
    users::lists_go_on_behind_an_id,
    sessions::a_session_is_found_by_either_token,
    sessions::a_refresh_token_works_once,
    sessions::of_two_refreshes_at_once_one_succeeds,
    sessions::a_family_ends_as_a_whole,
    sessions::the_list_shows_each_sign_in_once,
    sessions::expired_sessions_are_removed_in_steps,
    tokens::an_identity_belongs_to_one_user,
    tokens::an_app_token_lives_until_it_is_ended,
    tokens::of_two_uses_of_a_one_time_token_one_succeeds,
    tokens::a_one_time_token_serves_its_purpose_in_time,
    tokens::a_secret_is_replaced_unless_the_user_was_faster,
    tokens::ciphertexts_are_counted_by_key,
    tokens::a_key_of_a_scrobbler_ends_with_its_token,
    tokens::a_program_keeps_its_newest_keys,
    tokens::of_two_that_fetch_a_key_one_gets_it,
    jobs::the_most_urgent_job_that_is_due_is_claimed_first,
    jobs::many_processes_claim_each_job_once,
    jobs::a_unique_key_is_free_again_when_its_job_has_ended,
    jobs::progress_is_told_and_an_end_is_asked_for,
    jobs::a_failed_job_waits_and_runs_again,
    jobs::a_job_of_a_lost_process_is_resumed_or_fails,
    jobs::a_late_process_cannot_end_a_job_of_another,
    jobs::ended_jobs_are_listed_counted_and_removed,
    jobs::of_two_processes_one_moves_a_schedule_on,
    operations::a_setting_is_json_and_remembers_who_set_it,
    operations::own_events_are_those_caused_and_suffered,
    operations::an_erased_user_leaves_events_without_a_trace,
    operations::old_events_are_removed_in_steps,
    operations::the_newest_finding_of_each_component_is_its_state,
    operations::a_retention_rule_remembers_its_last_run,
];

/// Runs all cases, each in a fresh database, and names those that failed.
fn run(engine: &Engine) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let mut failed = Vec::new();
    for (name, case) in CASES {
        let outcome = runtime.block_on(async {
            let place = engine.place().await;
            AssertUnwindSafe(case(place)).catch_unwind().await
        });
        if outcome.is_err() {
            failed.push(*name);
        }
    }
    assert!(failed.is_empty(), "failed: {failed:?}");
}

#[test]
fn sqlite_in_one_file() {
    run(&Engine::sqlite(None, None));
}

#[test]
fn sqlite_with_the_library_attached() {
    run(&Engine::sqlite(Some("library"), None));
}

#[test]
fn sqlite_with_listens_attached() {
    run(&Engine::sqlite(None, Some("listens")));
}

#[test]
fn sqlite_with_both_attached() {
    run(&Engine::sqlite(Some("library"), Some("listens")));
}

#[test]
fn postgres_in_the_default_schema() {
    run(&Engine::postgres(None, None));
}

#[test]
fn postgres_with_a_schema_for_the_library() {
    run(&Engine::postgres(Some("library"), None));
}

#[test]
fn postgres_with_a_schema_for_listens() {
    run(&Engine::postgres(None, Some("listens")));
}

#[test]
fn postgres_with_two_schemas() {
    run(&Engine::postgres(Some("library"), Some("listens")));
}

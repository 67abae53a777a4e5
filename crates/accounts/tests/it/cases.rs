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
    app_tokens {
        a_token_may_do_what_its_scopes_say_and_nothing_about_credentials,
        a_token_that_was_ended_stays_out_at_once_in_every_protocol,
        a_token_ends_when_it_was_said_to,
        old_protocols_know_the_token_by_its_digests,
        a_token_for_new_protocols_only_is_not_kept_at_all,
        only_administrators_make_tokens_for_administration_and_there_is_a_limit,
        a_name_with_a_zero_byte_is_refused,
    }
    audience {
        a_history_is_seen_by_those_whom_its_owner_allows,
        a_token_that_only_writes_does_not_read_what_is_private,
    }
    deletion {
        signing_in_brings_an_account_back_within_the_grace_period,
        an_account_that_an_administrator_deleted_does_not_come_back_by_itself,
        after_the_grace_period_nothing_tells_who_it_was,
        an_export_has_everything_about_its_user_and_nothing_of_others,
        an_export_of_many_rows_is_whole,
        no_table_with_rows_of_users_is_forgotten_by_the_export,
    }
    oidc {
        a_sign_in_may_move_to_another_thread,
        a_person_is_the_same_user_at_every_sign_in,
        an_account_is_connected_only_by_an_address_that_both_sides_have_proven,
        an_answer_that_lies_is_refused,
        a_state_works_once_in_time_and_with_its_provider,
        a_code_is_worth_nothing_without_the_verifier_of_its_own_question,
        unknown_and_unreachable_providers_are_refused,
        a_disabled_user_does_not_enter_this_way_either,
    }
    recovery {
        a_link_sets_a_new_password_once_and_ends_all_sessions,
        nobody_learns_who_has_an_account,
        a_link_ends_with_time_and_with_the_next_one,
        mails_are_not_a_weapon,
        a_changed_password_needs_the_old_one_and_ends_other_sessions,
        an_address_is_believed_when_its_link_was_used,
        a_new_address_counts_when_it_is_proven_and_the_old_one_hears_of_it,
        a_sign_in_on_a_strange_device_is_told_to_those_who_want_it,
        an_invitation_registers_one_person_and_proves_the_address,
    }
    registration {
        of_many_first_accounts_at_once_one_is_an_administrators,
        a_name_or_address_is_given_once,
        of_many_who_want_one_address_one_gets_it,
        nobody_registers_where_it_is_closed,
        the_first_needs_no_invitation_and_others_do,
    }
    roles {
        the_last_administrator_stays_whatever_is_tried,
        of_two_who_demote_each_other_at_once_one_stays,
        who_is_disabled_or_demoted_is_so_at_once,
        administrators_make_and_list_users_and_others_do_not,
        a_proxy_is_believed_only_if_it_is_trusted,
        the_audit_trail_tells_who_did_what_and_to_users_only_their_part,
    }
    scrobblers {
        a_key_works_in_its_protocol_until_its_token_ends,
        a_session_of_audioscrobbler_lives_while_it_is_used,
        a_key_needs_a_token_that_may_submit,
        an_approved_program_fetches_its_key_once,
        a_request_is_known_by_its_maker_for_its_program_in_its_hour,
    }
    secrets {
        a_secret_is_kept_encrypted_and_read_back,
        after_a_change_of_keys_everything_is_under_the_new_one,
        many_rows_that_nobody_can_read_do_not_keep_others_under_an_old_key,
    }
    sessions {
        an_access_token_works_until_it_ends,
        a_refresh_token_does_not_open_the_interface_nor_an_access_token_refresh,
        a_lost_answer_is_given_again_for_a_few_seconds,
        a_refresh_token_that_comes_again_ends_the_sign_in,
        a_session_that_was_ended_stays_out_at_once,
        another_process_hears_of_an_end_within_the_stated_time,
        nobody_ends_the_session_of_another,
    }
    settings {
        changes_at_once_are_all_kept,
        values_that_cannot_be_change_nothing,
        a_profile_with_a_zero_byte_changes_nothing,
    }
    sign_in {
        name_and_address_both_sign_in,
        whatever_is_wrong_the_words_are_the_same,
        a_disabled_user_hears_so_only_with_the_right_password,
        an_old_bcrypt_hash_is_replaced_at_the_first_sign_in,
        strangers_who_guess_are_slowed_and_the_owner_still_enters,
        an_unknown_name_takes_as_much_work_as_a_wrong_password,
        who_comes_again_as_told_is_not_taken_for_guessing,
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

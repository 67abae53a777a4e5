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
        those_who_submit_together_have_their_own_answers,
        those_who_look_on_hear_of_new_listens_only,
        the_sources_own_id_tells_plays_apart,
    }
    accepting {
        what_is_accepted_is_found_at_once,
        both_ways_come_to_the_same,
        what_the_store_has_no_room_for_is_refused_before_it_is_accepted,
    }
    joining {
        reports_of_one_play_become_one_listen_and_are_both_kept,
        a_source_that_stamps_ends_meets_one_that_stamps_beginnings,
        real_repeats_survive,
        what_was_joined_can_be_separated_and_joined_again,
        only_what_was_joined_is_separated,
        a_deleted_listen_does_not_come_back_through_another_program,
        a_listen_that_was_moved_is_found_where_it_was_reported,
    }
    correcting {
        each_kind_of_edit_is_counted_at_once_and_undone,
        a_filter_tells_what_it_means_before_it_changes,
        a_bulk_edit_of_many_steps_is_one_batch,
        a_listen_is_deleted_by_its_second_and_the_id_of_its_words,
        rules_are_tried_out_applied_to_past_and_future_and_taken_back,
        a_name_that_is_never_split_matches_as_a_whole_or_not_at_all,
        a_choice_counts_for_all_equal_words_of_one_person,
        words_that_nothing_matches_are_listed_by_plays,
    }
    reading {
        windows_have_both_bounds_outside_and_the_newest_first,
        pages_follow_each_other_without_gap_or_overlap,
        words_are_left_out_where_the_message_tells_them,
        what_plays_ends_by_itself_and_is_not_extended,
        what_plays_is_cleared_by_its_own_program,
        news_of_this_process_and_of_another_are_told_once,
        an_opinion_replaces_the_one_before,
        a_new_pin_ends_the_one_before,
        a_mark_of_an_import_only_moves_forward,
    }
    matching {
        what_the_catalogue_knows_is_matched_at_once,
        listens_from_before_the_catalogue_follow_when_it_comes,
        what_a_person_chose_stays_whatever_the_catalogue_says,
        what_most_people_chose_counts_for_the_others,
        who_remembers_words_reads_what_another_process_found,
        names_and_artists_follow_a_newer_catalogue,
    }
    statistics {
        statistics_are_those_of_a_recount_after_every_change,
        any_days_of_many_years_are_those_of_a_recount,
        a_question_that_was_asked_writes_nothing_more,
        who_moves_to_another_zone_has_other_days_at_once,
        somebody_without_listens_has_empty_statistics,
        a_span_has_a_beginning_before_its_end_and_not_too_many_periods,
        a_year_is_told_with_its_facets,
        several_people_are_added_up,
    }
    importing {
        a_history_leaves_and_comes_back_the_same,
        opinions_and_pins_come_back_with_their_instants,
        what_was_skipped_is_told_with_its_first_places,
        an_import_that_was_stopped_goes_on_where_it_was,
        a_file_that_nobody_knows_is_refused_before_anything_is_kept,
        an_upload_stays_until_its_import_has_ended,
        an_account_is_fetched_page_by_page_and_later_only_what_is_new,
    }
    relaying {
        plays_leave_in_batches_the_oldest_first_and_once,
        one_bad_play_is_dropped_alone,
        a_server_that_fails_is_left_alone_and_tried_again,
        who_is_not_known_any_more_is_asked_to_sign_in,
        lastfm_gets_a_session_and_answers_for_each_play,
        each_error_of_lastfm_has_its_class,
        nothing_goes_back_or_leaves_that_is_not_wanted,
        what_plays_is_forwarded_at_once_or_never,
    }
    loving {
        love_and_hate_are_told_the_latest_once,
    }
    erasing {
        who_is_erased_leaves_nothing,
    }
    agreement {
        counts_and_rebuild_agree_after_whatever_happened,
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

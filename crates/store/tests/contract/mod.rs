//! What every database keeps to. Each test is written once and instantiated by the test target of each database, which
//! brings its `place`.

pub mod approvals;
pub mod aside;
pub mod backup;
pub mod clocks;
pub mod commitments;
pub mod corrections;
pub mod deeds;
pub mod desks;
pub mod dials;
pub mod drafts;
pub mod elsewhere;
pub mod enquiries;
pub mod erasing;
pub mod facts;
pub mod gestures;
pub mod linking;
pub mod listening;
pub mod log;
pub mod macros;
pub mod media;
pub mod merging;
pub mod news;
pub mod obligations;
pub mod opening;
pub mod overlap;
pub mod own_pictures;
pub mod people;
pub mod persons;
pub mod pinning;
pub mod private;
pub mod promises;
pub mod queue;
pub mod regarding;
pub mod rules;
pub mod saved_replies;
pub mod saved_views;
pub mod schema;
pub mod signatures;
pub mod statements;
pub mod stops;
pub mod studies;
pub mod subscribers;
pub mod teams;
pub mod threads;
pub mod tokens;
pub mod waits;
pub mod webhooks;
pub mod word_index;
pub mod words;

/// Makes a test of every claim, with these attributes.
macro_rules! contract {
    ($attributes:tt) => {
        contract! { @modules $attributes
            approvals {
                approval_policies_are_asked_in_their_order_and_have_versions
                what_waits_for_approval_is_told_until_it_is_decided_once
            }
            aside {
                spam_is_counted_by_mentions_and_by_whose_word_it_is
                beginnings_are_found_within_seven_bits_and_a_week
                beginnings_like_any_of_many_are_found_at_once_each_in_its_own_week
                those_under_another_are_counted_there_and_one_takes_its_place
            }
            backup {
                a_backup_restores_to_the_same_text
                what_is_written_meanwhile_is_not_in_a_backup
                a_damaged_backup_restores_nothing
                a_backup_of_a_newer_version_and_one_into_a_full_house_are_refused
                every_table_is_backed_up_or_left_out_on_purpose
            }
            clocks {
                clocks_and_what_set_them_read_back_and_are_forgotten
                a_list_by_deadline_is_paged_through_and_what_is_never_due_is_last
                a_clock_is_noticed_after_its_warning_and_after_its_deadline
                conversations_that_may_be_timed_are_found_step_by_step_and_by_their_person
                whether_an_answer_is_needed_is_judged_of_all_and_of_the_last
                an_answer_that_is_out_or_written_elsewhere_is_one
            }
            deeds {
                a_deed_keeps_its_conversations_and_how_they_stood
                a_deed_goes_on_where_it_stood_after_a_kill
                a_deed_that_is_too_old_to_be_undone_is_forgotten_with_its_conversations
                what_happened_since_is_told_by_kind
                a_word_that_is_taken_back_is_not_learned_from
            }
            erasing {
                erasing_a_post_leaves_its_words_in_no_column
            }
            gestures {
                there_is_one_of_a_kind_until_it_is_taken_back_and_it_stands_where_its_post_does
                what_was_done_under_a_house_rule_stays_with_it
                what_names_an_author_is_forgotten
            }
            linking {
                two_that_belong_together_are_kept_once_whichever_is_named_first
                what_belongs_together_stands_where_it_is_merged_and_comes_home
            }
            listening {
                a_topic_keeps_its_versions_and_goes_on_after_them
                a_stream_tells_where_it_stands_and_what_it_missed
                deletions_are_told_to_others_until_everybody_knows_them
                a_channel_keeps_the_credential_that_a_change_leaves_out
                authors_are_known_by_network_and_named_when_they_spoke
                members_are_told_by_name_with_when_they_were_here
            }
            macros {
                a_macro_keeps_its_steps_in_order_counts_its_uses_and_frees_its_name_when_it_is_removed
            }
            log {
                positions_are_dense_and_chained_over_many_batches
                an_empty_log_is_whole
                readers_see_sealed_events_only
                nothing_appears_behind_a_reader_while_many_append
                a_sealer_that_dies_in_the_middle_skips_and_doubles_nothing
                another_sealer_takes_over_only_when_the_lease_is_over
                a_lease_is_renewed_by_its_holder_and_given_up_for_others
                whatever_was_done_to_a_sealed_event_is_found
                an_event_that_nobody_sealed_is_found
            }
            media {
                a_picture_is_kept_once_however_many_posts_show_it
                a_picture_that_is_not_kept_says_why_and_can_be_asked_for_again
                a_picture_that_nobody_is_about_to_fetch_is_found
                what_a_deleted_post_showed_is_gone_unless_another_shows_it
                pictures_go_after_their_time_and_what_nobody_shows_goes_too
                pictures_of_posts_that_a_version_from_before_deleted_go
                a_list_shows_the_newest_picture_of_each_conversation_first
            }
            merging {
                what_was_merged_stands_in_the_other_and_comes_home_with_all_that_stands_in_it
                lists_counts_rounds_and_the_floor_leave_out_what_stands_in_another
                what_is_split_off_is_known_by_its_origin_and_takes_its_answers_with_it
                topics_are_settled_by_what_stands_in_a_conversation
                labels_drafts_and_the_history_of_conversations_are_told_whole
            }
            commitments {
                a_commitment_reads_back_with_whatever_became_of_it
                what_is_to_be_kept_is_listed_by_its_date_and_what_ended_by_its_end
                what_is_to_be_told_is_found_once_its_time_comes
                a_commitment_stands_where_its_conversation_does_and_comes_home
            }
            news {
                what_is_told_is_to_be_told_by_each_way_and_taken_once
                what_waits_to_be_told_can_be_forgotten
                what_a_member_chose_reads_back
                where_mail_goes_and_what_became_of_it_reads_back
                a_device_lives_as_long_as_its_session
                the_first_key_of_a_name_stays
            }
            obligations {
                an_obligation_reads_back_with_whatever_became_of_it
                what_is_owed_is_listed_by_its_due_date_and_what_has_none_last
                an_obligation_stands_where_its_conversation_does_and_comes_home
            }
            opening {
                a_database_from_before_spam_was_set_aside_sets_it_aside
                a_database_from_before_judgements_is_given_their_tables_and_keeps_what_it_has
                what_was_committed_survives_a_kill_and_what_was_not_never_happened
                writers_of_both_kinds_take_turns
                a_writer_that_gives_up_waiting_leaves_the_turn_to_others
                a_reader_keeps_its_snapshot_and_writes_nothing
                ids_grow_although_the_clock_was_set_back_between_two_runs
            }
            overlap {
                every_raise_of_a_version_counts
                a_post_heard_twice_at_the_same_time_is_kept_once
                the_last_owner_stays_when_two_leave_at_the_same_time
                whoever_reads_deletions_misses_none_of_those_that_are_told_at_the_same_time
                a_label_made_twice_at_the_same_time_is_one
                a_lease_goes_to_one_of_those_who_ask_at_the_same_time
                nothing_is_kept_of_a_transaction_in_which_a_statement_failed
            }
            own_pictures {
                a_picture_is_described_in_a_draft_and_taken_along_by_an_answer
                what_no_answer_took_goes_after_its_time_with_its_bytes
                a_picture_stands_in_the_draft_of_another_conversation_too
            }
            people {
                a_link_works_once_and_not_after_its_time
                only_the_last_link_for_the_first_owner_works
                an_address_joins_once_however_it_is_written
                a_session_ends_by_time_by_hand_and_with_its_member
                what_a_network_leaves_out_of_an_author_stays_as_it_was
                a_member_reads_in_the_language_that_they_chose_until_they_leave_it_to_their_browser
                a_new_password_ends_every_session_and_a_member_ends_those_elsewhere
                the_last_link_for_a_new_password_works_once_in_its_time_and_not_for_who_is_shut_out
                an_invitation_that_is_taken_back_is_good_for_nothing
            }
            queue {
                work_is_done_most_overdue_first_and_not_before_its_time
                work_that_is_enqueued_together_is_moved_where_it_was_enqueued_before
                slow_work_has_a_lane_of_its_own
                many_workers_share_the_work_without_doing_any_twice
                the_same_work_is_moved_instead_of_doubled
                work_of_a_silent_worker_is_somebody_elses_and_not_his_any_more
                work_enqueued_anew_while_it_is_done_is_done_again
                postponed_work_waits_and_counts_its_attempts
                a_new_process_frees_what_the_former_one_held_and_nobody_else
                work_whose_cause_did_not_happen_is_not_done
            }
            pinning {
                a_pin_is_its_members_own_and_tells_lists_apart
            }
            private {
                a_private_message_names_its_line_and_where_its_answers_belong
                a_private_post_reads_back_as_one_and_names_its_talk
            }
            promises {
                a_change_of_hours_is_a_new_version_and_what_held_before_is_kept
                one_calendar_is_the_usual_one_and_a_name_is_free_when_it_is_put_away
                policies_are_asked_in_their_order_and_have_versions
            }
            facts {
                a_fact_reads_back_changes_and_frees_its_claim_when_it_is_put_away
                an_owner_is_told_when_the_day_has_come_and_as_long_as_it_is_in_use
                a_fact_names_the_answers_in_which_it_stood_and_those_that_no_longer_hold
                a_draft_keeps_the_facts_and_statements_that_it_is_made_with_as_long_as_it_is_there
            }
            desks {
                what_came_of_conversations_is_counted_and_the_first_of_a_person_is_known
                whoever_wrote_where_others_had_asked_is_known_with_in_how_many
                an_introduction_shows_whether_whoever_was_named_spoke_afterwards
                whoever_helped_others_with_a_topic_could_help_who_asks_about_it_now
            }
            subscribers {
                who_is_told_of_which_conversation_is_known_and_what_they_have_not_seen
            }
            corrections {
                what_was_put_right_reads_back_with_who_found_it_and_whether_it_stands
                a_correction_about_a_message_that_stands_elsewhere_by_now_is_found_from_both
                those_that_went_out_are_listed_and_counted_by_when_the_newest_first
                it_stands_when_whoever_found_it_is_erased_without_them
                a_draft_keeps_what_it_puts_right_as_long_as_it_is_there
            }
            drafts {
                the_first_answer_that_is_begun_is_the_open_one
            }
            elsewhere {
                what_was_heard_elsewhere_first_reads_back_until_it_was_not
            }
            enquiries {
                what_was_asked_reads_back_with_what_was_said_to_it
                those_that_went_out_are_listed_by_what_was_said_the_newest_first
                a_draft_keeps_what_it_asks_as_long_as_it_is_there
            }
            signatures {
                a_member_signs_with_one_line_for_each_channel_and_one_for_wherever_there_is_no_other
                a_draft_keeps_that_it_goes_without_a_signature
            }
            studies {
                a_study_reads_back_with_its_book_and_whatever_became_of_it
                a_sample_is_changed_by_its_lots_and_let_go_with_what_was_said_of_it
                what_was_said_of_a_post_is_told_of_studies_whose_coding_has_ended
                codes_notes_and_decisions_are_kept_by_coder_and_question
                what_was_learned_keeps_what_shows_it_and_its_steps
            }
            saved_replies {
                a_saved_reply_keeps_one_text_a_language_and_frees_its_name_when_it_is_put_away
            }
            rules {
                a_rule_is_kept_in_every_version_in_order_and_switched
                a_rule_switched_on_is_called_by_what_happens_from_then_on
                silence_is_found_once_for_each_conversation_the_longest_first
                a_rule_acts_once_in_a_chain_and_tells_whom_it_may
            }
            saved_views {
                a_view_is_kept_for_its_maker_or_for_everybody_and_changed_and_removed
                each_member_has_views_in_their_own_order
                every_list_of_the_inbox_reads_back
            }
            schema {
                the_migrations_come_to_the_schema_that_is_checked_in
                both_databases_have_the_same_migrations_and_columns
                a_database_of_a_newer_version_is_refused_and_left_alone
                the_contract_calls_every_function_of_the_store
            }
            regarding {
                a_members_word_about_a_person_stands_until_it_is_over
                what_a_person_said_is_found_with_what_was_judged_about_it
            }
            persons {
                whoever_is_merged_is_one_person_until_it_is_taken_back
                handles_tell_where_and_when_somebody_was_heard
                the_list_has_each_person_once_where_they_last_were
                people_are_found_by_a_part_of_their_name_and_the_beginning_of_their_handle
                notes_and_consents_are_kept_in_order_and_of_everybody_apart
                an_erased_person_keeps_a_place_and_nothing_else
            }
            statements {
                a_statement_reads_back_whatever_became_of_it
                an_owner_is_told_of_a_promised_word_while_the_statement_stands
                a_statement_is_once_on_a_channel_until_it_is_taken_back_or_refused
                a_statement_knows_its_answers_and_what_was_said_under_it
            }
            stops {
                a_stop_holds_where_its_label_is_until_it_is_lifted
            }
            teams {
                a_team_has_its_members_and_frees_its_name_when_it_is_put_away
                a_team_counts_what_waits_for_it
                whose_turn_it_was_stays_with_a_member_as_long_as_they_stay
                what_a_member_takes_and_when_they_are_away_reads_back
                what_waits_with_a_team_is_found_longest_first_while_it_is_our_turn
                what_a_member_has_is_counted_and_found_when_they_leave
            }
            threads {
                the_floor_tells_who_spoke_where_and_what_became_of_it
                a_members_word_stands_and_is_learned_from_in_order
                a_conversation_is_a_row_with_its_topics_by_name
                a_talk_is_found_by_who_speaks_with_whom_and_when
                what_cannot_be_read_is_kept_once
                what_was_set_aside_can_be_taken_out_and_the_oldest_make_room
                a_list_shows_what_its_view_says_newest_first_and_page_by_page
                a_conversation_is_found_by_thread_by_person_and_by_time
                a_snoozed_conversation_is_due_when_its_time_has_come
                labels_and_topics_stand_on_their_conversations_by_name
                a_label_is_renamed_counted_and_put_away_until_somebody_uses_it_again
                drafts_and_notes_are_kept_apart_for_each_member
                a_post_is_followed_through_edits_to_its_end
                many_are_kept_at_once_as_they_would_be_one_by_one
                many_that_were_kept_are_kept_anew_where_they_changed_and_stand_in_lists_where_they_stood
                a_label_put_on_many_tells_where_it_is_new
                an_answer_is_found_by_its_place_on_the_network_and_by_its_trouble
                a_saved_reply_counts_the_answers_made_of_it_that_were_not_taken_back
                what_happened_in_a_conversation_is_told_sealed_or_not
                odd_words_are_kept_in_their_place
            }
            tokens {
                a_token_is_found_by_its_secret_which_is_not_kept
                a_token_ends_by_time_by_hand_and_with_its_member
                the_log_tells_of_tokens_without_name_or_secret
                an_answer_is_kept_for_a_day_for_its_token_alone
                after_a_restore_every_token_can_be_taken_back_at_once
                a_token_that_is_taken_back_takes_its_answers_along
            }
            dials {
                every_version_of_the_dials_stays_and_says_when_it_held
                what_is_due_is_told_by_few_events_of_the_log
            }
            waits {
                what_was_known_at_a_position_stays_so_whatever_is_learned_later
                who_waits_longest_for_an_answer_that_is_needed_is_first
                the_sealed_events_of_conversations_are_found_up_to_a_position
                the_sums_of_a_day_are_gone_once_more_becomes_known_of_its_waits
            }
            webhooks {
                a_webhook_frees_its_name_when_it_is_put_away
                what_became_of_a_call_reads_back_and_is_forgotten_after_a_month
            }
            word_index {
                a_search_is_narrowed_to_what_may_meet_it_and_never_too_far
                what_was_written_without_the_index_is_found_after_a_round
                what_a_former_program_writes_meanwhile_is_indexed_when_it_is_looked_for
                the_index_is_not_asked_before_it_is_whole
                a_change_of_the_rules_has_everything_indexed_anew
            }
            words {
                every_question_and_ground_of_a_judgement_reads_back
                a_moment_reads_back_as_it_was_answered_however_fine_the_clock
                every_word_reads_back_from_its_column
                every_state_of_conversations_and_answers_reads_back
                every_kind_of_event_by_every_kind_of_actor_reads_back
            }
        }
    };
    (@modules $attributes:tt $($module:ident { $($claim:ident)+ })+) => {$(
        mod $module {
            contract! { @claims $attributes $module $($claim)+ }
        }
    )+};
    (@claims $attributes:tt $module:ident $($claim:ident)+) => {
        $( contract! { @claim $attributes $module $claim } )+
    };
    (@claim [$(#[$attribute:meta])+] $module:ident $claim:ident) => {
        $(#[$attribute])+
        async fn $claim() {
            crate::contract::$module::$claim().await;
        }
    };
}

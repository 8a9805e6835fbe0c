//! What the inbox keeps to on every database. Each test is written once and instantiated by the test target of each
//! database, which brings its `place`.

pub mod acts;
pub mod answering;
pub mod approving;
pub mod chance;
pub mod clocks;
pub mod commitments;
pub mod corrections;
pub mod deeds;
pub mod dials;
pub mod drafting;
pub mod elsewhere;
pub mod enquiries;
pub mod erasing;
pub mod facts;
pub mod filing;
pub mod gesturing;
pub mod giving;
pub mod handing;
pub mod house_rules;
pub mod introducing;
pub mod judging;
pub mod later;
pub mod linking;
pub mod macros;
pub mod merging;
pub mod news;
pub mod nudging;
pub mod obligations;
pub mod outcomes;
pub mod own_pictures;
pub mod people;
pub mod pinning;
pub mod private;
pub mod regarding;
pub mod rule_choices;
pub mod rule_order;
pub mod rules;
pub mod saved_views;
pub mod searching;
pub mod signatures;
pub mod sorting;
pub mod stating;
pub mod stopping;
pub mod studying;
pub mod subscribing;
pub mod teams;
pub mod triage;
pub mod webhooks;

/// Makes a test of every claim, with these attributes.
macro_rules! contract {
    ($attributes:tt) => {
        contract! { @modules $attributes
            acts {
                labels_set_together_replace_the_former_and_tell_only_of_what_changed
                every_act_is_allowed_to_those_who_work_the_inbox_and_to_nobody_else
                every_act_leads_from_every_status_where_the_table_says
                a_member_sets_every_status_but_new
                a_snoozed_conversation_wakes_at_its_time_and_needs_one
                only_somebody_who_can_work_is_given_a_conversation
                case_and_spacing_make_no_second_label
                a_note_is_for_the_team_and_appears_in_nothing_public
            }
            answering {
                nobody_has_seen_a_version_that_has_not_been_yet
                sending_anyway_passes_over_what_was_shown_and_nothing_that_came_since
                an_answer_to_a_thread_that_moved_is_refused_with_what_was_written
                an_edit_or_a_deletion_makes_an_answer_stale_too
                own_answers_do_not_stand_in_ones_own_way_but_in_those_of_others
                the_echo_of_an_answer_is_no_news
                the_echo_of_an_attempt_that_was_forgotten_is_shown_once_when_the_answer_is_sent_again
                an_answer_needs_words_that_fit_and_something_to_answer
                an_answer_is_enqueued_with_its_intent_for_the_end_of_the_undo_time
                taking_back_gives_the_draft_back_and_reopens
                taking_back_leaves_a_newer_draft_and_another_answer_alone
                what_may_be_out_there_is_not_taken_back
                every_outcome_has_its_state_its_event_and_its_way_on
                what_waits_in_a_restored_database_goes_out_only_when_a_member_says_so
                retrying_really_queues_again_and_says_that_nobody_waits
            }
            approving {
                an_answer_waits_where_a_policy_asks_and_goes_out_when_a_second_person_approves
                the_first_policy_that_is_for_an_answer_asks_by_what_is_said_and_who_writes
                who_joined_not_long_ago_is_looked_over_for_some_days
                other_words_are_kept_beside_those_of_the_author
                one_decision_counts_and_nobody_decides_about_their_own
                what_was_said_meanwhile_is_seen_before_it_is_approved
                what_is_returned_is_a_draft_again_and_its_author_knows_why
                an_approved_answer_waits_for_its_time_and_then_for_the_stop
                what_a_stop_held_needs_the_approval_that_is_asked_for_by_now
                what_was_tried_before_a_stop_is_not_asked_about_since_it_may_stand_already
                what_its_author_said_since_is_seen_before_an_answer_is_approved
                a_team_approves_and_after_the_deadline_whoever_may
                what_nobody_approved_in_time_is_sent_or_returned_as_its_policy_says
                nothing_is_sent_late_for_whoever_may_no_longer_answer
                a_deadline_counts_in_the_hours_of_its_calendar
                what_waited_for_approval_in_a_restored_database_is_a_draft_again
                only_who_manages_rules_makes_policies_and_a_wrong_one_is_refused_with_why
            }
            private {
                the_line_in_public_waits_until_the_private_message_is_out
                what_was_refused_or_taken_back_takes_its_line_along
                the_line_alone_can_be_taken_back
                an_answer_goes_out_in_public_by_an_explicit_choice_alone
                what_they_answer_in_private_comes_where_we_wrote_to_them_last
                private_words_stand_in_no_sample_and_are_neither_liked_nor_put_right
                a_search_tells_what_goes_on_in_private
            }
            clocks {
                an_answer_stops_the_clock_when_it_is_out_and_not_when_it_is_decided
                who_writes_while_an_answer_is_on_its_way_waits_again
                an_answer_written_elsewhere_is_an_answer
                a_deadline_is_warned_of_and_missed_once_whoever_looks
                whoever_has_a_conversation_is_told_once_that_it_is_late
                a_deadline_that_passed_while_nobody_was_up_is_missed_with_its_own_time
                what_is_taken_back_never_stopped_a_clock
                the_first_policy_that_fits_holds_and_another_may_later
                whoever_waited_before_there_was_a_promise_has_the_whole_time
                a_change_of_hours_moves_the_deadlines_that_are_still_to_come
                what_needs_no_answer_has_no_clock_where_the_policy_says_so
                what_is_imported_or_spam_waits_for_nobody
                merged_they_wait_as_whoever_waited_longest_and_taken_back_each_as_before
                what_is_split_off_takes_its_clock_along
                whatever_happens_the_clocks_are_those_of_what_happened_and_was_not_taken_back
            }
            deeds {
                one_label_takes_the_place_of_another_everywhere_and_gives_it_back
                every_reversible_act_can_be_undone_and_is_told_of
                what_somebody_changed_meanwhile_is_left_to_them
                many_are_changed_in_steps_and_put_back_as_each_of_them_was
                what_a_list_holds_is_counted_before_anything_is_changed
                who_speaks_after_the_look_is_not_acted_upon
                a_deed_that_is_stopped_leaves_the_rest_and_is_undone_as_far_as_it_came
                a_deed_stops_with_the_right_of_whoever_began_it
                a_deed_is_refused_that_can_be_done_to_nobody
                a_deed_is_its_doers_own_and_that_of_managers
                a_word_about_a_mention_is_taken_back
            }
            macros {
                a_macro_does_its_steps_in_order_and_one_undo_puts_all_of_them_back
                undoing_a_macro_leaves_what_somebody_changed_meanwhile_and_puts_the_rest_back
                a_macro_that_gives_to_a_team_and_to_somebody_gives_back_whoever_had_it
                many_are_changed_by_a_macro_as_one_deed_that_survives_a_restart
                what_a_macro_cannot_do_wholly_it_does_not_do_at_all
                what_a_list_holds_is_looked_at_before_a_macro_is_applied_to_it
                a_step_that_fits_no_more_is_named_and_nothing_is_done
                a_macro_is_kept_whole_or_not_at_all_and_applied_as_it_was_seen
                whoever_works_the_inbox_makes_and_applies_macros_and_nobody_else
            }
            facts {
                facts_are_kept_by_managers_and_by_members_of_a_team_for_communication
                whoever_stands_for_a_fact_says_that_it_is_still_true_or_takes_it_back
                what_cannot_be_a_fact_says_why_and_what_stood_before_may_stay
                a_version_stands_until_something_that_was_said_is_said_otherwise
                an_owner_is_told_once_for_each_day_and_nobody_of_what_is_put_away
                facts_that_need_somebody_come_first
                an_answer_remembers_its_facts_also_put_off_taken_back_and_merged
                a_fact_says_its_line_in_their_language_and_else_its_claim
                an_answer_that_is_out_still_names_its_fact
            }
            filing {
                without_threads_one_authors_words_to_one_brand_are_one_conversation_until_a_week_of_silence
                an_imported_conversation_began_when_it_began
                what_nobody_touched_for_long_is_put_away_and_what_somebody_has_is_not
                a_post_that_matches_three_topics_counts_once_in_every_total
                two_streams_that_bring_one_post_unite_their_reasons
                a_post_that_concerns_nobody_here_is_not_kept
                posts_filed_at_once_come_to_the_same_as_one_by_one
                what_is_said_in_a_thread_of_ours_joins_its_conversation_and_reopens_it
                context_becomes_a_mention_when_it_concerns_us_by_itself
                an_answer_written_elsewhere_ends_the_waiting
                an_answer_written_elsewhere_ends_the_waiting_though_it_is_heard_before_the_question
                a_former_version_that_is_heard_late_brings_no_words_back
                an_edit_is_followed_once_and_its_former_proof_forgotten
                one_version_described_differently_by_two_streams_is_no_edit
                a_deletion_takes_the_words_and_leaves_the_place
                words_that_come_back_after_a_deletion_are_named_by_a_new_salt
                an_account_that_goes_takes_its_words_from_every_conversation
                an_account_with_many_posts_goes_in_short_transactions_until_none_is_left
                a_conversation_stays_in_lists_when_its_writer_becomes_one_of_us
                a_clock_that_runs_ahead_outside_moves_nobody_into_the_future
                pages_of_a_list_show_every_conversation_once
            }
            giving {
                a_team_in_turn_gives_to_each_of_its_members_and_says_why
                a_team_by_load_gives_to_whoever_has_the_fewest
                nobody_is_given_more_than_they_take_and_what_waits_says_why_until_there_is_room
                what_nobody_can_read_waits_for_somebody_who_can
                who_is_on_leave_is_given_nothing_until_they_are_back
                a_team_that_keeps_its_hours_gives_out_when_they_begin
                what_a_team_gave_is_taken_back_and_not_given_again
                what_waits_and_is_taken_by_hand_put_away_or_merged_is_given_to_nobody_else
                a_rule_that_gives_to_a_team_has_it_given_out_and_ends_with_it
            }
            gesturing {
                a_like_is_made_once_whoever_asks_and_taken_back_before_and_after
                a_like_is_no_answer
                hiding_needs_a_house_rule_a_reason_somebody_who_may_and_a_post_of_ours_above
                a_report_says_what_is_wrong_and_is_made_for_good
                what_failed_is_tried_again_under_what_was_asked_for_last_and_under_no_rule_that_was_put_away
                somebody_is_followed_once_by_an_account
                a_stop_holds_a_like_where_its_label_is_and_never_what_protects
                what_failed_is_tried_again_and_what_is_still_there_stands
                what_was_to_be_made_is_held_after_a_restore
            }
            dials {
                whoever_sets_targets_makes_another_version_of_the_dials_and_says_why
            }
            house_rules {
                house_rules_are_kept_by_managers_and_told_apart_by_their_names
            }
            handing {
                what_somebody_has_goes_back_to_its_teams_or_to_a_colleague_and_is_undone_at_once
                who_is_shut_out_keeps_no_conversation_that_is_our_turn
                only_oneself_and_who_manages_members_says_how_somebody_works
                what_somebody_has_goes_when_their_leave_begins_and_not_before
                what_was_to_go_to_a_colleague_who_is_away_goes_back_to_its_team
            }
            introducing {
                whoever_an_answer_names_is_introduced_once_it_is_out_and_seen_to_speak
                an_answer_without_a_name_introduces_nobody
            }
            judging {
                what_a_member_said_is_no_spam_is_not_marked_again
                what_is_judged_is_kept_and_told_of_in_closed_words
                an_edited_mention_is_judged_again_and_a_members_word_stays
                a_correction_is_kept_for_learning_with_its_event
                only_who_works_the_inbox_corrects_and_only_with_words_of_the_question
                spam_is_marked_by_a_label_that_a_member_takes_off_by_correcting
                judgements_are_searched_by
            }
            rules {
                a_rule_acts_on_what_was_heard_and_what_it_did_is_taken_back
                rules_are_asked_in_order_each_about_what_the_former_left_and_one_stops_the_rest
                what_a_rule_says_is_owed_is_owed_once_until_it_is_done
                two_rules_that_undo_each_other_act_once_each
                each_call_is_called_by_what_it_says_and_by_nothing_else
                what_was_said_long_ago_what_is_spam_and_what_is_taken_back_calls_no_rule
                what_was_heard_is_asked_and_not_what_was_said_before
                an_act_that_cannot_be_done_leaves_the_others
                a_changed_rule_is_another_version_and_what_it_did_names_the_former
                only_managers_make_rules_and_only_such_as_can_be
                a_trial_says_what_would_change_and_changes_nothing
            }
            rule_choices {
                a_clock_that_a_rule_chose_goes_before_those_that_fit
                a_rule_chooses_no_clock_that_is_put_away
                what_a_rule_sets_aside_stays_there_whoever_writes_until_a_member_says_otherwise
                what_a_rule_set_aside_is_brought_back_by_undoing
                what_stands_aside_is_so_again_when_what_took_it_up_is_undone
                what_is_spam_already_is_told_of_once_it_is_kept_there
                a_merge_brings_back_what_stood_aside_and_carries_the_clock_and_both_come_apart_as_they_were
            }
            rule_order {
                whatever_rules_there_are_they_act_in_their_order_once_each_until_one_stops
            }
            saved_views {
                a_view_is_its_makers_until_it_is_shared_and_a_strangers_is_not_found
                who_may_share_change_and_remove_is_as_written_down
                a_name_is_one_of_a_kind_and_a_query_can_be_read
                a_change_of_a_view_that_somebody_changed_meanwhile_is_refused
                a_removed_view_comes_back_within_its_time
                a_member_puts_views_in_order_for_nobody_else
                a_view_finds_what_its_list_and_query_find_for_whoever_looks
            }
            stating {
                a_statement_is_approved_by_somebody_else_and_other_words_are_a_draft_again
                whoever_is_alone_may_approve_their_own_words
                what_cannot_be_a_statement_says_why
                a_statement_goes_out_once_on_each_channel_and_the_first_publishes_it
                what_a_channel_refuses_is_told_and_what_failed_is_tried_again
                a_stop_holds_a_statement_until_it_is_let_go
                a_statement_takes_the_place_of_another_once_it_stands
                what_another_replaced_goes_out_nowhere_else_and_of_two_that_replace_one_the_last_stands
                whoever_may_approve_is_asked_when_somebody_else_wrote_the_words
                a_promised_word_that_does_not_come_is_told_once
                what_is_withdrawn_does_not_go_out
                an_answer_says_a_statement_in_the_language_of_whoever_asked_with_where_it_stands
                after_a_restore_nothing_goes_out_by_itself
            }
            studying {
                studies_are_kept_by_managers_and_by_members_of_a_team_for_research
                what_cannot_be_a_study_says_why_and_what_is_drawn_stays_as_it_was
                a_sample_is_those_with_the_smallest_lots_of_what_meets_the_query_and_of_nothing_else
                what_becomes_a_mention_while_a_sample_is_drawn_is_no_part_of_it
                a_drawing_comes_to_the_same_sample_however_it_is_cut
                nobody_sees_what_another_codes_before_coding_has_ended
                a_study_is_agreed_once_every_disagreement_is_decided
                a_mention_that_is_gone_keeps_its_codes
                what_was_learned_goes_from_noted_to_told_back
            }
            searching {
                what_is_found_comes_with_the_newest_words_that_met_it
                the_index_leads_to_exactly_what_looking_through_everything_finds
                pages_of_a_search_show_everything_once_however_little_is_looked_at
                answers_of_ours_are_searched_until_they_are_taken_back
            }
            later {
                an_answer_waits_for_its_moment
                an_answer_that_was_put_off_can_go_at_once
                whoever_writes_before_stops_it_and_its_author_is_told
                what_a_colleague_answered_meanwhile_stops_it_when_its_moment_comes
                nothing_goes_out_later_for_whoever_may_no_longer_answer
            }
            linking {
                what_belongs_together_is_told_in_both_and_taken_apart_and_undone
                whoever_merges_one_carries_its_links_and_has_them_back
                an_undone_link_is_as_before_wherever_both_stand_and_left_where_somebody_changed_it
                nothing_belongs_with_itself_nor_with_more_than_fifty_others
                copies_and_what_the_same_person_said_are_likely_to_belong
            }
            merging {
                merged_conversations_stand_in_one_in_order_of_time_and_come_apart_as_they_stood
                a_merged_conversation_is_as_urgent_as_the_more_urgent_of_both
                a_merged_conversation_has_the_higher_priority_of_both
                a_decision_about_one_of_both_is_due_again_for_both
                what_is_said_later_goes_to_the_merged_one_and_home_when_it_is_undone
                whoever_saw_it_before_it_was_merged_or_taken_apart_is_asked_before_the_answer_is_sent
                an_answer_goes_to_the_message_that_was_chosen_and_moves_home_with_it
                a_message_and_what_follows_it_get_a_conversation_to_which_later_answers_go
                what_was_split_off_and_put_back_at_once_leaves_everything_as_it_stood
                what_cannot_be_merged_or_split_is_refused_and_changes_nothing
                drafts_stand_in_the_merged_conversation_and_return_unless_they_were_used
                many_are_merged_into_one_by_one_deed_and_come_apart_by_one_undo
            }
            erasing {
                nothing_of_an_erased_person_is_left_and_every_count_is_what_it_was
                what_an_erased_person_said_does_not_come_back_and_what_they_say_is_a_strangers
                only_who_may_erases_and_only_whom_they_name
            }
            own_pictures {
                an_answer_is_not_sent_before_each_picture_is_described_and_nothing_is_lost
                an_answer_takes_its_pictures_along_and_the_log_names_them_by_digests
                taking_back_lays_the_pictures_to_the_draft_again_unless_another_was_begun
                whoever_approves_sees_the_pictures_and_may_describe_them_otherwise
                what_is_returned_is_laid_to_its_authors_draft_again
                pictures_are_laid_described_moved_and_removed_by_their_member_alone
                what_a_program_hands_in_is_in_no_draft_and_has_an_end
                an_answer_is_found_and_asked_about_by_what_its_pictures_show
                pictures_stay_with_an_answer_that_is_put_off_held_or_stale
                pictures_of_drafts_stand_in_the_merged_conversation_and_return_unless_they_were_used
            }
            people {
                merging_people_needs_a_ground_and_somebody_else
                merges_are_taken_back_in_any_order
                whatever_is_merged_and_taken_back_people_are_who_the_standing_merges_say
                a_note_about_a_person_stays_with_the_handle_it_was_written_at
                a_consent_needs_something_that_shows_it_and_is_withdrawn_only_when_it_was_given
                people_are_said_things_of_by_those_who_work_the_inbox_and_by_nobody_else
            }
            commitments {
                a_promise_is_marked_on_our_message_and_kept_by_another_when_that_was_sent
                every_step_about_a_promise_can_be_undone_and_leaves_what_somebody_changed_meanwhile
                what_is_promised_is_checked_before_anything_is_kept
                whoever_answers_for_a_promise_is_told_before_its_date_and_once_when_it_is_over
                what_was_promised_goes_with_its_conversation_and_comes_back
                the_same_is_promised_to_many_at_once_and_taken_back_where_nobody_touched_it
                a_search_finds_what_was_promised_by_how_it_stands
            }
            news {
                a_digest_has_what_is_due_and_was_not_seen_and_goes_once
                what_comes_in_quiet_hours_waits_for_their_end_and_comes_as_one
                how_long_it_is_quiet_is_known_when_something_is_sent
                who_may_not_read_any_more_is_told_nothing
                an_address_is_confirmed_once_within_a_day_and_a_former_one_is_told
                an_address_that_is_refused_gets_no_more_until_it_is_confirmed_again
                browsers_are_woken_once_for_what_comes_that_way
                what_a_member_chooses_is_put_in_order_and_told_once
                whoever_is_given_a_conversation_is_told_unless_they_took_it
                whoever_is_given_many_at_once_is_told_by_one_whatever_they_did_not_see_before
            }
            nudging {
                whoever_a_note_calls_is_told_once_by_name_or_team_and_its_author_never
                a_whole_name_calls_one_and_a_first_name_all_who_have_it
            }
            obligations {
                several_are_owed_on_one_conversation_and_stay_when_it_is_done_towards_the_person
                every_step_can_be_undone_and_leaves_what_somebody_changed_meanwhile
                two_members_never_overwrite_one_another
                what_is_asked_for_is_checked_before_anything_is_kept
                whoever_is_asked_is_told_once_and_nobody_of_what_they_do_themselves
                what_is_owed_goes_with_its_message_or_its_conversation_and_comes_back
                a_thank_you_is_owed_on_many_at_once_and_taken_back_where_nobody_touched_it
                a_search_finds_what_is_owed_by_its_state
            }
            pinning {
                a_pin_is_its_members_own_changes_nothing_else_and_is_undone
                merged_conversations_are_at_the_top_for_whoever_had_either_there_and_come_apart_as_they_were
                a_top_has_thirty_places
            }
            regarding {
                a_member_says_how_somebody_stands_and_searches_follow
                only_who_works_the_inbox_says_it_of_somebody_who_speaks_there_in_words_that_mean_something
                whose_words_change_is_judged_anew_and_whose_account_is_gone_is_forgotten
            }
            sorting {
                what_is_nothing_but_spam_stands_in_its_own_view_until_a_member_says_otherwise
                one_honest_mention_keeps_a_conversation_among_the_others
                whoever_takes_up_what_a_judge_called_spam_brings_it_back
                those_that_begin_alike_stand_under_the_first_until_more_happens
                nobody_is_left_under_a_conversation_that_leaves_the_list
                whoever_writes_something_else_instead_or_proves_to_be_no_spam_stands_alone
                what_is_said_again_after_a_week_stands_for_itself
            }
            teams {
                only_who_manages_teams_makes_them_and_a_wrong_one_is_refused_with_why
                a_calendar_in_which_a_team_works_is_not_put_away
                what_is_given_to_a_team_leaves_who_is_not_of_it_and_can_be_undone
                many_are_given_to_a_team_together_and_back
                conversations_are_found_by_their_team_and_its_function
                a_rule_gives_to_a_team_and_takes_it_back
                merging_splitting_and_waking_keep_the_team
            }
            stopping {
                whoever_works_may_stop_and_whoever_manages_may_let_go
                what_was_let_go_passes_that_stop_and_not_the_next
                what_is_held_while_they_write_again_does_not_go_out
            }
            webhooks {
                a_webhook_is_kept_by_whoever_manages_channels_and_only_where_it_can_be_called
                what_a_rule_did_is_told_once_without_a_word_of_what_was_said
                a_call_that_did_not_arrive_is_made_again_when_asked_for
            }
            outcomes {
                what_came_of_it_is_said_as_it_is_done_and_told_of
                it_ends_when_the_conversation_goes_on_and_stays_when_it_is_put_away
                merged_conversations_keep_it_while_both_are_done
                it_is_found_and_refused_where_nothing_is_done
            }
            subscribing {
                whoever_wants_to_know_is_told_of_words_notes_answers_and_ends_but_not_of_their_own
                whoever_is_told_of_what_was_merged_is_told_of_what_it_stands_in
                taken_apart_each_is_told_of_what_they_wanted_to_know_and_of_what_was_split_off
                whoever_wants_to_know_is_told_of_an_answer_that_was_written_on_the_network
            }
            corrections {
                an_answer_puts_right_what_an_answer_said_and_answers_whom_that_answered
                what_is_none_of_ours_or_not_out_is_put_right_by_nothing
                what_is_gone_by_now_is_not_answered_when_something_is_put_right
                what_went_out_later_puts_right_what_was_decided_after_it
                a_post_of_ours_that_was_written_elsewhere_is_put_right_below_it
                an_answer_that_stands_already_is_said_to_put_something_right_and_that_can_be_undone
                it_is_withdrawn_by_a_deed_that_can_be_undone_and_stands_again_when_somebody_says_so
                what_an_answer_puts_right_is_a_draft_again_when_it_is_taken_back_and_goes_along_when_merged
                erasing_whoever_found_it_leaves_what_was_put_right_without_them
            }
            drafting {
                nobody_answers_beside_a_colleague_unless_they_were_shown_what_is_begun
                an_answer_is_taken_over_with_its_words_and_its_writer_is_told
            }
            elsewhere {
                where_it_was_heard_before_is_said_undone_and_found
                of_two_that_are_merged_what_was_heard_first_stands_until_they_are_taken_apart
                it_is_before_the_first_words_and_not_before_they_were_filed
                with_a_person_the_words_for_where_it_was_heard_go_also_where_a_merge_has_them
            }
            enquiries {
                a_number_that_says_nothing_else_is_the_answer_and_nobody_waits_after_it
                a_low_number_or_a_question_beside_it_is_answered_and_wants_an_answer
                other_words_other_people_and_late_numbers_answer_nothing
                nobody_is_asked_twice_within_a_month_and_what_was_taken_back_was_never_asked
                each_of_two_who_were_asked_answers_for_themselves
                what_is_put_off_is_asked_when_it_goes_out
                a_yes_to_being_quoted_is_a_consent_by_their_own_message_and_can_be_read_otherwise
                what_an_answer_asks_goes_along_when_conversations_are_merged_and_put_off
            }
            signatures {
                an_answer_is_signed_as_on_its_channel_and_comes_back_without
                a_signature_counts_towards_the_length_and_a_wrong_one_is_refused
            }
            triage {
                a_decision_leads_where_the_table_says
                silence_without_a_reason_is_refused_and_changes_nothing
                what_is_watched_comes_back_undecided_when_its_time_is_up
                a_decision_is_about_what_was_said_and_ends_when_the_person_writes_again
                an_answer_breaks_the_silence_that_was_decided
                what_is_brought_back_from_silence_is_to_be_decided_anew
                a_decision_taken_back_leaves_the_conversation_open_and_undecided
                decisions_are_searched_by
                a_decision_is_undone_to_how_it_stood_unless_somebody_decided_since
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

//! From mention to conversation to reply: what the team's acts and the network's news do to a conversation.
//!
//! Every function takes the transaction in which it happens; what it changes and the events that tell of it are
//! committed together. [`file()`] is where a post enters; [`answer()`] is where a reply leaves.

mod acts;
mod alike;
mod answer;
mod approval;
mod approval_policy;
mod calendar;
mod clocks;
mod commitment;
mod condition;
mod conversation;
mod correction;
mod deed;
mod dial;
mod drafting;
mod elsewhere;
mod enquiry;
mod error;
mod fact;
mod filing;
mod following;
mod gesture;
mod giving;
mod heard;
mod house_rule;
mod introducing;
mod judging;
mod label;
mod later;
mod linking;
mod listing;
mod macros;
mod media;
mod merging;
mod news;
mod nudging;
mod obligation;
mod own_picture;
mod person;
mod pinning;
mod private;
mod regarding;
mod rule;
mod saved_reply;
mod saved_view;
mod search;
mod seat;
mod sending;
mod signature;
mod sla_policy;
mod spam;
mod statement;
mod stopping;
mod study;
mod subscribing;
mod team;
mod tree;
mod triage;
mod variant;
mod webhook;

pub use acts::{
    archive_untouched, assign, give_to_team, label, label_named, prioritise, resolve, set_labels, set_status, unlabel,
    wake, write_note,
};
pub use answer::{Answer, NewerMessage, SEND_REPLY, answer, cancel, decide, newer_messages, retry};
pub use approval::{
    Approving, Asking, RETURN_REASON_CHARS_MAX, approve, lapse_approval, may_approve, needs_approval, return_reply,
};
pub use approval_policy::{
    APPROVAL_DEADLINE_MINUTES_MAX, ApprovalPolicyFault, NEW_MEMBER_DAYS_MAX, keep_approval_policy,
    move_approval_policy, put_approval_policy_away,
};
pub use calendar::{CalendarFault, WantedCalendar, keep_calendar, make_calendar_default, put_calendar_away};
pub use clocks::{SET_CLOCKS, notice, regards_changed, set_clocks, set_clocks_later};
pub use commitment::{commit, promised_alike, step_commitment, tell_of_promises};
pub use correction::{answered_by_correction, begin_correction, opening, own_up, step_correction};
pub use deed::{DO_DEED, choose, confirm, find_deed, go_on, may_undo, prepare, stop, undo};
pub use dial::{DIAL_REASON_CHARS_MAX, change_dials};
pub use drafting::{take_over, taken_over_by};
pub use elsewhere::hear_elsewhere;
pub use enquiry::{asked, enquire, may_quote, read_answer, reads_as_asked};
pub use error::{InboxError, there_is_no};
pub use fact::{
    CLAIM_CHARS_MAX, FactFault, REVIEW_YEARS_MAX, SOURCE_CHARS_MAX, SOURCE_URL_CHARS_MAX, Standing, answers, facts,
    keep_fact, keeps_facts, put_fact_away, review_fact, said_as, tell_of_reviews, vouches,
};
pub use filing::{Filed, Filing, file, file_all, place_context};
pub use following::{FORGET_AUTHOR, Gone, author_gone, forget_more, post_deleted};
pub use gesture::{
    About, GESTURE_REASON_CHARS_MAX, GestureFault, GestureOutcome, Gesturing, MAKE_GESTURE, begin_gesture,
    finish_gesture, gesture_is_held, hold_moving_gestures, release_gesture, retry_gesture, take_gesture_back,
    want_gesture,
};
pub use giving::{
    GIVE_OUT, GivePlace, give_waiting, hand_over, has_left_behind, shut_out, take_from_who_left, would_give,
};
pub use heard::Heard;
pub use house_rule::{
    HOUSE_RULE_NAME_CHARS_MAX, HOUSE_RULE_WORDS_CHARS_MAX, HOUSE_RULES_MAX, HouseRuleFault, WantedHouseRule,
    keep_house_rule, put_house_rule_away,
};
pub use judging::{SPAM_LABEL, correct};
pub use label::{merge_labels, put_label_away, rename_label};
pub use later::{LATER_DAYS_MAX, may_still_go, send_now};
pub use linking::{LINKS_MAX, likely_linked, link, unlink};
pub use listing::Listing;
pub use macros::{
    Applied, DAYS_MAX, MACRO_NAME_CHARS_MAX, MACROS_MAX, MacroFault, STEPS_MAX, apply_macro, change_macro,
    create_macro, find_macro, macro_change, remove_macro,
};
pub use media::{FETCH_MEDIA, PICTURES_MAX, fetch_again, fetch_forgotten, picture_given_up, picture_kept};
pub use merging::{merge, split};
pub use news::{
    ADDRESS_DAYS, DEVICES_MAX, LetterFate, SEND_LETTER, WAKE_DEVICE, add_device, ask_mail_address,
    confirm_mail_address, device_gone, device_woken, keep_news_terms, letter_begun, letter_ended, mail_to_confirm,
    quiet_for, remove_device, remove_mail_address, still_to_tell, stop_mail, to_show, wake_browsers, write_digest,
};
pub use obligation::{owe, owed_alike, step_obligation};
pub use own_picture::{
    Described, HANDED_IN_MAX, PictureFault, describe_pictures, hand_picture_in, lay_picture, move_picture_up,
    remove_picture,
};
pub use person::{
    Consenting, ERASE_PERSON, GROUND_CHARS_MAX, confirmation, erase_more, erase_person, merge_people, note_consent,
    part_people, person_handles, write_person_note,
};
pub use pinning::{PINS_MAX, pin, unpin};
pub use private::{Moving, closing_line, line_for, move_to_private, reader_of, visibility_of, waits_for_private};
pub use regarding::{JUDGE_AUTHOR, Stands, correct_regard, correct_regard_of_person};
pub use rule::{
    ACTS_MAX, Cursor, HEARD_WITHIN, HOURS_MAX, Looked, RULE_NAME_CHARS_MAX, RULES_MAX, RuleFault, Rulebook, Trial,
    Would, change_rule, create_rule, find_rule, move_rule, remove_rule, switch_rule, undo_run,
};
pub use saved_reply::{SavedReplyFault, WantedReply, keep_saved_reply, made_of, put_saved_reply_away};
pub use saved_view::{
    VIEW_NAME_CHARS_MAX, VIEWS_MAX, bring_view_back, change_view, find_view, may_change_view, move_view, remove_view,
    save_view,
};
pub use search::{Found, Passage, Search, Want};
pub use seat::{CAPACITY_MAX, LEAVE_MAX, SeatFault, begin_leave, end_leave, keep_workload, set_leave};
pub use sending::{Outcome, begin_sending, finish_sending, hold_moving, seen_standing};
pub use signature::{SIGNATURE_BLANKS, SIGNATURE_CHARS_MAX, SignatureFault, keep_signature, signature_on, signed};
pub use sla_policy::{
    SLA_LENGTH_MAX, SlaPolicyFault, WantedPolicy, keep_sla_policy, move_sla_policy, put_sla_policy_away,
};
pub use statement::{
    NEXT_WORD_DAYS_MAX, PUBLISH, PostingPlace, Publishing, STATEMENT_TITLE_CHARS_MAX, StatementFault,
    approve_statement, begin_posting, cancel_posting, finish_posting, hold_moving_postings, keep_statement,
    may_approve_statement, posting_absent, posting_arrived, posting_is_held, publish_statement, release_posting,
    retry_posting, said_with, statement_as, statement_place, statement_said, statements, stays_out, tell_of_next_words,
    withdraw_statement, words_out,
};
pub use stopping::{STOP_REASON_CHARS_MAX, is_held, lift_stop, release, stop_sending};
pub use study::{
    CODE_COUNTS, CODE_NAME_CHARS_MAX, CODE_NOTE_CHARS_MAX, Coding, DECISION_REASON_CHARS_MAX, DEFINITION_CHARS_MAX,
    DRAW_STUDY, EVIDENCE_MAX, INSIGHT_NOTE_CHARS_MAX, QUESTION_CHARS_MAX, SAMPLE_SIZES, SEED_CHARS_MAX,
    SENTENCE_CHARS_MAX, STUDY_NAME_CHARS_MAX, StudyFault, VARIABLES_MAX, begin_coding, close_study, code_mention,
    coder_of, coding_order, decide_code, decides, draw_on, draw_study, end_coding, keep_code_book, keep_study,
    keeps_studies, note_insight, put_study_away, seen_answers, step_insight, undraw_study,
};
pub use subscribing::subscribe;
pub use team::{TeamFault, keep_team, put_team_away};
pub use tree::Question;
pub use triage::{Decision, WATCHED, triage};
pub use variant::{BLANKS, Filling, TEXT_CHARS_MAX, VARIANTS_MAX, VariantFault, in_language, is_kin, lacked};
pub use webhook::{
    CALL_WEBHOOK, CameOf, WEBHOOK_NAME_CHARS_MAX, WEBHOOK_URL_BYTES_MAX, WEBHOOKS_MAX, WantedWebhook, WebhookFault,
    call_webhook_again, change_webhook, create_webhook, find_webhook, put_webhook_away, renew_webhook_secret,
    try_webhook, webhook_called,
};

type Result<T, E = InboxError> = std::result::Result<T, E>;

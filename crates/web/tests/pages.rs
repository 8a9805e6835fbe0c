//! What holds for every page in every state that its samples show.

use std::collections::HashSet;

use web::ui::approval::view::ApprovalPage;
use web::ui::approval_policy::view::{PoliciesPage as ApprovalPoliciesPage, PolicyPage as ApprovalPolicyPage};
use web::ui::calendar::view::{CalendarPage, CalendarsPage};
use web::ui::channel::connect::atproto_view::ConnectAtprotoPage;
use web::ui::channel::connect::choose::ChooseNetworkPage;
use web::ui::channel::connect::feed::ConnectFeedPage;
use web::ui::channel::view::{ChannelPage, ChannelsPage};
use web::ui::correction::{CorrectionsPage, WrongPage};
use web::ui::deed::view::DeedPage;
use web::ui::desk::view::DeskPage;
use web::ui::dial::view::{ChangePage, DialsPage};
use web::ui::error::view::ErrorPage;
use web::ui::fact::form::NewFactPage;
use web::ui::fact::page::FactPage;
use web::ui::fact::view::FactsPage;
use web::ui::figures::view::FiguresPage;
use web::ui::floor::FloorPage;
use web::ui::house_rule::view::{HouseRulePage, HouseRulesPage};
use web::ui::inbox::InboxPage;
use web::ui::insight::view::InsightsPage;
use web::ui::label::view::LabelsPage;
use web::ui::layout::{Frame, Page, Place, fragment, page};
use web::ui::macros::view::{MacroPage, MacrosPage};
use web::ui::me::view::MePage;
use web::ui::member::view::MembersPage;
use web::ui::merging::view::ArrangePage;
use web::ui::news::link_view::MailLinkPage;
use web::ui::news::view::NewsPage;
use web::ui::notice::view::NoticesPage;
use web::ui::owed::OwedPage;
use web::ui::person::{ErasePage, PeoplePage, PersonPage};
use web::ui::promised::CommitmentsPage;
use web::ui::rule::run_view::RunPage;
use web::ui::rule::view::{RulePage, RulesPage};
use web::ui::saved_reply::choose::ChooseReplyPage;
use web::ui::saved_reply::view::{SavedRepliesPage, SavedReplyPage};
use web::ui::saved_view::view::{ViewPage, ViewsPage};
use web::ui::seat::view::SeatPage;
use web::ui::session::view::{ResetPage, SignInPage, WelcomePage};
use web::ui::signature::view::SignaturesPage;
use web::ui::sla_policy::view::{PoliciesPage, PolicyPage};
use web::ui::statement::form::NewStatementPage;
use web::ui::statement::page::StatementPage;
use web::ui::statement::view::StatementsPage;
use web::ui::stop::view::OutgoingPage;
use web::ui::study::code_page::CodePage;
use web::ui::study::form::NewStudyPage;
use web::ui::study::page::StudyPage;
use web::ui::study::view::StudiesPage;
use web::ui::team::view::{TeamPage, TeamsPage};
use web::ui::token::view::TokensPage;
use web::ui::topic::language::LanguagePage;
use web::ui::topic::view::{TopicPage, TopicsPage};
use web::ui::webhook::view::{WebhookPage, WebhooksPage};

fn pages_of<P: Page>(name: &str, pages: &mut Vec<(String, String)>) {
    for (state, sample) in P::samples() {
        let mut frame = Frame::sample();
        if sample.place() == Place::Door {
            frame.viewer = None;
        }
        let whole = page(&frame, &sample).into_string();
        let part = fragment(&frame, &sample).into_string();
        assert!(whole.contains(&part), "{name} {state}: the fragment is not what the page shows");
        pages.push((format!("{name} {state}"), whole));
    }
}

/// Every page in every state: its name and its markup.
fn pages() -> Vec<(String, String)> {
    let mut pages = Vec::new();
    pages_of::<InboxPage>("inbox", &mut pages);
    pages_of::<DeedPage>("bulk", &mut pages);
    pages_of::<RulesPage>("rules", &mut pages);
    pages_of::<RulePage>("rule", &mut pages);
    pages_of::<RunPage>("rule-run", &mut pages);
    pages_of::<NoticesPage>("notices", &mut pages);
    pages_of::<OwedPage>("owed", &mut pages);
    pages_of::<ErasePage>("erase", &mut pages);
    pages_of::<PeoplePage>("people", &mut pages);
    pages_of::<PersonPage>("person", &mut pages);
    pages_of::<CommitmentsPage>("commitments", &mut pages);
    pages_of::<CorrectionsPage>("corrections", &mut pages);
    pages_of::<WrongPage>("wrong", &mut pages);
    pages_of::<ViewsPage>("views", &mut pages);
    pages_of::<ViewPage>("view", &mut pages);
    pages_of::<FloorPage>("floor", &mut pages);
    pages_of::<SignInPage>("sign in", &mut pages);
    pages_of::<WelcomePage>("welcome", &mut pages);
    pages_of::<ResetPage>("reset", &mut pages);
    pages_of::<MePage>("me", &mut pages);
    pages_of::<NewsPage>("news", &mut pages);
    pages_of::<MailLinkPage>("mail-link", &mut pages);
    pages_of::<ChannelsPage>("channels", &mut pages);
    pages_of::<ChannelPage>("channel", &mut pages);
    pages_of::<ChooseNetworkPage>("connect", &mut pages);
    pages_of::<ConnectAtprotoPage>("connect-atproto", &mut pages);
    pages_of::<ConnectFeedPage>("connect-feed", &mut pages);
    pages_of::<TopicsPage>("topics", &mut pages);
    pages_of::<TopicPage>("topic", &mut pages);
    pages_of::<LanguagePage>("language", &mut pages);
    pages_of::<MacrosPage>("macros", &mut pages);
    pages_of::<HouseRulesPage>("house-rules", &mut pages);
    pages_of::<HouseRulePage>("house-rule", &mut pages);
    pages_of::<WebhooksPage>("webhooks", &mut pages);
    pages_of::<WebhookPage>("webhook", &mut pages);
    pages_of::<MacroPage>("macro", &mut pages);
    pages_of::<FactsPage>("facts", &mut pages);
    pages_of::<StatementsPage>("statements", &mut pages);
    pages_of::<NewStatementPage>("new-statement", &mut pages);
    pages_of::<StatementPage>("statement", &mut pages);
    pages_of::<DeskPage>("desk", &mut pages);
    pages_of::<DialsPage>("dials", &mut pages);
    pages_of::<ChangePage>("dials-change", &mut pages);
    pages_of::<FiguresPage>("figures", &mut pages);
    pages_of::<SignaturesPage>("signatures", &mut pages);
    pages_of::<NewFactPage>("new-fact", &mut pages);
    pages_of::<FactPage>("fact", &mut pages);
    pages_of::<StudiesPage>("studies", &mut pages);
    pages_of::<NewStudyPage>("study-new", &mut pages);
    pages_of::<StudyPage>("study", &mut pages);
    pages_of::<CodePage>("study-code", &mut pages);
    pages_of::<InsightsPage>("insights", &mut pages);
    pages_of::<SavedRepliesPage>("saved-replies", &mut pages);
    pages_of::<SavedReplyPage>("saved-reply", &mut pages);
    pages_of::<ChooseReplyPage>("choose-reply", &mut pages);
    pages_of::<ArrangePage>("arrange", &mut pages);
    pages_of::<LabelsPage>("labels", &mut pages);
    pages_of::<OutgoingPage>("outgoing", &mut pages);
    pages_of::<ApprovalPage>("approval", &mut pages);
    pages_of::<ApprovalPoliciesPage>("approval-policies", &mut pages);
    pages_of::<ApprovalPolicyPage>("approval-policy", &mut pages);
    pages_of::<CalendarsPage>("calendars", &mut pages);
    pages_of::<CalendarPage>("calendar", &mut pages);
    pages_of::<PoliciesPage>("clocks", &mut pages);
    pages_of::<PolicyPage>("clock", &mut pages);
    pages_of::<MembersPage>("members", &mut pages);
    pages_of::<SeatPage>("seat", &mut pages);
    pages_of::<TeamsPage>("teams", &mut pages);
    pages_of::<TeamPage>("team", &mut pages);
    pages_of::<TokensPage>("tokens", &mut pages);
    pages_of::<ErrorPage>("error", &mut pages);
    pages
}

/// The values of an attribute, in order.
fn values<'a>(markup: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    markup.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn no_page_needs_more_than_the_strict_policy_allows() {
    for (name, markup) in pages() {
        assert!(!markup.contains(" style="), "{name} has a style attribute");
        assert!(!markup.contains("<style"), "{name} has an inline style");
        assert_eq!(markup.matches("<script").count(), 1, "{name} has another script than the entry");
        for address in values(&markup, "src").into_iter().chain(values(&markup, "href")) {
            let is_ours = address.starts_with('/') || address.starts_with('#');
            assert!(is_ours || address.starts_with("https://"), "{name} leads to {address}");
        }
        for handler in [" onclick=", " onload=", " onsubmit=", " oninput=", " onchange="] {
            assert!(!markup.contains(handler), "{name} has{handler} in its markup");
        }
    }
}

#[test]
fn every_form_that_changes_something_carries_the_token() {
    for (name, markup) in pages() {
        for form in markup.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            if form.contains("method=\"post\"") {
                assert!(form.contains("name=\"csrf\" value=\"sample\""), "{name}: {form}");
            }
        }
    }
}

#[test]
fn ids_are_unique_and_every_reference_to_one_leads_somewhere() {
    for (name, markup) in pages() {
        let ids = values(&markup, "id");
        let unique: HashSet<_> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{name} has an id twice: {ids:?}");
        for attribute in ["for", "aria-describedby", "aria-labelledby", "popovertarget", "form", "list"] {
            for id in values(&markup, attribute).into_iter().flat_map(str::split_whitespace) {
                assert!(unique.contains(id), "{name}: {attribute} names {id}");
            }
        }
    }
}

#[test]
fn every_page_has_one_heading_of_the_first_rank() {
    for (name, markup) in pages() {
        assert_eq!(markup.matches("<h1").count(), 1, "{name}");
    }
}

#[test]
fn links_to_places_of_others_tell_nothing_about_us() {
    for (name, markup) in pages() {
        for link in markup.split("<a ").skip(1) {
            let link = link.split('>').next().unwrap_or_default();
            if link.contains("href=\"http") {
                assert!(link.contains("noopener noreferrer"), "{name}: {link}");
            }
        }
    }
}

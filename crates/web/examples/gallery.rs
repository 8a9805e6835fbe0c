//! Writes every page's samples as static files, to look at: `cargo run -p web --example gallery -- DIRECTORY`.

use std::path::Path;
use std::{env, fs, io};

use web::assets;
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
use web::ui::layout::{Frame, Notice, Page, Place, Undo, page};
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

fn main() -> io::Result<()> {
    let Some(directory) = env::args_os().nth(1) else {
        eprintln!("usage: gallery DIRECTORY");
        std::process::exit(2);
    };
    let directory = Path::new(&directory);
    for file in assets::all() {
        let path = directory.join(assets::asset(file.name).trim_start_matches('/'));
        fs::create_dir_all(path.parent().unwrap_or(directory))?;
        fs::write(path, file.bytes)?;
    }
    let mut names = Vec::new();
    write::<InboxPage>(directory, "inbox", &mut names)?;
    write::<DeedPage>(directory, "bulk", &mut names)?;
    write::<RulesPage>(directory, "rules", &mut names)?;
    write::<RulePage>(directory, "rule", &mut names)?;
    write::<RunPage>(directory, "rule-run", &mut names)?;
    write::<NoticesPage>(directory, "notices", &mut names)?;
    write::<OwedPage>(directory, "owed", &mut names)?;
    write::<ErasePage>(directory, "erase", &mut names)?;
    write::<PeoplePage>(directory, "people", &mut names)?;
    write::<PersonPage>(directory, "person", &mut names)?;
    write::<CommitmentsPage>(directory, "commitments", &mut names)?;
    write::<CorrectionsPage>(directory, "corrections", &mut names)?;
    write::<WrongPage>(directory, "wrong", &mut names)?;
    write::<ViewsPage>(directory, "views", &mut names)?;
    write::<ViewPage>(directory, "view", &mut names)?;
    write::<FloorPage>(directory, "floor", &mut names)?;
    write::<SignInPage>(directory, "sign-in", &mut names)?;
    write::<WelcomePage>(directory, "welcome", &mut names)?;
    write::<ResetPage>(directory, "reset", &mut names)?;
    write::<MePage>(directory, "me", &mut names)?;
    write::<NewsPage>(directory, "news", &mut names)?;
    write::<MailLinkPage>(directory, "mail-link", &mut names)?;
    write::<ChannelsPage>(directory, "channels", &mut names)?;
    write::<ChannelPage>(directory, "channel", &mut names)?;
    write::<ChooseNetworkPage>(directory, "connect", &mut names)?;
    write::<ConnectAtprotoPage>(directory, "connect-atproto", &mut names)?;
    write::<ConnectFeedPage>(directory, "connect-feed", &mut names)?;
    write::<TopicsPage>(directory, "topics", &mut names)?;
    write::<TopicPage>(directory, "topic", &mut names)?;
    write::<LanguagePage>(directory, "language", &mut names)?;
    write::<MacrosPage>(directory, "macros", &mut names)?;
    write::<HouseRulesPage>(directory, "house-rules", &mut names)?;
    write::<HouseRulePage>(directory, "house-rule", &mut names)?;
    write::<WebhooksPage>(directory, "webhooks", &mut names)?;
    write::<WebhookPage>(directory, "webhook", &mut names)?;
    write::<MacroPage>(directory, "macro", &mut names)?;
    write::<FactsPage>(directory, "facts", &mut names)?;
    write::<StatementsPage>(directory, "statements", &mut names)?;
    write::<NewStatementPage>(directory, "new-statement", &mut names)?;
    write::<StatementPage>(directory, "statement", &mut names)?;
    write::<DeskPage>(directory, "desk", &mut names)?;
    write::<DialsPage>(directory, "dials", &mut names)?;
    write::<ChangePage>(directory, "dials-change", &mut names)?;
    write::<FiguresPage>(directory, "figures", &mut names)?;
    write::<SignaturesPage>(directory, "signatures", &mut names)?;
    write::<NewFactPage>(directory, "new-fact", &mut names)?;
    write::<FactPage>(directory, "fact", &mut names)?;
    write::<StudiesPage>(directory, "studies", &mut names)?;
    write::<NewStudyPage>(directory, "study-new", &mut names)?;
    write::<StudyPage>(directory, "study", &mut names)?;
    write::<CodePage>(directory, "study-code", &mut names)?;
    write::<InsightsPage>(directory, "insights", &mut names)?;
    write::<SavedRepliesPage>(directory, "saved-replies", &mut names)?;
    write::<SavedReplyPage>(directory, "saved-reply", &mut names)?;
    write::<ChooseReplyPage>(directory, "choose-reply", &mut names)?;
    write::<ArrangePage>(directory, "arrange", &mut names)?;
    write::<LabelsPage>(directory, "labels", &mut names)?;
    write::<OutgoingPage>(directory, "outgoing", &mut names)?;
    write::<ApprovalPage>(directory, "approval", &mut names)?;
    write::<ApprovalPoliciesPage>(directory, "approval-policies", &mut names)?;
    write::<ApprovalPolicyPage>(directory, "approval-policy", &mut names)?;
    write::<CalendarsPage>(directory, "calendars", &mut names)?;
    write::<CalendarPage>(directory, "calendar", &mut names)?;
    write::<PoliciesPage>(directory, "clocks", &mut names)?;
    write::<PolicyPage>(directory, "clock", &mut names)?;
    write::<MembersPage>(directory, "members", &mut names)?;
    write::<SeatPage>(directory, "seat", &mut names)?;
    write::<TeamsPage>(directory, "teams", &mut names)?;
    write::<TeamPage>(directory, "team", &mut names)?;
    write::<TokensPage>(directory, "tokens", &mut names)?;
    write::<ErrorPage>(directory, "error", &mut names)?;
    fs::write(directory.join("pages.txt"), names.join("\n"))?;
    println!("{} pages", names.len());
    Ok(())
}

fn write<P: Page>(directory: &Path, name: &str, names: &mut Vec<String>) -> io::Result<()> {
    for (state, sample) in P::samples() {
        let name = if state.is_empty() { name.to_owned() } else { format!("{name}-{state}") };
        let mut frame = Frame::sample();
        if sample.place() == Place::Door {
            frame.viewer = None;
        }
        frame.is_demo = state == "list";
        frame.notice = (state == "note").then(|| Notice {
            text: "Done. Deniz Aksoy left the list.".into(),
            undo: Some(Undo {
                action: "/conversations/9/status".into(),
                fields: vec![("status".into(), "open".into())],
            }),
            is_bad: false,
        });
        fs::write(directory.join(format!("{name}.html")), page(&frame, &sample).into_string())?;
        names.push(name);
    }
    Ok(())
}

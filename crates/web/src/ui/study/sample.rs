//! The mentions of a sample on the page of a study; and examples of studies.

use std::collections::HashMap;

use jiff::civil::date;
use maud::{Markup, html};
use model::{MemberId, Network, PostId, RemoteRef, StudyState};
use store::post::Post;
use store::study::{Answer, Code, Decision, Drawing, Item, Study, StudyTerms, Variable};
use wording::{number, t};

use super::book::BookForm;
use super::form::StudyForm;
use super::gather::{self, Found};
use super::page::{Coder, StudyPage};
use crate::ui::components::words::is_web_address;
use crate::ui::components::{Words, language_name, words};
use crate::ui::insight::view::InsightRow;
use crate::ui::layout::{Frame, sample_at};

/// Mentions listed at once.
const LISTED: usize = 20;

/// What somebody said, with where it stands; without their name.
pub(super) fn said(item: &Item) -> Markup {
    let post = &item.post;
    html! {
        @if item.is_gone() { p.dim { (t!("Its words are gone: they were deleted, or whoever said it was erased. Its codes stay.")) } }
        @else {
            @if let Some(title) = &post.title { h4 dir="auto" { (title) } }
            (words(&Words { text: post.text.clone(), marks: post.marks.clone(), language: item.language().map(str::to_owned), ..Words::default() }))
            @for alt in post.attachments.iter().filter_map(|one| one.alt.as_deref()) { p.t1.dim dir="auto" { (t!("Picture: {description}", description = alt)) } }
        }
        p.t1.faint {
            (item.channel_name)
            @if let Some(language) = item.language() { " · " (language_name(language)) }
            @if let Some(conversation) = item.conversation { " · " a href={ "/inbox/" (conversation) "?view=all" } { @if post.attachments.is_empty() { (t!("its conversation")) } @else { (t!("its conversation, with what it shows")) } } }
            @if let Some(url) = post.url.as_deref().filter(|url| is_web_address(url) && !item.is_gone()) {
                " · " a href=(url) rel="nofollow noopener noreferrer ugc" target="_blank" { (t!("where it stands")) }
            }
        }
    }
}

/// The mentions with what holds of each, to be read and to be named as what shows an insight.
pub(super) fn list(page: &StudyPage, found: &Found, _: &Frame) -> Markup {
    let fits = |one: &&gather::Mention| match page.chosen {
        None => true,
        Some((variable, code)) => {
            let coded = usize::try_from(variable).ok().and_then(|number| one.coded.get(number.checked_sub(1)?));
            coded.and_then(|coded| coded.settled()) == Some(code)
        }
    };
    let fitting: Vec<_> = found.mentions.iter().filter(fits).collect();
    let address = format!("/studies/{}", page.study.id);
    html! { section.apart #sample tabindex="-1" {
        h2 { (t!("The mentions")) " " span.faint { (fitting.len()) } }
        @if let Some((variable, code)) = page.chosen {
            p { (t!("Those of which “{code}” holds.", code = page.code(variable, code))) " " a href={ (address) "#sample" } { (t!("Show all")) } }
        }
        @if fitting.is_empty() { p.dim { (t!("There are none.")) } }
        ul.study-sample { @for one in fitting.iter().take(LISTED) { li data-key={ "mention-" (one.item.post.id) } {
            (said(&one.item))
            p.t1 { @for (variable, coded) in (1_u32..).zip(&one.coded) { @if let Some(code) = coded.settled() {
                span.study-code { (page.study.book[variable as usize - 1].name) ": " b { (page.code(variable, code)) } } " "
            } } }
            @if page.may_keep { label.check { input type="checkbox" name="post" value=(one.item.post.id) form="note-insight" autocomplete="off"; span { (t!("Shows what was learned")) } } }
        } } }
        @if fitting.len() > LISTED { p.dim { (t!("{count} of {total} are shown; choose a code above to see its own. The table has all.", count = number(LISTED), total = number(fitting.len()))) } }
    } }
}

/// A study of the Vellenbahn.
pub(super) fn study(state: StudyState) -> Study {
    let at = sample_at("2026-11-20T07:39:00Z");
    let code = |name: &str, definition: &str| Code { name: name.into(), definition: definition.into() };
    let tone = Variable {
        name: "Tone".into(),
        definition: "How it is said, not what.".into(),
        codes: vec![code("calm", "tells or asks"), code("tired", "of what happens again"), code("angry", "blames us")],
    };
    let subject = Variable {
        name: "Subject".into(),
        definition: String::new(),
        codes: vec![code("broken", "it does not run"), code("missing", "there is none")],
    };
    let drawing = Drawing {
        began_at: at,
        by: MemberId(1),
        begins_at: sample_at("2026-10-26T00:00:00Z"),
        ends_at: sample_at("2026-11-25T00:00:00Z"),
        position: 48_213,
        last_post: PostId(900),
        analysis: 2,
        after: PostId(500),
        to_look: 4_127,
        looked: 4_127,
        met: 318,
        spam: 61,
        gone: 9,
        earliest_at: Some(sample_at("2026-10-26T06:02:00Z")),
        latest_at: Some(sample_at("2026-11-24T07:12:00Z")),
        done_at: Some(at),
    };
    let drawing = match state {
        StudyState::Draft => None,
        StudyState::Drawing => Some(Drawing { looked: 2_100, met: 160, done_at: None, ..drawing }),
        _ => Some(drawing),
    };
    Study {
        id: 7.into(),
        terms: StudyTerms {
            name: "Lifts, as people see them".into(),
            question: "What is said about lifts, and in which tone?".into(),
            query: "lift OR elevator -channel:press".into(),
            first_day: date(2026, 10, 26),
            last_day: date(2026, 11, 24),
            size: 40,
            seed: "5b1f0c7a92e4d836".into(),
        },
        book: vec![tone, subject],
        state,
        version: 3,
        by: MemberId(1),
        created_at: at,
        drawing,
        coding_at: (!state.has_open_book()).then_some(at),
        ended_at: state.is_coded().then_some(at),
        agreed_at: matches!(state, StudyState::Agreed | StudyState::Closed).then_some(at),
        closed_at: None,
        archived_at: None,
    }
}

/// A mention of it.
pub(super) fn item(number: i64) -> Item {
    const SAID: [&str; 4] = [
        "Third day without a lift at Port Velle. How do you picture this with a pram?",
        "is the Port Velle elevator a myth? asking for my knees",
        "Der Aufzug in Velle-Nord geht wieder, danke!",
        "You have promised this lift since spring. Nobody believes you any more.",
    ];
    let at = sample_at("2026-11-24T07:12:00Z");
    let remote = RemoteRef { id: format!("at://{number}"), revision: None };
    let text = SAID[usize::try_from(number).unwrap_or_default() % SAID.len()];
    Item {
        post: Post {
            id: PostId(number + 1),
            channel: 1.into(),
            remote: remote.clone(),
            author: 1.into(),
            conversation: Some(1.into()),
            home: None,
            thread_version: None,
            root: remote,
            parent: None,
            quoted_id: None,
            title: None,
            text: if number == 6 { String::new() } else { text.into() },
            salt: Vec::new(),
            marks: Vec::new(),
            languages: vec![if number % 4 == 2 { "de".into() } else { "en".into() }],
            attachments: Vec::new(),
            url: Some("https://bsky.app/profile/someone.example/post/3l".into()),
            posted_at: at,
            received_at: at,
            revised_at: None,
            edited_at: None,
            deleted_at: (number == 6).then_some(at),
            is_private: false,
            is_erased: false,
        },
        lot: format!("{number:064}"),
        conversation: Some(1.into()),
        channel: 1.into(),
        channel_name: "Everybody on Bluesky".into(),
        network: Network::Atproto,
        recognised: None,
    }
}

pub(super) fn coded(study: &Study, decided: bool) -> Found {
    let at = sample_at("2026-11-23T07:12:00Z");
    let mut answers = Vec::new();
    for number in 0..40_i64 {
        for slot in [1, 2] {
            let tone = if slot == 2 && number % 9 == 4 { 3 } else { 1 + u32::try_from(number % 3).unwrap_or(0) };
            let subject = if number % 13 == 5 { 0 } else { 1 };
            for (variable, code) in [(1, tone), (2, subject)] {
                answers.push(Answer { post: PostId(number + 1), slot, variable, code, at });
            }
        }
    }
    let decisions = [5, 14, 23, 32].map(|post| Decision {
        post: PostId(post),
        variable: 1,
        code: 3,
        by: MemberId(1),
        reason: "The last sentence blames us.".into(),
        at,
    });
    let decisions = if decided { decisions.to_vec() } else { decisions[..1].to_vec() };
    gather::of(study, (0..40).map(item).collect(), &answers, decisions)
}

/// Pages of a study in every state.
pub(super) fn pages() -> Vec<(&'static str, StudyPage)> {
    let page = |state: StudyState| {
        let study = study(state);
        let coded_of = |coded: i64| Coder { name: String::new(), coded };
        let coders = match state {
            StudyState::Draft | StudyState::Drawing | StudyState::Drawn => Vec::new(),
            StudyState::Coding => vec![
                Coder { name: "Mara Lind".into(), ..coded_of(40) },
                Coder { name: "Jonas Okafor".into(), ..coded_of(12) },
            ],
            _ => vec![
                Coder { name: "Mara Lind".into(), ..coded_of(40) },
                Coder { name: "Jonas Okafor".into(), ..coded_of(40) },
            ],
        };
        StudyPage {
            by: "Mara Lind".into(),
            drawn_by: "Mara Lind".into(),
            drawn: 40,
            may_keep: true,
            form: Some(StudyForm::of(&study.terms, study.version, !state.is_draft())),
            book: state.has_open_book().then(|| BookForm {
                variables: study.book.clone(),
                version: study.version,
                ..BookForm::default()
            }),
            readers: vec![(MemberId(2), "Jonas Okafor".into()), (MemberId(1), "Mara Lind".into())],
            begin_error: None,
            coders,
            is_coder: true,
            found: state.is_coded().then(|| coded(&study, state != StudyState::Deciding)),
            may_decide: true,
            deciders: HashMap::from([(MemberId(1), "Mara Lind".to_owned())]),
            chosen: None,
            crossed: (1, 2),
            insights: if state == StudyState::Agreed { InsightRow::samples() } else { Vec::new() },
            insight: None,
            study,
        }
    };
    let mut refused = page(StudyState::Drawn);
    refused.begin_error = Some("Two different members who read the inbox code it.".into());
    if let Some(book) = &mut refused.book {
        book.error = Some("Each code of a question has a name of its own, of 1 to 60 characters.".into());
    }
    let agreed = page(StudyState::Agreed);
    let reader = StudyPage {
        form: None,
        may_keep: false,
        may_decide: false,
        is_coder: false,
        chosen: Some((1, 3)),
        ..agreed.clone()
    };
    vec![
        ("", agreed),
        ("draft", page(StudyState::Draft)),
        ("drawing", page(StudyState::Drawing)),
        ("drawn", page(StudyState::Drawn)),
        ("refused", refused),
        ("coding", page(StudyState::Coding)),
        ("deciding", page(StudyState::Deciding)),
        ("reader", reader),
    ]
}

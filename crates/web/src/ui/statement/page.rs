//! One statement: its words, the way to the network, where it stands, and what was said under it.

use maud::{Markup, html};
use model::{Network, PostingId, ReplyState, Right, StatementAct, StatementId, StatementState};
use store::posting::Posting;
use store::statement::{Statement, StatementStep, StatementUses, Under};
use store::variant::Variant;
use wording::{number, t};

use super::form::{self, StatementForm};
use super::place::{Fit, Place as Open, address};
use super::view::sample;
use super::words::{happened, kind, next_word, posted, state};
use crate::ui::components::{csrf, form_error, icon, language_name, press, rich, time};
use crate::ui::inbox::list::encode;
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// `/statements/{id}`.
#[derive(Clone, Debug)]
pub struct StatementPage {
    /// The statement.
    pub statement: Statement,
    /// Who sees to the next word.
    pub owner: String,
    /// Who wrote its words as they are.
    pub written_by: String,
    /// Who approved them.
    pub approved_by: Option<String>,
    /// Whether whoever looks may approve it.
    pub may_approve: bool,
    /// Whether whoever looks may have it go out, and withdraw it once it was approved.
    pub may_publish: bool,
    /// Where it stands, stood or was to stand.
    pub stood: Vec<Stood>,
    /// Where it can be published.
    pub places: Vec<Open>,
    /// Whose place it takes.
    pub replaces: Option<(StatementId, String)>,
    /// What took its place.
    pub instead: Option<(StatementId, String)>,
    /// In how many answers it stood.
    pub uses: StatementUses,
    /// What happened to it, the newest first, each with who did it.
    pub steps: Vec<(StatementStep, String)>,
    /// The form in which it is changed, and whether that is open.
    pub form: Option<(StatementForm, bool)>,
    /// Why it was not published.
    pub unpublished: Option<String>,
}

/// A statement on a channel.
#[derive(Clone, Debug)]
pub struct Stood {
    /// What is known of it.
    pub posting: Posting,
    /// The channel's name.
    pub channel: String,
    /// On which network.
    pub network: Option<Network>,
    /// Who had it go out.
    pub by: String,
    /// What was said under it.
    pub under: Under,
}

fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}

impl Page for StatementPage {
    fn title(&self) -> String {
        self.statement.terms.title.clone()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn live(&self) -> &'static str {
        // What stands in a form is somebody's to finish.
        let is_open = self.form.as_ref().is_some_and(|(_, is_open)| *is_open);
        if is_open || self.unpublished.is_some() { "" } else { "statement posting conversation mention" }
    }

    fn body(&self, frame: &Frame) -> Markup {
        let one = &self.statement;
        html! {
            header.page-head { div {
                p.t1 { a href="/statements" { (t!("← Statements")) } }
                h1.page-title dir="auto" { (one.terms.title) }
                p { (kind(one.terms.kind)) ", " (state(one.state)) "." }
                p.t1.dim { (rich!("Written by {written_by}", written_by = self.written_by))
                    @if let Some(by) = &self.approved_by { (rich!(", approved by {by}", by)) }
                    @if one.terms.next_word_at.is_some() { " · " (next_word(one, frame)) @if !one.state.is_over() { (rich!(", {owner} sees to it", owner = self.owner)) } } }
                @if let Some((id, title)) = &self.instead { p.t1 { (rich!("In its place stands {statement}.", statement = html! { a href=(address(*id)) dir="auto" { (title) } })) } }
                @if let Some((id, title)) = &self.replaces { p.t1 {
                    @let statement = html! { a href=(address(*id)) dir="auto" { (title) } };
                    @if one.published.is_some() { (rich!("It took the place of {statement}.", statement)) }
                    @else { (rich!("Once published, it takes the place of {statement}.", statement)) }
                } }
                @if let Some(matter) = &one.terms.matter { p.t1 { (rich!("It concerns {matter}", matter = html! { a href={ "/inbox?view=all&q=" (encode(matter)) } { code { (matter) } } })) } }
            } }
            dl.statement-texts { @for text in &one.terms.texts { div {
                dt { @match text.language.as_str() { "" => { @if one.terms.texts.len() > 1 { (t!("For everybody else")) } @else { (t!("For everybody")) } }, tag => (language_name(tag)) } }
                dd lang=[Some(text.language.as_str()).filter(|tag| !tag.is_empty())] dir="auto" { (text.text) }
            } }
                @if let Some(url) = &one.terms.fuller_url { div { dt { (t!("Fuller words")) } dd { a href=(url) rel="noopener noreferrer" { (url) } } } }
            }
            (self.acts(frame))
            @if !self.stood.is_empty() { section.apart {
                h2 { (t!("Where it stands")) }
                ul.cards { @for one in &self.stood { (stood(one, self.may_publish, frame)) } }
            } }
            section.apart {
                h2 { (t!("Answers in which it stood")) }
                @if self.uses.count == 0 { p.dim { (rich!("None yet. Once it is published, {key} in a conversation puts it into the answer, with the address where it stands.", key = html! { kbd { ";" } })) } }
                @else { p { (t!(count(self.uses.count); "{count} answer", "{count} answers")) @if let Some(at) = self.uses.last_at { (rich!(", the last {past}", past = time::past(at, frame))) } } }
            }
            @if let Some((form, is_open)) = &self.form { details.more-fields.statement-change open[*is_open] {
                summary { @if one.state == StatementState::Published { (t!("Change what is known about it")) } @else { (t!("Change it")) } }
                @if one.state == StatementState::Approved { p.hint { (t!("Other words are a draft again, to be approved anew.")) } }
                (form::form(form, &address(one.id), frame))
            } }
            section.apart { h2 { (t!("What happened to it")) } ol.statement-steps { @for (step, by) in &self.steps { li {
                (time::since(step.at, frame)) " " (happened(step.act, by)) span.faint { " · " (t!("version {version}", version = step.version)) }
            } } } }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let step = |act, at: &str, version| {
            (StatementStep { act, member: 1.into(), version, at: sample_at(at) }, "Mara Lind".to_owned())
        };
        let statement = sample(1);
        let stood = |id: i64, state, reason: Option<&str>, under| Stood {
            posting: Posting {
                id: PostingId(id),
                statement: statement.id,
                channel: id.into(),
                member: 1.into(),
                said: statement.terms.texts[usize::from(id == 2)].clone(),
                state,
                state_reason: reason.map(str::to_owned),
                prepared: None,
                remote_id: Some(format!("at://did:plc:us/app.bsky.feed.post/{id}")),
                url: state.is_out().then(|| "https://bsky.example/profile/vellenbahn/post/1".to_owned()),
                attempts: 1,
                created_at: sample_at("2026-11-24T06:30:00Z"),
                send_at: sample_at("2026-11-24T06:30:10Z"),
                held: None,
                released_at: None,
                sent_at: state.is_out().then(|| sample_at("2026-11-24T06:30:11Z")),
            },
            channel: if id == 1 { "Vellenbahn".into() } else { "Vellenbahn Hilfe".into() },
            network: Some(Network::Atproto),
            by: "Mara Lind".into(),
            under,
        };
        let fit = |language: &str, count, fits| Fit { language: language.into(), count, fits };
        let open = Open {
            channel: 3.into(),
            name: "Vellenbahn".into(),
            network: Network::Atproto,
            texts: vec![fit("", 117, true), fit("de", 312, false)],
            most: Some(300),
        };
        let form = StatementForm {
            title: statement.terms.title.clone(),
            is_published: true,
            owner: Some(1.into()),
            members: vec![(1.into(), "Mara Lind".into())],
            ..StatementForm::default()
        };
        let published = Self {
            owner: "Mara Lind".into(),
            written_by: "Jonas Okafor".into(),
            approved_by: Some("Mara Lind".into()),
            may_approve: false,
            may_publish: true,
            stood: vec![
                stood(1, ReplyState::Sent, None, Under { conversations: 2, waiting: 1, messages: 23 }),
                stood(2, ReplyState::FailedRetryable, Some("the password was refused"), Under::default()),
                stood(
                    3,
                    ReplyState::Unknown,
                    Some("this was restored from a back-up, and it may have been sent or taken back since"),
                    Under::default(),
                ),
            ],
            places: vec![open.clone()],
            replaces: None,
            instead: None,
            uses: StatementUses { count: 41, last_at: Some(sample_at("2026-11-24T07:39:00Z")) },
            steps: vec![
                step(StatementAct::Publish, "2026-11-24T06:30:00Z", 2),
                step(StatementAct::Approve, "2026-11-24T06:28:00Z", 2),
                step(StatementAct::Change, "2026-11-24T06:25:00Z", 2),
                step(StatementAct::Create, "2026-11-24T06:20:00Z", 1),
            ],
            form: Some((form.clone(), false)),
            unpublished: None,
            statement,
        };
        let draft = Self {
            statement: Statement { state: StatementState::Drafted, approved: None, published: None, ..sample(3) },
            approved_by: None,
            may_approve: true,
            stood: vec![],
            places: vec![],
            replaces: Some((StatementId(1), "Derailment at Hallgrund: first word".into())),
            uses: StatementUses::default(),
            steps: published.steps[3..].to_vec(),
            form: Some((StatementForm { is_published: false, texts: sample(3).terms.texts, ..form.clone() }, true)),
            ..published.clone()
        };
        let approved = Self {
            statement: Statement { state: StatementState::Approved, published: None, ..sample(3) },
            may_approve: false,
            approved_by: Some("Mara Lind".into()),
            unpublished: Some("“Vellenbahn” takes 300 characters; this has 312.".into()),
            places: vec![open],
            form: Some((form, false)),
            ..draft.clone()
        };
        let over = Self {
            statement: Statement { state: StatementState::Superseded, ..sample(4) },
            instead: Some((StatementId(1), "Derailment at Hallgrund".into())),
            places: vec![],
            form: None,
            may_publish: false,
            ..published.clone()
        };
        vec![("", published), ("draft", draft), ("approved", approved), ("over", over)]
    }
}

impl StatementPage {
    /// What can be done with it now.
    fn acts(&self, frame: &Frame) -> Markup {
        let (one, path) = (&self.statement, address(self.statement.id));
        let may_withdraw = match one.state {
            StatementState::Drafted => frame.may(Right::WorkInbox),
            StatementState::Approved | StatementState::Published => self.may_publish,
            StatementState::Superseded | StatementState::Withdrawn => false,
        };
        let version = one.version.to_string();
        html! {
            @if one.state == StatementState::Drafted && !self.may_approve { p.dim { (rich!("Somebody else than {written_by} approves it before it goes out.", written_by = self.written_by)) } }
            (form_error(self.unpublished.as_deref()))
            @if !self.places.is_empty() { (self.publishing(frame)) }
            @else if one.state == StatementState::Approved && self.may_publish && self.stood.is_empty() { p.dim { (t!("No channel of yours can post now.")) " " a href="/channels" { (t!("Channels")) } } }
            div.toolbar.statement-acts {
                @if self.may_approve { (press(frame, &format!("{path}/approve"), &[("version", &version)], html! { button.btn.main type="submit" { (t!("Approve these words")) } })) }
                @if one.state == StatementState::Published && frame.may(Right::WorkInbox) { a.btn href={ "/statements/new?replaces=" (one.id) } { (t!("Write the next word")) } }
                @if may_withdraw { (press(frame, &format!("{path}/withdraw"), &[], html! { button.btn.quiet type="submit" { (t!("Withdraw it")) } })) }
            }
        }
    }

    /// Where it is to go out, in which language.
    fn publishing(&self, frame: &Frame) -> Markup {
        html! { form.stack.statement-publish method="post" action={ (address(self.statement.id)) "/publish" } {
            (csrf(frame))
            input type="hidden" name="version" value=(self.statement.version);
            h2 { @if self.statement.state == StatementState::Published { (t!("Publish it elsewhere too")) } @else { (t!("Publish it")) } }
            ul.statement-places { @for place in &self.places { li data-key={ "place-" (place.channel) } {
                label.check { input type="checkbox" name="channel" value=(place.channel) checked[self.places.len() == 1 && self.stood.is_empty()] autocomplete="off";
                    span { b { bdi { (place.name) } } " " span.faint { (place.network.title()) } } }
                @if let [only] = place.texts.as_slice() {
                    input type="hidden" name="language" value={ (place.channel) ":" (only.language) };
                    span.t1 { (long(only, place.most)) }
                } @else {
                    select name="language" aria-label=(t!("In which language on {name}", name = place.name)) autocomplete="off" { @for text in &place.texts {
                        option value={ (place.channel) ":" (text.language) } { (language(&text.language)) ", " (fits(text, place.most)) }
                    } }
                }
            } } }
            button.btn.main type="submit" { (t!("Publish")) }
        } }
    }
}

fn language(tag: &str) -> &str {
    if tag.is_empty() { t!("for everybody else") } else { language_name(tag) }
}

/// How long a text is, of how much.
fn fits(text: &Fit, most: Option<usize>) -> String {
    let count = text.count;
    match (most.map(number), text.fits) {
        (None, true) => t!(count; "{count} characters", "{count} characters"),
        (None, false) => t!(count; "{count} characters: too long", "{count} characters: too long"),
        (Some(most), true) => t!("{count} of {most} characters", count = number(count), most),
        (Some(most), false) => t!("{count} of {most} characters: too long", count = number(count), most),
    }
}

fn long(text: &Fit, most: Option<usize>) -> Markup {
    html! { @if text.fits { span.faint { (fits(text, most)) } } @else { span.fact-warning { (icon::line("warn")) (fits(text, most)) } } }
}

fn stood(one: &Stood, may_publish: bool, frame: &Frame) -> Markup {
    let Stood { posting, channel, network, by, under } = one;
    let act = |verb: &str, words: &str| {
        press(
            frame,
            &format!("/postings/{}/{verb}", posting.id),
            &[],
            html! { button.link.quiet type="submit" { (words) } },
        )
    };
    let Variant { language: tag, text } = &posting.said;
    html! { li.card-row data-key={ "posting-" (posting.id) } data-state=(posting.state) {
        div {
            h3 { bdi { (channel) } @if let Some(network) = network { " " span.t1.faint { (network.title()) } } }
            p.t1 {
                @if posting.held.is_some() && posting.state == ReplyState::Queued { span.fact-warning { (icon::line("warn")) (t!("held by a stop")) } }
                @else if matches!(posting.state, ReplyState::FailedRetryable | ReplyState::FailedFinal | ReplyState::Unknown) { span.fact-warning { (icon::line("warn")) (posted(posting.state)) } }
                @else { (posted(posting.state)) }
                @if let Some(at) = posting.sent_at { " " (rich!("since {since}", since = time::since(at, frame))) }
                @if let Some(why) = &posting.state_reason { ": " (why) }
                " · " (by)
            }
            p.statement-said lang=[Some(tag.as_str()).filter(|tag| !tag.is_empty())] dir="auto" { (text) }
            @if let Some(url) = &posting.url { p.t1 { a href=(url) rel="noopener noreferrer" { (t!("Look at it there")) } } }
        }
        div.figure {
            @if posting.state.is_out() { p {
                @if under.conversations == 0 { span.faint { (t!("nobody answered yet")) } }
                @else if let Some(remote_id) = &posting.remote_id {
                    a href={ "/inbox?view=all&q=" (encode(&format!("thread:\"{remote_id}\""))) } {
                        (rich!(
                            count(under.messages);
                            "{messages} message",
                            "{messages} messages",
                            messages = html! { b.num { (number(count(under.messages))) } },
                        ))
                    }
                    br; span.faint { (t!(count(under.conversations); "in {count} conversation", "in {count} conversations")) @if under.waiting > 0 { ", " (t!(count(under.waiting); "{count} waits", "{count} wait")) } }
                }
            } }
            @if may_publish {
                @match posting.state {
                    ReplyState::FailedRetryable => { (act("retry", t!("Try again"))) " " (act("cancel", t!("Leave it"))) },
                    ReplyState::Unknown => {
                        (act("absent", t!("It did not arrive"))) " " (act("retry", t!("Send it again")))
                        form.stack.statement-arrived method="post" action={ "/postings/" (posting.id) "/arrived" } {
                            (csrf(frame))
                            div.field {
                                label for={ "arrived-" (posting.id) } { (t!("Where it stands, if you looked")) }
                                input id={ "arrived-" (posting.id) } type="url" name="url" placeholder="https://" autocomplete="off";
                            }
                            button.btn type="submit" { (t!("It arrived")) }
                        }
                    },
                    ReplyState::Queued => { (act("cancel", t!("Take back"))) },
                    _ => {},
                }
            }
            @if posting.held.is_some() && posting.state == ReplyState::Queued && frame.may(Right::ReleaseReplies) { " " (act("release", t!("Let it go"))) }
        }
    } }
}

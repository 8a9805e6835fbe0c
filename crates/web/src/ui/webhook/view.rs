//! Webhooks: the list, and one with its calls.

use maud::{Markup, html};
use model::{ConversationId, RuleId, RuleRunId, WebhookCallId, WebhookCallState, WebhookId};
use store::webhook::{Call, Webhook};
use wording::t;

use crate::ui::components::{Empty, Field, csrf, empty, field, form_error, press, rich, shown_once, time};
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// `/webhooks`.
#[derive(Clone, Debug, Default)]
pub struct WebhooksPage {
    /// Those in use by name, then those put away.
    pub webhooks: Vec<Webhook>,
}

impl Page for WebhooksPage {
    fn title(&self) -> String {
        t!("Webhooks").into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn live(&self) -> &'static str {
        "webhook"
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            header.page-head {
                div { h1.page-title { (t!("Webhooks")) }
                    p { (rich!(
                        "Other programs that {rules} tell what they did: which rule, on which conversation. No word of what was said goes out.",
                        rules = html! { a href="/rules" { (t!("rules")) } },
                    )) } }
                a.btn.main href="/webhooks/new" { (t!("Make one")) }
            }
            @if self.webhooks.is_empty() {
                (empty(Empty {
                    title: t!("No other program is told anything"),
                    lines: vec![t!("With a webhook, a rule can open a ticket, ring a bell or write into a chat of yours.").into()],
                    acts: vec![(t!("Make the first"), "/webhooks/new")],
                }))
            } @else {
                ul.cards { @for one in &self.webhooks { (card(one, frame)) } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let webhook = |id: i64, name: &str, url: &str| Webhook {
            id: id.into(),
            name: name.into(),
            url: url.into(),
            secret: Vec::new(),
            created_at: sample_at("2026-11-02T09:00:00Z"),
            archived_at: None,
        };
        let mut away = webhook(3, "Old pager", "https://pager.example/in");
        away.archived_at = Some(sample_at("2026-11-20T09:00:00Z"));
        let webhooks = vec![
            webhook(2, "Bell in the control room", "http://127.0.0.1:9000/bell"),
            webhook(1, "Ticket desk", "https://tickets.vellenbahn.example/hooks/coffeehouse"),
            away,
        ];
        vec![("", Self { webhooks }), ("empty", Self::default())]
    }
}

fn card(one: &Webhook, frame: &Frame) -> Markup {
    let (id, is_away) = (one.id, one.archived_at.is_some());
    let archive = format!("/webhooks/{id}/archive");
    html! { li.card-row.put-away[is_away] data-key={ "webhook-" (id) } {
        div {
            h2 { a href={ "/webhooks/" (id) } { bdi { (one.name) } } @if is_away { span.t1.faint { " " (t!("put away")) } } }
            p.t1.faint.long { (one.url) }
        }
        div.toolbar {
            @if is_away {
                (press(frame, &archive, &[("restore", "yes")], html! { button.link.quiet type="submit" { (t!("Use again")) span.vh { " " (one.name) } } }))
            } @else {
                (press(frame, &archive, &[], html! { button.link.quiet type="submit" { (t!("Put away")) span.vh { " " (one.name) } } }))
            }
        }
    } }
}

/// `/webhooks/new` and `/webhooks/{id}`.
#[derive(Clone, Debug, Default)]
pub struct WebhookPage {
    /// Which one; none for a new one.
    pub id: Option<WebhookId>,
    /// Its name as it is kept.
    pub title: String,
    /// Its name, as the form has it.
    pub name: String,
    /// Its address, as the form has it.
    pub url: String,
    /// Whether it is put away.
    pub is_archived: bool,
    /// A secret that was just made: shown on this page once, never again.
    pub secret: Option<String>,
    /// Rules that call it.
    pub rules: Vec<(RuleId, String)>,
    /// Its newest calls.
    pub calls: Vec<Call>,
    /// What is wrong with the name.
    pub name_error: Option<String>,
    /// What is wrong with the address.
    pub url_error: Option<String>,
    /// What is wrong otherwise.
    pub error: Option<String>,
}

impl Page for WebhookPage {
    fn title(&self) -> String {
        if self.id.is_some() { self.title.clone() } else { t!("A new webhook").into() }
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn class(&self) -> &'static str {
        "page narrow-page"
    }

    fn live(&self) -> &'static str {
        // Shown again, it would lack the secret.
        if self.secret.is_some() { "" } else { "webhook" }
    }

    fn body(&self, frame: &Frame) -> Markup {
        let action = self.id.map_or_else(|| "/webhooks".to_owned(), |id| format!("/webhooks/{id}"));
        html! {
            p.crumbs { a href="/webhooks" { (t!("Webhooks")) } }
            header.page-head { div {
                h1.page-title { @if self.id.is_some() { bdi { (self.title) } } @else { (t!("Which program is told?")) } }
                @if self.is_archived { p { (t!("It is put away: nobody calls it.")) } }
                @else if self.id.is_none() { p { (t!("A rule names it among what it does; then every act of the rule is told it.")) } }
                @else { (called_by(&self.rules)) }
            } }
            @if let Some(secret) = &self.secret {
                (shown_once(&t!("The secret of {title}", title = self.title), t!("Give it to the program now: it is not shown again. By it the program knows that a call is yours."), (t!("Secret"), secret)))
            }
            form.stack.wide method="post" action=(action) {
                (csrf(frame))
                (form_error(self.error.as_deref()))
                (field(Field { name: "name", label: t!("Name"), value: &self.name, hint: t!("As rules name it."), is_required: true,
                    error: self.name_error.as_deref(), ..Field::default() }))
                (field(Field { name: "url", label: t!("Address"), kind: "url", value: &self.url, hint: t!("Where the program listens; it may hold a secret of its own, so only those who manage channels see it."),
                    is_required: true, error: self.url_error.as_deref(), autocomplete: "off", ..Field::default() }))
                div.toolbar {
                    button.btn.main type="submit" { @if self.id.is_some() { (t!("Keep the change")) } @else { (t!("Make it")) } }
                    a.btn.quiet href="/webhooks" { (t!("Leave it")) }
                }
            }
            @if let Some(id) = self.id {
                section.apart {
                    h2 { (t!("Calls")) }
                    @if !self.is_archived { (press(frame, &format!("/webhooks/{id}/try"), &[], html! { button.btn type="submit" { (t!("Try it")) } })) }
                    @if self.calls.is_empty() { p.dim { (t!("It was not called yet.")) } }
                    @else {
                        p.dim { (t!("The newest first; what is over is kept for 30 days. What does not arrive is tried nine times within two days.")) }
                        ul.notes { @for call in &self.calls { (call_row(call, self.is_archived, id, frame)) } }
                    }
                }
                section.apart {
                    h2 { (t!("Another secret")) }
                    p.dim { (t!("The former one signs nothing more, from that moment on.")) }
                    (press(frame, &format!("/webhooks/{id}/secret"), &[], html! { button.btn type="submit" { (t!("Make another")) } }))
                }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let call = |id: i64, state: WebhookCallState, attempts: i64| Call {
            id: WebhookCallId(id),
            webhook: WebhookId(1),
            run: Some(RuleRunId(id)),
            conversation: Some(ConversationId(31)),
            body: "{}".into(),
            state,
            attempts,
            status: Some(200),
            why: None,
            created_at: sample_at("2026-11-24T07:40:00Z"),
            tried_at: Some(sample_at("2026-11-24T07:40:01Z")),
        };
        let failed = Call {
            status: Some(503),
            why: Some("it answered with status 503".into()),
            ..call(2, WebhookCallState::Failed, 9)
        };
        let waits = Call {
            status: None,
            why: Some("could not connect to tickets.vellenbahn.example".into()),
            ..call(4, WebhookCallState::Waiting, 2)
        };
        let trial = Call { run: None, conversation: None, ..call(1, WebhookCallState::Arrived, 1) };
        let fresh = Call { tried_at: None, status: None, ..call(5, WebhookCallState::Waiting, 0) };
        let page = Self {
            id: Some(WebhookId(1)),
            title: "Ticket desk".into(),
            name: "Ticket desk".into(),
            url: "https://tickets.vellenbahn.example/hooks/coffeehouse".into(),
            rules: vec![(RuleId(1), "Lifts first".into())],
            calls: vec![fresh, waits, call(3, WebhookCallState::Arrived, 1), failed, trial],
            ..Self::default()
        };
        let made = Self {
            secret: Some("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=".into()),
            calls: Vec::new(),
            ..page.clone()
        };
        let wrong = Self {
            name: "Ticket desk".into(),
            url: "tickets".into(),
            url_error: Some("An address is needed that begins with https://.".into()),
            ..Self::default()
        };
        let away = Self { is_archived: true, ..page.clone() };
        vec![("", page), ("made", made), ("new", Self::default()), ("wrong", wrong), ("away", away)]
    }
}

fn called_by(rules: &[(RuleId, String)]) -> Markup {
    html! { p {
        @if rules.is_empty() { (rich!("No rule calls it yet: {act}.", act = html! { a href="/rules" { (t!("name it in one")) } })) }
        @else {
            (rich!("Called by {rules}", rules = html! { @for (at, (id, name)) in rules.iter().enumerate() {
                @if at > 0 { ", " }
                a href={ "/rules/" (id) } { bdi { (name) } }
            } }))
        }
    } }
}

fn call_row(call: &Call, is_archived: bool, id: WebhookId, frame: &Frame) -> Markup {
    html! { li data-key={ "call-" (call.id) } {
        p {
            b { @match (call.state, call.attempts) {
                (WebhookCallState::Arrived, _) => (t!("Arrived")),
                (WebhookCallState::Failed, _) => (t!("Did not arrive")),
                (WebhookCallState::Waiting, 0) => (t!("On its way")),
                (WebhookCallState::Waiting, _) => (t!("Is tried again")),
            } }
            " · "
            @match (call.run, call.conversation) {
                (Some(run), Some(conversation)) => {
                    (rich!(
                        "{act} on {conversation}",
                        act = html! { a href={ "/rule-runs/" (run) } { (t!("an act of a rule")) } },
                        conversation = html! { a href={ "/inbox/" (conversation) "?view=all" } { (t!("acted on": "a conversation")) } },
                    ))
                },
                _ => (t!("a trial")),
            }
        }
        p.t1.faint {
            (time::past(call.tried_at.unwrap_or(call.created_at), frame))
            @if call.attempts > 1 { (t!(", attempt {number}", number = call.attempts)) }
            @if let Some(why) = &call.why { ": " (why) } @else if let Some(status) = call.status { ": " (t!("status {status}", status)) }
        }
        @if call.state == WebhookCallState::Failed && !is_archived {
            (press(frame, &format!("/webhooks/{id}/again"), &[("call", &call.id.to_string())], html! { button.link.quiet type="submit" { (t!("Call again")) } }))
        }
    } }
}

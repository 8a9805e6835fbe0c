//! The inbox page: three panes, or the first steps when there is nothing to hear yet.

use maud::{Markup, html};
use model::Right;
use wording::t;

use super::context::{Context, context};
use super::list::{List, list};
use super::sample;
use super::thread::{Thread, thread};
use crate::ui::components::{Empty, empty};
use crate::ui::layout::{Frame, Page, Place};

/// `/inbox` and `/inbox/{id}`.
#[derive(Clone, Debug)]
pub struct InboxPage {
    /// The left pane.
    pub list: List,
    /// The conversation that is open, with its context.
    pub open: Option<(Thread, Context)>,
    /// What is still to be set up; `None` once somebody was heard.
    pub first_run: Option<FirstRun>,
}

/// The first steps of an organisation.
#[derive(Clone, Debug, Default)]
pub struct FirstRun {
    /// Connected channels, by name.
    pub channels: Vec<String>,
    /// Topics, by name.
    pub topics: Vec<String>,
    /// Members besides the owner, and open invitations.
    pub colleague_count: usize,
}

impl FirstRun {
    /// Whether somebody can be heard: what is left is waiting.
    pub fn is_listening(&self) -> bool {
        !self.channels.is_empty()
    }
}

impl Page for InboxPage {
    fn title(&self) -> String {
        match (&self.open, &self.first_run) {
            (Some((thread, _)), _) => thread.person.name.clone(),
            (None, Some(_)) => t!("Open the doors").into(),
            (None, None) if self.list.saved.is_some() => format!("{} ({})", self.list.title(), self.list.total),
            (None, None) if !self.list.query.is_empty() => t!("“{words}”", words = self.list.query),
            (None, None) => format!("{} ({})", self.list.title(), self.list.total),
        }
    }

    fn place(&self) -> Place {
        Place::Inbox
    }

    fn class(&self) -> &'static str {
        match (&self.open, &self.first_run) {
            (None, Some(_)) => "page first-run",
            (Some(_), _) => "inbox has-open",
            (None, None) => "inbox",
        }
    }

    fn live(&self) -> &'static str {
        "conversation obligation commitment mention picture post reply draft gesture house_rule note channel.connected topic.created member view"
    }

    fn sought(&self) -> Option<&str> {
        Some(self.list.query.as_str()).filter(|query| !query.is_empty())
    }

    fn body(&self, frame: &Frame) -> Markup {
        match (&self.open, &self.first_run) {
            (Some((open, aside)), _) => html! {
                (list(&self.list, Some(open.id), frame))
                (thread(open, &self.list, frame))
                (context(aside, open, &self.list, frame))
            },
            (None, Some(first_run)) => steps(first_run, frame),
            (None, None) => html! {
                (list(&self.list, None, frame))
                section.thread.none aria-label=(t!("Conversation")) { (no_conversation(&self.list)) }
            },
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        sample::pages()
    }
}

fn no_conversation(list: &List) -> Markup {
    if list.rows.is_empty() {
        return html! {};
    }
    empty(Empty {
        title: t!("No conversation is open"),
        lines: vec![t!("Choose one at the left; j and k move, Enter opens.").into()],
        acts: vec![],
    })
}

fn steps(first_run: &FirstRun, frame: &Frame) -> Markup {
    let has_channel = first_run.is_listening();
    let has_topic = !first_run.topics.is_empty();
    let owner = frame.viewer.as_ref().map_or("", |viewer| viewer.name.as_str());
    let act = |right: Right, address: &str, words: &str, is_next: bool| {
        html! {
            @if frame.may(right) { a.btn.main[is_next] href=(address) { (words) } }
        }
    };
    html! {
        header.page-head { div {
            h1.page-title { (t!("Open the doors")) }
            p { (t!("Four steps, about five minutes. You can stop after any of them; nothing is sent to anyone until you say so.")) }
        } }
        ol.steps {
            li.done { h2 { (t!("You are in")) } p { @if owner.is_empty() { (t!("signed in")) } @else { (t!("{name}, signed in", name = owner)) } } }
            li.done[has_channel] {
                h2 { (t!("Pull up the first chair")) }
                p { @if has_channel { (first_run.channels.join(", ")) }
                    @else { (t!("A Bluesky account of yours, or only an ear, without any account.")) } }
                (act(Right::ManageChannels, "/channels/new", if has_channel { t!("Connect another") } else { t!("Connect a channel") }, !has_channel))
            }
            li.done[has_topic] {
                h2 { (t!("Say what is about you")) }
                p { @if has_topic { (first_run.topics.join(", ")) }
                    @else { (t!("Names, misspellings, products: whoever says them is heard, also when they do not address you.")) } }
                (act(Right::ManageTopics, "/topics/new", if has_topic { t!("Describe another") } else { t!("Describe a topic") }, has_channel && !has_topic))
            }
            li.done[first_run.colleague_count > 0] {
                h2 { (t!("Ask colleagues in")) }
                p { @if first_run.colleague_count > 0 { (t!(first_run.colleague_count; "{count} asked or here", "{count} asked or here")) }
                    @else { (t!("Each gets a link that works once.")) } }
                (act(Right::ManageMembers, "/members", t!("Invite"), has_channel && has_topic))
            }
        }
        @if has_channel { p.listening role="status" {
            b { (t!("We are listening.")) }
            " " (t!("The first conversation opens here by itself, usually within minutes of being said."))
            " " a href="/channels" { (t!("What we hear")) }
        } }
    }
}

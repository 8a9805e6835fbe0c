//! Channels: the list, the health of one in plain words, connecting one.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{ChannelId, ChannelState, Coverage, Lasting, Network, QuarantineId, Quota, Right};
use pipeline::{MemoryHealth, MemoryState, Span};
use wording::{number, t};

use super::quarantine::Tried;
use crate::failure::sentence;
use crate::ui::components::{Empty, Field, csrf, empty, field, icon, press, rich, time};
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// How a channel is, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// Heard, in time.
    Well,
    /// Just connected, nothing heard yet.
    Starting,
    /// Heard late, or with a gap being closed.
    Behind,
    /// Not heard now; it tries again by itself.
    Silent,
    /// Not heard; a member must act.
    Blocked,
    /// Switched off.
    Paused,
    /// Nothing to hear: it holds what was imported.
    Holds,
}

impl Health {
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Well => ("check", "", t!("hears well")),
            Self::Starting => ("clock", "", t!("begins to listen")),
            Self::Behind => ("clock", "unsure", t!("is behind, and catching up")),
            Self::Silent => ("warn", "bad", t!("cannot hear now, tries again by itself")),
            Self::Blocked => ("warn", "bad", t!("needs you")),
            Self::Paused => ("pause", "", t!("paused")),
            Self::Holds => ("check", "", t!("holds what was imported")),
        }
    }
}

/// As whom we speak on a channel.
fn speaking(network: Network, handle: Option<&str>) -> String {
    match (network, handle) {
        (_, Some(handle)) => t!("as @{handle}", handle),
        (Network::Imported, None) => t!("from files").into(),
        (_, None) => t!("only listening").into(),
    }
}

fn health(health: Health) -> Markup {
    let (sign, class, words) = health.words();
    html! { span class={ "state " (class) } { (icon::line(sign)) span { (words) } } }
}

/// `/channels`.
#[derive(Clone, Debug, Default)]
pub struct ChannelsPage {
    /// The channels, by name.
    pub channels: Vec<ChannelRow>,
}

/// One channel in the list.
#[derive(Clone, Debug)]
pub struct ChannelRow {
    /// Which one.
    pub id: ChannelId,
    /// Its name.
    pub name: String,
    /// Where.
    pub network: Network,
    /// The account, without `@`; none when it only listens.
    pub handle: Option<String>,
    /// How it is.
    pub health: Health,
    /// When it last brought something.
    pub heard_at: Option<Timestamp>,
}

impl Page for ChannelsPage {
    fn title(&self) -> String {
        t!("Channels").into()
    }

    fn place(&self) -> Place {
        Place::Channels
    }

    fn live(&self) -> &'static str {
        "channel"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let may = frame.may(Right::ManageChannels);
        html! {
            header.page-head {
                div { h1.page-title { (t!("Channels")) } p { (t!("Where we listen, and where we can answer.")) } }
                @if may { a.btn.main href="/channels/new" { (t!("Connect a channel")) } }
            }
            @if self.channels.is_empty() { (empty(Empty {
                title: t!("We hear nobody yet"),
                lines: vec![t!("No channel is connected.").into(), t!("A Bluesky account hears who addresses us and can answer. Without an account we can still listen to everybody for our topics, and read feeds.").into()],
                acts: if may { vec![(t!("Connect a channel"), "/channels/new")] } else { vec![] },
            })) }
            @else { ul.cards { @for channel in &self.channels { li.card-row data-key={ "channel-" (channel.id) } {
                div {
                    h2 { a href={ "/channels/" (channel.id) } { (channel.name) } }
                    p.t1.dim { (channel.network.title()) ", " (speaking(channel.network, channel.handle.as_deref())) }
                }
                p.standing { (health(channel.health)) br;
                    span.t1.faint { @if let Some(at) = channel.heard_at { (rich!("last heard {past}", past = time::past(at, frame))) } @else { (t!("nothing heard yet")) } } }
            } } } }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let channel = |id: i64, name: &str, handle: Option<&str>, health, at: &str| ChannelRow {
            id: ChannelId(id),
            name: name.into(),
            network: Network::Atproto,
            handle: handle.map(Into::into),
            health,
            heard_at: Some(sample_at(at)),
        };
        vec![
            (
                "",
                Self {
                    channels: vec![
                        channel(1, "Vellenbahn", Some("vellenbahn.example"), Health::Well, "2026-11-24T07:51:30Z"),
                        channel(
                            2,
                            "Night train desk",
                            Some("nachtzug.vellenbahn.example"),
                            Health::Blocked,
                            "2026-11-24T05:10:00Z",
                        ),
                        channel(3, "Everybody on Bluesky", None, Health::Behind, "2026-11-24T07:31:00Z"),
                    ],
                },
            ),
            ("empty", Self::default()),
        ]
    }
}

/// `/channels/{id}`: its health.
#[derive(Clone, Debug)]
pub struct ChannelPage {
    /// Which one.
    pub id: ChannelId,
    /// Its name.
    pub name: String,
    /// Where.
    pub network: Network,
    /// The account, without `@`; none when it only listens.
    pub handle: Option<String>,
    /// The state that members set.
    pub state: ChannelState,
    /// How it is.
    pub health: Health,
    /// What that means now, in one or two sentences: since when, what is safe, what comes next.
    pub summary: String,
    /// When it was connected.
    pub connected_at: Timestamp,
    /// When it last brought something.
    pub heard_at: Option<Timestamp>,
    /// Seconds by which we are behind the network.
    pub lag_seconds: Option<i64>,
    /// The streams that it hears, each apart.
    pub streams: Vec<StreamRow>,
    /// What the network says of our password; none when it only listens.
    pub credential: Option<Credential>,
    /// Stretches of time not heard, newest first.
    pub gaps: Vec<GapRow>,
    /// What went wrong lately, newest first.
    pub troubles: Vec<Trouble>,
    /// How many items were set aside because they could not be read.
    pub quarantine_count: usize,
    /// How many older ones had to make room.
    pub quarantine_dropped: usize,
    /// The newest of them.
    pub quarantine: Vec<SetAside>,
    /// What became of those that a member just had tried again.
    pub tried: Option<Tried>,
    /// How much the network still lets us ask for, where it says so.
    pub quota: Option<Quota>,
    /// How long the password lasts.
    pub lasts: Lasting,
    /// What is and is not heard.
    pub coverage: Coverage,
    /// How the memory of what concerns nobody is.
    pub memory: MemoryHealth,
    /// What is wrong with the new password.
    pub password_error: Option<String>,
}

/// What the network says of our password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// Taken at that moment.
    Good(Timestamp),
    /// Not taken since that moment, or never.
    Refused(Option<Timestamp>),
}

/// One stream of a channel.
#[derive(Clone, Debug)]
pub struct StreamRow {
    /// What it brings, in plain words.
    pub name: String,
    /// When the newest thing that it brought was written.
    pub heard_until: Option<Timestamp>,
    /// When it last gave a sign of life.
    pub alive_at: Option<Timestamp>,
    /// Since when it fails.
    pub failing_since: Option<Timestamp>,
}

/// An item that could not be read.
#[derive(Clone, Debug)]
pub struct SetAside {
    /// Which one.
    pub id: QuarantineId,
    /// When it came.
    pub at: Timestamp,
    /// Why it could not be read.
    pub reason: String,
    /// Its beginning, as it came.
    pub raw: String,
}

/// A stretch of time not heard.
#[derive(Clone, Debug)]
pub struct GapRow {
    /// Its begin.
    pub from: Timestamp,
    /// Its end; open while it lasts.
    pub to: Option<Timestamp>,
    /// Why, in plain words.
    pub cause: String,
    /// What became of it.
    pub outcome: GapOutcome,
}

/// What became of a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GapOutcome {
    /// It is being read back, or will be.
    Open,
    /// At that moment everything in it had been heard.
    Closed(Timestamp),
    /// The network gives it no more.
    Lost,
}

/// Something that went wrong.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// When it last happened.
    pub at: Timestamp,
    /// What, in plain words.
    pub words: String,
    /// How often.
    pub count: usize,
    /// What the network said, for those who want to know.
    pub detail: Option<String>,
}

impl Page for ChannelPage {
    fn title(&self) -> String {
        self.name.clone()
    }

    fn place(&self) -> Place {
        Place::Channels
    }

    fn live(&self) -> &'static str {
        "channel post.quarantined"
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            p.crumbs { a href="/channels" { (t!("Channels")) } }
            header.page-head {
                div {
                    h1.page-title { (self.name) }
                    p { (rich!(
                        "{network}, {speaking}, since {day}",
                        network = self.network.title(),
                        speaking = speaking(self.network, self.handle.as_deref()),
                        day = time::day(self.connected_at, frame),
                    )) }
                }
                @if frame.may(Right::ManageChannels) { (switch(self, frame)) }
            }
            section.health.is-bad[matches!(self.health, Health::Silent | Health::Blocked)] {
                h2 { (health(self.health)) }
                p { (self.summary) }
            }
            dl.facts-grid {
                div { dt { (t!("Last heard")) } dd { @if let Some(at) = self.heard_at { (time::past(at, frame)) } @else { (t!("nothing yet")) } } }
                @if let Some(lag) = self.lag_seconds { div { dt { (t!("Behind the network by")) } dd.num { (time::length(lag)) } } }
                div { dt { (t!("Gaps not closed")) } dd.num { (self.gaps.iter().filter(|gap| gap.outcome == GapOutcome::Open).count()) } }
                div { dt { (t!("Set aside, could not be read")) } dd.num { (self.quarantine_count) } }
                @if let Some(quota) = &self.quota { div { dt { (t!("Calls left")) } dd { (left(quota, frame)) } } }
            }
            (coverage(&self.coverage))
            (memory(self, frame))
            (streams(&self.streams, frame))
            (gaps(&self.gaps, frame))
            (troubles(&self.troubles, frame))
            (set_aside(self, frame))
            @if let Some(credential) = self.credential { (password(self, credential, frame)) }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let well = Self {
            id: ChannelId(1),
            name: "Vellenbahn".into(),
            network: Network::Atproto,
            handle: Some("vellenbahn.example".into()),
            state: ChannelState::Active,
            health: Health::Well,
            summary: "Everything said to us arrives within seconds. The gap of this morning was closed at 08:02."
                .into(),
            connected_at: sample_at("2026-03-02T10:00:00Z"),
            heard_at: Some(sample_at("2026-11-24T07:51:30Z")),
            lag_seconds: Some(3),
            streams: vec![
                StreamRow {
                    name: "What is said to us".into(),
                    heard_until: Some(sample_at("2026-11-24T07:44:02Z")),
                    alive_at: Some(sample_at("2026-11-24T07:51:58Z")),
                    failing_since: None,
                },
                StreamRow {
                    name: "What everybody says".into(),
                    heard_until: Some(sample_at("2026-11-24T07:51:57Z")),
                    alive_at: Some(sample_at("2026-11-24T07:51:58Z")),
                    failing_since: None,
                },
            ],
            credential: Some(Credential::Good(sample_at("2026-11-24T07:40:00Z"))),
            gaps: vec![GapRow {
                from: sample_at("2026-11-24T06:31:00Z"),
                to: Some(sample_at("2026-11-24T06:56:00Z")),
                cause: "the network answered “too many requests”".into(),
                outcome: GapOutcome::Closed(sample_at("2026-11-24T07:02:00Z")),
            }],
            troubles: vec![Trouble {
                at: sample_at("2026-11-24T06:55:00Z"),
                words: "The network asked us to wait 15 minutes.".into(),
                count: 3,
                detail: Some("429 Too Many Requests, Retry-After 900".into()),
            }],
            quarantine_count: 2,
            quarantine_dropped: 12,
            tried: Some(Tried { filed: 1, passed: 0, left: 2 }),
            quota: Some(Quota { limit: 3_000, left: 2_989, resets_at: Some(sample_at("2026-11-24T07:55:00Z")) }),
            lasts: Lasting::UntilRevoked,
            quarantine: vec![SetAside {
                id: QuarantineId(1),
                at: sample_at("2026-11-23T16:20:00Z"),
                reason: "it has no text".into(),
                raw: "{\"$type\":\"app.bsky.feed.post\",\"createdAt\":\"2026-11-23T16:19:58Z\"}".into(),
            }],
            coverage: Coverage {
                heard: vec![
                    "Posts that name @vellenbahn.example".into(),
                    "Answers to our posts, and quotes of them".into(),
                    "Whole threads that we are in".into(),
                ],
                not_heard: vec![
                    "Posts about us that do not name us (connect “everybody” for that)".into(),
                    "Direct messages".into(),
                    "People who blocked us".into(),
                ],
            },
            memory: MemoryHealth {
                state: MemoryState::On,
                posts: 8_412_930,
                bytes: 1_300_000_000,
                span: Some(Span { from: sample_at("2026-11-17T08:02:00Z"), to: sample_at("2026-11-24T07:59:00Z") }),
                channels: [(1, 8_012_400), (2, 400_530)].into(),
                languages: [("en".to_owned(), 8_412_930)].into(),
            },
            password_error: None,
        };
        let blocked = Self {
            id: ChannelId(2),
            name: "Night train desk".into(),
            handle: Some("nachtzug.vellenbahn.example".into()),
            state: ChannelState::Blocked,
            health: Health::Blocked,
            heard_at: Some(sample_at("2026-11-24T05:09:00Z")),
            lag_seconds: None,
            summary: "Bluesky refuses our password since 06:10. Nothing is lost: once there is a new one, we fetch what we missed. Answers wait in the outbox.".into(),
            credential: Some(Credential::Refused(Some(sample_at("2026-11-24T05:10:00Z")))),
            gaps: vec![GapRow { from: sample_at("2026-11-24T05:10:00Z"), to: None, cause: "our password was refused".into(), outcome: GapOutcome::Open }],
            memory: MemoryHealth {
                state: MemoryState::Paused {
                    since: sample_at("2026-11-24T05:10:00Z"),
                    why: "less than 1 GiB of the disk is free".into(),
                    missed: 4_120,
                },
                ..MemoryHealth::default()
            },
            password_error: Some("Bluesky refuses this one as well. An app password has four groups of four letters.".into()),
            ..well.clone()
        };
        vec![("", well), ("blocked", blocked)]
    }
}

fn switch(channel: &ChannelPage, frame: &Frame) -> Markup {
    let set = |to: ChannelState, words: &str| {
        press(
            frame,
            &format!("/channels/{}/state", channel.id),
            &[("state", to.as_str())],
            html! { button.btn type="submit" { (words) } },
        )
    };
    match channel.state {
        ChannelState::Active => set(ChannelState::Paused, t!("Pause")),
        ChannelState::Paused => set(ChannelState::Active, t!("Listen again")),
        ChannelState::Blocked => set(ChannelState::Active, t!("Try again now")),
    }
}

fn coverage(coverage: &Coverage) -> Markup {
    html! { section.two {
        div { h2 { (t!("What we hear")) } ul.ticks { @for line in &coverage.heard { li { (line) } } } }
        div { h2 { (t!("What we do not hear")) } ul.ticks.not { @for line in &coverage.not_heard { li { (line) } } } }
    } }
}

/// What is remembered of what this channel heard and nobody is concerned by.
fn memory(channel: &ChannelPage, frame: &Frame) -> Markup {
    let memory = &channel.memory;
    let posts = memory.channels.get(&channel.id.0).copied().unwrap_or_default();
    let posts = usize::try_from(posts).unwrap_or(usize::MAX);
    let counted = html! { b.num { (number(posts)) } };
    html! { section.apart {
        h2 { (t!("What is remembered")) }
        @match &memory.state {
            MemoryState::Off => p.dim { (t!("Nothing: the memory is switched off. What meets no topic is gone once it was heard.")) },
            MemoryState::On => p.dim {
                @match memory.span {
                    Some(span) => (rich!(
                        posts;
                        "{posts} post that met no topic, heard since {since} (by this server, all channels together). A new topic can be tried on them; what its source deletes is not shown.",
                        "{posts} posts that met no topic, heard since {since} (by this server, all channels together). A new topic can be tried on them; what its source deletes is not shown.",
                        posts = counted,
                        since = time::since(span.from, frame),
                    )),
                    None => (rich!(
                        posts;
                        "{posts} post that met no topic. A new topic can be tried on them; what its source deletes is not shown.",
                        "{posts} posts that met no topic. A new topic can be tried on them; what its source deletes is not shown.",
                        posts = counted,
                    )),
                }
            },
            MemoryState::Paused { since, why, missed } => p.wrong-why {
                (rich!(
                    *missed;
                    "It pauses since {since}: {why} {count} post that met no topic was not remembered. What concerns us comes in all the same.",
                    "It pauses since {since}: {why} {count} posts that met no topic were not remembered. What concerns us comes in all the same.",
                    since = time::since(*since, frame),
                    why = sentence(why),
                ))
            },
        }
    } }
}

fn gaps(gaps: &[GapRow], frame: &Frame) -> Markup {
    html! { section.apart {
        h2 { (t!("Gaps")) }
        @if gaps.is_empty() { p.dim { (t!("None: everything since it was connected was heard.")) } }
        @else { div.tablewrap { table.data {
            thead { tr { th scope="col" { (t!("time": "From")) } th scope="col" { (t!("time": "To")) } th scope="col" { (t!("Why")) } th scope="col" { (t!("What became of it")) } } }
            tbody { @for gap in gaps { tr {
                td data-l=(t!("time": "From")) { (time::since(gap.from, frame)) }
                td data-l=(t!("time": "To")) { @if let Some(to) = gap.to { (time::since(to, frame)) } @else { (t!("still open")) } }
                td data-l=(t!("Why")) { (gap.cause) }
                td data-l=(t!("What became of it")) { span { @match gap.outcome {
                    GapOutcome::Closed(at) => { (rich!("heard it all, {since}", since = time::since(at, frame))) },
                    GapOutcome::Open => b { (t!("not closed yet")) },
                    GapOutcome::Lost => b { (t!("lost: the network gives it no more")) },
                } } }
            } } }
        } } }
    } }
}

fn streams(streams: &[StreamRow], frame: &Frame) -> Markup {
    html! { @if !streams.is_empty() { section.apart {
        h2 { (t!("Streams")) }
        div.tablewrap { table.data {
            thead { tr { th scope="col" { (t!("Which")) } th scope="col" { (t!("Newest thing heard")) } th scope="col" { (t!("Last sign of life")) } } }
            tbody { @for stream in streams { tr {
                td.strong { (stream.name) }
                td data-l=(t!("Newest thing heard")) { @if let Some(at) = stream.heard_until { (time::past(at, frame)) } @else { (t!("nothing yet")) } }
                td data-l=(t!("Last sign of life")) { @if let Some(since) = stream.failing_since { b { (rich!("fails since {since}", since = time::since(since, frame))) } }
                    @else if let Some(at) = stream.alive_at { (time::past(at, frame)) } @else { (t!("none yet")) } }
            } } }
        } }
    } } }
}

/// How much the network lets us ask for still.
fn left(quota: &Quota, frame: &Frame) -> Markup {
    html! {
        (rich!(
            "{left} of {limit}",
            left = html! { span.num { (number(quota.left.max(0) as usize)) } },
            limit = number(quota.limit.max(0) as usize),
        ))
        @if let Some(at) = quota.resets_at { (rich!(", full again {until}", until = time::until(at, frame))) }
        @if quota.left == 0 { (t!(". Until then the network hears no more of us.")) }
    }
}

/// What became of items that were tried again.
fn tried(tried: Tried) -> Markup {
    let Tried { filed, passed, left } = tried;
    let told = [
        (filed, t!(filed; "{count} was read and filed", "{count} were read and filed")),
        (passed, t!(passed; "{count} was read and concerns nobody here", "{count} were read and concern nobody here")),
        (left, t!(left; "{count} still cannot be read", "{count} still cannot be read")),
    ];
    let told: Vec<String> = told.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
    html! { p.told role="status" {
        @if told.is_empty() { (t!("Nothing was left to try.")) } @else { (t!("Tried again: {told}.", told = told.join(", "))) }
    } }
}

fn set_aside(channel: &ChannelPage, frame: &Frame) -> Markup {
    let action = format!("/channels/{}/quarantine", channel.id);
    let is_shown = !channel.quarantine.is_empty() || channel.tried.is_some() || channel.quarantine_dropped > 0;
    html! { @if is_shown { section #set-aside.apart {
        h2 { (t!("Set aside")) }
        @if let Some(told) = channel.tried { (tried(told)) }
        @if channel.quarantine_dropped > 0 { p.dim {
            (t!(
                channel.quarantine_dropped;
                "{count} older item had to make room and cannot be tried any more: the newest 1,000 are kept.",
                "{count} older items had to make room and cannot be tried any more: the newest 1,000 are kept."
            ))
        } }
        @if channel.quarantine.is_empty() { p.dim { (t!("Nothing is set aside now.")) } } @else {
        p.dim { (t!(
            channel.quarantine_count;
            "{count} item could not be read. They are kept as they came, and held nothing up. The newest:",
            "{count} items could not be read. They are kept as they came, and held nothing up. The newest:"
        )) }
        ul.plain { @for item in &channel.quarantine { li {
            span { (item.reason) }
            span.faint { (time::since(item.at, frame)) }
            p.mono { (item.raw) }
            @if frame.may(Right::ManageChannels) {
                (press(frame, &action, &[("item", &item.id.to_string())], html! { button.btn type="submit" { (t!("Try it again")) } }))
            }
        } } }
        @if channel.quarantine_count > 1 && frame.may(Right::ManageChannels) {
            (press(frame, &action, &[], html! { button.btn type="submit" { (t!("Try all {total} again", total = number(channel.quarantine_count))) } }))
        }
        }
    } } }
}

fn troubles(troubles: &[Trouble], frame: &Frame) -> Markup {
    html! { @if !troubles.is_empty() { section.apart {
        h2 { (t!("What went wrong lately")) }
        ul.plain { @for trouble in troubles { li {
            span { (trouble.words) @if trouble.count > 1 { span.faint { " " (t!(trouble.count; "{count} time", "{count} times")) } } }
            span.faint { (time::since(trouble.at, frame)) }
            @if let Some(detail) = &trouble.detail { p.mono { (detail) } }
        } } }
    } } }
}

fn password(channel: &ChannelPage, credential: Credential, frame: &Frame) -> Markup {
    html! { section.apart {
        h2 { (t!("Password")) }
        p { @match credential {
            Credential::Good(at) => { (rich!("Taken by {network}, last {since}.", network = channel.network.title(), since = time::since(at, frame))) },
            Credential::Refused(Some(at)) => { b { (rich!("Not taken since {since}.", since = time::since(at, frame))) } },
            Credential::Refused(None) => { b { (t!("Not taken.")) } },
        } }
        p.dim { @match channel.lasts {
            Lasting::UntilRevoked => { (t!("It has no end of its own: it works until somebody takes it back on {network}.", network = channel.network.title())) },
            Lasting::Until(at) => { (rich!("It ends {until}; put in a new one before.", until = time::until(at, frame))) },
            Lasting::Unknown => { (t!("{network} does not say how long it lasts.", network = channel.network.title())) },
        } }
        @if frame.may(Right::ManageChannels) { form.stack method="post" action={ "/channels/" (channel.id) "/credential" } {
            (csrf(frame))
            (field(Field { name: "password", label: t!("New app password"), kind: "password", autocomplete: "off", hint: t!("Kept encrypted; never shown again, not even to you."), is_required: true, error: channel.password_error.as_deref(), ..Field::default() }))
            div { button.btn type="submit" { (t!("Use this one")) } }
        } }
    } }
}

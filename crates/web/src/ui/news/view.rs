//! By which ways and when one is told: the page.

use maud::{Markup, html};
use model::{Day, LetterKind, LetterState, MailPace, MemberId, NewsTerms, NewsWay, NoticeGroup, QUIET_MAX, Quiet};
use store::letter::Letter;
use store::member_mail::{Asked, MemberMail};
use store::push_device::Device;
use wording::t;

use crate::ui::components::{Field, csrf, field, form_error, press, rich, time};
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// `/me/notices`.
#[derive(Clone, Debug, Default)]
pub struct NewsPage {
    /// What is chosen.
    pub terms: NewsTerms,
    /// The time zone of the house.
    pub house_zone: String,
    /// Whether it was just kept.
    pub is_kept: bool,
    /// What is wrong with what was chosen.
    pub error: Option<String>,
    /// Browsers in which one is told, also while no page is open.
    pub devices: Vec<Device>,
    /// Whether browsers can be woken from here.
    pub waking: Waking,
    /// What is wrong with the browser that was to be added.
    pub device_error: Option<String>,
    /// Whether mail is set up.
    pub sends_mail: bool,
    /// The address to sign in with.
    pub usual: String,
    /// Where mail goes.
    pub mail: MemberMail,
    /// The newest mails.
    pub letters: Vec<Letter>,
    /// The address as it was typed, and what is wrong with it.
    pub typed: Option<String>,
    /// What is wrong with it.
    pub mail_error: Option<String>,
}

/// Whether browsers can be woken from here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Waking {
    /// Not: it is a demo.
    #[default]
    NotHere,
    /// By this public key.
    By(String),
}

fn group_words(group: NoticeGroup) -> &'static str {
    match group {
        NoticeGroup::Called => t!("A colleague calls you"),
        NoticeGroup::Given => t!("A conversation is given to you, or something to see to"),
        NoticeGroup::Clock => t!("A clock of a conversation you have is late"),
        NoticeGroup::Due => t!("A promise or a review of yours is due"),
        NoticeGroup::Answer => t!("An answer of yours was stopped, returned or approved"),
        NoticeGroup::Approval => t!("An answer waits for your approval"),
        NoticeGroup::Subscribed => t!("Something happens in a conversation of which you are told"),
        NoticeGroup::Rule => t!("A rule tells you"),
    }
}

fn pace_words(pace: MailPace) -> &'static str {
    match pace {
        MailPace::AtOnce => t!("at once (a minute later, if you have not seen it)"),
        MailPace::Hourly => t!("at the full hour"),
        MailPace::Daily => t!("once a day"),
    }
}

fn day_words(day: Day) -> &'static str {
    match day {
        Day::Monday => t!("Mon"),
        Day::Tuesday => t!("Tue"),
        Day::Wednesday => t!("Wed"),
        Day::Thursday => t!("Thu"),
        Day::Friday => t!("Fri"),
        Day::Saturday => t!("Sat"),
        Day::Sunday => t!("Sun"),
    }
}

impl Page for NewsPage {
    fn title(&self) -> String {
        t!("How you are told").into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            header.page-head { div {
                p.t1 { a href="/me" { (t!("← Your seat")) } }
                h1.page-title { (self.title()) }
                p { (rich!(
                    "Everything stands on the page {page}. What you have not seen there comes to you as well, as you choose here.",
                    page = html! { a href="/notices" { (t!("For you")) } },
                )) }
            } }
            @if self.is_kept { div.once role="status" { p { (t!("It is kept.")) } } }
            (form_error(self.error.as_deref()))
            (self.choices(frame))
            (self.browsers(frame))
            (self.mails(frame))
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let device = |id: i64, name: &str, is_this, why: Option<&str>| Device {
            id: id.into(),
            member: MemberId(1),
            name: name.into(),
            endpoint: vec![],
            created_at: sample_at("2026-11-02T08:00:00Z"),
            woken_at: why.is_none().then(|| sample_at("2026-11-24T07:40:00Z")),
            why: why.map(Into::into),
            is_this,
        };
        let night = |days: &[Day]| Quiet {
            days: days.to_vec(),
            from: model::TimeOfDay::from_minutes(22 * 60),
            to: model::TimeOfDay::from_minutes(7 * 60),
        };
        let letter = |state, why: Option<&str>| Letter {
            id: 9.into(),
            member: MemberId(1),
            kind: LetterKind::Digest,
            address: "mara.lind@vellenbahn.example".into(),
            notices: vec![1.into(), 2.into()],
            state,
            attempts: 1,
            why: why.map(Into::into),
            created_at: sample_at("2026-11-24T07:00:00Z"),
            tried_at: Some(sample_at("2026-11-24T07:00:02Z")),
        };
        let why = "550 5.1.1 <mara.lind@vellenbahn.example>: Recipient address rejected";
        let address = Some("mara.lind@vellenbahn.example".to_owned());
        let page = Self {
            terms: NewsTerms { quiet: vec![night(&Day::ALL[..5]), night(&Day::ALL[5..])], ..NewsTerms::default() },
            house_zone: "Europe/Amsterdam".into(),
            devices: vec![
                device(1, "Firefox on Linux", true, None),
                device(2, "Safari on iPhone", false, Some("its push service answered with status 503")),
            ],
            waking: Waking::By("BPublicKey".into()),
            sends_mail: true,
            usual: "mara.lind@vellenbahn.example".into(),
            mail: MemberMail { address: address.clone(), ..MemberMail::default() },
            letters: vec![letter(LetterState::Sent, None)],
            ..Self::default()
        };
        let asked = Asked {
            address: "mara@elsewhere.example".into(),
            by: Some(3.into()),
            at: sample_at("2026-11-24T07:50:00Z"),
        };
        let bare = Self {
            house_zone: "UTC".into(),
            usual: page.usual.clone(),
            error: Some("Say on which days it is quiet.".into()),
            ..Self::default()
        };
        let refused = Self {
            mail: MemberMail { address, asked: None, refused: Some((sample_at("2026-11-24T07:00:02Z"), why.into())) },
            letters: vec![letter(LetterState::Refused, Some(why))],
            devices: vec![],
            ..page.clone()
        };
        let waiting = Self {
            is_kept: true,
            mail: MemberMail { asked: Some(asked), ..MemberMail::default() },
            letters: vec![],
            ..page.clone()
        };
        vec![("", page), ("bare", bare), ("refused", refused), ("asked", waiting)]
    }
}

impl NewsPage {
    fn choices(&self, frame: &Frame) -> Markup {
        let terms = &self.terms;
        let zone = terms.zone.clone().unwrap_or_default();
        let hint = t!(
            "Empty: the one of the house, {house_zone}. Otherwise as Europe/Amsterdam.",
            house_zone = self.house_zone
        );
        let named = |way: NewsWay, group: NoticeGroup| match way {
            NewsWay::Browser => t!("{event}, by browser", event = group_words(group)),
            NewsWay::Mail => t!("{event}, by mail", event = group_words(group)),
        };
        let tick = |way: NewsWay, group: NoticeGroup| {
            html! {
                label.tick {
                    input type="checkbox" name=(way) value=(group) checked[terms.groups(way).contains(&group)]
                        aria-label=(named(way, group));
                }
            }
        };
        html! { section.apart {
            h2 { (t!("What comes, how and when")) }
            form.stack.wide method="post" action="/me/notices" {
                (csrf(frame))
                table.ways {
                    caption.vh { (t!("What comes by browser and what by mail")) }
                    thead { tr { th scope="col" { (t!("What happens")) } th scope="col" { (t!("Browser")) } th scope="col" { (t!("Mail")) } } }
                    tbody { @for group in NoticeGroup::ALL { tr {
                        th scope="row" { (group_words(*group)) }
                        td { (tick(NewsWay::Browser, *group)) }
                        td { (tick(NewsWay::Mail, *group)) }
                    } } }
                }
                fieldset.choices {
                    legend { (t!("Mail comes")) }
                    @for pace in MailPace::ALL { label.check {
                        input type="radio" name="pace" value=(pace) checked[terms.pace == *pace];
                        span { (pace_words(*pace)) }
                    } }
                    div.field.short {
                        label for="f-daily-at" { (t!("When it is once a day, at")) }
                        input #f-daily-at type="time" name="daily_at" value=(terms.daily_at) required;
                    }
                }
                (field(Field { name: "zone", label: t!("Your time zone"), value: &zone, hint: &hint, autocomplete: "off", ..Field::default() }))
                fieldset.choices {
                    legend { (t!("Quiet hours")) }
                    p.hint { (t!("Nothing comes then, neither by browser nor by mail; at their end what you have not seen comes as one. From 22:00 to 07:00 goes past midnight and belongs to its evening. The same time twice is the whole day.")) }
                    @for place in 0..(terms.quiet.len() + 1).min(QUIET_MAX) { (quiet_row(place, terms.quiet.get(place))) }
                }
                div.toolbar { button.btn.main type="submit" { (t!("Keep it")) } }
            }
        } }
    }

    fn browsers(&self, frame: &Frame) -> Markup {
        let is_on_here = self.devices.iter().any(|one| one.is_this);
        html! { section.apart #browsers {
            h2 { (t!("Browsers")) }
            p.hint { (t!("A browser can tell you also while no page of ours is open in it. Its maker’s push service is asked to wake it, and learns only that: what there is, the browser then asks here.")) }
            (form_error(self.device_error.as_deref()))
            @if self.devices.is_empty() { p.dim { (t!("No browser tells you yet.")) } }
            @else { ul.cards { @for one in &self.devices { li.card-row data-key={ "device-" (one.id) } {
                div {
                    h3 { (one.name) @if one.is_this { span.t1 { " " (t!("this one")) } } }
                    p { @match (&one.why, one.woken_at) {
                        (Some(why), _) => { (rich!("Not woken last: {why}.", why)) }
                        (None, Some(at)) => { (rich!("Woken last {past}.", past = time::past(at, frame))) }
                        (None, None) => { (t!("Not woken yet.")) }
                    } }
                }
                (press(frame, &format!("/me/devices/{}/remove", one.id), &[], html! { button.btn type="submit" aria-label=(t!("Remove {name}", name = one.name)) { (t!("Remove")) } }))
            } } } }
            @match &self.waking {
                Waking::NotHere => p.dim { (t!("In this demo nothing leaves this machine, so no browser is woken.")) },
                Waking::By(key) => @if !is_on_here {
                    form.needs-script method="post" action="/me/devices" data-waking {
                        (csrf(frame))
                        input type="hidden" name="endpoint" value="";
                        button.btn type="button" data-push-key=(key) { (t!("Tell me in this browser")) }
                        p.hint data-waking-said role="status" {}
                    }
                },
            }
            noscript { p.dim { (t!("To add this browser, let scripts of this page run.")) } }
        } }
    }

    fn mails(&self, frame: &Frame) -> Markup {
        let typed = self.typed.clone();
        let value = typed.or_else(|| self.mail.address.clone()).unwrap_or_else(|| self.usual.clone());
        let is_known = self.mail.address.is_some() || self.mail.asked.is_some();
        html! { section.apart #mail {
            h2 { (t!("Mail")) }
            @if !self.sends_mail {
                p { (rich!(
                    "No mail is set up here. Whoever runs this server does that: it needs a mail server in its settings ({setting}).",
                    setting = html! { code { "mail_server" } },
                )) }
            } @else {
                @match (&self.mail.address, &self.mail.refused) {
                    (Some(address), Some((at, why))) => {
                        div.err { p { (rich!(
                            "The mail server refuses {address} since {past}: {why}",
                            address = html! { b { (address) } },
                            past = time::past(*at, frame),
                            why,
                        )) } p { (t!("No more is sent there. Give another address, or the same once it takes mail again.")) } }
                    }
                    (Some(address), None) => p { (rich!("It goes to {address}.", address = html! { b { (address) } })) },
                    (None, _) => p.dim { (t!("No address is confirmed yet, so no mail comes.")) },
                }
                @if let Some(asked) = &self.mail.asked {
                    p role="status" { (rich!(
                        "A link was mailed to {address} {past}. It works once, for a day; until then nothing else goes there.",
                        address = html! { b { (asked.address) } },
                        past = time::past(asked.at, frame),
                    )) }
                }
                form.stack method="post" action="/me/mail" {
                    (csrf(frame))
                    (field(Field { name: "address", label: t!("Where mail is to go"), kind: "email", value: &value, hint: t!("A link is mailed there first. A former address is told."), autocomplete: "email", is_required: true, error: self.mail_error.as_deref(), ..Field::default() }))
                    button.btn type="submit" { (t!("Mail me the link")) }
                }
                @if is_known { (press(frame, "/me/mail/remove", &[], html! { button.btn.quiet type="submit" { (t!("No mail at all")) } })) }
                @if !self.letters.is_empty() {
                    h3 { (t!("The last mails")) }
                    ul.plain { @for one in &self.letters { li { p { (letter_line(one, frame)) } } } }
                }
            }
        } }
    }
}

fn quiet_row(place: usize, quiet: Option<&Quiet>) -> Markup {
    let time = |time: Option<model::TimeOfDay>| time.map(|time| time.to_string()).unwrap_or_default();
    let has = |day: Day| quiet.is_some_and(|quiet| quiet.days.contains(&day));
    html! { div.quiet-row role="group" aria-label=(t!("Quiet hours {place}", place = place + 1)) {
        div.checks role="group" aria-label=(t!("Days")) { @for day in Day::ALL { label.check {
            input type="checkbox" name="quiet_day" value={ (place) "-" (day) } checked[has(*day)];
            span { (day_words(*day)) }
        } } }
        div.inline {
            label { (t!("time of day": "from")) " " input type="time" name="quiet_from" value=(time(quiet.map(|quiet| quiet.from))); }
            label { (t!("time of day": "to")) " " input type="time" name="quiet_to" value=(time(quiet.map(|quiet| quiet.to))); }
        }
    } }
}

fn letter_line(letter: &Letter, frame: &Frame) -> Markup {
    let mail = match letter.kind {
        LetterKind::Digest => t!("What was for you"),
        LetterKind::Confirm => t!("The link"),
        LetterKind::Moved => t!("Word to your former address"),
    };
    let state = match letter.state {
        LetterState::Waiting if letter.attempts > 0 => t!("is tried again"),
        LetterState::Waiting => t!("is on its way"),
        LetterState::Sent => t!("was taken by the mail server"),
        LetterState::Refused => t!("was refused"),
        LetterState::Failed => t!("did not go, and is not tried again"),
        LetterState::Dropped => t!("was not sent: there was nothing left to tell"),
    };
    html! {
        (rich!(
            "{mail}, to {address}, {state}, {past}",
            mail,
            address = letter.address,
            state,
            past = time::past(letter.tried_at.unwrap_or(letter.created_at), frame),
        ))
        @if let Some(why) = &letter.why { span.dim { ": " (why) } }
    }
}

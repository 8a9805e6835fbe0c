//! An open conversation, message by message, and who it is with.

use std::collections::HashMap;

use channels::Capabilities;
use inbox::Question;
use model::{ConversationId, EnquiryAnswer, LengthRule, MemberId, PictureRule, ReplyId, ReplyState, Visibility};
use store::conversation::{self, Conversation};
use store::draft::{self, DraftKind};
use store::enquiry::{self, Enquiry};
use store::member::Member;
use store::post::{self, ThreadPost};
use store::regard::Regard;
use store::reply::Reply;
use store::{
    StoreError, Tx, channel, draft_picture, giving, judgement, label, mention, note, person, picture, pin, reply,
    reply_picture, subscriber, topic,
};
use wording::t;

use super::events::entries_of_events;
use super::{choices, members, name_of};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::presence::Doing;
use crate::ui::approval::{gather as approval, view as approval_view};
use crate::ui::components::name::shown_handle;
use crate::ui::components::words::last_words;
use crate::ui::components::{ReplyLine, Words};
use crate::ui::enquiry::asking::Asking;
use crate::ui::enquiry::line::EnquiryLine;
use crate::ui::fact::said;
use crate::ui::gesture::gather as gesture;
use crate::ui::gesture::view::OnPost;
use crate::ui::inbox::attached::Attached;
use crate::ui::inbox::begun::Begun;
use crate::ui::inbox::clock::Clocks;
use crate::ui::inbox::composer::{Composer, ComposerKind, PrivateBox};
use crate::ui::inbox::context::{Context, EarlierConversation, TopicMatch};
use crate::ui::inbox::elsewhere::Elsewhere;
use crate::ui::inbox::judgement::Judged;
use crate::ui::inbox::regard::{self, kind_of};
use crate::ui::inbox::team::{self, TeamChoice};
use crate::ui::inbox::thread::{Answerable, Entry, EntryNote, EntryPost, EntryReply, Person, Present, Quoted, Thread};
use crate::ui::inbox::triage::Triage;
use crate::ui::linking::section::Belongs;
use crate::ui::team::words::lack;

const EARLIER: i64 = 6;

/// A conversation with what stands beside it.
pub(crate) struct Opened {
    /// The middle pane.
    pub(crate) thread: Thread,
    /// The right pane.
    pub(crate) context: Context,
}

/// Everything about one conversation; `None` when there is no such.
pub(crate) async fn conversation(tx: &mut Tx, app: &App, who: &SignedIn, id: ConversationId) -> Answer<Option<Opened>> {
    let Some(conversation) = conversation::find(tx, id).await? else { return Ok(None) };
    let Some(channel) = channel::find(tx, conversation.channel).await? else { return Ok(None) };
    let posts = post::of_conversation(tx, id).await?;
    let answerable = answerable(tx, &posts).await?;
    let replies = reply::of_conversation(tx, id).await?;
    let members = members(tx).await?;
    let Some(person) = posts.iter().find(|one| one.author.id == conversation.author) else { return Ok(None) };
    let person = person.clone();
    let matches = matches(tx, &posts).await?;
    let topics = conversation::topics(tx, &[id]).await?.remove(&id).unwrap_or_default();
    let labels = conversation::labels(tx, &[id]).await?.remove(&id).unwrap_or_default();

    let quotes = quotes(tx, &conversation, &posts, &members).await?;
    let ids: Vec<model::PostId> = posts.iter().map(|one| one.post.id).collect();
    let pictures = picture::of_posts(tx, &ids).await?;
    let mut entries = entries_of_posts(&posts, &matches, &quotes, &pictures);
    let names = members.values().map(|member| (member.id, member.name.clone())).collect();
    let gestures = gesture::on_thread(tx, app, &posts, &names).await?;
    let mut approvals = approval::of_conversation(tx, who, id, (&replies, &names)).await?;
    let ids: Vec<ReplyId> = replies.iter().map(|reply| reply.id).collect();
    let mut own = reply_picture::of_replies(tx, &ids).await?;
    let enquiries = enquiry::of_replies(tx, &ids).await?;
    for reply in &replies {
        let pictures = own.remove(&reply.id).unwrap_or_default();
        let mut entry = entry_of_reply(reply, pictures, &members, approvals.remove(&reply.id));
        let is_out = |id: ReplyId| replies.iter().any(|other| other.id == id && other.state.is_out());
        entry.line.waits_for_private = reply.closes.is_some_and(|private| !is_out(private));
        entry.asks = enquiries.get(&reply.id).map(|one| enquiry_line(one, &posts, &members));
        entries.push(Entry::Ours(entry));
    }
    for note in note::of_conversation(tx, id).await? {
        let author_name = name_of(&members, note.member);
        entries.push(Entry::Note(EntryNote { id: note.id, author_name, at: note.created_at, text: note.text }));
    }
    entries.extend(entries_of_events(tx, id, &members).await?);
    entries.sort_by_key(moment);

    let is_last_of_others = posts.iter().rev().find(|one| !one.author.is_ours);
    let answers_on = match is_last_of_others {
        Some(one) => channel::find(tx, one.post.channel).await?,
        None => None,
    };
    let answers_on = answers_on.as_ref().unwrap_or(&channel);
    let composer = composer(tx, app, who, &conversation, answers_on, is_last_of_others).await?;
    let present = app.presence().others(id, who.member.id);
    let regards = store::regard::of_authors(tx, &[conversation.author]).await?;
    let kind = kind_of(regards.get(&conversation.author));
    let mut context = context(tx, &conversation, &channel, &person, &posts, &matches, labels).await?;
    context.person.kind = kind;
    context.follow = gesture::of_author(tx, app, conversation.author, conversation.channel, &names).await?;
    context.clocks = Clocks::gather(tx, id).await?;
    let may_link = who.member.role.may(model::Right::WorkInbox);
    context.belongs = crate::ui::linking::gather::of_conversation(tx, &conversation, may_link).await?;
    let teams = team::names(tx).await?;
    let thread = Thread {
        id,
        clock: context.clocks.foremost(),
        person: Person { kind, ..person_of(&person) },
        network: channel.network,
        status: conversation.status,
        snoozed_until: conversation.snoozed_until,
        outcome: conversation.outcome,
        assignee: conversation.assignee.map(|id| (id, name_of(&members, id))),
        members: choices(&members),
        team: conversation.team.and_then(|id| Some(TeamChoice { id, name: teams.get(&id)?.clone() })),
        waits: giving::waits(tx, &[id]).await?.remove(&id).map(|wait| lack(wait.lack, wait.detail.as_deref())),
        teams: team::choices(tx).await?,
        triage: Triage {
            disposition: conversation.disposition,
            reason: conversation.silence_reason,
            question: question(context.judged.as_ref(), regards.get(&conversation.author)),
        },
        priority: conversation.priority,
        is_pinned: !pin::among(tx, who.member.id, &[id]).await?.is_empty(),
        is_subscribed: subscriber::of_conversations(tx, &[id]).await?.iter().any(|(_, told)| *told == who.member.id),
        owed: crate::ui::owed::gather::of_conversation(tx, id).await?,
        promised: crate::ui::promised::gather::of_conversation(tx, id).await?,
        corrections: crate::ui::correction::gather::of_conversation(tx, id).await?,
        topics,
        original_url: posts.iter().rev().find(|one| !one.reasons.is_empty()).and_then(|one| one.post.url.clone()),
        answerable,
        gestures,
        entries,
        present: present
            .into_iter()
            .map(|seen| Present { name: seen.name, is_writing: seen.doing == Doing::Writing })
            .collect(),
        composer,
    };
    Ok(Some(Opened { thread, context }))
}

/// The last message of somebody else in each thread that stands in a conversation, the newest first; none where there is but
/// one thread.
async fn answerable(tx: &mut Tx, posts: &[ThreadPost]) -> Result<Vec<Answerable>, StoreError> {
    let mut last: Vec<&ThreadPost> = Vec::new();
    let said = posts.iter().rev().filter(|one| !one.author.is_ours && one.post.deleted_at.is_none());
    for one in said.filter(|one| !one.reasons.is_empty()) {
        if last.iter().all(|known| (known.post.channel, &known.post.root.id) != (one.post.channel, &one.post.root.id)) {
            last.push(one);
        }
    }
    let mut answerable = Vec::new();
    for one in last.into_iter().filter(|_| posts.iter().any(|one| one.post.home.is_some())) {
        let Some(channel) = channel::find(tx, one.post.channel).await? else { continue };
        answerable.push(Answerable {
            post: one.post.id,
            name: one.author.name().to_owned(),
            network: channel.network,
            words: one.post.text.clone(),
        });
    }
    Ok(answerable)
}

/// What triage asks about the last words of somebody else.
fn question(judged: Option<&Judged>, regards: Option<&Vec<Regard>>) -> Option<Question> {
    let judgements = judged.map_or(&[][..], |judged| judged.judgements.as_slice());
    Question::about(judgements, regards.map_or(&[][..], Vec::as_slice))
}

/// The topics that each post met, by post.
type Matches = HashMap<model::PostId, Vec<mention::TopicMatch>>;

async fn matches(tx: &mut Tx, posts: &[ThreadPost]) -> Result<Matches, StoreError> {
    let mut matches = Matches::new();
    for one in posts.iter().filter(|one| one.reasons.contains(model::Reason::Matched)) {
        matches.insert(one.post.id, mention::matches(tx, one.post.id).await?);
    }
    Ok(matches)
}

fn person_of(one: &ThreadPost) -> Person {
    Person { name: one.author.name().to_owned(), handle: one.author.profile.handle.clone(), kind: None }
}

fn words_of(one: &ThreadPost, matches: &Matches) -> Words {
    let mut matched: Vec<(usize, usize)> =
        matches.get(&one.post.id).into_iter().flatten().flat_map(|found| found.spans.iter().copied()).collect();
    matched.sort_unstable();
    matched.dedup();
    Words {
        text: one.post.text.clone(),
        marks: one.post.marks.clone(),
        language: one.post.languages.first().cloned(),
        matched,
    }
}

/// What posts of a thread quote, by its id on the network.
type Quotes = HashMap<String, Quoted>;

async fn quotes(
    tx: &mut Tx,
    conversation: &Conversation,
    posts: &[ThreadPost],
    members: &HashMap<MemberId, Member>,
) -> Result<Quotes, StoreError> {
    let mut quotes = Quotes::new();
    for id in posts.iter().filter_map(|one| one.post.quoted_id.as_ref()) {
        if let Some(quoted) = post::by_remote(tx, conversation.channel, id).await? {
            let author = store::author::find(tx, quoted.author).await?;
            let name = author.map(|author| author.name().to_owned()).unwrap_or_default();
            let language = quoted.languages.into_iter().next();
            let words = Words { text: quoted.text, marks: quoted.marks, language, matched: Vec::new() };
            quotes.insert(id.clone(), Quoted { name, words });
        } else if let Some(quoted) = reply::by_remote(tx, conversation.channel, id).await? {
            let words = Words { text: quoted.text, marks: Vec::new(), language: None, matched: Vec::new() };
            quotes.insert(id.clone(), Quoted { name: name_of(members, quoted.member), words });
        }
    }
    Ok(quotes)
}

/// What became of the pictures of each post.
type Pictures = HashMap<model::PostId, Vec<picture::Picture>>;

fn entry_of_post(one: &ThreadPost, matches: &Matches, quotes: &Quotes, pictures: &Pictures) -> EntryPost {
    let pictures = pictures.get(&one.post.id).map_or(&[][..], Vec::as_slice);
    EntryPost {
        id: one.post.id,
        person: person_of(one),
        is_ours: one.author.is_ours,
        at: one.post.posted_at,
        title: one.post.title.clone(),
        words: words_of(one, matches),
        url: one.post.url.clone(),
        edited_at: one.post.edited_at,
        deleted_at: one.post.deleted_at,
        quoted: one.post.quoted_id.as_ref().and_then(|id| quotes.get(id)).cloned(),
        attachments: Attached::of(&one.post.attachments, pictures),
        is_new: false,
        is_private: one.post.is_private,
    }
}

fn entries_of_posts(posts: &[ThreadPost], matches: &Matches, quotes: &Quotes, pictures: &Pictures) -> Vec<Entry> {
    let entry = |one: &ThreadPost| {
        let entry = entry_of_post(one, matches, quotes, pictures);
        if one.reasons.is_empty() { Entry::Around(entry) } else { Entry::Inbound(entry) }
    };
    posts.iter().map(entry).collect()
}

fn entry_of_reply(
    reply: &Reply,
    pictures: Vec<reply_picture::ReplyPicture>,
    members: &HashMap<MemberId, Member>,
    approval: Option<approval_view::Standing>,
) -> EntryReply {
    EntryReply {
        author_name: name_of(members, reply.member),
        at: reply.created_at,
        words: Words { text: reply.text.clone(), marks: Vec::new(), language: None, matched: Vec::new() },
        pictures: pictures.into_iter().map(Into::into).collect(),
        line: ReplyLine {
            id: reply.id,
            state: reply.state,
            since: reply.sent_at.unwrap_or(reply.created_at),
            leaves_at: (reply.state == ReplyState::Queued && reply.attempts == 0).then_some(reply.send_at),
            is_later: reply.is_later,
            held_since: reply.held.map(|(since, _)| since),
            reason: reply.state_reason.clone(),
            attempts: reply.attempts.try_into().unwrap_or_default(),
            by: None,
            is_closing: reply.closes.is_some(),
            waits_for_private: false,
        },
        is_private: reply.is_private,
        url: reply.url.clone(),
        was_sent_anyway: reply.version_seen + 1 < reply.thread_version,
        approval,
        asks: None,
    }
}

fn enquiry_line(one: &Enquiry, posts: &[ThreadPost], members: &HashMap<MemberId, Member>) -> EnquiryLine {
    let quoted = one.post.and_then(|id| posts.iter().find(|one| one.post.id == id));
    EnquiryLine {
        reply: one.reply,
        kind: one.kind,
        asked_at: one.asked_at.filter(|_| one.state.is_out()),
        answer: one.answer,
        by: one.answer_post,
        read_by: one.read_by.map(|id| name_of(members, id)),
        is_changed: one.answer == Some(EnquiryAnswer::Given)
            && !quoted.is_some_and(|quoted| inbox::reads_as_asked(one, &quoted.post)),
    }
}

fn moment(entry: &Entry) -> jiff::Timestamp {
    match entry {
        Entry::Around(post) | Entry::Inbound(post) => post.at,
        Entry::Ours(reply) => reply.at,
        Entry::Note(note) => note.at,
        Entry::Event(event) => event.at,
    }
}

async fn composer(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    conversation: &Conversation,
    channel: &channel::Channel,
    answers: Option<&ThreadPost>,
) -> Answer<Composer> {
    let (id, member) = (conversation.id, who.member.id);
    let capabilities = app.pipeline().channel(channel.id).map(|running| running.capabilities());
    let cannot = match capabilities {
        Some(capabilities) if capabilities.can_reply => None,
        Some(_) if channel.network.has_accounts() => Some((
            t!("{channel} only listens. To answer, connect an account.", channel = channel.name),
            Some("/channels/new".to_owned()),
        )),
        Some(_) => {
            Some((t!("{channel} cannot be answered from here. A note helps the team.", channel = channel.name), None))
        }
        None => Some((
            t!("{channel} is not running, so nothing can be sent on it now.", channel = channel.name),
            Some(format!("/channels/{}", channel.id)),
        )),
    };
    let speaks_as = match channel.author {
        Some(author) => store::author::find(tx, author).await?.and_then(|author| author.profile.handle),
        None => None,
    };
    let reply_text = draft::find(tx, id, member, DraftKind::Reply).await?.unwrap_or_default();
    let note_text = draft::find(tx, id, member, DraftKind::Note).await?.unwrap_or_default();
    let pictures = draft_picture::of_draft(tx, id, member).await?;
    let enquiring = draft::enquiring(tx, id, member).await?;
    let asking = Asking::of(tx, enquiring).await?;
    let is_in_private = inbox::visibility_of(tx, id).await? == Visibility::Private;
    let private = private_box(tx, capabilities, (id, member), is_in_private, answers).await?;
    let has_answer = !reply_text.is_empty() || !pictures.is_empty();
    Ok(Composer {
        kind: match &private {
            _ if !has_answer && !note_text.is_empty() => ComposerKind::Note,
            Some(private) if private.is_on || (!has_answer && !private.text.is_empty()) => ComposerKind::Private,
            _ => ComposerKind::Reply,
        },
        is_in_private,
        private,
        reply_text,
        saved_reply: None,
        said: said::of_draft(tx, app, (id, member)).await?,
        asking,
        correcting: draft::correcting(tx, id, member).await?,
        signature: inbox::signature_on(tx, &who.member, channel.id).await?,
        is_signed: !draft::is_unsigned(tx, id, member).await?,
        inserted: None,
        pictures: pictures.into_iter().map(Into::into).collect(),
        note_text,
        seen_version: conversation.version,
        later_at: String::new(),
        length: capabilities.map_or(LengthRule::NONE, |capabilities| capabilities.length),
        picture_rule: capabilities.map_or(PictureRule::NONE, |capabilities| capabilities.pictures),
        speaks_as,
        asks: approval::warning(tx, who, id).await?,
        language: answers.and_then(|one| one.post.languages.first().cloned()),
        cannot,
        begun: begun(tx, id, member).await?,
        stale: None,
        error: None,
    })
}

/// What a member writes to the person alone; nothing where the network has no such messages.
async fn private_box(
    tx: &mut Tx,
    capabilities: Option<Capabilities>,
    (id, member): (ConversationId, MemberId),
    is_on: bool,
    answers: Option<&ThreadPost>,
) -> Answer<Option<PrivateBox>> {
    let length = capabilities.filter(|rules| rules.can_reply).and_then(|rules| rules.private);
    let (Some(length), Some(answers)) = (length, answers) else { return Ok(None) };
    let language = answers.post.languages.first().map(String::as_str);
    Ok(Some(PrivateBox {
        is_on,
        text: draft::find(tx, id, member, DraftKind::Private).await?.unwrap_or_default(),
        line: inbox::closing_line(language).to_owned(),
        reader: answers.author.name().to_owned(),
        is_signed: !draft::is_unsigned(tx, id, member).await?,
        length,
    }))
}

/// The answer that a colleague has begun before the member.
async fn begun(tx: &mut Tx, id: ConversationId, member: MemberId) -> Result<Option<Begun>, StoreError> {
    let Some(open) = draft::open(tx, id).await?.filter(|open| open.member != member) else { return Ok(None) };
    let name = store::member::find(tx, open.member).await?.map(|member| member.name).unwrap_or_default();
    let is_taken = inbox::taken_over_by(tx, member, id).await?.is_some();
    let (words, at, touched_at) = (open.text, open.begun_at, open.updated_at);
    Ok(Some(Begun { by: open.member, name, words, at, touched_at, is_taken }))
}

async fn context(
    tx: &mut Tx,
    conversation: &Conversation,
    channel: &channel::Channel,
    person: &ThreadPost,
    posts: &[ThreadPost],
    matches: &Matches,
    labels: Vec<String>,
) -> Result<Context, StoreError> {
    let reasons = posts.iter().fold(model::Reasons::NONE, |all, one| all.union(one.reasons));
    let handles = person::authors(tx, conversation.author).await?;
    let all = conversation::with_authors(tx, &handles, None, EARLIER + 1).await?;
    let earlier: Vec<EarlierConversation> = all
        .into_iter()
        .filter(|row| row.conversation.id != conversation.id)
        .take(EARLIER as usize)
        .map(|row| EarlierConversation {
            id: row.conversation.id,
            network: row.network,
            at: row.posted_at,
            words: last_words(&row),
            status: row.conversation.status,
        })
        .collect();
    let total = conversation::count_with_authors(tx, &handles).await?;
    let others = person::handles(tx, &handles).await?.into_iter().filter(|one| one.author.id != conversation.author);
    let other_handles = others.map(|one| (shown_handle(&one.author), one.network)).collect();
    let mut met: Vec<TopicMatch> = Vec::new();
    for one in posts {
        for found in matches.get(&one.post.id).into_iter().flatten() {
            let words = found.spans.iter().filter_map(|&(start, end)| one.post.text.get(start..end));
            let words: Vec<String> = words.map(str::to_owned).collect();
            match met.iter_mut().find(|known| known.id == found.topic) {
                Some(known) => {
                    let unseen: Vec<String> = words.into_iter().filter(|word| !known.words.contains(word)).collect();
                    known.words.extend(unseen);
                }
                None => {
                    let name = topic::find(tx, found.topic).await?.map(|topic| topic.name).unwrap_or_default();
                    let mut distinct = words;
                    distinct.dedup();
                    met.push(TopicMatch { id: found.topic, name, words: distinct });
                }
            }
        }
    }
    let profile = &person.author.profile;
    Ok(Context {
        person: person_of(person),
        profile_url: profile.url.clone(),
        network: channel.network,
        follower_count: profile.follower_count,
        follows_us: profile.follows_us,
        first_heard_at: posts.iter().map(|one| one.post.posted_at).min(),
        channel_name: channel.name.clone(),
        reasons,
        judged: judged(tx, posts).await?,
        stands: stands(tx, conversation).await?,
        matches: met,
        clocks: Clocks::default(),
        labels_known: label::in_use(tx).await?.into_iter().map(|label| label.name).collect(),
        labels,
        elsewhere: Elsewhere {
            heard: store::elsewhere::find(tx, conversation.id).await?,
            begun_at: conversation.opened_at,
        },
        belongs: Belongs::default(),
        author: conversation.author,
        follow: OnPost::default(),
        other_handles,
        earlier,
        earlier_total: usize::try_from(total).unwrap_or_default().saturating_sub(1),
    })
}

async fn stands(tx: &mut Tx, conversation: &Conversation) -> Result<regard::Stands, StoreError> {
    let topics = conversation::topics_on(tx, &[conversation.id]).await?.remove(&conversation.id).unwrap_or_default();
    regard::gather(tx, conversation.author, topics).await
}

/// What was judged about the last mention of somebody else.
async fn judged(tx: &mut Tx, posts: &[ThreadPost]) -> Result<Option<Judged>, StoreError> {
    let last = posts.iter().rev().find(|one| !one.reasons.is_empty() && !one.author.is_ours);
    let Some(post) = last.map(|one| one.post.id) else { return Ok(None) };
    let judgements = judgement::of_posts(tx, &[post]).await?.remove(&post);
    Ok(judgements.map(|judgements| Judged { post, judgements }))
}

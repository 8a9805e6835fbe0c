//! The topics that listen, compiled, and changed while posts flow.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use inbox::Heard;
use listening::{AnalysedPost, Analysis, Context, Field, FieldContext, Part, Post, Query, QueryIndex, Truth};
use model::{AuthorId, Network, Reasons, ReceivedPost, TopicId, micros};
use store::mention::TopicMatch;
use store::regard::{self, Regard};
use store::topic::{self, Topic};
use store::{Store, Tx};

use crate::Result;
use crate::journey::Source;
use crate::judges::Judges;
use crate::regards;

/// How authors stand, by their ids on a network.
pub(crate) type Regards = HashMap<String, Vec<Regard>>;

/// The topics that listen.
pub struct Topics {
    store: Store,
    judges: Judges,
    compiled: RwLock<Arc<Compiled>>,
    // One at a time, so that an older reading never replaces a newer one.
    reading: tokio::sync::Mutex<()>,
}

/// Queries as posts are matched against them: by the stream, and by whoever tries a query on what was heard.
pub(crate) struct Compiled {
    index: QueryIndex<TopicId>,
    versions: HashMap<TopicId, i64>,
    /// Whether some topic asks how an author stands.
    asks_regards: bool,
}

impl Topics {
    /// Reads the topics and what the judges have learned.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn load(store: &Store) -> Result<Self> {
        let topics = topic::listening(&mut store.read().await?).await?;
        let compiled = RwLock::new(Arc::new(compile(topics)));
        let judges = Judges::new(store);
        judges.learn().await?;
        Ok(Self { store: store.clone(), judges, compiled, reading: tokio::sync::Mutex::default() })
    }

    /// Who judges posts.
    pub(crate) fn judges(&self) -> &Judges {
        &self.judges
    }

    /// How authors stand, by their ids on the network; of nobody as long as no topic asks.
    pub(crate) async fn regards(&self, tx: &mut Tx, network: Network, remote_ids: &[&str]) -> Result<Regards> {
        if !self.compiled.read().expect("no holder panics").asks_regards {
            return Ok(Regards::new());
        }
        let authors = regard::known_authors(tx, network, remote_ids).await?;
        let ids: Vec<AuthorId> = authors.values().copied().collect();
        let mut regards = regard::of_authors(tx, &ids).await?;
        Ok(authors.into_iter().filter_map(|(remote_id, id)| Some((remote_id, regards.remove(&id)?))).collect())
    }

    /// Reads the topics anew; posts go on being matched by the former ones meanwhile.
    pub(crate) async fn reload(&self) -> Result<()> {
        let _turn = self.reading.lock().await;
        let topics = topic::listening(&mut self.store.read().await?).await?;
        let present = self.compiled.read().expect("no holder panics").versions.clone();
        if versions(&topics) == present {
            return Ok(());
        }
        let compiled = Arc::new(compile(topics));
        *self.compiled.write().expect("no holder panics") = compiled;
        Ok(())
    }

    /// Fits the index to the frequencies of the stream; posts go on being matched meanwhile.
    pub(crate) fn reanchor(&self) {
        let compiled = self.compiled.read().expect("no holder panics").clone();
        let mut index = compiled.index.clone();
        index.reanchor();
        let fitted =
            Arc::new(Compiled { index, versions: compiled.versions.clone(), asks_regards: compiled.asks_regards });
        let mut present = self.compiled.write().expect("no holder panics");
        // Topics changed meanwhile are newer than what was fitted.
        if Arc::ptr_eq(&present, &compiled) {
            *present = fitted;
        }
    }

    /// The topics that a post meets, with the words that prove it. Most posts are decided by what their channel tells,
    /// and by their language, which is recognised when a topic that the post may meet asks for it and its author
    /// declared none; one that leaves a topic undecided is judged, and what its judges say goes through the same compiled trees.
    ///
    /// `known` is how the author stands by what we kept of them; of whom we know nothing, the post itself is asked.
    pub(crate) fn matches(&self, post: &ReceivedPost, source: &Source, known: &Regards) -> Vec<TopicMatch> {
        let compiled = self.compiled.read().expect("no holder panics").clone();
        let heard_at = micros(self.store.clock().now());
        compiled.matches(&self.judges, post, (source.network, &source.name), heard_at, known)
    }
}

impl Compiled {
    /// One query alone, as the topic of id 0.
    pub(crate) fn alone(query: &Query) -> Self {
        let mut index = QueryIndex::new(Analysis::social());
        index.register(TopicId(0), query).expect("an empty index has room for any query");
        Self::of(index, HashMap::new())
    }

    fn of(index: QueryIndex<TopicId>, versions: HashMap<TopicId, i64>) -> Self {
        let asks_regards = index.asks_for(Field::Relation) || index.asks_for(Field::Stance);
        Self { index, versions, asks_regards }
    }

    /// What a post meets that is heard at a moment (microseconds) on a channel of this network and name, as
    /// [`Topics::matches`].
    pub(crate) fn matches(
        &self,
        judges: &Judges,
        post: &ReceivedPost,
        (network, channel): (Network, &str),
        heard_at: i64,
        known: &Regards,
    ) -> Vec<TopicMatch> {
        if self.index.is_empty() {
            return Vec::new();
        }
        let context = Context::at(heard_at);
        let heard = Heard::new(post, network, channel);
        let needs_language = self.index.needs_language(&heard.post());
        let language = needs_language.then(|| enrichment::language_of(&post.text)).flatten();
        let heard = heard.in_language(language.as_deref());
        let (met, is_decided) = self.look(&heard.post(), &context);
        if is_decided {
            return met;
        }
        let judgements = judges.judge(post, post.reason.map_or(Reasons::NONE, |one| Reasons::NONE.with(one)));
        let newcomer = match known.get(&post.author.remote_id) {
            None if self.asks_regards => regards::of_newcomer(post, &judgements.rows),
            _ => Vec::new(),
        };
        let regards = known.get(&post.author.remote_id).unwrap_or(&newcomer);
        let judged = Heard::new(post, network, channel).judged(&judgements.rows).regarded(regards);
        self.look(&judged.post(), &context).0
    }

    /// What a post meets for certain, with the words that prove it, and whether that is all it may meet.
    fn look(&self, post: &Post<'_>, context: &Context<'_>) -> (Vec<TopicMatch>, bool) {
        let post = AnalysedPost::new(post, self.index.analysis());
        let found = self.index.match_analysed(&post, context);
        let certain = found.iter().filter(|found| found.truth == Truth::True).map(|found| TopicMatch {
            topic: found.id,
            version: self.versions.get(&found.id).copied().unwrap_or(1),
            spans: in_text(&self.index.spans(&found.id, &post, context)),
        });
        let met: Vec<TopicMatch> = certain.collect();
        let is_decided = met.len() == found.len();
        (met, is_decided)
    }
}

/// Where the proving words stand in the text itself.
fn in_text(spans: &[listening::Span]) -> Vec<(usize, usize)> {
    spans.iter().filter(|span| span.part == Part::Text).map(|span| (span.start, span.end)).collect()
}

/// The versions of the queries; a new name changes none.
fn versions(topics: &[Topic]) -> HashMap<TopicId, i64> {
    topics.iter().map(|topic| (topic.id, topic.version)).collect()
}

fn compile(topics: Vec<Topic>) -> Compiled {
    let mut index = QueryIndex::new(Analysis::social());
    let versions = versions(&topics);
    for topic in topics {
        match Query::parse(&topic.query, FieldContext::Topic) {
            Ok(query) => {
                if let Err(error) = index.register(topic.id, &query) {
                    tracing::error!(topic.id = %topic.id, error = %error, "a topic hears nothing");
                }
            }
            // Pages refuse such a query; one may stand here after the language changed.
            Err(error) => {
                tracing::error!(topic.id = %topic.id, error = %error, "a topic's query is not understood and hears nothing");
            }
        }
    }
    Compiled::of(index, versions)
}

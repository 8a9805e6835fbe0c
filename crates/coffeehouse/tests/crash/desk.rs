//! What a member sees and does in the pages of a running server.

use std::time::Duration;

use crate::house::{CSRF, SESSION};
use crate::network::client;

/// A signed-in browser.
#[derive(Clone)]
pub struct Desk {
    http: reqwest::Client,
    address: String,
}

/// A conversation as its page shows it.
pub struct Shown {
    /// What an answer says its author saw.
    pub seen_version: String,
    /// Our answers.
    pub replies: Vec<ShownReply>,
    markup: String,
}

/// An answer of ours as the page shows it.
pub struct ShownReply {
    pub id: String,
    /// The word of its state.
    pub state: String,
    markup: String,
}

/// What a form that was posted came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posted {
    /// It was done.
    Done,
    /// It was refused, with this status.
    Refused(u16),
    /// The server died before it answered.
    Lost,
}

impl Shown {
    /// Whether the page has these words.
    pub fn says(&self, text: &str) -> bool {
        self.markup.contains(text)
    }

    /// How often the page has these words, but for the choices of forms, which name our messages.
    pub fn times(&self, text: &str) -> usize {
        let choices = self.markup.split("<option").skip(1).filter_map(|part| part.split("</option>").next());
        self.markup.matches(text).count() - choices.map(|choice| choice.matches(text).count()).sum::<usize>()
    }

    /// The answer of ours with these words.
    pub fn reply(&self, text: &str) -> Option<&ShownReply> {
        self.replies.iter().find(|reply| reply.markup.contains(text))
    }
}

impl Desk {
    pub fn at(address: &str) -> Self {
        Self { http: client(), address: address.to_owned() }
    }

    /// The id and words of every conversation; `None` when the server is dead.
    pub async fn list(&self) -> Option<Vec<(String, String)>> {
        let page = self.page("/inbox?view=all&rows=500").await?;
        let rows = page.split(" data-id=\"").skip(1);
        Some(rows.filter_map(|row| row.split_once('"').map(|(id, rest)| (id.to_owned(), rest.to_owned()))).collect())
    }

    /// The conversation whose row in the list has these words.
    pub async fn find(&self, text: &str) -> Option<String> {
        self.list().await?.into_iter().find_map(|(id, row)| row.contains(text).then_some(id))
    }

    /// A conversation's page; `None` when the server is dead.
    pub async fn open(&self, id: &str) -> Option<Shown> {
        let markup = self.page(&format!("/inbox/{id}?view=all")).await?;
        let seen_version = value(&markup, "name=\"seen_version\" value=\"").unwrap_or_default();
        let articles = markup.split("<article").skip(1).filter_map(|part| part.split("</article>").next());
        let replies = articles.filter_map(|article| {
            let id = value(article, "id=\"reply-")?;
            Some(ShownReply { id, state: value(article, "data-state=\"")?, markup: article.to_owned() })
        });
        Some(Shown { seen_version, replies: replies.collect(), markup: markup.clone() })
    }

    /// Posts an answer.
    pub async fn answer(&self, id: &str, text: &str, seen_version: &str) -> Posted {
        let form = [("csrf", CSRF), ("text", text), ("seen_version", seen_version)];
        self.post(&format!("/conversations/{id}/reply?view=all"), &form).await
    }

    /// Takes an answer back.
    pub async fn cancel(&self, reply: &str) -> Posted {
        self.press(&format!("/replies/{reply}/cancel")).await
    }

    /// Whether the server lives and its pages work.
    pub async fn is_well(&self) -> bool {
        self.page("/inbox?view=all").await.is_some()
    }

    /// Presses a button that asks for nothing else.
    pub async fn press(&self, path: &str) -> Posted {
        self.post(path, &[("csrf", CSRF)]).await
    }

    /// A page; `None` when the server is dead.
    pub async fn page(&self, path: &str) -> Option<String> {
        let request = self.http.get(format!("{}{path}", self.address)).header("cookie", format!("session={SESSION}"));
        let answer = request.send().await.ok()?;
        let status = answer.status();
        let text = answer.text().await.ok()?;
        assert!(status.is_success(), "{path}: {status} {text}");
        Some(text)
    }

    /// Posts a form.
    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Posted {
        let request = self.http.post(format!("{}{path}", self.address)).form(form);
        let request = request.header("cookie", format!("session={SESSION}")).header("origin", &self.address);
        match request.send().await {
            Ok(answer) if answer.status().is_redirection() => Posted::Done,
            Ok(answer) => Posted::Refused(answer.status().as_u16()),
            Err(_) => Posted::Lost,
        }
    }
}

fn value(markup: &str, before: &str) -> Option<String> {
    markup.split_once(before)?.1.split('"').next().map(str::to_owned)
}

/// Asks again and again until there is an answer; the network needs a moment to pass things on.
pub async fn eventually<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..600 {
        if let Some(answer) = ask().await {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{what} did not happen within a minute");
}

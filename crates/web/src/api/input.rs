//! What was asked, read strictly: whatever is unknown or has another type is named, never passed over.

use axum::body::{self, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer};
use serde_json::error::Category;

use super::problem::{Answer, Problem, ProblemKind};

/// The largest body: long texts in scripts of four bytes a letter, escaped, with room.
pub(crate) const BODY_BYTES_MAX: usize = 256 * 1_024;

/// The parameters of an address.
pub(crate) struct Params<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let query = parts.uri.query().unwrap_or_default();
        // `topic=` asks for something, and must not be taken for every topic; only a search may be for nothing.
        let empty = url::form_urlencoded::parse(query.as_bytes()).find(|(name, value)| value.is_empty() && name != "q");
        if let Some((name, _)) = empty {
            return Err(Problem::field(&name, "It has no value."));
        }
        let reader = serde_html_form::Deserializer::from_bytes(query.as_bytes());
        let read = serde_path_to_error::deserialize(reader);
        read.map(Self).map_err(|error| wrong(&error.path().to_string(), &error.inner().to_string()))
    }
}

/// The id in an address; one that is none names nothing.
pub(crate) struct Named<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let path = Path::<T>::from_request_parts(parts, state).await;
        path.map(|Path(id)| Self(id)).map_err(|_| Problem::missing("thing"))
    }
}

/// A body of JSON. None at all is `{}`.
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Answer<Self> {
        let (parts, body) = request.into_parts();
        Ok(Self(parse(&bytes(&parts, body).await?)?))
    }
}

/// The bytes of a body of JSON.
pub(crate) async fn bytes(parts: &Parts, body: body::Body) -> Answer<Bytes> {
    let bytes = body::to_bytes(body, BODY_BYTES_MAX)
        .await
        .map_err(|_| Problem::new(ProblemKind::TooLarge, format!("A body has at most {BODY_BYTES_MAX} bytes.")))?;
    if !bytes.is_empty() && !is_json(&parts.headers) {
        return Err(Problem::new(ProblemKind::MediaType, "Send it with Content-Type: application/json."));
    }
    Ok(bytes)
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

/// The value that a body holds.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Answer<T> {
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    let no_json =
        |error: &serde_json::Error| Problem::new(ProblemKind::Malformed, format!("The body is no JSON: {error}."));
    // An array would be read as the members in their order.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        serde_json::from_slice::<IgnoredAny>(bytes).map_err(|error| no_json(&error))?;
        return Err(Problem::field("body", "The body is one JSON object."));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let inner = error.inner();
        match inner.classify() {
            Category::Data => wrong(&error.path().to_string(), &inner.to_string()),
            Category::Syntax | Category::Eof | Category::Io => no_json(inner),
        }
    })?;
    reader.end().map_err(|error| no_json(&error))?;
    Ok(value)
}

/// A value that cannot be, with the name of its field.
fn wrong(path: &str, why: &str) -> Problem {
    let why = why.split(" at line ").next().unwrap_or(why);
    // What is missing or unknown is named by the error itself: the path ends at what holds it.
    let named = ["missing field `", "unknown field `", "duplicate field `"].iter().find_map(|start| {
        let rest = why.strip_prefix(start)?;
        rest.split_once('`').map(|(name, _)| name)
    });
    let field = match (path, named) {
        ("." | "", Some(name)) => name.to_owned(),
        ("." | "", None) => "body".to_owned(),
        (path, Some(name)) if path.rsplit('.').next() != Some(name) => format!("{path}.{name}"),
        (path, _) => path.to_owned(),
    };
    Problem::field(&field, format!("{why}."))
}

/// Tells a member that is null from one that is not there.
pub(crate) fn some<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse as _;
    use serde_json::Value;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[allow(dead_code)]
        text: String,
        #[allow(dead_code)]
        #[serde(default)]
        labels: Vec<String>,
    }

    async fn told(body: &[u8]) -> (ProblemKind, Value) {
        let problem = parse::<Sample>(body).unwrap_err();
        let kind = problem.kind;
        let bytes = axum::body::to_bytes(problem.into_response().into_body(), 9_999).await.unwrap();
        (kind, serde_json::from_slice(&bytes).unwrap())
    }

    #[tokio::test]
    async fn what_is_wrong_is_named_by_its_field() {
        let cases: [(&[u8], &str); 8] = [
            (br#"["a", []]"#, "body"),
            (b" null", "body"),
            (b"", "text"),
            (br#"{"labels": []}"#, "text"),
            (br#"{"text": 5}"#, "text"),
            (br#"{"text": "a", "labels": ["x", 5]}"#, "labels[1]"),
            (br#"{"text": "a", "colour": 1}"#, "colour"),
            (br#"{"text": "a", "text": "b"}"#, "text"),
        ];
        for (body, field) in cases {
            let (kind, told) = told(body).await;
            assert_eq!(kind, ProblemKind::Invalid);
            assert_eq!(told["errors"][0]["field"], field, "{told}");
        }
    }

    #[tokio::test]
    async fn what_is_no_json_is_malformed() {
        let deep = "[".repeat(100_000);
        for body in [&b"{"[..], b"{\"text\": \"a\"} x", b"\xff\xfe", b"{\"text\": \"\xff\"}", b"nope", deep.as_bytes()]
        {
            assert_eq!(
                told(body).await.0,
                ProblemKind::Malformed,
                "{:?}",
                String::from_utf8_lossy(&body[..9.min(body.len())])
            );
        }
    }
}

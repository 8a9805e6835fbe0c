//! Versions in headers: `ETag` says which one is shown, `If-Match` which one was looked at.

use axum::http::{HeaderMap, HeaderName, header};

use utoipa::IntoParams;

use super::problem::{Answer, Problem, ProblemKind};

/// The version that was looked at; another one now refuses.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code)] // it is only described; `if_match` reads it
pub(crate) struct SeenHeader {
    /// The ETag that was looked at; what changed since refuses.
    #[param(rename = "if-match", required = false, pattern = "^\"[0-9]{1,18}\"$")]
    if_match: String,
}

/// The header that says which version is shown.
pub(crate) fn etag(version: i64) -> (HeaderName, String) {
    (header::ETAG, format!("\"{version}\""))
}

/// The version that was looked at, when the request says so.
pub(crate) fn if_match(headers: &HeaderMap) -> Answer<Option<i64>> {
    let mut values = headers.get_all(header::IF_MATCH).iter();
    let (first, second) = (values.next(), values.next());
    let Some(first) = first else { return Ok(None) };
    let version = || {
        let digits = first.to_str().ok()?.trim().strip_prefix('"')?.strip_suffix('"')?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let version = version().filter(|_| second.is_none());
    let wrong = || Problem::new(ProblemKind::Malformed, "If-Match holds one ETag as it was given, quotes included.");
    version.map(Some).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_version_as_it_was_given_is_taken() {
        let read = |values: &[&str]| {
            if_match(&values.iter().map(|value| (header::IF_MATCH, value.parse().unwrap())).collect())
        };
        assert_eq!(read(&[&etag(17).1]).unwrap(), Some(17));
        assert_eq!(read(&[]).unwrap(), None);
        for wrong in
            [&["*"][..], &["17"], &["W/\"17\""], &["\"-1\""], &["\"\""], &["\"1\", \"2\""], &["\"1\"", "\"1\""]]
        {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }
}

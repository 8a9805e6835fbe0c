//! For whom something is said.

use std::future::Future;

use crate::language::Language;

tokio::task_local! {
    static READER: Language;
}

/// The language of whoever reads what is said now; English outside [`reading`].
pub fn current() -> Language {
    READER.try_with(|language| *language).unwrap_or_default()
}

/// Everything that `saying` says is in this language.
pub fn reading<F: Future>(language: Language, saying: F) -> impl Future<Output = F::Output> {
    READER.scope(language, saying)
}

/// Everything that `saying` says is in this language; it does not wait for anything.
pub fn reading_now<T>(language: Language, saying: impl FnOnce() -> T) -> T {
    READER.sync_scope(language, saying)
}

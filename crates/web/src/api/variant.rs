//! Texts of which there is one for each language, with blanks.

use serde::{Deserialize, Serialize};
use store::variant;
use utoipa::ToSchema;

/// A text in one language.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Variant {
    /// An ISO 639 code; empty for whoever writes in none of the others.
    #[serde(default)]
    #[schema(pattern = "^([a-z]{2,3})?$")]
    language: String,
    /// The words; `{{person}}`, `{{first_name}}`, `{{handle}}`, `{{me}}`, `{{organisation}}` and `{{topic}}` are filled in.
    #[schema(min_length = 1, max_length = 10_000)]
    text: String,
}

impl From<Variant> for variant::Variant {
    fn from(one: Variant) -> Self {
        Self { language: one.language, text: one.text }
    }
}

impl From<variant::Variant> for Variant {
    fn from(one: variant::Variant) -> Self {
        Self { language: one.language, text: one.text }
    }
}

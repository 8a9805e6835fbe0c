//! Texts of which there is one for each language.

use std::collections::HashMap;
use std::hash::Hash;

use crate::row::{Column, FromRow, Row};
use crate::sql::{Value, insert, pieces, places, sql};
use crate::{Result, Tx};

/// A text in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// An ISO 639 code; empty for the text that is used where there is none in the person's language.
    pub language: String,
    /// The words, with blanks.
    pub text: String,
}

/// Where the texts of a noun stand.
pub(crate) struct Texts {
    /// Their table.
    pub(crate) table: &'static str,
    /// Its column that says whose they are.
    pub(crate) owner: &'static str,
}

struct VariantOf<I>(I, Variant);

impl<I: Column> FromRow for VariantOf<I> {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let variant = Variant { language: row.get("language")?, text: row.get("text")? };
        Ok(Self(row.get("owner_id")?, variant))
    }
}

/// Lets exactly these be the texts of one.
pub(crate) async fn keep<I: Copy + Into<Value>>(tx: &mut Tx, texts: &Texts, of: I, variants: &[Variant]) -> Result<()> {
    let Texts { table, owner } = texts;
    sql(format!("DELETE FROM {table} WHERE {owner} = $1")).bind(of).run(tx).await?;
    let rows = variants.iter().map(|one| vec![of.into(), (&one.language).into(), (&one.text).into()]);
    insert(tx, &format!("INSERT INTO {table} ({owner}, language, text)"), "", rows).await
}

/// The texts of each of these, by language.
pub(crate) async fn of<I: Column + Copy + Eq + Hash + Into<Value>>(
    tx: &mut Tx,
    texts: &Texts,
    ids: &[I],
) -> Result<HashMap<I, Vec<Variant>>> {
    let Texts { table, owner } = texts;
    let mut variants: HashMap<I, Vec<Variant>> = HashMap::new();
    for piece in pieces(ids) {
        let places = places(1, piece.len());
        let text = format!(
            "SELECT {owner} AS owner_id, language, text FROM {table} WHERE {owner} IN ({places}) ORDER BY language"
        );
        let found = piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<VariantOf<I>>(tx);
        for VariantOf(id, variant) in found.await? {
            variants.entry(id).or_default().push(variant);
        }
    }
    Ok(variants)
}

//! Where mail for members goes.

use jiff::Timestamp;
use model::{LetterId, MemberId};

use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx};

/// Where mail for a member goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberMail {
    /// The address that they confirmed.
    pub address: Option<String>,
    /// The address that is to be confirmed.
    pub asked: Option<Asked>,
    /// Since when the mail server takes nothing for the address, and what it said.
    pub refused: Option<(Timestamp, String)>,
}

/// An address that is to be confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The address.
    pub address: String,
    /// The letter whose link confirms it.
    pub by: Option<LetterId>,
    /// When.
    pub at: Timestamp,
}

impl MemberMail {
    /// The address to which mail can go.
    pub fn reachable(&self) -> Option<&str> {
        self.address.as_deref().filter(|_| self.refused.is_none())
    }
}

impl FromRow for MemberMail {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let (asked, asked_at): (Option<String>, Option<Timestamp>) = (row.get("asked")?, row.get("asked_at")?);
        let by = row.get("asked_by")?;
        let refused: Option<Timestamp> = row.get("refused_at")?;
        Ok(Self {
            address: row.get("address")?,
            asked: asked.zip(asked_at).map(|(address, at)| Asked { address, by, at }),
            refused: refused.zip(row.get("refused_why")?),
        })
    }
}

/// Where mail for a member goes.
pub async fn of(tx: &mut Tx, member: MemberId) -> Result<MemberMail> {
    let found = sql(format!("SELECT * FROM member_mail WHERE member_id = $1{}", tx.to_change()));
    Ok(found.bind(member).maybe(tx).await?.unwrap_or_default())
}

/// Keeps where mail for a member goes.
pub async fn keep(tx: &mut Tx, member: MemberId, mail: &MemberMail) -> Result<()> {
    let asked = mail.asked.as_ref();
    sql("INSERT INTO member_mail (member_id, address, asked, asked_by, asked_at, refused_at, refused_why) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (member_id) DO UPDATE SET address = excluded.address, \
         asked = excluded.asked, asked_by = excluded.asked_by, asked_at = excluded.asked_at, \
         refused_at = excluded.refused_at, refused_why = excluded.refused_why")
    .bind(member)
    .bind(mail.address.as_ref())
    .bind(asked.map(|asked| asked.address.as_str()))
    .bind(asked.and_then(|asked| asked.by))
    .bind(asked.map(|asked| asked.at))
    .bind(mail.refused.as_ref().map(|(at, _)| *at))
    .bind(mail.refused.as_ref().map(|(_, why)| why.as_str()))
    .run(tx)
    .await?;
    Ok(())
}

//! What the outbox cannot go on with by itself, as a notice tells of it.

use rusqlite::params;
use svara_model::{AccountId, RemoteId, RoundKey};

use super::{
    StoreProblem,
    keep::Keep,
    rows::{OperationKind, OperationState},
};

/// Something that the member sent and that needs them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StuckRow {
    /// What it is marked as told by: another one each time that it gets stuck. No desk's round is called so.
    pub(crate) key: RoundKey,
    /// A new issue's title with its tag, or that of the issue replied to; none: it is about a chat.
    pub(crate) title: Option<String>,
    /// The issue replied to.
    pub(crate) issue: Option<RemoteId>,
    /// Whether the desk may have it all the same.
    pub(crate) unknown: bool,
}

impl Keep {
    /// What is stuck, in the order of "send".
    pub(crate) async fn stuck(&self, account: &AccountId) -> Result<Vec<StuckRow>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(
                    "SELECT id, tries, kind, issue, about, title, language, unknown FROM operation
                     WHERE account = ?1 AND state = ?2 ORDER BY place",
                )?;
                let rows = rows.query_map(params![account, OperationState::Stuck.word()], |row| {
                    let (id, tries): (String, i64) = (row.get(0)?, row.get(1)?);
                    let kind = OperationKind::read(&row.get::<_, String>(2)?);
                    let (title, language): (String, String) = (row.get(5)?, row.get(6)?);
                    Ok(StuckRow {
                        key: RoundKey::new(format!("stuck/{id}/{tries}")),
                        title: match kind {
                            OperationKind::Submit => Some(crate::languages::title(&language, &title)),
                            _ => row.get(4)?,
                        },
                        issue: row.get::<_, Option<String>>(3)?.map(RemoteId::new),
                        unknown: row.get(7)?,
                    })
                })?;
                Ok(rows.collect::<Result<_, _>>()?)
            })
            .await
    }
}

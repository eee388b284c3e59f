//! How far chats were told and seen, in `keep.db`: by the order of their messages, so that a cache that is made anew tells
//! nothing twice.

use rusqlite::{OptionalExtension, Row, Transaction, params};
use svara_model::{AccountId, ChatId};

use super::{StoreProblem, keep::Keep};

/// How far a chat was told and seen, by its messages' order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ChatMark {
    pub(crate) told: u64,
    pub(crate) seen: u64,
}

impl Keep {
    /// How far each of the chats was told and seen; none: it was never told of.
    pub(crate) async fn chat_marks(
        &self,
        account: &AccountId,
        chats: Vec<ChatId>,
    ) -> Result<Vec<Option<ChatMark>>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut query =
                    db.prepare_cached("SELECT told, seen FROM chat_mark WHERE account = ?1 AND chat = ?2")?;
                let order = |row: &Row<'_>, column| row.get::<_, i64>(column).map(i64::unsigned_abs);
                chats
                    .iter()
                    .map(|chat| {
                        let mark = query.query_row(params![account, chat.as_str()], |row| {
                            Ok(ChatMark { told: order(row, 0)?, seen: order(row, 1)? })
                        });
                        Ok(mark.optional()?)
                    })
                    .collect()
            })
            .await
    }

    /// Notes how far a chat counts as told and seen of which nothing is noted; what was noted meanwhile stands.
    pub(crate) async fn mark_new_chat(
        &self,
        account: &AccountId,
        chat: &ChatId,
        to: u64,
    ) -> Result<(), StoreProblem> {
        let (account, chat) = (account.to_string(), chat.to_string());
        self.0
            .write(move |db| {
                db.execute(
                    "INSERT INTO chat_mark (account, chat, told, seen) VALUES (?1, ?2, ?3, ?3)
                     ON CONFLICT (account, chat) DO NOTHING",
                    params![account, chat, i64::try_from(to).unwrap_or(i64::MAX)],
                )?;
                Ok(())
            })
            .await
    }

    /// Notes how far a chat was told and seen; what was noted before stands where it is further. Answers whether it is news.
    pub(crate) async fn mark_chat(
        &self,
        account: &AccountId,
        chat: &ChatId,
        to: ChatMark,
    ) -> Result<bool, StoreProblem> {
        let (account, chat) = (account.to_string(), chat.to_string());
        self.0.write(move |db| mark(db, &account, &chat, to)).await
    }
}

/// Notes how far a chat was told and seen; answers whether that is news.
pub(super) fn mark(
    db: &Transaction<'_>,
    account: &str,
    chat: &str,
    to: ChatMark,
) -> Result<bool, StoreProblem> {
    let order = |order: u64| i64::try_from(order).unwrap_or(i64::MAX);
    Ok(db.execute(
        "INSERT INTO chat_mark (account, chat, told, seen) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (account, chat) DO UPDATE SET told = max(told, excluded.told), seen = max(seen, excluded.seen)
         WHERE told < excluded.told OR seen < excluded.seen",
        params![account, chat, order(to.told), order(to.seen)],
    )? > 0)
}

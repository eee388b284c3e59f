//! The history of notices: what was told, also what the member did not see on the desktop.

use jiff::Timestamp;
use svara_model::{AccountId, ChatId, NoticeKind, RemoteId};

use crate::{
    house::House,
    store::{ToldRow, Words},
    trouble::Trouble,
};

/// The most of one page.
const MOST: u32 = 100;

/// A page of what was told, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// What was told.
    pub rows: Vec<WasTold>,
    /// Where the next page begins; none: there is no more.
    pub next: Option<String>,
}

/// Something that was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WasTold {
    /// Its name in the history.
    pub id: String,
    /// What it was about.
    pub kind: NoticeKind,
    /// As the notice said, in the language of then; hostile text in one line.
    pub title: String,
    /// Likewise, in a few lines.
    pub body: String,
    /// The only issue that it was about.
    pub issue: Option<RemoteId>,
    /// The chat that it was about.
    pub chat: Option<ChatId>,
    /// When, by this computer's clock.
    pub at: Timestamp,
}

/// A page of an account's history.
pub(crate) async fn read(
    house: &House,
    account: &AccountId,
    before: Option<&str>,
    limit: u32,
) -> Result<History, Trouble> {
    house.live(account)?;
    let before = before.and_then(|before| before.parse().ok());
    let limit = limit.clamp(1, MOST);
    let rows = house.keep.history(account, before, limit).await?;
    let is_full = u32::try_from(rows.len()).is_ok_and(|count| count == limit);
    let next = rows.last().filter(|_| is_full).map(|row| row.place.to_string());
    Ok(History { rows: rows.into_iter().map(was_told).collect(), next })
}

fn was_told(row: ToldRow) -> WasTold {
    let ToldRow { place, words: Words { kind, title, body }, issue, chat, at } = row;
    WasTold { id: place.to_string(), kind, title, body, issue, chat, at }
}

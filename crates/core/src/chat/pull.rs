//! Reading: pages of the chats that changed, then the messages that are missing here.

use svara_model::{ChatId, ChatLine, ChatPage, Cursor, Failure, FailureKind};

use crate::{
    accounts::Live,
    house::House,
    planted::{self, Bug},
    store::StoreProblem,
    sync::pay,
};

/// So many pages without an end lead in a circle.
const MOST_PAGES: u32 = 10_000;

/// How a reading failed.
#[derive(Debug)]
pub(crate) enum PullProblem {
    /// At the desk, or on the way there.
    Desk(Failure),
    /// Here.
    Store(StoreProblem),
}

impl From<Failure> for PullProblem {
    fn from(failure: Failure) -> Self {
        Self::Desk(failure)
    }
}

impl From<StoreProblem> for PullProblem {
    fn from(problem: StoreProblem) -> Self {
        Self::Store(problem)
    }
}

/// Reads what changed. The first request is paid for. Answers whether anything is other than before.
pub(super) async fn pull(house: &House, live: &Live, line: &dyn ChatLine) -> Result<bool, PullProblem> {
    let account = &live.account.id;
    let generation = house.cache.file().watch().generation();
    let mut cursor = house.cache.chats_cursor(account).await?;
    let mut changed = false;
    for _ in 0..MOST_PAGES {
        let page = line.chats(cursor.as_ref()).await?;
        note_typing(house, live, &page);
        let next = page.more.then(|| page.cursor.clone());
        changed |= store(house, live, generation, page).await?;
        let Some(next) = next else {
            return Ok(changed | messages(house, live, line).await?);
        };
        forward(cursor.as_ref(), &next)?;
        cursor = Some(next);
        pay(house, live).await;
    }
    Err(garbled("chats: pages without an end").into())
}

async fn store(house: &House, live: &Live, generation: u64, page: ChatPage) -> Result<bool, StoreProblem> {
    let account = &live.account.id;
    if planted::is(Bug::ChatCursorBeforeRows) {
        let cursor = ChatPage { chats: Vec::new(), ..page.clone() };
        house.cache.store_chats(generation, account, cursor).await?;
    }
    house.cache.store_chats(generation, account, page).await
}

fn forward(before: Option<&Cursor>, next: &Cursor) -> Result<(), Failure> {
    if before == Some(next) { Err(garbled("chats: a page that leads to itself")) } else { Ok(()) }
}

/// Reads the messages that are missing: first of the chats that are not over, then what is kept to be read.
async fn messages(house: &House, live: &Live, line: &dyn ChatLine) -> Result<bool, PullProblem> {
    let mut missing = house.cache.chats_in_motion(&live.account.id).await?;
    missing.retain(|row| !row.is_read());
    missing.sort_by_key(crate::store::ChatRow::is_over);
    let mut changed = false;
    let many = missing.len() > 1;
    for row in missing {
        if many && row.is_over() {
            pay(house, live).await;
        }
        match transcript(house, live, line, &row.chat.id).await {
            Ok(more) => changed |= more,
            // One that nobody can read keeps the others from nothing.
            Err(PullProblem::Desk(failure)) if failure.kind == FailureKind::Gone => {
                tracing::warn!(chat = %row.chat.id, "a chat that the desk listed cannot be read");
            }
            Err(problem) => return Err(problem),
        }
    }
    Ok(changed)
}

/// Reads the messages of one chat that are missing here. Answers whether anything is other than before.
pub(crate) async fn transcript(
    house: &House,
    live: &Live,
    line: &dyn ChatLine,
    chat: &ChatId,
) -> Result<bool, PullProblem> {
    let account = &live.account.id;
    let mut changed = false;
    loop {
        let after = house.cache.chat(account, chat).await?.map_or(0, |row| row.read_to);
        let mut read = line.transcript(chat, (after > 0).then_some(after)).await?;
        if read.chat.id != *chat {
            return Err(garbled("chat: another one than asked for").into());
        }
        let orders = read.messages.iter().map(|message| message.order);
        if !std::iter::once(after).chain(orders).is_sorted_by(|before, next| before < next) {
            return Err(garbled("chat: messages that do not follow each other").into());
        }
        if read.more && read.messages.is_empty() {
            return Err(garbled("chat: more messages, and none").into());
        }
        if planted::is(Bug::TranscriptGap) && read.messages.len() > 1 {
            read.messages.remove(0);
        }
        let more = read.more;
        changed |= house.cache.store_transcript(account, after, read).await?;
        if !more {
            return Ok(changed);
        }
    }
}

/// A page says who types, too.
fn note_typing(house: &House, live: &Live, page: &ChatPage) {
    for chat in page.chats.iter().filter(|chat| chat.agent_typing) {
        super::typing::heard(house, live, &chat.id, true);
    }
}

fn garbled(why: &str) -> Failure {
    Failure::new(FailureKind::Garbled, why)
}

//! Ending a chat, and going on with its words as an issue.

use std::sync::Arc;

use svara_model::{AccountId, ChatId, ChatState, MessageKind, Speaker};

use super::reading::resolve;
use crate::{
    changes::Stale,
    drafts::{self, DraftBrief},
    house::House,
    outbox::{self, TakenBack},
    store::{DraftKind, DraftRow},
    texts::first_sentence,
    trouble::Trouble,
};

/// The longest title that is made of a question, in characters.
const TITLE: usize = 80;

/// Ends a chat, leaves its queue, or takes back what starts it: then its question is a draft again.
pub(crate) async fn end(house: &Arc<House>, account: &AccountId, chat: &ChatId) -> Result<(), Trouble> {
    house.live(account)?;
    let mut chat = resolve(house, chat).await?;
    if house.keep.operation(chat.as_str()).await?.is_some() {
        match outbox::take_back(house, chat.as_str()).await? {
            TakenBack::Draft(_) | TakenBack::UnderWay => return Ok(()),
            // The desk was quicker: the chat is there, and is ended as any other.
            TakenBack::Arrived => chat = resolve(house, &chat).await?,
        }
    }
    leave(house, account, &chat, false).await.map(|_| ())
}

/// `keep_question`: what it was asked becomes an issue's draft, which is answered, if nobody has come to it.
async fn leave(
    house: &House,
    account: &AccountId,
    chat: &ChatId,
    keep_question: bool,
) -> Result<Option<String>, Trouble> {
    let names = (house.new_id(), house.new_key());
    let now = house.clock.now();
    let kept = house.keep.end_chat(account, chat.as_str(), names, keep_question, now).await?;
    tell(house);
    outbox::wake(house, account.as_str());
    Ok(kept)
}

fn tell(house: &House) {
    for what in [Stale::Drafts, Stale::Chats, Stale::Accounts] {
        house.changes.stale(what);
    }
}

/// Makes an issue of a question or a line that was not sent: the same words and pictures, the same language.
pub(crate) async fn draft_into_issue(house: &Arc<House>, draft: &str) -> Result<DraftBrief, Trouble> {
    let row = house.keep.draft_into_issue(draft, None, house.clock.now()).await?.ok_or(Trouble::Gone)?;
    tell(house);
    drafts::brief(house, row).await
}

/// Makes an issue of what the member asked in a chat. One that waits is left, and its question is moved with its pictures;
/// of one that somebody came to, the words are copied: they have been said.
pub(crate) async fn chat_into_issue(
    house: &Arc<House>,
    account: &AccountId,
    chat: &ChatId,
) -> Result<DraftBrief, Trouble> {
    let chat = resolve(house, chat).await?;
    if let Some(draft) = house.keep.kept_as(account, chat.as_str()).await? {
        return drafts::find(house, &draft).await;
    }
    let row = house.cache.chat(account, &chat).await?.ok_or(Trouble::Gone)?;
    if matches!(row.chat.state, ChatState::Waiting { .. })
        && let Some(draft) = leave(house, account, &chat, true).await?
    {
        return drafts::find(house, &draft).await;
    }
    let messages = house.cache.messages(account, &chat, 0).await?;
    let own = messages
        .into_iter()
        .filter(|message| message.speaker == Speaker::Member && message.kind == MessageKind::Text);
    let text = own.map(|message| message.text).collect::<Vec<_>>().join("\n\n");
    let blank = drafts::begin(house, account, None).await?;
    let written = DraftRow {
        id: house.new_id(),
        account: account.to_string(),
        kind: DraftKind::Issue,
        issue: None,
        about: None,
        title: first_sentence(&text, TITLE),
        language: blank.language,
        text,
        saved: house.clock.now(),
        chat: None,
        form: None,
    };
    house.keep.add_draft(written.clone()).await?;
    tell(house);
    drafts::brief(house, written).await
}

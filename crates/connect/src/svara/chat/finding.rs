//! Finding what an operation did in chats when the desk has forgotten its key: messages keep theirs for good.

use svara_model::{
    Act, Applied, ChatId, ChatLine, ChatState, Failure, FailureKind, Finding, MessageId, Operation,
    OperationKey, Question,
};

use super::{super::map::brief, SvaraChat};

/// Pages of chats, or of one chat's messages, that are looked through at most.
const PAGES: usize = 50;

pub(in super::super) async fn find(
    chats: &SvaraChat,
    operation: &Operation,
    key: &OperationKey,
) -> Result<Finding, Failure> {
    let found = match &operation.act {
        Act::StartChat(question) => start(chats, question, key).await,
        Act::Say { chat, .. } => message(chats, chat, key).await,
        Act::EndChat { chat } => ended(chats, chat).await,
        Act::Submit { .. } | Act::Reply { .. } => Ok(Seen::NotAll),
    };
    match found {
        Ok(Seen::Done(applied)) => Ok(Finding::Done(applied)),
        Ok(Seen::Nowhere) => Ok(Finding::NotDone),
        Ok(Seen::NotAll) => Ok(Finding::Unclear),
        // The chat is not there any more, and nothing in it.
        Err(failure) if failure.kind == FailureKind::Gone => Ok(Finding::NotDone),
        Err(failure) => Err(failure),
    }
}

/// What looking came to.
enum Seen {
    Done(Applied),
    Nowhere,
    /// There is more than was looked through.
    NotAll,
}

async fn message(chats: &SvaraChat, chat: &ChatId, key: &OperationKey) -> Result<Seen, Failure> {
    let mut after = None;
    for _ in 0..PAGES {
        let page = chats.transcript(chat, after).await?;
        if let Some(found) = page.messages.iter().find(|message| message.key.as_ref() == Some(key)) {
            return Ok(Seen::Done(done(chat, &found.id)));
        }
        if !page.more {
            return Ok(Seen::Nowhere);
        }
        after = page.messages.last().map(|message| message.order);
    }
    Ok(Seen::NotAll)
}

async fn ended(chats: &SvaraChat, chat: &ChatId) -> Result<Seen, Failure> {
    match chats.transcript(chat, None).await?.chat.state {
        ChatState::Ended { .. } => Ok(Seen::Done(Applied::Chat { chat: chat.clone(), message: None })),
        _ => Ok(Seen::Nowhere),
    }
}

/// A question is the first message of its chat.
async fn start(chats: &SvaraChat, question: &Question, key: &OperationKey) -> Result<Seen, Failure> {
    let (beginning, mut cursor) = (brief(&question.text), None);
    for _ in 0..PAGES {
        let page = chats.chats(cursor.as_ref()).await?;
        // The desk ends a line that it cuts in its own way.
        let near =
            |text: &str| text.chars().zip(beginning.chars()).take(100).all(|(one, other)| one == other);
        for chat in page.chats.iter().filter(|chat| near(&chat.question)) {
            let first = chats.transcript(&chat.id, None).await?;
            let first = first.messages.first().filter(|message| message.key.as_ref() == Some(key));
            if let Some(found) = first {
                return Ok(Seen::Done(done(&chat.id, &found.id)));
            }
        }
        if !page.more {
            return Ok(Seen::Nowhere);
        }
        cursor = Some(page.cursor);
    }
    Ok(Seen::NotAll)
}

fn done(chat: &ChatId, message: &MessageId) -> Applied {
    Applied::Chat { chat: chat.clone(), message: Some(message.clone()) }
}

//! What a member reads of chats. Answers come from the stores at once; what is old is fetched in the background.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use svara_model::{AccountId, Attachment, ChatId, ChatState, EndedBy, Message, MessageKind, Speaker};

use crate::{
    accounts::{Health, Live},
    changes::Stale,
    drafts::{self, DraftBrief},
    house::House,
    outbox,
    reading::{OperationBrief, PictureBrief, SendState},
    store::{ChatMark, ChatRow, OperationKind},
    texts::plain_line,
    trouble::Trouble,
};

/// The most chats that are listed.
const MOST_CHATS: u32 = 500;
/// So many chats are looked through for messages that were not seen.
const MOST_UNSEEN: u32 = 50;
/// The longest beginning of a question, in characters.
const QUESTION: usize = 200;

/// Where a chat stands for the member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChatPhase {
    /// Its question is on its way.
    Starting,
    /// In the queue.
    Waiting {
        /// One: the next.
        place: u32,
        /// How long it is likely to wait, where the desk can say.
        wait: Option<Duration>,
    },
    /// A team member is there.
    Active,
    /// Over. None: it did not come about, for the desk took no chat then.
    Ended(Option<(Timestamp, EndedBy)>),
}

/// A chat in a list.
#[derive(Clone, Debug)]
pub struct ChatBrief {
    /// The desk's name for it, or the operation that starts it.
    pub id: ChatId,
    /// Where it stands.
    pub phase: ChatPhase,
    /// The question's beginning. Hostile text in one line.
    pub question: String,
    /// The team member who is there, or was last.
    pub agent: Option<String>,
    /// When it began.
    pub opened: Timestamp,
    /// How many messages the member has not seen.
    pub unseen: u32,
}

/// Whether what the member said has arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// It is on its way, and goes on by itself.
    Sending,
    /// It stands in the desk's transcript.
    Delivered,
    /// It needs the member.
    Failed,
}

/// A message, as a window shows it.
#[derive(Clone, Debug)]
pub struct ChatLineRead {
    /// The desk's name for it, or the operation's.
    pub id: String,
    /// Its order at the desk; none: it is not there yet.
    pub order: Option<u64>,
    /// Who.
    pub speaker: Speaker,
    /// What it tells.
    pub kind: MessageKind,
    /// When.
    pub at: Timestamp,
    /// Plain text with line breaks. Hostile.
    pub text: String,
    /// What came with it.
    pub attachments: Vec<Attachment>,
    /// What goes with it.
    pub pictures: Vec<PictureBrief>,
    /// Whether it has arrived.
    pub delivery: Delivery,
    /// The operation that it is on its way with.
    pub operation: Option<String>,
    /// Why it waits or failed.
    pub trouble: Option<Trouble>,
}

/// A chat with its messages.
#[derive(Clone, Debug)]
pub struct ChatRead {
    /// As in the list.
    pub brief: ChatBrief,
    /// Whether the team member types.
    pub agent_typing: bool,
    /// Whether the team asks the member to submit an issue instead.
    pub suggests_issue: bool,
    /// The messages in the desk's order, then what is on its way.
    pub lines: Vec<ChatLineRead>,
    /// The line being written.
    pub draft: Option<DraftBrief>,
    /// The issue's draft that its question has become, for nobody came.
    pub kept_as: Option<String>,
    /// How much it can be trusted.
    pub health: Health,
}

/// An account's chats, newest first; one that is being started stands before them.
pub(crate) async fn chats(house: &House, account: &AccountId) -> Result<Vec<ChatBrief>, Trouble> {
    let live = house.live(account)?;
    let mut briefs = Vec::new();
    for operation in outbox::briefs(house, &live).await?.into_iter().rev() {
        if operation.kind != OperationKind::StartChat {
            continue;
        }
        // One whose chat is stored is in the list as that.
        let chat = resolve(house, &ChatId::new(operation.id.as_str())).await?;
        if house.cache.chat(account, &chat).await?.is_none() {
            briefs.push(starting(&operation));
        }
    }
    let rows = house.cache.chats(account, MOST_CHATS).await?;
    let marks = house.keep.chat_marks(account, rows.iter().map(|row| row.chat.id.clone()).collect()).await?;
    for (row, mark) in rows.into_iter().zip(marks) {
        let seen = mark.map(|mark| mark.seen);
        briefs.push(brief(house, account, row, seen).await?);
    }
    Ok(briefs)
}

fn starting(operation: &OperationBrief) -> ChatBrief {
    ChatBrief {
        id: ChatId::new(operation.id.as_str()),
        phase: ChatPhase::Starting,
        question: plain_line(&operation.text, QUESTION),
        agent: None,
        opened: operation.made,
        unseen: 0,
    }
}

async fn brief(
    house: &House,
    account: &AccountId,
    row: ChatRow,
    seen: Option<u64>,
) -> Result<ChatBrief, Trouble> {
    let chat = row.chat;
    let seen = seen.unwrap_or(u64::MAX);
    let over = matches!(chat.state, ChatState::Ended { .. });
    let messages = if over || chat.last_order.unwrap_or_default() > seen {
        house.cache.messages(account, &chat.id, if over { 0 } else { seen }).await?
    } else {
        Vec::new()
    };
    let unseen = messages.iter().filter(|message| message.order > seen && is_others(message)).count();
    Ok(ChatBrief {
        agent: match &chat.state {
            ChatState::Active { agent } => Some(agent.clone()),
            ChatState::Waiting { .. } | ChatState::Ended { .. } => last_agent(&messages),
        },
        phase: phase(&chat.state),
        question: plain_line(&chat.question, QUESTION),
        opened: chat.opened,
        unseen: u32::try_from(unseen).unwrap_or(u32::MAX),
        id: chat.id,
    })
}

fn phase(state: &ChatState) -> ChatPhase {
    match state {
        ChatState::Waiting { place, wait } => ChatPhase::Waiting { place: *place, wait: *wait },
        ChatState::Active { .. } => ChatPhase::Active,
        ChatState::Ended { at, by } => ChatPhase::Ended(Some((*at, *by))),
    }
}

fn last_agent(messages: &[Message]) -> Option<String> {
    messages.iter().rev().find_map(|message| match &message.speaker {
        Speaker::Agent { name } => Some(name.clone()),
        Speaker::Member | Speaker::Desk => None,
    })
}

fn is_others(message: &Message) -> bool {
    message.speaker != Speaker::Member
}

/// How many messages of an account's chats the member has not seen.
pub(crate) async fn unseen(house: &House, account: &AccountId) -> Result<u32, Trouble> {
    let rows = house.cache.chats(account, MOST_UNSEEN).await?;
    let marks = house.keep.chat_marks(account, rows.iter().map(|row| row.chat.id.clone()).collect()).await?;
    let mut unseen = 0_usize;
    for (row, mark) in rows.iter().zip(marks) {
        let Some(seen) = mark.map(|mark| mark.seen) else { continue };
        if row.chat.last_order.unwrap_or_default() > seen {
            let messages = house.cache.messages(account, &row.chat.id, seen).await?;
            unseen += messages.iter().filter(|message| is_others(message)).count();
        }
    }
    Ok(u32::try_from(unseen).unwrap_or(u32::MAX))
}

/// The desk's name of a chat that may be named by the operation that started it.
pub(crate) async fn resolve(house: &House, chat: &ChatId) -> Result<ChatId, Trouble> {
    let made = house.keep.made(chat.as_str()).await?;
    Ok(made.and_then(|made| made.chat().cloned()).unwrap_or_else(|| chat.clone()))
}

/// Notes that the member has seen a chat as it is now.
pub(crate) async fn note_seen(house: &House, account: &AccountId, chat: &ChatId) -> Result<(), Trouble> {
    let live = house.live(account)?;
    if let Some(row) = house.cache.chat(account, chat).await? {
        let to = ChatMark { told: row.read_to, seen: row.read_to };
        match house.keep.mark_chat(account, chat, to).await {
            Ok(true) => {
                house.changes.stale(Stale::Chats);
                house.changes.stale(Stale::Accounts);
            }
            Ok(false) => {}
            // A disk that takes nothing does not keep anybody from reading.
            Err(problem) => tracing::warn!(%problem, "that a chat was seen is not kept"),
        }
    }
    live.follow.notify_one();
    Ok(())
}

/// A chat with its messages.
pub(crate) async fn chat(house: &Arc<House>, account: &AccountId, id: &ChatId) -> Result<ChatRead, Trouble> {
    let live = house.live(account)?;
    let chat = resolve(house, id).await?;
    let stored = house.cache.chat(account, &chat).await?;
    let operations = outbox::briefs(house, &live).await?;
    let draft = match house.keep.line_draft(account, chat.as_str()).await? {
        Some(row) => Some(drafts::brief(house, row).await?),
        None => None,
    };
    let kept_as = house.keep.kept_as(account, chat.as_str()).await?;
    let messages = match &stored {
        Some(_) => house.cache.messages(account, &chat, 0).await?,
        None => Vec::new(),
    };
    let suggests_issue = stored.as_ref().is_some_and(|row| row.chat.suggests_issue);
    let agent_typing = live.chat.is_typing(house, &chat)
        && stored.as_ref().is_some_and(|row| matches!(row.chat.state, ChatState::Active { .. }));
    let brief = match stored {
        Some(row) => {
            let [mark] = house
                .keep
                .chat_marks(account, vec![chat.clone()])
                .await?
                .try_into()
                .unwrap_or([None::<ChatMark>]);
            brief(house, account, row, mark.map(|mark| mark.seen)).await?
        }
        None => not_stored(house, &live, [id, &chat], &operations, kept_as.as_deref()).await?,
    };
    Ok(ChatRead {
        brief,
        agent_typing,
        suggests_issue,
        lines: lines(messages, operations, &[&chat, id]),
        draft,
        kept_as,
        health: live.health(),
    })
}

/// A chat that is being started, did not come about, or that a notice told of before it was read.
async fn not_stored(
    house: &House,
    live: &Live,
    [id, chat]: [&ChatId; 2],
    operations: &[OperationBrief],
    kept_as: Option<&str>,
) -> Result<ChatBrief, Trouble> {
    let starts = |op: &&OperationBrief| op.kind == OperationKind::StartChat;
    if let Some(operation) = operations.iter().filter(starts).find(|op| op.id == id.as_str()) {
        return Ok(starting(operation));
    }
    if let Some(draft) = kept_as {
        let row = house.keep.draft(draft).await?.ok_or(Trouble::Gone)?;
        return Ok(ChatBrief {
            id: chat.clone(),
            phase: ChatPhase::Ended(None),
            question: plain_line(&row.text, QUESTION),
            agent: None,
            opened: row.saved,
            unseen: 0,
        });
    }
    let line = live.connector.chat().ok_or(Trouble::Gone)?;
    super::pull::transcript(house, live, &*line, chat).await.map_err(|problem| match problem {
        super::PullProblem::Desk(failure) => Trouble::from(failure),
        super::PullProblem::Store(problem) => Trouble::from(problem),
    })?;
    let row = house.cache.chat(&live.account.id, chat).await?.ok_or(Trouble::Gone)?;
    brief(house, &live.account.id, row, None).await
}

/// What the desk has, in its order, then what is on its way there. What has arrived is shown once.
fn lines(messages: Vec<Message>, operations: Vec<OperationBrief>, chat: &[&ChatId]) -> Vec<ChatLineRead> {
    let is_there = |op: &OperationBrief| messages.iter().any(|message| message.key.as_ref() == Some(&op.key));
    let on_its_way: Vec<_> = operations
        .into_iter()
        .filter(|op| matches!(op.kind, OperationKind::StartChat | OperationKind::Say))
        .filter(|op| op.chat.as_ref().is_some_and(|of| chat.contains(&of)) && !is_there(op))
        .map(sending)
        .collect();
    messages.into_iter().map(delivered).chain(on_its_way).collect()
}

fn delivered(message: Message) -> ChatLineRead {
    ChatLineRead {
        id: message.id.to_string(),
        order: Some(message.order),
        speaker: message.speaker,
        kind: message.kind,
        at: message.at,
        text: message.text,
        attachments: message.attachments,
        pictures: Vec::new(),
        delivery: Delivery::Delivered,
        operation: None,
        trouble: None,
    }
}

fn sending(operation: OperationBrief) -> ChatLineRead {
    ChatLineRead {
        order: None,
        speaker: Speaker::Member,
        kind: MessageKind::Text,
        at: operation.made,
        text: operation.text,
        attachments: Vec::new(),
        pictures: operation.pictures,
        delivery: if operation.state == SendState::Stuck { Delivery::Failed } else { Delivery::Sending },
        operation: Some(operation.id.clone()),
        id: operation.id,
        trouble: operation.trouble,
    }
}

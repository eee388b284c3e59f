//! Live chats with the desk's team, as every desk's are seen here.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Attachment, ChatId, Cursor, Failure, MessageId, OperationKey, TopicId, UploadRef};

/// Whether a chat can be started now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Availability {
    /// It can.
    Open {
        /// How many wait before a new one.
        waiting: u32,
        /// How long a new one is likely to wait, where the desk can say.
        wait: Option<Duration>,
    },
    /// Not now.
    Closed {
        /// When the desk opens its chat again, by the desk's clock; none: it does not say.
        opens: Option<Timestamp>,
    },
    /// So many wait that nobody else is let in.
    Full,
}

/// What a desk says of its chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatDesk {
    /// Whether a chat can be started now.
    pub availability: Availability,
    /// What a chat can be about; empty: anything.
    pub topics: Vec<Topic>,
    /// The languages spoken (BCP 47); empty: any.
    pub languages: Vec<String>,
    /// The longest message, in characters (Unicode scalar values).
    pub text_chars: u32,
    /// The most files with one message.
    pub files_per_message: u32,
}

/// Something that a chat can be about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// The desk's name for it.
    pub id: TopicId,
    /// What it is called. Hostile text.
    pub name: String,
}

/// What a member says of themselves when a chat starts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatForm {
    /// The name that the team sees.
    pub name: String,
    /// Where the desk can write to.
    pub email: String,
    /// The member ID.
    pub member_id: Option<String>,
    /// What it is about, at desks with topics.
    pub topic: Option<TopicId>,
}

/// Where a chat stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ChatState {
    /// In the queue.
    Waiting {
        /// One: the next.
        place: u32,
        /// How long it is likely to wait, where the desk can say.
        wait: Option<Duration>,
    },
    /// A team member is there.
    Active {
        /// Their name. Hostile text.
        agent: String,
    },
    /// Over.
    Ended {
        /// When, by the desk's clock.
        at: Timestamp,
        /// By whom or what.
        by: EndedBy,
    },
}

/// By whom or what a chat was ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndedBy {
    /// The member.
    Member,
    /// The team member.
    Agent,
    /// Nobody wrote for too long.
    Idle,
    /// The desk did not hear from the member's app any more.
    LostContact,
    /// Nobody came in time.
    QueueTimeout,
    /// The desk closed its chat.
    Closed,
}

/// One chat of the member's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chat {
    /// The desk's name for it.
    pub id: ChatId,
    /// Where it stands.
    pub state: ChatState,
    /// What it is about, at desks with topics.
    pub topic: Option<TopicId>,
    /// The question's beginning in one line, at most 200 characters.
    pub question: String,
    /// When it began, by the desk's clock.
    pub opened: Timestamp,
    /// The last change a member can see, by the desk's clock.
    pub updated: Timestamp,
    /// Whether the team asks the member to submit an issue instead.
    pub suggests_issue: bool,
    /// Whether the team member is typing now.
    pub agent_typing: bool,
    /// The highest order of its messages; none: it has none.
    pub last_order: Option<u64>,
}

/// Who speaks in a chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "side", rename_all = "snake_case")]
pub enum Speaker {
    /// The member.
    Member,
    /// A team member.
    Agent {
        /// Their name. Hostile text.
        name: String,
    },
    /// The desk itself.
    Desk,
}

/// What a message tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// What somebody wrote.
    Text,
    /// A team member joined.
    Joined,
    /// The team member left, and the chat waits again.
    Left,
    /// Another team member took over.
    Transferred,
    /// The chat is over.
    Ended,
    /// The team asks the member to submit an issue instead.
    SuggestIssue,
}

/// One message of a chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The desk's name for it.
    pub id: MessageId,
    /// Its order within the chat: the desk's, from one on, without a meaning of its own.
    pub order: u64,
    /// Who.
    pub speaker: Speaker,
    /// What it tells.
    pub kind: MessageKind,
    /// When, by the desk's clock.
    pub at: Timestamp,
    /// Plain text with line breaks; empty where its kind says all. Hostile.
    pub text: String,
    /// What came with it.
    pub attachments: Vec<Attachment>,
    /// The key of the member's own operation that made it.
    pub key: Option<OperationKey>,
}

/// One bounded page of the member's chats that changed, in the order of the desk's sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatPage {
    /// Chats as they are now; each at most once a page.
    pub chats: Vec<Chat>,
    /// Where to go on. Stored in the transaction that stores the page.
    pub cursor: Cursor,
    /// Whether another page is ready.
    pub more: bool,
    /// The cursor sent was too old: this page begins from the start.
    pub restarted: bool,
}

/// A chat with some of its messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcript {
    /// The chat as it is now.
    pub chat: Chat,
    /// Messages in their order.
    pub messages: Vec<Message>,
    /// Whether more are ready after these.
    pub more: bool,
}

/// A chat's first message and who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Who asks.
    pub form: ChatForm,
    /// The language it is written in (BCP 47), where that is known.
    pub language: Option<String>,
    /// What is asked.
    pub text: String,
    /// Files uploaded before, in the member's order.
    pub uploads: Vec<UploadRef>,
}

/// The chat of one signed-in account at one desk. What the member writes is an operation ([`crate::Act::StartChat`],
/// [`crate::Act::Say`], [`crate::Act::EndChat`]) and goes through the connector, so that it arrives exactly once; this port
/// reads, and tells that somebody types.
#[async_trait]
pub trait ChatLine: Send + Sync {
    /// Whether and how the desk chats now.
    async fn desk(&self) -> Result<ChatDesk, Failure>;
    /// One bounded page of the member's chats that changed since the cursor; from the start without one.
    async fn chats(&self, since: Option<&Cursor>) -> Result<ChatPage, Failure>;
    /// A chat with its messages of an order above `after`, oldest first; one bounded page. Resumes after any break.
    async fn transcript(&self, chat: &ChatId, after: Option<u64>) -> Result<Transcript, Failure>;
    /// Tells the other side that the member is typing, or has stopped. Nothing is kept; it fades within seconds.
    async fn typing(&self, chat: &ChatId, typing: bool) -> Result<(), Failure>;
}

//! Chats, as they cross the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    facts::Topic,
    wire::{Attachment, IssueMember},
};

/// Whether and how the desk chats now, and what the form begins with.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChatDesk {
    pub(crate) availability: Availability,
    /// What a chat can be about; empty: anything.
    pub(crate) topics: Vec<Topic>,
    /// The languages that agents chat in; empty: any.
    pub(crate) languages: Vec<String>,
    /// Characters of one message.
    pub(crate) text_chars: u32,
    /// Files of one message.
    pub(crate) files_per_message: u32,
    /// The member's.
    pub(crate) name: String,
    pub(crate) email: Option<String>,
    pub(crate) member_id: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChatAvailability)]
pub(crate) struct Availability {
    pub(crate) state: AvailabilityState,
    /// With `closed`: when the chat opens by its hours; `null`: that is not known.
    #[schema(format = DateTime)]
    pub(crate) opens_at: Option<String>,
    /// How many wait.
    pub(crate) waiting: u32,
    /// How long who starts now is likely to wait; `null`: that is not known.
    pub(crate) wait_seconds: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ChatAvailabilityState)]
pub(crate) enum AvailabilityState {
    Open,
    Closed,
    Full,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ChatState)]
pub(crate) enum State {
    Waiting,
    Active,
    Ended,
}

/// By whom or what a chat was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ChatEndedBy)]
pub(crate) enum EndedBy {
    Member,
    Agent,
    /// Nobody said anything for too long.
    Idle,
    /// The member's app was not heard of any more.
    LostContact,
    /// Nobody took it in time.
    QueueTimeout,
    /// The desk closed its chat while it waited.
    Closed,
}

/// Who speaks in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ChatSide)]
pub(crate) enum Side {
    Member,
    Agent,
    Desk,
}

/// What a message tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ChatMessageKind)]
pub(crate) enum Kind {
    /// What somebody wrote.
    Text,
    /// Its author took the chat.
    Joined,
    /// Its author left, and the chat waits again.
    Left,
    /// Its author gave the chat to another agent, whose name is the text.
    Transferred,
    /// The chat is over.
    Ended,
    /// Its author asks the member to submit an issue instead.
    SuggestIssue,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChatAuthor)]
pub(crate) struct Author {
    pub(crate) name: String,
    pub(crate) side: Side,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Chat {
    pub(crate) id: String,
    pub(crate) topic: Option<String>,
    pub(crate) state: State,
    /// While it waits: 1 is next.
    pub(crate) place: Option<u32>,
    /// While it waits: how long it is likely to; `null`: that is not known.
    pub(crate) wait_seconds: Option<u32>,
    /// Who has, or had, it.
    pub(crate) agent: Option<String>,
    /// The question's beginning in one line, at most 200 characters.
    pub(crate) question: String,
    #[schema(format = DateTime)]
    pub(crate) opened: String,
    /// The last change; never twice the same.
    #[schema(format = DateTime)]
    pub(crate) updated: String,
    #[schema(format = DateTime)]
    pub(crate) ended: Option<String>,
    pub(crate) ended_by: Option<EndedBy>,
    /// Whether an agent asks the member to submit an issue instead.
    pub(crate) suggests_issue: bool,
    /// The last message with words.
    pub(crate) last_message: Option<LastMessage>,
    /// How many messages there are: the order of the last one.
    pub(crate) messages: u32,
    pub(crate) agent_typing: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LastMessage {
    pub(crate) order: u32,
    pub(crate) author: Author,
    #[schema(format = DateTime)]
    pub(crate) at: String,
    /// One line, at most 200 characters.
    pub(crate) text: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChatMessage)]
pub(crate) struct Message {
    pub(crate) id: String,
    /// From 1 on, without a gap within its chat.
    pub(crate) order: u32,
    pub(crate) author: Author,
    #[schema(format = DateTime)]
    pub(crate) at: String,
    pub(crate) kind: Kind,
    /// Empty where the kind says all.
    pub(crate) text: String,
    pub(crate) attachments: Vec<Attachment>,
    /// The `Idempotency-Key` that it was written with, for its author alone.
    pub(crate) key: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChatPage {
    /// Oldest change first, by the desk's sequence. A chat that waits is always among them, for its place changes
    /// without a change of its own.
    pub(crate) chats: Vec<Chat>,
    /// Where to go on.
    pub(crate) cursor: String,
    pub(crate) more: bool,
    pub(crate) restarted: bool,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChatTranscript)]
pub(crate) struct Transcript {
    pub(crate) chat: Chat,
    /// Those of a higher order than `after`, in their order.
    pub(crate) messages: Vec<Message>,
    pub(crate) more: bool,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewChat {
    pub(crate) name: String,
    pub(crate) email: String,
    #[serde(default)]
    pub(crate) member_id: Option<String>,
    /// One of the desk's topics.
    #[serde(default)]
    pub(crate) topic: Option<String>,
    /// What the question is written in (BCP 47), where that is known; also another one than those of the chat.
    #[serde(default)]
    pub(crate) language: Option<String>,
    pub(crate) question: String,
    #[serde(default)]
    pub(crate) uploads: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewChatMessage)]
pub(crate) struct NewMessage {
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) uploads: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndChat {}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChatTyping)]
pub(crate) struct TypingNow {
    pub(crate) typing: bool,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChatWritten)]
pub(crate) struct Written {
    pub(crate) chat: Chat,
    pub(crate) message: Message,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChatEnded)]
pub(crate) struct Ended {
    pub(crate) chat: Chat,
}

/// A chat as an agent sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgentChat {
    #[serde(flatten)]
    pub(crate) chat: Chat,
    pub(crate) member: IssueMember,
    /// What the member gave for this chat.
    pub(crate) form: Form,
    /// What the question is written in, where that is known.
    pub(crate) language: Option<String>,
    pub(crate) agent_user_name: Option<String>,
    pub(crate) member_typing: bool,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChatForm)]
pub(crate) struct Form {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) member_id: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgentChats {
    /// In the order of the queue.
    pub(crate) waiting: Vec<AgentChat>,
    /// Other agents'.
    pub(crate) active: Vec<AgentChat>,
    pub(crate) mine: Vec<AgentChat>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgentTranscript {
    pub(crate) chat: AgentChat,
    /// Those of a higher order than `after`, in their order.
    pub(crate) messages: Vec<Message>,
    pub(crate) more: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgentChatChanged {
    pub(crate) chat: AgentChat,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgentChatWritten {
    pub(crate) chat: AgentChat,
    pub(crate) message: Message,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Transfer {
    /// The user name of an agent on duty; `null`: back to the queue, as the next one.
    pub(crate) to: Option<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SuggestIssue {
    /// In which language (BCP 47); the question's unless given.
    #[serde(default)]
    pub(crate) language: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IssueSuggested {
    pub(crate) chat: AgentChat,
    pub(crate) message: Message,
    /// What the text is in: English where the desk has none in the language that was meant.
    pub(crate) language: String,
}

/// Who is on duty.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Duty {
    /// Whether the asking agent is.
    pub(crate) on_duty: bool,
    /// Chats that the asking agent takes at once; `null`: the desk's usual number.
    pub(crate) limit: Option<u32>,
    /// The desk's usual number.
    pub(crate) usual_limit: u32,
    /// Everybody who is on duty, or has a chat.
    pub(crate) agents: Vec<AgentOnDuty>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgentOnDuty {
    pub(crate) name: String,
    pub(crate) user_name: String,
    #[schema(format = DateTime)]
    pub(crate) since: Option<String>,
    pub(crate) on_duty: bool,
    pub(crate) limit: u32,
    /// Chats that they have now.
    pub(crate) chats: u32,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetDuty {
    pub(crate) on_duty: bool,
    /// Chats at once; `null`: the desk's usual number.
    #[serde(default)]
    pub(crate) limit: Option<u32>,
}

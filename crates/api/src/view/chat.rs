//! Chats: what goes to a window, what comes from it, and the words for both.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    shown::{AttachmentView, FreshnessView, LanguageView, TextPart},
    written::{DraftView, PictureView},
};
use crate::ErrorCode;

words! {
    /// Whether a chat can be started.
    enum ChatAvailability {
        /// It can.
        Open,
        /// Not now.
        Closed,
        /// So many wait that nobody else is let in.
        Full,
        /// The desk is being asked, or does not answer: `problem` says why.
        Unknown,
        /// This desk does not chat, or not with the member.
        None,
    }
    /// Where a chat stands.
    enum ChatStateWord {
        /// Its question is on its way to the desk.
        Starting,
        /// In the queue.
        Waiting,
        /// A team member is there.
        Active,
        /// Over.
        Ended,
    }
    /// By whom or what a chat was ended.
    enum ChatEnd {
        /// The member.
        Member,
        /// The team member.
        Agent,
        /// Nobody wrote for too long.
        Idle,
        /// The desk did not hear from this computer any more.
        LostContact,
        /// Nobody came in time.
        QueueTimeout,
        /// The desk closed its chat, or took none when this was to begin.
        Closed,
    }
    /// Who speaks.
    enum MessageSide {
        /// The member.
        Member,
        /// A team member.
        Agent,
        /// The desk itself.
        Desk,
    }
    /// What a message tells.
    enum MessageKind {
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
    /// Whether what the member said has arrived.
    enum Delivery {
        /// On its way; it goes on by itself.
        Sending,
        /// It stands in the desk's transcript.
        Delivered,
        /// It needs the member: `retry` or `take_back` its operation.
        Failed,
    }
}

views! {
    /// Whether and how a chat can be started.
    struct ChatDeskView {
        /// In a word.
        availability: ChatAvailability,
        /// When it opens again, where the desk says.
        opens_at: Option<String>,
        /// How many wait.
        waiting: u32,
        /// How long a new one is likely to wait, where the desk can say.
        wait_seconds: Option<u32>,
        /// What a chat can be about; empty: anything.
        topics: Vec<TopicView>,
        /// The languages spoken; empty: any.
        languages: Vec<LanguageView>,
        /// The member's name, for the form.
        name: String,
        /// The member's address, for the form.
        email: String,
        /// The member ID, for the form.
        member_id: Option<String>,
        /// The longest message.
        text_chars: u32,
        /// The most files with one message.
        files_per_message: u32,
        /// The chat that is not over, or the operation that starts one: there is one at a time.
        current: Option<String>,
        /// Why it is not known whether a chat can be started, or not known lately.
        problem: Option<ErrorCode>,
    }
    /// Something that a chat can be about.
    struct TopicView {
        /// The desk's name for it.
        id: String,
        /// What it is called.
        name: String,
    }
    /// Who asks in a chat.
    struct ChatFormView {
        /// The name that the team sees.
        name: String,
        /// Where the desk can write to.
        email: String,
        /// The member ID.
        member_id: Option<String>,
        /// What it is about: a topic's id.
        topic: Option<String>,
    }
    /// A chat in a list.
    struct ChatRowView {
        /// The desk's name for it, or the operation that starts it.
        id: String,
        /// Where it stands.
        state: ChatStateWord,
        /// The question's beginning, in one line.
        question: String,
        /// The team member who is there, or was last.
        agent: Option<String>,
        /// When it began.
        opened: String,
        /// When it ended.
        ended: Option<String>,
        /// By whom or what.
        ended_by: Option<ChatEnd>,
        /// Whether something in it is new to the member.
        unread: bool,
    }
    /// A chat with its messages.
    struct ChatView {
        /// The desk's name for it; while it starts, the operation's. Either name finds it later.
        id: String,
        /// Where it stands.
        state: ChatStateWord,
        /// While it waits: 1 is the next.
        place: Option<u32>,
        /// While it waits: how long it is likely to, where the desk can say.
        wait_seconds: Option<u32>,
        /// The team member who is there, or was last.
        agent: Option<String>,
        /// Whether the team member types.
        agent_typing: bool,
        /// The question's beginning, in one line.
        question: String,
        /// When it began.
        opened: String,
        /// When it ended.
        ended: Option<String>,
        /// By whom or what.
        ended_by: Option<ChatEnd>,
        /// Whether the team asks the member to submit an issue instead.
        suggests_issue: bool,
        /// The messages in the desk's order, then what is on its way there.
        messages: Vec<MessageView>,
        /// The line being written.
        draft: Option<DraftView>,
        /// The issue's draft that its question has become, for nobody came.
        kept_as: Option<String>,
        /// How much it can be trusted.
        freshness: FreshnessView,
    }
    /// A message of a chat.
    struct MessageView {
        /// The desk's name for it, or the operation's.
        id: String,
        /// Its order at the desk; none: it is not there yet.
        #[ts(type = "number | null")]
        order: Option<u64>,
        /// Who speaks.
        side: MessageSide,
        /// A team member's name.
        name: Option<String>,
        /// What it tells.
        kind: MessageKind,
        /// When.
        at: String,
        /// What, in parts; line breaks are in the text.
        parts: Vec<TextPart>,
        /// What came with it.
        attachments: Vec<AttachmentView>,
        /// What goes with it while it is on its way.
        pictures: Vec<PictureView>,
        /// Whether it has arrived.
        delivery: Delivery,
        /// The operation that it is on its way with.
        operation: Option<String>,
        /// Why it waits or failed.
        problem: Option<ErrorCode>,
    }
}

arguments! {
    /// A chat.
    struct ChatArgs {
        /// Which account.
        account: String,
        /// Which chat: as its desk calls it, or the operation that starts it.
        chat: String,
    }
    /// A question as it is now.
    struct SaveQuestionArgs {
        /// Which draft.
        draft: String,
        /// The text.
        text: String,
        /// The language it is written in.
        language: String,
        /// Who asks.
        form: ChatFormArgs,
    }
    /// Who asks in a chat, as it is now.
    struct ChatFormArgs {
        /// The name that the team sees.
        name: String,
        /// Where the desk can write to.
        email: String,
        /// The member ID.
        member_id: Option<String>,
        /// What it is about: a topic's id.
        topic: Option<String>,
    }
    /// That the member types, or has stopped.
    struct TypingArgs {
        /// Which account.
        account: String,
        /// In which chat.
        chat: String,
        /// Whether they type.
        typing: bool,
    }
    /// What is to become an issue: a draft, or what the member asked in a chat.
    struct ToIssueArgs {
        /// Which account.
        account: String,
        /// A question or a line that was not sent.
        draft: Option<String>,
        /// A chat.
        chat: Option<String>,
    }
}

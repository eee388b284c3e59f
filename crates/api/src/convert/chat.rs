//! Chats, from core's plain data to views.

use std::time::Duration;

use svara_core::{ChatBrief, ChatDeskRead, ChatLineRead, ChatPhase, ChatRead, languages, links};
use svara_model::{AccountId, Availability, ChatForm, EndedBy, Speaker, TopicId};

use super::{attachment_view, draft_view, freshness_view, picture_view, text_part, time};
use crate::{
    ErrorCode,
    view::{
        ChatAvailability, ChatDeskView, ChatEnd, ChatFormArgs, ChatFormView, ChatRowView, ChatStateWord,
        ChatView, Delivery, LanguageView, MessageKind, MessageSide, MessageView, TopicView,
    },
};

pub(crate) fn chat_desk_view(read: ChatDeskRead) -> ChatDeskView {
    let limits = read.limits;
    let (availability, opens_at, waiting, wait) = match read.desk.as_ref().map(|desk| desk.availability) {
        _ if !read.offered => (ChatAvailability::None, None, 0, None),
        None => (ChatAvailability::Unknown, None, 0, None),
        Some(Availability::Open { waiting, wait }) => (ChatAvailability::Open, None, waiting, wait),
        Some(Availability::Closed { opens }) => (ChatAvailability::Closed, opens, 0, None),
        Some(Availability::Full) => (ChatAvailability::Full, None, 0, None),
    };
    let own_name = |tag: &String| LanguageView {
        name: languages::own_name(tag).unwrap_or(tag).to_owned(),
        tag: tag.clone(),
    };
    let desk = read.desk.as_ref();
    let member = read.member;
    ChatDeskView {
        availability,
        opens_at: opens_at.map(time),
        waiting,
        wait_seconds: wait.map(seconds),
        topics: desk.map_or_else(Vec::new, |desk| {
            let topics = desk.topics.iter().cloned();
            topics.map(|topic| TopicView { id: topic.id.to_string(), name: topic.name }).collect()
        }),
        languages: desk.map_or_else(Vec::new, |desk| desk.languages.iter().map(own_name).collect()),
        name: member.as_ref().map(|member| member.name.clone()).unwrap_or_default(),
        email: member.as_ref().and_then(|member| member.email.clone()).unwrap_or_default(),
        member_id: member.and_then(|member| member.member_id),
        text_chars: desk
            .map(|desk| desk.text_chars)
            .or(limits.map(|limits| limits.text_chars))
            .unwrap_or(u32::MAX),
        files_per_message: desk
            .map(|desk| desk.files_per_message)
            .or(limits.map(|limits| limits.files_per_entry))
            .unwrap_or_default(),
        current: read.current.map(|chat| chat.to_string()),
        problem: read.trouble.map(ErrorCode::from),
    }
}

pub(crate) fn chat_row_view(brief: ChatBrief) -> ChatRowView {
    let (ended, ended_by) = ended(&brief.phase);
    ChatRowView {
        id: brief.id.to_string(),
        state: state(&brief.phase),
        question: brief.question,
        agent: brief.agent,
        opened: time(brief.opened),
        ended,
        ended_by,
        unread: brief.unseen > 0,
    }
}

pub(crate) fn chat_view(account: &AccountId, read: ChatRead) -> ChatView {
    let brief = read.brief;
    let (ended, ended_by) = ended(&brief.phase);
    let (place, wait_seconds) = match brief.phase {
        ChatPhase::Waiting { place, wait } => (Some(place), wait.map(seconds)),
        ChatPhase::Starting | ChatPhase::Active | ChatPhase::Ended(_) => (None, None),
    };
    ChatView {
        id: brief.id.to_string(),
        state: state(&brief.phase),
        place,
        wait_seconds,
        agent: brief.agent,
        agent_typing: read.agent_typing,
        question: brief.question,
        opened: time(brief.opened),
        ended,
        ended_by,
        suggests_issue: read.suggests_issue,
        messages: read.lines.into_iter().map(|line| message_view(account, line)).collect(),
        draft: read.draft.map(draft_view),
        kept_as: read.kept_as,
        freshness: freshness_view(read.health),
    }
}

fn state(phase: &ChatPhase) -> ChatStateWord {
    match phase {
        ChatPhase::Starting => ChatStateWord::Starting,
        ChatPhase::Waiting { .. } => ChatStateWord::Waiting,
        ChatPhase::Active => ChatStateWord::Active,
        ChatPhase::Ended(_) => ChatStateWord::Ended,
    }
}

fn ended(phase: &ChatPhase) -> (Option<String>, Option<ChatEnd>) {
    match phase {
        ChatPhase::Ended(Some((at, by))) => (Some(time(*at)), Some((*by).into())),
        ChatPhase::Ended(None) => (None, Some(ChatEnd::Closed)),
        ChatPhase::Starting | ChatPhase::Waiting { .. } | ChatPhase::Active => (None, None),
    }
}

fn message_view(account: &AccountId, line: ChatLineRead) -> MessageView {
    let (side, name) = match line.speaker {
        Speaker::Member => (MessageSide::Member, None),
        Speaker::Agent { name } => (MessageSide::Agent, Some(name)),
        Speaker::Desk => (MessageSide::Desk, None),
    };
    MessageView {
        id: line.id,
        order: line.order,
        side,
        name,
        kind: line.kind.into(),
        at: time(line.at),
        parts: links::split(&line.text).into_iter().map(text_part).collect(),
        attachments: line.attachments.iter().map(|file| attachment_view(account, file)).collect(),
        pictures: line.pictures.into_iter().map(picture_view).collect(),
        delivery: line.delivery.into(),
        operation: line.operation,
        problem: line.trouble.map(ErrorCode::from),
    }
}

pub(super) fn form_view(form: ChatForm) -> ChatFormView {
    let ChatForm { name, email, member_id, topic } = form;
    ChatFormView { name, email, member_id, topic: topic.map(|topic| topic.to_string()) }
}

/// Empty optional fields are none.
pub(crate) fn form_of(args: ChatFormArgs) -> ChatForm {
    let ChatFormArgs { name, email, member_id, topic } = args;
    let given = |field: Option<String>| field.filter(|text| !text.trim().is_empty());
    ChatForm { name, email, member_id: given(member_id), topic: given(topic).map(TopicId::new) }
}

fn seconds(length: Duration) -> u32 {
    u32::try_from(length.as_secs()).unwrap_or(u32::MAX)
}

same! {
    EndedBy => ChatEnd { Member, Agent, Idle, LostContact, QueueTimeout, Closed }
    svara_model::MessageKind => MessageKind { Text, Joined, Left, Transferred, Ended, SuggestIssue }
    svara_core::Delivery => Delivery { Sending, Delivered, Failed }
}

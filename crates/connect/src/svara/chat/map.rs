//! From the wire to the model: a chat's state and what belongs to it always fit together.

use std::time::Duration;

use svara_model::{
    Applied, Availability, Chat, ChatDesk, ChatId, ChatPage, ChatState, Cursor, EndedBy, Failure, Message,
    MessageId, MessageKind, OperationKey, Question, Speaker, Topic, TopicId, Transcript, UploadRef,
};

use super::{
    super::map::{attachment, brief, id},
    wire,
};
use crate::answer::garbled;

pub(super) fn desk(from: wire::ChatDesk) -> ChatDesk {
    let wire::Availability { state, opens_at, waiting, wait_seconds } = from.availability;
    let availability = match state {
        wire::AvailabilityState::Open => Availability::Open { waiting, wait: seconds(wait_seconds) },
        wire::AvailabilityState::Closed => Availability::Closed { opens: opens_at },
        wire::AvailabilityState::Full => Availability::Full,
    };
    // A topic without an id cannot be chosen.
    let topics = from.topics.into_iter().filter(|topic| !topic.id.is_empty());
    ChatDesk {
        availability,
        topics: topics.map(|topic| Topic { id: TopicId::new(topic.id), name: topic.name }).collect(),
        languages: from.languages,
        text_chars: from.text_chars,
        files_per_message: from.files_per_message,
    }
}

/// `since` is the cursor that the page was asked with.
pub(super) fn chat_page(from: wire::ChatPage, since: Option<&Cursor>) -> Result<ChatPage, Failure> {
    let what = "chats";
    let cursor = Cursor::new(id(from.cursor, what)?);
    // A desk that always has more after the same place would keep a pull going for ever.
    if from.more && since == Some(&cursor) {
        return Err(garbled(what, "more without moving on"));
    }
    let chats = from.chats.into_iter().map(chat).collect::<Result<_, _>>()?;
    Ok(ChatPage { chats, cursor, more: from.more, restarted: from.restarted })
}

/// `after` is the order that the transcript was asked with: what it has lies after it, in its order.
pub(super) fn transcript(from: wire::Transcript, after: u64) -> Result<Transcript, Failure> {
    let messages = from.messages.into_iter().map(message).collect::<Result<Vec<_>, _>>()?;
    let mut last = after;
    for message in &messages {
        if message.order <= last {
            return Err(garbled("chat", "messages out of order"));
        }
        last = message.order;
    }
    if from.more && messages.is_empty() {
        return Err(garbled("chat", "more without moving on"));
    }
    Ok(Transcript { chat: chat(from.chat)?, messages, more: from.more })
}

fn chat(from: wire::Chat) -> Result<Chat, Failure> {
    let what = "chat";
    let state = match from.state {
        wire::State::Waiting => {
            let place = from.place.ok_or_else(|| garbled(what, "waiting without a place"))?;
            ChatState::Waiting { place, wait: seconds(from.wait_seconds) }
        }
        wire::State::Active => {
            let agent = from.agent.ok_or_else(|| garbled(what, "active without an agent"))?;
            ChatState::Active { agent }
        }
        wire::State::Ended => match (from.ended, from.ended_by) {
            (Some(at), Some(by)) => ChatState::Ended { at, by: ended_by(by) },
            _ => return Err(garbled(what, "ended without when and by whom")),
        },
    };
    Ok(Chat {
        id: ChatId::new(id(from.id, what)?),
        state,
        topic: from.topic.filter(|topic| !topic.is_empty()).map(TopicId::new),
        question: brief(&from.question),
        opened: from.opened,
        updated: from.updated,
        suggests_issue: from.suggests_issue,
        agent_typing: from.agent_typing,
        last_order: Some(from.messages).filter(|count| *count > 0),
    })
}

fn message(from: wire::Message) -> Result<Message, Failure> {
    let what = "message";
    let speaker = match from.author.side {
        wire::Side::Member => Speaker::Member,
        wire::Side::Agent => Speaker::Agent { name: from.author.name },
        wire::Side::Desk => Speaker::Desk,
    };
    let kind = match from.kind {
        wire::Kind::Text => MessageKind::Text,
        wire::Kind::Joined => MessageKind::Joined,
        wire::Kind::Left => MessageKind::Left,
        wire::Kind::Transferred => MessageKind::Transferred,
        wire::Kind::Ended => MessageKind::Ended,
        wire::Kind::SuggestIssue => MessageKind::SuggestIssue,
    };
    Ok(Message {
        id: MessageId::new(id(from.id, what)?),
        order: from.order,
        speaker,
        kind,
        at: from.at,
        text: from.text,
        attachments: from.attachments.into_iter().map(attachment).collect::<Result<_, _>>()?,
        key: from.key.map(OperationKey::new),
    })
}

fn ended_by(by: wire::EndedBy) -> EndedBy {
    match by {
        wire::EndedBy::Member => EndedBy::Member,
        wire::EndedBy::Agent => EndedBy::Agent,
        wire::EndedBy::Idle => EndedBy::Idle,
        wire::EndedBy::LostContact => EndedBy::LostContact,
        wire::EndedBy::QueueTimeout => EndedBy::QueueTimeout,
        wire::EndedBy::Closed => EndedBy::Closed,
    }
}

fn seconds(seconds: Option<u32>) -> Option<Duration> {
    seconds.map(|seconds| Duration::from_secs(seconds.into()))
}

pub(in super::super) fn new_chat(question: &Question) -> wire::NewChat<'_> {
    wire::NewChat {
        name: &question.form.name,
        email: &question.form.email,
        member_id: question.form.member_id.as_deref(),
        topic: question.form.topic.as_ref().map(TopicId::as_str),
        language: question.language.as_deref(),
        question: &question.text,
        uploads: question.uploads.iter().map(UploadRef::as_str).collect(),
    }
}

pub(in super::super) fn applied(from: wire::Written) -> Result<Applied, Failure> {
    let what = "write";
    let message = from.message.map(|message| id(message.id, what).map(MessageId::new)).transpose()?;
    Ok(Applied::Chat { chat: ChatId::new(id(from.chat.id, what)?), message })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use svara_model::FailureKind;

    use super::*;

    fn example(changes: &Value) -> Result<Chat, Failure> {
        let mut value = json!({
            "id": "c7", "topic": null, "state": "waiting", "place": 2, "wait_seconds": 90, "agent": null,
            "question": "My order\nfails", "opened": "2026-11-22T12:00:00.000Z",
            "updated": "2026-11-22T12:00:00.000Z", "ended": null, "ended_by": null, "suggests_issue": false,
            "last_message": null, "messages": 1, "agent_typing": false, "something": "newer",
        });
        for (name, change) in changes.as_object().unwrap() {
            value[name] = change.clone();
        }
        chat(serde_json::from_value(value).unwrap())
    }

    #[test]
    fn a_state_and_what_belongs_to_it_fit_together() {
        let waiting = example(&json!({})).unwrap();
        assert_eq!(waiting.state, ChatState::Waiting { place: 2, wait: Some(Duration::from_secs(90)) });
        assert_eq!((waiting.question.as_str(), waiting.last_order), ("My order fails", Some(1)));
        let active = example(&json!({"state": "active", "agent": "Maja"})).unwrap();
        assert_eq!(active.state, ChatState::Active { agent: "Maja".to_owned() });
        let ended = json!({"state": "ended", "ended": "2026-11-22T13:00:00Z", "ended_by": "queue_timeout"});
        assert!(matches!(example(&ended).unwrap().state, ChatState::Ended { by: EndedBy::QueueTimeout, .. }));
        for wrong in [
            json!({"place": null}),
            json!({"state": "active"}),
            json!({"state": "ended", "ended_by": "idle"}),
            json!({"id": ""}),
        ] {
            assert_eq!(example(&wrong).unwrap_err().kind, FailureKind::Garbled, "{wrong}");
        }
    }

    #[test]
    fn messages_lie_after_what_was_asked_for_in_their_order() {
        let message = |order: u64| {
            json!({"id": format!("m{order}"), "order": order, "author": {"name": "Maja", "side": "agent"},
                "at": "2026-11-22T12:00:00Z", "kind": "text", "text": "x", "attachments": [], "key": null})
        };
        let chat = json!({
            "id": "c7", "topic": null, "state": "active", "place": null, "wait_seconds": null, "agent": "Maja",
            "question": "?", "opened": "2026-11-22T12:00:00Z", "updated": "2026-11-22T12:00:00Z", "ended": null,
            "ended_by": null, "suggests_issue": false, "messages": 9, "agent_typing": true,
        });
        let read = |orders: &[u64], more: bool| {
            let messages: Vec<_> = orders.iter().map(|order| message(*order)).collect();
            let from = json!({"chat": chat, "messages": messages, "more": more});
            transcript(serde_json::from_value(from).unwrap(), 3)
        };
        assert_eq!(read(&[4, 7], true).unwrap().messages.len(), 2);
        assert!(read(&[], false).is_ok());
        for (orders, more) in [(&[3][..], false), (&[5, 4], false), (&[4, 4], false), (&[], true)] {
            assert_eq!(read(orders, more).unwrap_err().kind, FailureKind::Garbled, "{orders:?}");
        }
    }
}

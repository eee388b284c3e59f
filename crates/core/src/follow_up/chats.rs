//! Telling of chats: one notice a chat, which each of its messages replaces at once. It goes when the member looks at the
//! chat, or ends it. What was told is kept by the order of the chat's messages, so that nothing is told twice.

use std::sync::Arc;

use svara_model::{
    AccountId, ActKind, ChatState, EndedBy, Message, MessageKind, Notice, NoticeButton, NoticeKind,
    NoticeSound, ShownId, Speaker,
};

use super::{
    loud::{loud, stamp},
    pace::Pace,
    showing::{self, Ended},
    withdrawing,
};
use crate::{
    accounts::Live,
    changes::Stale,
    house::House,
    planted::{self, Bug},
    store::{About, ChatMark, ChatRow, OperationKind, Shown, StoreProblem, Told, Words},
    texts::{Texts, plain_line},
};

/// So many of the newest chats are looked at.
const MANY: u32 = 50;
/// The longest line in a notice, in characters.
const LINE: usize = 200;
/// The longest name in it.
const NAME: usize = 60;

/// What to do about a chat.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    /// Nothing.
    Rest,
    /// Keep how far it needs no telling.
    Mark(ChatMark),
    /// Tell this message.
    Tell(Box<Message>),
    /// Take its notice away.
    Withdraw,
}

/// Does what is due for an account's chats, each decided anew.
pub(super) async fn pass(house: &Arc<House>, live: &Live, pace: &mut Pace) -> Result<(), StoreProblem> {
    let account = &live.account.id;
    let rows = house.cache.chats(account, MANY).await?;
    if rows.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = rows.iter().map(|row| row.chat.id.clone()).collect();
    let mut marks = house.keep.chat_marks(account, ids).await?;
    for told in pace.unkept.iter().filter(|told| told.shown.account == account.as_str()) {
        let at = rows.iter().position(|row| Some(&row.chat.id) == told.shown.chat.as_ref());
        if let (Some(mark), Some(order)) = (at.and_then(|at| marks.get_mut(at)), told.order) {
            let before = mark.unwrap_or_default();
            *mark = Some(ChatMark { told: before.told.max(order), ..before });
        }
    }
    let standing = house.keep.standing(account, About::Chats).await?;
    for (row, mark) in rows.iter().zip(marks) {
        let shown = standing.values().find(|shown| shown.chat.as_ref() == Some(&row.chat.id));
        let Some(mark) = mark else {
            // Begun elsewhere: what is known now counts as told. What this app starts has its mark when that is confirmed.
            if row.is_read() && !is_started_here(house, account, row).await? {
                // Its start may have been confirmed since the marks were read, with a mark of its own.
                house
                    .keep
                    .mark_new_chat(account, &row.chat.id, row.chat.last_order.unwrap_or_default())
                    .await?;
            }
            continue;
        };
        let new = if row.chat.last_order.unwrap_or_default() > mark.told {
            house.cache.messages(account, &row.chat.id, mark.told).await?
        } else {
            Vec::new()
        };
        let looking = house.is_looking_at_chat(account, &row.chat.id);
        match plan(row, mark, &new, looking, shown.is_some()) {
            Step::Rest => {}
            Step::Mark(to) => {
                if house.keep.mark_chat(account, &row.chat.id, to).await? {
                    house.changes.stale(Stale::Chats);
                    house.changes.stale(Stale::Accounts);
                }
            }
            Step::Withdraw => {
                let tags: Vec<_> = shown.iter().map(|shown| shown.tag.clone()).collect();
                withdrawing::withdraw(house, pace, &tags, &standing).await?;
            }
            // What nobody wants to hear is not told late when they want to again.
            Step::Tell(message) if !loud(house, house.clock.now()).tells(NoticeKind::Chat) => {
                let told = ChatMark { told: message.order, seen: 0 };
                house.keep.mark_chat(account, &row.chat.id, told).await?;
            }
            Step::Tell(message) if pace.may_show() => {
                match show(house, account, row.clone(), *message).await? {
                    Ended::Shown => pace.show.went_well(),
                    Ended::Unkept(told) => {
                        pace.show.went_well();
                        pace.unkept.push(*told);
                    }
                    Ended::Overtaken => {}
                    Ended::NotShown { unsure } => pace.show.failed(house, unsure),
                }
            }
            Step::Tell(_) => {}
        }
    }
    Ok(())
}

/// Whether the operation that starts a chat is still in this outbox.
async fn is_started_here(house: &House, account: &AccountId, row: &ChatRow) -> Result<bool, StoreProblem> {
    let first = house.cache.messages(account, &row.chat.id, 0).await?.into_iter().next();
    let Some(key) = first.and_then(|first| first.key) else { return Ok(false) };
    let operations = house.keep.operations(account).await?;
    Ok(operations.iter().any(|row| row.kind == OperationKind::StartChat && row.key == key))
}

/// Decides what to do about one chat; `new` are its messages that were not told.
fn plan(row: &ChatRow, mark: ChatMark, new: &[Message], looking: bool, stands: bool) -> Step {
    let last = new.last().map_or(mark.told, |message| message.order);
    if looking && !planted::is(Bug::TellsLookedAt) {
        let to = ChatMark { told: last.max(mark.told), seen: last.max(row.read_to) };
        return match to.told > mark.told || to.seen > mark.seen {
            true => Step::Mark(to),
            false if stands => Step::Withdraw,
            false => Step::Rest,
        };
    }
    // Before its last messages are here, nothing is told of an end.
    let may_tell = row.is_read() || planted::is(Bug::EndBeforeMessages);
    if let Some(message) = new.iter().rev().find(|message| tells(row, message))
        && may_tell
    {
        // The notice speaks for everything up to the last.
        return Step::Tell(Box::new(Message { order: last, ..message.clone() }));
    }
    if last > mark.told && may_tell {
        return Step::Mark(ChatMark { told: last, seen: 0 });
    }
    let ended_here = matches!(row.chat.state, ChatState::Ended { by: EndedBy::Member, .. });
    if stands && (ended_here || mark.seen >= mark.told) { Step::Withdraw } else { Step::Rest }
}

/// Whether a message is worth a notice: what the other side does, and an end that the member did not want.
fn tells(row: &ChatRow, message: &Message) -> bool {
    match message.kind {
        MessageKind::Text | MessageKind::SuggestIssue => message.speaker != Speaker::Member,
        MessageKind::Joined | MessageKind::Transferred => true,
        MessageKind::Left => false,
        MessageKind::Ended => !matches!(row.chat.state, ChatState::Ended { by: EndedBy::Member, .. }),
    }
}

/// Shows it, to its end whatever becomes of who asked for it.
async fn show(
    house: &Arc<House>,
    account: &AccountId,
    row: ChatRow,
    message: Message,
) -> Result<Ended, StoreProblem> {
    let (its, account) = (house.clone(), account.clone());
    showing::to_its_end(house, async move { show_now(&its, &account, &row, &message).await }).await
}

async fn show_now(
    house: &House,
    account: &AccountId,
    row: &ChatRow,
    message: &Message,
) -> Result<Ended, StoreProblem> {
    let chat = &row.chat.id;
    let tag = format!("chat/{account}/{chat}");
    let shown = Shown {
        tag: tag.clone(),
        account: account.to_string(),
        round: None,
        issue: None,
        chat: Some(chat.clone()),
        shown: ShownId::of_tag(&tag),
        says: message.order.to_string(),
        rounds: Vec::new(),
    };
    let begun = house.keep.begin_showing(shown.clone(), house.clock.now()).await?;
    // Between the decision and now the member may have come to look.
    if house.is_looking_at_chat(account, chat) && !planted::is(Bug::TellsLookedAt) {
        house.keep.not_shown(&tag).await?;
        return Ok(Ended::Overtaken);
    }
    let wishes = loud(house, house.clock.now()).notices;
    let texts = house.texts();
    let mut notice = notice(&texts, &tag, row, message, wishes.hidden);
    notice.sound = wishes.sound;
    let named = match showing::call(house, &notice, &begun).await? {
        Ok(named) => named,
        Err(ended) => return Ok(ended),
    };
    let order = (!planted::is(Bug::ChatToldTwice)).then_some(message.order);
    let shown = Shown { shown: named, ..shown };
    let words = Some(words_of(&texts, &tag, row, message));
    let told = Told { shown, marks: Vec::new(), order, summary: false, at: stamp(house), words };
    tracing::info!(account = %account, "told of a chat");
    Ok(showing::keep_told(house, told).await)
}

/// What a message says in the history.
fn words_of(texts: &Texts, tag: &str, row: &ChatRow, message: &Message) -> Words {
    let Notice { kind, title, body, .. } = notice(texts, tag, row, message, false);
    Words { kind, title, body }
}

/// What a message says outside the window; hidden: neither whose nor what.
fn notice(texts: &Texts, tag: &str, row: &ChatRow, message: &Message, hidden: bool) -> Notice {
    let name = match (&message.speaker, &row.chat.state) {
        (Speaker::Agent { name }, _) | (_, ChatState::Active { agent: name }) => Some(plain_line(name, NAME)),
        _ => None,
    };
    let name = name.as_deref().filter(|_| !hidden);
    let line = plain_line(&message.text, LINE);
    let body = match message.kind {
        MessageKind::Ended => match row.chat.state {
            ChatState::Ended { by: EndedBy::Idle, .. } => texts.notice_chat_idle(),
            ChatState::Ended { by: EndedBy::QueueTimeout | EndedBy::Closed, .. } => {
                texts.notice_chat_nobody()
            }
            _ => texts.notice_chat_ended(),
        },
        MessageKind::Joined | MessageKind::Transferred => {
            name.map_or_else(|| texts.notice_chat_here(), |name| texts.notice_chat_joined(name))
        }
        MessageKind::SuggestIssue => texts.notice_chat_suggests(),
        MessageKind::Text | MessageKind::Left if hidden => texts.notice_chat_hidden(),
        MessageKind::Text | MessageKind::Left if line.is_empty() => texts.notice_chat_file(),
        MessageKind::Text | MessageKind::Left => line,
    };
    let title = name.map_or_else(|| texts.notice_chat(), |name| texts.notice_chat_with(name));
    let button = match message.kind {
        MessageKind::Ended => NoticeButton { act: ActKind::Open, label: texts.button_open() },
        _ => NoticeButton { act: ActKind::Answer, label: texts.button_answer() },
    };
    let (kind, buttons) = (NoticeKind::Chat, vec![button]);
    let sound = NoticeSound::System;
    Notice { tag: tag.to_owned(), title, body, buttons, urgent: true, stays: true, kind, sound }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use svara_model::{Chat, ChatId, MessageId};

    use super::*;

    fn row(state: ChatState, last: u64, read_to: u64) -> ChatRow {
        let chat = Chat {
            id: ChatId::new("c"),
            state,
            topic: None,
            question: String::new(),
            opened: Timestamp::UNIX_EPOCH,
            updated: Timestamp::UNIX_EPOCH,
            suggests_issue: false,
            agent_typing: false,
            last_order: Some(last),
        };
        ChatRow { chat, read_to }
    }

    fn message(order: u64, speaker: Speaker, kind: MessageKind) -> Message {
        Message {
            id: MessageId::new(order.to_string()),
            order,
            speaker,
            kind,
            at: Timestamp::UNIX_EPOCH,
            text: "Hello".into(),
            attachments: Vec::new(),
            key: None,
        }
    }

    fn maja() -> Speaker {
        Speaker::Agent { name: "Maja".into() }
    }

    fn active() -> ChatState {
        ChatState::Active { agent: "Maja".into() }
    }

    const fn mark(told: u64, seen: u64) -> ChatMark {
        ChatMark { told, seen }
    }

    /// The order that is told up to; none: nothing is told.
    fn told(step: &Step) -> Option<u64> {
        match step {
            Step::Tell(message) => Some(message.order),
            Step::Rest | Step::Mark(_) | Step::Withdraw => None,
        }
    }

    #[test]
    fn what_the_other_side_does_is_told_and_what_the_member_does_is_not() {
        let row = row(active(), 4, 4);
        let check = |speaker, kind, want| {
            let new = [message(3, Speaker::Member, MessageKind::Text), message(4, speaker, kind)];
            assert_eq!(told(&plan(&row, mark(2, 0), &new, false, false)), want, "{kind:?}");
        };
        check(maja(), MessageKind::Text, Some(4));
        check(maja(), MessageKind::Joined, Some(4));
        check(maja(), MessageKind::SuggestIssue, Some(4));
        check(Speaker::Desk, MessageKind::Text, Some(4));
        check(maja(), MessageKind::Left, None);
        check(Speaker::Member, MessageKind::Text, None);
        let answered =
            [message(3, maja(), MessageKind::Text), message(4, Speaker::Member, MessageKind::Text)];
        assert_eq!(told(&plan(&row, mark(2, 0), &answered, false, false)), Some(4), "up to the last");
        let own = [message(4, Speaker::Member, MessageKind::Text)];
        assert_eq!(plan(&row, mark(3, 0), &own, false, false), Step::Mark(mark(4, 0)));
        assert_eq!(plan(&row, mark(4, 0), &[], false, false), Step::Rest);
    }

    #[test]
    fn who_looks_is_told_nothing_and_what_stands_goes() {
        let row = row(active(), 4, 4);
        let new = [message(4, maja(), MessageKind::Text)];
        assert_eq!(plan(&row, mark(3, 3), &new, true, true), Step::Mark(mark(4, 4)));
        assert_eq!(plan(&row, mark(4, 4), &[], true, true), Step::Withdraw);
        assert_eq!(plan(&row, mark(4, 4), &[], true, false), Step::Rest);
        assert_eq!(plan(&row, mark(4, 4), &[], false, true), Step::Withdraw, "seen, and looked away again");
        assert_eq!(plan(&row, mark(4, 3), &[], false, true), Step::Rest);
    }

    #[test]
    fn an_end_is_told_when_the_member_did_not_want_it_and_all_is_read() {
        let ended = |by| ChatState::Ended { at: Timestamp::UNIX_EPOCH, by };
        let new = [message(5, Speaker::Desk, MessageKind::Ended)];
        let check = |by, want| {
            assert_eq!(told(&plan(&row(ended(by), 5, 5), mark(4, 0), &new, false, true)), want, "{by:?}");
            assert_eq!(plan(&row(ended(by), 6, 5), mark(4, 0), &new, false, true), Step::Rest);
        };
        check(EndedBy::Agent, Some(5));
        check(EndedBy::QueueTimeout, Some(5));
        assert_eq!(told(&plan(&row(ended(EndedBy::Member), 5, 5), mark(4, 0), &new, false, true)), None);
        assert_eq!(plan(&row(ended(EndedBy::Member), 5, 5), mark(5, 0), &[], false, true), Step::Withdraw);
    }
}

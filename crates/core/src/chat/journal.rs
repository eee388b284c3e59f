//! Queue insurance: what becomes of a question that waits. It lies in the journal while it may still be answered; when
//! nobody came, it stands under the drafts as an issue that can be sent; when somebody did, or the member did not want to
//! wait, it is the chat's alone.

use svara_model::{ChatState, EndedBy, Message, MessageKind, Speaker};

use crate::{
    accounts::Live,
    house::House,
    planted::{self, Bug},
    store::{ChatRow, Journaled, StoreProblem},
};

/// What becomes of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It lies where it is.
    Stay,
    /// It is the chat's alone.
    Leave,
    /// It becomes an issue's draft.
    IntoIssue,
    /// It goes back from the drafts into the journal.
    Back,
}

/// Does with every question what is known by now; answers whether anything changed.
pub(super) async fn settle(house: &House, live: &Live) -> Result<bool, StoreProblem> {
    let account = &live.account.id;
    let mut changed = false;
    for mut question in house.keep.journal(account).await? {
        let Some(row) = house.cache.chat(account, &question.chat).await? else { continue };
        let came = row.is_over() && somebody_came(&house.cache.messages(account, &question.chat, 0).await?);
        let mut fate = fate(&question, &row, came);
        if fate == Fate::Back {
            house.keep.back_into_journal(&question.draft).await?;
            question.put_away = true;
            changed = true;
            fate = self::fate(&question, &row, came);
        }
        changed |= fate != Fate::Stay;
        match fate {
            Fate::Stay | Fate::Back => {}
            Fate::Leave => house.keep.leave_journal(account, &question.chat).await?,
            Fate::IntoIssue => {
                tracing::info!("nobody came to a chat: its question is kept as an issue");
                house.keep.journal_into_issue(&question.draft).await?;
            }
        }
    }
    Ok(changed)
}

fn fate(question: &Journaled, row: &ChatRow, came: bool) -> Fate {
    // Before its last messages are here, nobody knows whether somebody came.
    if !row.is_read() && !planted::is(Bug::EndBeforeMessages) {
        return Fate::Stay;
    }
    match (&row.chat.state, question.put_away) {
        (ChatState::Waiting { .. } | ChatState::Active { .. }, false) => Fate::Back,
        (ChatState::Waiting { .. }, true) | (ChatState::Ended { .. }, false) => Fate::Stay,
        (ChatState::Active { .. }, true) => Fate::Leave,
        (ChatState::Ended { by, .. }, true) if came || *by == EndedBy::Member => Fate::Leave,
        (ChatState::Ended { .. }, true) => Fate::IntoIssue,
    }
}

/// Whether a team member ever was in the chat.
pub(super) fn somebody_came(messages: &[Message]) -> bool {
    messages.iter().any(|message| {
        matches!(message.kind, MessageKind::Joined | MessageKind::Transferred)
            || (message.kind == MessageKind::Text && matches!(message.speaker, Speaker::Agent { .. }))
    })
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use svara_model::{Chat, ChatId};

    use super::*;

    fn row(state: ChatState, read: bool) -> ChatRow {
        let chat = Chat {
            id: ChatId::new("c"),
            state,
            topic: None,
            question: String::new(),
            opened: Timestamp::UNIX_EPOCH,
            updated: Timestamp::UNIX_EPOCH,
            suggests_issue: false,
            agent_typing: false,
            last_order: Some(3),
        };
        ChatRow { chat, read_to: if read { 3 } else { 2 } }
    }

    fn check(state: ChatState, put_away: bool, came: bool, want: Fate) {
        let question = Journaled { draft: "d".into(), chat: ChatId::new("c"), put_away };
        assert_eq!(fate(&question, &row(state.clone(), true), came), want, "{state:?}");
        assert_eq!(fate(&question, &row(state, false), came), Fate::Stay, "not all is read");
    }

    #[test]
    fn a_question_is_kept_as_an_issue_only_when_nobody_came_and_the_member_waited() {
        let ended = |by| ChatState::Ended { at: Timestamp::UNIX_EPOCH, by };
        let waiting = || ChatState::Waiting { place: 1, wait: None };
        let active = || ChatState::Active { agent: "Maja".into() };
        check(waiting(), true, false, Fate::Stay);
        check(active(), true, false, Fate::Leave);
        check(ended(EndedBy::Member), true, false, Fate::Leave);
        for by in [EndedBy::QueueTimeout, EndedBy::Closed, EndedBy::LostContact, EndedBy::Agent] {
            check(ended(by), true, false, Fate::IntoIssue);
            check(ended(by), true, true, Fate::Leave);
            check(ended(by), false, false, Fate::Stay);
        }
        check(waiting(), false, false, Fate::Back);
        check(active(), false, false, Fate::Back);
    }
}

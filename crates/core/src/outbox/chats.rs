//! What is other about operations on chats: they are read back from the transcript, and a chat that is closed, full or over
//! gives the member's words back instead of keeping them stuck.

use std::sync::Arc;

use svara_model::{Applied, ChatId, Failure, FailureKind, MessageId};

use super::{
    attempt::{Seen, TryProblem, forget},
    ending::Stage,
};
use crate::{
    accounts::Live,
    changes::Stale,
    chat,
    house::House,
    planted::{self, Bug},
    store::{ChatRow, OperationKind, OperationRow, StoreProblem},
};

/// Whether the desk says that the chat takes this no more, or not now.
pub(super) fn is_refusal(row: &OperationRow, failure: &Failure) -> bool {
    match row.kind {
        OperationKind::StartChat => failure.kind == FailureKind::NotNow,
        OperationKind::Say | OperationKind::EndChat => failure.kind == FailureKind::Gone,
        OperationKind::Submit | OperationKind::Reply => false,
    }
}

/// Gives the words of what was refused back: a question as an issue that can be sent, a line as the chat's unsent one. To
/// end what is over is done.
pub(super) async fn refused(house: &House, live: &Live, row: &OperationRow) -> Result<(), StoreProblem> {
    let now = house.clock.now();
    tracing::info!(operation = row.id, kind = row.kind.word(), "the desk's chat does not take it");
    match row.kind {
        OperationKind::StartChat => house.keep.start_refused(&row.id, now).await?,
        OperationKind::Say if planted::is(Bug::RefusedLineLost) => house.keep.confirm(&row.id, None).await?,
        OperationKind::Say => house.keep.lines_refused(&row.id, now).await?,
        OperationKind::EndChat | OperationKind::Submit | OperationKind::Reply => {
            house.keep.confirm(&row.id, None).await?;
        }
    }
    live.set_progress(&row.id, None);
    live.chat.wake();
    for what in [Stale::Drafts, Stale::Chats, Stale::Accounts] {
        house.changes.stale(what);
    }
    Ok(())
}

/// The desk has done it: reads it back and takes it out of the outbox.
pub(super) async fn finish(
    house: &House,
    live: &Arc<Live>,
    seen: &Seen,
    row: &OperationRow,
    made: &Applied,
) -> Result<(), TryProblem> {
    let Applied::Chat { chat, message } = made else { return Ok(()) };
    let order = match read_back(house, live, chat, message.as_ref()).await? {
        Some(order) => order,
        None => {
            // Its word is not to be relied on: the next try looks it up.
            forget(house, seen, row).await?;
            let why = "the desk confirmed something of a chat that is not so";
            return Err(TryProblem::Desk(Failure::new(FailureKind::Garbled, why), Stage::Applied));
        }
    };
    house.keep.confirm_chat(&row.id, made.clone(), order, house.clock.now()).await?;
    seen.forget(row);
    tracing::info!(operation = row.id, "delivered");
    for what in [Stale::Chats, Stale::Drafts, Stale::Accounts] {
        house.changes.stale(what);
    }
    live.chat.wake();
    live.follow.notify_one();
    Ok(())
}

/// The order of the message in the chat, or of its end; none: the desk has no such thing. What nobody will ever read back
/// is believed.
async fn read_back(
    house: &House,
    live: &Live,
    chat: &ChatId,
    message: Option<&MessageId>,
) -> Result<Option<u64>, TryProblem> {
    let account = &live.account.id;
    // The chat's own loop may have read it already.
    if let Some(order) = find(house, live, chat, message).await? {
        return Ok(Some(order));
    }
    let Some(line) = live.connector.chat() else { return Ok(Some(0)) };
    if house.cache.chat(account, chat).await?.is_none_or(|row| !row.is_over() || message.is_some()) {
        match chat::pull::transcript(house, live, &*line, chat).await {
            Ok(_) => {}
            Err(chat::pull::PullProblem::Store(problem)) => return Err(problem.into()),
            Err(chat::pull::PullProblem::Desk(failure)) if failure.retry == svara_model::Retry::Never => {
                return Ok(Some(0));
            }
            Err(chat::pull::PullProblem::Desk(failure)) => {
                return Err(TryProblem::Desk(failure, Stage::Applied));
            }
        }
    }
    Ok(find(house, live, chat, message).await?)
}

async fn find(
    house: &House,
    live: &Live,
    chat: &ChatId,
    message: Option<&MessageId>,
) -> Result<Option<u64>, StoreProblem> {
    let account = &live.account.id;
    match message {
        Some(message) => house.cache.order_of(account, message).await,
        None => Ok(house.cache.chat(account, chat).await?.filter(ChatRow::is_over).map(|row| row.read_to)),
    }
}

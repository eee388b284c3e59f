//! One try to have the desk do an operation, or to have it back.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use svara_model::{
    Act, Applied, ChatId, Departure, EntryId, Failure, FailureKind, Operation, Question, RemoteId, Retry,
    Status, UploadRef, Withdrawn,
};
use tokio_util::sync::CancellationToken;

use super::{
    back, chats,
    ending::{self, Stage},
    forget_uploads,
    lookup::{Looked, look_up},
    upload::{Uploaded, upload},
};
use crate::{
    accounts::Live,
    changes::Stale,
    house::{House, lock},
    languages,
    planted::{self, Bug},
    store::{OperationKind, OperationRow, OperationState, StoreProblem},
};

/// What desks answered that could not be written down yet: a full disk must not make us ask again what we know.
#[derive(Default)]
pub(super) struct Seen(Mutex<BTreeMap<String, Applied>>);

impl Seen {
    pub(super) fn forget(&self, row: &OperationRow) {
        lock(&self.0).remove(&row.id);
    }
}

/// How a try ended without the operation being over.
pub(super) enum TryProblem {
    /// Here.
    Store(StoreProblem),
    /// At the desk or on the way there.
    Desk(Failure, Stage),
    /// It cannot be told whether the desk has it.
    Unclear,
    /// The app ended while it was sent, and the request may still be on its way.
    Unsettled,
    /// It has not left, and the member wants it back.
    WantedBack,
    /// The desk may have dropped its files, which are older than this try: they are sent again.
    StaleFiles,
    /// The chat takes it no more, or not now, and will not by itself.
    NoChat,
}

impl From<StoreProblem> for TryProblem {
    fn from(problem: StoreProblem) -> Self {
        Self::Store(problem)
    }
}

/// Tries once, and stores how it ended. An error is the store's: nothing is known to have changed.
pub(super) async fn attempt(
    house: &House,
    live: &Arc<Live>,
    seen: &Seen,
    row: &OperationRow,
    back: &CancellationToken,
) -> Result<(), StoreProblem> {
    if row.back.is_some() && row.left.is_none() && !row.unknown {
        return back::make_draft(house, live, row).await;
    }
    if !house.keep.begin_sending(&row.id).await? {
        return Ok(());
    }
    house.changes.stale(Stale::Outbox);
    let ended = match &row.back {
        None => deliver(house, live, seen, row, back).await,
        Some(_) => back::settle(house, live, seen, row).await,
    };
    match ended {
        Ok(()) => Ok(()),
        Err(TryProblem::Store(problem)) => Err(problem),
        Err(TryProblem::WantedBack) => back::wanted(house, live, row).await,
        Err(TryProblem::Unsettled) => house.keep.end_try(&row.id, ending::settling(house)).await,
        Err(TryProblem::Unclear) => {
            tracing::info!(operation = row.id, "it cannot be told whether the desk has it");
            house.keep.end_try(&row.id, ending::unclear(house, row)).await
        }
        Err(TryProblem::StaleFiles) => {
            forget_uploads(house, &row.id).await?;
            house.keep.end_try(&row.id, ending::at_once(house, false)).await
        }
        Err(TryProblem::NoChat) => chats::refused(house, live, row).await,
        Err(TryProblem::Desk(failure, stage)) => {
            tracing::info!(operation = row.id, %failure, "an operation has to wait");
            if matches!(failure.kind, FailureKind::SignedOut(_)) {
                if planted::is(Bug::ReplyLostOnSignOut) {
                    return house.keep.confirm(&row.id, None).await;
                }
                // The account has to hear of it.
                live.pull.notify_one();
            }
            house.keep.end_try(&row.id, ending::end_of(house, live, row, &failure, stage)).await
        }
    }
}

async fn deliver(
    house: &House,
    live: &Arc<Live>,
    seen: &Seen,
    row: &OperationRow,
    back: &CancellationToken,
) -> Result<(), TryProblem> {
    if let Some(made) = made(house, seen, row).await? {
        return finish(house, live, seen, row, &made).await;
    }
    if row.unknown && !planted::is(Bug::UnknownNotLookedUp) {
        settled(live, row)?;
        match look_up(house, live, row).await? {
            Looked::Done(made) => return finish(house, live, seen, row, &made).await,
            Looked::NotDone => {}
            Looked::Unclear => return Err(TryProblem::Unclear),
        }
    }
    let uploads = tokio::select! {
        biased;
        () = back.cancelled() => return Err(TryProblem::WantedBack),
        uploads = upload(house, live, row) => uploads?,
    };
    let left = departure(house, live).await;
    if !house.keep.begin_applying(&row.id, left).await? {
        return Err(TryProblem::WantedBack);
    }
    apply(house, live, seen, row, uploads).await
}

async fn apply(
    house: &House,
    live: &Arc<Live>,
    seen: &Seen,
    row: &OperationRow,
    uploads: Uploaded,
) -> Result<(), TryProblem> {
    let anew = planted::is(Bug::KeyMadeAnew)
        || (planted::is(Bug::StartKeyAnew) && row.kind == OperationKind::StartChat);
    let key = if anew { house.new_key() } else { row.key.clone() };
    let failure = match live.connector.apply(&operation_of(row, uploads.all), &key).await {
        Ok(made) => {
            // Known from here on, also when the disk does not take it.
            lock(&seen.0).insert(row.id.clone(), made.clone());
            return finish(house, live, seen, row, &made).await;
        }
        Err(failure) => failure,
    };
    // What the desk refuses now may have arrived with an earlier try, whose files were others.
    let refused = failure.kind == FailureKind::Invalid && failure.retry == Retry::Never;
    let no_chat = chats::is_refusal(row, &failure);
    if (refused || no_chat)
        && row.left.is_some()
        && let Looked::Done(made) = look_up(house, live, row).await?
    {
        return finish(house, live, seen, row, &made).await;
    }
    if no_chat {
        return unless_it_arrives_late(house, live, seen, row).await;
    }
    if refused && uploads.some_were_there {
        return Err(TryProblem::StaleFiles);
    }
    Err(TryProblem::Desk(failure, Stage::Applying))
}

/// The desk refuses a question now. The same request may still be on its way, and find the chat open: the desk is told never
/// to do it before its words are somebody else's.
async fn unless_it_arrives_late(
    house: &House,
    live: &Arc<Live>,
    seen: &Seen,
    row: &OperationRow,
) -> Result<(), TryProblem> {
    // What is said in a chat that is over finds it over whenever it arrives.
    if row.kind != OperationKind::StartChat {
        return Err(TryProblem::NoChat);
    }
    match live.connector.withdraw(&operation_of(row, Vec::new()), &row.key).await {
        Ok(Withdrawn::Done(made)) => finish(house, live, seen, row, &made).await,
        Ok(Withdrawn::Withdrawn) => Err(TryProblem::NoChat),
        Err(failure) if failure.kind == FailureKind::Unsupported => Err(TryProblem::NoChat),
        Err(failure) => Err(TryProblem::Desk(failure, Stage::Looking)),
    }
}

/// What the desk made of it, if its answer was seen.
pub(super) async fn made(
    house: &House,
    seen: &Seen,
    row: &OperationRow,
) -> Result<Option<Applied>, StoreProblem> {
    let known = lock(&seen.0).get(&row.id).cloned();
    match known {
        Some(made) => Ok(Some(made)),
        None => house.keep.made(&row.id).await,
    }
}

/// At a desk without keys a request that nobody waits for any more must have had its time before the desk is asked.
pub(super) fn settled(live: &Live, row: &OperationRow) -> Result<(), TryProblem> {
    let was_cut_off = row.state == OperationState::Sending;
    if was_cut_off && ending::is_keyless(live) { Err(TryProblem::Unsettled) } else { Ok(()) }
}

/// The desk has done it: notes that, reads it back and takes the operation out of the outbox. A 200 is not believed: the
/// issue is read, and what was sent must stand in it.
pub(super) async fn finish(
    house: &House,
    live: &Arc<Live>,
    seen: &Seen,
    row: &OperationRow,
    made: &Applied,
) -> Result<(), TryProblem> {
    if !house.keep.note_made(&row.id, made).await? {
        tracing::warn!(operation = row.id, "another operation has made the same");
    }
    if planted::is(Bug::ConfirmUnread) {
        house.keep.confirm(&row.id, None).await?;
        live.pull.notify_one();
        return Ok(());
    }
    let account = &live.account.id;
    let Applied::Issue { issue, entry } = made else {
        return chats::finish(house, live, seen, row, made).await;
    };
    let confirmed = match live.connector.issue(issue).await {
        Ok(talk) => {
            let is_there = |entry: &EntryId| talk.entries.iter().any(|known| known.id == *entry);
            if !entry.as_ref().is_none_or(is_there) {
                // Its word is not to be relied on: the next try looks it up.
                forget(house, seen, row).await?;
                let why = "the desk confirmed an entry that is not in the issue";
                return Err(TryProblem::Desk(Failure::new(FailureKind::Garbled, why), Stage::Applied));
            }
            let confirmed = (issue.clone(), talk.issue.updated);
            if let Err(problem) = house.cache.store_conversation(account, talk).await {
                // It can be fetched again; that it was sent must not be forgotten over it.
                tracing::error!(%problem, "what was read back could not be kept");
            }
            Some(confirmed)
        }
        // Nobody will ever read it back: the desk's word is all there is.
        Err(failure) if failure.retry == Retry::Never => None,
        Err(failure) => return Err(TryProblem::Desk(failure, Stage::Applied)),
    };
    house.keep.confirm(&row.id, confirmed).await?;
    seen.forget(row);
    tracing::info!(operation = row.id, "delivered");
    house.changes.stale(Stale::Issues);
    live.follow.notify_one();
    live.pull.notify_one();
    Ok(())
}

/// What the desk said it made is not believed any more.
pub(super) async fn forget(house: &House, seen: &Seen, row: &OperationRow) -> Result<(), StoreProblem> {
    seen.forget(row);
    house.keep.forget_made(&row.id).await
}

/// What is known of the desk now. What cannot be read is not known.
async fn departure(house: &House, live: &Live) -> Departure {
    let id = &live.account.id;
    let cursor = house.cache.sync(id).await.ok().and_then(|row| row.cursor);
    let mut desk = None;
    for status in [Status::Open, Status::AwaitingFeedback, Status::Closed] {
        let newest = house.cache.list(id, status, None, 1).await.unwrap_or_default();
        desk = desk.max(newest.first().map(|issue| issue.updated));
    }
    Departure { at: house.clock.now(), desk, cursor }
}

pub(super) fn operation_of(row: &OperationRow, uploads: Vec<UploadRef>) -> Operation {
    let text = row.text.clone();
    let issue = || RemoteId::new(row.issue.clone().unwrap_or_default());
    let chat = || ChatId::new(row.chat.clone().unwrap_or_default());
    let act = match row.kind {
        OperationKind::Submit => {
            let (title, language) = (languages::title(&row.language, &row.title), row.language.clone());
            Act::Submit { title, language, text, uploads }
        }
        OperationKind::Reply => Act::Reply { issue: issue(), text, uploads },
        OperationKind::StartChat => {
            let language = (!row.language.is_empty()).then(|| row.language.clone());
            Act::StartChat(Question { form: row.form.clone().unwrap_or_default(), language, text, uploads })
        }
        OperationKind::Say => Act::Say { chat: chat(), text, uploads },
        OperationKind::EndChat => Act::EndChat { chat: chat() },
    };
    Operation { key: row.key.clone(), made: row.made, left: row.left.clone(), act }
}

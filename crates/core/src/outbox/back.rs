//! Taking an operation back. It ends in exactly one of two: the desk has it, or it is a draft again. Only the outbox's
//! loop settles what has left; whoever asks waits a moment for that and else hears that it is under way.

use std::{sync::Arc, time::Duration};

use svara_model::{AccountId, FailureKind, RemoteId, Withdrawn};

use super::{
    attempt::{Seen, TryProblem, finish, made, operation_of, settled},
    ending::{self, Stage},
    lookup::{Looked, look_up},
    wake,
};
use crate::{
    accounts::Live,
    changes::Stale,
    drafts::{self, DraftBrief},
    house::House,
    planted::{self, Bug},
    store::{AskedBack, Lane, OperationRow, StoreProblem},
    trouble::Trouble,
};

/// How long the member waits for the outcome before it is said to be under way.
const PATIENCE: Duration = Duration::from_millis(1500);

/// What became of "take back".
#[derive(Clone, Debug)]
pub enum TakenBack {
    /// It is a draft again.
    Draft(Box<DraftBrief>),
    /// Too late: the desk has it.
    Arrived,
    /// Asked for, durably: it ends as a draft or as arrived.
    UnderWay,
}

/// Asks for an operation back.
pub(crate) async fn take_back(house: &House, id: &str) -> Result<TakenBack, Trouble> {
    let operation = house.keep.operation(id).await?;
    let mut heard = house.changes.listen();
    let draft = match house.keep.ask_back(id, house.new_id(), house.clock.now()).await? {
        AskedBack::Gone => return Err(Trouble::Gone),
        AskedBack::Arrived => return Ok(TakenBack::Arrived),
        AskedBack::Draft(row) => {
            house.changes.stale(Stale::Drafts);
            wake(house, &row.account);
            return Ok(TakenBack::Draft(Box::new(drafts::brief(house, *row).await?)));
        }
        AskedBack::Noted(draft) => draft,
    };
    let operation = operation.ok_or(Trouble::Gone)?;
    wake(house, &operation.account);
    let limit = house.clock.sleep(PATIENCE);
    tokio::pin!(limit);
    loop {
        if let Some(ended) = ended(house, &operation, &draft).await? {
            return Ok(ended);
        }
        tokio::select! {
            biased;
            () = &mut limit => return Ok(TakenBack::UnderWay),
            // A listener that fell behind just looks again.
            _ = heard.recv() => {}
        }
    }
}

/// What an operation that is wanted back has become, if it is settled.
async fn ended(house: &House, operation: &OperationRow, draft: &str) -> Result<Option<TakenBack>, Trouble> {
    if house.keep.operation(&operation.id).await?.is_some() {
        return Ok(None);
    }
    if house.keep.has_arrived(&operation.id).await? {
        return Ok(Some(TakenBack::Arrived));
    }
    let account = AccountId::new(operation.account.as_str());
    let draft = match (house.keep.draft(draft).await?, operation.lane()) {
        (None, Some(Lane::Issue(issue))) => house.keep.reply_draft(&account, &RemoteId::new(issue)).await?,
        (None, Some(Lane::Chat(chat))) => house.keep.line_draft(&account, chat).await?,
        (draft, _) => draft,
    };
    // Sent again or deleted by the member meanwhile.
    let draft = draft.ok_or(Trouble::Gone)?;
    Ok(Some(TakenBack::Draft(Box::new(drafts::brief(house, draft).await?))))
}

/// The member wanted it back while it was about to leave, or before.
pub(super) async fn wanted(house: &House, live: &Live, row: &OperationRow) -> Result<(), StoreProblem> {
    match house.keep.operation(&row.id).await? {
        // It left with an earlier try: the loop asks the desk next.
        Some(now) if now.left.is_some() || now.unknown => {
            house.keep.end_try(&row.id, ending::at_once(house, now.unknown)).await
        }
        Some(now) => make_draft(house, live, &now).await,
        None => Ok(()),
    }
}

/// Makes a draft of it.
pub(super) async fn make_draft(house: &House, live: &Live, row: &OperationRow) -> Result<(), StoreProblem> {
    house.keep.make_draft(&row.id, house.new_id(), house.clock.now()).await?;
    live.set_progress(&row.id, None);
    tracing::info!(operation = row.id, "taken back");
    house.changes.stale(Stale::Drafts);
    Ok(())
}

/// Settles what has left and is wanted back. The desk is asked to withdraw it, so that a request that is still on its way
/// finds it withdrawn; where a desk cannot, it is looked up.
pub(super) async fn settle(
    house: &House,
    live: &Arc<Live>,
    seen: &Seen,
    row: &OperationRow,
) -> Result<(), TryProblem> {
    if let Some(made) = made(house, seen, row).await? {
        return finish(house, live, seen, row, &made).await;
    }
    if planted::is(Bug::NotDoneTrusted)
        && let Looked::NotDone = look_up(house, live, row).await?
    {
        return Ok(make_draft(house, live, row).await?);
    }
    match live.connector.withdraw(&operation_of(row, Vec::new()), &row.key).await {
        Ok(Withdrawn::Done(made)) => finish(house, live, seen, row, &made).await,
        Ok(Withdrawn::Withdrawn) => Ok(make_draft(house, live, row).await?),
        Err(failure) if failure.kind == FailureKind::Unsupported => {
            // The desk refused it, and nothing else of it can be there.
            if !row.unknown {
                return Ok(make_draft(house, live, row).await?);
            }
            settled(live, row)?;
            match look_up(house, live, row).await? {
                Looked::Done(made) => finish(house, live, seen, row, &made).await,
                Looked::NotDone => Ok(make_draft(house, live, row).await?),
                Looked::Unclear => Err(TryProblem::Unclear),
            }
        }
        Err(failure) => Err(TryProblem::Desk(failure, Stage::Looking)),
    }
}

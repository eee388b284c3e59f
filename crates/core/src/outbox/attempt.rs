//! One try to have the desk do an operation.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use svara_model::{Act, Applied, Failure, FailureKind, Operation, Progress, RemoteId, Retry, UploadRef};

use crate::{
    accounts::Live,
    changes::Stale,
    house::House,
    languages,
    store::{OperationRow, OperationState, PictureRow, StoreProblem, TryEnd, moment},
    trouble::Trouble,
};

/// The longest pause between two tries.
const LONGEST: Duration = Duration::from_secs(300);
/// The shortest progress worth telling a window.
const STEP: u64 = 64 * 1024;

/// How a try failed.
enum TryProblem {
    /// Here.
    Store(StoreProblem),
    /// At the desk or on the way there.
    Desk(Failure, Stage),
}

/// How far a try had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The operation itself had not left.
    Before,
    /// It had left.
    Applying,
    /// The desk had said that it is done.
    Applied,
}

impl From<StoreProblem> for TryProblem {
    fn from(problem: StoreProblem) -> Self {
        Self::Store(problem)
    }
}

/// Tries once, and stores how it ended. An error is the store's: nothing is known to have changed.
pub(super) async fn attempt(house: &House, live: &Arc<Live>, row: &OperationRow) -> Result<(), StoreProblem> {
    if !house.keep.begin_sending(&row.id).await? {
        return Ok(());
    }
    house.changes.stale(Stale::Outbox);
    match deliver(house, live, row).await {
        Ok(()) => house.keep.confirm(&row.id).await,
        Err(TryProblem::Store(problem)) => Err(problem),
        Err(TryProblem::Desk(failure, stage)) => {
            tracing::info!(operation = row.id, %failure, "an operation has to wait");
            house.keep.end_try(&row.id, end_of(house, row, &failure, stage)).await
        }
    }
}

async fn deliver(house: &House, live: &Arc<Live>, row: &OperationRow) -> Result<(), TryProblem> {
    let applying = |failure| TryProblem::Desk(failure, Stage::Applying);
    let operation = |uploads| operation_of(row, uploads);
    if row.unknown {
        let done = live.connector.find_applied(&operation(Vec::new()), &row.key).await.map_err(applying)?;
        if let Some(applied) = done {
            return read_back(house, live, row, &applied).await;
        }
    }
    let uploads = upload(house, live, row).await.map_err(|problem| match problem {
        CheckedUpload::Store(problem) => TryProblem::Store(problem),
        CheckedUpload::Desk(failure) => TryProblem::Desk(failure, Stage::Before),
    })?;
    house.keep.begin_applying(&row.id).await?;
    let applied = live.connector.apply(&operation(uploads), &row.key).await.map_err(applying)?;
    read_back(house, live, row, &applied).await
}

/// A 200 is not believed: the issue is read, and what was sent must stand in it.
async fn read_back(
    house: &House,
    live: &Arc<Live>,
    row: &OperationRow,
    applied: &Applied,
) -> Result<(), TryProblem> {
    let applied_but = |failure| TryProblem::Desk(failure, Stage::Applied);
    let talk = live.connector.issue(&applied.issue).await.map_err(applied_but)?;
    let there =
        applied.entry.as_ref().is_none_or(|entry| talk.entries.iter().any(|known| known.id == *entry));
    if !there {
        let detail = "the desk confirmed an entry that is not in the issue";
        return Err(applied_but(Failure::new(FailureKind::Garbled, detail)));
    }
    let account = &live.account.id;
    house.keep.mark_read(account, &applied.issue, talk.issue.updated).await?;
    house.cache.store_conversation(account, talk).await?;
    tracing::info!(operation = row.id, "delivered");
    house.changes.stale(Stale::Issues);
    live.follow.notify_one();
    live.pull.notify_one();
    Ok(())
}

enum CheckedUpload {
    Store(StoreProblem),
    Desk(Failure),
}

impl From<StoreProblem> for CheckedUpload {
    fn from(problem: StoreProblem) -> Self {
        Self::Store(problem)
    }
}

/// Sends the pictures that the desk does not have; answers the desk's names of all, in the member's order.
async fn upload(
    house: &House,
    live: &Arc<Live>,
    row: &OperationRow,
) -> Result<Vec<UploadRef>, CheckedUpload> {
    let mut uploads = Vec::new();
    for picture in house.keep.pictures(&row.id).await? {
        let name = match picture.uploaded.clone() {
            Some(name) => name,
            None => send_picture(house, live, row, &picture).await?,
        };
        uploads.push(UploadRef::new(name));
    }
    live.set_progress(&row.id, None);
    Ok(uploads)
}

async fn send_picture(
    house: &House,
    live: &Arc<Live>,
    row: &OperationRow,
    picture: &PictureRow,
) -> Result<String, CheckedUpload> {
    let Some(file) = house.keep.local_file(&picture.id).await? else {
        return Err(CheckedUpload::Desk(Failure::new(
            FailureKind::Gone,
            "a picture of the operation is not there",
        )));
    };
    let told = Arc::new(AtomicU64::new(0));
    let (changes, its, id) = (house.changes.clone(), live.clone(), row.id.clone());
    let progress: Progress = Arc::new(move |sent, in_all| {
        its.set_progress(&id, Some((sent, in_all)));
        let before = told.load(Ordering::Relaxed);
        if sent >= before + STEP || sent == in_all {
            told.store(sent, Ordering::Relaxed);
            changes.stale(Stale::Outbox);
        }
    });
    let name =
        live.connector.upload(&file, &picture.upload_key, progress).await.map_err(CheckedUpload::Desk)?;
    house.keep.set_uploaded(&picture.id, name.as_str()).await?;
    live.set_progress(&row.id, None);
    Ok(name.as_str().to_owned())
}

fn operation_of(row: &OperationRow, uploads: Vec<UploadRef>) -> Operation {
    let act = match &row.issue {
        None => Act::Submit {
            title: languages::title(&row.language, &row.title),
            language: row.language.clone(),
            text: row.text.clone(),
            uploads,
        },
        Some(issue) => Act::Reply { issue: RemoteId::new(issue.clone()), text: row.text.clone(), uploads },
    };
    Operation { key: row.key.clone(), made: row.made, act }
}

/// Where an operation stands after a failure.
fn end_of(house: &House, row: &OperationRow, failure: &Failure, stage: Stage) -> TryEnd {
    let now = house.clock.now();
    let backed_off =
        LONGEST.min(Duration::from_secs(1 << row.tries.min(9))).mul_f64(0.5 + 0.5 * house.chance());
    let (state, due) = match failure.retry {
        Retry::After(length) => (OperationState::Waiting, now + length),
        Retry::WhenOnline => (OperationState::Waiting, now + backed_off),
        // Signing in queues it again.
        Retry::WhenSignedIn => (OperationState::Waiting, moment(i64::MAX / 1_000_000)),
        Retry::Never => (OperationState::Stuck, now),
    };
    let unknown = match stage {
        Stage::Before => row.unknown,
        // In conflict with itself: an earlier try is still under way at the desk. A clear refusal settles it.
        Stage::Applying => {
            failure.outcome_unknown() || is_under_way(failure) || (row.unknown && !is_refusal(failure))
        }
        Stage::Applied => true,
    };
    TryEnd {
        state,
        due,
        problem: Trouble::from(failure).word(),
        unknown,
        free: matches!(failure.kind, FailureKind::SignedOut(_)),
    }
}

/// Whether the desk says that an earlier try of the same operation is still under way.
fn is_under_way(failure: &Failure) -> bool {
    failure.kind == FailureKind::Conflict && failure.retry != Retry::Never
}

/// Whether the desk has said that it did not do it.
fn is_refusal(failure: &Failure) -> bool {
    failure.retry == Retry::Never
}

//! Sending an operation's pictures ahead of it.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use svara_model::{Failure, FailureKind, Progress, UploadRef};

use super::{attempt::TryProblem, ending::Stage};
use crate::{
    accounts::Live,
    changes::Stale,
    house::House,
    planted::{self, Bug},
    store::{OperationRow, PictureRow},
};

/// The shortest progress worth telling a window.
const STEP: u64 = 64 * 1024;

/// What the desk has of an operation's pictures: all.
pub(super) struct Uploaded {
    /// The desk's names, in the member's order.
    pub(super) all: Vec<UploadRef>,
    /// Whether an earlier try sent some; desks drop what is not used for long.
    pub(super) some_were_there: bool,
}

/// Sends the pictures that the desk does not have.
pub(super) async fn upload(
    house: &House,
    live: &Arc<Live>,
    row: &OperationRow,
) -> Result<Uploaded, TryProblem> {
    let mut uploaded = Uploaded { all: Vec::new(), some_were_there: false };
    for picture in house.keep.pictures(&row.id).await? {
        let name = match picture.uploaded.clone() {
            Some(name) => {
                uploaded.some_were_there = true;
                name
            }
            None => send_picture(house, live, row, &picture).await?,
        };
        uploaded.all.push(UploadRef::new(name));
    }
    live.set_progress(&row.id, None);
    Ok(uploaded)
}

async fn send_picture(
    house: &House,
    live: &Arc<Live>,
    row: &OperationRow,
    picture: &PictureRow,
) -> Result<String, TryProblem> {
    let before = |failure| TryProblem::Desk(failure, Stage::Before);
    let file = house.keep.local_file(&picture.id).await?;
    let file = file
        .ok_or_else(|| before(Failure::new(FailureKind::Gone, "a picture of the operation is not there")))?;
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
    let key = if planted::is(Bug::UploadKeyAnew) { house.new_key() } else { picture.upload_key.clone() };
    let name = live.connector.upload(&file, &key, progress).await.map_err(before)?;
    house.keep.set_uploaded(&picture.id, name.as_str()).await?;
    live.set_progress(&row.id, None);
    Ok(name.as_str().to_owned())
}

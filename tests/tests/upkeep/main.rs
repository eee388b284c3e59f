//! What the app does about its own files and tasks: damage, a full disk, migrations, ends in the middle, panics.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod damage;
mod full;
mod leaving;
mod migrations;
mod supervision;

use anyhow::{Context, Result};
use svara_core::{Core, IssueBrief};
use svara_model::{AccountId, Status};
use svara_tests::rig::{House, RecordedNotice, Scene};
use tempfile::TempDir;

/// A house with a member who is signed in, three issues and a question; the folder is the desk's for pictures.
async fn scene() -> Result<(Scene, TempDir)> {
    let files = tempfile::tempdir()?;
    Ok((Scene::make(files.path()).await?, files))
}

/// The issues that await the member, or those that are open.
async fn list(core: &Core, account: &AccountId, status: Status) -> Result<Vec<IssueBrief>> {
    Ok(core.issues(account, status, None, 200).await?.rows)
}

/// The notices that came since the scene was made.
fn told(house: &House, scene: &Scene) -> Vec<RecordedNotice> {
    house.notifier.notices().split_off(scene.notices.len())
}

/// The issue of the scene in which the member was asked something.
async fn asked(house: &House) -> Result<String> {
    let issues = house.issues().await?;
    let asked = issues.into_iter().find(|issue| issue.status == "awaiting_feedback");
    Ok(asked.context("nothing was asked")?.id)
}

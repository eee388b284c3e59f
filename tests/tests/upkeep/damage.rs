//! D3, with the whole app: what is damaged is fetched again or rescued, and nothing is told again.

use std::{path::Path, time::Duration};

use anyhow::Result;
use svara_core::{Freshness, StoreMode, StoreSettings};
use svara_model::Status;
use svara_tests::rig::House;

use super::{asked, list, scene, told};

#[tokio::test(start_paused = true)]
async fn a_cache_that_is_damaged_at_the_start_is_fetched_again_and_tells_only_what_is_new() -> Result<()> {
    let (scene, files) = scene().await?;
    let mut image = scene.app.clone();
    image.put("app/cache.db", &[0x5a; 40_960]);
    image.remove("app/cache.db-wal");
    let scene = scene.left_as(image, scene.desk.clone(), scene.notices.clone());
    let house = House::of(&scene, files.path(), 1).await?;
    // What came while nothing ran was told by nobody.
    let known = asked(&house).await?;
    let new = house.issues().await?.into_iter().find(|issue| issue.id != known).map(|issue| issue.id);
    let new = new.unwrap_or_default();
    house.ask(&new, "Vilken webbläsare?").await?;
    let core = house.open().await?;
    house.settled(&core, &scene.account).await?;
    assert_eq!(list(&core, &scene.account, Status::AwaitingFeedback).await?.len(), 2);
    assert_eq!(list(&core, &scene.account, Status::Open).await?.len(), 1);
    house.pass(Duration::from_secs(600)).await;
    let told = told(&house, &scene);
    assert_eq!(told.len(), 1, "{told:?}");
    let before = house.notifier.notices();
    assert!(
        before.iter().all(|notice| notice.standing),
        "nothing that still waits was taken away: {before:?}"
    );
    assert_eq!(core.salvage().await?, None, "nothing of the member's was damaged");
    core.stop().await;
    Ok(())
}

/// The app on a real folder, where files can be damaged under its hands.
async fn on_disk(house: &House, image: &svara_tests::disk::Image, folder: &Path) -> Result<svara_core::Core> {
    image.write_to(folder)?;
    let store = StoreSettings { mode: StoreMode::Inline, ..StoreSettings::platform() };
    let parts = svara_core::Parts { folder: folder.join("app"), store, ..house.parts() };
    Ok(svara_core::Core::open(parts).await?)
}

/// Changes the file under the app's hands, as no app does.
fn spoil(folder: &Path, sql: &str) -> Result<()> {
    Ok(rusqlite::Connection::open(folder.join("app/cache.db"))?.execute_batch(sql)?)
}

#[tokio::test(start_paused = true)]
async fn a_cache_that_is_damaged_while_the_app_runs_is_fetched_again_and_nothing_is_told_again() -> Result<()>
{
    let (scene, files) = scene().await?;
    let house = House::of(&scene, files.path(), 2).await?;
    let folder = tempfile::tempdir()?;
    let core = on_disk(&house, &scene.app, folder.path()).await?;
    house.settled(&core, &scene.account).await?;
    house.line.set_down(true);
    spoil(folder.path(), "UPDATE issue SET body = '{'")?;
    // Whoever meets the damage first is told; until all was fetched again, nobody says that nothing waits.
    assert!(core.issues(&scene.account, Status::AwaitingFeedback, None, 200).await.is_err());
    assert!(folder.path().join("app/cache.damaged-1.db").exists());
    let page = core.issues(&scene.account, Status::AwaitingFeedback, None, 200).await?;
    assert!(page.rows.is_empty());
    assert_ne!(page.health.freshness, Freshness::UpToDate);
    house.pass(Duration::from_secs(120)).await;
    assert_ne!(house.freshness(&core).await?, Freshness::UpToDate);
    house.line.set_down(false);
    core.check_now(&scene.account).await?;
    house
        .within(Duration::from_secs(600), "all is fetched again", async || {
            let fresh = house.freshness(&core).await? == Freshness::UpToDate;
            let awaiting = list(&core, &scene.account, Status::AwaitingFeedback).await?.len();
            assert!(!fresh || awaiting == 1, "nothing waits, it says");
            Ok(fresh)
        })
        .await?;
    assert_eq!(list(&core, &scene.account, Status::Open).await?.len(), 2);
    house.pass(Duration::from_secs(600)).await;
    assert!(told(&house, &scene).is_empty(), "told in an earlier run, and not again");
    assert!(house.notifier.notices().iter().all(|notice| notice.standing), "it still waits");
    core.stop().await;
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn of_a_keep_that_is_damaged_whatever_can_be_read_is_there_and_is_said_once() -> Result<()> {
    let (scene, files) = scene().await?;
    let house = House::of(&scene, files.path(), 3).await?;
    let core = house.open().await?;
    house.line.set_down(true);
    let draft = core.begin_draft(&scene.account, None).await?;
    core.save_draft(&draft.id, ["Rubrik".into(), "sv".into(), "nicht verlieren ".repeat(900)]).await?;
    house.submit(&core, &scene.account, "unterwegs").await?;
    core.stop().await;
    let whole = house.disk.image();
    let bytes = whole.bytes("app/keep.db").unwrap_or_default();
    for page in 0..bytes.len() / 4096 {
        let mut damaged = bytes.clone();
        let hit = damaged.chunks_mut(4096).nth(page).unwrap_or_default();
        let spared = !hit.windows(8).any(|part| part == b"verliere");
        hit.fill(0xa5);
        let mut image = whole.clone();
        image.put("app/keep.db", &damaged);
        let house =
            House::of(&scene.left_as(image, scene.desk.clone(), scene.notices.clone()), files.path(), 4)
                .await?;
        house.line.set_down(true);
        let core = house.open().await?;
        let said = core.salvage().await?;
        if let Ok(there) = core.draft(&draft.id).await {
            assert!(!spared || there.text.len() > 14_000, "page {page}");
        } else {
            assert!(!spared, "the draft was lost with page {page}");
            assert!(said.is_some_and(|said| said.lost), "page {page}");
        }
        assert_eq!(core.salvage().await?, None, "it is said once");
        house.line.set_down(false);
        house.pass(Duration::from_secs(300)).await;
        let (stuck, told): (Vec<_>, _) =
            told(&house, &scene).into_iter().partition(|notice| notice.kind == "stuck");
        assert!(told.is_empty(), "page {page}: told again {told:?}");
        // Of what was on its way nobody here knows any more whether it has arrived.
        assert!(stuck.len() <= 1, "page {page}: {stuck:?}");
        let unclear = "What you wrote may not have arrived. It needs you.";
        assert!(stuck.iter().all(|notice| notice.body == unclear), "page {page}: {stuck:?}");
        core.stop().await;
    }
    Ok(())
}

//! Signing out, ended in the middle: it is as if it had not begun, or it goes on at the next start.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use anyhow::Result;
use svara_core::Unsent;
use svara_model::Vault;
use svara_tests::{
    disk::{Crash, Image, Verdict},
    rig::House,
};

use super::scene;

fn holds(image: &Image, text: &str) -> bool {
    image.paths().iter().filter(|path| path.starts_with("app/")).any(|path| {
        let bytes = image.bytes(path).unwrap_or_default();
        bytes.windows(text.len()).any(|part| part == text.as_bytes())
    })
}

#[tokio::test(start_paused = true)]
async fn a_sign_out_that_ends_in_the_middle_goes_on_at_the_next_start() -> Result<()> {
    let (scene, files) = scene().await?;
    let (mut before, mut after) = (0, 0);
    for n in 0.. {
        let house = House::of(&scene, files.path(), 7).await?;
        let core = house.open().await?;
        house.settled(&core, &scene.account).await?;
        let left = Arc::new(Mutex::new(None));
        let (its, mut count) = (left.clone(), 0);
        house.disk.watch(Box::new(move |op| {
            count += 1;
            if count <= n * 3 {
                return Verdict::Go;
            }
            let mut its = its.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            its.get_or_insert_with(|| op.disk.crash(Crash::Kill));
            Verdict::Freeze
        }));
        drop(core.sign_out(&scene.account, Unsent::Delete).await);
        let Some(image) = left.lock().ok().and_then(|mut left| left.take()) else {
            assert!(n > 3 && before > 0 && after > 0, "{n} steps, {before} not begun, {after} gone on with");
            core.stop().await;
            return Ok(());
        };
        let there = house.vault.read(&scene.account).await?.is_some();
        core.stop().await;
        let scene = scene.left_as(image, house.desk_disk.image(), house.notifier.notices());
        let house = House::of(&scene, files.path(), 8).await?;
        if !there {
            house.vault.erase(&scene.account).await?;
        }
        let core = house.open().await?;
        house.pass(Duration::from_secs(30)).await;
        if core.accounts().await?.is_empty() {
            after += 1;
            assert!(house.vault.read(&scene.account).await?.is_none(), "step {n}: the token is still there");
            core.stop().await;
            let image = house.disk.image();
            for word in ["faktura", "Sedan"] {
                assert!(!holds(&image, word), "step {n}: {word} can be read");
            }
        } else {
            before += 1;
            assert!(there, "step {n}: signed in without a token");
            house.settled(&core, &scene.account).await?;
            core.stop().await;
        }
    }
    Ok(())
}

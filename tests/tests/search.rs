//! Search through the whole app: what a member finds, and when; and that what is measured can be measured.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails may stop at once")]

use std::process::Command;

use serde_json::Value;
use svara_core::{Core, Hit, HitPlace};
use svara_model::AccountId;
use svara_tests::rig::{House, Scene};

async fn found(core: &Core, account: &AccountId, words: &str) -> Vec<Hit> {
    core.search(account, words, 20).await.unwrap()
}

fn titles(hits: &[Hit]) -> Vec<&str> {
    hits.iter()
        .map(|hit| match &hit.place {
            HitPlace::Issue { title, .. } | HitPlace::Draft { title, .. } => title.as_str(),
            HitPlace::Chat { .. } => "",
        })
        .collect()
}

#[tokio::test(start_paused = true)]
async fn issues_and_drafts_are_found_while_typing_without_the_desk() {
    let files = tempfile::tempdir().unwrap();
    let scene = Scene::make(files.path()).await.unwrap();
    let house = House::of(&scene, files.path(), 1).await.unwrap();
    house.line.set_down(true);
    let core = house.open().await.unwrap();
    let account = &scene.account;

    let hits = found(&core, account, "langs").await;
    assert_eq!(titles(&hits), ["Svenska - långsamt nät"]);
    assert_eq!(hits[0].title[1], ("långsamt".to_owned(), true));
    assert_eq!(found(&core, account, "knappen").await.len(), 3, "texts are searched, too");
    assert_eq!(found(&core, account, "sedan").await.len(), 1, "and what was asked");
    assert!(found(&core, account, "finns inte").await.is_empty());

    let draft = core.begin_draft(account, None).await.unwrap();
    let fields = ["Långsamt här med", "sv", "Samma sak hos mig."].map(str::to_owned);
    core.save_draft(&draft.id, fields).await.unwrap();
    let hits = found(&core, account, "långsamt").await;
    assert_eq!(
        titles(&hits),
        ["Långsamt här med", "Svenska - långsamt nät"],
        "what is being written comes first"
    );
    assert_eq!(titles(&found(&core, account, "samma hos").await), ["Långsamt här med"]);

    core.send_draft(&draft.id).await.unwrap();
    assert_eq!(titles(&found(&core, account, "långsamt").await), ["Svenska - långsamt nät"]);
    house.line.set_down(false);
    house.settled(&core, account).await.unwrap();
    let hits = found(&core, account, "långsamt").await;
    assert_eq!(titles(&hits), ["Svenska - Långsamt här med", "Svenska - långsamt nät"], "the newest first");
    core.stop().await;
}

#[test]
fn every_part_of_the_bench_runs_and_ends_with_a_line_of_json() {
    for arguments in [
        ["p4a", "--issues", "300", "--rounds", "1"].as_slice(),
        &["p5", "--apps", "1"],
        &["p6", "--issues", "300", "--searches", "5"],
        &["p7", "--members", "12", "--apps", "2", "--each", "3", "--polling", "0"],
    ] {
        let out = Command::new(env!("CARGO_BIN_EXE_svara-bench")).args(arguments).output().unwrap();
        assert!(out.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
        let text = String::from_utf8(out.stdout).unwrap();
        let line: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
        assert_eq!(line["part"], arguments[0]);
    }
}

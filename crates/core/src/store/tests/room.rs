//! A disk that takes nothing, and work that goes wrong inside the store.

use std::sync::{Arc, Mutex};

use super::*;

/// From now on the file may not grow.
async fn fill_disk(keep: &Keep) {
    let pages = |db: &mut rusqlite::Connection| {
        let pages: i64 = db.pragma_query_value(None, "page_count", |row| row.get(0))?;
        Ok(db.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?)
    };
    keep.file().call(pages).await.unwrap();
}

async fn free_disk(keep: &Keep) {
    keep.file().call(|db| Ok(db.query_row("PRAGMA max_page_count = 100000", [], |_| Ok(()))?)).await.unwrap();
}

/// D2.
#[tokio::test]
async fn a_full_disk_is_known_reading_goes_on_and_a_write_that_succeeds_ends_it() {
    let folder = tempfile::tempdir().unwrap();
    let keep = keep_with_account(folder.path()).await;
    keep.add_draft(draft("d1", None, "before")).await.unwrap();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let its = heard.clone();
    keep.file().watch().listen(move |noticed| its.lock().unwrap().push(noticed));
    fill_disk(&keep).await;
    let large = "x".repeat(100_000);
    assert!(matches!(keep.add_draft(draft("d2", None, &large)).await, Err(StoreProblem::Full(_))));
    assert_eq!(keep.file().watch().disk(), DiskState::Full);
    assert_eq!(keep.drafts(&account()).await.unwrap().len(), 1, "reading goes on");
    assert_eq!(keep.file().watch().disk(), DiskState::Full, "reading says nothing of the disk");
    free_disk(&keep).await;
    keep.file().probe().await.unwrap();
    assert_eq!(keep.file().watch().disk(), DiskState::Fine);
    keep.add_draft(draft("d2", None, &large)).await.unwrap();
    let heard = heard.lock().unwrap().clone();
    assert_eq!(heard, [Noticed::Disk(DiskState::Full), Noticed::Disk(DiskState::Fine)]);
}

#[tokio::test]
async fn a_write_that_fails_in_its_middle_leaves_nothing_and_no_open_transaction() {
    let folder = tempfile::tempdir().unwrap();
    let keep = keep_with_account(folder.path()).await;
    let failing = |db: &rusqlite::Transaction<'_>| {
        db.execute("INSERT INTO setting (name, value) VALUES ('half', '1')", [])?;
        Err::<(), _>(StoreProblem::Other("in the middle".into()))
    };
    keep.file().write(failing).await.unwrap_err();
    let open = |db: &mut rusqlite::Connection| Ok(db.execute_batch("BEGIN IMMEDIATE")?);
    keep.file().call(open).await.unwrap();
    keep.add_draft(draft("d1", None, "after")).await.unwrap();
    drop(keep);
    let keep = open_keep(folder.path(), &settings()).unwrap();
    assert_eq!(keep.setting("half").await.unwrap(), None);
    assert!(keep.draft("d1").await.unwrap().is_some());
}

#[tokio::test]
async fn work_that_panics_in_the_store_is_answered_and_the_store_goes_on() {
    for mode in [StoreMode::Inline, StoreMode::Thread] {
        let folder = tempfile::tempdir().unwrap();
        let keep = open_keep(folder.path(), &StoreSettings { mode, ..settings() }).unwrap();
        let panicking = |db: &rusqlite::Transaction<'_>| -> Result<(), StoreProblem> {
            db.execute("INSERT INTO setting (name, value) VALUES ('half', '1')", [])?;
            panic!("as a defect would")
        };
        assert!(matches!(keep.file().write(panicking).await, Err(StoreProblem::Other(_))), "{mode:?}");
        assert_eq!(keep.setting("half").await.unwrap(), None, "{mode:?}: nothing of it is stored");
        keep.set_setting("whole", Some("1".into())).await.unwrap();
    }
}

#[tokio::test]
async fn a_closed_store_has_an_empty_log_and_refuses_what_comes_late() {
    for mode in [StoreMode::Inline, StoreMode::Thread] {
        let folder = tempfile::tempdir().unwrap();
        let keep = open_keep(folder.path(), &StoreSettings { mode, ..settings() }).unwrap();
        keep.set_setting("a", Some("1".into())).await.unwrap();
        keep.file().close().await.unwrap();
        keep.file().close().await.unwrap();
        assert_eq!(keep.setting("a").await, Err(StoreProblem::Closed));
        let names = files::PlatformFiles.list(folder.path()).unwrap();
        assert_eq!(names, ["keep.db"], "{mode:?}");
    }
}

#[test]
fn a_folder_that_cannot_be_written_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    // A folder that is none: nothing can be made in it, whoever runs the test.
    assert!(matches!(
        open_keep(&file, &settings()),
        Err(StoreProblem::ReadOnly(_) | StoreProblem::Failing(_))
    ));
}

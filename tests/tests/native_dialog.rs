//! The file dialog of GTK, driven by keys.

use std::fs;

use anyhow::Result;
use svara_model::{PickFiles, Picker};
use svara_native::FileDialog;
use svara_tests::session::{Needs, Session, inside, until};

fn pictures() -> PickFiles {
    PickFiles { title: "Add pictures".into(), filter: "Pictures".into(), extensions: vec!["png".into()] }
}

/// Types a path into the dialog of that title.
async fn type_path(session: &Session, title: &str, path: &str) -> Result<()> {
    let screen = session.screen()?;
    let window = screen.wait_for_title(title).await?;
    // The dialog may still be busy filling itself: what it swallowed is typed again.
    until("the end of the dialog", async || {
        screen.focus(&window).await.ok()?;
        screen.key(&window, "ctrl+l").await.ok()?;
        screen.key(&window, "ctrl+a").await.ok()?;
        screen.type_text(&window, path).await.ok()?;
        // It reads the folder before it takes the name.
        for _ in 0..100 {
            if screen.is_gone(&window).await {
                return Some(());
            }
            screen.key(&window, "Return").await.ok();
        }
        None
    })
    .await
}

async fn escape(session: &Session, title: &str) -> Result<()> {
    let screen = session.screen()?;
    let window = screen.wait_for_title(title).await?;
    until("the end of the dialog", async || {
        screen.key(&window, "Escape").await.ok();
        screen.is_gone(&window).await.then_some(())
    })
    .await
}

#[test]
fn a_typed_path_is_chosen_and_escape_chooses_nothing() -> Result<()> {
    inside("a_typed_path_is_chosen_and_escape_chooses_nothing", Needs::DESKTOP, async |session| {
        let file = session.folder("HOME").join("screen shot.PNG");
        fs::write(&file, "a picture")?;
        let what = pictures();
        let path = file.display().to_string();
        let (chosen, typed) = tokio::join!(FileDialog.pick(&what), type_path(session, "Add pictures", &path));
        typed?;
        assert_eq!(chosen?, [file]);

        let (chosen, escaped) = tokio::join!(FileDialog.pick(&what), escape(session, "Add pictures"));
        escaped?;
        assert!(chosen?.is_empty());

        let (folder, escaped) = tokio::join!(FileDialog.pick_folder("Save to"), escape(session, "Save to"));
        escaped?;
        assert_eq!(folder?, None);
        Ok(())
    })
}

#[test]
fn without_a_display_no_dialog_is_waited_for() -> Result<()> {
    inside("without_a_display_no_dialog_is_waited_for", Needs::NOTHING, async |_| {
        assert!(FileDialog.pick(&pictures()).await.is_err());
        assert!(FileDialog.pick_folder("Save to").await.is_err());
        Ok(())
    })
}

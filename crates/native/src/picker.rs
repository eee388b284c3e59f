//! The desktop's own file dialog.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use svara_model::{PickFiles, Picker, PickerProblem};

/// Opens in the member's pictures folder, or in the documents folder where one to save into is asked for.
///
/// What the host must do: on Linux nothing beyond running GTK's main loop on its main thread, as Tauri does (the dialog
/// is built on that loop, whichever thread asks). macOS builds its panel on the main thread only, so there the host's
/// event loop has to run there and must not be blocked waiting for `pick`. Windows opens it on a thread of its own.
#[derive(Clone, Copy, Debug, Default)]
pub struct FileDialog;

#[async_trait]
impl Picker for FileDialog {
    async fn pick(&self, what: &PickFiles) -> Result<Vec<PathBuf>, PickerProblem> {
        display()?;
        let mut dialog = rfd::AsyncFileDialog::new()
            .set_title(&what.title)
            .add_filter(&what.filter, &globs(&what.extensions));
        if let Some(folder) = existing(directories::UserDirs::picture_dir) {
            dialog = dialog.set_directory(folder);
        }
        let chosen = dialog.pick_files().await.unwrap_or_default();
        Ok(chosen.into_iter().map(|file| file.path().to_path_buf()).collect())
    }

    async fn pick_folder(&self, title: &str) -> Result<Option<PathBuf>, PickerProblem> {
        display()?;
        let mut dialog = rfd::AsyncFileDialog::new().set_title(title);
        if let Some(folder) = existing(directories::UserDirs::document_dir) {
            dialog = dialog.set_directory(folder);
        }
        Ok(dialog.pick_folder().await.map(|folder| folder.path().to_path_buf()))
    }
}

/// Without a display GTK never builds the dialog and never says so: the wait would have no end.
#[cfg(target_os = "linux")]
fn display() -> Result<(), PickerProblem> {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if named("DISPLAY") || named("WAYLAND_DISPLAY") {
        return Ok(());
    }
    Err(PickerProblem("no display".to_owned()))
}

#[cfg(not(target_os = "linux"))]
fn display() -> Result<(), PickerProblem> {
    Ok(())
}

/// GTK compares extensions letter by letter, and cameras write `.JPG`.
fn globs(extensions: &[String]) -> Vec<String> {
    extensions.iter().cloned().chain(extensions.iter().map(|one| one.to_uppercase())).collect()
}

/// The wanted folder, or the home folder where there is none; GTK would otherwise open its list of recent files.
fn existing(wanted: fn(&directories::UserDirs) -> Option<&Path>) -> Option<PathBuf> {
    let folders = directories::UserDirs::new()?;
    let wanted = wanted(&folders).filter(|folder| folder.is_dir());
    Some(wanted.unwrap_or(folders.home_dir()).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_come_in_both_cases() {
        assert_eq!(globs(&["png".into(), "jpg".into()]), ["png", "jpg", "PNG", "JPG"]);
    }
}

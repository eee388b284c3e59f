//! A file dialog in which a test has already chosen.

use std::{collections::VecDeque, path::PathBuf, sync::Mutex};

use async_trait::async_trait;
use svara_model::{PickFiles, Picker, PickerProblem};

/// Gives the choices of the script in turn; past its end every dialog is cancelled.
#[derive(Default)]
pub struct ScriptedPicker {
    script: Mutex<Script>,
}

#[derive(Default)]
struct Script {
    files: VecDeque<Vec<PathBuf>>,
    folders: VecDeque<PathBuf>,
    titles: Vec<String>,
}

impl ScriptedPicker {
    /// What the next file dialog without a choice yet will return.
    pub fn choose_files(&self, paths: Vec<PathBuf>) {
        self.lock().files.push_back(paths);
    }

    /// What the next folder dialog without a choice yet will return.
    pub fn choose_folder(&self, path: PathBuf) {
        self.lock().folders.push_back(path);
    }

    /// The titles of the dialogs shown so far.
    pub fn titles(&self) -> Vec<String> {
        self.lock().titles.clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[async_trait]
impl Picker for ScriptedPicker {
    async fn pick(&self, what: &PickFiles) -> Result<Vec<PathBuf>, PickerProblem> {
        let mut script = self.lock();
        script.titles.push(what.title.clone());
        Ok(script.files.pop_front().unwrap_or_default())
    }

    async fn pick_folder(&self, title: &str) -> Result<Option<PathBuf>, PickerProblem> {
        let mut script = self.lock();
        script.titles.push(title.to_owned());
        Ok(script.folders.pop_front())
    }
}

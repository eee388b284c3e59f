//! Linux: the first start has a name on the session bus, from before anything of the desktop begins.

use std::{
    env,
    fmt::Write,
    hash::{DefaultHasher, Hash, Hasher},
};

use anyhow::Result;
use svara_native::{FirstStart, Start, start};
use tauri::{Builder, Wry, async_runtime};

use super::Wishes;
use crate::folder::DataFolder;

/// The name of the app that works with the usual folder.
const USUAL: &str = "app.svara.desktop.Start";

/// The first start of the app with its folder.
pub(crate) struct First(FirstStart);

impl First {
    /// `None`: another start runs and has been told.
    pub(crate) fn begin(folder: &DataFolder, wishes: &Wishes) -> Result<Option<Self>> {
        let arguments: Vec<String> = env::args_os().map(|one| one.to_string_lossy().into_owned()).collect();
        let wishes = wishes.clone();
        let hear = move |arguments: Vec<String>| wishes.started(&arguments);
        let name = name(folder);
        Ok(match async_runtime::block_on(start(&name, &arguments, hear))? {
            Start::First(first) => Some(Self(first)),
            Start::Told => None,
        })
    }

    /// The bus is asked already.
    #[expect(clippy::unused_self, reason = "elsewhere a plugin of the app finds the first start")]
    pub(crate) fn watch(&self, builder: Builder<Wry>) -> Builder<Wry> {
        builder
    }

    /// From now on a start begins anew.
    pub(crate) async fn end(&self) {
        self.0.end().await;
    }
}

/// A bus name for the folder: its path, written with what a bus name may have.
fn name(folder: &DataFolder) -> String {
    if folder.is_usual {
        return USUAL.to_owned();
    }
    let mut hasher = DefaultHasher::new();
    folder.path().hash(&mut hasher);
    let mut name = format!("{USUAL}.folder_");
    let _never_fails = write!(name, "{:016x}", hasher.finish());
    name
}

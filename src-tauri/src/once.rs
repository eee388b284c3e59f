//! One app a user and data folder: another start brings the first to the front and is gone.

use svara_core::DeepLink;
use tauri::{AppHandle, Manager, Wry, async_runtime, plugin::TauriPlugin};

use crate::{folder::DataFolder, house::Opened};

/// The plugin that finds the first start. `None` where a folder of its own cannot be told apart from the usual one: only
/// the session bus lets the name be chosen.
pub(crate) fn plugin(folder: &DataFolder) -> Option<TauriPlugin<Wry>> {
    if !folder.is_usual && !cfg!(target_os = "linux") {
        return None;
    }
    let plugin = tauri_plugin_single_instance::Builder::new()
        .callback(|handle, arguments, _folder| come_forward(handle, link_of(arguments)));
    Some(if folder.is_usual { plugin.build() } else { plugin.dbus_id(name(folder)).build() })
}

fn come_forward(handle: &AppHandle, link: Option<String>) {
    let handle = handle.clone();
    async_runtime::spawn(async move {
        if let Some(opened) = handle.try_state::<Opened>() {
            opened.0.second_start(link.as_deref()).await;
        }
    });
}

/// The other start's arguments come from outside: a link is all that is heard of them.
fn link_of(arguments: Vec<String>) -> Option<String> {
    arguments.into_iter().skip(1).find(|one| DeepLink::is_meant(one))
}

/// A bus name for the folder: its path, written with what a bus name may have.
fn name(folder: &DataFolder) -> String {
    use std::{
        fmt::Write,
        hash::{DefaultHasher, Hash, Hasher},
    };

    let mut hasher = DefaultHasher::new();
    folder.path().hash(&mut hasher);
    let mut name = "app.svara.desktop.folder_".to_owned();
    let _never_fails = write!(name, "{:016x}", hasher.finish());
    name
}

//! One app a user and data folder: another start brings the first to the front and is gone.

use std::sync::{Mutex, PoisonError};

use svara_core::DeepLink;
use tauri::{AppHandle, Manager, Wry, async_runtime, plugin::TauriPlugin};

use crate::{folder::DataFolder, house::Opened};

/// The plugin that finds the first start. `None` where a folder of its own cannot be told apart from the usual one: only
/// the session bus lets the name be chosen.
pub(crate) fn plugin(folder: &DataFolder) -> Option<TauriPlugin<Wry>> {
    if !folder.is_usual && !cfg!(target_os = "linux") {
        return None;
    }
    let plugin = tauri_plugin_single_instance::Builder::new().callback(|handle, arguments, _folder| {
        Wish::of(&arguments).into_iter().for_each(|wish| come(handle, wish));
    });
    Some(if folder.is_usual { plugin.build() } else { plugin.dbus_id(name(folder)).build() })
}

/// What another start of the app wants of this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// The window.
    Window,
    /// The window, where a link leads.
    Link(String),
}

impl Wish {
    /// The other start's arguments come from outside: a link is all that is heard of them, and whether it is one in the
    /// tray, which wants nothing of an app that runs.
    fn of(arguments: &[String]) -> Option<Self> {
        let mut arguments = arguments.iter().skip(1);
        if let Some(link) = arguments.clone().find(|one| DeepLink::is_meant(one)) {
            return Some(Self::Link(link.clone()));
        }
        (!arguments.any(|one| one == "--hidden")).then_some(Self::Window)
    }
}

/// What other starts want of this one. Until it can do anything it is kept.
pub(crate) struct Others(Mutex<Option<Vec<Wish>>>);

impl Default for Others {
    fn default() -> Self {
        Self(Mutex::new(Some(Vec::new())))
    }
}

impl Others {
    /// What can be done now; none: it is kept.
    fn come(&self, wish: Wish) -> Option<Wish> {
        match &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(kept) => {
                kept.push(wish);
                None
            }
            None => Some(wish),
        }
    }

    /// From now on everything can be done. Answers what was kept.
    fn open(&self) -> Vec<Wish> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default()
    }
}

/// Does what another start wants, or keeps it until that is possible.
pub(crate) fn come(handle: &AppHandle, wish: Wish) {
    if let Some(wish) = handle.try_state::<Others>().and_then(|others| others.come(wish)) {
        fulfil(handle, vec![wish]);
    }
}

/// The app is open: does what other starts wanted meanwhile.
pub(crate) fn open(handle: &AppHandle) {
    if let Some(others) = handle.try_state::<Others>() {
        fulfil(handle, others.open());
    }
}

fn fulfil(handle: &AppHandle, wishes: Vec<Wish>) {
    let handle = handle.clone();
    async_runtime::spawn(async move {
        let Some(opened) = handle.try_state::<Opened>() else { return };
        for wish in wishes {
            match wish {
                Wish::Window => opened.0.second_start(None).await,
                Wish::Link(link) => opened.0.second_start(Some(&link)).await,
            }
        }
    });
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

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(arguments: &[&str]) -> Option<Wish> {
        let arguments: Vec<String> = arguments.iter().map(|one| (*one).to_owned()).collect();
        Wish::of(&arguments)
    }

    #[test]
    fn of_another_start_only_its_link_is_heard_and_whether_it_wants_a_window() {
        let link = "svara://issue/desk.example/1";
        assert_eq!(wish(&["svara"]), Some(Wish::Window));
        assert_eq!(wish(&["svara", "--with-demo-desk", "--data-folder", "/x"]), Some(Wish::Window));
        assert_eq!(wish(&["svara", "--hidden"]), None);
        assert_eq!(wish(&["svara", "--hidden", link]), Some(Wish::Link(link.to_owned())));
        assert_eq!(wish(&[]), Some(Wish::Window));
    }

    #[test]
    fn what_comes_before_the_app_is_open_is_kept_in_its_order() {
        let others = Others::default();
        let link = Wish::Link("svara://issue/desk.example/1".to_owned());
        assert_eq!(others.come(Wish::Window), None);
        assert_eq!(others.come(link.clone()), None);
        assert_eq!(others.open(), [Wish::Window, link.clone()]);
        assert_eq!(others.come(link.clone()), Some(link));
        assert!(others.open().is_empty());
    }
}

//! macOS and Windows: the first start is found by a plugin of the app.

use anyhow::Result;
use tauri::{Builder, Wry};

use super::Wishes;
use crate::folder::DataFolder;

/// The first start of the app with its folder, as far as is known before the app is built.
pub(crate) struct First {
    wishes: Wishes,
    /// A folder of its own cannot be told apart from the usual one.
    is_found: bool,
}

impl First {
    /// The plugin ends the process itself where another start runs.
    #[expect(clippy::unnecessary_wraps, reason = "on Linux it is known by now")]
    pub(crate) fn begin(folder: &DataFolder, wishes: &Wishes) -> Result<Option<Self>> {
        Ok(Some(Self { wishes: wishes.clone(), is_found: folder.is_usual }))
    }

    /// First of the plugins, so that a second start of the app touches nothing before it hands over.
    pub(crate) fn watch(&self, builder: Builder<Wry>) -> Builder<Wry> {
        if !self.is_found {
            return builder;
        }
        let wishes = self.wishes.clone();
        let plugin = tauri_plugin_single_instance::Builder::new()
            .callback(move |_handle, arguments, _folder| wishes.started(&arguments))
            .build();
        builder.plugin(plugin)
    }

    /// A link that the system hands over, perhaps before the app is open.
    #[cfg(target_os = "macos")]
    pub(crate) fn opened(&self, link: String) {
        self.wishes.come(super::Wish::Link(link));
    }

    /// The plugin sees to it.
    #[expect(clippy::unused_self, reason = "on Linux the bus is asked")]
    pub(crate) async fn end(&self) {}
}

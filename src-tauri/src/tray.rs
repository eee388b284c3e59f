//! The icon in the tray. Its words come from the app; without a tray on this desktop it is simply not seen.

use std::sync::Arc;

use svara_api::{App, TrayItem, TrayMood, TrayView};
use tauri::{
    AppHandle, Manager, Wry, async_runtime,
    image::Image,
    include_image,
    menu::{Menu, MenuItem, PredefinedMenuItem},
    tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent},
};

use crate::{host::Shell, house::Opened};

const CALM: Image<'static> = include_image!("../icons/tray-calm.png");
const AWAITING: Image<'static> = include_image!("../icons/tray-awaiting.png");
const TROUBLE: Image<'static> = include_image!("../icons/tray-trouble.png");
/// One issue awaits, two, and so on.
static COUNTED: [Image<'static>; 9] = [
    include_image!("../icons/tray-awaiting-1.png"),
    include_image!("../icons/tray-awaiting-2.png"),
    include_image!("../icons/tray-awaiting-3.png"),
    include_image!("../icons/tray-awaiting-4.png"),
    include_image!("../icons/tray-awaiting-5.png"),
    include_image!("../icons/tray-awaiting-6.png"),
    include_image!("../icons/tray-awaiting-7.png"),
    include_image!("../icons/tray-awaiting-8.png"),
    include_image!("../icons/tray-awaiting-9.png"),
];

/// The tray icon with what it shows now.
pub(crate) struct Tray {
    icon: TrayIcon,
    shown: Option<TrayView>,
}

impl Tray {
    /// Puts the icon into the tray. On the main thread only.
    pub(crate) fn build(handle: &AppHandle) -> tauri::Result<Self> {
        let icon = TrayIconBuilder::with_id("svara")
            .icon(CALM)
            .menu(&Menu::new(handle)?)
            // Where the desktop tells a press from a menu, the press brings the window.
            .show_menu_on_left_click(false)
            .on_menu_event(|handle, event| pressed(handle, event.id().as_ref().to_owned()))
            .on_tray_icon_event(|icon, event| clicked(icon, &event))
            .build(handle)?;
        Ok(Self { icon, shown: None })
    }

    /// Shows what the app has to say now, if it is something new.
    pub(crate) async fn refresh(&mut self, handle: &AppHandle, app: &App) {
        // What cannot be read now is in the log already, and the tray keeps what it said last.
        let Ok(view) = app.tray().await else { return };
        if self.shown.as_ref() == Some(&view) {
            return;
        }
        match self.show(handle, &view) {
            Ok(()) => self.shown = Some(view),
            Err(problem) => tracing::warn!(%problem, "the tray icon cannot be changed"),
        }
    }

    fn show(&self, handle: &AppHandle, view: &TrayView) -> tauri::Result<()> {
        self.icon.set_menu(Some(menu(handle, &view.items)?))?;
        self.icon.set_tooltip(Some(&view.tooltip))?;
        self.icon.set_icon(Some(picture(view.mood, view.count)))
    }
}

fn picture(mood: TrayMood, count: u32) -> Image<'static> {
    let digit = usize::try_from(count).ok().and_then(|count| COUNTED.get(count.checked_sub(1)?));
    match mood {
        TrayMood::Calm => CALM,
        TrayMood::Awaiting => digit.cloned().unwrap_or(AWAITING),
        TrayMood::Trouble => TROUBLE,
    }
}

fn menu(handle: &AppHandle, items: &[TrayItem]) -> tauri::Result<Menu<Wry>> {
    let menu = Menu::new(handle)?;
    for TrayItem { id, label } in items {
        if label.is_empty() {
            menu.append(&PredefinedMenuItem::separator(handle)?)?;
        } else {
            // What cannot be pressed has no id, and stands there in grey.
            menu.append(&MenuItem::with_id(handle, id, plain(label), !id.is_empty(), None::<&str>)?)?;
        }
    }
    Ok(menu)
}

/// In a menu, `&` would underline the next letter instead of being shown.
fn plain(label: &str) -> String {
    label.replace('&', "&&")
}

fn pressed(handle: &AppHandle, id: String) {
    let Some(opened) = handle.try_state::<Opened>() else { return };
    let app = Arc::clone(&opened.0);
    async_runtime::spawn(async move { app.tray_press(&id).await });
}

fn clicked(icon: &TrayIcon, event: &TrayIconEvent) {
    let TrayIconEvent::Click { button: MouseButton::Left, button_state: MouseButtonState::Up, .. } = event
    else {
        return;
    };
    Shell::of(icon.app_handle(), |shell| shell.show(None));
}

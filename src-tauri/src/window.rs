//! The one window: made when it is wanted and destroyed when it is closed, because a web view that is only hidden keeps
//! its memory.

use svara_api::Closing;
use tauri::{
    AppHandle, Manager, PhysicalPosition, PhysicalSize, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    Window, WindowEvent, async_runtime,
    webview::{NewWindowResponse, PermissionResponse},
};

use crate::{folder::DataFolder, host::Shell, house::Opened};

/// The window's name; the capability file knows it by this one.
pub(crate) const LABEL: &str = "main";

/// The window, if there is one.
pub(crate) fn find(handle: &AppHandle) -> Option<WebviewWindow> {
    handle.get_webview_window(LABEL)
}

/// How the window stood when it was taken away.
#[derive(Clone, Debug)]
pub(crate) struct Stand {
    /// What it showed: its page says so in its address.
    shows: Option<String>,
    place: Option<Place>,
}

#[derive(Clone, Debug)]
struct Place {
    size: PhysicalSize<u32>,
    at: PhysicalPosition<i32>,
    fills_screen: bool,
}

impl Stand {
    /// `before`: how the last one stood. A minimised window has no place of its own: Windows puts it far outside of every
    /// screen.
    fn of(window: &WebviewWindow, before: Option<Self>) -> tauri::Result<Self> {
        let shows = window.url()?.fragment().map(str::to_owned);
        let place = if window.is_minimized()? {
            before.and_then(|before| before.place)
        } else {
            Some(Place {
                size: window.inner_size()?,
                at: window.outer_position()?,
                fills_screen: window.is_maximized()?,
            })
        };
        Ok(Self { shows, place })
    }

    fn restore(&self, window: &WebviewWindow) -> tauri::Result<()> {
        let Some(Place { size, at, fills_screen }) = &self.place else { return Ok(()) };
        window.set_size(*size)?;
        // The screen that it stood on may be gone.
        if window.monitor_from_point(at.x.into(), at.y.into())?.is_some() {
            window.set_position(*at)?;
        }
        if *fills_screen { window.maximize() } else { Ok(()) }
    }
}

/// Makes the window, as it stood the last time. On the main thread only.
pub(crate) fn make(
    handle: &AppHandle,
    folder: &DataFolder,
    last: Option<&Stand>,
) -> tauri::Result<WebviewWindow> {
    let shows = last.and_then(|stand| stand.shows.as_deref());
    let page = shows.map_or_else(|| "index.html".to_owned(), |shows| format!("#{shows}"));
    let window = WebviewWindowBuilder::new(handle, LABEL, WebviewUrl::App(page.into()))
        .title(&handle.package_info().name)
        .inner_size(1180.0, 780.0)
        .min_inner_size(360.0, 420.0)
        .data_directory(folder.window())
        .devtools(cfg!(debug_assertions))
        .general_autofill_enabled(false)
        // With Tauri's handler the page would be told the paths of files that are dropped on it.
        .disable_drag_drop_handler()
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .on_permission_request(|_, _| PermissionResponse::Deny)
        .build()?;
    if let Some(stand) = last {
        stand.restore(&window)?;
    }
    Ok(window)
}

/// What happens to the window.
pub(crate) fn happened(window: &Window, event: &WindowEvent) {
    match event {
        WindowEvent::CloseRequested { api, .. } => {
            api.prevent_close();
            async_runtime::spawn(close(window.app_handle().clone()));
        }
        WindowEvent::Focused(focused) => set_in_front(window.app_handle(), *focused),
        WindowEvent::Destroyed => set_in_front(window.app_handle(), false),
        _ => {}
    }
}

/// The shell remembers it, and the app looks for news more often while somebody looks.
fn set_in_front(handle: &AppHandle, in_front: bool) {
    Shell::of(handle, |shell| shell.set_in_front(in_front));
    if let Some(opened) = handle.try_state::<Opened>() {
        opened.0.set_in_front(in_front);
    }
}

async fn close(handle: AppHandle) {
    let Some(opened) = handle.try_state::<Opened>() else { return };
    match opened.0.close_requested(svara_native::tray_host_present().await).await {
        Closing::Stay => opened.0.hide().await,
        Closing::Quit => opened.0.quit().await,
        Closing::Asked => {}
    }
}

/// Takes the window away; the app goes on. Answers how the window stood, or how one stood `before`.
pub(crate) fn destroy(handle: &AppHandle, before: Option<Stand>) -> Option<Stand> {
    let Some(window) = find(handle) else { return before };
    let stand = Stand::of(&window, before.clone())
        .inspect_err(|problem| tracing::warn!(%problem, "how the window stands is not known"))
        .ok();
    if let Err(problem) = window.destroy() {
        tracing::error!(%problem, "the window cannot be closed");
    }
    stand.or(before)
}

/// The window shows the app's own pages and nothing else.
fn is_ours(url: &Url) -> bool {
    let own = if cfg!(windows) { ("http", "tauri.localhost") } else { ("tauri", "localhost") };
    let plain = url.port().is_none() && url.username().is_empty() && url.password().is_none();
    plain && (url.scheme(), url.host_str()) == (own.0, Some(own.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_goes_nowhere_else() {
        let own = if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" };
        let goes = |address: &str| is_ours(&address.parse().expect("an address"));
        assert!(goes(&format!("{own}/index.html#/issues/1")));
        for address in [
            "https://example.org/",
            "http://localhost/",
            "file:///etc/passwd",
            "about:blank",
            "data:text/html,hello",
            "javascript:alert(1)",
            "svara-file://localhost/1",
            "ipc://localhost/call",
            "tauri://localhost.example.org/",
            "tauri://someone@localhost/",
            "tauri://localhost:81/",
            "http://tauri.localhost.example.org/",
            "http://someone@tauri.localhost/",
        ] {
            assert!(!goes(address), "{address}");
        }
    }
}

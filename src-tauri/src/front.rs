//! Bringing the window before the others: what each desktop wants for it.

use tauri::WebviewWindow;

/// Shows the window and gives it the keyboard. `activation` is the desktop's leave to do so. On the main thread only.
pub(crate) fn bring(window: &WebviewWindow, activation: Option<&str>) -> tauri::Result<()> {
    window.unminimize()?;
    window.show()?;
    present(window, activation)?;
    window.set_focus()
}

#[cfg(target_os = "linux")]
fn present(window: &WebviewWindow, activation: Option<&str>) -> tauri::Result<()> {
    use gtk::prelude::GtkWindowExt;

    let window = window.gtk_window()?;
    if let Some(token) = activation {
        window.set_startup_id(token);
    }
    window.present_with_time(activation.and_then(pressed).unwrap_or(NOW));
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn present(_window: &WebviewWindow, _activation: Option<&str>) -> tauri::Result<()> {
    Ok(())
}

/// X11's "current time".
#[cfg(target_os = "linux")]
const NOW: u32 = 0;

/// When the member pressed, in the X server's time: the end of a start-up notification's id, by its specification.
/// A Wayland token has none.
#[cfg(target_os = "linux")]
fn pressed(token: &str) -> Option<u32> {
    token.rsplit_once("_TIME")?.1.parse().ok()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_the_press_is_read_from_an_x11_token_only() {
        assert_eq!(pressed("host-1234-notify_TIME987654"), Some(987_654));
        assert_eq!(pressed("2f1ae2a4-wayland"), None);
        assert_eq!(pressed("x_TIMEsoon"), None);
    }
}

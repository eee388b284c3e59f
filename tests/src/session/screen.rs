//! What a member sees and does on the virtual display, through `xdotool`.

use std::{path::Path, process::Stdio};

use anyhow::{Context, Result, bail};

use super::{Session, until};

/// The display of a session.
#[derive(Clone, Copy, Debug)]
pub struct Screen<'a> {
    session: &'a Session,
}

/// A window, by the display's number for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window(String);

/// Where a window stands, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Of the left edge.
    pub x: i32,
    /// Of the upper edge.
    pub y: i32,
    /// From left to right.
    pub width: i32,
    /// From top to bottom.
    pub height: i32,
}

impl<'a> Screen<'a> {
    pub(super) fn of(session: &'a Session) -> Self {
        Self { session }
    }

    /// The first visible window of a class.
    pub async fn wait_for_class(&self, class: &str) -> Result<Window> {
        self.wait_for("--class", class).await
    }

    /// The first visible window whose title holds `title`.
    pub async fn wait_for_title(&self, title: &str) -> Result<Window> {
        self.wait_for("--name", title).await
    }

    /// The visible windows of a class.
    pub async fn windows_of_class(&self, class: &str) -> Vec<Window> {
        let found = self.xdotool(&["search", "--onlyvisible", "--class", class]).await.unwrap_or_default();
        found.lines().map(|id| Window(id.to_owned())).collect()
    }

    /// Whether a window is closed or hidden.
    pub async fn is_gone(&self, window: &Window) -> bool {
        let all = self.xdotool(&["search", "--onlyvisible", "--name", ""]).await.unwrap_or_default();
        !all.lines().any(|id| id == window.0)
    }

    /// Gives a window the keyboard and waits until it has it.
    pub async fn focus(&self, window: &Window) -> Result<()> {
        until("the focus", async || {
            self.xdotool(&["windowfocus", &window.0]).await.ok()?;
            (self.xdotool(&["getwindowfocus"]).await.ok()?.trim() == window.0).then_some(())
        })
        .await
    }

    /// The window that the window manager has in front, if there is one.
    pub async fn active(&self) -> Option<Window> {
        let id = self.xdotool(&["getactivewindow"]).await.ok()?;
        Some(Window(id.trim().to_owned()))
    }

    /// Puts a window away, as a press on its minimise button does.
    pub async fn minimize(&self, window: &Window) -> Result<()> {
        self.xdotool(&["windowminimize", &window.0]).await?;
        until("the window's end in sight", async || self.is_gone(window).await.then_some(())).await
    }

    /// Presses a key, e.g. `Return` or `ctrl+l`, in the window that has the keyboard, which becomes this one.
    pub async fn key(&self, window: &Window, key: &str) -> Result<()> {
        self.xdotool(&["windowfocus", &window.0, "key", "--clearmodifiers", key]).await.map(drop)
    }

    /// Types a text without pressing Return. ASCII only: for other letters the keyboard is changed while it is used, and
    /// now and then one is lost.
    pub async fn type_text(&self, window: &Window, text: &str) -> Result<()> {
        self.xdotool(&["windowfocus", &window.0, "type", "--delay", "12", text]).await.map(drop)
    }

    /// Clicks at a point of the display.
    pub async fn click(&self, x: i32, y: i32) -> Result<()> {
        self.xdotool(&["mousemove", &x.to_string(), &y.to_string(), "click", "1"]).await.map(drop)
    }

    /// Where a window stands.
    pub async fn place(&self, window: &Window) -> Result<Place> {
        let printed = self.xdotool(&["getwindowgeometry", "--shell", &window.0]).await?;
        let value = |name: &str| -> Result<i32> {
            let line = printed.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            Ok(line.with_context(|| format!("no {name}"))?.parse()?)
        };
        Ok(Place { x: value("X")?, y: value("Y")?, width: value("WIDTH")?, height: value("HEIGHT")? })
    }

    /// Gives a window another size and place, as dragging it does.
    pub async fn put(&self, window: &Window, to: Place) -> Result<()> {
        let [x, y, width, height] = [to.x, to.y, to.width, to.height].map(|side| side.to_string());
        self.xdotool(&["windowsize", &window.0, &width, &height]).await?;
        self.xdotool(&["windowmove", &window.0, &x, &y]).await?;
        until("the window's new size", async || {
            let now = self.place(window).await.ok()?;
            ((now.width, now.height) == (to.width, to.height)).then_some(())
        })
        .await
    }

    /// Saves a picture of the whole display (PNG by the file's name).
    pub async fn save(&self, file: &Path) -> Result<()> {
        let status = self.session.command("import").args(["-window", "root"]).arg(file).status().await?;
        if status.success() { Ok(()) } else { bail!("import: {status}") }
    }

    pub(super) async fn wait_for_window_manager(&self) -> Result<()> {
        until("the window manager", async || self.xdotool(&["get_num_desktops"]).await.ok().map(drop)).await
    }

    async fn wait_for(&self, by: &str, what: &str) -> Result<Window> {
        until(&format!("the window {what}"), async || {
            let found = self.xdotool(&["search", "--onlyvisible", by, what]).await.ok()?;
            found.lines().next().map(|id| Window(id.to_owned()))
        })
        .await
    }

    async fn xdotool(&self, arguments: &[&str]) -> Result<String> {
        let mut command = self.session.command("xdotool");
        let output = command.args(arguments).stdin(Stdio::null()).kill_on_drop(true).output().await?;
        if !output.status.success() {
            bail!("xdotool {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8(output.stdout)?)
    }
}

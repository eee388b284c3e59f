//! The app as its members have it: the built program in its real window, on a desktop of a test's own. Pages are read and
//! pressed through WebDriver, everything around the window (popups, dialogs, tray) as a person or another program would.

pub mod accessibility;
mod agent_page;
mod album;
mod dialog;
mod house;
mod picture;
mod popups;
mod program;
mod secrets;
mod time;
mod tray_host;
mod words;

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use fantoccini::{Client, ClientBuilder, Locator, elements::Element, wd::Capabilities};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout};

pub use agent_page::AgentPage;
pub use album::Album;
pub use dialog::FileDialog;
pub use house::{House, files_with, holds};
pub use picture::{METADATA, picture};
pub use popups::{CROSS, Overheard, Popup, Popups};
pub use program::{Program, binary, end_in_order};
pub use secrets::secrets_of;
pub use time::{Begins, Time};
pub use tray_host::{TrayHost, TrayMenuItem};
pub use words::words;

use crate::session::{Part, Session, until};

/// The class of the app's windows on the display.
pub const CLASS: &str = "svara";

/// A first start on a busy machine may have to read the whole web view from the disk.
const START: Duration = Duration::from_secs(60);

/// The keys that select a field's text: Control with A, as WebDriver writes them. WebDriver's own command to clear a field
/// makes no `input` event in WebKit, so that the page would keep the old value. What follows in the same call is lost.
const SELECT_ALL: &str = "\u{E009}a";

/// The app with its page under WebDriver.
#[derive(Debug)]
pub struct AppWindow {
    client: Client,
    driver: Part,
}

impl AppWindow {
    /// Starts the app in a session, and ends when its page can be asked.
    pub async fn open(session: &Session, arguments: &[String]) -> Result<Self> {
        let binary = binary()?;
        let port = free_port().await?;
        let mut command = session.command("WebKitWebDriver");
        // The app inherits the variable, which lets its web view be driven.
        command.arg(format!("--port={port}")).env("TAURI_WEBVIEW_AUTOMATION", "true");
        let driver = session.spawn("webdriver", &mut command)?;
        let mut wanted = Capabilities::new();
        wanted.insert("webkitgtk:browserOptions".to_owned(), json!({"binary": binary, "args": arguments}));
        let url = format!("http://127.0.0.1:{port}");
        until("the WebDriver", async || tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok())
            .await?;
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let connected = timeout(START, builder.capabilities(wanted).connect(&url)).await;
        let client =
            connected.context("the window did not come in time")?.context("the window did not come")?;
        Ok(Self { client, driver })
    }

    /// The process of the app.
    pub fn process(&self) -> Result<Program> {
        let driver = self.driver.id().context("the WebDriver has ended")?;
        Program::child_of(driver, CLASS)
    }

    /// Asks the app to end, as the end of a desktop session does, and waits until it has.
    pub async fn end(self) -> Result<()> {
        // It may have ended by itself, as a quit from the tray does.
        if let Ok(program) = self.process() {
            program.ask_to_end()?;
            until("the end of the app", async || program.has_ended().then_some(())).await?;
        }
        self.driver.kill().await
    }

    /// Turns to the window that was made after the first one was closed.
    pub async fn turn_to_new(&self) -> Result<()> {
        let handle =
            until("the new window", async || self.client.windows().await.ok()?.into_iter().next()).await?;
        Ok(self.client.switch_to_window(handle).await?)
    }

    /// Waits for what a CSS selector finds, until it is to be seen.
    pub async fn shown(&self, css: &str) -> Result<Element> {
        self.element(Locator::Css(css), css).await
    }

    /// Waits for a button by the words on it.
    pub async fn button(&self, within: &str, name: &str) -> Result<Element> {
        let path = format!("//*[{within}]//button[normalize-space()='{name}']");
        self.element(Locator::XPath(&path), &path).await
    }

    async fn element(&self, by: Locator<'_>, what: &str) -> Result<Element> {
        until(what, async || {
            let element = self.client.find(by).await.ok()?;
            element.is_displayed().await.ok()?.then_some(element)
        })
        .await
    }

    /// Presses it once it can be pressed.
    pub async fn press(&self, css: &str) -> Result<()> {
        until(&format!("a press on {css}"), async || {
            let element = self.client.find(Locator::Css(css)).await.ok()?;
            // Something in front of it, or its end while it is pressed, is an error: nothing was pressed then.
            (element.is_enabled().await.ok()? && element.click().await.is_ok()).then_some(())
        })
        .await
    }

    /// Writes into a field in place of what stands there.
    pub async fn write(&self, css: &str, text: &str) -> Result<()> {
        let type_it = async || -> Result<String> {
            let field = self.client.find(Locator::Css(css)).await?;
            field.click().await?;
            field.send_keys(SELECT_ALL).await?;
            field.send_keys(text).await?;
            Ok(field.prop("value").await?.unwrap_or_default())
        };
        // A field that the page has just made anew is found again; a text that it loses is not written twice.
        let written = until(&format!("the field {css}"), async || type_it().await.ok()).await?;
        ensure!(written == text, "{css} holds {written:?} instead of {text:?}");
        Ok(())
    }

    /// Waits until something says these words, whatever else it says.
    pub async fn says(&self, css: &str, words: &str) -> Result<String> {
        let mut last = String::new();
        let said = until(&format!("{words:?} in {css}"), async || {
            let element = self.client.find(Locator::Css(css)).await.ok()?;
            last = said_by(&element).await.ok()?;
            last.contains(words).then(|| last.clone())
        })
        .await;
        said.with_context(|| format!("it says {last:?}"))
    }

    /// Everything that a selector finds at one moment: an attribute of it, and its text as it is laid out.
    pub async fn all(&self, css: &str, attribute: &str) -> Result<Vec<(String, String)>> {
        let script = "return [...document.querySelectorAll(arguments[0])]\
                      .map(it => [it.getAttribute(arguments[1]) ?? '', it.innerText])";
        Ok(serde_json::from_value(self.client.execute(script, vec![json!(css), json!(attribute)]).await?)?)
    }

    /// Waits until a selector finds nothing.
    pub async fn gone(&self, css: &str) -> Result<()> {
        until(&format!("the end of {css}"), async || {
            self.client.find_all(Locator::Css(css)).await.ok()?.is_empty().then_some(())
        })
        .await
    }

    /// The page as it is now, for people to read.
    pub async fn source(&self) -> Result<String> {
        Ok(self.client.source().await?)
    }

    /// Waits until the page as it is now has been drawn, pictures included. Nothing is drawn while the window is out of
    /// sight.
    pub async fn drawn(&self) -> Result<()> {
        let frame = "new Promise(requestAnimationFrame)";
        let pictures = "Promise.allSettled([...document.images].map(image => image.decode()))";
        let script = format!("return {pictures}.then(() => {frame}).then(() => {frame}).then(() => true)");
        self.client.execute(&script, Vec::new()).await?;
        Ok(())
    }

    /// Waits until what a selector finds is a picture that has come whole.
    pub async fn pictured(&self, css: &str) -> Result<()> {
        self.yes("it.complete && it.naturalWidth > 0", css, "the picture").await
    }

    /// Waits until a field holds a text.
    pub async fn holds(&self, css: &str, text: &str) -> Result<()> {
        self.yes(&format!("it.value === {}", json!(text)), css, &format!("{text:?}")).await
    }

    /// Waits until what a selector finds has the keyboard.
    pub async fn has_caret(&self, css: &str) -> Result<()> {
        self.yes("document.hasFocus() && document.activeElement === it", css, "the caret").await
    }

    async fn yes(&self, question: &str, css: &str, what: &str) -> Result<()> {
        let script =
            format!("const it = document.querySelector(arguments[0]); return it !== null && {question}");
        until(&format!("{what} in {css}"), async || {
            let answer = self.client.execute(&script, vec![json!(css)]).await.ok()?;
            (answer == Value::Bool(true)).then_some(())
        })
        .await
    }
}

/// The text of an element as it is laid out. (WebDriver's own command leaves out what an ellipsis may shorten.)
async fn said_by(element: &Element) -> Result<String> {
    Ok(element.prop("innerText").await?.unwrap_or_default())
}

/// A port that nobody listens at. Somebody else may take it before it is used; then the start fails and says so.
async fn free_port() -> Result<u16> {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    Ok(listener.local_addr()?.port())
}

/// Waits, for as long as a limit says, until a question has the answer *yes*.
pub async fn within(limit: Duration, what: &str, mut question: impl AsyncFnMut() -> bool) -> Result<()> {
    let start = Instant::now();
    while !question().await {
        if start.elapsed() > limit {
            bail!("{what} did not come within {limit:?}");
        }
        sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

//! The real keychain of GNOME in a session.

use anyhow::{Context, Result};
use tokio::io::AsyncWriteExt;
use zbus::ObjectPath;

use super::{Part, Screen, Session, Window, until};

/// The password of the session's keychain.
pub const PASSWORD: &str = "correct horse";

const SERVICE: &str = "org.freedesktop.secrets";
const PATH: &str = "/org/freedesktop/secrets";
const LOGIN: &str = "/org/freedesktop/secrets/collection/login";

/// A running keychain. Its entries lie in the session's folders and so outlive it.
#[derive(Debug)]
pub struct Keyring {
    part: Part,
}

impl Keyring {
    /// Unlocked, as after a login; set up at the first start.
    pub async fn start_unlocked(session: &Session) -> Result<Self> {
        let mut command = session.command("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]);
        let mut part = session.spawn("gnome-keyring", &mut command)?;
        let mut input = part.input().context("its input")?;
        // Without an end of line, which would be part of the password.
        input.write_all(PASSWORD.as_bytes()).await?;
        drop(input);
        let keyring = Self::ready(session, part).await?;
        until("the unlocked keychain", async || (!is_locked(session).await.ok()?).then_some(())).await?;
        Ok(keyring)
    }

    /// Never set up, as where nobody logs in with a password.
    pub async fn start_bare(session: &Session) -> Result<Self> {
        let mut command = session.command("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets"]);
        let part = session.spawn("gnome-keyring", &mut command)?;
        Self::ready(session, part).await
    }

    async fn ready(session: &Session, part: Part) -> Result<Self> {
        session.wait_for_name(SERVICE).await?;
        Ok(Self { part })
    }

    /// Locks it: the next use asks for the password.
    pub async fn lock(&self, session: &Session) -> Result<()> {
        let bus = session.bus().await?;
        let login = ObjectPath::try_from(LOGIN)?;
        bus.call_method(Some(SERVICE), PATH, Some("org.freedesktop.Secret.Service"), "Lock", &(vec![login],))
            .await?;
        until("the locked keychain", async || is_locked(session).await.ok()?.then_some(())).await
    }

    /// Ends it as a crash would.
    pub async fn kill(self, session: &Session) -> Result<()> {
        self.part.kill().await?;
        session.wait_for_no_name(SERVICE).await
    }
}

async fn is_locked(session: &Session) -> Result<bool> {
    let bus = session.bus().await?;
    let login = zbus::proxy::Builder::<zbus::Proxy<'_>>::new(&bus)
        .destination(SERVICE)
        .path(LOGIN)
        .interface("org.freedesktop.Secret.Collection")
        .cache_properties(zbus::proxy::CacheProperties::No)
        .build()
        .await?;
    Ok(login.get_property("Locked").await?)
}

/// The keychain's question for its password.
#[derive(Debug)]
pub struct Prompt<'a> {
    screen: Screen<'a>,
    window: Window,
}

impl<'a> Prompt<'a> {
    /// Waits until it is asked.
    pub async fn wait(session: &'a Session) -> Result<Self> {
        let screen = session.screen()?;
        let window = screen.wait_for_class("gcr-prompter").await.context("the keychain's prompt")?;
        Ok(Self { screen, window })
    }

    /// Answers with Escape.
    pub async fn dismiss(self) -> Result<()> {
        until("the end of the prompt", async || {
            self.screen.key(&self.window, "Escape").await.ok();
            self.screen.is_gone(&self.window).await.then_some(())
        })
        .await
    }

    /// Types the right password.
    pub async fn answer(self) -> Result<()> {
        self.screen.focus(&self.window).await?;
        self.screen.type_text(&self.window, PASSWORD).await?;
        self.screen.key(&self.window, "Return").await?;
        until("the end of the prompt", async || self.screen.is_gone(&self.window).await.then_some(())).await
    }
}

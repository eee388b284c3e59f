//! A desktop's tray, as far as an app can tell: it owns the watcher's name, keeps what registers, and opens its menu.

use std::{collections::HashMap, path::Path, sync::Arc};

use anyhow::{Context, Result, ensure};
use tokio::sync::watch;
use zbus::{Connection, OwnedVariant, Structure, Variant, message::Header, object_server::SignalEmitter};

use crate::session::{Session, until};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

/// Whose icon, and where on its connection.
type Registered = (String, String);

struct Watcher(Arc<watch::Sender<Option<Registered>>>);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
#[allow(clippy::needless_pass_by_value, reason = "the bus hands its arguments over")]
impl Watcher {
    fn register_status_notifier_item(&self, item: String, #[zbus(header)] header: Header<'_>) {
        let caller = header.sender().map(ToString::to_string).unwrap_or_default();
        // An item names its path, or a bus name with the usual path.
        let registered =
            if item.starts_with('/') { (caller, item) } else { (item, "/StatusNotifierItem".to_owned()) };
        self.0.send_replace(Some(registered));
    }

    fn register_status_notifier_host(&self, _host: String) {}

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        self.0.borrow().iter().map(|(bus, path)| format!("{bus}{path}")).collect()
    }

    #[zbus(signal)]
    async fn status_notifier_host_registered(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;
}

/// The tray with the one icon that was put into it.
#[derive(Debug)]
pub struct TrayHost {
    bus: Connection,
    registered: watch::Receiver<Option<Registered>>,
}

/// A line of the icon's menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrayMenuItem {
    /// The menu's number for it.
    pub number: i32,
    /// What it says; empty for a line between groups.
    pub label: String,
    /// Whether it can be pressed.
    pub enabled: bool,
}

/// A menu's line: number, properties, lines below it.
type Layout = (i32, HashMap<String, OwnedVariant>, Vec<OwnedVariant>);

impl TrayHost {
    /// Opens the tray on a session's bus.
    pub async fn start(session: &Session) -> Result<Self> {
        let (sender, registered) = watch::channel(None);
        let bus = zbus::connection::Builder::address(session.bus_address())
            .serve_at("/StatusNotifierWatcher", Watcher(Arc::new(sender)))
            .name(WATCHER)
            .build()
            .await?;
        Ok(Self { bus, registered })
    }

    /// Waits until the icon's menu satisfies a test.
    pub async fn wait_for_menu(
        &self,
        what: &str,
        fits: impl Fn(&[TrayMenuItem]) -> bool,
    ) -> Result<Vec<TrayMenuItem>> {
        let mut last = None;
        let menu = until(what, async || {
            let menu = last.insert(self.menu().await).as_ref().ok()?;
            fits(menu).then(|| menu.clone())
        })
        .await;
        menu.with_context(|| format!("the tray's menu is {last:?}"))
    }

    /// The icon's menu as it is now.
    pub async fn menu(&self) -> Result<Vec<TrayMenuItem>> {
        let (owner, menu) = self.place().await?;
        let all: Vec<&str> = Vec::new();
        // A menu may make itself ready only when it is about to be shown.
        self.bus.call_method(Some(&*owner), &*menu, Some(MENU), "AboutToShow", &(0_i32)).await?;
        let answer = self
            .bus
            .call_method(Some(&*owner), &*menu, Some(MENU), "GetLayout", &(0_i32, -1_i32, all))
            .await?;
        let (_, root): (u32, Layout) = answer.body().deserialize()?;
        root.2.into_iter().map(item).collect()
    }

    /// Waits until the icon is this one of the app's drawings, by its pixels.
    pub async fn wait_for_icon(&self, session: &Session, drawing: &str) -> Result<()> {
        let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../icons/{drawing}.png"));
        let expected = pixels(session, &expected).await?;
        let mut last = None;
        until(&format!("{drawing} in the tray"), async || {
            let file = self.icon().await.ok()?;
            // Each change is a file of its own.
            if last.as_ref() == Some(&file) {
                return None;
            }
            let shown = pixels(session, Path::new(&file)).await.ok()?;
            last = Some(file);
            (shown == expected).then_some(())
        })
        .await
    }

    /// The file with the icon.
    async fn icon(&self) -> Result<String> {
        Ok(String::try_from(self.property("IconName").await?)?)
    }

    /// Presses what is called so, as soon as it stands in the menu. The app may make the menu anew at any moment, and what
    /// stood in the one before cannot be pressed any more.
    pub async fn press(&self, label: &str) -> Result<()> {
        until(&format!("the press on {label} in the tray"), async || {
            let menu = self.menu().await.ok()?;
            let item = menu.iter().find(|item| item.label == label && item.enabled)?;
            self.press_item(item).await.ok()
        })
        .await
    }

    async fn press_item(&self, item: &TrayMenuItem) -> Result<()> {
        let (owner, menu) = self.place().await?;
        let event = (item.number, "clicked", Variant::from(0_i32), 0_u32);
        self.bus.call_method(Some(&*owner), &*menu, Some(MENU), "Event", &event).await?;
        Ok(())
    }

    async fn place(&self) -> Result<(String, String)> {
        let (owner, _) = self.registered()?;
        let menu = self.property("Menu").await?;
        let menu = zbus::OwnedObjectPath::try_from(menu).context("the icon's menu has no path")?;
        Ok((owner, menu.to_string()))
    }

    async fn property(&self, name: &str) -> Result<OwnedVariant> {
        let (owner, path) = self.registered()?;
        let asked = (ITEM, name);
        let properties = Some("org.freedesktop.DBus.Properties");
        let answer = self.bus.call_method(Some(&*owner), &*path, properties, "Get", &asked).await?;
        Ok(answer.body().deserialize()?)
    }

    fn registered(&self) -> Result<Registered> {
        self.registered.borrow().clone().context("no icon is in the tray")
    }
}

/// A picture's pixels, however its file was written.
async fn pixels(session: &Session, file: &Path) -> Result<Vec<u8>> {
    let mut command = session.command("convert");
    let made = command.arg(file).args(["-depth", "8", "RGBA:-"]).output().await?;
    ensure!(made.status.success() && !made.stdout.is_empty(), "{} is no picture", file.display());
    Ok(made.stdout)
}

fn item(value: OwnedVariant) -> Result<TrayMenuItem> {
    let (number, properties, _): Layout = Structure::try_from(value)?.try_into()?;
    let label =
        properties.get("label").and_then(|value| value.downcast_ref::<String>().ok()).unwrap_or_default();
    let enabled = properties.get("enabled").is_none_or(|value| value.downcast_ref::<bool>().unwrap_or(true));
    // A single underline marks a key to press; two stand for one.
    let label = label.replace("__", "\u{0}").replace('_', "").replace('\u{0}', "_");
    Ok(TrayMenuItem { number, label, enabled })
}

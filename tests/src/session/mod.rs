//! A desktop session of a test's own: home folder, D-Bus bus, virtual display, window manager, keychain, notifications.
//! Nothing of it touches the session that the test is started from, and all of it ends with the test.

mod inside;
mod keyring;
mod part;
mod screen;

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;
use tokio::{process::Command, time::Instant};

pub use inside::inside;
pub use keyring::{Keyring, PASSWORD, Prompt};
pub use part::Part;
pub use screen::{Place, Screen, Window};

/// How long a part of the session may take to be there. Generous: the machine may be busy.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// What a session begins with; the rest can be started later.
#[derive(Clone, Copy, Debug)]
pub struct Needs {
    /// A bus on which nobody serves anything, and which starts nobody but a prompter (where there is a display).
    pub bus: bool,
    /// A virtual display with a window manager.
    pub display: bool,
}

impl Needs {
    /// No bus and no display. The session's variables name a bus all the same.
    pub const NOTHING: Self = Self { bus: false, display: false };
    /// A bus.
    pub const BUS: Self = Self { bus: true, display: false };
    /// A bus and a display.
    pub const DESKTOP: Self = Self { bus: true, display: true };
}

/// The session. Its folders last as long as it does.
#[derive(Debug)]
pub struct Session {
    variables: BTreeMap<String, String>,
    // In the order of their start; the last ends first.
    parts: Vec<Part>,
    root: PathBuf,
    folder: Option<TempDir>,
}

const FOLDERS: [(&str, &str); 6] = [
    ("HOME", "home"),
    ("XDG_RUNTIME_DIR", "run"),
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_DATA_HOME", "data"),
    ("XDG_CACHE_HOME", "cache"),
    ("XDG_STATE_HOME", "state"),
];

/// Toolkits neither look for a portal nor for accessibility, and look the same everywhere.
const FIXED: [(&str, &str); 8] = [
    ("GTK_USE_PORTAL", "0"),
    ("GTK_THEME", "Adwaita"),
    ("GDK_BACKEND", "x11"),
    ("GSETTINGS_BACKEND", "memory"),
    ("NO_AT_BRIDGE", "1"),
    ("XDG_CURRENT_DESKTOP", "GNOME"),
    ("XDG_SESSION_TYPE", "x11"),
    ("LANG", "C.UTF-8"),
];

/// What would lead back to the session that the test is started from.
const FOREIGN: [&str; 9] = [
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "GNOME_KEYRING_CONTROL",
    "SSH_AUTH_SOCK",
    "DESKTOP_STARTUP_ID",
    "XDG_ACTIVATION_TOKEN",
    "LC_ALL",
    "LANGUAGE",
];

const BUS: &str = "DBUS_SESSION_BUS_ADDRESS";
const DISPLAY: &str = "DISPLAY";
const ROOT: &str = "SVARA_SESSION_ROOT";

impl Session {
    /// Starts what is needed and waits until it is there.
    pub async fn start(needs: Needs) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("svara-session-").tempdir()?;
        let root = folder.path().to_owned();
        let mut session =
            Self { variables: variables(&root)?, parts: Vec::new(), root, folder: Some(folder) };
        match session.start_parts(needs).await {
            Ok(()) => Ok(session),
            Err(error) => Err(error.context(session.logs())),
        }
    }

    async fn start_parts(&mut self, needs: Needs) -> Result<()> {
        if needs.display {
            // Before the bus, so that what the bus starts finds the display.
            self.start_display().await.context("the display")?;
        }
        if needs.bus {
            let bus = self.start_bus().await.context("the bus")?;
            self.keep(bus);
        }
        if needs.display {
            let windows = self.spawn("openbox", &mut self.command("openbox"))?;
            self.keep(windows);
            self.screen()?.wait_for_window_manager().await?;
        }
        Ok(())
    }

    /// What all parts have printed.
    pub fn logs(&self) -> String {
        let printed = |name: &str| fs::read_to_string(self.log(name)).unwrap_or_default();
        self.parts.iter().map(|part| format!("[{}]\n{}", part.name(), printed(part.name()))).collect()
    }

    /// The session that this process was started in with [`Self::command`]. Owns only what it starts itself.
    fn joined() -> Result<Self> {
        let root = PathBuf::from(std::env::var(ROOT).context("not within a session")?);
        let named = FOLDERS.iter().chain(&FIXED).map(|(name, _)| *name).chain([BUS, DISPLAY, ROOT]);
        let variables = named.filter_map(|name| Some((name.to_owned(), std::env::var(name).ok()?))).collect();
        Ok(Self { variables, parts: Vec::new(), root, folder: None })
    }

    /// What tells a process that it belongs to this session. Everything in [`FOREIGN`] that is not here must be unset.
    pub fn variables(&self) -> &BTreeMap<String, String> {
        &self.variables
    }

    /// Has everything that is started from now on know this, too.
    pub fn set(&mut self, variables: impl IntoIterator<Item = (&'static str, String)>) {
        self.variables.extend(variables.into_iter().map(|(name, value)| (name.to_owned(), value)));
    }

    /// A program that will belong to this session.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        for name in FOREIGN {
            command.env_remove(name);
        }
        command.envs(&self.variables).current_dir(&self.root);
        command
    }

    /// Starts a program that ends when the part is dropped. What it prints is in [`Self::log`].
    pub fn spawn(&self, name: &str, command: &mut Command) -> Result<Part> {
        Part::spawn(name, command, &self.log(name), self.folder.is_some())
    }

    /// Where a part's output lies.
    pub fn log(&self, name: &str) -> PathBuf {
        self.root.join(format!("{name}.log"))
    }

    /// A part that is to live as long as the session.
    pub fn keep(&mut self, part: Part) {
        self.parts.push(part);
    }

    /// A folder of the session by its variable, e.g. `XDG_DATA_HOME`.
    pub fn folder(&self, variable: &str) -> PathBuf {
        self.variables.get(variable).map_or_else(|| self.root.clone(), PathBuf::from)
    }

    /// Where the bus is, or would be.
    pub fn bus_address(&self) -> &str {
        self.variables.get(BUS).map_or("", String::as_str)
    }

    /// A new connection to the bus.
    pub async fn bus(&self) -> Result<zbus::Connection> {
        Ok(zbus::connection::Builder::address(self.bus_address()).build().await?)
    }

    /// Waits until somebody on the bus serves `name`.
    pub async fn wait_for_name(&self, name: &str) -> Result<()> {
        let bus = self.bus().await?;
        until(&format!("{name} on the bus"), async || is_served(&bus, name).await.ok()?.then_some(())).await
    }

    /// Waits until nobody on the bus serves `name` any more.
    pub async fn wait_for_no_name(&self, name: &str) -> Result<()> {
        let bus = self.bus().await?;
        until(&format!("the end of {name}"), async || (!is_served(&bus, name).await.ok()?).then_some(()))
            .await
    }

    /// Starts the bus, at the same address each time.
    pub async fn start_bus(&self) -> Result<Part> {
        let config = self.root.join("bus.conf");
        fs::write(&config, self.bus_config()?)?;
        let path = self.root.join("run/bus");
        if path.exists() {
            fs::remove_file(&path)?;
        }
        let mut command = self.command("dbus-daemon");
        command.arg("--nofork").arg("--nopidfile").arg(format!("--config-file={}", config.display()));
        let part = self.spawn("dbus-daemon", &mut command)?;
        until("the bus", async || self.bus().await.ok().map(drop)).await?;
        Ok(part)
    }

    /// Starts the notification service of GNOME's fallback session, which draws real buttons. Needs a display.
    pub async fn start_notification_daemon(&self) -> Result<Part> {
        let mut command = self.command("/usr/lib/notification-daemon/notification-daemon");
        let part = self.spawn("notification-daemon", &mut command)?;
        self.wait_for_name("org.freedesktop.Notifications").await?;
        Ok(part)
    }

    /// Starts the keychain. Needs a bus.
    pub async fn start_keyring(&self) -> Result<Keyring> {
        Keyring::start_unlocked(self).await
    }

    /// The display.
    pub fn screen(&self) -> Result<Screen<'_>> {
        if !self.variables.contains_key(DISPLAY) {
            bail!("the session has no display");
        }
        Ok(Screen::of(self))
    }

    async fn start_display(&mut self) -> Result<()> {
        let mut command = self.command("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"]);
        let part = self.spawn("Xvfb", &mut command)?;
        let log = self.log("Xvfb");
        let number = until("the display's number", async || {
            // Complaints about taken numbers come first.
            let printed = fs::read_to_string(&log).ok()?;
            let ended = printed.get(..=printed.rfind('\n')?)?;
            ended.lines().find(|line| line.parse::<u32>().is_ok()).map(str::to_owned)
        })
        .await?;
        self.parts.push(part);
        self.variables.insert(DISPLAY.to_owned(), format!(":{number}"));
        Ok(())
    }

    /// Only the keychain's prompter is started by the bus, so that "nobody serves it" can be had.
    fn bus_config(&self) -> Result<String> {
        let services = self.root.join("services");
        fs::create_dir_all(&services)?;
        if self.variables.contains_key(DISPLAY) {
            for name in
                ["org.gnome.keyring.SystemPrompter.service", "org.gnome.keyring.PrivatePrompter.service"]
            {
                let installed = Path::new("/usr/share/dbus-1/services").join(name);
                fs::copy(&installed, services.join(name)).with_context(|| installed.display().to_string())?;
            }
        }
        Ok(format!(
            "<busconfig><type>session</type><keep_umask/><listen>{}</listen><auth>EXTERNAL</auth>\
             <servicedir>{}</servicedir><policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\
             <allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>",
            self.bus_address(),
            services.display()
        ))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        while let Some(part) = self.parts.pop() {
            drop(part);
        }
    }
}

async fn is_served(bus: &zbus::Connection, name: &str) -> Result<bool> {
    Ok(zbus::fdo::DBusProxy::new(bus).await?.name_has_owner(name.try_into()?).await?)
}

fn variables(root: &Path) -> Result<BTreeMap<String, String>> {
    use std::os::unix::fs::PermissionsExt;

    let mut variables: BTreeMap<String, String> =
        FIXED.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    for (name, folder) in FOLDERS {
        let folder = root.join(folder);
        fs::create_dir(&folder)?;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
        variables.insert(name.to_owned(), folder.display().to_string());
    }
    variables.insert(BUS.to_owned(), format!("unix:path={}", root.join("run/bus").display()));
    variables.insert(ROOT.to_owned(), root.display().to_string());
    Ok(variables)
}

/// Asks again and again until there is an answer, for as long as [`PATIENCE`].
pub async fn until<T>(what: &str, mut probe: impl AsyncFnMut() -> Option<T>) -> Result<T> {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = probe().await {
            return Ok(answer);
        }
        if Instant::now() > end {
            bail!("{what} did not come within {PATIENCE:?}");
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

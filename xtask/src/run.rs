//! `run`: from a fresh clone to the app with the built-in desk.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Result, bail};

use crate::{
    display::{self, VirtualDisplay},
    packages::{self, Consent, Need},
    shell::{cargo, command, is_there, output, root, status, until},
    window,
};

/// Colours from which a picture of the window shows more than an empty page.
const PAINTED: u32 = 64;

/// Builds and starts the app with the built-in desk, its data in target/demo.
pub(crate) fn run(consent: Consent) -> Result<()> {
    let virtual_display = !display::is_there();
    let need = if virtual_display { Need::VirtualDisplay } else { Need::Build };
    packages::install(need, consent)?;
    build()?;
    let app = program("debug");
    let arguments =
        ["--with-demo-desk".to_owned(), "--data-folder".to_owned(), folder().display().to_string()];
    if virtual_display {
        return run_unseen(&app, &arguments);
    }
    status(Command::new(app).args(arguments).current_dir(root()))
}

/// Where cargo put the app.
pub(crate) fn program(profile: &str) -> PathBuf {
    target().join(profile).join(format!("svara{}", env::consts::EXE_SUFFIX))
}

/// Cargo's target folder.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

fn folder() -> PathBuf {
    target().join("demo")
}

fn build() -> Result<()> {
    window::node()?;
    window::packages()?;
    if !window::is_current() {
        status(&mut window::build())?;
    }
    // The selection of `cargo xtask test`, so that both share what they build.
    status(&mut cargo(["build", "--workspace", "--bin", "svara"]))
}

fn run_unseen(app: &Path, arguments: &[String]) -> Result<()> {
    eprintln!("There is no display: the app runs on a virtual one.");
    let display = VirtualDisplay::start()?;
    let mut session = on_a_bus(app);
    let mut child = display.set(session.args(arguments)).stdin(Stdio::null()).spawn()?;
    let picture = target().join("svara.png");
    let painted = until(Duration::from_secs(60), || {
        if let Some(status) = child.try_wait()? {
            bail!("the app ended: {status}");
        }
        Ok(is_painted(&display, &picture).then_some(()))
    })?;
    match painted {
        Some(()) => eprintln!("A picture of the window: {}\nCtrl-C ends the app.", picture.display()),
        None => eprintln!("The window did not show within a minute; Ctrl-C ends the app."),
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("the app ended: {status}");
    }
    Ok(())
}

/// The app with a session bus: the one that is there, else one of its own.
pub(crate) fn on_a_bus(app: &Path) -> Command {
    if env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some() || !is_there("dbus-run-session") {
        let mut plain = Command::new(app);
        plain.current_dir(root());
        return plain;
    }
    let mut session = command("dbus-run-session", ["--"]);
    session.arg(app);
    session
}

/// Takes a picture of the window and says whether it shows a page.
fn is_painted(display: &VirtualDisplay, picture: &Path) -> bool {
    // By its number: asked for a window that is not there yet by name, ImageMagick holds the whole display and waits for
    // somebody to click on one.
    let Some(window) = window_number(display) else { return false };
    let unfinished = picture.with_extension("new.png");
    let mut import = command("import", ["-silent", "-window", &window]);
    let taken = display.set(import.arg(&unfinished)).stdin(Stdio::null()).stderr(Stdio::null()).status();
    if !taken.is_ok_and(|status| status.success()) {
        return false;
    }
    let colours = output(command("identify", ["-format", "%k"]).arg(&unfinished)).unwrap_or_default();
    let painted = colours.trim().parse().is_ok_and(|count: u32| count >= PAINTED);
    painted && fs::rename(&unfinished, picture).is_ok()
}

fn window_number(display: &VirtualDisplay) -> Option<String> {
    let mut command = command("xwininfo", ["-name", "Svara", "-int"]);
    let found = display.set(&mut command).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&found.stdout).into_owned();
    Some(text.split_once("Window id: ")?.1.split_whitespace().next()?.to_owned())
}

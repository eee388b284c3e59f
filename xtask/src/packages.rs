//! The system packages of Debian and Ubuntu: what is missing is told, and installed with the developer's consent.

use std::{
    env, fs,
    io::{BufRead, IsTerminal, Write},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{
    browser,
    shell::{command, is_there, status},
};

/// What the packages are for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Building the app.
    Build,
    /// Building it and running it without a screen.
    VirtualDisplay,
    /// Building it and running every test.
    Test,
}

/// Whether packages may be installed without a question.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Consent {
    /// The developer is asked.
    Ask,
    /// `--yes` was given, or this is a CI machine.
    Given,
}

impl Consent {
    pub(crate) fn from_flag(yes: bool) -> Self {
        if yes || is_ci() { Self::Given } else { Self::Ask }
    }
}

/// Whether this is a CI machine.
pub(crate) fn is_ci() -> bool {
    env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false")
}

const BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "librsvg2-dev",
    "libayatana-appindicator3-dev",
];
const DISPLAY: &[&str] = &["xvfb", "openbox", "dbus", "imagemagick", "x11-utils", "fonts-dejavu-core"];
const TEST: &[&str] = &[
    "webkit2gtk-driver",
    "xdotool",
    "gnome-keyring",
    "libsecret-tools",
    "notification-daemon",
    "at-spi2-core",
    "adwaita-icon-theme",
];
const APT_TRIES: u32 = 3;

/// Installs what is missing. Elsewhere than on Debian and its kin it only names what is needed.
pub(crate) fn install(need: Need, consent: Consent) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let wanted = wanted(need);
    if !is_there("dpkg-query") {
        eprintln!("This is not a Debian; the app needs what Debian calls:\n  {}", wanted.join(" "));
        return Ok(());
    }
    let missing = missing(&wanted)?;
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!("These system packages are missing:\n  {}", missing.join(" "));
    if consent == Consent::Ask && !asked()? {
        bail!("install them (apt-get install {}) or run again with --yes", missing.join(" "));
    }
    apt(&missing)
}

fn wanted(need: Need) -> Vec<&'static str> {
    let mut wanted = BUILD.to_vec();
    if need != Need::Build {
        wanted.extend(DISPLAY);
    }
    if need == Need::Test {
        wanted.extend(TEST);
        // Ubuntu's package only installs a snap, which does not run in a container or as root.
        if !browser::is_there() && !is_ubuntu() {
            wanted.push("chromium");
        }
    }
    wanted
}

fn is_ubuntu() -> bool {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    release.lines().any(|line| line == "ID=ubuntu" || line.starts_with("ID_LIKE=") && line.contains("ubuntu"))
}

fn missing(wanted: &[&'static str]) -> Result<Vec<&'static str>> {
    let output = command("dpkg-query", ["--show", "--showformat=${Package} ${db:Status-Status}\n"])
        .args(wanted)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .context("dpkg-query cannot be started")?;
    let known = String::from_utf8_lossy(&output.stdout);
    let mut missing = absent(&known, wanted);
    // The window's library and its driver must be of one version, so they are installed in one go.
    if missing.contains(&"webkit2gtk-driver") && !missing.contains(&"libwebkit2gtk-4.1-dev") {
        missing.push("libwebkit2gtk-4.1-dev");
    }
    Ok(missing)
}

fn absent(known: &str, wanted: &[&'static str]) -> Vec<&'static str> {
    let installed = |name: &str| known.lines().any(|line| line.strip_suffix(" installed") == Some(name));
    wanted.iter().copied().filter(|name| !installed(name)).collect()
}

fn asked() -> Result<bool> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return Ok(false);
    }
    eprint!("Install them now? [y/N] ");
    std::io::stderr().flush()?;
    let mut answer = String::new();
    stdin.lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

fn apt(packages: &[&str]) -> Result<()> {
    let mut last = Ok(());
    for attempt in 1..=APT_TRIES {
        last = apt_once(packages);
        match &last {
            Ok(()) => return Ok(()),
            Err(problem) => eprintln!("apt-get, try {attempt} of {APT_TRIES}: {problem}"),
        }
    }
    last.context("the system packages could not be installed")
}

fn apt_once(packages: &[&str]) -> Result<()> {
    status(apt_get()?.args(["-q", "update"]))?;
    status(apt_get()?.args(["-q", "install", "-y", "--no-install-recommends"]).args(packages))
}

fn apt_get() -> Result<Command> {
    let user = crate::shell::output(&mut command("id", ["-u"]))?;
    let mut words = vec!["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=900"];
    if user.trim() != "0" {
        words.insert(0, "sudo");
    }
    let (program, arguments) = words.split_first().context("apt-get has a name")?;
    let mut apt = command(program, arguments);
    apt.stdin(if std::io::stdin().is_terminal() { Stdio::inherit() } else { Stdio::null() });
    Ok(apt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_installed_packages_count_as_there() {
        let known = "xvfb installed\nopenbox not-installed\ndbus config-files\n";
        assert_eq!(absent(known, &["xvfb", "openbox", "dbus", "xdotool"]), ["openbox", "dbus", "xdotool"]);
    }
}

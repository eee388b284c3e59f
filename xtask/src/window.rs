//! Building the window: Node, the packages of package-lock.json, Vite.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use anyhow::{Context, Result, bail};

use crate::shell::{command, npm, output, root, status};

const NODE: (u32, u32) = (20, 19);

/// Whether the window's sources are there.
pub(crate) fn is_there() -> bool {
    root().join("ui/package.json").exists()
}

/// Ends with a clear sentence where Node is missing or too old.
pub(crate) fn node() -> Result<()> {
    let wanted =
        format!("Node {}.{} or newer is needed to build the window (https://nodejs.org)", NODE.0, NODE.1);
    let version = output(&mut command("node", ["--version"])).with_context(|| wanted.clone())?;
    if parse(&version).is_none_or(|found| found < NODE) {
        bail!("{wanted}; this is {}", version.trim());
    }
    Ok(())
}

/// `npm ci`, when the lock file changed since the last one.
pub(crate) fn packages() -> Result<()> {
    let lock = modified(&root().join("package-lock.json"));
    let installed = modified(&root().join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= lock {
        return Ok(());
    }
    status(&mut npm(["ci", "--no-audit", "--no-fund"]))
}

/// The build of the window.
pub(crate) fn build() -> Command {
    npm(["run", "build", "--workspace", "ui"])
}

/// Whether the window was built since its sources last changed.
pub(crate) fn is_current() -> bool {
    let built = modified(&root().join("ui/dist/index.html"));
    let sources = ["ui", "locales", "package-lock.json"];
    let newest = sources.iter().filter_map(|name| newest(&root().join(name))).max();
    built.is_some() && built >= newest
}

fn parse(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.trim().strip_prefix('v')?.split('.').map(|part| part.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|found| found.modified()).ok()
}

fn newest(path: &Path) -> Option<SystemTime> {
    let inside = fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    let made = |path: &PathBuf| path.ends_with("node_modules") || path.ends_with("dist");
    inside.filter(|path| !made(path)).filter_map(|path| newest(&path)).chain(modified(path)).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_node_are_compared_by_number() {
        assert_eq!(parse("v20.19.0\n"), Some((20, 19)));
        assert!(parse("v9.99.0").is_some_and(|found| found < NODE));
        assert!(parse("v22.1.0").is_some_and(|found| found > NODE));
        assert_eq!(parse("nothing"), None);
    }
}

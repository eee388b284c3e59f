//! The Chromium in which the window's stories run.

use anyhow::Result;

use crate::{
    packages::{Consent, is_ci},
    shell::{self, npm, root, status},
};

const NAMES: &[&str] = &["chromium", "google-chrome", "google-chrome-stable"];

/// Whether a browser is installed that Playwright can drive.
pub(crate) fn is_there() -> bool {
    NAMES.iter().any(|name| shell::is_there(name)) || !cfg!(target_os = "linux")
}

/// Fetches Playwright's own browser where none is installed.
pub(crate) fn fetch(consent: Consent) -> Result<()> {
    if is_there() || !root().join("node_modules/playwright").exists() {
        return Ok(());
    }
    if consent == Consent::Ask && !is_ci() {
        anyhow::bail!(
            "the stories need a browser: install Chrome, or run again with --yes to fetch Playwright's own"
        );
    }
    status(&mut npm(["exec", "--", "playwright", "install", "chromium-headless-shell", "chromium"]))
}

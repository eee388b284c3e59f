//! The app's own words, so that a story can look for what a member reads.

use std::{fs, path::Path};

use anyhow::{Context, Result};

/// The English words of a key, up to the first thing that is filled in.
pub fn words(key: &str) -> Result<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales/en");
    let mut texts = String::new();
    for name in ["window.ftl", "desktop.ftl"] {
        let file = folder.join(name);
        texts += &fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    }
    let found = texts.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('='));
    let text = found.with_context(|| format!("no words for {key}"))?;
    Ok(text.split('{').next().unwrap_or_default().trim().to_owned())
}

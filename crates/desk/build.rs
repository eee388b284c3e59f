//! Takes the agents' console out of the built window, and only what the console needs of it.

use std::{
    collections::BTreeMap,
    env, fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    let window = PathBuf::from("../../ui");
    let dist = window.join("dist");
    // Cargo can watch a folder only while there is one; without one this crate would be built anew every time.
    if window.is_dir() && !dist.exists() {
        fs::create_dir(&dist).ok();
    }
    println!("cargo::rerun-if-changed=build.rs");
    if dist.is_dir() {
        println!("cargo::rerun-if-changed={}", dist.display());
    }
    let out = env::var_os("OUT_DIR").map(PathBuf::from).ok_or(io::ErrorKind::NotFound)?;
    let console = out.join("console");
    if console.exists() {
        fs::remove_dir_all(&console)?;
    }
    fs::create_dir_all(console.join("assets"))?;
    let page = dist.join("agent.html");
    if !page.is_file() {
        return Ok(());
    }
    fs::copy(&page, console.join("agent.html"))?;
    if dist.join("favicon.svg").is_file() {
        fs::copy(dist.join("favicon.svg"), console.join("favicon.svg"))?;
    }
    for (name, path) in needed(&page, &dist.join("assets"))? {
        fs::copy(path, console.join("assets").join(name))?;
    }
    Ok(())
}

/// The assets that the page names, those that these name, and so on.
fn needed(page: &Path, assets: &Path) -> io::Result<BTreeMap<String, PathBuf>> {
    let mut rest = BTreeMap::new();
    if assets.is_dir() {
        for entry in fs::read_dir(assets)? {
            let entry = entry?;
            rest.insert(entry.file_name().to_string_lossy().into_owned(), entry.path());
        }
    }
    let mut found = BTreeMap::new();
    let mut to_read = vec![page.to_path_buf()];
    while let Some(path) = to_read.pop() {
        let text = String::from_utf8_lossy(&fs::read(path)?).into_owned();
        let named: Vec<String> = rest.keys().filter(|name| text.contains(name.as_str())).cloned().collect();
        for name in named {
            if let Some(path) = rest.remove(&name) {
                to_read.push(path.clone());
                found.insert(name, path);
            }
        }
    }
    Ok(found)
}

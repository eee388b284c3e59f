//! Puts the window's build inside the app, and closes every door to Rust but one.

use std::{env, io, path::Path, process::Command};

use tauri_build::{AppManifest, Attributes};

const PAGE: &str = "../ui/dist/index.html";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed={PAGE}");
    println!("cargo::rerun-if-changed=capabilities");
    if !Path::new(PAGE).exists() {
        build_window()?;
    }
    // The one entry; whatever is not named here is refused by Tauri before any of our code runs.
    let manifest = AppManifest::new().commands(&["call"]);
    Ok(tauri_build::try_build(Attributes::new().app_manifest(manifest))?)
}

/// For a bare `cargo build` in a fresh clone; `cargo xtask` builds the window before, and anew when its sources change.
fn build_window() -> io::Result<()> {
    if !Path::new("../node_modules").exists() {
        npm(&["ci", "--no-audit", "--no-fund"])?;
    }
    npm(&["run", "build", "--workspace", "ui"])
}

fn npm(arguments: &[&str]) -> io::Result<()> {
    let program = if env::consts::OS == "windows" { "npm.cmd" } else { "npm" };
    let status = Command::new(program).args(arguments).current_dir("..").status();
    match status {
        Ok(status) if status.success() => Ok(()),
        _ => {
            let what = arguments.join(" ");
            Err(io::Error::other(format!(
                "`npm {what}` failed: Node 20.19 or newer is needed to build the window"
            )))
        }
    }
}

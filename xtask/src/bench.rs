//! `bench`: what a release build weighs, on this computer, at this moment.

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail};

use crate::{
    display::VirtualDisplay,
    packages::{self, Consent, Need},
    run,
    shell::{cargo, now, root, status, until},
    window,
};

const SETTLE: Duration = Duration::from_secs(8);

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Part {
    /// The release build's size and the memory of its process tree with the window open
    App,
    /// Memory and processor time in the tray, against a Chromium app window and a tab
    P3,
    /// The first sync of 100,000 issues against a raw import
    P4a,
    /// A check in which nothing changed
    P5,
    /// Search and lists with 100,000 issues
    P6,
    /// A question at the desk to the notifier, with 1,000 members on the live feed
    P7,
    /// 1,000 chats at once on the built-in desk
    Chats,
}

/// Measures these parts, or all.
pub(crate) fn bench(parts: &[Part], consent: Consent) -> Result<()> {
    let wanted = |one| parts.is_empty() || parts.contains(&one);
    if wanted(Part::App) {
        app(consent)?;
    }
    if wanted(Part::P3) {
        tray(consent)?;
    }
    let parts_of_core =
        [(Part::P4a, "p4a"), (Part::P5, "p5"), (Part::P6, "p6"), (Part::P7, "p7"), (Part::Chats, "chats")];
    for (part, name) in parts_of_core {
        if wanted(part) {
            core(name)?;
        }
    }
    Ok(())
}

/// The app in the tray beside Chromium, each on a desktop as the stories have it.
fn tray(consent: Consent) -> Result<()> {
    packages::install(Need::Test, consent)?;
    window::node()?;
    window::packages()?;
    if !window::is_current() {
        status(&mut window::build())?;
    }
    status(&mut cargo(["build", "--release", "--workspace", "--bin", "svara"]))?;
    core("p3")
}

/// The parts of the core, without any window.
fn core(name: &str) -> Result<()> {
    status(&mut cargo(["build", "--release", "--workspace", "--bin", "svara-bench"]))?;
    let program = run::target().join("release").join(format!("svara-bench{}", std::env::consts::EXE_SUFFIX));
    status(Command::new(program).arg(name).current_dir(root()))
}

/// Measures the release build's size and the memory of its process tree with the window open.
fn app(consent: Consent) -> Result<()> {
    packages::install(Need::VirtualDisplay, consent)?;
    window::node()?;
    window::packages()?;
    if !window::is_current() {
        status(&mut window::build())?;
    }
    status(&mut cargo(["build", "--release", "--workspace", "--bin", "svara"]))?;
    let app = run::program("release");
    eprintln!("binary: {} bytes", fs::metadata(&app).context("the release build is not there")?.len());
    if cfg!(target_os = "linux") {
        eprintln!("memory, window open: {} MiB", memory(&app, &[])? / 1024);
        let without = memory(&app, &[("WEBKIT_DISABLE_DMABUF_RENDERER", "1")])?;
        eprintln!("memory, window open, WEBKIT_DISABLE_DMABUF_RENDERER=1: {} MiB", without / 1024);
    }
    Ok(())
}

/// The proportional set size of the app and everything it started, in KiB, some seconds after the start.
fn memory(app: &Path, variables: &[(&str, &str)]) -> Result<u64> {
    let display = VirtualDisplay::start()?;
    let folder = run::target().join("bench");
    let _first_time = fs::remove_dir_all(&folder);
    let mut session = run::on_a_bus(app);
    session.args(["--with-demo-desk", "--data-folder"]).arg(&folder).envs(variables.iter().copied());
    let mut child =
        display.set(&mut session).current_dir(root()).stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
    let weighed = settle(&mut child).map(|()| tree(child.id()).iter().filter_map(|id| weight(*id)).sum());
    end(&mut child)?;
    weighed
}

fn settle(child: &mut Child) -> Result<()> {
    let began = now();
    until(SETTLE * 2, || match child.try_wait()? {
        Some(status) => bail!("the app ended: {status}"),
        None => Ok((began.elapsed() >= SETTLE).then_some(())),
    })?;
    Ok(())
}

fn end(child: &mut Child) -> Result<()> {
    // Leaves first: a session bus that ends first would leave the app behind.
    for id in tree(child.id()).into_iter().rev() {
        let _gone_already = crate::shell::command("kill", [id.to_string()]).stderr(Stdio::null()).status();
    }
    child.wait()?;
    Ok(())
}

/// A process and everything below it, parents first.
fn tree(root: u32) -> Vec<u32> {
    let mut found = vec![root];
    let mut next = 0;
    while let Some(id) = found.get(next).copied() {
        let threads = fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
        let children = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
        for ids in children {
            found.extend(ids.split_whitespace().filter_map(|id| id.parse::<u32>().ok()));
        }
        next += 1;
    }
    found
}

fn weight(id: u32) -> Option<u64> {
    let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.split_whitespace().next()?.parse().ok()
}

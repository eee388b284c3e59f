//! P4a: a first sync from the built-in desk, against a raw import of the same rows.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};
use svara_model::Status;
use tokio::time::Instant;

use super::{
    house::{House, desk, processor_time},
    raw::Import,
    report::{Goal, Report, percentile},
};

const MANY: &str = "elsa";
const FEW: &str = "bo";
/// The other member has so many times fewer issues, to tell how memory grows. Their file, too, is larger than the part of it
/// that the store keeps in memory, or it would be that part which grew.
const FEWER: u32 = 5;

/// What one first sync took.
#[derive(Serialize, Deserialize)]
struct Synced {
    issues: u32,
    seconds: f64,
    processor: f64,
    requests: u64,
    /// The most memory of the process, in KiB.
    peak: u64,
}

pub(super) async fn measure(issues: u32, rounds: u32) -> anyhow::Result<Report> {
    let folder = tempfile::tempdir()?;
    let began = Instant::now();
    let desk = desk(&folder.path().join("desk"), &[(MANY, issues), (FEW, issues / FEWER)]).await?;
    let mut report = Report::new("p4a");
    report.note("making the desk", began.elapsed().as_secs_f64(), "s");
    let app = |round: u32| folder.path().join(format!("app-{round}"));
    let mut import = None;
    let (mut syncs, mut raws, mut raw_processors) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..rounds {
        let synced = sync(&app(round), desk.address(), MANY)?;
        if synced.issues != issues {
            bail!("{} of {issues} issues arrived", synced.issues);
        }
        let import = match &mut import {
            Some(import) => import,
            none => none.insert(Import::read(&app(round).join("cache.db"))?),
        };
        let before = processor_time();
        raws.push(import.run(&folder.path().join(format!("raw-{round}.db")))?.as_secs_f64());
        raw_processors.push(processor_time().saturating_sub(before).as_secs_f64());
        syncs.push(synced);
        std::fs::remove_dir_all(app(round))?;
    }
    let few = sync(&app(rounds), desk.address(), FEW)?;
    let of = |take: fn(&Synced) -> f64| percentile(&syncs.iter().map(take).collect::<Vec<_>>(), 0.5);
    let (seconds, raw) = (of(|synced| synced.seconds), percentile(&raws, 0.5));
    // Each sync against the import right after it, so that what else the computer does weighs on both.
    let ratios: Vec<f64> = raws.iter().zip(&syncs).map(|(raw, synced)| raw / synced.seconds).collect();
    report.note("issues", f64::from(issues), "");
    report.note("first sync", f64::from(issues) / seconds, "rows/s");
    report.note("raw import", f64::from(issues) / raw, "rows/s");
    report.note("first sync / raw import, lowest round", percentile(&ratios, 0.0), "x");
    report.note("first sync / raw import, highest round", percentile(&ratios, 1.0), "x");
    report.judge("first sync / raw import, median", percentile(&ratios, 0.5), "x", Goal::AtLeast(0.5));
    report.note("requests of a first sync", of(|synced| synced.requests as f64), "");
    // What else the computer does weighs less on these.
    let (processor, its) = (of(|synced| synced.processor), percentile(&raw_processors, 0.5));
    report.note("processor time of a first sync, app", processor, "s");
    report.note("processor time of a raw import", its, "s");
    report.note("raw import / first sync, processor time", its / processor, "x");
    let (peak, small) = (of(|synced| synced.peak as f64) / 1024.0, few.peak as f64 / 1024.0);
    report.note("peak memory, first sync", peak, "MiB");
    report.note("peak memory, a fifth of the issues", small, "MiB");
    report.judge("peak memory / that of a fifth", peak / small, "x", Goal::AtMost(1.25));
    Ok(report)
}

/// A first sync in a process of its own, so that its memory is nobody else's.
fn sync(folder: &Path, address: &str, user: &str) -> anyhow::Result<Synced> {
    let child = Command::new(std::env::current_exe()?)
        .arg("sync")
        .args([folder.as_os_str(), address.as_ref(), user.as_ref()])
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()?;
    if !child.status.success() {
        bail!("the sync ended with {}", child.status);
    }
    serde_json::from_slice(&child.stdout).context("what the sync took")
}

/// The part of [`sync`] that runs in that process.
pub(super) async fn child(folder: PathBuf, address: &str, user: &str) -> anyhow::Result<()> {
    let house = House::open(&folder).await?;
    let (began, before) = (Instant::now(), processor_time());
    let account = house.sync(address, user).await?;
    let (seconds, processor) = (began.elapsed(), processor_time().saturating_sub(before));
    let mut issues = 0;
    for status in [Status::AwaitingFeedback, Status::Open, Status::Closed] {
        issues += house.core.issues(&account, status, None, 1).await?.total;
    }
    let synced = Synced {
        issues,
        seconds: seconds.as_secs_f64(),
        processor: processor.as_secs_f64(),
        requests: house.requests(),
        peak: peak()?,
    };
    house.core.stop().await;
    serde_json::to_writer(std::io::stdout(), &synced)?;
    Ok(())
}

/// The most memory that this process has had, in KiB.
fn peak() -> anyhow::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status").context("only Linux tells")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no peak")?;
    Ok(line.split_whitespace().next().context("no number")?.parse()?)
}

//! Runs the simulator: many schedules on every core, or one with its whole trace. `cargo xtask sim` builds and starts it.
#![allow(clippy::print_stdout, reason = "a program's output")]

use std::{
    path::Path,
    process::ExitCode,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use anyhow::{Context as _, Result, anyhow, ensure};
use clap::Parser;
use svara_core::planted::Bug;
use svara_tests::sim::{self, Outcome, Report, Templates, planted};

/// How many schedules that failed are shown.
const SHOWN: u64 = 3;
/// The first schedule's seed, when nobody says.
const FIRST: u64 = 1;
/// How many schedules are run, when nobody says.
const SCHEDULES: u64 = 10_000;
/// How many schedules each planted mistake is looked for with besides its known one, when nobody says.
const FRESH: u64 = 200;
/// The first of these, when nobody says: no other run has them.
const FRESH_FROM: u64 = 100_001;

#[derive(Parser)]
#[command(name = "svara-sim", about = "The real app and the real desk under simulated trouble")]
struct Arguments {
    /// How many schedules
    #[arg(long)]
    schedules: Option<u64>,
    /// The first schedule's seed; the others follow
    #[arg(long)]
    seed: Option<u64>,
    /// Runs the seed's schedule alone
    #[arg(long)]
    one: bool,
    /// Prints the whole trace
    #[arg(long)]
    trace: bool,
    /// How many run at once; as many as there are cores
    #[arg(long)]
    cores: Option<usize>,
    /// Goes on after violations
    #[arg(long)]
    all: bool,
    /// Looks for each planted mistake: with its known seed, and with so many others until one finds it
    #[arg(long)]
    planted: bool,
    /// With --planted: looks from the first seed on until each is found, and writes the known seeds
    #[arg(long, requires = "planted")]
    update: bool,
    /// With --planted or --one: only the mistake of this name
    #[arg(long)]
    bug: Option<String>,
}

fn main() -> ExitCode {
    match work(&Arguments::parse()) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("svara-sim: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

/// Answers how many schedules found a property that did not hold.
fn work(arguments: &Arguments) -> Result<u64> {
    sim::remember_panics();
    let begin = tokio::time::Instant::now();
    let folder = sim::folder()?;
    let files = folder.path().to_owned();
    let templates = Templates::make(&files)?;
    let cores = arguments.cores.unwrap_or_else(|| thread::available_parallelism().map_or(1, Into::into));
    if arguments.planted {
        return hunt(arguments, &templates, &files, cores);
    }
    let mut report = if arguments.one {
        planted::plant(bug(arguments)?);
        let lines = if arguments.trace { usize::MAX } else { 60 };
        let seed = arguments.seed.unwrap_or(FIRST);
        let outcome = sim::run(seed, &templates, &files, lines)?;
        let mut report = Report::new(seed, 1);
        report.add(&outcome);
        show(&outcome);
        println!("hash {:016x}", outcome.hash);
        report
    } else {
        many(arguments, &templates, &files, cores)?
    };
    report.seconds = begin.elapsed().as_secs_f64();
    println!("{}", report.line());
    Ok(report.violations)
}

fn many(arguments: &Arguments, templates: &Arc<Templates>, files: &Path, cores: usize) -> Result<Report> {
    let first = arguments.seed.unwrap_or(FIRST);
    let report = Arc::new(Mutex::new(Report::new(first, cores)));
    let next = Arc::new(AtomicU64::new(first));
    let end = first.saturating_add(arguments.schedules.unwrap_or(SCHEDULES));
    let threads: Vec<_> = (0..cores)
        .map(|core| {
            let (report, next, templates) = (Arc::clone(&report), Arc::clone(&next), Arc::clone(templates));
            let (files, all) = (files.join(core.to_string()), arguments.all);
            thread::spawn(move || -> Result<()> {
                std::fs::create_dir_all(&files)?;
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= end {
                        return Ok(());
                    }
                    let outcome = sim::run(seed, &templates, &files, 60)?;
                    let mut report = report.lock().unwrap_or_else(PoisonError::into_inner);
                    report.add(&outcome);
                    if outcome.violation.is_some() && report.violations <= SHOWN {
                        show(&outcome);
                    }
                    if report.violations >= SHOWN && !all {
                        next.store(end, Ordering::Relaxed);
                    }
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().map_err(|_| anyhow!("a schedule panicked"))??;
    }
    let report = report.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(report.clone())
}

/// The mistake that is asked for.
fn bug(arguments: &Arguments) -> Result<Option<Bug>> {
    let Some(name) = &arguments.bug else { return Ok(None) };
    ensure!(planted::can(), "no mistakes are planted in this build: use cargo xtask sim");
    Bug::ALL.iter().find(|bug| bug.name() == name).copied().map(Some).context("no such mistake")
}

/// Looks for the planted mistakes; answers how many were not found.
fn hunt(arguments: &Arguments, templates: &Arc<Templates>, files: &Path, cores: usize) -> Result<u64> {
    ensure!(planted::can(), "no mistakes are planted in this build: use cargo xtask sim");
    let bugs: Vec<Bug> = bug(arguments)?.map_or_else(|| Bug::ALL.to_vec(), |bug| vec![bug]);
    let begin = tokio::time::Instant::now();
    let next = Arc::new(AtomicU64::new(0));
    let hunts = Arc::new(Mutex::new(Vec::new()));
    let update = arguments.update;
    let seed = arguments.seed.unwrap_or(if update { FIRST } else { FRESH_FROM });
    let count = arguments.schedules.unwrap_or(if update { SCHEDULES } else { FRESH });
    let threads: Vec<_> = (0..cores)
        .map(|core| {
            let (next, hunts, templates) = (Arc::clone(&next), Arc::clone(&hunts), Arc::clone(templates));
            let (files, bugs) = (files.join(core.to_string()), bugs.clone());
            thread::spawn(move || -> Result<()> {
                std::fs::create_dir_all(&files)?;
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(bug) = usize::try_from(at).ok().and_then(|at| bugs.get(at)) else {
                        return Ok(());
                    };
                    let known = planted::known(*bug).filter(|_| !update);
                    let seeds = seed..seed.saturating_add(count);
                    let hunt = planted::hunt(*bug, known, seeds, &templates, &files)?;
                    hunts.lock().unwrap_or_else(PoisonError::into_inner).push((at, hunt));
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().map_err(|_| anyhow!("a schedule panicked"))??;
    }
    let mut hunts = hunts.lock().unwrap_or_else(PoisonError::into_inner).clone();
    hunts.sort_by_key(|(at, _)| *at);
    let hunts: Vec<_> = hunts.into_iter().map(|(_, hunt)| hunt).collect();
    print!("{}", planted::table(&hunts));
    if update && arguments.bug.is_none() {
        let path = "tests/src/sim/known.rs";
        std::fs::write(path, planted::update(&std::fs::read_to_string(path)?, &hunts))?;
    }
    let how_many = |is: fn(&&planted::Hunt) -> bool| hunts.iter().filter(is).count() as u64;
    let missed = how_many(|hunt| hunt.found().is_none());
    let line = serde_json::json!({
        "planted": hunts.len(),
        "by_known_seed": how_many(|hunt| hunt.known.as_ref().is_some_and(|known| planted::finds(hunt.bug, known))),
        "by_fresh_seeds": how_many(|hunt| hunt.fresh.is_some()),
        "fresh_seeds": hunts.iter().map(|hunt| hunt.tried).sum::<u64>(),
        "missed": missed,
        "seconds": begin.elapsed().as_secs_f64(),
        "cores": cores,
    });
    println!("{line}");
    Ok(missed)
}

fn show(outcome: &Outcome) {
    if let Some(violation) = &outcome.violation {
        println!("\nseed {}: {} does not hold: {}", outcome.seed, violation.property, violation.detail);
    }
    println!("{}", outcome.trace);
}

//! R5: the app is killed (-9) a hundred times in the middle of its work, the desk's process now and then as well; nothing
//! that was acknowledged is lost, nothing arrives twice, no notice stands twice. `SVARA_KILLS` says how often.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test ends at what it did not expect, and says how far it came"
)]

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use svara_tests::{
    kills::{DeskProcess, Found, Ledger, Life, Word},
    rig::{Agent, recorded},
};
use tokio::time::{Instant, sleep};

/// Everything that was sent has arrived by then, after the last life has begun.
const ARRIVED: Duration = Duration::from_secs(120);
/// So long a life is at most, counted from the member's first key.
const LONGEST_LIFE: u64 = 400;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_of_its_work_the_app_loses_nothing_and_doubles_nothing() -> Result<()> {
    let kills: u32 = std::env::var("SVARA_KILLS").ok().map_or(Ok(100), |n| n.parse())?;
    let seed: u64 = std::env::var("SVARA_SEED").ok().map_or(Ok(7), |n| n.parse())?;
    println!("{kills} kills from seed {seed}");
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("index.html"), "<!doctype html><title>Svara</title>")?;
    let mut desk = DeskProcess::start(&beside("svara-desk")?, &folder.path().join("desk")).await?;
    let (mut rng, mut ledger) = (fastrand::Rng::with_seed(seed), Ledger::default());
    for kill in 0..kills {
        lead_a_life(folder.path(), &desk, &mut rng, &mut ledger)
            .await
            .with_context(|| format!("life {kill}"))?;
        let agent = desk.agent().await?;
        ask_something(&agent, &mut rng).await?;
        if kill % 10 == 9 {
            desk.kill_and_start().await?;
        }
    }
    let life = Life::begin(&dev_host(), folder.path(), desk.address()).await?;
    let agent = desk.agent().await?;
    arrived(&life).await?;
    let found = Found { desk: at_the_desk(&agent).await?, drafts: life.unsent().await?.0 };
    println!("{} texts sent, {} saved", ledger.count(Word::Sent), ledger.count(Word::Saved));
    ensure!(ledger.count(Word::Sent) > 0, "nothing was sent in any life");
    ledger.check(&found)?;
    told(&life, &agent, &folder.path().join("desktop/notices.jsonl"), kills).await
}

/// A life that ends at a random moment of the member's writing.
async fn lead_a_life(
    folder: &Path,
    desk: &DeskProcess,
    rng: &mut fastrand::Rng,
    ledger: &mut Ledger,
) -> Result<()> {
    let life = Life::begin(&dev_host(), folder, desk.address()).await?;
    let until = Duration::from_millis(rng.u64(0..LONGEST_LIFE));
    let mut writing = rng.fork();
    tokio::select! {
        biased;
        // The moment of the kill is the fault itself; nothing waits for it.
        () = sleep(until) => {}
        wrote = life.write(&mut writing, ledger) => wrote?,
    }
    life.kill().await
}

/// The desk asks about one of the issues, or closes it.
async fn ask_something(agent: &Agent, rng: &mut fastrand::Rng) -> Result<()> {
    let issues = agent.issues().await?;
    let open: Vec<_> = issues.iter().filter(|issue| issue.status != "closed").collect();
    match rng.choice(open) {
        Some(issue) if rng.u8(..) < 230 => agent.ask(&issue.id, "Which browser do you use?").await,
        Some(issue) if issue.status == "open" => agent.ask(&issue.id, "Does it still happen?").await,
        _ => Ok(()),
    }
}

async fn arrived(life: &Life) -> Result<()> {
    let start = Instant::now();
    loop {
        let (_, waiting) = life.unsent().await?;
        if waiting == 0 && life.awaiting().await?.is_some() {
            return Ok(());
        }
        ensure!(start.elapsed() < ARRIVED, "{waiting} operations did not arrive within {ARRIVED:?}");
        sleep(Duration::from_millis(50)).await;
    }
}

/// Every text of the member's that stands at the desk.
async fn at_the_desk(agent: &Agent) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    for issue in agent.issues().await? {
        let entries = agent.entries(&issue.id).await?;
        texts.extend(entries.into_iter().map(|entry| entry.text).filter(|text| text.starts_with("word ")));
    }
    Ok(texts)
}

/// Whatever awaits was told, no notice stands twice, and only a kill between showing and marking shows one again.
async fn told(life: &Life, agent: &Agent, notices: &Path, kills: u32) -> Result<()> {
    let start = Instant::now();
    loop {
        let all = recorded(notices)?;
        let mut standing: BTreeMap<&str, u32> = BTreeMap::new();
        for notice in all.iter().filter(|notice| notice.standing) {
            *standing.entry(&notice.tag).or_default() += 1;
        }
        let twice: Vec<_> = standing.iter().filter(|(_, n)| **n > 1).collect();
        let awaiting =
            agent.issues().await?.iter().filter(|issue| issue.status == "awaiting_feedback").count();
        let caught_up = life.awaiting().await? == Some(u64::try_from(awaiting)?);
        if caught_up && (awaiting == 0) == standing.is_empty() {
            println!("{} notices shown, {} stand, {} twice", all.len(), standing.len(), twice.len());
            let twice = u32::try_from(twice.len())?;
            ensure!(twice <= kills / 10, "more notices stand twice than a kill between two lines explains");
            return Ok(());
        }
        ensure!(start.elapsed() < ARRIVED, "{awaiting} issues await, but {standing:?} stand");
        sleep(Duration::from_millis(50)).await;
    }
}

fn dev_host() -> PathBuf {
    env!("CARGO_BIN_EXE_svara-dev-host").into()
}

/// A program of another crate that lies beside the dev host. A test does not build it.
fn beside(name: &str) -> Result<PathBuf> {
    let program = dev_host().with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    ensure!(program.is_file(), "{} is missing: `cargo build --workspace` makes it", program.display());
    Ok(program)
}

//! P3: what the app weighs in the tray and what it costs while nothing happens, against a Chromium app window and a tab that
//! show the same lists. Each has been signed in to the same desk, and all of them rest during the same minutes.

use std::{fs, path::Path, time::Duration};

use anyhow::{Context, Result};
use serde_json::json;
use tokio::time::sleep;

use super::report::{Goal, Report};
use crate::{
    dev_host::{DeskChoice, DevHost, DiskChoice, Settings},
    rig::Peer,
    session::{Part, Session, until},
    window::{AppWindow, House, TrayHost},
};

/// What has just happened is over then.
const SETTLE: Duration = Duration::from_secs(20);
/// The kernel's clock ticks so often for processor times.
const TICKS: f64 = 100.0;
/// A whole run has this long, besides the rest.
const LIMIT: Duration = Duration::from_secs(600);

/// Measures with rests of so many seconds.
pub(super) async fn measure(rest: u32) -> Result<Report> {
    let rest = Duration::from_secs(rest.into());
    let mut report = Report::new("P3");
    House::tell_within("bench-p3", LIMIT + 2 * rest, async |house| run(house, rest, &mut report).await)
        .await?;
    Ok(report)
}

async fn run(house: &House, rest: Duration, report: &mut Report) -> Result<()> {
    let _tray = TrayHost::start(&house.session).await?;
    let closed = house.run(async |house, window| closed(house, window, rest).await).await?;
    let hidden = {
        let app = house.start_once_more(&["--hidden"])?;
        let id = app.id().context("the app has ended")?;
        rested(&[id], rest).await?.pop().context("one was measured")?
    };
    let [after_close, window, tab] = closed;
    for (name, rested) in [
        ("started hidden", &hidden),
        ("after the window was closed", &after_close),
        ("Chromium app window", &window),
        ("Chromium tab", &tab),
    ] {
        report.note(format!("{name}: memory"), rested.mebibytes, "MiB");
        report.note(format!("{name}: processor"), rested.processor, "ms/s");
        report.note(format!("{name}: wake-ups"), rested.wakeups, "1/s");
    }
    let weight = |of: &Rested| of.mebibytes / window.mebibytes;
    report.judge("memory started hidden / app window", weight(&hidden), "x", Goal::AtMost(0.30));
    report.judge("memory after closing / app window", weight(&after_close), "x", Goal::AtMost(0.45));
    let cost = |of: &Rested| of.processor / tab.processor.max(f64::EPSILON);
    report.judge("processor started hidden / tab", cost(&hidden), "x", Goal::AtMost(0.10));
    report.judge("processor after closing / tab", cost(&after_close), "x", Goal::AtMost(0.10));
    report.judge("wake-ups started hidden", hidden.wakeups, "1/s", Goal::AtMost(1.0));
    Ok(())
}

/// The app rests in the tray beside both peers, which begin when its window is closed: theirs are called as it is.
async fn closed(house: &House, window: &mut AppWindow, rest: Duration) -> Result<[Rested; 3]> {
    house.sign_in(window).await?;
    let screen = house.session.screen()?;
    let main = screen.wait_for_title("Svara").await?;
    let app = window.process()?;
    screen.key(&main, "alt+F4").await?;
    until("the end of the window", async || screen.is_gone(&main).await.then_some(())).await?;
    let peers = Peers::start(house).await?;
    let ids = [app.id(), peers.window.id().context("the app window")?, peers.tab.id().context("the tab")?];
    rested(&ids, rest).await?.try_into().map_err(|_| anyhow::anyhow!("three were measured"))
}

/// The same lists in Chromium, served by a dev host in this process, which does not count.
struct Peers {
    window: Part,
    tab: Part,
    _host: DevHost,
    _folders: tempfile::TempDir,
}

impl Peers {
    async fn start(house: &House) -> Result<Self> {
        let folders = tempfile::tempdir()?;
        let host = DevHost::start(Settings {
            data_folder: folders.path().join("host"),
            ui: Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/dist"),
            listen: ([127, 0, 0, 1], 0).into(),
            desk: DeskChoice::At(house.desk.clone()),
            locale: None,
            desktop: None,
            disk: DiskChoice::Computer,
        })
        .await?;
        let page = host.ready().window.clone();
        let member = json!({"address": house.desk, "user_name": house.demo.member, "password": house.demo.member_password});
        let answer = Peer::new(&page).post("api/call/sign_in", &member).await?;
        anyhow::ensure!(answer.status.is_success(), "the peers' sign-in: {}", answer.status);
        let window = chromium(&house.session, &folders, "window", &format!("--app={page}"))?;
        let tab = chromium(&house.session, &folders, "tab", &page)?;
        Ok(Self { window, tab, _host: host, _folders: folders })
    }
}

fn chromium(session: &Session, folders: &tempfile::TempDir, name: &str, page: &str) -> Result<Part> {
    let mut command = session.command("chromium");
    command
        .args(["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync", "--disable-quic"])
        .args(["--disable-background-networking", "--disable-component-update", "--password-store=basic"])
        .arg(format!("--user-data-dir={}", folders.path().join(name).display()))
        .arg(page);
    session.spawn(&format!("chromium-{name}"), &mut command)
}

/// What a tree of processes is like at rest.
struct Rested {
    /// The proportional set size of all of them.
    mebibytes: f64,
    /// Processor time, milliseconds a second.
    processor: f64,
    /// How often one of their threads was given a processor, a second.
    wakeups: f64,
}

async fn rested(roots: &[u32], rest: Duration) -> Result<Vec<Rested>> {
    sleep(SETTLE).await;
    let trees: Vec<Vec<u32>> = roots.iter().map(|root| tree(*root)).collect();
    let began: Vec<_> = trees.iter().map(|tree| used(tree)).collect();
    sleep(rest).await;
    let seconds = rest.as_secs_f64();
    let measured = trees.iter().zip(began).map(|(tree, (ticks, switches))| {
        let (ticks_now, switches_now) = used(tree);
        Rested {
            mebibytes: tree.iter().filter_map(|id| weight(*id)).sum::<f64>() / 1024.0,
            processor: (ticks_now - ticks) / TICKS * 1000.0 / seconds,
            wakeups: (switches_now - switches) / seconds,
        }
    });
    Ok(measured.collect())
}

/// A process and everything below it.
fn tree(root: u32) -> Vec<u32> {
    let mut found = vec![root];
    let mut next = 0;
    while let Some(id) = found.get(next).copied() {
        for path in threads(id) {
            let children = fs::read_to_string(path.join("children")).unwrap_or_default();
            found.extend(children.split_whitespace().filter_map(|id| id.parse::<u32>().ok()));
        }
        next += 1;
    }
    found
}

fn threads(id: u32) -> impl Iterator<Item = std::path::PathBuf> {
    let threads = fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
    threads.map(|thread| thread.path())
}

/// Processor time in ticks, and how often a thread was given a processor.
fn used(tree: &[u32]) -> (f64, f64) {
    let (mut ticks, mut switches) = (0.0, 0.0);
    for id in tree {
        // `pid (name) state …`: the 14th and 15th are the times in user and system mode.
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let rest = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
        ticks += rest.split(' ').skip(11).take(2).filter_map(|one| one.parse::<f64>().ok()).sum::<f64>();
        for path in threads(*id) {
            let status = fs::read_to_string(path.join("status")).unwrap_or_default();
            let counted = status.lines().filter_map(|line| line.split_once("ctxt_switches:"));
            switches += counted.filter_map(|(_, count)| count.trim().parse::<f64>().ok()).sum::<f64>();
        }
    }
    (ticks, switches)
}

/// In KiB.
fn weight(id: u32) -> Option<f64> {
    let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.split_whitespace().next()?.parse().ok()
}

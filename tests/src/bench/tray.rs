//! P3: what the app weighs in the tray and what it costs while nothing happens, against a Chromium app window and a tab that
//! show the same lists. Each has been signed in to the same desk.

use std::{collections::BTreeMap, fs, path::Path, time::Duration};

use anyhow::{Context, Result};
use serde_json::json;
use tokio::time::sleep;

use super::report::{Goal, Report};
use crate::{
    dev_host::{DeskChoice, DevHost, DiskChoice, Settings},
    rig::Peer as Caller,
    session::{Part, Session, until},
    window::{House, TrayHost, end_in_order},
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
    house.run(async |house, window| house.sign_in(window).await).await?;
    let [after_close, window] = closed(house, rest).await?;
    let [hidden, tab] = hidden(house, rest).await?;
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

/// The app rests in the tray beside the app window, which begins when the app's own is closed: theirs are called as it is.
/// Nobody drives it: a WebDriver would keep what the app lets go.
async fn closed(house: &House, rest: Duration) -> Result<[Rested; 2]> {
    let screen = house.session.screen()?;
    let app = house.start_once_more(&[])?;
    let main = screen.wait_for_title("Svara").await?;
    sleep(SETTLE).await;
    screen.key(&main, "alt+F4").await?;
    until("the end of the window", async || screen.is_gone(&main).await.then_some(())).await?;
    let peer = Peer::start(house, Shape::Window).await?;
    let rested = both([app.id().context("the app has ended")?, peer.id()?], rest).await?;
    // In order, so that the next start does not find its name still taken and hand over to it.
    end_in_order(app).await?;
    Ok(rested)
}

/// The app that was started hidden rests beside the tab. The two peers never rest together: each would weigh less, by what
/// it shares with the other.
async fn hidden(house: &House, rest: Duration) -> Result<[Rested; 2]> {
    let app = house.start_once_more(&["--hidden"])?;
    let peer = Peer::start(house, Shape::Tab).await?;
    both([app.id().context("the app has ended")?, peer.id()?], rest).await
}

async fn both(roots: [u32; 2], rest: Duration) -> Result<[Rested; 2]> {
    let rested = rested(&roots, rest).await?;
    anyhow::ensure!(rested.iter().all(|one| one.mebibytes > 0.0), "what was measured has ended");
    rested.try_into().map_err(|_| anyhow::anyhow!("two were measured"))
}

#[derive(Clone, Copy)]
enum Shape {
    Window,
    Tab,
}

/// The same lists in Chromium, served by a dev host in this process, which does not count.
struct Peer {
    chromium: Part,
    _host: DevHost,
    _folders: tempfile::TempDir,
}

impl Peer {
    async fn start(house: &House, shape: Shape) -> Result<Self> {
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
        let answer = Caller::new(&page).post("api/call/sign_in", &member).await?;
        anyhow::ensure!(answer.status.is_success(), "the peer's sign-in: {}", answer.status);
        let chromium = match shape {
            Shape::Window => chromium(&house.session, &folders, "window", &format!("--app={page}")),
            Shape::Tab => chromium(&house.session, &folders, "tab", &page),
        }?;
        Ok(Self { chromium, _host: host, _folders: folders })
    }

    fn id(&self) -> Result<u32> {
        self.chromium.id().context("Chromium has ended")
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
    let measured = trees.iter().zip(began).map(|(tree, began)| {
        let now = used(tree);
        Rested {
            mebibytes: tree.iter().filter_map(|id| weight(*id)).sum::<f64>() / 1024.0,
            processor: since(&began.ticks, &now.ticks) / TICKS * 1000.0 / seconds,
            wakeups: since(&began.switches, &now.switches) / seconds,
        }
    });
    Ok(measured.collect())
}

/// What has come to each of them since; one that has ended takes nothing away.
fn since(began: &BTreeMap<u32, f64>, now: &BTreeMap<u32, f64>) -> f64 {
    now.iter().map(|(id, count)| count - began.get(id).unwrap_or(&0.0)).sum()
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

/// What a tree of processes has used so far.
struct Used {
    /// Processor time of each process, in ticks.
    ticks: BTreeMap<u32, f64>,
    /// How often each thread was given a processor.
    switches: BTreeMap<u32, f64>,
}

fn used(tree: &[u32]) -> Used {
    let (mut ticks, mut switches) = (BTreeMap::new(), BTreeMap::new());
    for id in tree {
        // `pid (name) state …`: the 14th and 15th are the times in user and system mode.
        let Ok(stat) = fs::read_to_string(format!("/proc/{id}/stat")) else { continue };
        let rest = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
        ticks.insert(*id, rest.split(' ').skip(11).take(2).filter_map(|one| one.parse::<f64>().ok()).sum());
        for path in threads(*id) {
            let thread = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse().ok());
            let Some((thread, status)) = thread.zip(fs::read_to_string(path.join("status")).ok()) else {
                continue;
            };
            let counted = status.lines().filter_map(|line| line.split_once("ctxt_switches:"));
            switches.insert(thread, counted.filter_map(|(_, count)| count.trim().parse::<f64>().ok()).sum());
        }
    }
    Used { ticks, switches }
}

/// In KiB.
fn weight(id: u32) -> Option<f64> {
    let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.split_whitespace().next()?.parse().ok()
}

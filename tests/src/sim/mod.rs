//! The simulator: the real core and the real desk in one process, on one thread, on paused time and disks in memory. A seed is
//! a schedule of what members, agents and the world do; an oracle says what must be so whatever happens. The same seed does the
//! same, bit for bit.

mod agent;
mod app;
mod chat;
mod clock;
mod desk_side;
mod desktop;
mod dice;
mod finish;
mod follow;
mod inside;
mod known;
mod life;
mod member;
mod oracle;
pub mod planted;
mod report;
mod road;
mod scenes;
mod schedule;
mod template;
mod trace;
mod truth;
mod weather;
mod wishes;
mod words;
mod world;

use std::{cell::RefCell, collections::BTreeMap, panic::AssertUnwindSafe, path::Path, time::Duration};

use anyhow::Result;

pub use chat::Counts;
pub use known::REGRESSIONS;
pub use report::Report;
pub use template::Templates;
pub use trace::Violation;

use schedule::{Begin, Schedule};
use world::World;

/// How a schedule went.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its seed.
    pub seed: u64,
    /// How long it was in its own time.
    pub simulated: Duration,
    /// How often each kind of fault happened.
    pub faults: BTreeMap<&'static str, u64>,
    /// What there was of chats.
    pub chats: Counts,
    /// The first property that did not hold.
    pub violation: Option<Violation>,
    /// The same whenever the seed is run.
    pub hash: u64,
    /// What happened, readable: all of it, or the end.
    pub trace: String,
}

/// Runs one seed's schedule. `lines`: how much of the trace is wanted.
pub fn run(seed: u64, templates: &Templates, files: &Path, lines: usize) -> Result<Outcome> {
    crate::disk::seed_sqlite(u32::try_from(seed & 0x7FFF_FFFF)?.max(1));
    let schedule = Schedule::new(seed);
    let runtime = runtime()?;
    let play = AssertUnwindSafe(|| runtime.block_on(play(seed, schedule, templates, files, lines)));
    std::panic::catch_unwind(play).unwrap_or_else(|_| {
        let detail = take_panic().unwrap_or_default();
        let violation = Violation { property: "panic", detail: detail.clone(), at: Duration::ZERO };
        let (faults, violation, trace) = (BTreeMap::new(), Some(violation), detail);
        let chats = Counts::default();
        Ok(Outcome { seed, simulated: Duration::ZERO, faults, chats, violation, hash: 0, trace })
    })
}

async fn play(
    seed: u64,
    schedule: Schedule,
    templates: &Templates,
    files: &Path,
    lines: usize,
) -> Result<Outcome> {
    let template = match schedule.begin {
        Begin::Fresh => &templates.fresh,
        Begin::Settled => &templates.settled,
        Begin::Two => &templates.two,
        Begin::Keyless => &templates.keyless,
    };
    let mut world = World::new(seed, template, files).await?;
    world.road.set_page(schedule.page);
    world.road.set_no_streams(schedule.no_streams);
    world.road.set_slow(schedule.slow);
    world.begin(template);
    if let Some(rules) = schedule.chats {
        world.begin_chats(rules).await?;
    }
    world.open().await?;
    for (pause, step) in schedule.steps {
        world.pass(pause).await?;
        world.check().await;
        if world.trace.violation().is_some() {
            break;
        }
        world.take(step).await?;
    }
    if world.trace.violation().is_none() {
        world.finish(schedule.end).await?;
    }
    world.trace.say(format!("{} changes of the app's disk", world.disk_changes()));
    let chats = world.chat_counts();
    let trace = world.trace.clone();
    let simulated = world.time.passed();
    let violation = trace.violation();
    let text = if violation.is_some() || lines == usize::MAX { trace.tail(lines) } else { String::new() };
    Ok(Outcome { seed, simulated, faults: trace.faults(), chats, violation, hash: trace.hash(), trace: text })
}

/// A folder for the desks' uploaded files; in memory, where the computer has such a folder.
pub fn folder() -> std::io::Result<tempfile::TempDir> {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }
}

/// One thread, one paused time.
fn runtime() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?)
}

/// One of them, by a number.
fn chosen<T>(of: &[T], choice: u64) -> Option<&T> {
    let at = choice.checked_rem(of.len() as u64)?;
    of.get(usize::try_from(at).ok()?)
}

thread_local! {
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// From now on a panic is remembered by its thread, whoever catches it.
pub fn remember_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        PANIC.with(|panic| *panic.borrow_mut() = Some(info.to_string()));
        before(info);
    }));
}

fn take_panic() -> Option<String> {
    PANIC.with(|panic| panic.borrow_mut().take())
}
